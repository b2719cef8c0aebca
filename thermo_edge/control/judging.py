"""What people make of what was done: answers, hands soon after, and words, counted by day for the trust ladder."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from thermo_edge.control import trust
from thermo_edge.control.acts import SAME_AIM, counted
from thermo_edge.control.hindsight import NEAR, agrees
from thermo_edge.control.overrides import same
from thermo_edge.home.hindsight import Act
from thermo_edge.home.house import Attribute, Domain, Value
from thermo_edge.home.memory import Memory
from thermo_edge.home.snapshot import Snapshot
from thermo_edge.home.trust import Occasion, Record, Tally, Word
from thermo_edge.home.turn import (
    ActorKind,
    Answer,
    Change,
    Decision,
    DecisionRecord,
    Hold,
    Outcome,
    Priority,
    Verdict,
    Wish,
)

JUDGED = {Domain.LIGHTING: timedelta(minutes=10), Domain.CLIMATE: timedelta(hours=2)}
"""So long after it hands speak of what was done, suggested or would have been done."""

OUT_AGAIN = timedelta(minutes=2)
"""Who turns off a lamp so soon after we turned it on minds; later they may just be leaving."""

AGAIN = timedelta(hours=2)
"""What is wanted for longer is another occasion."""

ANSWERED = timedelta(hours=12)
"""A question is looked after for so long."""

_COUNTS = frozenset({Outcome.ACTED, Outcome.ASKED, Outcome.SUGGESTED, Outcome.WOULD})
_DONE = frozenset({Outcome.ACTED, Outcome.ASKED})
_MOST_OCCASIONS, _MOST_WORDS = 6, 40


def step(
    snapshot: Snapshot, memory: Memory, decisions: Sequence[Decision], changes: Sequence[Change], before: Memory
) -> Memory:
    """After a turn: judge what can be judged, note what is new, and lower what people minded too often.

    Times that are not normal teach nothing, and by a clock that cannot be trusted there are no days.
    """
    if snapshot.clock_behind or snapshot.regime is not None:
        return memory
    made = _by_hand(snapshot, memory, changes, before)
    made = _by_answer(snapshot, made)
    for decision in decisions:
        if _occasion(snapshot, decision):
            made = _noted(snapshot, made, decision)
    return _settled(snapshot, made)


def worded(snapshot: Snapshot, memory: Memory, record: DecisionRecord, verdict: Verdict) -> Memory:
    """A person's word on a decision: once for each, and for what it was an occasion of; it can be taken back."""
    request = record.decision.request
    if request.domain not in JUDGED or snapshot.house.room(request.place) is None:
        return memory
    if record.decision.outcome not in _COUNTS or request.priority not in (Priority.COMFORT, Priority.ENERGY):
        return memory
    name = trust.key(request.domain, request.place)
    known = _unsaid(memory.record.get(name, Record()), record.number)
    if verdict is Verdict.RETRACTED:
        return _with(memory, name, known)
    right, today = verdict is Verdict.RIGHT, snapshot.house.local(snapshot.at).toordinal()
    occasion = _occasion_of(known, record)
    known = _taken_over(known, occasion, right) if occasion is not None else known
    about = occasion.at if occasion is not None else None
    counts = about is None or not any(word.about == about and word.counts for word in known.words)
    known = _counted(known, today, right) if counts else known
    known = replace(known, words=(*known.words, Word(record.number, right, today, about, counts))[-_MOST_WORDS:])
    memory = _with(memory, name, known)
    return trust.lowered(snapshot.house, memory, request.domain, request.place, snapshot.at)


# --- occasions ----------------------------------------------------------------------------------------------------


def _occasion(snapshot: Snapshot, decision: Decision) -> bool:
    request = decision.request
    wanted = request.domain in JUDGED and request.priority in (Priority.COMFORT, Priority.ENERGY)
    return wanted and decision.outcome in _COUNTS and counted(snapshot.house, decision)


