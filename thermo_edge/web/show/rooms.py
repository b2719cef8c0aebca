"""A room as its card shows it: always the same lines, so that one learns where to look."""

from collections.abc import Sequence
from dataclasses import dataclass

from thermo_edge.climate.targets import bands
from thermo_edge.home.house import Attribute
from thermo_edge.home.memory import WindowState
from thermo_edge.home.presence import Presence
from thermo_edge.home.reason import Code
from thermo_edge.home.turn import Decision, Outcome, Priority
from thermo_edge.home.view import HouseView, RoomView
from thermo_edge.language.marks import N_, What
from thermo_edge.language.words import Words, what
from thermo_edge.ports import Sample
from thermo_edge.web.show.headline import heats
from thermo_edge.web.show.lamps import lamps_mark
from thermo_edge.web.show.marks import Mark, band_range, mode_mark
from thermo_edge.web.show.ribbon import BEHIND, ribbon
from thermo_edge.web.show.tastes import TasteRow, taste_rows

_PRESENCE = {
    Presence.PRESENT: (N_("Somebody here"), "person", "on"),
    Presence.ABSENT: (N_("Nobody here"), "person_off", ""),
    Presence.UNKNOWN: (N_("Presence not known"), "help", ""),
}
_WHY_NOT = {
    Code.MINIMUM_OFF: (N_("Rests for {left}"), "hourglass_empty", ""),
    Code.HELD: (N_("Left alone until {until}"), "front_hand", ""),
    Code.DECLINED: (N_("You said no until {until}"), "block", ""),
    Code.UNPROTECTED: (N_("Switch-off not set up"), "power_off", "warn"),
    Code.DEVICE_AWAY: (N_("Heater does not answer"), "sensors_off", "warn"),
    Code.BUDGET_SPENT: (N_("Waits: enough messages"), "hourglass_empty", ""),
}


@dataclass(frozen=True, slots=True)
class RoomCard:
    """What stands on the card. `ribbon` is None until the first reading of the history is done."""

    key: str
    name: str
    mode: Mark
    degrees: str
    known: bool
    stale: bool
    aside: str  # the target, what is wished, or how old the temperature is
    lasts: str  # until when it is wished
    targeted: bool  # whether it is the target
    wished: bool  # whether it is a wish
    ribbon: str | None
    facts: tuple[Mark, ...]
    tastes: tuple[TasteRow, ...] = ()


def room_card(room: RoomView, view: HouseView, words: Words, samples: Sequence[Sample] | None) -> RoomCard:
    """The card of a room."""
    known = room.temperature is not None
    return RoomCard(
        key=str(room.id),
        name=room.name,
        mode=mode_mark(room.mode, words),
        degrees=words.temperature(room.temperature) if known else words.say(N_("Not known")),
        known=known,
        stale=room.stale,
        aside=_aside(room, words),
        lasts=_lasts(room, view, words),
        targeted=_live(room) and room.wish is None and room.band is not None,
        wished=_live(room) and room.wish is not None,
        ribbon=None if samples is None else _ribbon(room, view, samples),
        facts=(*_presence(room, view, words), *_light(room, words), _heating(room, view, words)),
        tastes=taste_rows(room, view, words),
    )


def _aside(room: RoomView, words: Words) -> str:
    if room.stale or room.temperature is None:
        if room.silent is None:
            return words.say(N_("never reported"))
        return words.say(N_("{silent} ago"), silent=room.silent.total_seconds())
    if room.wish is not None:
        return words.temperature(room.wish.target)
    return band_range(room.band, words) if room.band is not None else ""


def _lasts(room: RoomView, view: HouseView, words: Words) -> str:
    if room.wish is None or not _live(room):
        return ""
    return words.say(N_("until {until}"), until=words.ahead(room.wish.until, view.at))


def _live(room: RoomView) -> bool:
    return not room.stale and room.temperature is not None


def _ribbon(room: RoomView, view: HouseView, samples: Sequence[Sample]) -> str:
    now = view.at.replace(minute=view.at.minute // 5 * 5, second=0, microsecond=0)
    ahead = room.bands or (((now, room.band),) if room.band is not None else ())
    known = view.house.room(room.id)
    behind = bands(view.house, known, now - BEHIND, BEHIND) if known is not None else ()
    return ribbon(now, samples, (*behind, *ahead), None if room.stale else room.temperature)


def _presence(room: RoomView, view: HouseView, words: Words) -> tuple[Mark, ...]:
    """Of the room itself, in a house that has sensors for it at all."""
    seeing = any(known.sensing(Attribute.MOTION) or known.sensing(Attribute.PRESENCE) for known in view.house.rooms)
    if room.here is None and not seeing:
        return ()
    sentence, symbol, tone = _PRESENCE[room.here or Presence.UNKNOWN]
    return (Mark(words.say(sentence), symbol, tone),)


def _light(room: RoomView, words: Words) -> tuple[Mark, ...]:
    return (lamps_mark(room.lamps, words),) if room.lamps is not None else ()


def _heating(room: RoomView, view: HouseView, words: Words) -> Mark:
    """What the heating does, or why it does not."""
    if room.stale:
        return Mark(words.say(N_("Thermometer silent")), "sensors_off", "warn")
    if room.window_open or room.window is WindowState.OPEN:
        return Mark(words.say(N_("Window open")), "window", "warn")
    if room.cooling:
        return Mark(words.say(N_("Cooling")), "mode_cool", "cool")
    if not room.heats:
        return Mark(words.say(N_("Nothing heats here")), "mode_heat_off")
    if room.heating is None:
        return Mark(words.say(N_("Heating not known")), "help")
    if heats(room):
        sentence = N_("Heating") if room.heating > 0.995 else N_("Heating, {share}")
        return Mark(words.say(sentence, share=room.heating), "mode_heat", "hot")
    return _not_heating(room, view, words)


def _not_heating(room: RoomView, view: HouseView, words: Words) -> Mark:
    decision = room.decision.decision if room.decision is not None else None
    if decision is not None and what(decision.request, view.house) in {What.HEAT_ON, What.SET}:
        if decision.outcome is Outcome.ASKED:
            return Mark(words.say(N_("Asks: warm to {aim}"), aim=device_aim(decision)), "help")
        if decision.outcome is Outcome.SUGGESTED:
            return Mark(words.say(N_("Suggests {aim}"), aim=device_aim(decision)), "lightbulb")
        if decision.outcome is Outcome.WOULD and _cold(decision, room):
            return Mark(words.say(N_("Would warm to {aim}"), aim=device_aim(decision)), "visibility")
        because = _WHY_NOT.get(decision.because.code) if decision.because is not None else None
        if because is not None and decision.because is not None and _wants_heat(decision, room):
            sentence, symbol, tone = because
            return Mark(words.say(sentence, **words.timed(decision.because, view.at)), symbol, tone)
    return Mark(words.say(N_("Not heating")), "mode_heat_off")


def _wants_heat(decision: Decision, room: RoomView) -> bool:
    refused = decision.outcome is Outcome.REFUSED and decision.request.priority is not Priority.SAFETY
    return refused and (decision.request.aim is None or _cold(decision, room))


def _cold(decision: Decision, room: RoomView) -> bool:
    aim = decision.request.aim
    return aim is not None and room.temperature is not None and room.temperature < aim


def device_aim(decision: Decision) -> float | None:
    """The set-point that the device would get, the one number to say; else what it serves."""
    value = decision.request.value
    return decision.request.aim if isinstance(value, bool | str) else float(value)
