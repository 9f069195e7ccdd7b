"""Files of the server alone: under names that nobody guesses, and served by nothing."""

import secrets
import shutil
import time
from collections.abc import Container
from contextlib import suppress
from pathlib import Path

from django.conf import settings


def private_folder(name: str) -> Path:
    """A folder for one sort of them, made when first asked for."""
    path = Path(settings.MEDIA_ROOT, name)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def keep(file, folder: Path) -> str:
    """Writes the file down; the name it has there. Leaves nothing where that fails."""
    path = folder / secrets.token_urlsafe(24)
    with suppress(AttributeError, OSError):
        file.seek(0)
    try:
        with path.open("xb") as copy:
            shutil.copyfileobj(file, copy)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path.name


def drop_older(folder: Path, seconds: float, pattern: str = "*", spared: Container[str] = ()):
    """Removes what nobody has written to for so long, but for the names that are `spared`."""
    before = time.time() - seconds
    for path in folder.glob(pattern):
        if path.name not in spared and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
