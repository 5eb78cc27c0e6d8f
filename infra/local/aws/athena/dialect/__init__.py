"""Athena SQL (Trino) into DuckDB SQL: syntax, names, types, rewrite. Pure functions; the catalogue is passed in."""
