"""Nights, replays, trust and savings of the evening's house, with every value there is."""

from dataclasses import replace
from datetime import date, timedelta

from tests.web.houses import ANNA, EVENING, evening
from thermo_edge.home.correction import About, Correction
from thermo_edge.home.forecast import Known, Regime, RegimeSpan
from thermo_edge.home.hindsight import Act, Count, Hindsight, Judged, Judgement
from thermo_edge.home.house import Domain, Mode, PlaceId
from thermo_edge.home.learning import Fate, LearningView, NightOutcome, Phase, judged, latest
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.savings import Design, Interval, LeftOut, Measure, Saving, Source, Way
from thermo_edge.home.trust import Fell, TrustView
from thermo_edge.home.view import HouseView

LIVING, KITCHEN = PlaceId("living"), PlaceId("kitchen")
DAY = timedelta(days=1)


def replayed(right: int = 214, wrong: int = 9, listed: int = 9) -> Hindsight:
    """Eight weeks, whose wrong ones lie a few days apart."""
    decision = evening().decisions[0].decision
    reason = Reason.of(Code.HINDSIGHT_STILL_THERE, after=timedelta(minutes=7))
    acts = [Act(EVENING - (listed - each) * 5 * DAY, decision) for each in range(listed)]
    wrongs = tuple(Judged(act, Judgement.WRONG, reason) for act in acts)
    return Hindsight(
        EVENING - 56 * DAY, EVENING, timedelta(hours=5), {(Domain.CLIMATE, LIVING): Count(right, wrong, 12)}, wrongs
    )


def saved(**more: object) -> Saving:
    less = {Measure.SHARE: Interval(0.11, 0.07, 0.15), Measure.ENERGY: Interval(3.1, 2.0, 4.2)}
    found = Saving(
        Design.ALTERNATING, date(2025, 12, 1), date(2026, 1, 12), 22, 21, Source.METER, {LeftOut.CHANGED: 11}, less=less
    )
    return replace(found, **more)  # type: ignore[arg-type]


def standing(place: PlaceId, mode: Mode, **more: object) -> TrustView:
    following = Mode(mode + 1) if mode < Mode.ACT else None
    known = TrustView(
        place, Domain.CLIMATE, mode, EVENING - 9 * DAY, 11, 1, 14, 11 / 12, 0.71, 0.9, following, 20, 0.8,
        False, False, False, None,
    )  # fmt: skip
    return replace(known, **more)  # type: ignore[arg-type]


def everything_learned(**more: object) -> HouseView:
    """A view with all of it."""
    fell = Fell(KITCHEN, Domain.CLIMATE, Mode.ACT, Mode.ASK, EVENING - 2 * DAY, 4, 9)
    said = Correction(
        12, LIVING, Domain.CLIMATE, About.WARMER, ANNA, EVENING - DAY, EVENING - DAY, EVENING + 6 * DAY, "evening"
    )
    view = evening(
        hindsight=replayed(),
        trust=(standing(LIVING, Mode.ACT), standing(KITCHEN, Mode.ASK, fell=fell, early=True)),
        corrections=(said,),
        saving=saved(),
        way=Way.PLAIN,
    )
    return replace(view, **more)  # type: ignore[arg-type]


def a_night(number: int, place: str, fate: Fate = Fate.NO_BETTER) -> NightOutcome:
    """One of ten nights, whose error falls."""
    after = 0.6 - 0.02 * number
    plain = (("base model", 0.55), ("persistence", 0.9), ("same change as yesterday", 0.7))
    at = EVENING - (10 - number) * DAY
    return NightOutcome("climate", fate, at, place, "24 h", 14, after + 0.05, after, "K", 0.1, "all", baselines=plain)


def nights(**more: object) -> LearningView:
    """Ten nights of two rooms, the last of which something new came of."""
    past = [a_night(number, place) for number in range(10) for place in (LIVING, KITCHEN)]
    best = a_night(10, LIVING, Fate.PROMOTED)
    belief = NightOutcome("occupancy", Fate.FAILED, EVENING - DAY, detail="the disk is full")
    known = LearningView(
        Phase.IDLE, EVENING, outcomes=latest([*past, best, belief]), past=judged([*past, best]), last=EVENING
    )
    return replace(known, **more)  # type: ignore[arg-type]


def running(share: float = 0.62, **more: object) -> LearningView:
    known = nights(
        phase=Phase.RUNNING,
        step=1,
        of=2,
        name="climate",
        place=KITCHEN,
        share=share,
        loss=0.11,
        left=timedelta(minutes=4),
        begun=EVENING,
        who=ANNA,
        log=("climate/kitchen: no better", "occupancy: too little"),
        told=(
            NightOutcome("climate", Fate.NOT_REACHED, EVENING, LIVING),
            NightOutcome("climate", Fate.NO_BETTER, EVENING, KITCHEN),
            NightOutcome("network", Fate.FAILED, EVENING, detail="the disk is full"),
            NightOutcome("occupancy", Fate.TOO_LITTLE, EVENING),
        ),
    )
    return replace(known, **more)


HOLIDAYS = (
    RegimeSpan(Regime.LEFT_OUT, Known.DECLARED, EVENING - 20 * DAY, EVENING - 18 * DAY, ANNA),
    RegimeSpan(Regime.GUESTS, Known.DETECTED, EVENING - 30 * DAY, EVENING - 28 * DAY),
)
