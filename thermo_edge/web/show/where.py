"""The page of who is where as one value: what is believed of the home and its rooms, what comes, how good that was."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from thermo_edge.home.forecast import HomeBelief, Moment, Regime, RoomBelief, Whereabouts
from thermo_edge.home.house import PlaceId
from thermo_edge.home.presence import Presence
from thermo_edge.home.reason import Reason
from thermo_edge.home.view import HouseView, OccupancyView
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.show.headline import Headline, headline
from thermo_edge.web.show.marks import Mark, stamp
from thermo_edge.web.show.own import own_sentence
from thermo_edge.web.show.page import PageModel, begun, unseen
from thermo_edge.web.show.parts import Parts
from thermo_edge.web.show.quality import QualityModel, quality_model
from thermo_edge.web.show.regimes import RegimeModel, regime_mark, regime_model
from thermo_edge.web.show.steps import Steps, steps
from thermo_edge.web.show.things import why

SURE, LITTLE = 0.9, 0.15
"""From the first on a belief is said without "probably"; up to the second "probably nobody" may be said."""

_LOW, _HIGH = 0.1, 0.9
"""The ends of what is meant by eight in ten."""

_PRESENCE = {
    Presence.PRESENT: (N_("At home"), "person", "on"),
    Presence.ABSENT: (N_("Away"), "person_off", ""),
    Presence.UNKNOWN: (N_("Not known"), "help", "unsure"),
}


@dataclass(frozen=True, slots=True)
class BeliefCard:
    """A room, or the home. `percents` are parts of the bar: up, and for the home asleep."""

    key: str
    name: str
    state: Mark
    percents: tuple[int, ...]
    likely: str
    since: str
    reasons: tuple[str, ...]
    steps: Steps | None


@dataclass(frozen=True, slots=True)
class MomentRow:
    """Something expected: what, its likeliest time, and between which times eight in ten lie."""

    what: str
    symbol: str
    when: str
    between: str


@dataclass(frozen=True)
class WhereModel(PageModel):
    """Everything on the page but persons, of whom each who looks may see others."""

    home: BeliefCard | None = None
    rooms: tuple[BeliefCard, ...] = ()
    moments: tuple[MomentRow, ...] = ()
    source: str = ""  # what the hours ahead rest on
    own: str = ""  # whether what this home taught is in use
    regime: RegimeModel | None = None
    quality: QualityModel | None = None


def where_model(view: HouseView | None, words: Words, answers: bool = True, demo: float | None = None) -> WhereModel:
    """The page for a view; `answers` is whether the house's loop still comes round."""
    if view is None:
        return unseen(WhereModel, words, answers)
    parts, known = Parts(), view.occupancy
    made = begun(WhereModel, parts, view, words, answers, demo, lambda: _headline(view, words, answers))
    if known is None:
        return replace(made, seen=False, broken=tuple(parts.broken))
    blocked = "" if answers else words.say(N_("The house does not answer, so nothing can be done now."))
    return replace(
        made,
        home=parts.one(lambda: _home(known, view, words), None),
        rooms=parts.each(known.rooms, lambda room: _room(*room, view, words)),
        moments=parts.one(lambda: tuple(_moments(known, view, words)), ()),
        source=parts.one(lambda: _source(known, words), ""),
        own=parts.one(lambda: own_sentence(known, view, words), ""),
        regime=parts.one(lambda: regime_model(known.regime, view, words, blocked), None),
        quality=parts.one(lambda: quality_model(known.quality, words), None),
        broken=tuple(parts.broken),
    )


def persons(found: Iterable[Whereabouts], words: Words) -> tuple[tuple[str, Mark], ...]:
    """The persons that somebody may see: name, and whether they are home."""
    return tuple((each.name, _mark(_PRESENCE[each.presence], words)) for each in found)


def presence_mark(presence: Presence, probability: float, words: Words) -> Mark:
    """A belief in a word: nobody is said plainly on evidence only."""
    if presence is Presence.PRESENT:
        sentence = N_("Somebody") if probability >= SURE else N_("Probably somebody")
        return Mark(words.say(sentence), "person", "on")
    if presence is Presence.ABSENT:
        return Mark(words.say(N_("Nobody")), "person_off")
    if probability <= LITTLE:
        return Mark(words.say(N_("Probably nobody")), "person_off", "unsure")
    return Mark(words.say(N_("Not known")), "help", "unsure")


# --- the sentence -------------------------------------------------------------------------------------------------