def _noted(snapshot: Snapshot, memory: Memory, decision: Decision) -> Memory:
    """Something new: what goes on, cycles, or concerns several lamps is one occasion."""
    request, now = decision.request, snapshot.at
    name = trust.key(request.domain, request.place)
    known = memory.record.get(name, Record())
    last = known.occasions[-1] if known.occasions else None
    if last is not None and _same(last.decision, decision) and timedelta(0) <= now - last.at < AGAIN:
        return memory
    known = replace(known, occasions=(*known.occasions, Occasion(now, decision))[-_MOST_OCCASIONS:])
    if decision.outcome in _DONE:
        known = _tallied(known, snapshot.house.local(now).toordinal(), done=1)
    return _with(memory, name, known)


def _same(one: Decision, other: Decision) -> bool:
    first, second = one.request, other.request
    if first.domain is Domain.CLIMATE and first.aim is not None and second.aim is not None:
        return abs(first.aim - second.aim) <= SAME_AIM
    return same(first.point.attribute, first.value, second.value)


def _settled(snapshot: Snapshot, memory: Memory) -> Memory:
    """Let go of what can be judged no more."""
    for name, known in memory.record.items():
        left = tuple(each for each in known.occasions if snapshot.at - each.at < _kept(each))
        if len(left) < len(known.occasions):
            memory = _with(memory, name, replace(known, occasions=left))
    return memory


def _kept(occasion: Occasion) -> timedelta:
    longest = max(AGAIN, JUDGED[occasion.decision.request.domain])
    return ANSWERED if occasion.decision.outcome is Outcome.ASKED else longest


# --- judging ------------------------------------------------------------------------------------------------------


def _by_answer(snapshot: Snapshot, memory: Memory) -> Memory:
    """Yes and no to a question."""
    for ask in memory.asks.values():
        if ask.answer is Answer.OPEN or ask.domain not in JUDGED:
            continue
        name = trust.key(ask.domain, ask.place)
        known = memory.record.get(name, Record())
        mine = [o for o in known.occasions if o.decision.outcome is Outcome.ASKED and o.right is None]
        mine = [o for o in mine if o.at >= ask.since and _about(o, ask.aim)]
        if mine:
            memory = _judged(snapshot, memory, name, mine[-1], ask.answer is Answer.YES)
    return memory


def _about(occasion: Occasion, aim: float | None) -> bool:
    mine = occasion.decision.request.aim
    return mine == aim if mine is None or aim is None else abs(mine - aim) <= SAME_AIM


def _by_hand(snapshot: Snapshot, memory: Memory, changes: Sequence[Change], before: Memory) -> Memory:
    """What people set soon after: the same as was suggested speaks for it, the contrary against it."""
    if not memory.record:
        return memory
    for done in _hands(snapshot, memory, changes, before):
        place, domain = (done.room, done.domain) if isinstance(done, Wish) else (done.place, _domain(snapshot, done))
        name = trust.key(domain, place) if domain is not None else ""
        for occasion in reversed(memory.record.get(name, Record()).occasions):
            verdict = _verdict(occasion, done)
            if verdict is not None:
                memory = _judged(snapshot, memory, name, occasion, verdict)
                break
    return memory


def _hands(snapshot: Snapshot, memory: Memory, changes: Iterable[Change], before: Memory) -> Iterable[Hold | Wish]:
    for change in changes:
        device = snapshot.house.device(change.point.entity)
        if device is not None and change.who.kind is ActorKind.PERSON:
            yield Hold(change.point, change.value, device.place, change.who, change.at, change.at)
    if memory.wishes is not before.wishes:
        yield from (wish for place, wish in memory.wishes.items() if before.wishes.get(place) != wish)


def _domain(snapshot: Snapshot, hold: Hold) -> Domain | None:
    device = snapshot.house.device(hold.point.entity)
    return device.domain if device is not None else None


