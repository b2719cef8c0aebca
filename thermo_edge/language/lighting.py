"""The sentences of the lighting, in English."""

from thermo_edge.home.reason import Code
from thermo_edge.home.turn import Outcome
from thermo_edge.language.marks import N_, What

TITLES: dict[tuple[What, Outcome], str] = {
    (What.LAMP_ON, Outcome.ACTED): N_("{room}: light on"),
    (What.LAMP_ON, Outcome.SATISFIED): N_("{room}: light stays on"),
    (What.LAMP_ON, Outcome.WOULD): N_("{room}: light would have been turned on"),
    (What.LAMP_ON, Outcome.SUGGESTED): N_("{room}: suggests light"),
    (What.LAMP_ON, Outcome.ASKED): N_("{room}: asks to turn on the light"),
    (What.LAMP_ON, Outcome.REFUSED): N_("{room}: light was not turned on"),
    (What.LAMP_OFF, Outcome.ACTED): N_("{room}: light off"),
    (What.LAMP_OFF, Outcome.SATISFIED): N_("{room}: light stays off"),
    (What.LAMP_OFF, Outcome.WOULD): N_("{room}: light would have been turned off"),
    (What.LAMP_OFF, Outcome.SUGGESTED): N_("{room}: suggests to turn off the light"),
    (What.LAMP_OFF, Outcome.ASKED): N_("{room}: asks to turn off the light"),
    (What.LAMP_OFF, Outcome.REFUSED): N_("{room}: light was not turned off"),
    (What.DIM, Outcome.ACTED): N_("{room}: light at {level}"),
    (What.DIM, Outcome.SATISFIED): N_("{room}: light stays at {level}"),
    (What.DIM, Outcome.WOULD): N_("{room}: light would have been set to {level}"),
    (What.DIM, Outcome.SUGGESTED): N_("{room}: suggests light at {level}"),
    (What.DIM, Outcome.ASKED): N_("{room}: asks to set the light to {level}"),
    (What.DIM, Outcome.REFUSED): N_("{room}: light was not set to {level}"),
    (What.TINT, Outcome.ACTED): N_("{room}: white of {kelvin}"),
    (What.TINT, Outcome.SATISFIED): N_("{room}: white stays at {kelvin}"),
    (What.TINT, Outcome.WOULD): N_("{room}: white would have been set to {kelvin}"),
    (What.TINT, Outcome.SUGGESTED): N_("{room}: suggests a white of {kelvin}"),
    (What.TINT, Outcome.ASKED): N_("{room}: asks to set the white to {kelvin}"),
    (What.TINT, Outcome.REFUSED): N_("{room}: white was not set to {kelvin}"),
}

WHY: dict[Code, str] = {
    Code.SOMEBODY_HERE: N_("Somebody is here, and it is dark: {lux} measured"),
    Code.SUN_DOWN: N_("Somebody is here, and the sun is down"),
    Code.NOBODY_HERE: N_("Nobody has been here since {since}"),
    Code.GOING_OUT: N_("Nobody has been here since {since}: dimmed before it goes out. Move, and it stays"),
    Code.STILL_HERE: N_("Somebody is still here"),
    Code.DAYLIGHT: N_("It is bright enough without: {lux} measured"),
    Code.SUN_UP: N_("The sun is up: it is bright enough without"),
    Code.LEFT_OFF: N_("{who} turned it off, so off it stays until {until}"),
    Code.UNSEEN_LONG: N_("Since {since} nothing tells whether anybody is here"),
    Code.BY_THE_SUN: N_("As bright and as warm as suits the hour"),
    Code.LAMP_WISHED: N_("{who} wished it so until {until}"),
    Code.NO_GRANT: N_("Nothing allows turning on a light here now: nobody is seen, wished it, or is in danger"),
    Code.NOT_LIT: N_("The light is off, and adjusting turns nothing on"),
    Code.EFFECT_RUNS: N_("The effect {detail} runs, so it is left alone"),
    Code.NO_LAMP: N_("This room has no lamp that can do this"),
    Code.LAMP_HELD: N_("{who} set it so at {since}; it is left alone until {until}"),
    Code.LAMP_DECLINED: N_("You said no; it is not asked again before {until}"),
    Code.NO_LEVEL: N_("Light goes from 1 % to 100 %, or off"),
}
