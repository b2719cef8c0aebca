"""What nights of learning say of themselves: how far one is, and how each model has done night after night."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from thermo_edge.home.forecast import Known, Regime, RegimeSpan
from thermo_edge.home.house import PlaceId
from thermo_edge.home.learning import Fate, LearningView, NightOutcome, Phase
from thermo_edge.home.reason import Code
from thermo_edge.home.view import HouseView
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.show.marks import Mark, stamp
from thermo_edge.web.show.nights_chart import FEWEST, Chart, chart, compared
from thermo_edge.web.show.own import own_sentence
from thermo_edge.web.show.regimes import regime_mark

CLIMATE, OCCUPANCY, NETWORK = "climate", "occupancy", "network"

_TITLES = {
    CLIMATE: (N_("How rooms warm and cool"), "device_thermostat"),
    OCCUPANCY: (N_("Who is where"), "person_pin_circle"),
    NETWORK: (N_("The home’s own network"), "hub"),
}
_FATES = {
    Fate.PROMOTED: (N_("Serves"), "check_circle", "act"),
    Fate.ROLLED_BACK: (N_("Put back"), "undo", "unsure"),
    Fate.NO_BETTER: (N_("Not yet better"), "experiment", ""),
    Fate.REFUSED: (N_("Refused"), "block", "unsure"),
    Fate.TOO_LITTLE: (N_("Too few days"), "hourglass_empty", ""),
    Fate.FAILED: (N_("Failed"), "error", "unsure"),
    Fate.NOT_REACHED: (N_("Next night"), "schedule", ""),
}
_TOLD = {
    Fate.PROMOTED: N_("something better was found, and it serves now"),
    Fate.ROLLED_BACK: N_("what served had become worse, so the one before serves again"),
    Fate.NO_BETTER: N_("nothing surely better was found, so nothing has changed"),
    Fate.REFUSED: N_("something better was found, and yet it was not put to serve"),
    Fate.TOO_LITTLE: N_("there are too few days"),
    Fate.FAILED: N_("it could not be done, so nothing has changed"),
    Fate.NOT_REACHED: N_("time was up before its turn; the next night begins with it"),
}
_LINES = 3
_A_NIGHT = timedelta(hours=6)
_STEPS = {kind: title for kind, (title, _) in _TITLES.items()}


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One model of a place: its verdict, what it saw, and its nights as a picture."""

    key: str
    name: str
    mark: Mark
    sentence: str
    serves: str  # what is in use there, since when and what for
    facts: tuple[str, ...]
    chart: Chart | None


@dataclass(frozen=True, slots=True)
class ModelCard:
    """All models of a kind."""

    key: str
    title: str
    symbol: str
    note: str
    rows: tuple[ModelRow, ...]


@dataclass(frozen=True, slots=True)
class TrainModel:
    """The card of training. `running`: there is something to stop; `share` in per cent."""

    running: bool
    stopping: bool
    title: str
    share: int
    label: str
    lines: tuple[str, ...]
    log: tuple[str, ...]


def model_cards(found: LearningView, view: HouseView, words: Words) -> tuple[ModelCard, ...]:
    """A card for each kind of model that has been looked at, or could be."""
    kinds = dict.fromkeys([CLIMATE, OCCUPANCY, *(each.model for each in found.outcomes)])
    return tuple(_card(kind, found, view, words) for kind in kinds)


def train_model(found: LearningView, view: HouseView, words: Words) -> TrainModel:
    """How far a night is, or what came of the last one and when there will be another."""
    running = found.phase in (Phase.RUNNING, Phase.STOPPING)
    title = _title(found, view, words)
    share = round(100 * min(max(found.share, 0.0), 1.0)) if running else 0
    lines = _running(found, words) if running else _resting(found, view, words)
    log = tuple(_told(each, view, words) for each in found.told[-_LINES:])
    label = words.say(N_("{percent} of a hundred"), percent=str(share))
    return TrainModel(running, found.phase is Phase.STOPPING, title, share, label, lines, log)


