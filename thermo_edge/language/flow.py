"""The sentences of a heat source's water, in English."""

from thermo_edge.home.reason import Code
from thermo_edge.home.turn import Outcome
from thermo_edge.language.marks import N_, What

TITLES: dict[tuple[What, Outcome], str] = {
    (What.FLOW, Outcome.ACTED): N_("{room}: water at {value}"),
    (What.FLOW, Outcome.SATISFIED): N_("{room}: water stays at {value}"),
    (What.FLOW, Outcome.WOULD): N_("{room}: water would have been set to {value}"),
    (What.FLOW, Outcome.SUGGESTED): N_("{room}: suggests water at {value}"),
    (What.FLOW, Outcome.ASKED): N_("{room}: asks to set the water to {value}"),
    (What.FLOW, Outcome.REFUSED): N_("{room}: water was not set to {value}"),
}

WHY: dict[Code, str] = {
    Code.FLOW_CURVE: N_("At {temperature} outdoors this is enough by the curve"),
    Code.FLOW_RAISED: N_(
        "At {temperature} outdoors, {kelvins} K above the curve: a room stayed too cold with its heater fully on"
    ),
    Code.FLOW_LOWERED: N_(
        "At {temperature} outdoors, {kelvins} K below the curve: every room that draws gets warm enough"
    ),
}
