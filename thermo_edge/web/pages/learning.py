"""The page of learning: what would have been right, each model night by night, training, savings, and trust."""

from fastapi import Request
from nicegui import ui

from thermo_edge.errors import ThermoEdgeError
from thermo_edge.home.learning import LearningView
from thermo_edge.home.view import HouseView
from thermo_edge.language.marks import N_
from thermo_edge.web.access.seat import Seat
from thermo_edge.web.components import Button, Keyed, Row, Section, attributes, box, card, pill, text
from thermo_edge.web.pages import frame
from thermo_edge.web.pages.forget import ForgetCard
from thermo_edge.web.pages.forget_person import ForgetPersonCard
from thermo_edge.web.pages.page import Page, opened
from thermo_edge.web.pages.train import TrainCard
from thermo_edge.web.show.hindsight import HindsightCard, WrongRow
from thermo_edge.web.show.learning import IntervalPicture, LearningModel, SavingCard, TrustRow, learning_model, steps_of
from thermo_edge.web.show.nights import ModelCard, ModelRow, left_out_rows, model_cards, train_model
from thermo_edge.web.show.nights_chart import Chart

_FIRST = 3
"""Wrong ones before the rest is folded away."""

_LEFT_OUT_EVERY = 20
"""Looks; what is left out changes by a person's word alone."""


async def learning(request: Request) -> None:
    """Build the page for one browser."""
    LearningPage(*await opened(request))


class LearningPage(Page[LearningModel]):
    """Each part is brought up to date by itself."""

    def __init__(self, site: Seat, user: str | None = None) -> None:
        self._all = False
        self.seat = site
        self._looks = 0
        self._seen: HouseView | None = None
        self._told: LearningView | None = None
        super().__init__(site, frame.LEARNING, user, "te-learning")

    def latest(self) -> LearningModel:
        return self.site.made(learning_model)

    def build(self) -> None:
        words = self.words
        with box("te-col te-main"):
            self._hindsight: Section[tuple[HindsightCard | None, bool]] = Section(self._replayed)
            self._models: Keyed[ModelCard] = Keyed(lambda one: one.key, self._model, "te-models")
            with card(words.say(N_("Trust, step by step")), "stairs"):
                self._trust: Keyed[TrustRow] = Keyed(lambda row: row.key, lambda _: _standing(), "te-list te-ladders")
                self._no_trust = Section(self._nothing_yet)
        with box("te-col te-aside"):
            self._train = TrainCard(self.hand, self._soon)
            with card(words.say(N_("Saved on heating")), "savings"):
                self._saving: Section[SavingCard | None] = Section(_saved)
            with card(words.say(N_("Remembered for a week")), "front_hand") as self._corrected:
                self._corrections: Section[tuple[tuple[str, str], ...]] = Section(_pairs, "te-list")
            self._forget = ForgetCard(self.hand, self._soon)
            self._forget_person = ForgetPersonCard(self.seat, self.hand, self._soon)

    def show(self, model: LearningModel) -> None:
        self._hindsight.show((model.hindsight, self._all))
        self._saving.show(model.saving)
        self._trust.show(model.trust)
        self._no_trust.show(not model.trust)
        self._corrected.set_visibility(bool(model.corrections))
        self._corrections.show(model.corrections)

    async def look(self) -> None:
        """Show what is new, and how far learning is."""
        self.refresh()
        view = self.site.view
        if view is None:
            return
        try:
            found: LearningView = self.site.desk.learning()
        except ThermoEdgeError:
            return
        words = self.site.words
        if view is not self._seen or found != self._told:
            self._seen, self._told = view, found
            self._train.show(train_model(found, view, words))
            self._models.show(model_cards(found, view, words))
        if self._looks % _LEFT_OUT_EVERY == 0:
            try:
                spans = await self.site.press(self.site.desk.left_out)
            except (TimeoutError, ThermoEdgeError):
                spans = ()
            self._forget.show(left_out_rows(spans, view, words), view)
            self._forget_person.show()
        self._looks += 1

    def _soon(self) -> None:
        self._looks = 0

    # --- parts ----------------------------------------------------------------------------------------------------

    def _replayed(self, shown: tuple[HindsightCard | None, bool]) -> None:
        found, all_ = shown
        words = self.words
        if found is None:
            with card(words.say(N_("What would have been right")), "grain"):
                said = N_("Here come the decisions of the last days, each as right or wrong by what people then did.")
                text(words.say(said), "p", "te-2")
            return
        with card(found.each, "grain"):
            text(found.span, "p", "te-3")
            if found.marks:
                marks = "".join("<i></i>" if right else '<i class="x"></i>' for right in found.marks)
                with box("te-marks-box") as outer:
                    attributes(outer, role="img", aria_label=found.label)
                    ui.html(f'<span class="te-marks">{marks}</span>', sanitize=False)  # no words in it
            with box("te-list te-wrongs"):
                for row in found.wrongs if all_ else found.wrongs[:_FIRST]:
                    _wrong(row)
            if len(found.wrongs) > _FIRST and not all_:
                label = words.say(N_("All {count}"), count=float(len(found.wrongs)))
                Button(label, self._unfold, "bare")
            for note in found.notes:
                text(note, "p", "te-3")

    def _unfold(self) -> None:
        self._all = True
        if self.model is not None:
            self._hindsight.show((self.model.hindsight, True))

    def _model(self, model: ModelCard) -> Row[ModelCard]:
        with card(model.title, model.symbol) as outer:
            note: Section[str] = Section(_note)
            rows: Keyed[ModelRow] = Keyed(lambda row: row.key, lambda _: self._model_row(), "te-list")

        def show(found: ModelCard) -> None:
            note.show(found.note)
            rows.show(found.rows)

        return Row(outer, show)

    def _model_row(self) -> Row[ModelRow]:
        with box() as outer:
            body = Section(_model_words, "te-night")
            picture: Section[Chart | None] = Section(_nights)

        def show(row: ModelRow) -> None:
            body.show(row)
            picture.show(row.chart)

        return Row(outer, show)

    def _nothing_yet(self, nothing: bool) -> None:
        if nothing:
            text(self.words.say(N_("Nothing stands on the ladder yet.")), "p", "te-2")


