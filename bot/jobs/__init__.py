"""Work that goes on after its turn: written down, heard of when it is over, and finished in its thread."""
