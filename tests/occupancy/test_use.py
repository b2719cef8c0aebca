"""What the belief may do: lights go out on evidence only, absence costs 3 K at most, and nobody is named."""

import json
from dataclasses import asdict, replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import LIVING, MORNING, living
from tests.occupancy.lived import ANNA, BEN, LIVING_MOTION, Lived, lived_house
from thermo_edge.climate.targets import target
from thermo_edge.control.state import snapshot
from thermo_edge.home.comfort import Band, Comfort
from thermo_edge.home.forecast import Known, Regime, RegimeSpan, Whereabouts
from thermo_edge.home.house import PersonId
from thermo_edge.home.presence import Presence
from thermo_edge.home.snapshot import Quality, Snapshot
from thermo_edge.home.turn import Actor, ActorKind
from thermo_edge.home.view import visible

PERSON = Actor(ActorKind.PERSON, "Anna")
LIVED = Lived()
SEEN = snapshot(LIVED.state, LIVED.clock.now(), timedelta(0))
temperatures = st.floats(16.0, 24.0)


def at(**more: object) -> Snapshot:
    return replace(SEEN, **more)  # type: ignore[arg-type]


@given(temperatures, st.floats(10.0, 16.0), st.sampled_from(Presence), st.sampled_from([*Regime, None]))
def test_no_belief_costs_more_than_three_kelvin(
    low: float, setback: float, presence: Presence, regime: Regime | None
) -> None:
    comfort = Comfort(Band(low, low + 1.0), Band(setback, setback + 1.0))
    room = living(comfort=comfort)
    span = RegimeSpan(regime, Known.DETECTED, MORNING, MORNING + timedelta(days=9)) if regime else None
    wanted = target(at(presence=presence, regime=span), room, None)
    assert wanted.band.low >= low - SEEN.house.away_setback - 1e-9
    assert SEEN.house.away_setback <= 3.0


@pytest.mark.parametrize("presence", [Presence.ABSENT, Presence.UNKNOWN])
def test_only_a_person_declares_a_deeper_setback(presence: Presence) -> None:
    room = living()
    declared = RegimeSpan(Regime.VACATION, Known.DECLARED, MORNING, MORNING + timedelta(days=9), PERSON)
    wanted = target(at(presence=presence, regime=declared), room, None)
    assert wanted.band.high <= room.comfort.comfort.low - 3.0
    assert wanted.band.low == room.limits.safe
    home = target(at(presence=Presence.PRESENT, regime=declared), room, None)
    assert home.band == room.comfort.comfort, "whoever comes home early is warm"


def test_lights_go_out_only_on_evidence_of_absence() -> None:
    lived = Lived()
    lived.lives(0, 17.0, 18.0)
    lived.stirs(LIVING_MOTION)
    lived.home.say(lived_house().rooms[1].lights[0].switch, True)
    lived.settle()
    for point in list(lived.memory.holds):
        lived.desk.end_hold(point, PERSON)
    lived.home.say(LIVING_MOTION, None, quality=Quality.UNAVAILABLE)
    lived.until(0, 20.0)
    assert lived.room(LIVING).presence is Presence.UNKNOWN
    assert False not in lived.sent(lived_house().rooms[1].lights[0].switch)


# --- who may see whom -----------------------------------------------------------------------------------------------

ANNA_ID, BEN_ID, CARA_ID = PersonId("anna"), PersonId("ben"), PersonId("cara")
PEOPLE = (
    Whereabouts(ANNA_ID, "Anna", Presence.PRESENT, frozenset()),
    Whereabouts(BEN_ID, "Ben", Presence.ABSENT, frozenset({ANNA_ID})),
    Whereabouts(CARA_ID, "Cara", Presence.PRESENT, None),
)


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (None, {CARA_ID}),
        (ANNA_ID, {ANNA_ID, BEN_ID, CARA_ID}),
        (BEN_ID, {BEN_ID, CARA_ID}),
        (CARA_ID, {CARA_ID}),
        (PersonId("stranger"), {CARA_ID}),
    ],
)
def test_a_person_is_seen_by_themselves_and_those_they_allow(who: PersonId | None, expected: set[PersonId]) -> None:
    assert {each.person for each in visible(PEOPLE, who)} == expected


def test_the_desk_shows_a_person_only_to_whom_they_allow() -> None:
    lived = Lived()
    lived.leaves(BEN)
    assert lived.desk.whereabouts(None) == ()
    (mine,) = lived.desk.whereabouts(PersonId("ben"))
    assert (mine.name, mine.presence) == ("Ben", Presence.ABSENT)


def test_neither_the_view_nor_a_decision_nor_a_notice_tells_where_a_person_is() -> None:
    def told(*away: object) -> str:
        lived = Lived()
        lived.lives(0, 7.0, 8.0)
        lived.leaves(*away)  # type: ignore[arg-type]
        lived.until(0, 9.0)
        view = lived.desk.view()
        assert view.occupancy is not None
        reasons = [reason for _, room in view.occupancy.rooms for reason in room.reasons]
        reasons += [*view.occupancy.home.reasons, *(notice.reason for notice in view.notices)]
        reasons += [record.decision.request.reason for record in view.decisions]
        return json.dumps([asdict(reason) for reason in reasons], default=str)

    one, other = told(ANNA), told(BEN)
    assert one == other, "who of the two is out makes no difference to anything that is shown"
    assert "Anna" not in one
    assert "anna" not in one
