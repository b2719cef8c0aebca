"""The first page as one value: what changed is what differs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from thermo_edge.climate.setpoint import rounded
from thermo_edge.home.house import DeviceKind, Domain, PlaceId, Point
from thermo_edge.home.turn import Answer, Ask, Hold, Outcome, Wish
from thermo_edge.home.view import HouseView, SourceView
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.ports import Sample
from thermo_edge.web.show import lamps
from thermo_edge.web.show.alarm import AlarmModel, alarm_model
from thermo_edge.web.show.alerts import AlertsModel, alerts_model
from thermo_edge.web.show.banners import Banner, banners
from thermo_edge.web.show.coming import Coming, coming
from thermo_edge.web.show.decisions import SYMBOLS, DecisionCard, decision_card, latest_acts
from thermo_edge.web.show.headline import Headline, headline
from thermo_edge.web.show.health import HealthRow, health_rows
from thermo_edge.web.show.marks import Mark, mode_mark, stamp
from thermo_edge.web.show.panel import source_state
from thermo_edge.web.show.parts import Parts
from thermo_edge.web.show.rooms import RoomCard, device_aim, room_card
from thermo_edge.web.show.things import who, why

Samples = Mapping[PlaceId, Sequence[Sample]]


@dataclass(frozen=True, slots=True)
class AskRow:
    """A question that waits."""

    key: str
    question: str
    why: str
    blocked: str  # why nothing can be sent now


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A hold with what is left of it, in whole per cent; what is held of a room's lamps is one, and so is a wish."""

    key: str
    point: Point | None  # None: the lamps of `lamps_of`, or the wish for `wish_of`
    lamps_of: PlaceId | None
    symbol: str
    what: str
    line: str
    left: str
    percent: int
    wish_of: PlaceId | None = None


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A shared heat source."""

    key: str
    name: str
    state: str
    mode: Mark


@dataclass(frozen=True)
class HomeModel:
    """Everything on the first page; `broken` says why parts of it could not be shown."""

    time: str
    headline: Headline
    banners: tuple[Banner, ...]
    asks: tuple[AskRow, ...]
    rooms: tuple[RoomCard, ...]
    sources: tuple[SourceRow, ...]
    holds: tuple[HoldRow, ...]
    decisions: tuple[DecisionCard, ...]
    health: tuple[HealthRow, ...]
    observing: bool
    empty: bool
    blocked: str  # why nothing can be sent; empty if it can
    alerts: AlertsModel | None = None
    alarm: AlarmModel | None = None
    coming: Coming | None = None  # None: nothing is planned
    broken: tuple[str, ...] = ()
    seen: bool = True  # whether there is anything to show of the house
    waiting: bool = False  # it may be seen in a moment


def home_model(
    view: HouseView | None, words: Words, samples: Samples | None, answers: bool = True, demo: float | None = None
) -> HomeModel:
    """The page for a view. One part that cannot be said never takes the others with it.

    `demo`: how many times faster the time of a simulated home runs; None: the home is real.
    """
    if view is None:
        return _unseen(words, answers)
    parts = Parts()
    blocked = parts.one(lambda: cannot_send(view, words, answers), "")
    latest = parts.one(lambda: latest_acts(view.decisions), frozenset[int]())
    alarm = parts.one(lambda: alarm_model(view, words, blocked, answers), None)
    return HomeModel(
        time=parts.one(lambda: words.instant(view.at), ""),
        headline=replace(parts.one(lambda: headline(view, words, answers), Headline(())), note=note(demo, words)),
        banners=parts.one(lambda: banners(view, words, answers), ()),
        asks=parts.each(_open(view), lambda ask: _ask(ask, view, words, blocked)),
        rooms=parts.each(view.rooms, lambda room: room_card(room, view, words, _of(samples, room.id))),
        sources=parts.each(view.sources, lambda source: _source(source, words)),
        holds=(
            *parts.each(parts.one(lambda: _held(view), list[list[Hold]]()), lambda holds: _hold(holds, view, words)),
            *parts.each(parts.one(lambda: wishes(view), list[Wish]()), lambda wish: _wish(wish, view, words)),
        ),
        decisions=parts.each(
            view.decisions, lambda record: decision_card(record, view, words, blocked, record.number in latest)
        ),
        health=parts.one(lambda: health_rows(view, words, answers, simulated=demo is not None), ()),
        observing=bool(view.observe_everything),
        empty=not view.rooms,
        blocked=blocked,
        alerts=parts.one(lambda: alerts_model(view, words, alarm.locked if alarm is not None else ""), None),
        alarm=alarm,
        coming=parts.one(lambda: coming(view, words), None),
        broken=tuple(parts.broken),
    )


def _unseen(words: Words, answers: bool) -> HomeModel:
    """Before the house was seen for the first time."""
    sentences = () if answers else (words.say(N_("The house does not answer.")),)
    blocked = words.say(N_("The house does not answer, so nothing can be done now."))
    return HomeModel(
        "", Headline(sentences), (), (), (), (), (), (), (), False, False, blocked, seen=False, waiting=answers
    )


def _of(samples: Samples | None, place: PlaceId) -> Sequence[Sample] | None:
    return None if samples is None else samples.get(place, ())


def _open(view: HouseView) -> list[Ask]:
    return [ask for ask in view.asks or () if ask.answer is Answer.OPEN]


def _ask(ask: Ask, view: HouseView, words: Words, blocked: str) -> AskRow:
    """The number in the question is the one that the device would get."""
    asked = replace(ask, aim=_aim(ask, view)) if ask.domain is Domain.CLIMATE else ask
    return AskRow(ask.key, words.question(asked, view.house), why(ask.reason, view.house, words, view.at), blocked)


def _aim(ask: Ask, view: HouseView) -> float | None:
    decisions = (record.decision for record in view.decisions)
    asked = (decision for decision in decisions if decision.outcome is Outcome.ASKED)
    about = (decision for decision in asked if (decision.request.place, decision.request.aim) == (ask.place, ask.aim))
    found = next(about, None)
    return device_aim(found) if found is not None else _settable(ask, view)


def _settable(ask: Ask, view: HouseView) -> float | None:
    """What is asked for, on the step of the thermostat that would get it."""
    room = view.house.room(ask.place)
    if room is None or ask.aim is None:
        return ask.aim
    steps = (device.step for device in room.devices if device.heats and device.kind is DeviceKind.THERMOSTAT)
    step = next(steps, None)
    return rounded(ask.aim, step, room.limits) if step is not None else ask.aim


def _source(source: SourceView, words: Words) -> SourceRow:
    return SourceRow(str(source.id), source.name, source_state(source, words), mode_mark(source.mode, words))


def hold_rows(view: HouseView, words: Words) -> tuple[HoldRow, ...]:
    """Everything that is held, of all rooms."""
    return tuple(_hold(holds, view, words) for holds in _held(view))


def _held(view: HouseView) -> list[list[Hold]]:
    """The holds, with those of a room's lamps together."""
    found: dict[object, list[Hold]] = {}
    for hold in view.holds:
        device = view.house.device(hold.point.entity)
        lamp = device is not None and device.kind is DeviceKind.LIGHT
        found.setdefault(("lamps", hold.place) if lamp else hold.point, []).append(hold)
    return list(found.values())


