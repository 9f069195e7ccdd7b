"""Sheets of activities, opportunities and orders (`customers.imports.children`)."""
