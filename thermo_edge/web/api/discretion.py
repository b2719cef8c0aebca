"""What a reason says of who is where, and what is said in its place to those who are not told that."""

from thermo_edge.home.reason import Code
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.api import models

UNTOLD = "untold"
_ONLY_HERE = N_("This is told to those who live here")

OF_PRESENCE = frozenset(
    {
        *(Code.NOBODY_HOME, Code.SOMEBODY_HERE, Code.NOBODY_HERE, Code.GOING_OUT, Code.STILL_HERE, Code.UNSEEN_LONG),
        *(Code.ROOM_STIRS, Code.ROOM_STIRRED, Code.ROOM_NO_SIGN, Code.ROOM_LEARNED, Code.ROOM_NEXT_DOOR),
        *(Code.ROOM_CO2, Code.ROOM_LIGHT, Code.ROOM_POWER, Code.HOME_PHONES, Code.AWAY_PHONES, Code.HOME_LEFT),
        *(Code.HOME_STIRRED, Code.HOME_LEARNED, Code.ALARM_CLOCK, Code.CALENDAR_BUSY, Code.IF_NOBODY),
        *(Code.IF_SOMEBODY, Code.SOMEONE_INSIDE, Code.OTHERS_HOME, Code.MOVED_LATELY),
        *(Code.HINDSIGHT_STILL_THERE, Code.HINDSIGHT_LEFT_DARK, Code.HINDSIGHT_CAME_HOME),
    }
)


def reason(told: models.Why, words: Words) -> models.Why:
    """A reason for somebody who is not told who is where."""
    return models.Why(code=UNTOLD, text=words.say(_ONLY_HERE)) if told.code in OF_PRESENCE else told


def decision(told: models.DecisionTold, words: Words) -> models.DecisionTold:
    """A decision for somebody who is not told who is where: it was taken, and that is all.

    What would have changed it is left out where it says that: what would have been decided tells which of both it was.
    """
    kept = tuple(each for each in told.otherwise if each.what.code not in OF_PRESENCE)
    told = told.model_copy(update={"otherwise": kept})
    if not {told.code, told.because} & OF_PRESENCE:
        return told
    because = UNTOLD if told.because in OF_PRESENCE else told.because
    code = UNTOLD if told.code in OF_PRESENCE else told.code
    return told.model_copy(update={"why": (words.say(_ONLY_HERE),), "code": code, "because": because})
