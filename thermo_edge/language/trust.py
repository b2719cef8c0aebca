"""The sentences about what was called wrong, and about how far the program has earned to go, in English."""

from thermo_edge.home.house import Domain, Mode
from thermo_edge.home.reason import Code
from thermo_edge.language.marks import N_

WHY: dict[Code, str] = {
    Code.AS_SAID: N_(
        "{who} called it wrong on {weekday} at {at}: {low} to {high} now, {temperature} measured. Remembered for a week"
    ),
    Code.SAID_WRONG: N_(
        "{who} called this wrong on {weekday} at {at}, so it is not done again around this time for a week"
    ),
}

NOTICES: dict[Code, tuple[str, str]] = {
    Code.HEAT_FELL_BACK: (
        N_("{room}: heating goes back to {what}"),
        N_(
            "In the last {days} days people took back, corrected or declined {count} of {total} things it did. "
            "Choose a higher mode on the room's card whenever you like: from then on it counts anew"
        ),
    ),
    Code.LIGHT_FELL_BACK: (
        N_("{room}: light goes back to {what}"),
        N_(
            "In the last {days} days people took back, corrected or declined {count} of {total} things it did. "
            "Choose a higher mode on the room's card whenever you like: from then on it counts anew"
        ),
    ),
    Code.WAS_FINE: (
        N_("Motion, and no alarm"),
        N_("{detail} saw motion at {at}. {who} had said on {weekday} that this is fine around that time"),
    ),
}

NOTHING = N_(
    "Nobody has judged anything here yet. The next step needs {needs} judgements that show it right at least {bound} "
    "of the time."
)
STANDS = N_(
    "Right {right} of {judged} that people judged. The next step needs {needs} judgements that show it right at least "
    "{bound} of the time; so far at least {lower}."
)
REPLAYED = N_(
    "In the last replay right {right} of {judged} that can be judged. The next step needs {needs} judgements that show "
    "it right at least {bound} of the time; so far at least {lower}."
)
EARNED = N_("Right {right} of {judged} that people judged: the next step is earned.")
TOP = N_("Right {right} of {judged} that people judged. Too many corrections lower it by itself.")
TOP_NOTHING = N_("Too many corrections lower this by itself.")
EARLY = N_("Somebody raised it before it was earned.")
FELL = N_("It went back by itself: people minded {wrong} of {total}.")

QUESTIONS: dict[tuple[Domain, Mode], str] = {
    (Domain.CLIMATE, Mode.SUGGEST): N_("Shall it suggest the heating here from now on?"),
    (Domain.CLIMATE, Mode.ASK): N_("Shall it ask about the heating here from now on?"),
    (Domain.CLIMATE, Mode.ACT): N_("Shall it run the heating here by itself from now on?"),
    (Domain.LIGHTING, Mode.SUGGEST): N_("Shall it suggest the light here from now on?"),
    (Domain.LIGHTING, Mode.ASK): N_("Shall it ask about the light here from now on?"),
    (Domain.LIGHTING, Mode.ACT): N_("Shall it run the light here by itself from now on?"),
}
