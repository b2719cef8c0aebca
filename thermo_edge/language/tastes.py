"""The sentences about the warmth that people want, in English."""

from thermo_edge.home.reason import Code
from thermo_edge.language.marks import N_

WHEN: dict[str, str] = {
    "morning": N_("In the mornings"),
    "day": N_("During the day"),
    "evening": N_("In the evenings"),
    "night": N_("Late at night"),
    "asleep": N_("When everybody sleeps"),
}

SET_TO = N_("{when} you set {room} to about {target} ({count} of {total} times).")
TOO_COLD = N_("{when} {room} was too cold for you ({count} of {total} times).")
TOO_WARM = N_("{when} {room} was too warm for you ({count} of {total} times).")
KEEP = N_("Keep it at {aim} instead of {value}?")
GAVE_IN = N_("{who} gave in {owed} K·h of late")
AGREED = N_("{when} {aim} instead of {value}, as agreed")

WHY: dict[Code, str] = {
    Code.KEPT_DRY: N_(
        "Not colder than {low}: its coldest corner has been damp for long, and mould would grow; {temperature} measured"
    ),
    Code.SURFACES_COLDER: N_(
        "Its surfaces are colder than its air, so it feels colder than its thermometer says: kept {kelvins} K warmer"
    ),
    Code.SURFACES_WARMER: N_(
        "Its surfaces are warmer than its air, so it feels warmer than its thermometer says: kept {kelvins} K cooler"
    ),
    Code.AS_AGREED: N_("As agreed for this time: {low} to {high} instead of about {value}, {temperature} measured"),
}
NOTICES: dict[Code, tuple[str, str]] = {
    Code.AIRING_ADVISED: (
        N_("{room} should be aired"),
        N_(
            "For {after} its coldest surface has been so damp that mould can grow ({share} at {temperature}). "
            "Open a window wide for ten minutes: it is drier outdoors"
        ),
    ),
}
