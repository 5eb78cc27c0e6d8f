"""Readers of files that need no service. Only the limited child process calls them."""
