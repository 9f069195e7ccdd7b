"""Changing rows where they are listed: one cell, many rows, a paste; each can be undone."""
