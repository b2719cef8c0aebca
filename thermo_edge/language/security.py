"""The sentences of the alarm, in English."""

from thermo_edge.home.reason import Code
from thermo_edge.home.turn import Outcome
from thermo_edge.language.marks import N_, What

TITLES: dict[tuple[What, Outcome], str] = {
    (What.ARM, Outcome.ACTED): N_("{room}: arming"),
    (What.ARM, Outcome.SATISFIED): N_("{room} stays armed"),
    (What.ARM, Outcome.WOULD): N_("{room} would have been armed"),
    (What.ARM, Outcome.SUGGESTED): N_("Suggests to arm {room}"),
    (What.ARM, Outcome.ASKED): N_("Asks to arm {room}"),
    (What.ARM, Outcome.REFUSED): N_("{room} was not armed"),
    (What.DISARM, Outcome.ACTED): N_("{room}: disarming"),
    (What.DISARM, Outcome.SATISFIED): N_("{room} stays disarmed"),
    (What.DISARM, Outcome.WOULD): N_("{room} would have been disarmed"),
    (What.DISARM, Outcome.SUGGESTED): N_("Suggests to disarm {room}"),
    (What.DISARM, Outcome.ASKED): N_("Asks to disarm {room}"),
    (What.DISARM, Outcome.REFUSED): N_("{room} was not disarmed"),
    (What.TRIGGER, Outcome.ACTED): N_("{room}: the panel was told of the alarm"),
    (What.TRIGGER, Outcome.SATISFIED): N_("{room}: the panel knows of the alarm"),
    (What.TRIGGER, Outcome.WOULD): N_("{room}: the panel would have been told of the alarm"),
    (What.TRIGGER, Outcome.SUGGESTED): N_("{room}: suggests to tell the panel of the alarm"),
    (What.TRIGGER, Outcome.ASKED): N_("{room}: asks to tell the panel of the alarm"),
    (What.TRIGGER, Outcome.REFUSED): N_("{room}: the panel was not told of the alarm"),
    (What.SIREN_ON, Outcome.ACTED): N_("{room}: siren on"),
    (What.SIREN_ON, Outcome.SATISFIED): N_("{room}: siren goes on sounding"),
    (What.SIREN_ON, Outcome.WOULD): N_("{room}: siren would have sounded"),
    (What.SIREN_ON, Outcome.SUGGESTED): N_("{room}: suggests to sound the siren"),
    (What.SIREN_ON, Outcome.ASKED): N_("{room}: asks to sound the siren"),
    (What.SIREN_ON, Outcome.REFUSED): N_("{room}: siren was not sounded"),
    (What.SIREN_OFF, Outcome.ACTED): N_("{room}: siren off"),
    (What.SIREN_OFF, Outcome.SATISFIED): N_("{room}: siren stays off"),
    (What.SIREN_OFF, Outcome.WOULD): N_("{room}: siren would have been silenced"),
    (What.SIREN_OFF, Outcome.SUGGESTED): N_("{room}: suggests to silence the siren"),
    (What.SIREN_OFF, Outcome.ASKED): N_("{room}: asks to silence the siren"),
    (What.SIREN_OFF, Outcome.REFUSED): N_("{room}: siren was not silenced"),
}

WHY: dict[Code, str] = {
    Code.ARM_WISHED: N_("{who} wished to arm"),
    Code.DISARM_WISHED: N_("{who} wished to disarm"),
    Code.INTRUSION: N_("There is an alarm about intruders"),
    Code.SMOKE: N_("Smoke is reported"),
    Code.GAS: N_("Gas is reported"),
    Code.SIREN_LONG_ENOUGH: N_("It has sounded for its longest time"),
    Code.NO_ALARM: N_("There is no alarm that stands"),
    Code.STANDS_OPEN: N_("{entity} stands open. Close it, or arm without it"),
    Code.NOT_ANSWERING: N_("{entity} does not answer. See to it, or arm without it"),
    Code.SOMEONE_INSIDE: N_("Somebody seems to be inside: {detail}"),
    Code.OTHERS_HOME: N_("Others of the household are still at home by their phones ({count})"),
    Code.PANEL_SILENT: N_("The alarm panel did not do what it was told"),
    Code.PANEL_REFUSED: N_("The alarm panel refused: {detail}"),
    Code.CODE_NEEDED: N_("This needs the code"),
    Code.CODE_WRONG: N_("That code is wrong"),
    Code.CODE_LOCKED: N_("Too many wrong codes. Try again in {left}"),
}

NOTICES: dict[Code, tuple[str, str]] = {
    Code.SMOKE: (N_("Smoke: {room}"), N_("{entity} reports smoke since {since}. Leave the house and call for help")),
    Code.GAS: (N_("Gas: {room}"), N_("{entity} reports gas since {since}. Open the windows, light nothing, and leave")),
    Code.LEAK: (N_("Water: {room}"), N_("{entity} reports water since {since}. Close the main tap")),
    Code.INTRUSION: (N_("Alarm: {room}"), N_("{detail}. The alarm was armed by {who} since {since}")),
    Code.PANEL_SILENT: (
        N_("The alarm panel does not answer"),
        N_("It was asked to arm or to disarm and did not. See how it stands, and do it there"),
    ),
    Code.PANEL_REFUSED: (
        N_("The alarm panel refused"),
        N_("It was asked to arm or to disarm and refused: {detail}"),
    ),
    Code.CODE_LOCKED: (
        N_("Wrong codes for the alarm"),
        N_("{count} wrong codes were given. For {left} no further one is looked at"),
    ),
    Code.ARM_REFUSED: (N_("The alarm was not armed"), N_("{detail}")),
    Code.CAME_BACK_OPEN: (
        N_("{entity} came back open"),
        N_("It was away and now says that it is open. That is no alarm; have a look"),
    ),
    Code.WATCH_SILENT: (
        N_("{entity} does not answer while the alarm is armed"),
        N_("It watches nothing now. That is no alarm; see to it when you can"),
    ),
}
