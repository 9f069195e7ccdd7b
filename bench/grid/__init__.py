"""The grid on a large company: what a page, a facet and the chips cost, beside plain SQL.

    python -m bench.grid [--customers 1000000] [--json]

Two hundred owners in twenty teams on four levels, fifteen axes, three activities a customer; a rep,
a manager with fifty-one reports and a director look at it. The data are made once and used in place:
what is measured only reads.
"""
