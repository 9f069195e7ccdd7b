"""The kinds of sheets of this room."""

from django.utils.translation import gettext_lazy as _

from customers.imports.checking import Check
from customers.imports.committing import Commit
from customers.imports.kinds import CUSTOMERS, Kind, register_kind
from customers.imports.mapping import targets
from customers.imports.undoing import Undo


def register():
    register_kind(Kind(CUSTOMERS, _("customers"), targets, Check, Commit, Undo))
