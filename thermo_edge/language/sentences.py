"""Every sentence of the program's reasons, in English; the catalogues hold the other languages."""

from thermo_edge.home.reason import Code
from thermo_edge.home.turn import Outcome
from thermo_edge.language import (
    access,
    flow,
    hindsight,
    learning,
    lighting,
    occupancy,
    otherwise,
    planning,
    security,
    shading,
    tastes,
    trust,
)
from thermo_edge.language.marks import N_, What

TITLES: dict[tuple[What, Outcome], str] = {
    **flow.TITLES,
    **lighting.TITLES,
    **shading.TITLES,
    **security.TITLES,
    (What.SET, Outcome.ACTED): N_("{room} set to {value}"),
    (What.SET, Outcome.SATISFIED): N_("{room} stays at {value}"),
    (What.SET, Outcome.WOULD): N_("Would have set {room} to {value}"),
    (What.SET, Outcome.SUGGESTED): N_("Suggests {value} for {room}"),
    (What.SET, Outcome.ASKED): N_("Asks to set {room} to {value}"),
    (What.SET, Outcome.REFUSED): N_("Did not set {room} to {value}"),
    (What.HEAT_ON, Outcome.ACTED): N_("{room}: heating on"),
    (What.HEAT_ON, Outcome.SATISFIED): N_("{room}: heating stays on"),
    (What.HEAT_ON, Outcome.WOULD): N_("{room}: heating would have been turned on"),
    (What.HEAT_ON, Outcome.SUGGESTED): N_("{room}: suggests to heat"),
    (What.HEAT_ON, Outcome.ASKED): N_("{room}: asks to heat"),
    (What.HEAT_ON, Outcome.REFUSED): N_("{room}: heating was not turned on"),
    (What.HEAT_OFF, Outcome.ACTED): N_("{room}: heating off"),
    (What.HEAT_OFF, Outcome.SATISFIED): N_("{room}: heating stays off"),
    (What.HEAT_OFF, Outcome.WOULD): N_("{room}: heating would have been turned off"),
    (What.HEAT_OFF, Outcome.SUGGESTED): N_("{room}: suggests to stop heating"),
    (What.HEAT_OFF, Outcome.ASKED): N_("{room}: asks to stop heating"),
    (What.HEAT_OFF, Outcome.REFUSED): N_("{room}: heating was not turned off"),
    (What.COOL_ON, Outcome.ACTED): N_("{room}: cooling on"),
    (What.COOL_ON, Outcome.SATISFIED): N_("{room}: cooling stays on"),
    (What.COOL_ON, Outcome.WOULD): N_("{room}: cooling would have been turned on"),
    (What.COOL_ON, Outcome.SUGGESTED): N_("{room}: suggests to cool"),
    (What.COOL_ON, Outcome.ASKED): N_("{room}: asks to cool"),
    (What.COOL_ON, Outcome.REFUSED): N_("{room}: cooling was not turned on"),
    (What.SOURCE_ON, Outcome.ACTED): N_("{room} on"),
    (What.SOURCE_ON, Outcome.SATISFIED): N_("{room} stays on"),
    (What.SOURCE_ON, Outcome.WOULD): N_("{room} would have been turned on"),
    (What.SOURCE_ON, Outcome.SUGGESTED): N_("Suggests to turn on {room}"),
    (What.SOURCE_ON, Outcome.ASKED): N_("Asks to turn on {room}"),
    (What.SOURCE_ON, Outcome.REFUSED): N_("{room} was not turned on"),
    (What.SOURCE_OFF, Outcome.ACTED): N_("{room} off"),
    (What.SOURCE_OFF, Outcome.SATISFIED): N_("{room} stays off"),
    (What.SOURCE_OFF, Outcome.WOULD): N_("{room} would have been turned off"),
    (What.SOURCE_OFF, Outcome.SUGGESTED): N_("Suggests to turn off {room}"),
    (What.SOURCE_OFF, Outcome.ASKED): N_("Asks to turn off {room}"),
    (What.SOURCE_OFF, Outcome.REFUSED): N_("{room} was not turned off"),
}

