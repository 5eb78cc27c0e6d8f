"""What limits a question: values, numbers, what rows lack or have."""
