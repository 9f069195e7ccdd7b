"""The grid 智能表格: a list is a class of columns and nothing else (design, section 6).

    class ContactGrid(Grid):
        model = Contact
        name = Text(link=True)
        customer = Related()

From the declaration follow filters, ordering, cells, columns to choose and export.
"""

from crm.grid.actions import BulkAction, RowAction, State
from crm.grid.array_columns import Choices
from crm.grid.column_types import (
    Choice,
    Date,
    Day,
    Flag,
    Money,
    Number,
    Person,
    Phones,
    Related,
    Text,
)
from crm.grid.columns import Column, ColumnGroup
from crm.grid.conditions.counts import CountOf
from crm.grid.grid import Grid

__all__ = [
    "BulkAction",
    "Choice",
    "Choices",
    "Column",
    "ColumnGroup",
    "CountOf",
    "Date",
    "Day",
    "Flag",
    "Grid",
    "Money",
    "Number",
    "Person",
    "Phones",
    "Related",
    "RowAction",
    "State",
    "Text",
]
