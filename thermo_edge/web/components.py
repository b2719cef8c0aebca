"""The small vocabulary that every page is written in."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from thermo_edge.web.show.marks import Mark
from thermo_edge.web.show.spacing import together

M = TypeVar("M")


def box(cls: str = "", tag: str = "div") -> ui.element:
    return ui.element(tag).classes(cls)


class Line(TextElement):
    """Words as text; what is read back is as it was written, what is seen keeps numbers beside their units."""

    def _text_to_model_text(self, text: str) -> None:
        self._text = together(text)


def text(words: str, tag: str = "div", cls: str = "") -> Line:
    """Words as text, never as markup: names of rooms and people go through here."""
    return Line(tag=tag, text=words).classes(cls)


def icon(name: str) -> None:
    """A Material Symbol, by its name: decoration beside a word."""
    attributes(text(name, "i", "te-icon notranslate"), aria_hidden="true")


def attributes(element: ui.element, **values: str | None) -> None:
    """Set attributes (aria_label → aria-label) as data; None takes one away."""
    wanted = {name.rstrip("_").replace("_", "-"): value for name, value in values.items()}
    if all(element.props.get(name) == value for name, value in wanted.items()):
        return
    with element.props.suspend_updates():
        for name, value in wanted.items():
            element.props.set_optional(name, value)
    element.update()


@contextmanager
def card(title: str = "", symbol: str = "", cls: str = "") -> Iterator[ui.element]:
    """A card; with a title it is a landmark of that name."""
    with box(f"te-card {cls}", "section") as outer:
        if title:
            attributes(outer, aria_label=title)
            with box("te-card-head"):
                icon(symbol)
                text(title, "h2")
        yield outer


def pill(mark: Mark) -> None:
    """A state in a word."""
    with box(f"te-pill {mark.tone}", "span"):
        icon(mark.symbol)
        text(mark.words, "span")


def fact(mark: Mark) -> None:
    """A line that says one thing."""
    with box(f"te-fact {mark.tone}"):
        icon(mark.symbol)
        text(mark.words, "span")


class Button(Line):
    """A native button: `quiet` outline, `main` filled (at most one per card), `bare` words only.

    Where it must not act it stays in the order of the Tab key and says why.
    """

    def __init__(self, words: str, on_press: Callable[[], Any], kind: str = "quiet", label: str = "") -> None:
        super().__init__(tag="button", text=words)
        self.classes(f"te-btn {kind}").on("click", on_press, args=[])
        self.barred = ""
        attributes(self, type="button", aria_label=label or None)

    def bar(self, reason: str) -> None:
        """Not to be pressed for this reason; an empty one opens it again."""
        self.barred = reason
        attributes(self, aria_disabled="true" if reason else None, title=reason or None)


def icon_button(symbol: str, label: str, on_press: Callable[[], Any]) -> Button:
    """A sign alone, so it has a name."""
    return Button(symbol, on_press, "te-icon notranslate round", label)


class Said(Line):
    """The line where the answer to a press is read out: a refusal, or that nobody answered."""

    def __init__(self) -> None:
        super().__init__(tag="p", text="")
        self.classes("te-said")
        attributes(self, role="alert")

    def say(self, words: str) -> None:
        if words != self.text:
            self.set_text(words)


class Section(Generic[M]):
    """A piece of the page that is built again only when what it shows has changed.

    What was looked up for a browser that has left meanwhile is shown to nobody; so it is in `Keyed`.
    """

    def __init__(self, build: Callable[[M], None], cls: str = "", tag: str = "div") -> None:
        self.box = box(f"te-part {cls}", tag)
        self._build = build
        self._shown: list[M] = []

    def show(self, model: M) -> None:
        if self._shown == [model] or self.box.is_deleted:
            return
        self._shown = [model]
        self.box.clear()
        with self.box:
            self._build(model)


@dataclass(slots=True)
class Row(Generic[M]):
    """One thing of a list: its element, and how to bring it up to date."""

    element: ui.element
    show: Callable[[M], None]


class Keyed(Generic[M]):
    """A list whose things stay the same elements, so that focus and half-made answers survive."""

    def __init__(
        self, key: Callable[[M], object], make: Callable[[M], Row[M]], cls: str = "", tag: str = "div"
    ) -> None:
        self.box = box(cls, tag)
        self._key, self._make = key, make
        self._rows: dict[object, Row[M]] = {}
        self._shown: dict[object, M] = {}

    def show(self, models: Sequence[M]) -> None:
        if self.box.is_deleted:
            return
        wanted = {self._key(model): model for model in models}
        for gone in self._rows.keys() - wanted.keys():
            self._rows.pop(gone).element.delete()
        for place, (key, model) in enumerate(wanted.items()):
            row = self._rows.get(key)
            if row is None:
                with self.box:
                    row = self._rows[key] = self._make(model)
            if key not in self._shown or self._shown[key] != model:
                row.show(model)
            self._put(row.element, place)
        self._shown = wanted

    def _put(self, element: ui.element, place: int) -> None:
        children = self.box.default_slot.children
        if children[place] is not element:
            element.move(target_index=place)
