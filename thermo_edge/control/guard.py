"""The one door to the devices: only what passes here becomes a Command, whoever asked for it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from thermo_edge.control import covers, flows, lamps, limits
from thermo_edge.control.overrides import runs, same, switched
from thermo_edge.control.windows import PAUSES
from thermo_edge.home.house import Attribute, DeviceKind, Domain, Mode, Point, Value
from thermo_edge.home.memory import DeviceMemory, Memory, Pending
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import Snapshot
from thermo_edge.home.turn import Answer, Ask, Command, Decision, Outcome, Priority, Request

ANSWERABLE = timedelta(hours=12)
"""How long a question waits, and its answer holds, where its aim has no end of its own."""

_OURS = frozenset({DeviceKind.DUTY, DeviceKind.SIREN, DeviceKind.LIGHT})
"""Of these it matters who turned them on."""

_LENT = frozenset({Attribute.SET_POINT, Attribute.HVAC_MODE})
"""What goes back to what it was after safety or a person's wish changed it."""

_NO_QUESTIONS = frozenset({Attribute.POSITION, Attribute.FLOW})
"""What is too small a thing to ask a person about: in ask it is suggested."""

SAME_AIM = 0.25
"""K; a question about an aim this near is the same question."""


class _Cleared(Command):
    """A request that passed. There is no other way to make a Command."""

    __slots__ = ("_number", "_request")

    def __init__(self, number: int, request: Request) -> None:
        self._number = number
        self._request = request

    @property
    def number(self) -> int:
        return self._number

    @property
    def point(self) -> Point:
        return self._request.point

    @property
    def value(self) -> Value:
        return self._request.value

    @property
    def request(self) -> Request:
        return self._request


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of the requests. `wake`: one that was refused for a while may be asked again then."""

    decisions: tuple[Decision, ...]
    commands: tuple[Command, ...]
    memory: Memory
    wake: datetime | None


def judge(snapshot: Snapshot, memory: Memory, requests: Iterable[Request]) -> Judgement:
    """Arbitrate between the requests for each point, and let through what every rule allows."""
    rivals: dict[Point, list[Request]] = {}
    for request in requests:
        rivals.setdefault(request.point, []).append(limits.fitted(snapshot, request))
    decisions: list[Decision] = []
    commands: list[Command] = []
    wakes: list[datetime] = []
    # a lamp goes on or off first: its brightness and colour depend on that
    for wanted in sorted(rivals.values(), key=lambda each: each[0].point.attribute in lamps.DIALS):
        decided, memory, wake = _arbitrate(snapshot, memory, sorted(wanted, key=_rank))
        decisions += [decision for decision in decided if not lamps.along(decision)]
        commands += [_Cleared(memory.command, d.request) for d in decided if d.outcome is Outcome.ACTED]
        wakes += [wake] if wake else []
    return Judgement(tuple(decisions), tuple(commands), memory, min(wakes, default=None))


def _rank(request: Request) -> tuple[int, bool]:
    return request.priority, not request.hazard


def _arbitrate(
    snapshot: Snapshot, memory: Memory, rivals: list[Request]
) -> tuple[list[Decision], Memory, datetime | None]:
    """The first request that may be done is done; those above it were refused, those below it are outranked."""
    decided: list[Decision] = []
    wake: datetime | None = None
    shown = False  # a request above would have been done, had its mode allowed it
    for place, request in enumerate(rivals):
        if shown and not request.gives_back and request.priority is not Priority.PERSON:
            continue
        outcome, because, memory = _check(snapshot, memory, request)
        if request.gives_back and outcome in (Outcome.WOULD, Outcome.SATISFIED):
            back = because is not None and because.code is Code.ALREADY_SO
            memory = _returned(memory, request.point) if back else memory
            continue
        decided.append(Decision(request, outcome, because, snapshot.value(request.point)))
        left = because.get("left") if because else None
        if isinstance(left, float):
            again = snapshot.at + timedelta(seconds=left)
            wake = min(wake, again) if wake else again
        if outcome is Outcome.ACTED:
            memory = _sent(snapshot, memory, request)
        if outcome in (Outcome.ACTED, Outcome.SATISFIED):
            memory = _borrow(snapshot, memory, request, outcome)
            decided += [
                _outranked(snapshot, request, rival) for rival in rivals[place + 1 :] if _differs(request, rival)
            ]
            break
        shown = shown or outcome is not Outcome.REFUSED
    return decided, memory, wake


def _differs(winner: Request, rival: Request) -> bool:
    return not rival.gives_back and not same(rival.point.attribute, winner.value, rival.value)


def _outranked(snapshot: Snapshot, winner: Request, rival: Request) -> Decision:
    because = winner.reason if winner.priority is Priority.SAFETY else Reason.of(Code.OUTRANKED)
    return Decision(rival, Outcome.REFUSED, because, snapshot.value(rival.point))


def _check(snapshot: Snapshot, memory: Memory, request: Request) -> tuple[Outcome, Reason | None, Memory]:
    """Every rule in turn; the mode last, so that what is shown in observe is what would really have been done."""
    device = snapshot.house.device(request.point.entity)
    wrong = limits.possible(snapshot.house, device, request)
    if device is None or wrong is not None:
        return Outcome.REFUSED, wrong, memory
    unbacked = limits.backed(snapshot, memory, device, request)  # first: it may be on already, and must not stay so
    if unbacked is not None:
        return Outcome.REFUSED, unbacked, memory
    standing = limits.standing(snapshot, memory, device, request)
    if standing is not None:
        return Outcome.SATISFIED, standing, _answered_by_itself(memory, request)
    for rule in limits.RULES:
        refused = rule(snapshot, memory, device, request)
        if refused is not None:
            return Outcome.REFUSED, refused, memory
    return _leave(snapshot, memory, request)


def _leave(snapshot: Snapshot, memory: Memory, request: Request) -> tuple[Outcome, Reason | None, Memory]:
    """What the mode of the place allows. Safety, a person, and giving back act everywhere but in observe.

    An open window is no danger: what pauses for it needs the leave that heating has.
    """
    mode = mode_of(snapshot, memory, request)
    if mode is Mode.OBSERVE:
        outcome = Outcome.REFUSED if request.priority is Priority.PERSON else Outcome.WOULD
        return outcome, Reason.of(Code.OBSERVING), memory
    saves = request.priority is Priority.SAFETY and request.reason.code not in PAUSES
    if mode is Mode.ACT or request.gives_back or saves or request.priority is Priority.PERSON:
        return Outcome.ACTED, None, memory
    if mode is Mode.SUGGEST or lamps.adjusts(request) or request.point.attribute in _NO_QUESTIONS:
        return Outcome.SUGGESTED, Reason.of(Code.SUGGESTING), memory
    return _asked(snapshot, memory, request)


def mode_of(snapshot: Snapshot, memory: Memory, request: Request) -> Mode:
    """The mode in force: what is set now, never above what the settings allow the place and the device."""
    device = snapshot.house.device(request.point.entity)
    ceiling = min(snapshot.house.ceiling(request.place), device.ceiling if device is not None else Mode.OBSERVE)
    return min(memory.modes.of(request.place, request.domain), ceiling)


def _asked(snapshot: Snapshot, memory: Memory, request: Request) -> tuple[Outcome, Reason | None, Memory]:
    """Mode ask: one tap for an aim, good until the aim's end."""
    until = request.until or snapshot.at + ANSWERABLE
    new = Ask(request.place, request.domain, request.aim, request.reason, snapshot.at, until)
    ask = memory.asks.get(new.key)
    if ask is None and request.value is True and _warm_enough(request):
        temperature, low = request.reason.get("temperature"), request.reason.get("low")
        return Outcome.REFUSED, Reason.of(Code.WARM_ENOUGH, temperature=temperature, low=low), memory
    if ask is not None and ask.answer is Answer.YES and request.reason.code in PAUSES:
        return Outcome.ACTED, None, memory  # whoever let it heat lets it pause
    if ask is None or not _same_aim(ask.aim, request.aim):
        return Outcome.ASKED, Reason.of(Code.ASKING), replace(memory, asks={**memory.asks, new.key: new})
    if ask.answer is Answer.YES:
        return Outcome.ACTED, None, memory
    if ask.answer is Answer.NO:
        if request.domain is Domain.LIGHTING:
            return Outcome.REFUSED, Reason.of(Code.LAMP_DECLINED, until=ask.until), memory
        return Outcome.REFUSED, Reason.of(Code.DECLINED, target=ask.aim, until=ask.until), memory
    return Outcome.ASKED, Reason.of(Code.ASKING), memory


