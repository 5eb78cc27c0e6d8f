"""What a message makes of those before it."""
