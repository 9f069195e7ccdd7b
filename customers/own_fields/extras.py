"""A restore takes the indexes of own fields down, and makes those that the restored fields ask for."""

from crm.backup.extras import Extra, register
from customers.own_fields.indexes import make_all, take_down_all

register(Extra(take_down_all, make_all))
