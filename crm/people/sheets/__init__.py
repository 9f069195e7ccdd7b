"""People and teams as sheets: down, and the changed one up again."""