def _wrong(row: WrongRow) -> None:
    with box():
        text(row.what)
        text(row.where, "div", "te-3")
        if row.but:
            text(row.but, "p", "te-2")


def _note(note: str) -> None:
    if note:
        text(note, "p", "te-2")


def _model_words(row: ModelRow) -> None:
    with box("te-row"):
        text(row.name, "h3")
        pill(row.mark)
    text(row.sentence, "p", "te-2")
    if row.serves:
        text(row.serves, "p", "te-3")
    with box("te-row te-3"):
        for fact in row.facts:
            text(fact, "span")


def _nights(found: Chart | None) -> None:
    if found is None:
        return
    text(found.caption, "p", "te-3")
    with box("te-nights-all") as outer:
        attributes(outer, role="img", aria_label=f"{found.caption}: {found.label}")
        text(found.top, "span", "te-nights-top")
        text("0", "span", "te-nights-nought")
        with box("te-nights-box"):
            ui.html(found.svg, sanitize=False)  # numbers only
            for line in found.lines:
                text(f"{line.name} {line.last}", "span", f"te-nights-name {line.kind}").style(f"top:{line.at:.0f}px")
        with box("te-nights-days"):
            text(found.begin, "span")
            text(found.end, "span")


def _saved(found: SavingCard | None) -> None:
    if found is None:
        return
    for number, line in enumerate(found.lines):
        text(line, "p", "" if number == 0 else "te-3")
        if number == 0 and found.picture is not None:
            _interval(found.picture)
    if found.way:
        text(found.way, "p", "te-3")


def _interval(found: IntervalPicture) -> None:
    with box("te-interval") as outer:
        attributes(outer, role="img", aria_label=found.label)
        box("zero", "i").style(f"left:{found.nought:.1f}%")
        box("span", "i").style(f"left:{found.begin:.1f}%;width:{found.end - found.begin:.1f}%")
        box("dot", "i").style(f"left:{found.value:.1f}%")
    with box("te-row te-interval-ends"):
        text(found.low, "span", "te-grow")
        text(found.high, "span")


def _standing() -> Row[TrustRow]:
    with box() as outer:
        body = Section(_standing_words)
    return Row(outer, body.show)


def _standing_words(row: TrustRow) -> None:
    with box("te-row te-trust"):
        with box("te-rising") as rising:
            attributes(rising, aria_hidden="true")
            for step in range(steps_of()):
                box("on" if step < row.steps else "", "i")
        with ui.link(target=frame.room_path(row.place)).classes("te-grow te-plain"):
            text(row.name, "span")
        pill(row.mode)
    text(row.line, "p", "te-3")


def _pairs(rows: tuple[tuple[str, str], ...]) -> None:
    for what, more in rows:
        with box():
            text(what)
            text(more, "div", "te-3")
