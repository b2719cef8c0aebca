"""Whatever happens to a guarded house, restarts and clock jumps included, the alarm keeps its promises."""

import contextlib
from collections.abc import Callable
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.security.guarded import (
    ALARM,
    ANNA,
    BEDROOM_MOTION,
    BEDROOM_WINDOW,
    BEN,
    CODE,
    DOOR,
    GAS,
    HALL_MOTION,
    LAMP,
    LOCK,
    MOTION,
    PANEL,
    SENSORS,
    SIREN,
    SMOKE,
    WHO,
    WINDOW,
    Guarded,
)
from thermo_edge.control.state import snapshot
from thermo_edge.home.house import Attribute, Domain, EntityId, Mode, Point
from thermo_edge.home.memory import Guarding, Watch
from thermo_edge.home.reason import Refused
from thermo_edge.home.snapshot import Quality
from thermo_edge.home.turn import SOMEBODY, Actor, ActorKind
from thermo_edge.security.evidence import someone_inside

Act = Callable[[Guarded], None]
FAULTY = st.sampled_from([*SENSORS, SIREN])
BAD = st.sampled_from([Quality.UNAVAILABLE, Quality.UNKNOWN, Quality.MISSING, Quality.IMPOSSIBLE])
LONGEST = timedelta(minutes=3)


def _calm(point: Point) -> bool:
    return point.attribute is Attribute.LOCKED


def _again(rig: Guarded, point: Point, age: float) -> None:
    """The last message once more, as it was, or older than it is: late and out of order."""
    reading = rig.home.readings[point]
    at = reading.at - timedelta(seconds=age)
    rig.home.deliver(reading._replace(at=at, reported=at))
    rig.settle()


def _flap(rig: Guarded, point: Point, times: int) -> None:
    for _ in range(times):
        rig.home.say(point, None, quality=Quality.UNAVAILABLE)
        rig.home.say(point, _calm(point))
    rig.settle()


def _hub(rig: Guarded, seconds: float) -> None:
    """Home Assistant starts anew: everything is away, then unknown, then as it was."""
    for quality in (Quality.UNAVAILABLE, Quality.UNKNOWN):
        for point in SENSORS:
            rig.home.say(point, None, quality=quality)
        rig.pass_(seconds, step=10)
    for point in SENSORS:
        rig.home.say(point, _calm(point))
    rig.settle()


def _vanish(rig: Guarded, point: Point) -> None:
    rig.home.readings.pop(point, None)
    rig.home.refresh()
    rig.settle()
    rig.home.say(point, _calm(point))


FAULTS: st.SearchStrategy[Act] = st.one_of(
    st.builds(lambda p, q: lambda rig: rig.lose(p, q), FAULTY, BAD),
    st.builds(lambda p: lambda rig: rig.calm(p), st.sampled_from(SENSORS)),
    st.builds(lambda p, n: lambda rig: _flap(rig, p, n), st.sampled_from(SENSORS), st.integers(1, 6)),
    st.builds(lambda p, s: lambda rig: _again(rig, p, s), st.sampled_from(SENSORS), st.floats(0.0, 4000.0)),
    st.builds(lambda p: lambda rig: _vanish(rig, p), st.sampled_from(SENSORS)),
    st.builds(lambda s: lambda rig: _hub(rig, s), st.floats(1.0, 90.0)),
    st.builds(lambda up: lambda rig: (rig.home.reach(up), rig.settle())[1], st.booleans()),
    st.builds(lambda m: lambda rig: rig.restart(timedelta(minutes=m)), st.floats(0.1, 60.0)),
    st.builds(lambda h: lambda rig: rig.clock.leap(timedelta(hours=h)), st.floats(0.0, 3.0)),
    st.builds(lambda m: lambda rig: rig.pass_(m * 60, step=15), st.integers(1, 20)),
)
SET_BACK: st.SearchStrategy[Act] = st.builds(
    lambda h: lambda rig: rig.clock.fall_behind(timedelta(hours=h)), st.floats(0.0, 3.0)
)


