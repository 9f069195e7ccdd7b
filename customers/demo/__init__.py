"""The customers of the demo company: invented, and the same each time."""
