"""What reloads when a row of this room has changed: the panels of these keys, and the dossier."""

PEOPLE, FACTS, RIVALS = ("people",), ("facts",), ("rivals",)
DEPARTMENTS = ("departments", "people")
