"""Train now, stop, and roll back, with how far it is."""

from collections.abc import Callable

from thermo_edge.language.marks import N_
from thermo_edge.web.components import Button, Said, Section, attributes, box, card, text
from thermo_edge.web.night import begin
from thermo_edge.web.pages.press import Hand
from thermo_edge.web.show.nights import TrainModel


class TrainCard:
    """The card; `changed` is called when something was put back."""

    def __init__(self, hand: Hand, changed: Callable[[], None]) -> None:
        self._hand, self._changed = hand, changed
        words = hand.site.words
        with card(words.say(N_("Training")), "model_training", "te-train"):
            with box("te-row"):
                self._title = text("", "div", "te-grow")
                self._percent = text("", "span", "te-2")
            with box("te-bar") as self._bar:
                attributes(self._bar, role="progressbar", aria_valuemin="0", aria_valuemax="100")
                self._done = box("", "i")
            self._lines: Section[tuple[str, ...]] = Section(_lines)
            self._log: Section[tuple[str, ...]] = Section(_log)
            with box("te-acts"):
                self._now = Button(words.say(N_("Train now")), self._begin, "main")
                self._stop = Button(words.say(N_("Stop")), self._end)
                self._back = Button(words.say(N_("Roll back…")), self._ask, "bare")
            with box("te-taste") as self._sure:
                question = words.say(N_("Withdraw what was put to serve last? What served before it serves again."))
                attributes(self._sure, role="group", aria_label=question, tabindex="-1")
                text(question)
                with box("te-acts"):
                    self._yes = Button(words.say(N_("Roll back")), self._roll_back, "main")
                    Button(words.say(N_("Leave it")), self._leave)
            self._sure.set_visibility(False)
            self._said = Said()
        for button, verb in self._verbs():
            button.bar(hand.may_not(verb))

    def show(self, model: TrainModel) -> None:
        self._title.set_text(model.title)
        self._percent.set_text(f"{model.share} %" if model.running else "")
        self._bar.set_visibility(model.running)
        attributes(self._bar, aria_valuenow=str(model.share), aria_label=model.label)
        self._done.style(f"width:{model.share}%")
        self._lines.show(model.lines)
        self._log.show(model.log)
        self._now.set_visibility(not model.running)
        self._back.set_visibility(not model.running)
        self._stop.set_visibility(model.running and not model.stopping)

    def _verbs(self) -> tuple[tuple[Button, str], ...]:
        return (
            (self._now, "learn_now"),
            (self._stop, "stop_learning"),
            (self._back, "roll_back_learning"),
            (self._yes, "roll_back_learning"),
        )

    async def _begin(self) -> None:
        site = self._hand.site
        await self._hand.press(self._now, self._said, lambda: begin(site.desk, site.who))

    async def _end(self) -> None:
        site = self._hand.site
        await self._hand.press(self._stop, self._said, lambda: site.desk.stop_learning(site.who))

    def _ask(self) -> None:
        if self._back.barred:
            self._said.say(self._back.barred)
            return
        self._sure.set_visibility(True)
        self._sure.run_method("focus")  # which brings it into sight, above the bar of a phone

    def _leave(self) -> None:
        self._sure.set_visibility(False)

    async def _roll_back(self) -> None:
        site = self._hand.site
        await self._hand.press(self._yes, self._said, lambda: site.desk.roll_back_learning(site.who))
        self._sure.set_visibility(False)
        self._changed()


def _lines(lines: tuple[str, ...]) -> None:
    for line in lines:
        text(line, "p", "te-2")


def _log(lines: tuple[str, ...]) -> None:
    if lines:
        with box("te-log") as outer:
            attributes(outer, role="log")
            for line in lines:
                text(line)
