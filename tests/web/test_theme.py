"""Every colour once, readable on everything it stands on, and no rule that no page uses."""

import re
from itertools import product
from pathlib import Path

import pytest

from thermo_edge.web import theme

WEB = Path(theme.__file__).parent
RULES = (WEB / "theme.css").read_text(encoding="utf-8")
SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in WEB.rglob("*.py"))


def luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(front: str, back: str, mode: int) -> float:
    """The ratio of WCAG between two tokens."""
    low, high = sorted(luminance(theme.COLORS[name][mode]) for name in (front, back))
    return (high + 0.05) / (low + 0.05)


TEXTS = ("ink", "ink-2", "ink-3", "brand", "heat", "here", "out", "warn", "bad")


@pytest.mark.parametrize(("mode", "back"), list(product((0, 1), ("page", "card", "well"))))
def test_text_and_borders_can_be_seen(mode: int, back: str) -> None:
    assert {front: contrast(front, back, mode) >= 4.5 for front in TEXTS} == dict.fromkeys(TEXTS, True)
    assert contrast("edge", back, mode) >= 3.0


@pytest.mark.parametrize("mode", [0, 1])
def test_colours_can_be_read_on_their_own_soft(mode: int) -> None:
    for name in ("brand", "heat", "here", "warn", "bad"):
        assert contrast(name, f"{name}-soft", mode) >= 4.5
        assert contrast("ink", f"{name}-soft", mode) >= 4.5
    assert contrast("ink-2", "brand-soft", mode) >= 4.5  # what a chosen mode does
    assert contrast("on-brand", "brand", mode) >= 4.5
    assert contrast("page", "ink", mode) >= 4.5  # a chosen filter


def test_rules_use_tokens_only() -> None:
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", RULES)
    used = set(re.findall(r"var\(--te-([a-z0-9-]+)\)", RULES + SOURCES)) - {"gap", "font", "name"}
    assert used <= theme.COLORS.keys()


def test_every_token_is_used() -> None:
    assert {name for name in theme.COLORS if f"var(--te-{name})" not in RULES + SOURCES} == set()


def test_every_class_of_ours_is_used() -> None:
    known = set(re.findall(r"\.(te-[a-z0-9-]+)", RULES))
    assert {name for name in known if not re.search(rf"\b{name}\b", SOURCES)} == set()


def test_nothing_is_fetched_from_elsewhere() -> None:
    assert "url(" not in RULES
    assert "@import" not in RULES
    outside = set(re.findall(r"https?://[^\s\"'<>]+", theme.stylesheet() + SOURCES))
    assert {url for url in outside if "w3.org" not in url and "localhost" not in url and "127.0.0.1" not in url} <= {
        "http://{host}",
        "https://{host}",
        "http://{host}:{self._port}",
    }


def test_both_modes_are_there_before_any_script() -> None:
    sheet = theme.stylesheet()
    assert (
        sheet.index("--te-page:#F5F3EE") < sheet.index("prefers-color-scheme:dark") < sheet.index("--te-page:#0F1315")
    )
