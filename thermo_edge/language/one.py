"""Sentences with a count as they are where it is one, in English."""

from collections.abc import Mapping

from thermo_edge.home.reason import Code, Fact
from thermo_edge.home.savings import LeftOut
from thermo_edge.language import hindsight, lived_again, planning, savings, sentences
from thermo_edge.language.marks import N_

_ACTED_IN_A_DAY = N_(
    "In your last day I would have acted {count} times: {right} right, {wrong} wrong, {unknown} that cannot be judged."
)
_ACTED_ONCE = N_(
    "In your last {days} days I would have acted once: {right} right, {wrong} wrong, {unknown} that cannot be judged."
)
_A_DAY_ONCE = N_(
    "In your last day I would have acted once: {right} right, {wrong} wrong, {unknown} that cannot be judged."
)
_BACK = N_("For a day the forecast without it would have been better. Nothing needs to be done")
REPLAYED = N_("Decisions of the last {days} days, replayed on your own history. {unknown} cannot be judged.")

_ONE: dict[str, tuple[tuple[str, str], ...]] = {
    hindsight.WHOLE: (("days", _ACTED_IN_A_DAY), ("count", _ACTED_ONCE)),
    _ACTED_IN_A_DAY: (("count", _A_DAY_ONCE),),
    hindsight.NOTHING: (("days", N_("In your last day there was nothing that I would have done.")),),
    hindsight.PART: (("count", N_("{what}: once; {right} right, {wrong} wrong, {unknown} that cannot be judged")),),
    hindsight.ROOM: (
        ("count", N_("{room}, {what}: once; {right} right, {wrong} wrong, {unknown} that cannot be judged")),
    ),
    hindsight.HERE: (
        ("days", N_("Tried on your last day here: {right} right, {wrong} wrong, {unknown} that cannot be judged.")),
    ),
    hindsight.NONE_HERE: (("days", N_("Tried on your last day: nothing would have been done here.")),),
    REPLAYED: (("days", N_("Decisions of the last day, replayed on your own history. {unknown} cannot be judged.")),),
    lived_again.HEAD: (
        (
            "days",
            N_(
                "Your last day lived again in the twin of your rooms, each time by another policy. Every figure is the "
                "mean of {count} twins, all of which may be so; in brackets the least and the most of them."
            ),
        ),
    ),
    savings.MISSING: (("count", N_("Not enough data yet: about one more day is needed.")),),
    savings.MISSING_BEFORE: (
        (
            "count",
            N_(
                "Not enough data yet: about one more day is needed. Too few are known from before Thermo Edge "
                "acted, and no more will come: let days take turns (savings, alternate in the settings), or import "
                "the history."
            ),
        ),
    ),
    savings.LEFT_OUT[LeftOut.CHANGED]: (
        ("count", N_("1 day not counted: the house still held the heat of the day before, run the other way")),
    ),
    savings.LEFT_OUT[LeftOut.NOT_NORMAL]: (("count", N_("1 day not counted: guests, a party, illness or a vacation")),),
    savings.LEFT_OUT[LeftOut.WINDOWS]: (("count", N_("1 day not counted: windows stood open for hours")),),
    savings.LEFT_OUT[LeftOut.GAP]: (("count", N_("1 day not counted: too little is known of it")),),
    savings.LEFT_OUT[LeftOut.OTHER_WEATHER]: (("count", N_("1 day not counted: the other side had no such weather")),),
    sentences.WHY[Code.SOURCE_WANTED]: (("count", N_("One of its rooms wants heat")),),
    sentences.WHY[Code.ROOM_SENSORS_DOUBTED]: (("count", N_("One of its sensors is not believed or does not answer")),),
    sentences.WHY[Code.AWAY_PHONES]: (("count", N_("The household's only phone is away")),),
    sentences.NOTICES[Code.FORECAST_ODD][1]: (
        ("count", N_("One was left out, and the rest is used. Check {entity} in Home Assistant")),
    ),
    planning.NOTICES[Code.ENERGY_ODD][1]: (
        ("count", N_("One was left out, and plans go by the rest. Check its unit, and what its attributes hold")),
    ),
    planning.NOTICES[Code.LEARNED_BACK][1]: (("count", _BACK),),
    planning.TWIN[Code.TWIN_HOLDS]: (("count", N_("In the twin of this home it made nothing worse on one day")),),
    planning.TWIN[Code.TWIN_DEARER]: (
        ("more", N_("In the twin of this home it would have taken one hour of full heat a day more")),
    ),
    planning.TWIN[Code.TWIN_BUSIER]: (
        ("more", N_("In the twin of this home it would have sent one message a day more to the heating")),
    ),
    planning.TWIN[Code.TWIN_ALARMS]: (
        ("more", N_("In the twin of this home there would have been one alarm or refusal a day more")),
    ),
    planning.LEARNED[Code.TRIAL_TOO_LITTLE]: (("count", N_("Only one later day to judge by")),),
}


def where_one(message: str, facts: Mapping[str, Fact | None]) -> str:
    """The sentence for these facts: the one of the singular where what it counts is one."""
    for name, single in _ONE.get(message, ()):
        if facts.get(name) == 1:
            return where_one(single, facts)
    return message
