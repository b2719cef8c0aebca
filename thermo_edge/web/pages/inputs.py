"""The fields of a form: native inputs that keep what is typed, each bound to its label, its help and its fault."""

import json
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any

from nicegui import ui
from nicegui.events import GenericEventArguments

from thermo_edge.web.components import Button, attributes, box, icon, text

Typed = Callable[[str], Any]
Pressed = Callable[[], Awaitable[None] | None]

_LONGEST = 4000
_PAUSE = 0.25
"""Seconds between two reports of what is being typed."""


class Told:
    """The help of a field and the line of its fault."""

    def __init__(self, control: ui.element, help_: str) -> None:
        self._control = control
        self._help = text(help_, "p", "te-3") if help_ else None
        self._fault = text("", "p", "te-said")
        attributes(self._fault, aria_live="polite")
        attributes(control, aria_describedby=" ".join(f"c{one.id}" for one in (self._help, self._fault) if one))

    def say(self, words: str) -> None:
        if words != self._fault.text:
            self._fault.set_text(words)
            attributes(self._control, aria_invalid="true" if words else None)


def entry(
    value: str,
    on_typed: Typed,
    kind: str = "text",
    offered: str = "",
    wait: bool = True,
    placeholder: str = "",
    more: Mapping[str, str | None] | None = None,
) -> ui.element:
    """A line to type in. The browser keeps what is in it: it is never written from here while somebody types."""
    made = ui.element("input").classes("te-input")
    attributes(
        made,
        type=kind,
        autocomplete="off",
        maxlength=str(_LONGEST),
        list=offered or None,
        placeholder=placeholder or None,
    )
    attributes(made, **(more or {}))
    keep(made, value)
    made.on("input", lambda event: on_typed(_text(event)), js_handler="(e) => emit(e.target.value)",
            throttle=_PAUSE if wait else 0.0, leading_events=not wait)  # fmt: skip
    if wait:  # what is left goes before what is pressed next
        made.on("change", lambda event: on_typed(_text(event)), js_handler="(e) => emit(e.target.value)")
    return made


def keep(element: ui.element, value: str) -> None:
    """Begin with this value, as the browser's own, so that no later update of the page overwrites what is typed."""
    if value:
        element.on("vnodeMounted", js_handler=f"(v) => {{ v.el.value = {json.dumps(value)} }}")


def tick(value: bool, on_ticked: Callable[[bool], Any], **more: str | None) -> ui.element:
    made = ui.element("input").classes("te-tick")
    attributes(made, type="checkbox", **more)
    if value:
        made.props["checked"] = True
    made.on("change", lambda event: on_ticked(event.args is True), js_handler="(e) => emit(e.target.checked)")
    return made


def choose(value: str, options: Iterable[tuple[str, str]], on_chosen: Typed, **more: str | None) -> ui.element:
    made = ui.element("select").classes("te-input")
    attributes(made, **more)
    with made:
        for key, words in options:
            option = text(words, "option")
            option.props["value"] = key
    made.on("vnodeMounted", js_handler=f"(v) => {{ v.el.value = {json.dumps(value)} }}")
    made.on("change", lambda event: on_chosen(_text(event)), js_handler="(e) => emit(e.target.value)")
    return made


class Chips:
    """Several of a few; each is a button that is pressed or not."""

    def __init__(
        self, options: Sequence[tuple[str, str]], chosen: Iterable[str], on: Callable[[str], Any], name: str
    ) -> None:
        with box("te-row te-chips") as self.box:
            attributes(self.box, role="group", aria_label=name)
            self._buttons = {
                key: Button(words, lambda key=key: on(key), "chip")  # type: ignore[misc]
                for key, words in options
            }
        self.show(chosen)

    def show(self, chosen: Iterable[str]) -> None:
        pressed = set(chosen)
        for key, button in self._buttons.items():
            attributes(button, aria_pressed="true" if key in pressed else "false")


def labelled(words: str, control: Callable[[], ui.element], help_: str = "", unit: str = "", cls: str = "") -> Told:
    """A label above its control, the unit beside it, help and fault below."""
    with box(f"te-field {cls}"):
        name = text(words, "label")
        with box("te-entry"):
            made = control()
            if unit:
                attributes(text(unit, "span", "te-unit"), aria_hidden="true")
        attributes(name, for_=f"c{made.id}")
        return Told(made, help_)


def ticked(words: str, control: Callable[[], ui.element], help_: str = "") -> Told:
    """A tick with its label behind it."""
    with box("te-field te-ticked"):
        with box("te-row"):
            made = control()
            attributes(text(words, "label"), for_=f"c{made.id}")
        return Told(made, help_)


def removable(
    words: str, below: str, label: str, on_remove: Pressed, on_first: Pressed | None = None, first: str = ""
) -> None:
    """One of a list, with a cross and, where it is not the first, a way to the top."""
    with box("te-one"):
        with box("te-grow"):
            text(words, "div", "te-strong")
            if below:
                text(below, "div", "te-3")
        if on_first is not None:
            Button("vertical_align_top", on_first, "te-icon notranslate round", first)
        Button("close", on_remove, "te-icon notranslate round", label)


def more(summary: str, opened: bool = False, cls: str = "") -> ui.element:
    """What is shown when it is asked for."""
    made = box(f"te-more {cls}", "details")
    if opened:
        made.props["open"] = True
    with made, box("", "summary"):
        icon("expand_more")
        text(summary, "span")
    return made


def _text(event: GenericEventArguments) -> str:
    return event.args[:_LONGEST] if isinstance(event.args, str) else ""
