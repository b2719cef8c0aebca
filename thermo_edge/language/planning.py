"""The sentences of the heating plan, in English."""

from thermo_edge.home.reason import Code
from thermo_edge.language.marks import N_

WHY: dict[Code, str] = {
    Code.COMFORT_NOW: N_("Heated to keep at least {low} here, {temperature} measured"),
    Code.PREHEAT: N_("Heated since {since} so that it is {target} here by {until}, give or take {margin}"),
    Code.KEPT_AHEAD: N_("Heated so that it keeps {target} here until {until}, {temperature} measured"),
    Code.CHEAP_NOW: N_(
        "Heated ahead for {target} by {until}: a kWh of heat costs {price} {currency} now and {dearer} later"
    ),
    Code.COASTING: N_("{temperature} measured, warm enough without heating until {until}"),
    Code.RESTING: N_("{temperature} measured, warm enough without heating as far as is planned"),
    Code.CO_HEATED: N_("The heat source runs anyway, and this room would want heat soon"),
    Code.POWER_CAPPED: N_("As much as the limit of {watt} for all rooms together leaves"),
    Code.FULL_HEAT: N_("Heated in full: {target} is not reached before {until}"),
    Code.NOT_REACHED: N_("Heated in full, and still {target} is not reached by {until}"),
    Code.COOLED_AHEAD: N_("Cooled ahead of time so that it stays below {high}, {temperature} measured"),
    Code.NO_OUTLOOK: N_("What this room will do is not known, so it goes by the plain rule"),
    Code.NO_RESPONSE: N_("Its heating has shown no effect, so it is not planned"),
    Code.PRICE_GUESSED: N_("Prices after {since} are not known yet: those of the last known day are taken"),
    Code.PRICE_HOLE: N_(
        "Between {since} and {until} prices for {after} are missing: those of the last known day are taken there"
    ),
    Code.PRICE_STAYS: N_("The price of energy is taken to stay at {price} {currency} a kWh"),
    Code.PRICE_UNKNOWN: N_("No price of energy is known: the plan reckons with the same one at every hour"),
    Code.PRICE_COURSE: N_(
        "In the next {after} electricity costs {least} to {most} {currency} a kWh, the least in the hour from {at}"
    ),
    Code.PRICE_OF_SOURCE: N_("{room}: a kWh of its fuel is taken to cost {price} {currency}"),
    Code.COP_AHEAD: N_("{room}: each kWh makes {least} to {most} kWh of heat in this weather"),
    Code.SURPLUS_AHEAD: N_("The roof is foretold to have up to {most} W to spare for heating"),
    Code.SURPLUS_FADES: N_("The roof has {watt} to spare now, and it is taken to be gone in an hour"),
    Code.POWER_LIMIT: N_("All electric heating and cooling is planned to draw {watt} at most"),
    Code.CARBON_COUNTS: N_("A kWh of the grid holds {least} g of CO₂ or more, and a kg counts as {price} {currency}"),
    Code.POWER_PARTLY: N_("For {count} of the rooms full heat is not known and taken to be {watt}"),
    Code.POWER_ASSUMED: N_(
        "Each room's heating is taken to give {watt} in full: compare these figures with each other, not with a bill"
    ),
    Code.PLAN_INSTEAD: N_("In the next {after}: {energy} kWh instead of {instead} kWh with comfort held all the time"),
    Code.THERMOSTAT_HIGHER: N_(
        "Its thermostat goes on at {begins} K and off at {ends} K from its set-point by the room's thermometer, so it"
        " is set {kelvins} K higher"
    ),
    Code.THERMOSTAT_LOWER: N_(
        "Its thermostat goes on at {begins} K and off at {ends} K from its set-point by the room's thermometer, so it"
        " is set {kelvins} K lower"
    ),
    Code.THERMOSTAT_BEYOND: N_(
        "It is set {kelvins} K above where the room is to be: a valve opens by what its room lacks, and would hardly"
        " heat"
    ),
    Code.PLAN_UNFIT: N_("No room could be planned, so all go by the plain rule"),
    Code.PLAN_LATE: N_("The plan was not ready in time, so all rooms go by the plain rule"),
}

NOTICES: dict[Code, tuple[str, str]] = {
    Code.ENERGY_AWAY: (
        N_("{entity} tells nothing"),
        N_("It is named in the settings for electricity. Plans are made without it. Check its name"),
    ),
    Code.ENERGY_ODD: (
        N_("{entity} tells values that cannot be read"),
        N_("{count} were left out, and plans go by the rest. Check its unit, and what its attributes hold"),
    ),
    Code.LEARNED_BACK: (
        N_("{room}: what was learned is put back"),
        N_("For {count} days the forecast without it would have been better. Nothing needs to be done"),
    ),
    Code.NETWORK_BACK: (
        N_("The home's own thermal model is put back"),
        N_("For {count} days the forecast without it would have been better. Nothing needs to be done"),
    ),
}

