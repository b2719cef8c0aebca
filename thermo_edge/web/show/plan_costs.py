"""What the heating plan costs beside what else could be done, and what one degree less would save."""

from dataclasses import dataclass

from thermo_edge.home.plan import Instead
from thermo_edge.home.reason import Code
from thermo_edge.home.view import HouseView, PlanView
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words

_ALMOST = 0.005
"""Share that nobody would call a difference."""

_INSTEAD = {
    Instead.HOLD: N_("Comfort held all the time"),
    Instead.LATER: N_("Each heating begun 30 min later"),
}


@dataclass(frozen=True, slots=True)
class Costs:
    """The first rows have the plan and its alternatives; `degree` what one degree less in each room would save."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    key: str
    degree: tuple[tuple[str, ...], ...]


def costs(plan: PlanView, view: HouseView, words: Words) -> Costs:
    """Money only where a price is known."""
    priced = all(each.code is not Code.PRICE_UNKNOWN for each in plan.notes)
    scale, unit = (1.8, "°F·h") if words.in_fahrenheit else (1.0, "K·h")
    known = [(words.say(N_("This plan")), plan.energy, plan.cost, plan.discomfort)]
    known += [(words.say(_INSTEAD[each.what]), each.energy, each.cost, each.discomfort) for each in plan.alternatives]
    return Costs(
        title=words.say(N_("The next {after}"), after=plan.span.total_seconds()),
        head=("", "kWh", *((words.say(N_("Cost, {currency}")),) if priced else ()), unit),
        rows=tuple(
            (name, _short(energy), *((f"{cost:.2f}",) if priced else ()), f"{cold * scale:.1f}")
            for name, energy, cost, cold in known
        ),
        key=words.say(N_("{unit}: degrees outside comfort times hours, of all rooms together"), unit=unit),
        degree=_degree(plan, view, words, priced, scale),
    )


def spared(plan: PlanView, words: Words) -> str:
    """The plan beside comfort held all the time; empty where there is nothing to say."""
    held = next((each.cost for each in plan.alternatives if each.what is Instead.HOLD), 0.0)
    if held <= 0.0:
        return ""
    share = 1.0 - plan.cost / held
    if abs(share) < _ALMOST:
        return words.say(N_("It costs as much as comfort held all the time."))
    sentence = N_("It costs {share} less than comfort held all the time.")
    if share < 0.0:
        sentence = N_("It costs {share} more than comfort held all the time.")
    return words.say(sentence, share=abs(share))


def _degree(plan: PlanView, view: HouseView, words: Words, priced: bool, scale: float) -> tuple[tuple[str, ...], ...]:
    """By room: money where it is known, and its share of what the plan costs."""
    if plan.cost <= 0.0:
        return ()
    return tuple(
        (
            words.place_name(view.house, room.id),
            *((words.money(room.kelvin / scale),) if priced else ()),
            words.share(room.kelvin / scale / plan.cost),
        )
        for room in plan.rooms
    )


def _short(energy: float) -> str:
    return f"{energy:.1f}" if energy < 10.0 else f"{energy:.0f}"
