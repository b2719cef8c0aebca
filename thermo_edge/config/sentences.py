"""Writes the help of all settings as a module of marked sentences, so that the catalogues hold them.

Run it after changing a description: `python -m thermo_edge.config.sentences > thermo_edge/language/settings_help.py`.
"""

import json
import sys
import textwrap
from collections.abc import Iterator

from thermo_edge.config.form import PartForm, form

HEAD = '''"""The help of all settings, for the catalogues. Written by: python -m thermo_edge.config.sentences."""

from thermo_edge.language.marks import N_

HELP = (
'''


def helps(part: PartForm) -> Iterator[str]:
    """What a part and everything below it say of themselves."""
    yield part.help
    for field in part.fields:
        yield field.help
        if field.part is not None:
            yield from helps(field.part)


def module() -> str:
    """The text of the module."""
    lines: list[str] = []
    for sentence in sorted({text for text in helps(form()) if text}):
        whole = json.dumps(sentence, ensure_ascii=False)
        if len(whole) <= 110:
            lines.append(f"    N_({whole}),")
            continue
        pieces = textwrap.wrap(sentence, 100, drop_whitespace=False, break_long_words=False)
        lines += ["    N_(", *(f"        {json.dumps(piece, ensure_ascii=False)}" for piece in pieces), "    ),"]
    return HEAD + "\n".join(lines) + "\n)\n"


if __name__ == "__main__":
    sys.stdout.write(module())
