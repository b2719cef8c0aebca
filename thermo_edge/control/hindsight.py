"""Whether something that would have been done would have been right, by what people did afterwards."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from thermo_edge.control.overrides import runs, same
from thermo_edge.control.windows import PAUSES
from thermo_edge.home.hindsight import Act, Judged, Judgement
from thermo_edge.home.house import Attribute, Domain, Point, Value
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.turn import ActorKind, DecisionRecord, Feedback, Hold, Verdict, Wish
from thermo_edge.occupancy.quality import HINDSIGHT

STEP = timedelta(minutes=5)
"""Of the replay: what happens within one is heard at its end."""

JUST_BEFORE = 2 * STEP
"""A person who did the same so shortly before had the same in mind, and the replay had not heard of it yet."""

BY_HAND = timedelta(minutes=10)
"""Who turns on a lamp so soon after we would have wanted it on."""

SETTLED = {Domain.LIGHTING: HINDSIGHT, Domain.CLIMATE: timedelta(hours=2), Domain.SECURITY: HINDSIGHT}
"""So long after an act it is judged by what is known by then."""

PAUSED = timedelta(minutes=10)
"""Who sets the heat so soon after it would have paused for a window minds; later they may have closed it."""

ABOUT = timedelta(minutes=30)
"""A person's word on a decision of ours is about what would have been done so near to it in time."""

NEAR = 0.5
"""K between two set-points that are one to a person."""

_RIGHT, _WRONG, _UNKNOWN = Judgement.RIGHT, Judgement.WRONG, Judgement.UNKNOWN
_AWAY = frozenset({Code.NOBODY_HOME, Code.VACATION})


@dataclass(frozen=True, slots=True)
class After:
    """What is known of the time after an act, and shortly before it.

    `holds` and `wishes` are of its place; `values`: what its points were, with the times at which they became so;
    `seen`: when somebody was in its room, `home`: in the house; `sees`: whether its sensors could tell all the time.
    `elsewhere`: within half an hour somebody stirred in another room, or nobody was home by any sign.
    """

    holds: Sequence[Hold] = ()
    wishes: Sequence[Wish] = ()
    words: Sequence[tuple[DecisionRecord, Feedback]] = ()
    values: Sequence[tuple[datetime, Point, Value]] = ()
    seen: Sequence[datetime] = ()
    home: Sequence[datetime] = ()
    sees: bool = True
    elsewhere: bool = True
    complete: bool = True  # the history goes on for as long as judging takes


def judge(act: Act, after: After) -> Judged:
    """A person's word first, then their hands, then who was there, then what else was done; else it is not known."""
    for rule in (_by_word, _by_hand, _lamps, _climate):
        found = rule(act, after)
        if found is not None:
            return found
    return Judged(act, _UNKNOWN)


def _by_word(act: Act, after: After) -> Judged | None:
    for record, word in after.words:
        same_thing = record.decision.request.point == act.decision.request.point and same(
            act.decision.request.point.attribute, record.decision.request.value, act.decision.request.value
        )
        if not same_thing or not record.at - ABOUT <= act.at <= record.until + ABOUT:
            continue
        if word.verdict is Verdict.RIGHT:
            return Judged(act, _RIGHT)
        return Judged(act, _WRONG, Reason.of(Code.HINDSIGHT_SAID, who=word.who.name, kind=word.who.kind.value))
    return None


def _by_hand(act: Act, after: After) -> Judged | None:
    """The first thing that a person did about it."""
    done = [each for each in after.holds if each.who.kind is ActorKind.PERSON and not each.establish]
    all_of_them: list[Hold | Wish] = [*done, *after.wishes]
    for each in sorted(all_of_them, key=lambda one: one.since):
        within = PAUSED if act.decision.request.reason.code in PAUSES else SETTLED[act.domain]
        alike = agrees(act, each) if act.at - JUST_BEFORE < each.since <= act.at + within else None
        late = _lamp(act) and act.decision.request.value is True and each.since > act.at + BY_HAND
        if alike is None or (alike and late):
            continue
        if alike:
            return Judged(act, _RIGHT)
        if each.since <= act.at:
            return Judged(act, _UNKNOWN)  # in the living house this hold would have kept it from being done
        facts = {"who": each.who.name, "kind": each.who.kind.value, "after": each.since - act.at}
        if isinstance(each, Wish):
            return Judged(act, _WRONG, Reason.of(Code.HINDSIGHT_WISHED, target=each.target, **facts))
        return Judged(act, _WRONG, Reason.of(Code.HINDSIGHT_BY_HAND, **facts))
    return None


