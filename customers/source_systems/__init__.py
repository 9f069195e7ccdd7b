"""The systems that customers come from, and which of them is believed.

precedence  the order of the systems, in general and for single fields
tending     the administrator's verbs on it
"""
