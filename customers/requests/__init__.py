"""Requests: keep, extend a protection, get access, dispute. One tap to ask, one to decide."""