@dataclass(frozen=True, slots=True)
class LeftOutRow:
    """A time that nothing is learned from; `by_hand`: it was left out here, and can be taken in again."""

    begin: datetime
    until: datetime
    what: str
    by: str
    by_hand: bool


def left_out_rows(spans: Sequence[RegimeSpan], view: HouseView, words: Words) -> tuple[LeftOutRow, ...]:
    """Each time that nothing is learned from, and how that is known."""
    rows = []
    for span in spans:
        left_out = span.regime is Regime.LEFT_OUT
        name = words.say(N_("Left out")) if left_out else regime_mark(span.regime, words).words
        when = words.say(
            N_("{what}: {begin} to {end}"), what=name, begin=_day(span.since, view), end=_day(span.until, view)
        )
        by = words.say(N_("Recognised by itself."))
        if span.known is Known.DECLARED:
            by = words.say(N_("{who} said so."), who=words.actor(span.who) if span.who else words.say(N_("Someone")))
        rows.append(LeftOutRow(span.since, span.until, when, by, left_out))
    return tuple(rows)


def _day(at: datetime, view: HouseView) -> str:
    return f"{view.house.local(at):%Y-%m-%d %H:%M}"


# --- models -------------------------------------------------------------------------------------------------------


def _card(kind: str, found: LearningView, view: HouseView, words: Words) -> ModelCard:
    title, symbol = _TITLES.get(kind, (kind, "model_training"))
    rows = tuple(_row(each, found, view, words) for each in found.outcomes if each.model == kind)
    note = ""
    if kind == OCCUPANCY and view.occupancy is not None:
        note = own_sentence(view.occupancy, view, words)
    if not rows and not note:
        note = words.say(N_("No night has looked at it yet. It takes about two weeks of ordinary days."))
    return ModelCard(kind, words.say(title), symbol, note, rows)


def _row(outcome: NightOutcome, found: LearningView, view: HouseView, words: Words) -> ModelRow:
    name = (
        words.place_name(view.house, PlaceId(outcome.place)) if outcome.place else words.say(N_("The home as a whole"))
    )
    said, symbol, tone = _FATES[outcome.fate]
    nights = [each for each in found.past if each.key == outcome.key]
    facts = [words.say(N_("looked at {when}"), when=stamp(outcome.at, view, words))]
    if outcome.days:
        judged = N_("judged on one later day") if outcome.days == 1 else N_("judged on {days} later days")
        facts.append(words.say(judged, days=float(outcome.days)))
    if len(compared(nights)) == FEWEST - 1:
        facts.append(words.say(N_("drawn from the second night on")))
    return ModelRow(
        outcome.key,
        name,
        Mark(words.say(said), symbol, tone),
        _sentence(outcome, view, words),
        _serves(outcome, view, words),
        tuple(facts),
        chart(nights, view, words),
    )


def _sentence(outcome: NightOutcome, view: HouseView, words: Words) -> str:
    """The verdict in words."""
    if outcome.fate is Fate.FAILED:
        return words.say(N_("Nothing has changed: {detail}"), detail=outcome.detail or words.say(N_("not known")))
    if outcome.fate is Fate.REFUSED:
        why = words.why(outcome.why, view.house) if outcome.why is not None else words.say(N_("not known"))
        return words.say(N_("Better on later days, and yet not put to serve: {why}."), why=why)
    if outcome.fate is Fate.TOO_LITTLE:
        return words.say(N_("There are too few days to judge by; the shipped model serves."))
    if outcome.before is not None and outcome.after is not None and outcome.before > 0.0:
        gain = 1.0 - outcome.after / outcome.before
        figures = {"now": f"{outcome.after:.3g} {outcome.unit}", "before": f"{outcome.before:.3g} {outcome.unit}"}
        if outcome.fate is Fate.PROMOTED:
            better = N_("{share} better than what served before: {now} instead of {before}.")
            return words.say(better, share=gain, **figures)
        if outcome.fate is Fate.NO_BETTER:
            return words.say(N_("Not surely better: {now} instead of {before}. What serves stays."), **figures)
    if outcome.fate is Fate.ROLLED_BACK:
        return words.say(N_("What served before serves again."))
    return words.say(N_("Nothing has changed."))


