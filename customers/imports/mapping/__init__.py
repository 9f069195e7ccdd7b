"""What each column of a sheet becomes.

targets    where a column can go: what the grids declare importable
chosen     `Mapping`: what was chosen for every column, as it is kept
sources    `Source`: the text of one target, out of the cells of a row
guessing   headings meet the targets
faults     what is wrong with a mapping, as sentences
"""

from .chosen import Entry, Mapping
from .sources import Source
from .targets import CONTACT, Target, targets

__all__ = ["CONTACT", "Entry", "Mapping", "Source", "Target", "targets"]
