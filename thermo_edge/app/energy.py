"""Asks what is told of electricity before each plan, keeps a day of it, and says once where it cannot be read."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from thermo_edge.control.controller import Controller
from thermo_edge.errors import HomeRefused, HomeUnreachable
from thermo_edge.home.energy import EnergyEntity, Stretch, Told
from thermo_edge.home.heard import Trouble
from thermo_edge.home.house import EntityId, House
from thermo_edge.home.reason import Code, Reason
from thermo_edge.ports import Energy

LOG = logging.getLogger(__name__)

KEPT = timedelta(hours=24)
"""Of what was told: what is missing of tomorrow is taken from the same time of the day before."""

MOST = 1500
"""Stretches that are kept of what was told before: a day of minutes, whatever an entity tells."""


class EnergyAhead:
    """What is known of the house's electricity. One thread at a time."""

    def __init__(self, controller: Controller, energy: Energy | None = None) -> None:
        self._controller, self._energy = controller, energy
        self._known: dict[tuple[EnergyEntity, EntityId], Told] = {}
        self._troubles: set[str] = set()

    def ask(self, house: House, now: datetime) -> Mapping[EnergyEntity, Told]:
        """All that is told now; of what cannot be reached, what was told last. It may take seconds."""
        named = _named(house)
        self._known = {key: told for key, told in self._known.items() if key in named.items()}
        for what, entity in named.items() if self._energy is not None else ():
            self._ask(what, entity, now)
        return {what: told for (what, _), told in self._known.items()}

    def _ask(self, what: EnergyEntity, entity: EntityId, now: datetime) -> None:
        assert self._energy is not None
        try:
            told = self._energy.told(entity, what, now)
        except (HomeUnreachable, HomeRefused) as error:
            LOG.info("nothing is told of the %s: %s", what, error)
            if isinstance(error, HomeRefused):
                self._tell(f"energy_away:{what}", Code.ENERGY_AWAY, entity, True)
            return
        self._tell(f"energy_away:{what}", Code.ENERGY_AWAY, entity, False)
        self._tell(f"energy_odd:{what}", Code.ENERGY_ODD, entity, told.odd > 0, told.odd)
        before = self._known.get((what, entity))
        ahead = _joined(before.ahead if before is not None else (), told.ahead, now - KEPT)
        self._known[what, entity] = replace(told, ahead=ahead)

    def _tell(self, key: str, code: Code, entity: EntityId, stands: bool, count: int = 0) -> None:
        if stands is not (key in self._troubles):
            (self._troubles.add if stands else self._troubles.discard)(key)
            reason = Reason.of(code, entity=entity, count=float(count))
            self._controller.hear(Trouble(key, reason, (entity,), mended=not stands))


def _named(house: House) -> dict[EnergyEntity, EntityId]:
    own = house.electricity
    price = house.price.point.entity if house.price is not None else None
    named = {EnergyEntity.PRICE: price, EnergyEntity.SURPLUS: own.surplus, EnergyEntity.CARBON: own.carbon}
    return {what: EntityId(entity) for what, entity in named.items() if entity is not None}


def _joined(before: tuple[Stretch, ...], told: tuple[Stretch, ...], since: datetime) -> tuple[Stretch, ...]:
    """What is told now, after what was told of the time before it."""
    first = told[0].start if told else None
    older = tuple(each for each in before if each.end > since and (first is None or each.end <= first))
    return (*older[-MOST:], *told)
