"""What a file's structure tells, kind by kind. Only the limited child process calls this."""
