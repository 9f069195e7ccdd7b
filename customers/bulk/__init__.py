"""Verbs on many customers: the set is fixed when it is chosen, every row goes through the
ordinary verb in a transaction of its own, and one refusal stops nothing."""
