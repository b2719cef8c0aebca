"""Whether somebody is there."""

from enum import StrEnum


class Presence(StrEnum):
    """Three values: not knowing is not the same as nobody."""

    PRESENT = "present"
    ABSENT = "absent"
    UNKNOWN = "unknown"
