"""Uploads that somebody is looking at, kept so that their refused rows go back in them."""

from pathlib import Path

from crm import private_files

# As long as a preview can be taken.
GOOD_FOR = 12 * 60 * 60


def folder() -> Path:
    return private_files.private_folder("sheets")


def keep(file) -> str:
    return private_files.keep(file, folder())


def opened(name: str):
    """The upload; None once its time is over."""
    try:
        return (folder() / name).open("rb")
    except FileNotFoundError:
        return None


def delete_old():
    private_files.drop_older(folder(), GOOD_FOR)
