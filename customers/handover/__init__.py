"""Handing over what somebody holds when they leave or move: planned, carried out, undone."""