def _answered_by_itself(memory: Memory, request: Request) -> Memory:
    """Without an open question about another aim: what is wanted of its place by now is so already."""
    open_ = (ask for ask in memory.asks.values() if ask.answer is Answer.OPEN)
    ask = next((ask for ask in open_ if (ask.place, ask.domain) == (request.place, request.domain)), None)
    if ask is None or ask.aim is None or request.aim is None or _same_aim(ask.aim, request.aim):
        return memory
    return replace(memory, asks={key: each for key, each in memory.asks.items() if key != ask.key})


def _warm_enough(request: Request) -> bool:
    """Whether its room is in its band: a switch that only keeps it there is not worth a question.

    A set-point is asked about all the same, once: it says whether the room will stay there.
    """
    temperature, low = request.reason.get("temperature"), request.reason.get("low")
    known = isinstance(temperature, float) and isinstance(low, float)
    return request.domain is Domain.CLIMATE and known and float(temperature or 0.0) >= float(low or 0.0)


def _same_aim(one: float | None, other: float | None) -> bool:
    return one == other if one is None or other is None else abs(one - other) <= SAME_AIM


def _sent(snapshot: Snapshot, memory: Memory, request: Request) -> Memory:
    """Remember the command that is about to be made: its number, and what minimum times and budgets need."""
    point, now = request.point, snapshot.at
    device, former = snapshot.house.device(point.entity), memory.pending.get(point)
    assert device is not None
    again = former is not None and former.confirmed is None and same(point.attribute, former.value, request.value)
    pending = Pending(
        number=memory.command + 1,
        value=request.value,
        before=snapshot.value(point),
        at=now,
        contexts=former.contexts[-3:] if former else (),
        tries=former.tries + 1 if former and again else 1,
        former=former.value if former and not again else None,
    )
    known = memory.devices.get(device.entity, DeviceMemory())
    writes = (*(at for at in known.writes if now - at < limits.HOUR), now)
    memory = replace(
        memory,
        command=pending.number,
        pending={**memory.pending, point: pending},
        devices={**memory.devices, device.entity: replace(known, writes=writes)},
    )
    if point != device.switch:
        return memory
    on = runs(request.value)
    return switched(snapshot.house, memory, device, on, now, told=True, ours=device.kind in _OURS)


def _borrow(snapshot: Snapshot, memory: Memory, request: Request, outcome: Outcome) -> Memory:
    """Keep what a point was before safety or a person's wish changed it; a rule that is in charge owes nothing back."""
    point, lent = request.point, request.priority in (Priority.SAFETY, Priority.PERSON)
    if point.attribute is Attribute.POSITION:
        return replace(memory, borrowed=covers.lent(snapshot, memory, request, outcome))
    if point.attribute is Attribute.FLOW:
        return replace(memory, borrowed=flows.lent(snapshot, memory, request, outcome))
    if point.attribute not in _LENT or request.gives_back or (lent and outcome is Outcome.SATISFIED):
        return memory
    if lent and request.reason.code is not Code.UNDONE:
        before = snapshot.value(point)
        if point in memory.borrowed or before is None:
            return memory
        return replace(memory, borrowed={**memory.borrowed, point: before})
    in_charge = outcome is Outcome.ACTED or mode_of(snapshot, memory, request) is Mode.ACT
    return _returned(memory, point) if in_charge else memory


def _returned(memory: Memory, point: Point) -> Memory:
    if point not in memory.borrowed:
        return memory
    return replace(memory, borrowed={known: value for known, value in memory.borrowed.items() if known != point})
