"""Every night: what people did and said about warmth becomes, at most, one question for each room."""

import logging
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from thermo_edge.app.past import SPAN, HistoryPast, hours
from thermo_edge.climate.comfort import wanted
from thermo_edge.climate.evidence import Evidence, Situation, from_verdict, season_of, silent
from thermo_edge.climate.objection import wanted_instead
from thermo_edge.climate.offering import Ground, Said, Wants, counts, offers, people_of, said_of, spoken_of, wants
from thermo_edge.climate.preference import Prior
from thermo_edge.climate.recalled import moment_of, recalled
from thermo_edge.climate.sharing import NOTHING_OWED, Debt, Lived, owed_after
from thermo_edge.control.controller import Controller
from thermo_edge.errors import StoreError
from thermo_edge.home.forecast import RegimeSpan
from thermo_edge.home.heard import TasteMade
from thermo_edge.home.house import Domain, House, PlaceId, Room
from thermo_edge.home.turn import Actor, ActorKind, Hold, Wish, in_force
from thermo_edge.jobs import Job
from thermo_edge.ports import Clock, History

LOG = logging.getLogger(__name__)

AT = time(3, 40)
"""After the history is tidied, and before anybody gets up."""

QUIET = timedelta(days=14)
"""So far back silence is looked for: it counts for little, and little of it is enough."""

_KEPT = 2000
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


class Comfort:
    """The learned warmth beside the house. `look` is for a thread of its own; a second one meanwhile does nothing."""

    def __init__(self, controller: Controller, history: History, clock: Clock, prior: Callable[[], Prior]) -> None:
        self._controller, self._history, self._clock, self._prior = controller, history, clock, prior
        self._busy = threading.Lock()

    def job(self) -> Job:
        """For the timetable."""
        return Job("comfort", self.look, daily=AT, dated=True, slow=True)

    def look(self) -> None:
        """Read the last weeks, and tell the house what may be offered."""
        if not self._busy.acquire(blocking=False):
            return
        try:
            self._look()
        except StoreError as error:
            LOG.warning("what people did about warmth could not be read, and nothing is offered: %s", error)
        finally:
            self._busy.release()

    def _look(self) -> None:
        state, now = self._controller.state, self._clock.now()
        house, known = state.house, state.memory.taste
        past, regimes = HistoryPast(house, self._history, now), self._history.regimes(_KEPT)
        kept: list[Hold | Wish] = [*self._history.holds(_KEPT), *self._history.wishes(_KEPT)]
        those = recalled(house, [one for one in kept if now - one.since < SPAN], past, regimes)
        said = said_of(house, those, words(house, self._history, past, regimes, now), known)
        outdoors = past.outdoor_mean(now)
        mean = outdoors if outdoors is not None else float("nan")
        ground = Ground(house, said, quiet_hours(house, said, past, regimes, now), known, season_of(mean), mean)
        made = wants(ground, self._prior(), now)
        until = max(_hour_of(now), known.owed_until or _hour_of(now))
        debts = owed(ground, made, past, regimes, until)
        ground = replace(ground, debts=debts)
        offered = offers(ground, made, now) if made is not None else ()
        owing = {place: debt.owed for place, debt in debts.items() if debt.owed}
        self._controller.hear(TasteMade(ground.season.value, offered, owing, until))


def owed(
    ground: Ground, known: Wants | None, past: HistoryPast, regimes: Sequence[RegimeSpan], until: datetime
) -> dict[PlaceId, Debt]:
    """By room, what is owed after the hours since the last night; at most those of two weeks are looked at.

    Those who share a room are the people who are home while somebody is seen in it, or just home where nothing sees.
    """
    since = max(ground.taste.owed_until or until - _DAY, until - QUIET)
    debts = {place: Debt(owing) for place, owing in ground.taste.debts.items()}
    passed = list(hours(since, until))
    for room in ground.house.rooms:
        before = debts.get(room.id, NOTHING_OWED)
        debts[room.id] = owed_after(before, (_lived(ground, known, past, regimes, room, at) for at in passed))
    return debts


def _lived(
    ground: Ground, known: Wants | None, past: HistoryPast, regimes: Sequence[RegimeSpan], room: Room, at: datetime
) -> Lived:
    """An hour of a room; nobody wants anything in one about which it is not known who wants what."""
    nobody = Lived({}, 0.0)
    home = past.home(at) if known is not None else ()
    if known is None or len(home) < 2 or _unusual(regimes, at) or not past.occupied(room, at):
        return nobody
    moment = moment_of(ground.house, room.id, at, past)
    situation = moment.then.situation if moment is not None else None
    if moment is None or situation is None or situation.key not in known.people or situation.asleep:
        return nobody
    there = [who for who in known.people[situation.key] if who in home]
    return Lived(wanted(known.learned, there, situation, moment.then.expected), moment.then.temperature)


def words(
    house: House, history: History, past: HistoryPast, regimes: Sequence[RegimeSpan], now: datetime
) -> tuple[Evidence, ...]:
    """What people said of decisions about the warmth of rooms."""
    found: list[Evidence] = []
    for word in in_force(history.feedbacks(_KEPT)):
        record = history.decision(word.decision)
        if record is None or now - word.at >= SPAN or _unusual(regimes, word.at):
            continue
        request = record.decision.request
        moment = moment_of(house, request.place, word.at, past) if request.domain is Domain.CLIMATE else None
        if moment is not None:
            device = house.device(request.point.entity)
            instead = wanted_instead(record.decision, device)
            found += from_verdict(word.at, word.who, word.verdict, request.aim, moment.then, instead)
    return tuple(found)


def quiet_hours(
    house: House, said: Sequence[Said], past: HistoryPast, regimes: Sequence[RegimeSpan], now: datetime
) -> tuple[Evidence, ...]:
    """Of the situations that something was said about: the hours in which those who were home, awake, let it be."""
    spoken = {key: one for key, one in spoken_of(said).items() if not one.asleep}
    if not spoken:
        return ()
    people = {key: people_of(house, said, one) for key, one in spoken.items()}
    busy = _busy_hours(said)
    found: list[Evidence] = []
    for at in hours(now - QUIET, now):
        home = past.home(at)
        if not home or _unusual(regimes, at) or past.asleep(at):
            continue
        for place in {one.place for one in spoken.values()}:
            found += _let_be(house, place, at, past, people, home, busy)
    return tuple(found)


def _let_be(
    house: House,
    place: PlaceId,
    at: datetime,
    past: HistoryPast,
    people: Mapping[str, tuple[str, ...]],
    home: Sequence[str],
    busy: Iterable[tuple[PlaceId, datetime]],
) -> list[Evidence]:
    moment = moment_of(house, place, at, past)
    if moment is None or (place, _hour_of(at)) in busy:
        return []
    situation: Situation = moment.then.situation
    if situation.key not in people or not counts(house, situation, at):
        return []
    there = [who for who in people[situation.key] if who in home or not who]
    return [vote for who in there for vote in silent(at, _person(who), moment.then, _HOUR)]


def _busy_hours(said: Iterable[Said]) -> frozenset[tuple[PlaceId, datetime]]:
    """The hours in which something was said of a room."""
    return frozenset((one.situation.place, _hour_of(one.at)) for one in said)


def _hour_of(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def _unusual(regimes: Iterable[RegimeSpan], at: datetime) -> bool:
    return any(span.since <= at < span.until for span in regimes)


def _person(name: str) -> Actor:
    return Actor(ActorKind.PERSON, name)
