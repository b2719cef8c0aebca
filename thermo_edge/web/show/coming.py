"""What the house is about to do: the next heatings of the plan, and the price of now, for the first page."""

from dataclasses import dataclass

from thermo_edge.home.house import Mode
from thermo_edge.home.view import HouseView
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.show.plan_next import next_of, starts

MOST = 4


@dataclass(frozen=True, slots=True)
class Coming:
    """Up to four things, the soonest first, each with its room; `price` in words, empty where it is not known."""

    rows: tuple[tuple[str, str], ...]
    price: str


def coming(view: HouseView, words: Words) -> Coming | None:
    """None without a plan that is followed."""
    plan = view.plan
    if plan is None or not plan.fresh:
        return None
    acts = {room.id for room in view.rooms if room.mode is not Mode.OBSERVE}
    ahead = sorted(
        ((since, room) for room in plan.rooms if room.id in acts and (since := starts(room, plan, view)) is not None),
        key=lambda each: each[0],
    )
    rows = tuple((words.place_name(view.house, room.id), next_of(room, plan, view, words)) for _, room in ahead[:MOST])
    step = max((view.at - plan.at) // plan.step, 0)
    known = plan.around.price[step : step + 1]
    price = words.say(N_("Electricity costs {price} a kWh now"), price=words.money(known[0])) if known else ""
    return Coming(rows, price)