def _hold(holds: Sequence[Hold], view: HouseView, words: Words) -> HoldRow:
    hold = lamps.main_hold(holds) if len(holds) > 1 else holds[0]
    device = view.house.device(hold.point.entity)
    lamp = device is not None and device.kind is DeviceKind.LIGHT
    hold = replace(hold, until=max(held.until for held in holds))
    line, remains, percent = _lasts(hold, who(hold.who, words, here=hold.establish), view, words)
    key = f"lamps/{hold.place}" if lamp else f"{hold.point.entity}/{hold.point.attribute}"
    return HoldRow(
        key=key,
        point=None if lamp else hold.point,
        lamps_of=hold.place if lamp else None,
        symbol=SYMBOLS[device.domain if device is not None else Domain.CLIMATE],
        what=words.hold(hold, view.house),
        line=line,
        left=remains,
        percent=percent,
    )


def wishes(view: HouseView) -> list[Wish]:
    """The wishes for warmth that hold, of all rooms."""
    return [room.wish for room in view.rooms if room.wish is not None]


def _wish(wish: Wish, view: HouseView, words: Words) -> HoldRow:
    line, remains, percent = _lasts(wish, who(wish.who, words, here=True), view, words)
    return HoldRow(
        key=f"wish/{wish.room}",
        point=None,
        lamps_of=None,
        symbol=SYMBOLS[wish.domain],
        what=words.wish(wish, view.house),
        line=line,
        left=remains,
        percent=percent,
        wish_of=wish.room,
    )


def _lasts(one: Hold | Wish, by: str, view: HouseView, words: Words) -> tuple[str, str, int]:
    """By whom and until when; how much is left of it; and that in per cent."""
    whole, left = one.until - one.since, max(one.until - view.at, timedelta(0))
    line = words.say(N_("{who} · until {when}"), who=by, when=stamp(one.until, view, words))
    remains = words.say(N_("{left} left"), left=left.total_seconds())
    return line, remains, min(round(100 * left / whole) if whole else 0, 100)


def note(demo: float | None, words: Words) -> str:
    """That this is a demo; empty where it is none."""
    if demo is None:
        return ""
    if demo == 1:
        return words.say(N_("A demo: this home is simulated."))
    return words.say(N_("A demo: this home is simulated, and its time runs {count} times faster."), count=demo)


def cannot_send(view: HouseView, words: Words, answers: bool) -> str:
    if not answers:
        return words.say(N_("The house does not answer, so nothing can be done now."))
    if not view.health.link_ready:
        return words.say(N_("Home Assistant does not answer, so nothing can be sent now."))
    return ""
