"""What opens over the page for one room, heat source or the alarm: modes, wishes, switch-off."""

from collections.abc import Callable
from functools import partial

from nicegui import ui

from thermo_edge.home.house import EntityId, PlaceId
from thermo_edge.language.marks import N_
from thermo_edge.web.components import Button, Said, Section, attributes, box, icon, icon_button, text
from thermo_edge.web.pages.frame import room_path
from thermo_edge.web.pages.ladder import LadderTiles
from thermo_edge.web.pages.light import LightPart
from thermo_edge.web.pages.press import Hand
from thermo_edge.web.pages.wish import WishForm
from thermo_edge.web.show.panel import Panel, SwitchOff


class PlacePanel:
    """One dialog per page, filled when it opens and brought up to date while it is open."""

    def __init__(self, hand: Hand) -> None:
        self._hand = hand
        self._dialog = ui.dialog().props("transition-duration=0").classes("te-dialog")
        self._dialog.on("hide", self._closed, args=[])
        self._shown: PanelBody | None = None
        self._place: PlaceId | None = None

    def open(self, place: PlaceId) -> None:
        model = self._hand.site.panel(place)
        if model is None:
            return
        self._dialog.clear()
        attributes(self._dialog, aria_label=model.name)
        with self._dialog:
            self._shown = PanelBody(model, self._hand, self._dialog.close)
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


class PanelBody:
    """The panel of one place. Without `close` it stands in a page, which says its name already."""

    def __init__(self, model: Panel, hand: Hand, close: Callable[[], object] | None = None) -> None:
        self._hand, self._place = hand, model.place
        self._words = hand.site.words
        with box("te-card te-panel"):
            if close is not None:
                with box("te-row"):
                    text(model.name, "h2", "te-grow te-big")
                    icon_button("close", self._words.say(N_("Close")), close)
            self._line = text("", "p", "te-2")
            if close is not None and model.wish is not None:
                ui.link(self._words.say(N_("The whole day of this room")), room_path(str(model.place))).classes("te-go")
            self._latest = Section(_latest, "te-latest")
            with box("te-ladder"):
                self._ladder = LadderTiles(model.place, model.ladder, hand)
            self._wish = WishForm(model.place, model.wish, hand) if model.wish is not None else None
            self._light = LightPart(model.place, model.lamps, hand) if model.lamps is not None else None
            self._unprotected = Section(self._switch_offs)

    def show(self, model: Panel) -> None:
        self._line.set_text(model.line)
        self._latest.show(model.latest)
        self._ladder.show(model.ladder)
        if self._wish is not None and model.wish is not None:
            self._wish.show(model.wish, model.blocked)
        if self._light is not None and model.lamps is not None:
            self._light.show(model.lamps, model.blocked)
        self._unprotected.show((model.unprotected, model.blocked))

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
