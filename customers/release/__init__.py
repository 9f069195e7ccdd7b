"""Release 回落: when a customer goes back to the pool by itself, and how that is foretold.

`clocks` names what can run out; `compiling` turns a team's rules into one SQL query;
`forecast` keeps its answer on the customer's row; `explaining` says what would move it;
`night` carries it out.
"""
