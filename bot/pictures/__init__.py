"""A chart as a PNG: for the thread where Slack refuses its own chart block, and as a file that can go elsewhere."""
