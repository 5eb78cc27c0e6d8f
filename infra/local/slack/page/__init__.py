"""The workspace page: HTML from block dicts, a little plain JavaScript, server-sent events."""
