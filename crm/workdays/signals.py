"""Sent once the change is committed, for those who forecast with working days."""

from django.dispatch import Signal

calendar_changed = Signal()  # some day became a working day, or a day of rest
leave_changed = Signal()  # gives `person`: a leave of theirs came, went or moved
