"""What stands above everything else: smoke, gas, water and intruders, with what was seen and what to do."""

from collections.abc import Iterator
from dataclasses import dataclass

from thermo_edge.home.house import Attribute, DeviceKind
from thermo_edge.home.memory import Alert, Watch
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import Trip
from thermo_edge.home.turn import Notice, Outcome, Severity
from thermo_edge.home.view import AlarmView, HouseView
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.security.fine import may_be_fine
from thermo_edge.web.show.marks import Mark, stamp
from thermo_edge.web.show.things import SYMBOLS, notice, thing, who

HAZARDS = {Attribute.SMOKE: Code.SMOKE, Attribute.GAS: Code.GAS, Attribute.LEAK: Code.LEAK}

_SEEN = {
    Attribute.OPEN: N_("{what} opened"),
    Attribute.DOOR: N_("{what} opened"),
    Attribute.LOCKED: N_("{what} was unlocked"),
    Attribute.MOTION: N_("{what} saw motion"),
    Attribute.TAMPER: N_("{what} was tampered with"),
}
_HAD_BEEN = {
    Watch.HOME: N_("{who} had armed it for being home, {when}"),
    Watch.NIGHT: N_("{who} had armed it for the night, {when}"),
    Watch.AWAY: N_("{who} had armed it for being away, {when}"),
}
_MOST = 8
"""Signs of one alert that are shown, the first ones."""


@dataclass(frozen=True, slots=True)
class AlertCard:
    """One thing that is wrong now: in a few words, since when, what was seen, what to do."""

    key: str
    symbol: str
    title: str
    when: str
    evidence: tuple[tuple[str, Mark], ...]  # each with its time
    text: str


@dataclass(frozen=True, slots=True)
class AlertsModel:
    """All that is open. `silences`: decisions whose undoing silences a siren, where disarming does not.

    `fine`: the latest alert was motion and no more, so that somebody may say that it was fine.
    """

    cards: tuple[AlertCard, ...]
    disarms: bool
    code: bool
    silences: tuple[int, ...] = ()
    locked: str = ""
    fine: bool = False


def alerts_model(view: HouseView, words: Words, locked: str = "") -> AlertsModel | None:
    """What is open; None while all is calm."""
    alarm = view.alarm
    if alarm is None or not (alarm.alerts or alarm.hazards):
        return None
    hazards = tuple(_hazard(trip, view, words) for trip in alarm.hazards)
    intruders = tuple(_intruders(alert, alarm, view, words) for alert in reversed(alarm.alerts))
    silences = tuple(_sirens(view)) if alarm.sounding and not alarm.alerts else ()
    fine = bool(alarm.alerts) and may_be_fine(alarm.alerts[-1])
    return AlertsModel((*hazards, *intruders), bool(alarm.alerts), alarm.code_needed, silences, locked, fine)


def _hazard(trip: Trip, view: HouseView, words: Words) -> AlertCard:
    sensor = next((sensor for sensor in view.house.sensors if sensor.point == trip.point), None)
    room = sensor.room if sensor is not None and sensor.room is not None else ""
    entity = trip.point.entity
    reason = Reason.of(HAZARDS[trip.point.attribute], room=room, entity=entity)
    title, text = notice(Notice(entity, Severity.ALERT, reason, trip.at), view.house, words)
    return AlertCard(entity, SYMBOLS[trip.point.attribute], title, stamp(trip.at, view, words), (), text)


def _intruders(alert: Alert, alarm: AlarmView, view: HouseView, words: Words) -> AlertCard:
    end = N_("Disarm with the code: that ends it and silences the siren.")
    if not alarm.code_needed:
        end = N_("Disarm: that ends it and silences the siren.")
    return AlertCard(
        key=f"intruders {alert.since.timestamp()}",
        symbol="notifications_active",
        title=words.say(N_("Alarm: somebody came in")),
        when=stamp(alert.since, view, words),
        evidence=tuple(_evidence(alert, alarm, view, words)),
        text=words.say(end),
    )


def _evidence(alert: Alert, alarm: AlarmView, view: HouseView, words: Words) -> Iterator[tuple[str, Mark]]:
    if alert.watch is not None and alert.who is not None and alert.armed is not None:
        by = who(alert.who, words, here=alarm.panel is None)
        armed = words.say(_HAD_BEEN[alert.watch], who=by, when=stamp(alert.armed, view, words))
        yield "", Mark(armed, "shield_lock")
    for trip in alert.trips[:_MOST]:
        name = thing(trip.point.entity, view.house, words)
        seen = words.say(_SEEN.get(trip.point.attribute, N_("{what} opened")), what=name)
        yield stamp(trip.at, view, words), Mark(seen, SYMBOLS.get(trip.point.attribute, "sensors"))


def _sirens(view: HouseView) -> Iterator[int]:
    """The latest act about each siren, where that turned it on."""
    seen = set[object]()
    for record in view.decisions:
        request = record.decision.request
        device = view.house.device(request.point.entity)
        if device is None or device.kind is not DeviceKind.SIREN or request.point in seen:
            continue
        if record.decision.outcome is Outcome.ACTED:
            seen.add(request.point)
            if request.value is True and record.decision.before is False:
                yield record.number
