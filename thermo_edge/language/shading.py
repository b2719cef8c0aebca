"""The sentences of shading, in English."""

from thermo_edge.home.reason import Code
from thermo_edge.home.turn import Outcome
from thermo_edge.language.marks import N_, What

TITLES: dict[tuple[What, Outcome], str] = {
    (What.COVER, Outcome.ACTED): N_("{room}: cover {level} open"),
    (What.COVER, Outcome.SATISFIED): N_("{room}: cover stays {level} open"),
    (What.COVER, Outcome.WOULD): N_("{room}: cover would have been moved to {level} open"),
    (What.COVER, Outcome.SUGGESTED): N_("{room}: suggests the cover {level} open"),
    (What.COVER, Outcome.ASKED): N_("{room}: asks to move the cover to {level} open"),
    (What.COVER, Outcome.REFUSED): N_("{room}: cover was not moved to {level} open"),
}

WHY: dict[Code, str] = {
    Code.SHADED: N_("{temperature} measured, and the sun stands on the window: shaded so that it stays below {limit}"),
    Code.SHADED_AHEAD: N_("Without shade {high} is foreseen here, {temperature} measured now: shaded ahead of time"),
    Code.SUN_LEFT: N_("The sun has left the window"),
    Code.CLOUDED: N_("Clouds cover {cloud} of the sky, so there is nothing to shade from"),
    Code.SHADE_COOL: N_("{temperature} measured: the sun's warmth is welcome again"),
    Code.STORM: N_("The wind blows at {speed}: the cover is safest up"),
    Code.MOVED_LATELY: N_("It was moved a short while ago; again in {left} at the earliest"),
    Code.OPENING_OPEN: N_("A window or door here is open, and a cover that moves could lock somebody out"),
    Code.OPENING_UNKNOWN: N_("A contact here does not answer: a door may be open, and a cover could lock somebody out"),
    Code.WOULD_CLOSE: N_("That would close it, and somebody may be here"),
}
