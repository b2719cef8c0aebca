"""What `thermo-edge learn comfort` says: what would be proposed before, and after learning from own set-points."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time

import numpy as np

from thermo_edge.climate.comfort import Frame, at_home
from thermo_edge.climate.evidence import Part, Situation, part_of, season_of
from thermo_edge.climate.preference import probabilities
from thermo_edge.climate.setpoint_features import Context
from thermo_edge.home.comfort import Band, Limits
from thermo_edge.home.house import PlaceId
from thermo_edge.learning.comfort_base import ComfortBase
from thermo_edge.learning.comfort_holds import Held

WHERE = PlaceId("room")
WIDTH = 1.0
"""K of the band around the settings' middle."""

HOURS = {Part.MORNING: 8, Part.DAY: 13, Part.EVENING: 20, Part.NIGHT: 2}


@dataclass(frozen=True, slots=True)
class Change:
    """One situation: the °C that are wished before and after, as far as a proposal may go."""

    situation: Situation
    settings: float
    before: float
    after: float
    content: tuple[float, float]  # expected share of content people at each
    set_points: int  # of this situation


def changes(before: ComfortBase, after: ComfortBase, held: Sequence[Held]) -> tuple[Change, ...]:
    """By situation in which something was set, with the usual temperature of it. Raises what asking a model raises."""
    found = []
    for part in Part:
        mine = [one for one in held if _part(one) is part]
        if not mine:
            continue
        settings = float(np.median([one.settings for one in mine]))
        told = [one.context.outdoor_mean for one in mine if one.context.outdoor_mean is not None]
        outdoors = float(np.mean(told)) if told else None
        asleep = sum(one.context.asleep for one in mine) * 2 > len(mine)
        inside = float(np.mean([one.context.temperature for one in mine]))
        local = datetime.combine(mine[-1].context.local.date(), time(HOURS[part]))
        context = Context(local, inside, outdoors, asleep)
        season = season_of(outdoors if outdoors is not None else float("nan"))
        frame = Frame.around(
            Band(settings - WIDTH / 2, settings + WIDTH / 2),
            Limits(),
            outdoors if outdoors is not None else float("nan"),
            cooled=False,
            asleep=asleep,
        )
        wished = [float(model.wished([context], settings)[0]) for model in (before, after)]
        bounded = [round(frame.clip(celsius), 1) for celsius in wished]
        prior = at_home(after.config.prior)
        shares = [float(probabilities(prior, wished[1] - celsius, prior.situation)[1]) for celsius in bounded]
        situation = Situation(WHERE, part, season, asleep)
        found.append(Change(situation, settings, bounded[0], bounded[1], (shares[0], shares[1]), len(mine)))
    return tuple(found)


def lines(before: ComfortBase, after: ComfortBase, held: Sequence[Held]) -> Iterator[str]:
    """One for each situation, for a person."""
    yield f"From {len(held)} set-points; °C before → after, with the expected share of content people:"
    for one in changes(before, after, held):
        what = "asleep" if one.situation.asleep else str(one.situation.part)
        yield (
            f"  {what}, {one.situation.season} outdoors, settings {one.settings:g}: {one.before:g} → {one.after:g}"
            f" ({one.content[0]:.0%} → {one.content[1]:.0%}, {one.set_points} set-points)"
        )


def _part(one: Held) -> Part:
    return part_of(one.context.local)
