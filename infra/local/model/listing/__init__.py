"""Lists of things, without a figure or with one of each."""
