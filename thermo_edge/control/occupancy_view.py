"""Who is where, and how well that was believed, as a page shows it."""

from thermo_edge.home.forecast import Learned
from thermo_edge.home.memory import QualityMemory
from thermo_edge.home.snapshot import Snapshot
from thermo_edge.home.view import CalibrationBin, OccupancyView, QualityView
from thermo_edge.occupancy.quality import BINS, DAYS


def occupancy_view(snapshot: Snapshot, known: QualityMemory) -> OccupancyView | None:
    """None where nothing was reckoned."""
    belief = snapshot.belief
    if belief is None:
        return None
    learned = belief.learned or Learned(belief.at)
    return OccupancyView(
        home=belief.home,
        rooms=tuple((room.id, belief.rooms[room.id]) for room in snapshot.house.rooms),
        ahead=learned.home,
        rooms_ahead=tuple(learned.rooms.items()),
        returns=learned.returns,
        wakes=learned.wakes,
        sleeps=learned.sleeps,
        version=learned.version,
        regime=belief.regime,
        quality=quality_view(known, snapshot.local.toordinal()),
        own=learned.own,
    )


def quality_view(known: QualityMemory, today: int) -> QualityView:
    """The last days together."""
    days = [each for each in known.days if today - DAYS < each.day <= today]
    bins = []
    for place in range(BINS):
        count = sum(day.bins[place][0] for day in days)
        believed, occupied = (float(sum(day.bins[place][part] for day in days)) for part in (1, 2))
        bins.append(CalibrationBin(count, believed / max(1, count), occupied / max(1, count)))
    return QualityView(
        days=len(days),
        false_on=sum(day.false_on for day in days),
        false_off=sum(day.false_off for day in days),
        by_day=tuple((day.day, day.false_on, day.false_off) for day in days),
        bins=tuple(bins),
    )
