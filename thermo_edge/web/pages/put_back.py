"""To put a backup back: it is sent and looked at, what would be lost is said, and only a clear yes counts."""

import json
from collections.abc import Callable, Mapping
from functools import partial

from nicegui import events, ui

from thermo_edge.errors import ThermoEdgeError
from thermo_edge.home.put_back import LARGEST, Unfit
from thermo_edge.language import put_back as told
from thermo_edge.language.marks import N_
from thermo_edge.web.access.seat import Seat
from thermo_edge.web.components import Button, Said, Section, attributes, box, card, text
from thermo_edge.web.pages.press import Hand
from thermo_edge.web.show.put_back import PutBackModel, ResultModel, put_back_model

_SENT = "te-sent"
_SEND = """
(() => {
  const told = %s, field = document.getElementById(told.field), line = document.getElementById(told.line);
  const end = (said) => { line.textContent = ""; emitEvent(told.event, said); };
  const file = field.files[0];
  if (!file) return end(told.none);
  if (file.size > told.most) return end(told.large);
  const call = new XMLHttpRequest();
  call.open("POST", location.pathname.replace(/\\/system\\/?$/, "") + "/api/system/put-back");
  call.setRequestHeader("Content-Type", "application/zip");
  call.setRequestHeader("Accept-Language", told.language);
  call.setRequestHeader("X-CSRF-Token", told.csrf);
  line.textContent = told.sending.replace("%%", "0 %%");
  call.upload.onprogress = (e) => {
    line.textContent = told.sending.replace("%%", Math.floor(100 * e.loaded / Math.max(1, e.total)) + " %%");
  };
  call.upload.onload = () => { line.textContent = told.looking; };
  call.onload = () => {
    let said = told.failed;
    if (call.status === 413) said = told.between;
    try { said = JSON.parse(call.responseText).detail || said; } catch (e) {}
    if (call.status === 200) { field.value = ""; said = ""; }
    end(said);
  };
  call.onerror = () => end(told.failed);
  call.send(file);
})()
"""
"""The browser sends the file itself: it is never held in memory, here or there, and goes where the API takes it."""


class PutBackCard:
    """The card; `look` brings it up to date."""

    def __init__(self, seat: Seat, hand: Hand) -> None:
        self._seat, self._hand, self._words = seat, hand, seat.words
        self._sending = False
        with card(self._words.say(N_("Put a backup back")), "restore_page"):
            with box("te-form"):
                self._result: Section[ResultModel | None] = Section(self._became, "te-form te-result")
                self._about: Section[PutBackModel] = Section(self._offer, "te-form")
                for part in (self._result, self._about):
                    attributes(part.box, aria_live="polite")
                self._choose: Section[bool] = Section(self._field, "te-form")
            self._said = Said()
        ui.on(_SENT, self._sent)

    async def look(self) -> None:
        """Show what there is now."""
        seat = self._seat
        if seat.system is None or seat.view is None:
            return
        try:
            found = await seat.press(seat.system.put_back)
        except (TimeoutError, ThermoEdgeError, OSError):
            return
        model = put_back_model(found, seat.view, self._words)
        self._result.show(model.result)
        self._about.show(model)
        self._choose.show(model.possible and not model.mark)

    # --- parts ----------------------------------------------------------------------------------------------------

    def _became(self, result: ResultModel | None) -> None:
        if result is None:
            return
        text(result.head, "h3", "" if result.good else "te-bad")
        for line in result.lines:
            text(line, "p", "te-2")
        with box("te-acts"):
            self._button(N_("Understood"), "drop", "quiet")

    def _offer(self, model: PutBackModel) -> None:
        words = self._words
        if not model.possible:
            text(words.say(N_("In the demo no backup is put back.")), "p", "te-2")
            return
        if not model.mark:
            said = N_(
                "All of it is looked at first. Nothing changes before you said yes and Thermo Edge has restarted."
            )
            text(words.say(said), "p", "te-2")
            return
        text(words.say(N_("In this backup")), "h3")
        with box("te-pairs", "dl"):
            for name, value in model.facts:
                text(name, "dt")
                text(value, "dd")
        if model.waits:
            self._wait(model)
            return
        text(words.say(N_("If it is put back")), "h3")
        with box("te-whys", "ul"):
            for line in model.lost:
                text(line, "li")
        with box("te-acts"):
            self._button(N_("Yes, put it back at the next start"), "agree", "main", model.mark)
            self._button(N_("Leave it"), "drop", "quiet")

    def _wait(self, model: PutBackModel) -> None:
        words = self._words
        text(model.waits, "p", "te-strong")
        if model.held:
            text(model.held, "p", "te-bad")
        if not model.restarts:
            by_hand = N_("Restart Thermo Edge in the way in which it was started: the program, its service or add-on.")
            text(words.say(by_hand), "p", "te-2")
        with box("te-acts"):
            if model.restarts:
                self._button(N_("Restart now"), "restart", "main")
            self._button(N_("Do not put it back"), "drop", "quiet")

    def _field(self, wanted: bool) -> None:
        if not wanted:
            return
        words = self._words
        with box("te-field"), ui.element("label"):
            text(words.say(N_("Backup file")), "span")
            field = ui.element("input").classes("te-input te-file")
        attributes(field, type="file", accept=".zip,application/zip")
        line = text("", "p", "te-known")
        attributes(line, role="status")
        with box("te-acts"):
            Button(words.say(N_("Send and look at it")), partial(self._send, f"c{field.id}", f"c{line.id}"))

    # --- presses --------------------------------------------------------------------------------------------------

    def _button(self, words: str, verb: str, kind: str, mark: str = "") -> None:
        async def press() -> None:
            await self._press(button, verb, mark)

        button = Button(self._words.say(words), press, kind)

    async def _press(self, button: Button, verb: str, mark: str) -> None:
        desk = self._seat.system
        assert desk is not None
        verbs: Mapping[str, Callable[[], None]] = {
            "agree": partial(desk.agree, mark, ""),
            "drop": desk.drop,
            "restart": desk.restart,
        }

        def do() -> None:
            try:
                verbs[verb]()
            except Unfit as unfit:
                raise ThermoEdgeError(told.why(unfit.why, unfit.detail, self._words)) from unfit

        if await self._hand.press(button, self._said, do):
            if verb == "restart":
                self._said.say(self._words.say(N_("Thermo Edge starts anew. This page comes back by itself.")))
            await self.look()

    def _send(self, field: str, line: str) -> None:
        if self._sending:
            return
        self._sending = True
        self._said.say("")
        say = self._words.say
        told_to = {
            "field": field,
            "line": line,
            "event": _SENT,
            "csrf": self._seat.visitor.csrf,
            "language": self._words.language,
            "most": LARGEST,
            "none": say(N_("Choose a file first.")),
            "large": say(N_("This file is larger than a backup may be.")),
            "sending": say(N_("Sending: {share}"), share="%"),
            "looking": say(N_("Looking at it. This may take a minute.")),
            "between": say(N_("Something between this page and Thermo Edge, such as a proxy, takes no file so large.")),
            "failed": say(N_("The backup did not come whole. Send it again.")),
        }
        ui.run_javascript(_SEND % json.dumps(told_to))

    async def _sent(self, event: events.GenericEventArguments) -> None:
        self._sending = False
        await self.look()
        self._said.say(str(event.args)[:500])
