"""Uploads that somebody is looking at, kept so that their refused rows go back in them."""

import secrets
import shutil
import time
from pathlib import Path

from django.conf import settings

# As long as a preview can be taken.
GOOD_FOR = 12 * 60 * 60


def folder() -> Path:
    path = Path(settings.MEDIA_ROOT, "sheets")
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def keep(file) -> str:
    """Writes it down under a name that nobody guesses; nothing serves it."""
    name = secrets.token_urlsafe(24)
    file.seek(0)
    with (folder() / name).open("xb") as copy:
        shutil.copyfileobj(file, copy)
    return name


def opened(name: str):
    """The upload; None once its time is over."""
    try:
        return (folder() / name).open("rb")
    except FileNotFoundError:
        return None


def delete_old():
    before = time.time() - GOOD_FOR
    for path in folder().iterdir():
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
