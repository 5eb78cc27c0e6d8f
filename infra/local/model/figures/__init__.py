"""Which figure is asked for, and what is computed beside it."""