def _headline(view: HouseView, words: Words, answers: bool) -> Headline:
    if not answers or not view.rooms or not view.health.link_ready:
        return replace(headline(view, words, answers), note="")
    known = view.occupancy
    if known is None:
        nothing = words.say(N_("Who is where is not reckoned yet."))
        return Headline((nothing,), (words.say(N_("It comes as soon as the sensors have been read.")),))
    sentences = [words.say(_of_home(known.home))]
    if known.regime is not None and known.regime.regime is not Regime.NORMAL:
        mark, until = regime_mark(known.regime.regime, words), stamp(known.regime.until, view, words)
        sentences.append(words.say(N_("{what} until {until}."), what=mark.words, until=until))
    return Headline(tuple(sentences), (_rooms_line(known, view, words),))


def _of_home(home: HomeBelief) -> str:
    if home.presence is Presence.ABSENT:
        return N_("Nobody is home.")
    if home.presence is Presence.UNKNOWN:
        return N_("Whether anyone is home is not known.")
    if home.asleep > home.awake:
        return N_("Everybody who is home is probably asleep.")
    return N_("Someone is home.") if home.home >= SURE else N_("Someone is probably home.")


def _rooms_line(known: OccupancyView, view: HouseView, words: Words) -> str:
    here = [words.place_name(view.house, place) for place, room in known.rooms if room.presence is Presence.PRESENT]
    unsure = sum(room.presence is Presence.UNKNOWN for _, room in known.rooms)
    if here:
        return words.say(N_("Somebody is in: {what}."), what=words.say(N_(", ")).join(here))
    if unsure == len(known.rooms):
        return words.say(N_("Of no room is it known."))
    if known.home.presence is Presence.PRESENT:
        return words.say(N_("In which room is not known."))
    return words.say(N_("Nobody is believed in any room."))


# --- beliefs ------------------------------------------------------------------------------------------------------


def _home(known: OccupancyView, view: HouseView, words: Words) -> BeliefCard:
    home = known.home
    facts = {"awake": words.share(home.awake), "asleep": words.share(home.asleep), "away": words.share(home.away)}
    return BeliefCard(
        key="",
        name=words.say(N_("The whole home")),
        state=presence_mark(home.presence, home.home, words),
        percents=(round(100 * home.awake), round(100 * home.asleep)),
        likely=words.say(N_("{awake} somebody is up, {asleep} all asleep, {away} nobody"), **facts),
        since=_since(home.since, view, words),
        reasons=_reasons(home.reasons, view, words),
        steps=steps(home.home, known.ahead, view, words),
    )


def _room(place: PlaceId, room: RoomBelief, view: HouseView, words: Words) -> BeliefCard:
    later = next((each for of, each in view.occupancy.rooms_ahead if of == place), ()) if view.occupancy else ()
    return BeliefCard(
        key=str(place),
        name=words.place_name(view.house, place),
        state=presence_mark(room.presence, room.probability, words),
        percents=(round(100 * room.probability),),
        likely=words.say(N_("{share} likely"), share=room.probability),
        since=_since(room.since, view, words),
        reasons=_reasons(room.reasons, view, words),
        steps=steps(room.probability, later, view, words),
    )


def _since(since: datetime | None, view: HouseView, words: Words) -> str:
    return words.say(N_("since {when}"), when=stamp(since, view, words)) if since is not None else ""


def _reasons(reasons: Iterable[Reason], view: HouseView, words: Words) -> tuple[str, ...]:
    return tuple(dict.fromkeys(why(reason, view.house, words, view.at) for reason in reasons))


# --- what comes ---------------------------------------------------------------------------------------------------


def _moments(known: OccupancyView, view: HouseView, words: Words) -> Iterator[MomentRow]:
    expected = (
        (known.returns, N_("Somebody comes home"), "door_front"),
        (known.wakes, N_("Somebody wakes"), "wb_twilight"),
        (known.sleeps, N_("All are asleep"), "bedtime"),
    )
    for moment, sentence, symbol in expected:
        if moment is not None and moment.quantiles:
            when = stamp(moment.median, view, words)
            yield MomentRow(words.say(sentence), symbol, when, _between(moment, view, words))


def _between(moment: Moment, view: HouseView, words: Words) -> str:
    """Eight in ten, where that much is said; never more than is known."""
    ends = dict(moment.quantiles)
    low, high = ends.get(_LOW), ends.get(_HIGH)
    if low is None or high is None:
        return ""
    day = view.house.local(moment.median).date()  # said already
    first, last = (
        words.instant(at) if view.house.local(at).date() == day else stamp(at, view, words) for at in (low, high)
    )
    return words.say(N_("8 in 10: {first} to {last}"), first=first, last=last)


def _source(known: OccupancyView, words: Words) -> str:
    if known.version:
        return words.say(N_("From a learned model and what is usual here."))
    if known.ahead or known.rooms_ahead:
        return words.say(N_("From what is usual here at that hour."))
    return words.say(N_("The hours ahead are not known yet."))


def _mark(shown: tuple[str, str, str], words: Words) -> Mark:
    sentence, symbol, tone = shown
    return Mark(words.say(sentence), symbol, tone)
