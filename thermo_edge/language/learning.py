"""The sentences about nights of learning: why there is none now, and what cannot be done, in English."""

from thermo_edge.home.reason import Code
from thermo_edge.language.marks import N_

WHY: dict[Code, str] = {
    Code.NIGHT_AWAKE: N_("Somebody is up: something stirred at {since}"),
    Code.NIGHT_HOT: N_("This computer is hot: {temperature}, and above {limit} it does not learn"),
    Code.NIGHT_BATTERY: N_("This computer runs on its battery"),
    Code.NIGHT_BUSY: N_("Another training is at work"),
    Code.NIGHT_STOPPED: N_("{who} ended it; the next night goes on from there"),
    Code.NIGHT_FAILED: N_("It failed: {detail}"),
    Code.NIGHT_TIME_UP: N_("Its time was up; the next night goes on from there"),
    Code.NIGHT_CLOCK: N_("The clock cannot be trusted"),
    Code.NO_NIGHT_RUNS: N_("Nothing is being learned now"),
    Code.NOTHING_LEARNS: N_("Nothing learns in this house"),
    Code.NOT_LEFT_OUT: N_("This time is not left out of learning, or not any more"),
    Code.NO_SUCH_TIME: N_("Choose a time that has passed, no longer than a year, that ends after it begins"),
    Code.NOTHING_TO_ROLL_BACK: N_("There is nothing to put back: the shipped models serve"),
}