WHY: dict[Code, str] = {
    **access.WHY,
    **flow.WHY,
    **lighting.WHY,
    **shading.WHY,
    **occupancy.WHY,
    **planning.WHY,
    **planning.LEARNED,
    **security.WHY,
    **tastes.WHY,
    **hindsight.WHY,
    **otherwise.WHY,
    **trust.WHY,
    **learning.WHY,
    Code.WARM_HOURS: N_("Comfort hours: {low} to {high} wanted, {temperature} measured"),
    Code.SETBACK_HOURS: N_("Outside the comfort hours: {low} to {high} is enough, {temperature} measured"),
    Code.NOBODY_HOME: N_("Nobody is home: {low} to {high} is enough, {temperature} measured"),
    Code.WISHED: N_("{who} wished for {target} until {until}, {temperature} measured"),
    Code.TOO_WARM: N_("{temperature} measured, and above {limit} the room is cooled"),
    Code.COOL_ENOUGH: N_("{temperature} measured, cool enough"),
    Code.CLOCK_UNSURE: N_("The clock cannot be trusted, so the room is kept at its safe {target}"),
    Code.SOURCE_WANTED: N_("{count} of its rooms want heat"),
    Code.SOURCE_IDLE: N_("None of its rooms wants heat"),
    Code.UNDONE: N_("{who} took the change back"),
    Code.FROST: N_("{temperature} measured, below the frost limit of {limit}"),
    Code.OVERHEAT: N_("{temperature} measured, above the limit of {limit}"),
    Code.BLIND: N_("No temperature is known here, so what heats or cools goes to its safe state"),
    Code.WINDOW_OPEN: N_("A window is open since {since}"),
    Code.WINDOW_FELT: N_("It got cold fast since {since}, as with an open window; heating waits until {until} at most"),
    Code.HANDED_BACK: N_("Nothing needs this any more: back to what it was before"),
    Code.NOT_FINITE: N_("The wished value is not a number"),
    Code.NOT_FOR_DEVICE: N_("This device cannot do that"),
    Code.OUT_OF_RANGE: N_("{value} is outside this room's limits of {low} to {high}"),
    Code.OBSERVING: N_("This room is in observe: nothing is sent. Set it to suggest, ask or act to change that"),
    Code.SUGGESTING: N_("This room is in suggest: it is shown, not done"),
    Code.ASKING: N_("This room is in ask: it waits for your answer"),
    Code.DECLINED: N_("You said no to {target}; it is not asked again before {until}"),
    Code.WARM_ENOUGH: N_("{temperature} measured, warm enough; below {low} it is asked"),
    Code.HELD: N_("{who} set this to {value}; it is left alone until {until}"),
    Code.OUTRANKED: N_("Something more important wants otherwise"),
    Code.HEAT_AND_COOL: N_("Heating and cooling never run together in a room"),
    Code.MINIMUM_ON: N_("It must stay on for another {left}"),
    Code.MINIMUM_OFF: N_("It must rest for another {left}"),
    Code.BUDGET_SPENT: N_("It has had its {count} messages of this hour"),
    Code.UNPROTECTED: N_("Nothing would turn this switch off if Thermo Edge stopped. Set up its switch-off first"),
    Code.LINK_DOWN: N_("Home Assistant does not answer"),
    Code.DEVICE_AWAY: N_("The device does not answer"),
    Code.SECOND_PROGRAM: N_("Another Thermo Edge has this home, so this one only observes"),
    Code.WAITING: N_("It was sent, and the device has not answered yet"),
    Code.ALREADY_SO: N_("It is so already"),
    Code.UNKNOWN_PLACE: N_("This house has no such room"),
    Code.UNKNOWN_DECISION: N_("This decision is not known any more"),
    Code.NOTHING_TO_UNDO: N_("There is nothing to take back: this changed no device"),
    Code.TOO_LATE: N_("That time is over"),
    Code.TOO_FAR_AHEAD: N_("That is too far ahead: choose a time within the next {count} days"),
    Code.NO_FORECAST: N_("There is no forecast of the rooms yet, so nothing can be tried"),
    Code.NO_HOURS: N_("This room is wanted comfortable at all hours, so there are none to move"),
    Code.NO_SET_POINT: N_("No thermostat here tells what it is set to"),
    Code.ABOVE_CEILING: N_("The settings allow no more than {what} here"),
    Code.TEST_NEEDS_LEAVE: N_("Set this to suggest first: the test of the switch-off sends its switch an off"),
    Code.TEST_NEEDS_OFF: N_("It is on. Turn it off first: the test of the switch-off sends it an off"),
    Code.BUSY: N_("The house is busy and did not answer in time. Try again"),
    Code.OWN_ECHO: N_("Thermo Edge did this"),
    Code.PERSON_CHANGED: N_("{who} changed it"),
    Code.DEVICE_CHANGED: N_("The device changed it by itself"),
    Code.AUTOMATION_CHANGED: N_("Another automation changed it"),
}

