"""What happened today as one picture and one list: each event as high as it was unusual."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from thermo_edge.home.events import Happened
from thermo_edge.home.house import Attribute
from thermo_edge.home.memory import Alert
from thermo_edge.home.view import HouseView
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.security.unusual import FEWEST, Surprise, height, surprise
from thermo_edge.web.show.marks import Mark
from thermo_edge.web.show.things import SYMBOLS, thing

_WIDTH, _HEIGHT = 288.0, 72.0
_DAY = timedelta(days=1)
_NEAR = timedelta(minutes=6)
_HOURS = 3  # between two labels
_EDGE = 4.0  # per cent at either end without a label

_SEEN = {
    Attribute.OPEN: N_("{what} opened"),
    Attribute.DOOR: N_("{what} opened"),
    Attribute.LOCKED: N_("{what} was unlocked"),
    Attribute.MOTION: N_("{what} saw motion"),
    Attribute.TAMPER: N_("{what} was tampered with"),
}
_MARKS = {
    Surprise.USUAL: (N_("Usual"), "check", ""),
    Surprise.SELDOM: (N_("Seldom"), "remove", "unsure"),
    Surprise.RARE: (N_("Rare"), "priority_high", "unsure"),
}


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event: when, what, how often at about this time of day, and the mark of it."""

    key: str
    when: str
    symbol: str
    what: str
    often: str
    mark: Mark | None  # None: too few days are known to say


@dataclass(frozen=True, slots=True)
class Timeline:
    """The last 24 hours. `svg` holds numbers only; `ticks` are hours with their place in per cent."""

    sentence: str
    young: str  # that too few days are known; empty once they are enough
    svg: str
    ticks: tuple[tuple[float, str], ...]
    label: str
    rows: tuple[EventRow, ...]


def timeline(events: Sequence[Happened], view: HouseView, words: Words) -> Timeline:
    """Newest first; what belongs to an alarm that stands says so."""
    alerts = view.alarm.alerts if view.alarm is not None else ()
    rows = tuple(_row(each, alerts, view, words) for each in events)
    young = bool(rows) and all(_surprise(each) is Surprise.NEW for each in events)
    return Timeline(
        sentence=_sentence(events, rows, young, words),
        young=words.say(N_("How usual each of them is shows after two weeks.")) if young else "",
        svg=_drawn(events, alerts, view) if rows and not young else "",
        ticks=_ticks(view),
        label="; ".join(f"{row.when} {row.what}" + (f": {row.mark.words}" if row.mark else "") for row in rows),
        rows=rows,
    )


def _sentence(events: Sequence[Happened], rows: Sequence[EventRow], young: bool, words: Words) -> str:
    count = float(len(rows))
    if not rows:
        return words.say(N_("Nothing in the last 24 hours."))
    if young:
        return words.say(N_("Events in the last 24 hours: {count}."), count=count)
    rare = [row for row, each in zip(rows, events, strict=True) if _surprise(each) is Surprise.RARE]
    if not rare:
        none = N_("{count} events; none is rare for its time of day.")
        return words.say(N_("One event, not rare for its time of day.") if len(rows) == 1 else none, count=count)
    what = words.say(N_(", ")).join(f"{row.what} ({row.when})" for row in rare[:3])
    told = (
        N_("One event, rare for its time: {what}.")
        if len(rows) == 1
        else N_("{count} events; rare for their time: {what}.")
    )
    return words.say(told, count=count, what=what)


def _row(each: Happened, alerts: Sequence[Alert], view: HouseView, words: Words) -> EventRow:
    attribute = each.point.attribute
    what = words.say(_SEEN.get(attribute, N_("{what} opened")), what=thing(each.entity, view.house, words))
    mark = Mark(words.say(N_("Alarm")), "warning", "alert") if _alarmed(each, alerts) else _mark(each, words)
    key = f"{each.at.timestamp()} {each.entity} {attribute.value}"
    return EventRow(key, words.instant(each.at), SYMBOLS.get(attribute, "sensors"), what, _often(each, words), mark)


def _often(each: Happened, words: Words) -> str:
    if _surprise(each) is Surprise.NEW:
        return ""
    if not each.alike:
        return words.say(N_("At about this time on none of the {days} days before"), days=float(each.days))
    sentence = N_("At about this time on {count} of the {days} days before")
    return words.say(sentence, count=float(each.alike), days=float(each.days))


def _surprise(each: Happened) -> Surprise:
    return surprise(each.days, each.alike)


def _mark(each: Happened, words: Words) -> Mark | None:
    if _surprise(each) is Surprise.NEW:
        return None
    sentence, symbol, tone = _MARKS[_surprise(each)]
    return Mark(words.say(sentence), symbol, tone)


def _alarmed(each: Happened, alerts: Sequence[Alert]) -> bool:
    trips = (trip for alert in alerts for trip in alert.trips)
    return any(trip.point == each.point and abs(trip.at - each.at) <= _NEAR for trip in trips)


def _drawn(events: Sequence[Happened], alerts: Sequence[Alert], view: HouseView) -> str:
    begin = view.at - _DAY
    stems = []
    for each in events:
        x = max(0.0, min(1.0, (each.at - begin) / _DAY)) * _WIDTH
        y = _HEIGHT - 4.0 - height(each.days, each.alike) * (_HEIGHT - 10.0) if each.days >= FEWEST else _HEIGHT - 6.0
        tone = "alert" if _alarmed(each, alerts) else _surprise(each).value
        stems.append(f'<path class="stem {tone}" d="M{x:.1f} {_HEIGHT:g}V{y:.1f}"/>')
        stems.append(f'<path class="dot {tone}" d="M{x:.1f} {y:.1f}h0"/>')
    return (
        f'<svg class="te-events" viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}" preserveAspectRatio="none" aria-hidden="true">'
        f'<path class="ground" d="M0 {_HEIGHT:g}H{_WIDTH:g}"/>' + "".join(stems) + "</svg>"
    )


def _ticks(view: HouseView) -> tuple[tuple[float, str], ...]:
    begin = view.at - _DAY
    first = view.house.local(begin).replace(minute=0, second=0, microsecond=0)
    found = []
    for hour in range(25):
        at = first + timedelta(hours=hour)
        place = 100.0 * ((at - begin) / _DAY)
        if at.hour % _HOURS == 0 and _EDGE <= place <= 100.0 - _EDGE:
            found.append((place, f"{at:%H}"))
    return tuple(found)
