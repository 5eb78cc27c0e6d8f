"""Everyday turns and verbs, in the names that a model has for what they ask for."""
