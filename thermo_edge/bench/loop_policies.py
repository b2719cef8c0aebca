"""Who may heat a home in the closed loop: our plan, what people have at home, and one that knows the truth."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from thermo_edge.app.core import Core
from thermo_edge.app.plain_policies import BY_THE_RULE, See, as_it_is, constant
from thermo_edge.app.planning import Find, rules_only
from thermo_edge.app.simulate import around, shipped_model
from thermo_edge.bench.loop_oracle import Oracle
from thermo_edge.clock import SteppedClock
from thermo_edge.control.controller import Announce
from thermo_edge.errors import SettingsError
from thermo_edge.home.energy import Tariff
from thermo_edge.home.house import House
from thermo_edge.ports import History
from thermo_edge.simulation.home import SimulatedHome
from thermo_edge.simulation.market import MEAN
from thermo_edge.simulation.run import Build
from thermo_edge.simulation.variants import Variant

OURS, ORACLE, ON_OFF = "plan", "oracle", "on-off"


@dataclass(frozen=True)
class LoopPolicy:
    """`house`: what the program takes the home for. `relays`: on/off thermostats hang in every room instead.

    `wordless`: its thermostats do not tell what they do.
    """

    name: str
    house: See
    plans: bool = False
    knows: bool = False
    relays: bool = False
    wordless: bool = False
    prices: bool = True  # it is told those of the next hours
    asked: bool = True  # it is lived with where no policies are named

    def fitted(self, variant: Variant) -> Variant:
        """The home with the devices that this policy needs."""
        variant = replace(variant, wordless=True) if self.wordless else variant
        return replace(variant, relays=True, switched=()) if self.relays else variant

    def build(self, thermal: Find, lamps: bool = False) -> Build:
        """The real program around a home, told of the house as this policy sees it; `lamps`: with its light too."""

        def wire(clock: SteppedClock, home: SimulatedHome, history: History, announce: Announce) -> Core:
            seen = home.house if lamps else without_lamps(home.house)
            house, find = self.house(seen), thermal if self.plans else rules_only
            oracle = Oracle(home) if self.knows else None
            core = around(house, clock, home, history, announce, find, oracle, self.prices)
            if oracle is not None:
                oracle.plan = lambda: core.controller.state.memory.plan
            return core

        return wire


def without_lamps(house: House) -> House:
    """Light is not what is judged."""
    return replace(house, rooms=tuple(replace(room, lights=()) for room in house.rooms))


def flat(house: House) -> House:
    """Everything known but when electricity is cheap: the mean of all hours holds at each."""
    return replace(house, price=None, electricity=replace(house.electricity, tariff=Tariff(MEAN)))


def unpaid(house: House) -> House:
    """Nothing known of energy but its price now."""
    rooms = tuple(
        replace(room, devices=tuple(replace(each, power=None, cooling_power=None) for each in room.devices))
        for room in house.rooms
    )
    sources = tuple(replace(each, tariff=None, pump=None, efficiency=1.0) for each in house.sources)
    return replace(house, rooms=rooms, sources=sources)


POLICIES = {
    policy.name: policy
    for policy in (
        LoopPolicy(ON_OFF, constant, relays=True),
        *(LoopPolicy(name, see) for name, see in BY_THE_RULE.items()),
        LoopPolicy(OURS, as_it_is, plans=True),
        LoopPolicy(ORACLE, as_it_is, plans=True, knows=True),
        LoopPolicy("plan-wordless", as_it_is, plans=True, wordless=True, asked=False),
        LoopPolicy("plan-flat", flat, plans=True, prices=False, asked=False),
        LoopPolicy("plan-unpaid", unpaid, plans=True, prices=False, asked=False),
    )
}
QUICK = ("constant", "setback", "preheat-3h", OURS)
EVERY = tuple(name for name, policy in POLICIES.items() if policy.asked)


def in_scenarios(name: str) -> tuple[Build, Callable[[Variant], Variant]]:
    """A policy for any scenario, with its light, and what it makes of the home; SettingsError for no such name."""
    policy = POLICIES.get(name)
    if policy is None:
        raise SettingsError("simulate", (f"no policy is called {name!r}; there are rule, {', '.join(POLICIES)}",))
    return policy.build(shipped_model() if policy.plans else rules_only, lamps=True), policy.fitted
