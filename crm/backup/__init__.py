"""The whole company as one file, and back: `manage.py backup` and `manage.py restore`.

The file is a zip: `tables/NAME.copy`, every table as PostgreSQL's COPY writes it, `files/…`, what lies
under MEDIA_ROOT, and `manifest.json`, which says what they must be. COPY through the connection works
with every PostgreSQL and every DATABASE_URL; pg_dump must be there, and not older than the server.

What the environment holds is not in the file: without the same SECRET_KEY nobody reads the second
factors' and webhooks' secrets. Nor are sessions in it, so that whoever gets hold of it is nobody's browser.
"""
