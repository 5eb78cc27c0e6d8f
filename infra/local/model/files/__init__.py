"""Questions about files that people share."""
