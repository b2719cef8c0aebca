"""The alarm: how it stands, arming and disarming, and what is open above everything else."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from nicegui import events, ui

from thermo_edge.home.house import EntityId
from thermo_edge.home.memory import Watch
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.components import Button, Keyed, Row, Said, Section, attributes, box, fact, icon, pill, text
from thermo_edge.web.pages.press import Hand
from thermo_edge.web.show.alarm import AlarmModel, Blocker, WatchChoice
from thermo_edge.web.show.alerts import AlertCard, AlertsModel
from thermo_edge.web.show.marks import Mark

_LONGEST = 64


class CodeField:
    """A small field for the code. It keeps nothing longer than until it is taken."""

    def __init__(self, words: Words, on_enter: Callable[[], object]) -> None:
        self._words, self._on_enter = words, on_enter
        self._typed = ""
        self.box = box("te-code")
        self._anew()

    def take(self) -> str:
        """The code; the field is empty then."""
        code, self._typed = self._typed, ""
        self._anew()
        return code

    def focus(self) -> None:
        self._field.run_method("focus")

    def _anew(self) -> None:
        self.box.clear()
        with self.box:
            self._field = ui.element("input").classes("te-input")
        label = self._words.say(N_("Code"))
        attributes(self._field, type="password", maxlength=str(_LONGEST), autocomplete="off")
        attributes(self._field, aria_label=label, placeholder=label)
        self._field.on("input", self._type, js_handler="(e) => emit(e.target.value)")
        self._field.on("keydown.enter", self._on_enter, args=[])

    def _type(self, event: events.GenericEventArguments) -> None:
        self._typed = str(event.args)[:_LONGEST]


class Disarm:
    """The button that disarms, with the code where one is needed."""

    def __init__(self, hand: Hand) -> None:
        self._hand = hand
        words = hand.site.words
        with box("te-acts") as self.box:
            self.code = CodeField(words, self._press)
            self._button = Button(words.say(N_("Disarm")), self._press, "main")
            self._fine = Button(words.say(N_("It was fine")), self._press_fine)
            attributes(
                self._fine, title=words.say(N_("Disarms; this motion alone is no alarm around this time for a week"))
            )
            self._said = Said()

    def show(self, offered: bool, code: bool, locked: str, fine: bool = False) -> None:
        self.box.set_visibility(offered or code)
        self._button.set_visibility(offered)
        self._fine.set_visibility(offered and fine)
        self._fine.bar(locked)
        self.code.box.set_visibility(code)
        self._button.bar(locked)

    async def _press(self) -> None:
        await self._disarm(self._button, was_fine=False)

    async def _press_fine(self) -> None:
        await self._disarm(self._fine, was_fine=True)

    async def _disarm(self, button: Button, was_fine: bool) -> None:
        site = self._hand.site
        code = "" if button.barred else self.code.take()
        verb = partial(site.desk.disarm, site.who, code, was_fine)
        if not await self._hand.press(button, self._said, verb):
            self.code.focus()


class AlarmCard:
    """Beside the rooms. `open_` shows what the alarm may do, as for a room."""

    def __init__(self, hand: Hand, open_: Callable[[], None]) -> None:
        self._hand, self._words = hand, hand.site.words
        self._without: set[EntityId] = set()
        self._code = False
        self._model: AlarmModel | None = None
        with box("te-card te-alarm", "section") as self._card:
            with box("te-card-head te-source"):
                icon("shield")
                with box("te-grow", "h2"):
                    self._name = Button("", open_, "plain te-cover")
                mode = Section(pill, tag="span")
            state = Section(_state)
            self._blockers: Keyed[Blocker] = Keyed(lambda blocker: blocker.entity, self._blocker, "te-col te-blockers")
            with box("te-tiles three") as group:
                attributes(group, role="group", aria_label=self._words.say(N_("Arm")))
                self._tiles = {watch: self._tile(watch) for watch in Watch}
            self._said = Said()
            self._disarm = Disarm(hand)
            notes = Section(_notes, "te-facts")
        self._parts = (mode, state, notes)

    def show(self, model: AlarmModel | None) -> None:
        self._model = model
        self._card.set_visibility(model is not None)
        if model is None:
            return
        mode, state, _ = self._parts
        attributes(self._card, aria_label=model.name)
        self._name.set_text(model.name)
        mode.show(model.mode)
        state.show((model.state, model.lines))
        self._without &= {blocker.entity for blocker in model.blockers}
        self._code = model.code
        for choice in model.watches:
            self._show_tile(choice, model.blocked)
        self._disarm.show(model.disarms, model.code and model.disarms, model.locked)
        self.say_once()

    def say_once(self) -> None:
        """What a press was answered stands below the tiles, and as long as it does nowhere else on the card."""
        if self._model is None:
            return
        said, notes = self.refusal, self._parts[2]
        self._blockers.show(
            tuple(replace(each, sentence="") if each.sentence == said else each for each in self._model.blockers)
        )
        notes.show(tuple(note for note in self._model.notes if not said or not note.endswith(said)))

    @property
    def refusal(self) -> str:
        """Why the last press here did not arm it, as it stands below the tiles; empty: nothing stands there."""
        return str(self._said.text)

    def _tile(self, watch: Watch) -> tuple[Button, Section[Mark]]:
        with Button("", lambda: self._arm(watch), "tile") as tile:
            body = Section(_tile_words, tag="span")
        return tile, body

    def _show_tile(self, choice: WatchChoice, blocked: str) -> None:
        tile, body = self._tiles[choice.watch]
        body.show(choice.mark)
        attributes(tile, aria_label=choice.label, aria_pressed="true" if choice.chosen else "false")
        tile.bar(blocked)

    async def _arm(self, watch: Watch) -> None:
        site, without = self._hand.site, frozenset(self._without)
        code = self._disarm.code.take() if self._code else ""
        verb = partial(site.desk.arm, watch, site.who, code, without)
        await self._hand.press(self._tiles[watch][0], self._said, verb)
        self.say_once()

    def _blocker(self, blocker: Blocker) -> Row[Blocker]:
        entity = blocker.entity

        def leave_out() -> None:
            self._without ^= {entity}
            attributes(button, aria_pressed="true" if entity in self._without else "false")

        with box("te-note") as outer:
            body = Section(_blocker_words, "words")
            button = Button("", leave_out, "chip")

        def show(model: Blocker) -> None:
            body.show(model)
            button.set_text(model.without)
            attributes(button, aria_pressed="true" if entity in self._without else "false")

        return Row(outer, show)


class Alerts:
    """What is open, above everything else; it is the only card with a thick border."""

    def __init__(self, hand: Hand) -> None:
        self._hand, self._words = hand, hand.site.words
        with box("te-card te-alerts", "section") as self._card:
            attributes(self._card, aria_label=self._words.say(N_("Alerts")))
            self._list: Keyed[AlertCard] = Keyed(lambda alert: alert.key, lambda _: _alert(), "te-list")
            self._disarm = Disarm(hand)
            with box("te-acts") as self._silencing:
                self._silence = Button(self._words.say(N_("Silence the siren")), self._quiet, "main")
                self._said = Said()
        self._model: AlertsModel | None = None

    def show(self, model: AlertsModel | None) -> None:
        self._model = model
        self._card.set_visibility(model is not None)
        if model is None:
            self._list.show(())
            return
        self._list.show(model.cards)
        self._disarm.show(model.disarms, model.disarms and model.code, model.locked, model.fine)
        self._silencing.set_visibility(bool(model.silences))

    async def _quiet(self) -> None:
        site, numbers = self._hand.site, self._model.silences if self._model is not None else ()

        def undo() -> None:
            for number in numbers:
                site.desk.undo(number, site.who)

        await self._hand.press(self._silence, self._said, undo)


def _state(shown: tuple[Mark, tuple[str, ...]]) -> None:
    state, lines = shown
    with box(f"te-state {state.tone}"):
        if state.symbol:
            icon(state.symbol)
        text(state.words, "span")
    for line in lines:
        text(line, "p", "te-3")


def _tile_words(mark: Mark) -> None:
    icon(mark.symbol)
    text(mark.words, "span")


def _blocker_words(blocker: Blocker) -> None:
    if blocker.sentence:
        text(blocker.sentence)
    if blocker.only:
        text(blocker.only, cls="te-3")


def _notes(notes: tuple[str, ...]) -> None:
    for note in notes:
        text(note, "p", "te-3")


def _alert() -> Row[AlertCard]:
    with box("te-alert") as outer:
        body = Section(_alert_words)
    return Row(outer, body.show)


def _alert_words(alert: AlertCard) -> None:
    with box("te-title"):
        icon(alert.symbol)
        attributes(text(alert.title, "h2", "te-grow"), role="alert")
        text(alert.when, "span", "te-3")
    for when, seen in alert.evidence:
        with box("te-row te-seen"):
            fact(seen)
            text(when, "span", "te-3")
    text(alert.text, "p", "te-2")
