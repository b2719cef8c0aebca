"""The page of learning as one value: what would have been right, how far each thing has come, and what is saved."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from thermo_edge.home.correction import About, Correction
from thermo_edge.home.house import Domain, Mode
from thermo_edge.home.savings import Interval, Measure, Saving, Way
from thermo_edge.home.trust import TrustView
from thermo_edge.home.view import HouseView
from thermo_edge.language.marks import N_
from thermo_edge.language.one import REPLAYED
from thermo_edge.language.savings import COMPARED
from thermo_edge.language.savings_lines import lines
from thermo_edge.language.words import Words
from thermo_edge.web.show.headline import Headline, headline
from thermo_edge.web.show.hindsight import HindsightCard, hindsight_card
from thermo_edge.web.show.marks import Mark, mode_mark, stamp
from thermo_edge.web.show.page import PageModel, begun, unseen
from thermo_edge.web.show.parts import Parts
from thermo_edge.web.show.trust import earned_line

_THINGS = {
    Domain.CLIMATE: N_("{room}, heating"),
    Domain.LIGHTING: N_("{room}, light"),
    Domain.SECURITY: N_("{room}, alarm"),
}
_ABOUT = {
    About.WARMER: N_("{room}: warmer around {at}"),
    About.COOLER: N_("{room}: cooler around {at}"),
    About.LIGHT_ON: N_("{room}: light not on around {at}"),
    About.LIGHT_OFF: N_("{room}: light not off around {at}"),
    About.DIALS: N_("{room}: another light around {at}"),
    About.LOWER: N_("{room}: cover not down around {at}"),
    About.RAISE: N_("{room}: cover not up around {at}"),
}
_WAYS = {
    Way.OURS: N_("Today the house is run by Thermo Edge."),
    Way.OBSERVED: N_("Today Thermo Edge only looks on."),
}
_WIDEST = 0.05
"""A picture of an interval reaches so far beyond it, at least."""


@dataclass(frozen=True, slots=True)
class TrustRow:
    """One thing in one place: so many of four steps, its mode, and what is missing for the next."""

    key: str
    place: str
    name: str
    steps: int
    mode: Mark
    line: str


@dataclass(frozen=True, slots=True)
class IntervalPicture:
    """In per cent of the width: nought, the ends, the value; `low` and `high` are the ends of the axis in words."""

    nought: float
    begin: float
    end: float
    value: float
    low: str
    high: str
    label: str


@dataclass(frozen=True, slots=True)
class SavingCard:
    """What was found, a sentence each; the first is what a person looks for."""

    lines: tuple[str, ...]
    picture: IntervalPicture | None = None
    way: str = ""


@dataclass(frozen=True)
class LearningModel(PageModel):
    """Everything on the page but what nights say of themselves."""

    hindsight: HindsightCard | None = None
    saving: SavingCard | None = None
    trust: tuple[TrustRow, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()


def learning_model(
    view: HouseView | None, words: Words, answers: bool = True, demo: float | None = None
) -> LearningModel:
    """The page for a view; `answers` is whether the house's loop still comes round."""
    if view is None:
        return unseen(LearningModel, words, answers)
    parts = Parts()
    made = begun(LearningModel, parts, view, words, answers, demo, lambda: _headline(view, words, answers))
    found = parts.one(lambda: hindsight_card(view.hindsight, view, words) if view.hindsight else None, None)
    return replace(
        made,
        stale=False,
        hindsight=found,
        saving=parts.one(lambda: saving_card(view.saving, view, words), None),
        trust=parts.each(view.trust, lambda standing: _trust(standing, view, words)),
        corrections=parts.each(view.corrections, lambda each: _correction(each, view, words)),
        broken=tuple(parts.broken),
    )


def saving_card(saving: Saving | None, view: HouseView, words: Words) -> SavingCard:
    """Savings with their intervals; that there is not enough is an answer."""
    way = words.say(COMPARED) if view.way is Way.PLAIN else words.say(_WAYS[view.way]) if view.way else ""
    if saving is None:
        return SavingCard((words.say(N_("Not measured yet: it is looked at each night.")),), way=way)
    share = (saving.less or {}).get(Measure.SHARE)
    return SavingCard(tuple(_sorted(saving, view, words)), _interval(share, words) if share else None, way)


def _sorted(saving: Saving, view: HouseView, words: Words) -> Iterator[str]:
    """What came of it before how it was done."""
    first, *others = lines(saving, view.house, words)
    count = len(saving.less or {}) if not saving.missing else 1
    yield from others[:count]
    yield first
    yield from others[count:]


def _interval(share: Interval, words: Words) -> IntervalPicture:
    low = min(0.0, share.low) - (_WIDEST if share.low < 0.0 else 0.0)
    high = max(0.0, share.high) + _WIDEST
    nought, begin, end, value = (
        100.0 * (each - low) / (high - low) for each in (0.0, share.low, share.high, share.value)
    )
    facts = {"value": words.share(share.value), "low": words.share(share.low), "high": words.share(share.high)}
    label = words.say(N_("{value}, between {low} and {high}"), **{n: _minus(v) for n, v in facts.items()})
    return IntervalPicture(nought, begin, end, value, _minus(words.share(low)), _minus(words.share(high)), label)


def _minus(figure: str) -> str:
    return figure.replace("-", "−")


def _headline(view: HouseView, words: Words, answers: bool) -> Headline:
    if not answers:
        return replace(headline(view, words, answers), note="")
    found = view.hindsight
    if found is None:
        later = words.say(N_("Once a week the last days are replayed, and what would have been wrong is listed."))
        return Headline((words.say(N_("Nothing has been replayed yet.")),), (later,))
    count = found.of()
    below = words.say(
        REPLAYED,
        days=float(round(found.days)),
        unknown=float(count.unknown),
    )
    if not count.right and not count.wrong:
        return Headline((words.say(N_("There was nothing to judge.")),), (below,))
    told = N_("It would have been right {right} times, wrong {wrong}.")
    return Headline((words.say(told, right=float(count.right), wrong=float(count.wrong)),), (below,))


def _trust(standing: TrustView, view: HouseView, words: Words) -> TrustRow:
    name = words.place_name(view.house, standing.place)
    steps = sorted(Mode).index(standing.mode) + 1
    thing = words.say(_THINGS[standing.domain], room=name)
    key = f"{standing.place}/{standing.domain.value}"
    mark = mode_mark(standing.mode, words)
    return TrustRow(key, standing.place, thing, steps, mark, earned_line(standing, words))


def _correction(each: Correction, view: HouseView, words: Words) -> tuple[str, str]:
    what = words.say(_ABOUT[each.about], room=words.place_name(view.house, each.place), at=each.when.timestamp())
    until = stamp(each.until, view, words)
    by = words.say(N_("{who} said so. It holds until {when}."), who=words.actor(each.who), when=until)
    return what, by


def steps_of() -> int:
    """How many steps there are."""
    return len(Mode)
