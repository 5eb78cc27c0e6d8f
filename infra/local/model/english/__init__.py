"""The English that is read: closed lists of words, and the text that they stand in."""
