"""One tree of errors, a child for each thing a caller can do about it."""

from datetime import timedelta


class ThermoEdgeError(Exception):
    """Anything this program raises on purpose; its text is meant for people."""


class SettingsError(ThermoEdgeError):
    """The settings file is wrong: mend the file. Lists every fault, one a line."""

    def __init__(self, source: str, faults: tuple[str, ...]) -> None:
        self.source = source
        self.faults = faults
        super().__init__("\n".join((f"{source}: {len(faults)} to mend", *(f"  {fault}" for fault in faults))))


class HomeUnreachable(ThermoEdgeError):
    """The home does not answer: try again later."""


class HomeRefused(ThermoEdgeError):
    """The home answers and says no (token, address, unknown action): a person must mend it."""


class StoreError(ThermoEdgeError):
    """The database cannot be used: the house goes on without it."""


class StoreTooNew(StoreError):
    """The database was written by a newer program, of this `version` if that is known: install that version again."""

    def __init__(self, words: str, version: str = "") -> None:
        super().__init__(words)
        self.version = version


class StoreCorrupt(StoreError):
    """The database file is damaged: a copy was kept."""


class StoreFull(StoreError):
    """The disk is full: make room."""


class StoreInUse(StoreError):
    """Another program has the database: end that one."""


class ModelError(ThermoEdgeError):
    """A model cannot be used: go by the rule."""


class ModelRefused(ModelError):
    """A model's file is corrupt, foreign, missing or not what its card says: the last good one serves."""


class PredictionFailed(ModelError):
    """A model was asked with the wrong arrays, or its answer is not finite: go by the rule this time."""


class LibraryMissing(ModelError):
    """A library that a model needs is not here or does not run on this machine: go on without."""


class TrainingFailed(ThermoEdgeError):
    """A training ended without a model: what serves goes on serving."""


class HistoryTooShort(ThermoEdgeError):
    """There is not enough of the past to say anything about it: wait, or import what the home remembers."""

    def __init__(self, span: timedelta) -> None:
        hours = span / timedelta(hours=1)
        there = f"The history of the last days is {hours:.0f} h long" if hours >= 1.0 else "There is no history yet"
        super().__init__(f"{there}: a day at least is needed. `thermo-edge import-history` brings more.")


class OtherHouse(ThermoEdgeError):
    """The history knows nothing of what the settings name: mend the settings."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"The history knows none of the {count} entities that the settings name. Is it that of another house, "
            "or were they all renamed?"
        )


class ReplayFailed(ThermoEdgeError):
    """A replay of the past did what it must not, or a turn of it failed: report it; the log says more."""
