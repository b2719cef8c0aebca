"""The sentences of putting a backup back: what is in it, what is lost, why not, and what became of it."""

from collections.abc import Mapping

from thermo_edge.home.put_back import Why
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words

_WHY: Mapping[Why, str] = {
    Why.NOT_OURS: N_("This is no backup of Thermo Edge, or it is damaged. Take another one."),
    Why.TOO_NEW: N_("This backup comes from a newer Thermo Edge ({detail}). Install that version first."),
    Why.SETTINGS: N_("The settings in this backup cannot be used here: {detail}"),
    Why.TOO_LARGE: N_("This file is larger than a backup may be."),
    Why.FULL: N_("There is not enough room on the disk for it."),
    Why.BUSY: N_("Another backup is being sent or looked at. Try again in a moment."),
    Why.CUT: N_("The backup did not come whole. Send it again."),
    Why.NOTHING: N_("There is no backup here that could be put back. Send it again."),
    Why.ANOTHER: N_("This is no longer the backup that you looked at. Look again."),
    Why.ARMED: N_("The alarm is armed. Disarm it first: with the backup it would be as it was then, without the code."),
    Why.IN_USE: N_("Another running program has the database."),
    Why.DISK: N_("The disk cannot be read or written: {detail}"),
    Why.TRIED: N_("The program was cut off each time that it tried."),
    Why.NOT_HERE: N_("In the demo no backup is put back."),
    Why.NO_RESTART: N_("Thermo Edge cannot start itself anew here. Restart it in the way in which it was started."),
}

PUT_BACK = N_("The backup was put back")
NOT_PUT_BACK = N_("The backup was not put back")
AS_BEFORE = N_("The house goes on with what it had.")


def why(reason: Why, detail: str, words: Words) -> str:
    """Why a backup is not put back, as a sentence."""
    return words.say(_WHY[reason], detail=detail or None)
