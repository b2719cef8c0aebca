"""What is typed behind an argument: read, or refused in words. Each raises ArgumentTypeError."""

import argparse
from datetime import date, datetime, time
from pathlib import Path


def count(text: str) -> int:
    """One or more."""
    if (number := natural(text)) < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def natural(text: str) -> int:
    """Nothing or more."""
    if not (text.isascii() and text.isdecimal()):
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 0 on: say one such as 14")
    return int(text)


def midnight(text: str) -> datetime:
    """That of a day, without a zone."""
    return datetime.combine(day(text), time())


def day(text: str) -> date:
    """ISO 8601."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date: say one such as 2026-01-12") from None


def new_file(text: str) -> Path:
    """Where something can be written when the work is done: what took minutes must not be lost for its folder."""
    path = Path(text)
    if path.is_dir() or not path.parent.is_dir():
        what = "is a folder" if path.is_dir() else f"is in a folder that is not there, {path.parent}"
        raise argparse.ArgumentTypeError(f"{text} {what}: name a file in one that is")
    return path