@settings(max_examples=60, deadline=None)
@given(st.lists(FAULTS | SET_BACK, min_size=5, max_size=25), st.sampled_from(list(Watch)), st.booleans())
def test_a_night_of_faults_raises_no_alarm_and_no_siren(acts: list[Act], watch: Watch, with_panel: bool) -> None:
    rig = Guarded(with_panel)
    rig.arm(watch)
    rig.pass_(61, step=5)
    assert rig.guarding is Guarding.ARMED
    for act in acts:
        act(rig)
        assert rig.guarding is Guarding.ARMED
    rig.home.reach(True)
    rig.pass_(300, step=15)
    assert rig.guarding is Guarding.ARMED
    assert rig.posted("intrusion:") == []
    assert [n.key for n in rig.history.notices(500) if n.key.startswith("intrusion")] == []
    assert rig.sent(SIREN) == []
    assert rig.sent(LAMP) == []


OPENINGS = st.sampled_from([DOOR, WINDOW, BEDROOM_WINDOW, LOCK])


@settings(max_examples=60, deadline=None)
@given(st.lists(FAULTS | SET_BACK, max_size=8), OPENINGS, st.lists(OPENINGS, max_size=3), st.sampled_from(list(Watch)))
def test_every_real_opening_while_armed_is_exactly_one_alert(
    acts: list[Act], first: Point, more: list[Point], watch: Watch
) -> None:
    rig = Guarded()
    rig.arm(watch)
    rig.pass_(61, step=5)
    for act in acts:
        act(rig)
    rig.home.reach(True)
    for point in SENSORS:
        rig.calm(point)
    rig.pass_(5)
    rig.trip(first)
    for point in more:
        rig.calm(point)
        rig.trip(point)
        rig.pass_(5)
    rig.pass_(60, step=5)
    assert rig.guarding is Guarding.ALARM
    assert len(rig.posted("intrusion:")) == 1
    assert len([n for n in rig.history.notices(500) if n.key.startswith("intrusion")]) == 1


def _tried(act: Act) -> Act:
    def do(rig: Guarded) -> None:
        with contextlib.suppress(Refused):
            act(rig)
        rig.settle()

    return do


PEOPLE: st.SearchStrategy[Act] = st.one_of(
    st.builds(lambda p: lambda rig: rig.trip(p), st.sampled_from(SENSORS)),
    st.builds(lambda p: lambda rig: rig.calm(p), st.sampled_from([SMOKE, GAS, WINDOW, DOOR, MOTION])),
    st.builds(lambda s: lambda rig: rig.pass_(s, step=5), st.integers(1, 400)),
    st.builds(lambda w: _tried(lambda rig: rig.desk.arm(w, WHO, CODE)), st.sampled_from(list(Watch))),
    st.just(_tried(lambda rig: rig.desk.disarm(WHO, CODE))),
    st.builds(lambda on: lambda rig: (rig.home.person(SIREN, on), rig.settle())[1], st.just(False)),
    st.builds(
        lambda m: _tried(lambda rig: rig.desk.set_mode(ALARM, Domain.SECURITY, m, WHO)), st.sampled_from(list(Mode))
    ),
    st.just(_tried(lambda rig: rig.desk.answer("security:alarm", True, WHO))),
    st.just(_tried(lambda rig: rig.desk.undo(rig.history.decisions(1)[0].number, WHO))),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(FAULTS | PEOPLE, min_size=5, max_size=30))
def test_a_siren_never_sounds_longer_than_it_may_for_one_alarm(acts: list[Act]) -> None:
    _sounds(acts, watched=False)


@settings(max_examples=60, deadline=None)
@given(st.lists(FAULTS | PEOPLE | SET_BACK, min_size=5, max_size=30))
def test_nor_where_our_clock_goes_slow_since_the_home_looks_after_it(acts: list[Act]) -> None:
    _sounds(acts, watched=True)


def _sounds(acts: list[Act], watched: bool) -> None:
    rig = Guarded()
    rig.watched = watched
    rig.arm(Watch.NIGHT)
    for act in acts:
        act(rig)
    rig.home.reach(True)
    rig.pass_(400, step=5)
    alarms, bursts = _alarms(rig), _bursts(rig)
    late = timedelta(seconds=15)  # one tick at most
    for began, ended in bursts:  # of two alarms at once the second may go on where the first ended
        assert ended - began <= (LONGEST + late) * alarms
    assert sum((ended - began for began, ended in bursts), timedelta(0)) <= (LONGEST + late) * alarms
    assert rig.home.readings[SIREN].value is not True
    assert len(bursts) <= alarms


