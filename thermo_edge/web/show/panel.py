"""What opens when a room or a heat source is chosen: its mode, a wish, its switch-off, and why it is as it is."""

from dataclasses import dataclass, replace

from thermo_edge.home.comfort import Limits
from thermo_edge.home.house import Device, Domain, EntityId, Failsafe, Mode, PlaceId
from thermo_edge.home.turn import DecisionRecord
from thermo_edge.home.view import AlarmView, HouseView, LampsView, RoomView, SourceView
from thermo_edge.language import hindsight
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.show.alarm import alarm_state
from thermo_edge.web.show.lamps import held_now, lamps_mark
from thermo_edge.web.show.marks import Mark, band_range, mode_mark, mode_meaning, stamp
from thermo_edge.web.show.things import who, whys
from thermo_edge.web.show.trust import earned_line, step_question
from thermo_edge.web.show.wishes import first_target


@dataclass(frozen=True, slots=True)
class ModeChoice:
    """One step of the ladder; not `allowed` where the settings say so."""

    mode: Mode
    mark: Mark
    meaning: str
    chosen: bool
    allowed: bool


@dataclass(frozen=True, slots=True)
class Ladder:
    """How far the program may go with one thing here; `limited`: why it goes no further, if it does not.

    `tried`: how often it would have been right here in the last days; `earned`: what people judged right, and what is
    missing for the next step; `question`: asks for that step, empty where it is not offered.
    """

    domain: Domain
    modes: tuple[ModeChoice, ...]
    limited: str
    tried: str = ""
    earned: str = ""
    question: str = ""

    @property
    def meaning(self) -> str:
        """What the chosen step does."""
        return next((choice.meaning for choice in self.modes if choice.chosen), "")


@dataclass(frozen=True, slots=True)
class LampsPanel:
    """The lamps of a room: how they are, why, what is held of them, and what can be wished."""

    line: Mark
    latest: tuple[str, ...]
    ladder: Ladder
    held: str  # what a person or another automation set; empty: the rule decides
    dims: bool  # whether any of them takes a brightness


@dataclass(frozen=True, slots=True)
class WishModel:
    """The wish that is, in words, and where a new one starts; `measured`: how warm it is, °C."""

    now: str
    start: float
    limits: Limits
    measured: float | None = None


@dataclass(frozen=True, slots=True)
class SwitchOff:
    """A bare switch that nothing turns off if we die, and whether we can make something that does."""

    entity: EntityId
    sentence: str
    ours: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """Everything about one place."""

    place: PlaceId
    name: str
    line: str  # temperature and comfort, as a sentence
    latest: tuple[str, ...]  # the latest decision and its reasons
    ladder: Ladder
    wish: WishModel | None
    unprotected: tuple[SwitchOff, ...]
    blocked: str = ""  # why nothing can be sent now
    lamps: LampsPanel | None = None


def panel(
    place: PlaceId, view: HouseView, words: Words, *, in_fahrenheit: bool = False, blocked: str = ""
) -> Panel | None:
    """The panel of a room, a shared heat source or the alarm; None where there is none of that id."""
    for room in view.rooms:
        if room.id == place:
            return replace(_room(room, view, words, in_fahrenheit), blocked=blocked)
    for source in view.sources:
        if source.id == place:
            ladder = _ladder(source.id, Domain.CLIMATE, source.mode, source.ceiling, view, words)
            unprotected = _unprotected(source.unprotected, view, words)
            return Panel(place, source.name, source_state(source, words), (), ladder, None, unprotected, blocked)
    if view.alarm is not None and view.alarm.id == place:
        return replace(_alarm(view.alarm, view, words), blocked=blocked)
    return None


def _alarm(alarm: AlarmView, view: HouseView, words: Words) -> Panel:
    about = (record for record in view.decisions if record.decision.request.domain is Domain.SECURITY)
    latest = _latest(next(about, None), view, words)
    ladder = _ladder(alarm.id, Domain.SECURITY, alarm.mode, alarm.ceiling, view, words)
    name = words.place_name(view.house, alarm.id)
    return Panel(alarm.id, name, alarm_state(alarm, words).words, latest, ladder, None, ())


_STATE = {True: N_("On"), False: N_("Off"), None: N_("Not known")}


def source_state(source: SourceView, words: Words) -> str:
    """Whether a shared heat source is on."""
    return words.say(_STATE[source.on])


