"""The sentences of the heating plan, in English."""

from thermo_edge.home.reason import Code
from thermo_edge.language.marks import N_

WHY: dict[Code, str] = {
    Code.COMFORT_NOW: N_("Just enough to keep {low} here, {temperature} measured"),
    Code.PREHEAT: N_("Heated since {since} so that it is {target} here at {until}, give or take {margin}"),
    Code.CHEAP_NOW: N_("Heated ahead for {target} at {until}: heat costs {price} now and {dearer} later"),
    Code.COASTING: N_("{temperature} measured, warm enough without heating until {until}"),
    Code.CO_HEATED: N_("The heat source runs anyway, and this room would want heat soon"),
    Code.POWER_CAPPED: N_("As much as the limit of {watt} for all rooms together leaves"),
    Code.FULL_HEAT: N_("Heated in full: {target} is not reached before {until}"),
    Code.COOLED_AHEAD: N_("Cooled ahead of time so that it stays below {high}, {temperature} measured"),
    Code.NO_OUTLOOK: N_("What this room will do is not known, so it goes by the plain rule"),
    Code.NO_RESPONSE: N_("Its heating has shown no effect, so it is not planned"),
    Code.PRICE_GUESSED: N_("Prices after {since} are not known yet: those of the last known day are taken"),
    Code.PLAN_INSTEAD: N_("In the next {after}: {energy} kWh instead of {instead} kWh with comfort held all the time"),
    Code.PLAN_UNFIT: N_("No room could be planned, so all go by the plain rule"),
    Code.PLAN_LATE: N_("The plan was not ready in time, so all rooms go by the plain rule"),
}
