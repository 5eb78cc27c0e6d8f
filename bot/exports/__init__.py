"""A result as a file in its thread: the engine's own output, turned into CSV or XLSX row by row, uploaded in pieces."""