def _verdict(occasion: Occasion, done: Hold | Wish) -> bool | None:
    """Whether a hand or a wish agrees with it; None: it says nothing about it."""
    after, request = done.since - occasion.at, occasion.decision.request
    if not timedelta(0) <= after <= JUDGED[request.domain] or occasion.right is not None:
        return None
    found = _agrees(occasion, done)
    if occasion.decision.outcome is not Outcome.ACTED:
        return found
    lamp_on = request.point.attribute is Attribute.ON and request.domain is Domain.LIGHTING and request.value is True
    if found is not False or (lamp_on and after > OUT_AGAIN):
        return None  # after our own act the same is no news
    return False


def _agrees(occasion: Occasion, done: Hold | Wish) -> bool | None:
    """Any lamp of the room speaks for its light; what we set already is minded by whoever sets it otherwise."""
    request = occasion.decision.request
    if occasion.decision.outcome is Outcome.ACTED and request.domain is Domain.CLIMATE:
        celsius, ours = (done.target, request.aim) if isinstance(done, Wish) else (done.value, request.value)
        if _degrees(celsius) and _degrees(ours):
            return abs(float(celsius) - float(ours or 0.0)) <= NEAR
    if request.domain is Domain.LIGHTING and isinstance(done, Hold) and done.point.attribute is Attribute.ON:
        return done.value is request.value
    return agrees(Act(occasion.at, occasion.decision), done)


def _degrees(value: Value | None) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _judged(snapshot: Snapshot, memory: Memory, name: str, occasion: Occasion, right: bool) -> Memory:
    request = occasion.decision.request
    known, today = memory.record[name], snapshot.house.local(snapshot.at).toordinal()
    marked = tuple(replace(each, right=right, day=today) if each is occasion else each for each in known.occasions)
    known = _counted(replace(known, occasions=marked), today, right)
    memory = _with(memory, name, known)
    return trust.lowered(snapshot.house, memory, request.domain, request.place, snapshot.at)


def _occasion_of(known: Record, record: DecisionRecord) -> Occasion | None:
    """What a decision was an occasion of, if that can still be judged."""
    for occasion in reversed(known.occasions):
        if record.at - AGAIN <= occasion.at <= record.until and _same(occasion.decision, record.decision):
            return occasion
    return None


def _taken_over(known: Record, occasion: Occasion, right: bool) -> Record:
    """A word goes before the hand that had judged the same occasion."""
    if occasion.right is not None and occasion.day is not None:
        known = _tallied(known, occasion.day, right=-int(occasion.right), wrong=-int(not occasion.right))
    said = replace(occasion, right=right, day=None)
    return replace(known, occasions=tuple(said if each is occasion else each for each in known.occasions))


def _unsaid(known: Record, decision: int) -> Record:
    """Without what was said of this decision before."""
    for word in known.words:
        if word.decision == decision and word.counts:
            known = _tallied(known, word.day, right=-int(word.right), wrong=-int(not word.right))
    return replace(known, words=tuple(word for word in known.words if word.decision != decision))


def _counted(known: Record, day: int, right: bool) -> Record:
    return _tallied(known, day, right=int(right), wrong=int(not right))


def _tallied(known: Record, day: int, done: int = 0, right: int = 0, wrong: int = 0) -> Record:
    """Added to a day; of a day that no longer counts nothing is left to take away."""
    found = next((each for each in known.days if each.day == day), None)
    if found is None and min(done, right, wrong) < 0:
        return known
    tally = found or Tally(day)
    tally = Tally(day, tally.done + done, max(0, tally.right + right), max(0, tally.wrong + wrong))
    days = {each.day: each for each in known.days} | {day: tally}
    return replace(known, days=tuple(days[each] for each in sorted(days))[-trust.COUNTS :])


def _with(memory: Memory, name: str, known: Record) -> Memory:
    return replace(memory, record={**memory.record, name: known})
