"""A page had with the Tab key alone: what it reaches, what it should, and whether one sees where one is."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

_WANTED = """() => {
    const shown = e => e.checkVisibility({checkVisibilityCSS: true}) && !e.closest("[inert], [aria-hidden=true]");
    const own = "a[href], button, input, select, textarea, summary, [tabindex], [role=switch], [role=button]";
    const all = [...document.querySelectorAll(own)].filter(e => shown(e) && !e.disabled && e.type !== "hidden");
    const said = e => (e.getAttribute("aria-label") || e.textContent || e.name || e.type || "").trim().slice(0, 60);
    all.forEach((e, i) => e.dataset.stop = i);
    const stops = all.filter(e => e.tabIndex >= 0 && !(e.type === "radio" && !e.checked));
    const mouse = [...document.querySelectorAll("body *")].filter(e => shown(e)
        && getComputedStyle(e).cursor === "pointer" && getComputedStyle(e.parentElement).cursor !== "pointer"
        && !e.closest(own + ", label")).map(e => e.outerHTML.slice(0, 120));
    const names = all.map(e => `${e.tagName.toLowerCase()} ${said(e)}`);
    return {names, wanted: stops.map(e => Number(e.dataset.stop)), mouse};
}"""
"""What can be pressed or filled in; `mouse`: what only looks as if it could."""

_TOP = """() => {
    const top = document.createElement("div");
    top.tabIndex = -1;
    document.body.prepend(top);
    top.focus();
    top.remove();
    scrollTo(0, 0);
}"""
"""The next Tab begins at the top, also where the page has moved the focus itself."""

_HERE = """() => {
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    const lines = [null, "::after", "::before"].map(part => getComputedStyle(e, part));
    const ring = lines.some(s => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 1.5);
    const led = e.tabIndex < 0;
    const native = ["time", "date"].includes(e.type) && !e.matches(":focus");
    const r = e.getBoundingClientRect();
    const x = Math.min(Math.max(r.left + Math.min(r.width / 2, 40), 1), innerWidth - 1);
    const tops = [r.top + 2, r.top + r.height / 2, r.bottom - 2].filter(y => y > 0 && y < innerHeight);
    const bar = "nav.te-bottom, .te-top, .te-save";
    const seen = tops.some(y => { const top = document.elementFromPoint(x, y);
        return top && (e.contains(top) || !top.closest(bar) || e.closest(bar)); });
    return {stop: Number(e.dataset.stop ?? -1), html: e.outerHTML.slice(0, 120), seen,
        ring: led || native || (ring && e.matches(":focus-visible"))};
}"""
"""Where the focus is: whether it has a ring, and is not under a bar. A sign within a native field has its own ring,

and a headline to which the page has led needs none."""


@dataclass
class Walk:
    """Once through the page."""

    missed: list[str] = field(default_factory=list)
    without_ring: list[str] = field(default_factory=list)
    covered: list[str] = field(default_factory=list)
    mouse_only: list[str] = field(default_factory=list)
    stops: int = 0

    @property
    def faults(self) -> dict[str, list[str]]:
        found = {
            "not reached": self.missed,
            "no ring": self.without_ring,
            "covered": self.covered,
            "by mouse only": self.mouse_only,
        }
        return {name: each for name, each in found.items() if each}


def walk(page: Page) -> Walk:
    """Press Tab from the top to the end."""
    page.evaluate(_TOP)
    wanted: dict[str, Any] = page.evaluate(_WANTED)
    names, left, done = wanted["names"], set(wanted["wanted"]), Walk(mouse_only=wanted["mouse"])
    for _ in range(3 * len(names) + 5):
        page.keyboard.press("Tab")
        here = page.evaluate(_HERE)
        if here is None:
            break  # out of the page
        done.stops += 1
        left.discard(here["stop"])
        name = names[here["stop"]] if here["stop"] >= 0 else here["html"]
        if not here["ring"]:
            done.without_ring.append(name)
        if not here["seen"]:
            done.covered.append(name)
    done.missed = [names[stop] for stop in sorted(left)]
    return done


def reach(page: Page, name: str, role: str = "") -> None:
    """Press Tab until the thing of this name has the focus."""
    for _ in range(300):
        page.keyboard.press("Tab")
        if page.evaluate(_IS, [name, role]):
            return
    raise AssertionError(f"the Tab key does not reach {name!r}")


def press(page: Page, name: str, role: str = "") -> None:
    """Reach it, and press Enter."""
    reach(page, name, role)
    page.keyboard.press("Enter")


_IS = """([name, role]) => {
    const e = document.activeElement;
    const words = one => { const copy = one.cloneNode(true);
        copy.querySelectorAll("[aria-hidden=true]").forEach(sign => sign.remove()); return copy.textContent; };
    const labels = e.labels ? [...e.labels].map(words) : [];
    const said = [e.getAttribute("aria-label"), ...labels, words(e)].filter(Boolean).map(t => t.trim());
    const fits = !role || e.tagName.toLowerCase() === role || e.getAttribute("role") === role;
    return fits && said.some(t => t.startsWith(name));
}"""
