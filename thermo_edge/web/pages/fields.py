"""A labelled field of a form on a page; what is typed stays on the server only until it is taken."""

from collections.abc import Callable

from nicegui import events, ui

from thermo_edge.web.components import attributes, box, text


class Field:
    """A native input under its label. `kind`: text or password."""

    def __init__(self, label: str, kind: str = "text", fill: str = "off", on_enter: Callable[[], object] | None = None):
        self._label, self._kind, self._fill, self._on_enter = label, kind, fill, on_enter
        self._typed = ""
        self._box = box("te-field")
        self._anew()

    @property
    def value(self) -> str:
        return self._typed

    def clear(self) -> None:
        """Forget what was typed, here and in the browser."""
        self._typed = ""
        self._anew()

    def take(self) -> str:
        """What was typed; the field is empty then."""
        typed = self._typed
        self.clear()
        return typed

    def _anew(self) -> None:
        self._box.clear()
        with self._box, ui.element("label"):
            text(self._label, "span")
            field = ui.element("input").classes("te-input")
        attributes(field, type=self._kind, maxlength="128", autocomplete=self._fill, autocapitalize="none")
        field.on("input", self._type, js_handler="(e) => emit(e.target.value)")
        if self._on_enter is not None:
            field.on("keydown.enter", self._on_enter, args=[])

    def _type(self, event: events.GenericEventArguments) -> None:
        self._typed = str(event.args)[:128]
