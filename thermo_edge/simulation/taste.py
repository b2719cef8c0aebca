"""When people put up with a room no longer: too cold, too warm, stuffy or dark; pure steps on homes × persons."""

from dataclasses import dataclass

import numpy as np

from thermo_edge.simulation.people import AWAY, Doing, Households, Kind, Whole
from thermo_edge.simulation.plant import Array, Flags

_OFFSET = np.array([0.0, -3.0, 0.0, -0.8, -1.2, -0.2, 1.0])
"""K that is right beside what is right when sitting, by what somebody does (cf. metabolic rates of ISO 7730)."""

_PATIENCE = 15.0
"""Minutes of discomfort before anybody gets up for it."""

_HASTE = 0.04
"""Chance per minute, after that, for each kelvin outside what they tolerate."""

_REST = 100.0
"""Minutes that somebody waits for what they did to have an effect."""

STUFFY = 1500.0
"""ppm of CO₂ above which air is noticed."""

NEEDED = np.array([0.0, 0.0, 25.0, 30.0, 90.0, 60.0, 60.0])
"""lx that people want where they are, by what they do."""


@dataclass(frozen=True)
class Mood:
    """All (homes, persons)."""

    discomfort: Array  # minutes, of late
    rests: Array  # minutes before they act again

    @classmethod
    def calm(cls, households: Households) -> "Mood":
        nothing = np.zeros(households.kind.shape)
        return cls(nothing, nothing)


@dataclass(frozen=True)
class Felt:
    """What each person feels, (homes, persons); anything for who is away."""

    warmth: Array  # °C, operative
    outdoor: Array  # °C, of the last day; (homes, 1)


def neutral(households: Households, doing: Whole, felt: Felt) -> Array:
    """°C that each would choose: their own, by what they do; in summer more (the adaptive slope of EN 16798)."""
    chosen: Array = households.warmth + _OFFSET[doing] + 0.33 * np.clip(felt.outdoor - 12.0, 0.0, 12.0)
    return chosen


def step(
    households: Households, mood: Mood, where: Whole, doing: Whole, felt: Felt, chance: Array, minutes: float
) -> tuple[Mood, Array]:
    """The mood after so many minutes, and by how many kelvin each would have it warmer now (0: lets it be).

    `chance`: uniform 0..1, (homes, persons). Who sleeps or is away does nothing; babies and guests have no say.
    """
    error = neutral(households, doing, felt) - felt.warmth
    outside = np.maximum(np.abs(error) - households.tolerance, 0.0)
    present = (where != AWAY) & (doing != Doing.SLEEPS)
    minds = present & (households.kind != Kind.BABY) & (households.kind != Kind.GUEST)
    discomfort = np.where(minds & (outside > 0.0), mood.discomfort + minutes, 0.0)
    rests = np.maximum(mood.rests - minutes, 0.0)
    acts = minds & (discomfort > _PATIENCE) & (rests <= 0.0)
    acts &= chance < 1.0 - np.exp(-_HASTE * outside * minutes)
    change = np.where(acts, np.sign(error) * np.clip(np.round(2.0 * np.abs(error)) / 2.0, 1.0, 3.0), 0.0)
    return Mood(np.where(acts, 0.0, discomfort), np.where(acts, _REST, rests)), change


def dark(doing: Whole, light: Array) -> Flags:
    """Who lacks light, from what they do and the lx where they are; same shapes."""
    return light < NEEDED[doing]


def airs(where: Whole, doing: Whole, co2: Array, chance: Array, minutes: float) -> Flags:
    """Who opens a window because the air is stuffy; `co2` in ppm where they are, (homes, persons)."""
    notices = (where != AWAY) & (doing != Doing.SLEEPS) & (doing != Doing.OUT)
    hazard = 0.01 * np.clip((co2 - STUFFY) / 500.0, 0.0, 3.0)
    opens: Flags = notices & (chance < 1.0 - np.exp(-hazard * minutes))
    return opens
