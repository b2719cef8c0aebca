"""The sentences of who is where, in English. They name no person."""

from thermo_edge.home.reason import Code
from thermo_edge.language.marks import N_

WHY: dict[Code, str] = {
    Code.VACATION: N_("Vacation until {until}: {low} to {high} is enough, {temperature} measured"),
    Code.ROOM_STIRS: N_("Somebody moves here"),
    Code.ROOM_STIRRED: N_("Somebody moved here last at {since}"),
    Code.ROOM_NO_SIGN: N_("Nobody has been seen here yet"),
    Code.ROOM_SENSORS_DOUBTED: N_("{count} of its sensors are not believed or do not answer"),
    Code.ROOM_LEARNED: N_("From all that is measured, {share} likely"),
    Code.ROOM_NEXT_DOOR: N_("Somebody moved next door, and people go on from there to here"),
    Code.ROOM_CO2: N_("{ppm} of CO₂"),
    Code.ROOM_LIGHT: N_("{lux} of light"),
    Code.ROOM_POWER: N_("{watt} drawn here"),
    Code.HOME_PHONES: N_("A phone of the household says that it is home"),
    Code.AWAY_PHONES: N_("All {count} of the household's phones are away"),
    Code.HOME_LEFT: N_("Nothing has stirred since an outer door did at {since}"),
    Code.HOME_STIRRED: N_("Something stirred last at {since}"),
    Code.HOME_LEARNED: N_("From all that is measured, somebody is home: {share} likely"),
    Code.ALARM_CLOCK: N_("The next alarm clock rings: {at}"),
    Code.CALENDAR_BUSY: N_("A calendar says that everybody is out until {until}"),
}
