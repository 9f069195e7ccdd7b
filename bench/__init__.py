"""Measurements, one module a subject: `python -m bench.NAME [--customers N] [--json]`."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")
os.environ.setdefault("SECRET_KEY", "only-for-benches")
os.environ["DATABASE_POOL"] = "0"
django.setup()
