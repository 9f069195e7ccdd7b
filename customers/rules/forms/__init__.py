"""The draft of a team's rules as forms: a section a form, rows in rows where there are several."""
