"""Any memory that the house could have, and then some."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from thermo_edge.home.forecast import Known, Regime, RegimeSpan
from thermo_edge.home.house import Attribute, Domain, EntityId, Mode, PlaceId, Point
from thermo_edge.home.memory import (
    AiringMemory,
    Cadence,
    Claimed,
    ClimateMemory,
    DeviceMemory,
    DutyMemory,
    HabitMemory,
    Memory,
    Modes,
    OccupancyMemory,
    Pending,
    QualityDay,
    QualityMemory,
    RoomOccupancyMemory,
    SensorTrust,
    TrimMemory,
    WindowMemory,
    WindowState,
)
from thermo_edge.home.own_heat import OwnHeat
from thermo_edge.home.presence import Presence
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.taste import Agreed, Offered, TasteMemory
from thermo_edge.home.turn import Actor, ActorKind, Answer, Ask, Hold, Notice, Severity, Wish

words = st.text(st.characters(codec="utf-8"), max_size=12)
numbers = st.floats(allow_nan=False)
instants = st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
values = numbers | words | st.booleans()
places = words.map(PlaceId)
entities = words.map(EntityId)
points = st.builds(Point, entities, st.sampled_from(Attribute))
actors = st.builds(Actor, st.sampled_from(ActorKind), words)
reasons = st.builds(Reason, st.sampled_from(Code), st.lists(st.tuples(words, numbers | words), max_size=3).map(tuple))
maybe_instants = st.none() | instants

holds = st.builds(Hold, points, values, places, actors, instants, instants, st.booleans())
wishes = st.builds(Wish, places, numbers, actors, instants, instants, st.sampled_from(Domain))
asks = st.builds(
    Ask, places, st.sampled_from(Domain), st.none() | numbers, reasons, instants, instants, st.sampled_from(Answer)
)
notices = st.builds(
    Notice,
    words,
    st.sampled_from(Severity),
    reasons,
    instants,
    maybe_instants,
    st.lists(entities, max_size=3).map(tuple),
)
modes = st.builds(
    Modes,
    st.dictionaries(st.tuples(places, st.sampled_from(Domain)), st.sampled_from(Mode), max_size=3),
    st.booleans(),
)
pending = st.builds(
    Pending,
    st.integers(0, 2**40),
    values,
    st.none() | values,
    instants,
    st.lists(words, max_size=2).map(tuple),
    maybe_instants,
    maybe_instants,
    st.booleans(),
    st.integers(0, 9),
    st.none() | values,
)
devices = st.builds(
    DeviceMemory,
    st.none() | st.booleans(),
    maybe_instants,
    st.booleans(),
    st.lists(instants, max_size=3).map(tuple),
)
climates = st.builds(
    ClimateMemory,
    st.dictionaries(entities, st.builds(DutyMemory, maybe_instants, numbers, numbers), max_size=3),
    st.dictionaries(entities, st.builds(TrimMemory, numbers, maybe_instants), max_size=3),
)


trusts = st.builds(SensorTrust, numbers, instants, st.integers(0, 99))
room_beliefs = st.builds(RoomOccupancyMemory, st.sampled_from(Presence), maybe_instants, maybe_instants)
days = st.builds(QualityDay, st.integers(0, 10**6), st.integers(0, 99), st.integers(0, 99))
claims = st.builds(Claimed, places, instants, numbers)
occupancies = st.builds(
    OccupancyMemory,
    st.dictionaries(places, room_beliefs, max_size=3),
    room_beliefs,
    st.dictionaries(entities, trusts, max_size=3),
    st.dictionaries(places, st.dictionaries(places, numbers, max_size=2), max_size=2),
    st.builds(HabitMemory, maybe_instants, numbers, numbers),
    st.builds(
        QualityMemory, st.lists(days, max_size=2).map(tuple), st.lists(claims, max_size=2).map(tuple), maybe_instants
    ),
)
spans = st.builds(RegimeSpan, st.sampled_from(Regime), st.sampled_from(Known), instants, instants, st.none() | actors)


def _by(of: st.SearchStrategy, key: object) -> st.SearchStrategy:  # type: ignore[type-arg]
    return st.lists(of, max_size=3).map(lambda found: {key(one): one for one in found})  # type: ignore[operator]


own_heats = st.builds(
    OwnHeat,
    st.booleans(),
    st.none() | numbers,
    maybe_instants,
    maybe_instants,
    st.lists(st.tuples(instants, numbers), max_size=2).map(tuple),
)
airings = st.builds(
    AiringMemory,
    st.none() | entities,
    st.lists(st.tuples(instants, numbers), max_size=3).map(tuple),
    st.none() | numbers,
    st.none() | numbers,
    maybe_instants,
    st.none() | numbers,
    st.none() | numbers,
    own_heats,
)


small = st.integers(0, 99)
offers = st.builds(
    Offered, places, words, words, numbers, numbers, numbers, st.none() | numbers, small, small, instants, instants
)
tastes = st.builds(
    TasteMemory,
    words,
    _by(offers, lambda offer: offer.place),
    _by(st.builds(Agreed, places, words, words, numbers, actors, instants), lambda agreed: agreed.situation),
    st.dictionaries(words, instants, max_size=3),
    st.dictionaries(places, st.dictionaries(words, numbers, max_size=2), max_size=2),
    maybe_instants,
)


memories = st.builds(
    Memory,
    turn=st.integers(0, 2**40),
    command=st.integers(0, 2**40),
    modes=modes,
    holds=_by(holds, lambda hold: hold.point),
    wishes=_by(wishes, lambda wish: wish.room),
    asks=_by(asks, lambda ask: ask.key),
    notices=_by(notices, lambda notice: notice.key),
    protections=st.dictionaries(entities, instants, max_size=3),
    known=st.dictionaries(points, values, max_size=3),
    borrowed=st.dictionaries(points, values, max_size=3),
    pending=st.dictionaries(points, pending, max_size=3),
    devices=st.dictionaries(words, devices, max_size=3),
    windows=st.dictionaries(
        places, st.builds(WindowMemory, st.sampled_from(WindowState), maybe_instants, st.booleans()), max_size=3
    ),
    airings=st.dictionaries(places, airings, max_size=3),
    climate=climates,
    occupancy=occupancies,
    regimes=_by(spans, lambda span: span.regime),
    taste=tastes,
    cadences=st.dictionaries(points, st.builds(Cadence, numbers, st.integers(0, 2**40)), max_size=3),
)
