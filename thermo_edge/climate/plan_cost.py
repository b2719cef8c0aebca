"""What a plan costs and how comfortable it is, by its own forecast; the same sum for its alternatives."""

from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

import numpy as np

from thermo_edge.climate.plan_rows import FLOOR, energy_price, presence
from thermo_edge.climate.programme import RoomProgramme, Supply
from thermo_edge.climate.thermal import FloatArray, RoomOutlook

HOLD_BAND = 0.5
"""K of a thermostat that holds a room: full heat that far below, none at its set-point."""


class Account(NamedTuple):
    """Currency, kWh bought, expected K·h outside the bands."""

    cost: float
    energy: float
    discomfort: float


@dataclass(frozen=True)
class Home:
    """The rooms of a plan with what supplies them; rooms in the same order everywhere."""

    outlooks: tuple[RoomOutlook, ...]
    programmes: tuple[RoomProgramme, ...]
    supply: Supply
    step: timedelta

    @property
    def hours(self) -> float:
        return self.step / timedelta(hours=1)

    def temperatures(self, heat: FloatArray, cool: FloatArray) -> FloatArray:
        """(rooms, steps) °C under duties (rooms, steps)."""
        steps = heat.shape[1]
        return np.array(
            [
                each.free + np.convolve(h, each.heating)[:steps] + np.convolve(c, each.cooling)[:steps]
                for each, h, c in zip(self.outlooks, heat, cool, strict=True)
            ]
        )

    def drawn(self, heat: FloatArray, cool: FloatArray) -> FloatArray:
        """kW bought or taken from the roof in each step."""
        power = np.array([each.power for each in self.programmes])
        cold = np.array([each.cooling_power for each in self.programmes])
        return np.asarray(power @ heat / self.supply.cop + cold @ cool / self.supply.cooling_cop, dtype=np.float64)

    def marginal(self, heat: FloatArray, cool: FloatArray) -> FloatArray:
        """Currency for one more kWh of heat in each step: from the roof while that has some left."""
        spare = (self.supply.surplus > 0.0) & (self.drawn(heat, cool) <= self.supply.surplus + 1e-6)
        price = np.where(spare, max(self.supply.feed_in, FLOOR), energy_price(self.supply))
        return np.asarray(price / self.supply.cop, dtype=np.float64)

    def account(self, heat: FloatArray, cool: FloatArray) -> Account:
        drawn, roof = self.drawn(heat, cool), np.maximum(self.supply.surplus, 0.0)
        own = np.minimum(drawn, roof)
        bought = drawn - own
        fed = max(self.supply.feed_in, FLOOR)
        cost = float(np.sum(bought * energy_price(self.supply) + own * fed) * self.hours)
        power, cold = (np.array([getattr(p, name) for p in self.programmes]) for name in ("power", "cooling_power"))
        load = (power @ heat + cold @ cool) / (float(power.sum()) or 1.0)
        rises = np.maximum(np.diff(load, prepend=float(self.supply.running)), 0.0)
        cost += self.supply.start_cost * float(rises.sum())
        discomfort = self.discomfort(self.temperatures(heat, cool))
        return Account(cost, float(bought.sum() * self.hours), discomfort)

    def discomfort(self, temperatures: FloatArray) -> float:
        """Expected K·h: in full outside the band for who is there, and below `away` for everybody."""
        total = 0.0
        for programme, inside in zip(self.programmes, temperatures, strict=True):
            there = presence(programme.occupied)
            short = np.maximum(programme.low - inside, 0.0)
            near = np.minimum(short, programme.away)
            total += float(np.sum(there * near + (short - near) + there * np.maximum(inside - programme.high, 0.0)))
        return total * self.hours

    def held(self, edges: FloatArray) -> FloatArray:
        """Duties of rooms that are held at the warmest of their edges, (rooms, steps), as far as the cap lets them."""
        rooms, steps = len(self.programmes), len(self.supply.price)
        aims = edges.max(axis=1) + HOLD_BAND / 2
        power = np.array([each.power for each in self.programmes])
        heating = np.array([each.heating for each in self.outlooks])
        inside = np.array([each.free for each in self.outlooks])
        heat = np.zeros((rooms, steps))
        for step in range(steps):
            before = inside[:, step - 1] if step else inside[:, 0]
            duty = np.clip((aims - before) / HOLD_BAND, 0.0, 1.0)
            wanted = float(power @ duty) / float(self.supply.cop[step])
            if self.supply.cap is not None and wanted > self.supply.cap:
                duty *= self.supply.cap / wanted
            heat[:, step] = duty
            inside[:, step:] += duty[:, None] * heating[:, : steps - step]
        return heat
