"""Customers that are probably one: found by a job, seen by whoever sees both."""
