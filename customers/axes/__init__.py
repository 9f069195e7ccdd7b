"""The axes as an admin tends them: added, renamed, reordered, archived, moved in their tree."""
