"""Keeps a number and its unit on one line, whatever the width of the page and the language."""

import re

_APART = re.compile(
    r"(?<=\d) (?=(?:%|K·h|kWh|kW|Wh|W|K|lx|ppm|m/s|min|h|s|days?|°C|°F)(?!\w)|分钟|小时|秒|天)|(?<=±) (?=\d)"
)
_NO_BREAK = "\u00a0"


def together(words: str) -> str:
    """The same words with a no-break space before each unit; sentences and catalogues keep plain ones."""
    return _APART.sub(_NO_BREAK, words) if " " in words else words
