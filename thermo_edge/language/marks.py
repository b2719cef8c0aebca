"""How sentences are marked for the catalogues, and what a request would do as a person sees it."""

from enum import StrEnum


def N_(message: str) -> str:  # noqa: N802 - the customary mark for what is to be translated
    """Marks a sentence for the catalogues; it is looked up when it is said."""
    return message


class What(StrEnum):
    """What a request would do, as a person sees it."""

    SET = "set"
    HEAT_ON = "heat_on"
    HEAT_OFF = "heat_off"
    COOL_ON = "cool_on"
    SOURCE_ON = "source_on"
    SOURCE_OFF = "source_off"
    LAMP_ON = "lamp_on"
    LAMP_OFF = "lamp_off"
    DIM = "dim"
    TINT = "tint"
    COVER = "cover"
    FLOW = "flow"
    ARM = "arm"
    DISARM = "disarm"
    TRIGGER = "trigger"
    SIREN_ON = "siren_on"
    SIREN_OFF = "siren_off"