NOTICES: dict[Code, tuple[str, str]] = {
    **planning.NOTICES,
    **security.NOTICES,
    **tastes.NOTICES,
    **trust.NOTICES,
    Code.LINK_DOWN: (
        N_("Home Assistant does not answer"),
        N_("Since {since}. Thermostats keep their last set-point. It is tried again by itself; check that it runs"),
    ),
    Code.TOKEN_REFUSED: (
        N_("Home Assistant refuses the token"),
        N_("Make a new long-lived token on your profile page in Home Assistant and put it into the settings"),
    ),
    Code.NOT_HOME_ASSISTANT: (
        N_("The address does not answer as Home Assistant"),
        N_("Something answers at {detail}, but it is not Home Assistant. Check home_assistant.url in the settings"),
    ),
    Code.HOME_STARTING: (
        N_("Home Assistant is starting"),
        N_("Thermo Edge goes on when it is ready, and reads everything again before it acts"),
    ),
    Code.SENSOR_SILENT: (
        N_("{room}: thermometer silent since {since}"),
        N_("It usually reports every {usual}. Heating there goes to its safe state. Check the battery of {entity}"),
    ),
    Code.SENSOR_SHARED: (
        N_("{room} goes by the thermometer of another room"),
        N_(
            "Where {entity} does not hang it may get far too cold or too warm. Give {room} its own, or name none: its"
            " thermostat's is taken then. If both are one space, make them one room"
        ),
    ),
    Code.SENSOR_STUCK: (
        N_("{room}: thermometer has said {temperature} since {since}, whatever the heating did"),
        N_("It counts as silent until it says something else. Look after {entity}, and after the heater"),
    ),
    Code.WINDOW_LEFT: (
        N_("{room} is at {temperature}, with a window open since {since}"),
        N_("Heating waits for it there. Shut it, or where it is shut, look after its contact"),
    ),
    Code.SENSOR_NEVER_SEEN: (
        N_("{room}: thermometer has never reported"),
        N_("Heating there stays in its safe state. Check {entity} in Home Assistant"),
    ),
    Code.MANY_AWAY: (
        N_("{count} devices do not answer"),
        N_("So many at once have one cause. Check the radio stick or its integration in Home Assistant: {entity}"),
    ),
    Code.PROTECT_FAILED: (
        N_("The switch-off for {entity} could not be set up"),
        N_("{detail} It stays off until something can turn it off without Thermo Edge"),
    ),
    Code.SENSOR_IMPLAUSIBLE: (
        N_("{room}: implausible values from {entity}"),
        N_("{value} is not possible here and was not used. Check its unit and its place"),
    ),
    Code.DEVICE_AWAY: (
        N_("{room}: {entity} does not answer"),
        N_("It is unavailable in Home Assistant. Check its battery or its radio"),
    ),
    Code.ENTITY_MISSING: (
        N_("{entity} is not in Home Assistant"),
        N_("It is named in the settings. Correct the name there, or take it out"),
    ),
    Code.ENTITY_RENAMED: (
        N_("{entity} is now called {detail}"),
        N_("Thermo Edge goes on with the new name. Change it in the settings when you have a moment"),
    ),
    Code.STATE_TOO_LARGE: (
        N_("{entity} has a state too large to read"),
        N_("It was set aside; everything else goes on. Look at its attributes in Home Assistant"),
    ),
    Code.DISOBEYED: (
        N_("{room}: {entity} does not do what it is told"),
        N_("It was told {count} times without effect. Check it by hand"),
    ),
    Code.NO_EFFECT: (
        N_("{room} gets colder, though {entity} should be heating"),
        N_("It has heated since {since}, and it is {temperature}. The valve may be stuck, or the heat source off"),
    ),
    Code.FORECAST_AWAY: (
        N_("There is no weather forecast"),
        N_("The last is of {since}. What the last days were is used instead. Check {entity} in Home Assistant"),
    ),
    Code.FORECAST_NEVER: (
        N_("There is no weather forecast"),
        N_("{entity} has told none yet. What the last days were is used instead. Check it in Home Assistant"),
    ),
    Code.FORECAST_ODD: (
        N_("The weather forecast holds values that cannot be"),
        N_("{count} were left out, and the rest is used. Check {entity} in Home Assistant"),
    ),
    Code.FORECAST_FAR: (
        N_("The weather forecast does not fit the thermometer outside"),
        N_(
            "It said {value} for the last hours, and {temperature} was measured. Until they agree, what the last days "
            "were is used instead. Check {entity}, its unit and its place, and whether the thermometer is right"
        ),
    ),
    Code.FORECAST_IMPOSSIBLE: (
        N_("The weather forecast cannot be true"),
        N_(
            "It goes from {low} to {high}. What the last days were is used instead. "
            "Check {entity}, its unit and its place in Home Assistant"
        ),
    ),
    Code.CLOCK_BEHIND: (
        N_("The clock is behind"),
        N_("It is {left} behind. Nothing is recorded or scheduled until it is right; check this computer's time"),
    ),
    Code.STORE_FAILS: (
        N_("The database cannot be written"),
        N_("The house goes on, and what it learns now would be lost at a restart. {detail}"),
    ),
    Code.STORE_TOO_NEW: (
        N_("The database is from a newer Thermo Edge"),
        N_("It was not touched. Install that version again or restore a backup; the house goes on. {detail}"),
    ),
    Code.STORE_CORRUPT: (
        N_("The database is damaged"),
        N_("A copy was kept. Restore a backup with thermo-edge restore; the house goes on. {detail}"),
    ),
    Code.DISK_FULL: (
        N_("The disk is full"),
        N_("The house goes on, but nothing can be recorded. Make room on the disk"),
    ),
    Code.SETTINGS_BROKEN: (
        N_("The settings file has {count} to mend"),
        N_("The last good settings stay in force. {detail}"),
    ),
    Code.SECOND_PROGRAM: (
        N_("Another Thermo Edge has this home"),
        N_("It was here first, so this one only observes. Stop one of the two"),
    ),
    Code.UNPROTECTED: (
        N_("{room}: nothing turns {entity} off if Thermo Edge stops"),
        N_("So it is not switched. Press Set up switch-off in the room, or give the switch a timer of its own"),
    ),
    Code.SETTINGS_NEED_RESTART: (
        N_("Some settings wait for a restart"),
        N_("The page, the language, who is told, and the data folder change when Thermo Edge is started again"),
    ),
    Code.TURN_FAILED: (
        N_("A turn of the loop failed"),
        N_("It was logged as turn {count}; the next one runs. Please report it. {detail}"),
    ),
    Code.FROST: (
        N_("{room} is at {temperature}"),
        N_("That is below its frost limit of {limit}. Check the heating and the windows"),
    ),
    Code.OVERHEAT: (
        N_("{room} is at {temperature}"),
        N_("That is above its limit of {limit}, so its heating was turned off"),
    ),
}
