"""Files that people share: vetted, streamed from Slack to S3, remembered for the thread."""
