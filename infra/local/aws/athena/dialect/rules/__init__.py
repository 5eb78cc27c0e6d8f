"""Rewrite rules by subject: each file has RULES by node class and NAMED by function name."""
