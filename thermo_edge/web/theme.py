"""Every colour once, for light and dark, and the one place where they become CSS."""

from pathlib import Path

from nicegui import ui

COLORS: dict[str, tuple[str, str]] = {
    "page": ("#F5F3EE", "#0F1315"),
    "card": ("#FFFFFF", "#191E21"),
    "well": ("#EFECE5", "#22292D"),
    "line": ("#E1DCD2", "#2F373B"),
    "edge": ("#8A8578", "#76817F"),  # borders of things to press: 3:1
    "ink": ("#1B2124", "#ECEFED"),
    "ink-2": ("#4C5458", "#B6BFBF"),
    "ink-3": ("#646B6E", "#93A09F"),
    "brand": ("#0F6354", "#7FD1BC"),
    "on-brand": ("#FFFFFF", "#06231D"),
    "brand-soft": ("#DDEDE7", "#16352F"),
    "heat": ("#B5410D", "#FFA06A"),
    "heat-soft": ("#FBE7DA", "#3A2418"),
    "here": ("#5B4FB3", "#B7AFF7"),
    "here-soft": ("#E9E7F8", "#2A2749"),
    "out": ("#25679E", "#86BDEB"),
    "sun": ("#8A5B00", "#F0C257"),
    "warn": ("#855000", "#F2BE62"),
    "warn-soft": ("#FCF0D6", "#372A10"),
    "bad": ("#AF2219", "#FF9C90"),
    "bad-soft": ("#FBE5E2", "#401E1B"),
}
"""Name: light, dark. Rules and drawings use these only, as var(--te-name)."""

_HOUSE = "M4 12.2 14 4l10 8.2V22a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2Z"
_WAVE = "M4.5 18.5c3-3.4 5.4-3.4 8.2-1 2.9 2.5 5.6 2.5 10.8-2.6"


def mark(house: str, wave: str) -> str:
    """The house with its warmth."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28" width="28" height="28" aria-hidden="true">'
        f'<path d="{_HOUSE}" fill="none" stroke="{house}" stroke-width="2.2" stroke-linejoin="round"/>'
        f'<path d="{_WAVE}" fill="none" stroke="{wave}" stroke-width="2.2" stroke-linecap="round"/></svg>'
    )


MARK = mark("var(--te-brand)", "var(--te-heat)")
FAVICON = mark("#2F8F7B", "#D9682F")
"""A browser's tab knows nothing of our tokens; these two are seen on light and on dark."""

_FIRST = (
    f'<div class="te-first" aria-hidden="true"><div class="te-top"><span class="te-mark">{MARK}</span>'
    '<span class="te-name">Thermo Edge</span></div><div class="te-page"><i style="width:62%;height:36px"></i>'
    '<i style="width:38%;height:16px"></i><i style="height:120px"></i><i style="height:220px"></i></div></div>'
)
"""The shape of what comes, for slow machines: shown after 300 ms, gone when the page is there."""


def variables(mode: int) -> str:
    """The custom properties of one mode (0 light, 1 dark)."""
    return "".join(f"--te-{name}:{pair[mode]};" for name, pair in COLORS.items())


def stylesheet() -> str:
    """Tokens first, then the rules, in a layer that wins over NiceGUI's and Quasar's."""
    light, dark = variables(0) + "color-scheme:light", variables(1) + "color-scheme:dark"
    rules = (Path(__file__).parent / "theme.css").read_text(encoding="utf-8")
    return (
        f":root{{{light}}}"
        f"@media (prefers-color-scheme:dark){{:root{{{dark}}}}}"  # the first paint, before any script runs
        f":root:has(>body.body--light){{{light}}}:root:has(>body.body--dark){{{dark}}}"
        f"@layer components{{{rules}}}"
    )


def install() -> None:
    """Once: a plain <style> in the head of every page, so that the first paint has its colours."""
    ui.add_head_html(f"<style>{stylesheet()}</style>", shared=True)
    ui.add_body_html(_FIRST, shared=True)
