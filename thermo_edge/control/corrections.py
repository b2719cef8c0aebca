"""What people call wrong changes the next decision at once: it is remembered for some days, and the guard heeds it."""

from dataclasses import replace
from datetime import datetime

from thermo_edge.climate.evidence import DIFFERENT, part_of
from thermo_edge.climate.following import RESTS
from thermo_edge.climate.objection import wanted_instead
from thermo_edge.climate.preference import Want
from thermo_edge.climate.targets import target
from thermo_edge.home.correction import LASTS, About, Correction, against
from thermo_edge.home.house import Attribute, Device, Domain, House
from thermo_edge.home.memory import Memory
from thermo_edge.home.presence import Presence
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import Snapshot
from thermo_edge.home.turn import Actor, ActorKind, DecisionRecord, Outcome, Priority, Request

MOST = 60
"""So many stand at once; the oldest give way."""

_HEEDS = frozenset({Priority.COMFORT, Priority.ENERGY})
"""Whose requests a person may call wrong. Safety, security and what a person wished are never held back by it."""

_GOES_ON = frozenset({Code.SOMEBODY_HERE, Code.SUN_DOWN})
_GOES_OUT = frozenset({Code.NOBODY_HERE, Code.UNSEEN_LONG, Code.DAYLIGHT, Code.SUN_UP, Code.GOING_OUT})
_FIXED = frozenset({Code.CLOCK_UNSURE, Code.VACATION})
"""Targets that rest on no habit of a room."""

_WANTS = {Want.WARMER: About.WARMER, Want.COOLER: About.COOLER}


def corrected(snapshot: Snapshot, memory: Memory, record: DecisionRecord, who: Actor) -> Memory:
    """A person called this decision wrong, or took it back.

    Called wrong is also that something was not done because somebody had called it wrong: then that is taken back.
    """
    decision, now = record.decision, snapshot.at
    request = decision.request
    if decision.outcome is Outcome.REFUSED:
        heeded = decision.because is not None and decision.because.code is Code.SAID_WRONG
        return _again(snapshot, memory, request) if heeded else memory
    about = _about(snapshot.house, record) if request.priority in _HEEDS else None
    about = _by_hand(memory, record) or about if about in _WANTS.values() else about
    if about is None or _on_its_way(snapshot, memory, record, about):
        return memory
    when = max(record.at, min(now, record.until))
    warmth = about in _WANTS.values()
    made = Correction(
        decision=record.number,
        place=request.place,
        domain=request.domain,
        about=about,
        who=who,
        at=now,
        when=when,
        until=now + LASTS,
        part=str(part_of(snapshot.house.local(when))) if warmth else "",
        away=warmth and _away(snapshot, record),
    )
    memory = taken_back(memory, record.number)
    if warmth:
        return replace(memory, taste=replace(memory.taste, corrected=(*memory.taste.corrected, made)[-MOST:]))
    return replace(memory, corrections=(*memory.corrections, made)[-MOST:])


def taken_back(memory: Memory, decision: int) -> Memory:
    """What was said of this decision counts no more."""
    return _kept(memory, [each for each in standing(memory) if each.decision != decision])


def expired(memory: Memory, now: datetime) -> Memory:
    """Let go of what was said too long ago."""
    return _kept(memory, [each for each in standing(memory) if now < each.until])


def standing(memory: Memory) -> tuple[Correction, ...]:
    """Everything that people called wrong of late."""
    return (*memory.taste.corrected, *memory.corrections)


def heeded(snapshot: Snapshot, memory: Memory, device: Device, request: Request) -> Reason | None:  # noqa: ARG001
    """The guard's rule: what somebody called wrong here is not done again at about this time of the day."""
    if not memory.corrections or request.priority not in _HEEDS or request.gives_back:
        return None
    about = _of(request, snapshot.number(request.point))
    if about is None:
        return None
    found = against(memory.corrections, snapshot.house, request.place, about, snapshot.at)
    return found.reason(Code.SAID_WRONG, snapshot.house) if found is not None else None


# --- helpers ------------------------------------------------------------------------------------------------------


def _kept(memory: Memory, left: list[Correction]) -> Memory:
    if len(left) == len(memory.taste.corrected) + len(memory.corrections):
        return memory
    warmth = tuple(each for each in left if each.about in _WANTS.values())
    others = tuple(each for each in left if each.about not in _WANTS.values())
    return replace(memory, taste=replace(memory.taste, corrected=warmth), corrections=others)


def _again(snapshot: Snapshot, memory: Memory, request: Request) -> Memory:
    """All that was said against this here and now is taken back."""
    about = _of(request, snapshot.number(request.point))
    while about is not None:
        found = against(memory.corrections, snapshot.house, request.place, about, snapshot.at)
        if found is None:
            break
        memory = taken_back(memory, found.decision)
    return memory


def _by_hand(memory: Memory, record: DecisionRecord) -> About | None:
    """Who has just set it otherwise by hand has said which way is meant."""
    request = record.decision.request
    for hold in memory.holds.values():
        ours, theirs = request.value, hold.value
        person = hold.point == request.point and hold.who.kind is ActorKind.PERSON and hold.since >= record.at
        if person and isinstance(ours, float) and isinstance(theirs, float) and abs(theirs - ours) >= DIFFERENT:
            return About.WARMER if theirs > ours else About.COOLER
    return None


def _on_its_way(snapshot: Snapshot, memory: Memory, record: DecisionRecord, about: About) -> bool:
    """Too cold in a room that is wanted warmer than it is: not what is wanted was wrong, it is only not there yet.

    Not where it rests: who is cold then means that it should heat.
    """
    if record.decision.request.reason.code in RESTS:
        return False
    room, inside = snapshot.house.room(record.decision.request.place), None
    if room is not None:
        inside = snapshot.sense(room.id).temperature
    if about is not About.WARMER or room is None or inside is None:
        return False
    return inside < target(snapshot, room, None, memory.taste).band.low


def _about(house: House, record: DecisionRecord) -> About | None:
    decision = record.decision
    request = decision.request
    if request.domain is not Domain.CLIMATE or request.point.attribute is Attribute.POSITION:
        before = decision.before
        return _of(request, float(before) if isinstance(before, float) else None)
    if house.room(request.place) is None or request.reason.code in _FIXED:
        return None
    want = wanted_instead(decision, house.device(request.point.entity))
    return _WANTS.get(want) if want is not None else None


def _of(request: Request, before: float | None) -> About | None:
    """What of the kinds that are not done again a request is; `before`: % that a cover is open."""
    code, attribute = request.reason.code, request.point.attribute
    if attribute is Attribute.POSITION and isinstance(request.value, float) and before is not None:
        return About.LOWER if request.value < before else About.RAISE
    if request.domain is not Domain.LIGHTING:
        return None
    if code in _GOES_ON:
        return About.LIGHT_ON
    if code in _GOES_OUT:
        return About.LIGHT_OFF
    return About.DIALS if code is Code.BY_THE_SUN else None


def _away(snapshot: Snapshot, record: DecisionRecord) -> bool:
    """Whether it rested on nobody being home; a plan's own reasons do not say, so the belief of now does."""
    code = record.decision.request.reason.code
    if code in (Code.WARM_HOURS, Code.SETBACK_HOURS, Code.AS_AGREED):
        return False
    return code is Code.NOBODY_HOME or snapshot.presence is Presence.ABSENT
