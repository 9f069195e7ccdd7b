"""Sent once the change is committed, for those who keep what follows from the rules."""

from django.dispatch import Signal

rules_changed = Signal()  # gives `version`: the one that was set, in force or to come