def _room(room: RoomView, view: HouseView, words: Words, in_fahrenheit: bool) -> Panel:
    found = view.house.room(room.id)
    limits = found.limits if found is not None else Limits()
    wish = WishModel(_wish_now(room, view, words), first_target(room, in_fahrenheit), limits, room.temperature)
    return Panel(
        place=room.id,
        name=room.name,
        line=_line(room, words),
        latest=_latest(room.decision, view, words),
        ladder=_ladder(room.id, Domain.CLIMATE, room.mode, room.ceiling, view, words),
        wish=wish if room.heats or room.wish is not None else None,
        unprotected=_unprotected(room.unprotected, view, words),
        lamps=_lamps(room.lamps, room, view, words) if room.lamps is not None else None,
    )


def _lamps(lamps: LampsView, room: RoomView, view: HouseView, words: Words) -> LampsPanel:
    known = view.house.room(room.id)
    return LampsPanel(
        line=lamps_mark(lamps, words),
        latest=_latest(lamps.decision, view, words),
        ladder=_ladder(room.id, Domain.LIGHTING, lamps.mode, lamps.ceiling, view, words),
        held=held_now(lamps, view, words),
        dims=known is not None and any(lamp.dims for lamp in known.lights),
    )


def _ladder(place: PlaceId, domain: Domain, mode: Mode, ceiling: Mode, view: HouseView, words: Words) -> Ladder:
    choices = tuple(
        ModeChoice(step, mode_mark(step, words), mode_meaning(step, words), step is mode, step <= ceiling)
        for step in Mode
    )
    standing = next((each for each in view.trust if (each.place, each.domain) == (place, domain)), None)
    return Ladder(
        domain,
        choices,
        _limited(ceiling, view, words),
        _tried(place, domain, view, words),
        earned_line(standing, words) if standing is not None else "",
        step_question(standing, words) if standing is not None else "",
    )


def _tried(place: PlaceId, domain: Domain, view: HouseView, words: Words) -> str:
    """What the last replay of the past says of this; a shared heat source only follows its rooms."""
    found = view.hindsight
    if found is None or view.house.source(place) is not None:
        return ""
    here, days = found.of(domain, place), float(round(found.days))
    if not here.total:
        return words.say(hindsight.NONE_HERE, days=days)
    count = {"right": float(here.right), "wrong": float(here.wrong), "unknown": float(here.unknown)}
    return words.say(hindsight.HERE, days=days, **count)


def _limited(ceiling: Mode, view: HouseView, words: Words) -> str:
    if view.observe_everything:
        return words.say(N_("Observe everything is on: a mode chosen here counts when it is off again."))
    if ceiling is Mode.ACT:
        return ""
    return words.say(N_("The settings allow no more than {what} here."), what=mode_mark(ceiling, words).words)


def _line(room: RoomView, words: Words) -> str:
    if room.temperature is None:
        return words.say(N_("Temperature not known"))
    facts = {"temperature": room.temperature}
    if room.stale:
        return words.say(N_("{temperature}, long ago"), **facts)
    if room.band is None:
        return words.say(N_("{temperature} now"), **facts)
    return words.say(N_("{temperature} now, target {band}"), band=band_range(room.band, words), **facts)


def _latest(record: DecisionRecord | None, view: HouseView, words: Words) -> tuple[str, ...]:
    if record is None:
        return ()
    decision = record.decision
    return (words.title(decision, view.house), *whys(decision, view.house, words, view.at))


def _wish_now(room: RoomView, view: HouseView, words: Words) -> str:
    wish = room.wish
    if wish is None:
        return ""
    return words.say(
        N_("{who} wished for {target} until {when}"),
        who=who(wish.who, words, here=True),
        target=wish.target,
        when=stamp(wish.until, view, words),
    )


def _unprotected(entities: tuple[EntityId, ...], view: HouseView, words: Words) -> tuple[SwitchOff, ...]:
    devices = (view.house.device(entity) for entity in entities)
    return tuple(_switch_off(device, words) for device in devices if device is not None)


def _switch_off(device: Device, words: Words) -> SwitchOff:
    ours = device.failsafe is Failsafe.AUTOMATION
    sentence = (
        N_("Nothing turns {entity} off if Thermo Edge stops, so it is not switched.")
        if ours
        else N_("Nothing turns {entity} off if Thermo Edge stops. Choose its switch_off in the settings.")
    )
    return SwitchOff(device.entity, words.say(sentence, entity=device.entity), ours)