def agrees(act: Act, done: Hold | Wish) -> bool | None:
    """Whether a person wanted the same as the act; None: it is about something else."""
    request = act.decision.request
    if isinstance(done, Wish):
        if act.domain is not Domain.CLIMATE or request.aim is None or done.domain is not Domain.CLIMATE:
            return None
        return abs(done.target - request.aim) <= NEAR or _same_way(act, done.target)
    if act.domain is not Domain.CLIMATE:
        return same(request.point.attribute, done.value, request.value) if done.point == request.point else None
    if done.point.attribute is Attribute.SET_POINT and isinstance(done.value, float):
        if isinstance(request.value, float) and abs(done.value - request.value) <= NEAR:
            return True
        return _same_way(act, done.value)
    return runs(done.value) is _warms(act) if done.point.attribute in (Attribute.HVAC_MODE, Attribute.ON) else None


def _warms(act: Act) -> bool:
    value, before = act.decision.request.value, act.decision.before
    return value is True or (isinstance(value, float) and isinstance(before, float) and value > before)


def _same_way(act: Act, celsius: float) -> bool:
    """Whether what a person chose lies on the same side of what was so before."""
    request, before = act.decision.request, act.decision.before
    if isinstance(request.value, bool):
        return request.aim is None or (celsius >= request.aim) is request.value
    if not isinstance(before, float) or not isinstance(request.value, float):
        return False
    return (celsius - before) * (request.value - before) > 0.0


def _lamps(act: Act, after: After) -> Judged | None:
    if not _lamp(act):
        return None
    return _lamp_on(act, after) if act.decision.request.value is True else _lamp_off(act, after)


def _lamp_on(act: Act, after: After) -> Judged | None:
    """Done all the same by whatever it was; or people stayed and left it dark."""
    if any(value is True and act.at < at <= act.at + BY_HAND for at, _, value in after.values):
        return Judged(act, _RIGHT)
    lit = any(value is True and act.at < at <= act.at + HINDSIGHT for at, _, value in after.values)
    if lit or not after.complete or not after.sees:
        return None
    half = HINDSIGHT / 2
    early = _within(after.seen, act.at, act.at + half)
    late = _within(after.seen, act.at + half, act.at + HINDSIGHT)
    if early is None or late is None:
        return None
    return Judged(act, _WRONG, Reason.of(Code.HINDSIGHT_LEFT_DARK, after=HINDSIGHT))


def _lamp_off(act: Act, after: After) -> Judged | None:
    """Over somebody's head; or nobody was there for long."""
    if not after.sees:
        return None
    first = _within(after.seen, act.at, act.at + HINDSIGHT)
    if first is None:
        # a house in which nothing stirs at all may hold somebody who sits still right here
        return Judged(act, _RIGHT) if after.complete and after.elsewhere else None
    if first - act.at > STEP:
        return None
    return Judged(act, _WRONG, Reason.of(Code.HINDSIGHT_STILL_THERE, after=first - act.at))


def _climate(act: Act, after: After) -> Judged | None:
    """An absence that ended at once; or the device came to the same by itself, and nobody minded."""
    request = act.decision.request
    if act.domain is not Domain.CLIMATE:
        return None
    if request.reason.code in _AWAY:
        back = _within(after.home, act.at, act.at + HINDSIGHT)
        if back is not None:
            return Judged(act, _WRONG, Reason.of(Code.HINDSIGHT_CAME_HOME, after=back - act.at))
        if after.complete and after.sees:
            return Judged(act, _RIGHT)
    if request.point.attribute is not Attribute.SET_POINT:
        return None
    came = [value for at, point, value in after.values if point == request.point and at > act.at]
    if any(isinstance(v, float) and isinstance(request.value, float) and abs(v - request.value) <= NEAR for v in came):
        return Judged(act, _RIGHT)
    return None


def _lamp(act: Act) -> bool:
    return act.domain is Domain.LIGHTING


def _within(times: Iterable[datetime], begin: datetime, end: datetime) -> datetime | None:
    return min((at for at in times if begin < at <= end), default=None)