def _serves(outcome: NightOutcome, view: HouseView, words: Words) -> str:
    """As the plan has it."""
    learned = dict(view.plan.learned) if view.plan is not None else {}
    reason = learned.get(PlaceId(outcome.place)) if outcome.place else None
    serves = reason is not None and reason.code is Code.LEARNED_HERE
    return words.say(N_("{why}."), why=words.why(reason, view.house)) if reason is not None and serves else ""


# --- training -----------------------------------------------------------------------------------------------------


def _title(found: LearningView, view: HouseView, words: Words) -> str:
    if found.phase is Phase.STOPPING:
        return words.say(N_("Stopping"))
    if found.phase is Phase.RUNNING:
        step = words.say(_STEPS.get(found.name, found.name)) if found.name else words.say(N_("Beginning"))
        if found.place:
            room = words.place_name(view.house, PlaceId(found.place))
            return words.say(N_("{what}: {room}"), what=step, room=room)
        return step
    if found.phase is Phase.WAITING:
        return words.say(N_("A night of learning waits"))
    return words.say(N_("Nothing is being learned now"))


def _running(found: LearningView, words: Words) -> tuple[str, ...]:
    told = []
    if found.of:
        told.append(words.say(N_("Step {step} of {total}"), step=float(found.step), total=float(found.of)))
    if found.left is not None:
        told.append(words.say(N_("about {left} left"), left=found.left.total_seconds()))
    if found.loss is not None:
        told.append(words.say(N_("loss {loss}"), loss=f"{found.loss:.3g}"))
    who = words.actor(found.who) if found.who is not None else ""
    lines = [words.say(N_(" · ")).join(told)] if told else []
    return (*lines, words.say(N_("{who} asked for it."), who=who)) if who else tuple(lines)


def _told(outcome: NightOutcome, view: HouseView, words: Words) -> str:
    """A line of the night's log."""
    what, said = words.say(_STEPS.get(outcome.model, outcome.model)), words.say(_TOLD[outcome.fate])
    if outcome.place:
        room = words.place_name(view.house, PlaceId(outcome.place))
        return words.say(N_("{what}, {room}: {said}."), what=what, room=room, said=said)
    return words.say(N_("{what}: {said}."), what=what, said=said)


def _resting(found: LearningView, view: HouseView, words: Words) -> tuple[str, ...]:
    lines = []
    if found.why is not None:
        lines.append(words.say(N_("{why}."), why=words.why(found.why, view.house)))
    if found.last is not None:
        tonight = [each.fate for each in found.outcomes if _tonight(each, found)]
        new = tonight.count(Fate.PROMOTED)
        done = N_("The last night ended {when}. Something new serves in {count} places.")
        if not new and tonight.count(Fate.TOO_LITTLE) == len(tonight):
            done = N_("The last night ended {when}. There are too few days to judge by.")
        elif new == 1:
            done = N_("The last night ended {when}. Something new serves in one place.")
        elif not new:
            done = N_("The last night ended {when}. Nothing new serves: what was tried is not surely better.")
        lines.append(words.say(done, when=stamp(found.last, view, words), count=float(new)))
    wants = found.settings
    if found.phase is Phase.OFF or not wants.on:
        lines.append(words.say(N_("The settings want no nights of learning.")))
    else:
        hours = {"begin": f"{wants.start:%H:%M}", "end": f"{wants.until:%H:%M}"}
        lines.append(words.say(N_("Nights are done between {begin} and {end}, when the house is quiet."), **hours))
    return tuple(lines)


def _tonight(outcome: NightOutcome, found: LearningView) -> bool:
    """Whether it is of the last night: of one night all models are looked at within hours."""
    return found.last is not None and abs(found.last - outcome.at) < _A_NIGHT
