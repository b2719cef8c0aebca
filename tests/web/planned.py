"""The same winter evening, with a heating plan that was made twelve minutes ago."""

from dataclasses import replace
from datetime import datetime, timedelta
from math import exp

from tests.web.houses import COMFORT, EVENING, SETBACK, evening
from thermo_edge.home.house import PlaceId
from thermo_edge.home.plan import Alternative, Instead, Ready, Span
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.view import HouseView, PlannedRoomView, PlanView
from thermo_edge.home.weather import Foretold

STEP = timedelta(minutes=15)
STEPS = 96
AT = EVENING - timedelta(minutes=10)  # 20:30 local


def at(hours: float) -> datetime:
    """Hours after the plan's beginning."""
    return AT + timedelta(hours=hours)


def shares(*pairs: tuple[float, float], share: float = 1.0) -> tuple[float, ...]:
    """Heat in these hours of the plan."""
    return tuple(share if any(a <= k / 4 < b for a, b in pairs) else 0.0 for k in range(STEPS))


def room(place: str, heat: tuple[float, ...], spans: tuple[Span, ...], *ready: Ready) -> PlannedRoomView:
    """Warm in the evening, cool at night, and surer of the next hour than of tomorrow."""
    inside = tuple(round(17.4 + 3.2 * exp(-(((k - 4) / 30) ** 2)) + 0.03 * k, 2) for k in range(STEPS))
    far = [0.1 + 0.015 * k for k in range(STEPS)]
    night = at(2)
    return PlannedRoomView(
        id=PlaceId(place),
        heat=heat,
        cool=(),
        temperature=inside,
        tenth=tuple(round(value - by, 2) for value, by in zip(inside, far, strict=True)),
        ninetieth=tuple(round(value + by, 2) for value, by in zip(inside, far, strict=True)),
        spans=spans,
        ready=ready,
        kelvin=0.48,
        bands=((AT, COMFORT), (night, SETBACK), (at(10), COMFORT), (at(14), SETBACK)),
        followed=True,
    )


def living() -> PlannedRoomView:
    """Kept warm until half past ten, then rest until twenty to six."""
    spans = (
        Span(0, 8, Reason.of(Code.COMFORT_NOW, low=20.0)),
        Span(8, 37, Reason.of(Code.COASTING, low=17.0, until=at(9.25))),
        Span(37, 40, Reason.of(Code.PREHEAT, target=20.0, since=at(9.25), until=at(10))),
        Span(40, STEPS, Reason.of(Code.COMFORT_NOW, low=20.0)),
    )
    ready = Ready(at(9.25), at(10), timedelta(minutes=11), 20.0)
    return room("living", shares((0, 2), share=0.4), spans, ready)


def bath() -> PlannedRoomView:
    """Rests, and is to be ready in the morning."""
    spans = (
        Span(0, 37, Reason.of(Code.COASTING, low=18.0, until=at(9.25))),
        Span(37, 44, Reason.of(Code.PREHEAT, target=22.0, since=at(9.25), until=at(10))),
        Span(44, STEPS, Reason.of(Code.RESTING, low=18.0)),
    )
    ready = Ready(at(9.25), at(10), timedelta(minutes=11), 22.0)
    return room("bath", shares((9.25, 11)), spans, ready)


def hall() -> PlannedRoomView:
    """Does not have to be heated at all."""
    return room("hall", shares(), (Span(0, STEPS, Reason.of(Code.RESTING, low=15.0)),))


def plan(**more: object) -> PlanView:
    """Three rooms planned, two left out."""
    left = ((PlaceId("bedroom"), Reason(Code.NO_RESPONSE)), (PlaceId("mia"), Reason(Code.NO_OUTLOOK)))
    made = PlanView(
        at=AT,
        step=STEP,
        span=STEPS * STEP,
        rooms=(living(), bath(), hall()),
        cost=2.4,
        energy=8.04,
        discomfort=0.3,
        alternatives=(Alternative(Instead.HOLD, 3.0, 12.3, 0.1), Alternative(Instead.LATER, 2.2, 7.4, 1.24)),
        left_out=left,
        notes=(
            Reason.of(Code.PLAN_INSTEAD, after=timedelta(hours=24), energy=8.0, instead=12.3),
            Reason.of(Code.PRICE_STAYS, price=0.31),
            Reason.of(Code.POWER_ASSUMED, watt=1500.0),
        ),
        weather=Foretold.FORECAST,
        forecast=EVENING - timedelta(minutes=25),
        fresh=True,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def planned(**more: object) -> HouseView:
    """The evening with a plan."""
    return evening(plan=plan(**more))


def old() -> HouseView:
    """Nothing has followed it for an hour and a quarter."""
    made = tuple(replace(each, followed=False) for each in plan().rooms)
    return planned(fresh=False, at=EVENING - timedelta(minutes=75), rooms=made)


def unpriced() -> HouseView:
    """No price is known, and no weather."""
    return planned(notes=(Reason(Code.PRICE_UNKNOWN),), weather=None, forecast=None, left_out=())
