"""Saved views 视图 of any list: a name for a state, shared, pinned, opened by `?view=`."""
