"""Two records of one customer become one, and can be told apart again."""
