"""The night of the belief about who is where: what the last weeks taught serves where it was better on later days."""

from datetime import timedelta

from thermo_edge.home.learning import Fate, NightOutcome
from thermo_edge.learning.night_ground import Ground
from thermo_edge.learning.occupancy_own import Own, learned

NAME = "occupancy"

RESTS = timedelta(days=7)
"""After a person withdrew it, nothing new serves for so long."""


def occupancy_night(ground: Ground) -> None:
    """Of the whole home. Raises StoreError or ModelError, and then all is as it was."""
    serving, now = ground.occupancy, ground.now
    if serving is None or serving.base is None:
        return
    gone = ground.own.withdrawn()
    if gone is not None and now - gone < RESTS:
        ground.watch.say(NightOutcome(NAME, Fate.NO_BETTER, now, detail="it was withdrawn in the last week"))
        return
    ground.watch.at(0.0)
    trust = ground.history.memory().occupancy.trust
    past = ground.days.past(ground.house, trust, ground.today, now)
    if past is None:
        ground.watch.say(NightOutcome(NAME, Fate.TOO_LITTLE, now))
        return
    ground.watch.at(0.4)
    before = ground.own.load(serving.base, serving.version, serving.config)
    own = learned(past, serving.base, serving.config, now, before)
    if own is None:
        ground.watch.say(NightOutcome(NAME, Fate.TOO_LITTLE, now))
        return
    ground.own.save(own, serving.version)
    ground.watch.say(_told(ground, own, before))
    for name, scores in own.scores.items():
        for hours, score in scores.items():
            ground.watch.measure(f"{NAME}/{name}/{hours:g} h/base", score.base)
            ground.watch.measure(f"{NAME}/{name}/{hours:g} h/own", score.own)


def _told(ground: Ground, own: Own, before: Own | None) -> NightOutcome:
    told, served = own.told, before is not None and before.told.since is not None
    if told.since is None:
        fate = Fate.ROLLED_BACK if served else Fate.NO_BETTER
        return NightOutcome(NAME, fate, ground.now, days=told.days)
    gain = round(1.0 - told.after / told.before, 4) if told.before > 0.0 else None
    before_, after = round(told.before, 4), round(told.after, 4)
    where = ", ".join((*told.rooms, *(("home",) if told.home else ())))
    return NightOutcome(NAME, Fate.PROMOTED, ground.now, "", where, told.days, before_, after, "Brier", gain)
