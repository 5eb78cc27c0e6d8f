"""What comes first, and how rows are laid out."""
