"""Shared files: looked at in a limited process, read by AWS's services or by libraries, and told of in words."""