def _bursts(rig: Guarded) -> list[tuple[timedelta, timedelta]]:
    """When the siren sounded, from and to, by the time that really passed; on and off in one moment is no sound.

    An alarm that ends and begins again in the same moment is one to the notices too.
    """
    found: list[tuple[timedelta, timedelta]] = []
    since: timedelta | None = None
    for at, on in [*rig.home.sounded, (rig.home.passed(), False)]:
        if on and since is None:
            since = at
        elif not on and since is not None:
            found, since = [*found, (since, at)] if at > since else found, None
    return found


def _alarms(rig: Guarded) -> int:
    keys = {(n.key, n.since) for n in rig.history.notices(2000)}
    return sum(key.startswith(("intrusion:", "smoke:", "gas:")) for key, _ in keys)


CODES = st.one_of(st.text(max_size=6), st.sampled_from(["", "4711 ", "04711", "471", "47111", "٤٧١١"]))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CODES, st.integers(0, 300), st.booleans()), max_size=20), st.booleans())
def test_only_the_right_code_disarms(tries: list[tuple[str, int, bool]], with_panel: bool) -> None:
    rig = Guarded(with_panel)
    rig.arm(Watch.NIGHT)
    for code, seconds, restarts in tries:
        before = rig.guarding
        try:
            rig.desk.disarm(WHO, code)
            rig.settle()
            assert code.strip() == CODE
        except Refused:
            assert rig.guarding is before
        if rig.guarding is Guarding.DISARMED:
            return
        if restarts:
            rig.restart()
        rig.pass_(seconds, step=30)
    assert rig.guarding is Guarding.ARMED


WHOEVER = st.sampled_from([WHO, SOMEBODY, Actor(ActorKind.PERSON, "Ben"), Actor(ActorKind.PERSON, "Guest")])
SIGNS: st.SearchStrategy[Act] = st.one_of(
    st.builds(
        lambda p, v: lambda rig: (rig.home.say(p, v), rig.settle())[1], st.sampled_from([ANNA, BEN]), st.booleans()
    ),
    st.builds(lambda p: lambda rig: rig.trip(p), st.sampled_from([MOTION, BEDROOM_MOTION, HALL_MOTION])),
    st.builds(lambda p: lambda rig: rig.calm(p), st.sampled_from([MOTION, BEDROOM_MOTION, HALL_MOTION])),
    st.builds(lambda s: lambda rig: rig.pass_(s, step=2), st.integers(1, 150)),
    st.builds(lambda v: lambda rig: setattr(rig.home, "obeys", v), st.booleans()),
    st.builds(lambda s: lambda rig: rig.restart(timedelta(seconds=s)), st.integers(1, 30)),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(SIGNS, max_size=6), WHOEVER, st.lists(SIGNS, max_size=6), st.booleans())
def test_away_is_never_armed_against_somebody_inside(
    before: list[Act], who: Actor, after: list[Act], with_panel: bool
) -> None:
    rig = Guarded(with_panel, code="")
    for act in before:
        act(rig)
    sent = len(rig.sent(PANEL)) if with_panel else 0
    inside = someone_inside(snapshot(rig.state, rig.clock.now(), timedelta(0)), who)
    try:
        rig.arm(Watch.AWAY, who=who)
    except Refused:
        assert rig.guarding is Guarding.DISARMED
        return
    if with_panel:
        assert inside is None or len(rig.sent(PANEL)) == sent
        return
    for act in (*after, lambda rig: rig.pass_(200, step=2)):
        was = rig.guarding
        act(rig)
        if rig.guarding is Guarding.ARMED and was is Guarding.ARMING:
            _nobody(rig, who)
            return


def _nobody(rig: Guarded, who: Actor) -> None:
    """At the moment when it was armed nobody else said that they were home, and no inner room saw anybody."""
    home = {name for name, point in (("Anna", ANNA), ("Ben", BEN)) if rig.home.readings[point].value is True}
    others = home - {who.name}
    assert rig.home.readings[MOTION].value is not True
    assert rig.home.readings[BEDROOM_MOTION].value is not True
    assert not others or (not who.name and len(home) == 1), EntityId(", ".join(others))
