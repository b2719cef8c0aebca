"""What stands around every page: its name, the way to the others, the time, and what is said without a connection."""

import json
from urllib.parse import quote

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.access.roles import need
from thermo_edge.web.access.visitor import Role, Visitor
from thermo_edge.web.components import attributes, box, icon, text
from thermo_edge.web.show.headline import Headline
from thermo_edge.web.site import VISITOR
from thermo_edge.web.theme import MARK

HOME, PLAN, WHERE, SECURITY, WHAT_IF, MORE = "/", "/plan", "/who", "/security", "/what-if", "/more"
ROOM = "/room/{place}"
PEOPLE = "/people"
SETTINGS = "/settings"
LEARNING, SYSTEM = "/learning", "/system"

_NAME = " · Thermo Edge"
_PAGES = {
    HOME: (N_("Home · Thermo Edge"), "home"),
    PLAN: (N_("Heating · Thermo Edge"), "mode_heat"),
    SECURITY: (N_("Security · Thermo Edge"), "shield"),
    WHERE: (N_("Who is where · Thermo Edge"), "person_pin_circle"),
    WHAT_IF: (N_("What if · Thermo Edge"), "help_center"),
    LEARNING: (N_("Learning · Thermo Edge"), "school"),
    SETTINGS: (N_("Settings · Thermo Edge"), "settings"),
    SYSTEM: (N_("System · Thermo Edge"), "monitor_heart"),
}
_MORE = (N_("More · Thermo Edge"), "more_horiz")
_ASIDE = {PEOPLE: N_("People and keys · Thermo Edge")}
"""Pages that are reached from the header, not from the tabs."""

_FIRST = 4
"""Pages in the bar of a phone; the others are behind More."""


def room_path(place: str) -> str:
    """Where a room's page is."""
    return ROOM.replace("{place}", quote(place, safe=""))


def settings_path(place: str) -> str:
    """Where a room's settings are."""
    return f"{SETTINGS}/rooms/{quote(place, safe='')}"


def head(words: Words, path: str, title: str = "") -> TextElement:
    """The header of the page at `path`, with tabs on a desktop; its time. `title`: of a page that has no tab."""
    ui.page_title(f"{title}{_NAME}" if title else words.say(_ASIDE.get(path) or _PAGES.get(path, _MORE)[0]))
    ui.add_head_html(_reconnecting(words.say(N_("Connection lost.")), words.say(N_("Trying again by itself."))))
    with box("te-top", "header"):
        ui.html(MARK, sanitize=False, tag="span").classes("te-mark")
        text("Thermo Edge", cls="te-name")
        _pages(words, path, "te-tabs te-grow", tuple(_PAGES.items()))
        return text("", "time", "te-2")


def _me(words: Words, path: str) -> None:
    """The way to one's own key: seen in the header, but after all that waits for a person."""
    with ui.link(target=PEOPLE).classes("te-me") as link:
        icon("account_circle")
    name = words.say(_ASIDE[PEOPLE]).removesuffix(_NAME)
    attributes(link, aria_label=name, title=name, aria_current="page" if path == PEOPLE else None)


def foot(words: Words, path: str) -> None:
    """The bar at the bottom of a phone; last, as it is seen, so that the Tab key reaches a question first."""
    pages = tuple(_PAGES.items())
    here = path if path in dict(pages[:_FIRST]) or path.startswith("/room/") else MORE
    _pages(words, here, "te-bottom", (*pages[:_FIRST], (MORE, _MORE)))
    _me(words, path)


def others(words: Words) -> None:
    """Links to the pages that a phone's bar does not show."""
    name = words.say(_MORE[0]).removesuffix(_NAME)
    _pages(words, MORE, "te-others", tuple(_PAGES.items())[_FIRST:], name)


def _pages(words: Words, path: str, cls: str, pages: tuple[tuple[str, tuple[str, str]], ...], name: str = "") -> None:
    with box(cls, "nav") as outer:
        attributes(outer, aria_label=name or words.say(N_("Pages")))
        for target, (title, symbol) in filter(_may_see, pages):
            with ui.link(target=target) as link:
                icon(symbol)
                text(words.say(title).removesuffix(_NAME), "span")
            attributes(link, aria_current="page" if target == path else None)


def _may_see(page: tuple[str, tuple[str, str]]) -> bool:
    """Whether who looks would be shown it: to others it is no way."""
    visitor: Visitor = ui.context.client.request.scope[VISITOR]
    return visitor.role >= (need(page[0]) or Role.GUEST)


def said(shown: Headline) -> None:
    """The sentence that a page begins with."""
    with box("", "h1"):
        for sentence in shown.sentences:
            text(f"{sentence} ", "span")
    if shown.below:
        with box("", "p"):
            for sentence in shown.below:
                text(f"{sentence} ", "span")
    if shown.note:
        with box("te-demo", "p"):
            icon("science")
            text(shown.note, "span")


def skeleton(waiting: bool) -> None:
    """The shape of what comes."""
    if waiting:
        with box("te-card te-waiting") as outer:
            attributes(outer, aria_busy="true")
            for width in (38, 24, 100, 56):
                box("te-skel").style(f"width:{width}%")


def some_broken(words: Words, broken: bool) -> None:
    """That a part of the page is missing."""
    if broken:
        with box("te-banner stale"):
            icon("error")
            sentence = N_("A part of this page could not be shown. The house goes on; the log says why.")
            text(words.say(sentence), cls="words")


def _reconnecting(lost: str, again: str) -> str:
    """NiceGUI's own two lines for a lost connection, in our words; and to the log-in where that is why."""
    both = json.dumps([lost, again]).replace("<", "\\u003c")
    return (
        '<script>addEventListener("DOMContentLoaded",()=>{'
        f'const said={both};document.querySelectorAll("#popup span").forEach((span,i)=>span.textContent=said[i])'
        "});setInterval(()=>{const popup=document.getElementById('popup');"
        "if(popup&&popup.ariaHidden==='false')fetch(location.href,{method:'HEAD',redirect:'manual'})"
        ".then((answer)=>{if(answer.type==='opaqueredirect')location.reload()}).catch(()=>{})},3000)</script>"
    )
