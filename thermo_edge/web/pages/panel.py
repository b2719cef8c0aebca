"""What opens over the page for one room or heat source: mode, wish, switch-off."""

from collections.abc import Callable
from functools import partial

from nicegui import ui

from thermo_edge.home.house import Domain, EntityId, Mode, PlaceId
from thermo_edge.language.marks import N_
from thermo_edge.web.components import Button, Said, Section, attributes, box, icon, icon_button, text
from thermo_edge.web.pages.press import Hand
from thermo_edge.web.pages.wish import WishForm
from thermo_edge.web.show.panel import ModeChoice, Panel, SwitchOff


class PlacePanel:
    """One dialog per page, filled when it opens and brought up to date while it is open."""

    def __init__(self, hand: Hand) -> None:
        self._hand = hand
        self._dialog = ui.dialog().props("transition-duration=0").classes("te-dialog")
        self._dialog.on("hide", self._closed, args=[])
        self._shown: _Filled | None = None
        self._place: PlaceId | None = None

    def open(self, place: PlaceId) -> None:
        model = self._hand.site.panel(place)
        if model is None:
            return
        self._dialog.clear()
        attributes(self._dialog, aria_label=model.name)
        with self._dialog:
            self._shown = _Filled(model, self._hand, self._dialog.close)
        self._place = place
        self._shown.show(model)
        self._dialog.open()

    def refresh(self) -> None:
        """Bring what is open up to date."""
        if self._place is None or self._shown is None:
            return
        model = self._hand.site.panel(self._place)
        if model is None:
            self._dialog.close()
        else:
            self._shown.show(model)

    def _closed(self) -> None:
        self._place = self._shown = None
        self._dialog.clear()


class _Filled:
    """The panel of one place."""

    def __init__(self, model: Panel, hand: Hand, close: Callable[[], object]) -> None:
        self._hand, self._place = hand, model.place
        self._words = hand.site.words
        with box("te-card te-panel"):
            with box("te-row"):
                text(model.name, "h2", "te-grow te-big")
                icon_button("close", self._words.say(N_("Close")), close)
            self._line = text("", "p", "te-2")
            self._latest = Section(_latest, "te-latest")
            self._modes = self._mode_buttons(model)
            self._limited = text("", "p", "te-3")
            self._mode_said = Said()
            self._wish = WishForm(model.place, model.wish, hand) if model.wish is not None else None
            self._unprotected = Section(self._switch_offs)

    def show(self, model: Panel) -> None:
        self._line.set_text(model.line)
        self._latest.show(model.latest)
        self._limited.set_text(model.limited)
        for choice in model.modes:
            button = self._modes[choice.mode]
            attributes(button, aria_pressed="true" if choice.chosen else "false")
            button.bar("" if choice.allowed else model.limited)
        if self._wish is not None and model.wish is not None:
            self._wish.show(model.wish, model.blocked)
        self._unprotected.show((model.unprotected, model.blocked))

    def _mode_buttons(self, model: Panel) -> dict[Mode, Button]:
        with box("te-modes") as group:
            attributes(group, role="group", aria_label=self._words.say(N_("Mode")))
            return {choice.mode: self._mode_button(choice) for choice in model.modes}

    def _mode_button(self, choice: ModeChoice) -> Button:
        site, place = self._hand.site, self._place

        async def choose() -> None:
            verb = partial(site.desk.set_mode, place, Domain.CLIMATE, choice.mode, site.who)
            await self._hand.press(button, self._mode_said, verb)

        with Button("", choose, "mode") as button:
            icon(choice.mark.symbol)
            with box("", "span"):
                text(choice.mark.words, "b")
                text(choice.meaning, "span", "te-3")
        return button

    def _switch_offs(self, shown: tuple[tuple[SwitchOff, ...], str]) -> None:
        unprotected, blocked = shown
        for switch in unprotected:
            with box("te-note"):
                icon("power_off")
                with box("words"):
                    text(switch.sentence)
                    if switch.ours:
                        self._switch_off(switch.entity, blocked)

    def _switch_off(self, entity: EntityId, blocked: str) -> None:
        site = self._hand.site

        async def set_up() -> None:
            await self._hand.press(button, said, partial(site.desk.protect, entity, site.who))

        button = Button(self._words.say(N_("Set up switch-off")), set_up)
        button.bar(blocked)
        said = Said()


def _latest(lines: tuple[str, ...]) -> None:
    for number, line in enumerate(lines):
        text(line, "p", "te-3" if number else "te-strong")
