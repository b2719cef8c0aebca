"""A room a little warmer or cooler for good: when that may hold, how far it may go, and what it changes, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache

from thermo_edge.climate.adaptive import BOUND
from thermo_edge.climate.agreed import moved, settings_of, situation
from thermo_edge.climate.evidence import part_of
from thermo_edge.config.kinds import DAYS
from thermo_edge.home.comfort import Band, Comfort
from thermo_edge.home.house import PlaceId, Room
from thermo_edge.home.taste import Doing
from thermo_edge.home.view import HouseView, RoomView
from thermo_edge.home.what_if import Imagined
from thermo_edge.language.marks import N_
from thermo_edge.language.tastes import WHEN
from thermo_edge.language.words import Words
from thermo_edge.web.show.settings import choice
from thermo_edge.web.show.tastes import TasteRow, taste_rows

CELSIUS_STEP, FAHRENHEIT_STEP = 0.5, 1 / 1.8
"""K of one step of the slider."""

_SEASONS = {
    "cold": N_("It holds while it is cold outside. Milder weather has its own choice."),
    "mild": N_("It holds in mild weather like that of these weeks. Cold and warm weather have their own choices."),
    "warm": N_("It holds in warm weather like that of these weeks. Milder weather has its own choice."),
}
_WORTH_SAYING = 0.005
_MONDAY = datetime(2024, 1, 1)  # noqa: DTZ001 - a wall clock's week, of no year
_GRAIN = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class LastingPart:
    """One time in which the room may be otherwise. `steps`: what holds now; from `least` to `most` steps may be."""

    doing: Doing
    name: str
    hours: str  # when that is, as the settings have the room's hours
    band: Band  # of the settings, °C
    offset: float  # K, as agreed now
    least: int
    most: int


@dataclass(frozen=True)
class LastingModel:
    """What the card shows. Nothing to choose: nothing in the room heats or cools."""

    place: PlaceId
    name: str
    size: float  # K of a step
    parts: tuple[LastingPart, ...]
    season: str
    rows: tuple[TasteRow, ...]  # the question that waits, and what was agreed


def lasting_model(room: RoomView, view: HouseView, words: Words) -> LastingModel | None:
    """None where the room has nothing that heats or cools."""
    known = view.house.room(room.id)
    if known is None or not any(device.heats or device.cools for device in known.devices):
        return None
    size = FAHRENHEIT_STEP if words.in_fahrenheit else CELSIUS_STEP
    found = (_part(doing, known, room, view, words, size) for doing in Doing)
    parts = tuple(part for part in found if part is not None)
    return LastingModel(
        room.id, room.name, size, parts, words.say(_SEASONS[view.season]), taste_rows(room, view, words)
    )


def _part(doing: Doing, known: Room, room: RoomView, view: HouseView, words: Words, size: float) -> LastingPart | None:
    hours = hours_words(known.comfort, doing, words)
    if not hours:
        return None
    band = settings_of(known, doing)
    key = situation(room.id, doing, view.season).key
    agreed = next((each.offset for each in room.agreed if each.situation == key), 0.0)
    most, least = (moved(band, sign * BOUND, known.limits).middle - band.middle for sign in (1.0, -1.0))
    return LastingPart(
        doing, words.say(WHEN[doing.value]), hours, band, agreed, -int(-least / size + 1e-6), int(most / size + 1e-6)
    )


def steps_of(part: LastingPart, size: float) -> int:
    """Where the slider stands now."""
    return min(max(round(part.offset / size), part.least), part.most)


def offset_words(steps: int, size: float, words: Words) -> str:
    """How much warmer or cooler than the settings."""
    if steps == 0:
        return words.say(N_("As in the settings"))
    amount = f"{abs(steps)} °F" if size != CELSIUS_STEP else f"{abs(steps) * size:.1f}°"
    return words.say(N_("{amount} warmer") if steps > 0 else N_("{amount} cooler"), amount=amount)


def changes(part: LastingPart, steps: int, model: LastingModel, words: Words) -> str:
    """What the choice changes, with the hours in which it does."""
    band, size = part.band, model.size
    then = band.lowered(-steps * size)
    low, high = words.temperature(then.low), words.temperature(then.high)
    if steps == 0:
        return words.say(N_("{room} {low}–{high}, {hours}."), room=model.name, low=low, high=high, hours=part.hours)
    was = f"{words.temperature(band.low)}–{words.temperature(band.high)}"
    sentence = N_("{room} {low}–{high} instead of {was}, {hours}.")
    return words.say(sentence, room=model.name, low=low, high=high, was=was, hours=part.hours)


def heat_words(found: Imagined | None, words: Words) -> str:
    """What it takes over the next day, where that is known and anything to speak of."""
    if found is None or not found.before.energy > 0.0:
        return ""
    share = found.after.energy / found.before.energy - 1.0
    if abs(share) < _WORTH_SAYING:
        return words.say(N_("The next day takes as much heat as without it."))
    said = N_("About {share} more heat for the home on the next day.")
    if share < 0.0:
        said = N_("About {share} less heat for the home on the next day.")
    return words.say(said, share=abs(share))


def hours_words(comfort: Comfort, doing: Doing, words: Words) -> str:
    """When that is: the hours of the settings as far as they lie in this part of the day; empty where none do."""
    if doing is Doing.ASLEEP:
        return words.say(N_("while everybody at home sleeps"))
    said = (f"{_days(days, words)} {start:%H:%M}–{end:%H:%M}" for start, end, days in _week(comfort, doing))
    return words.say(N_(", ")).join(said)


@lru_cache(maxsize=256)
def _week(comfort: Comfort, doing: Doing) -> tuple[tuple[time, time, tuple[int, ...]], ...]:
    """Begin, end and weekdays."""
    spans: dict[tuple[time, time], tuple[int, ...]] = {}
    for day in range(len(DAYS)):
        for span in _spans(comfort, doing, day):
            spans[span] = (*spans.get(span, ()), day)
    return tuple((start, end, days) for (start, end), days in spans.items())


def _spans(comfort: Comfort, doing: Doing, day: int) -> Iterable[tuple[time, time]]:
    """Of one weekday; a night that goes on after midnight belongs to the day on which it begins."""
    late = timedelta(hours=12) if doing is Doing.NIGHT else timedelta(0)
    at = _MONDAY + timedelta(days=day) + late
    begun: datetime | None = None
    for step in range(timedelta(days=1) // _GRAIN + 1):
        moment = at + step * _GRAIN
        holds = step < timedelta(days=1) // _GRAIN and part_of(moment) == doing.value and comfort.warm_at(moment)
        if holds and begun is None:
            begun = moment
        elif not holds and begun is not None:
            yield begun.time(), moment.time()
            begun = None


def _days(days: Sequence[int], words: Words) -> str:
    if len(days) == len(DAYS):
        return words.say(N_("every day"))
    names = [choice(DAYS[day], words) for day in days]
    row = len(days) > 2 and days[-1] - days[0] + 1 == len(days)
    return f"{names[0]}–{names[-1]}" if row else words.say(N_(", ")).join(names)
