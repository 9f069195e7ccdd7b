"""Deleting many rows of a list at once, and bringing them back."""