COMING: dict[Code, str] = {
    Code.COMFORT_NOW: N_("Heating from {since}, to keep at least {low}"),
    Code.PREHEAT: N_("Heating from {since}, so that it is {target} by {until}"),
    Code.KEPT_AHEAD: N_("Heating from {since}, so that it keeps {target} until {until}"),
    Code.CHEAP_NOW: N_(
        "Heating from {since} for {target} by {until}: a kWh of heat costs {price} {currency} then and {dearer} later"
    ),
    Code.CO_HEATED: N_("Heating from {since}, because the heat source runs anyway"),
    Code.POWER_CAPPED: N_("Heating from {since}, as much as the limit of {watt} for all rooms together leaves"),
    Code.FULL_HEAT: N_("Heating from {since} in full: {target} is not reached before {until}"),
    Code.NOT_REACHED: N_("Heating from {since} in full, and still {target} is not reached by {until}"),
    Code.COOLED_AHEAD: N_("Cooling from {since}, so that it stays below {high}"),
}
"""The same of what is yet to begin."""

TWIN: dict[Code, str] = {
    Code.TWIN_FITS: N_("The twin of this room is wrong by {now} K over the next day, a simple model by {before} K"),
    Code.TWIN_TOO_SHORT: N_("No twin of this room yet: it takes nine days of its temperature"),
    Code.TWIN_NO_HEAT: N_("No twin of this room: it was hardly heated, so its answer to heat is not known"),
    Code.TWIN_NO_WEATHER: N_("No twin of this room: the temperature outdoors is not known"),
    Code.TWIN_STILL: N_("No twin of this room: its temperature hardly changes"),
    Code.TWIN_TOO_WRONG: N_(
        "No twin of this room: it would be wrong by {now} K over the next day, a simple model by {before} K"
    ),
    Code.TWIN_OTHERWISE: N_(
        "No twin of this room: with its heating set as it was, it is {now} K·h a day too cold or too warm, and the room"
        " was {before} K·h"
    ),
    Code.TWIN_HOLDS: N_("In the twin of this home it made nothing worse on {count} days"),
    Code.TWIN_COLDER: N_("In the twin of this home it would have been {more} K·h a day colder than is wanted"),
    Code.TWIN_WARMER: N_("In the twin of this home it would have been {more} K·h a day warmer than is wanted"),
    Code.TWIN_DEARER: N_("In the twin of this home it would have taken {more} hours of full heat a day more"),
    Code.TWIN_BUSIER: N_("In the twin of this home it would have sent {more} messages a day more to the heating"),
    Code.TWIN_ALARMS: N_("In the twin of this home there would have been {more} alarms and refusals a day more"),
}
"""What came of living days of this house again in its twin."""

LEARNED: dict[Code, str] = {
    Code.LEARNED_HERE: N_(
        "Learned here since {day}: error {what} ahead {now} K instead of {before} K, on {count} later days"
    ),
    Code.LEARNED_NOT_YET: N_(
        "What this room taught has not yet forecast better: the model that came with the program forecasts"
    ),
    Code.THERMOSTAT_LEARNED: N_(
        "Its thermostat goes on at {begins} K and off at {ends} K from its set-point, give or take {doubt} K: seen in"
        " {count} switches"
    ),
    Code.HEAT_INFERRED: N_(
        "Its thermostat does not say what it does: what it gives is reckoned from its set-point and what it measures"
    ),
    Code.TRIAL_BETTER: N_("Its errors were {share} smaller on {count} later days"),
    Code.TRIAL_NO_BETTER: N_("No surely smaller errors on {count} later days"),
    Code.TRIAL_PLAIN: N_("Better than before, but a plain guess was better still on {count} later days"),
    Code.TRIAL_WORSE: N_("Its errors were {share} larger on {count} later days"),
    Code.TRIAL_REGRESSES: N_("Its errors {what} ahead were {share} larger on {count} later days"),
    Code.TRIAL_TOO_LITTLE: N_("Only {count} later days to judge by"),
    Code.TRIAL_UNUSUAL: N_(
        "On {count} of these days it was {temperature} in the mean, and on usual days {low} to {high}. Was somebody"
        " visiting, or away? Leave those days out below; after {fortnight} such days they are the new usual"
    ),
    **TWIN,
}
"""What came of learning at night."""
