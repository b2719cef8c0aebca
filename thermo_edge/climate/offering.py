"""From votes to offers: the one temperature of each room that is most worth a question."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from statistics import median

from thermo_edge.climate import agreed
from thermo_edge.climate.comfort import FEWEST, WORTH, Frame, asked_leaves, propose, taste
from thermo_edge.climate.evidence import Evidence, Season, Situation
from thermo_edge.climate.preference import Learned, Prior, Want
from thermo_edge.climate.recalled import Recalled
from thermo_edge.climate.sharing import NOTHING_OWED, Debt
from thermo_edge.home.comfort import Band
from thermo_edge.home.house import House, PlaceId, Room
from thermo_edge.home.taste import Offered, TasteMemory


@dataclass(frozen=True, slots=True)
class Said:
    """Something that somebody did or said: its votes, and °C that they set, if any."""

    votes: tuple[Evidence, ...]
    set_point: float | None = None

    @property
    def situation(self) -> Situation:
        return self.votes[0].then.situation

    @property
    def at(self) -> datetime:
        return self.votes[0].at


@dataclass(frozen=True, slots=True)
class Ground:
    """What offers are made on. `outdoor_mean`: °C, NaN where it is not known; `quiet`: hours in which nobody spoke."""

    house: House
    said: tuple[Said, ...]
    quiet: tuple[Evidence, ...]
    taste: TasteMemory
    season: Season
    outdoor_mean: float
    debts: Mapping[PlaceId, Debt] = field(default_factory=dict)  # by room: who gave in of late


@dataclass(frozen=True, slots=True)
class Wants:
    """What is known of the situations of this season that enough was said about, by key."""

    learned: Learned
    spoken: Mapping[str, Situation]
    people: Mapping[str, tuple[str, ...]]


def said_of(house: House, those: Iterable[Recalled], words: Iterable[Evidence], known: TasteMemory) -> tuple[Said, ...]:
    """Everything about warmth that counts: of times with somebody home, and awake only in the comfort hours.

    Outside those people lack an hour rather than a kelvin. What was in force then is what had been agreed by then.
    """
    found = [
        Said(votes, one.set_point) for one in (_in_force(house, one, known) for one in those) if (votes := one.votes())
    ]
    found += [Said((word,)) for word in words]
    return tuple(one for one in found if counts(house, one.situation, one.at))


def counts(house: House, situation: Situation, at: datetime) -> bool:
    """Whether an offer may rest on what was said in this situation."""
    room = house.room(situation.place)
    if room is None or situation.away:
        return False
    return situation.asleep or room.comfort.warm_at(house.local(at))


def spoken_of(said: Sequence[Said]) -> dict[str, Situation]:
    """The situations that enough was said about, by key."""
    keys = [one.situation.key for one in said]
    return {one.situation.key: one.situation for one in said if keys.count(one.situation.key) >= FEWEST}


def people_of(house: House, said: Iterable[Said], situation: Situation) -> tuple[str, ...]:
    """Who is asked about there: nobody in particular, or everybody once some said who they are."""
    named = {one.votes[0].person for one in said if one.situation.key == situation.key} - {""}
    return tuple(sorted(named | {person.name for person in house.persons})) if named else ("",)


def wants(ground: Ground, prior: Prior, now: datetime) -> Wants | None:
    """What people want, by everything that counts; None where too little was said."""
    spoken = {key: one for key, one in spoken_of(ground.said).items() if one.season is ground.season}
    if not spoken:
        return None
    people = {key: people_of(ground.house, ground.said, one) for key, one in spoken.items()}
    votes = [vote for one in ground.said for vote in one.votes] + list(ground.quiet)
    asked = [leaf for key, one in spoken.items() for leaf in asked_leaves(people[key], one)]
    return Wants(taste(prior, votes, asked, now), spoken, people)


def offers(ground: Ground, known: Wants, now: datetime) -> tuple[Offered, ...]:
    """For each room the offer that most was said for; `since` and `until` are the house's to say."""
    best: dict[str, Offered] = {}
    for key, situation in known.spoken.items():
        made = _offer(ground, known.learned, situation, known.people[key], now)
        if made is None or made.direction in ground.taste.quiet:
            continue
        if situation.place not in best or made.times > best[situation.place].times:
            best[situation.place] = made
    return tuple(best.values())


def _offer(
    ground: Ground, learned: Learned, situation: Situation, people: Sequence[str], now: datetime
) -> Offered | None:
    """The votes since something was agreed there ask for more; those before it have been answered."""
    room = ground.house.room(situation.place)
    here = [one for one in ground.said if one.situation.key == situation.key]
    known = ground.taste.agreed.get(situation.key)
    fresh = [one for one in here if known is None or one.at >= known.since]
    if room is None or not fresh:
        return None
    settings = _settings(ground.house, room, situation, fresh[-1].at)
    band = agreed.moved(settings, known.offset, room.limits) if known is not None else settings
    frame = Frame.around(settings, room.limits, ground.outdoor_mean, _cooled(room), situation.asleep)
    owed = ground.debts.get(room.id, NOTHING_OWED)
    found = propose(learned, [vote for one in fresh for vote in one.votes], people, situation, band, frame, owed)
    if found is None:
        return None
    want = Want.WARMER if found.then.middle > band.middle else Want.COOLER
    towards = [one for one in fresh if one.votes[0].want is want]
    usual = [one.set_point for one in towards if one.set_point is not None]
    then = _no_further(found.then.middle, usual, want)
    if abs(then - band.middle) < WORTH - 1e-9 or (then > band.middle) is not (want is Want.WARMER):
        return None
    return Offered(
        place=room.id,
        situation=situation.key,
        doing="asleep" if situation.asleep else situation.part.value,
        offset=round(then - settings.middle, 1),
        now=round(band.middle, 2),
        then=round(then, 2),
        usual=median(usual) if usual else None,
        times=len(towards),
        total=len(fresh),
        since=now,
        until=now,
    )


def _no_further(middle: float, usual: Sequence[float], want: Want) -> float:
    """Not beyond what people set themselves."""
    if not usual:
        return middle
    return min(middle, median(usual)) if want is Want.WARMER else max(middle, median(usual))


def _in_force(house: House, one: Recalled, known: TasteMemory) -> Recalled:
    then = one.moment.then
    moves, room = known.agreed.get(then.situation.key), house.room(then.situation.place)
    if moves is None or room is None or one.what.since < moves.since:
        return one
    settings = _settings(house, room, then.situation, one.what.since)
    before = agreed.moved(settings, moves.offset, room.limits).middle
    return replace(one, moment=replace(one.moment, then=replace(then, before=before)))


def _settings(house: House, room: Room, situation: Situation, at: datetime) -> Band:
    comfort = room.comfort
    return comfort.comfort if not situation.asleep or comfort.warm_at(house.local(at)) else comfort.setback


def _cooled(room: Room) -> bool:
    return any(device.cools for device in room.devices)
