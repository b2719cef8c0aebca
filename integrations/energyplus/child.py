"""The child process: EnergyPlus runs here and waits after each zone time step for what is set next."""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from integrations.energyplus.wired import Actuator, Guided, Job, Output, read_job, to_line

_THERMOSTAT = ("Zone Temperature Control", "Heating Setpoint")

_GOES_BY = "Zone Thermostat Heating Setpoint Temperature"
"""°C that the thermostat of a zone heats to."""

_RUN_PERIOD = 3
"""`kind_of_sim` of days of the weather file; sizing runs before them in the same manner."""


@dataclass
class Handles:
    """Numbers by which EnergyPlus knows what Wired names, in its order."""

    actuators: list[int] = field(default_factory=list)
    held: list[int] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)
    readings: list[int] = field(default_factory=list)
    energies: list[int] = field(default_factory=list)
    meters: list[int] = field(default_factory=list)
    guided: list[Guided] = field(default_factory=list)


class Lockstep:
    """The callbacks. Until the warm-up is over the first values stand; then each step is told and answered."""

    def __init__(self, api: Any, state: Any, job: Job, out: IO[bytes], told: IO[bytes]) -> None:
        self._api, self._state, self._job, self._out, self._told = api, state, job, out, told
        self._handles: Handles | None = None
        self._values = [value for _, value in job.wired.actuators]
        self._sums = [0.0] * len(job.wired.energies)
        self._held = [first for _, first, _ in job.wired.held]
        self._over = False
        self._stepped = False  # a step of ours has ended: until then meters tell of the warm-up

    def listen(self) -> None:
        """Ask for what will be read, and to be called. Every key is asked for: then those that there are can be told"""
        for output in {*self._job.wired.readings, *self._job.wired.energies}:
            self._api.exchange.request_variable(self._state, output.variable, output.key)
            self._api.exchange.request_variable(self._state, output.variable, "*")
        for number in self._job.wired.followed:
            self._api.exchange.request_variable(self._state, _GOES_BY, self._job.wired.zones[number])
        runtime = self._api.runtime
        runtime.callback_end_zone_timestep_after_zone_reporting(self._state, self._zone_step_ends)
        runtime.callback_end_system_timestep_after_hvac_reporting(self._state, self._system_step_ends)
        runtime.callback_after_new_environment_warmup_complete(self._state, self._warm)

    # --- called by EnergyPlus --------------------------------------------------------------------------------------

    def _zone_step_ends(self, state: Any) -> None:
        exchange = self._api.exchange
        if self._over or not exchange.api_data_fully_ready(state) or exchange.kind_of_sim(state) != _RUN_PERIOD:
            return
        if self._handles is None and not self._find(state):
            self._stop(state)
            return
        if self._lives(state):
            self._exchange(state)
        self._set(state)

    def _system_step_ends(self, state: Any) -> None:
        if self._handles is not None and self._lives(state):
            for number, handle in enumerate(self._handles.energies):
                self._sums[number] += self._api.exchange.get_variable_value(state, handle)

    def _warm(self, state: Any) -> None:
        if self._handles is not None and self._api.exchange.kind_of_sim(state) == _RUN_PERIOD and not self._over:
            if deaf := self._deaf(state):
                self._out.write(to_line({"unknown": deaf}))
                self._stop(state)
                return
            self._exchange(state)
            self._set(state)

    def _lives(self, state: Any) -> bool:
        exchange = self._api.exchange
        return not exchange.warmup_flag(state) and exchange.kind_of_sim(state) == _RUN_PERIOD

    # --- what is said and done ------------------------------------------------------------------------------------

    def _exchange(self, state: Any) -> None:
        assert self._handles is not None
        exchange, found = self._api.exchange, self._handles
        readings = [exchange.get_variable_value(state, handle) for handle in found.readings]
        metered = [exchange.get_meter_value(state, handle) if self._stepped else 0.0 for handle in found.meters]
        self._stepped = True
        self._out.write(to_line({"readings": readings, "energies": [*self._sums, *metered]}))
        self._sums = [0.0] * len(self._sums)
        answer = self._told.readline()
        if not answer:
            self._stop(state)
            return
        self._values = json.loads(answer)
        self._held = [later for _, _, later in self._job.wired.held]

    def _set(self, state: Any) -> None:
        if self._handles is None:
            return
        found, kept = self._handles, [value for _, value in self._job.wired.kept]
        values = [*(self._values if self._stepped else self._first(state)), *self._held, *kept]
        handles = (*found.actuators, *found.held, *found.kept)
        for handle, value in zip(handles, values, strict=True):
            if handle >= 0:  # a zone without a cooling set-point needs none held
                self._api.exchange.set_actuator_value(state, handle, value)

    def _first(self, state: Any) -> list[float]:
        """The values of the warm-up."""
        assert self._handles is not None
        values = list(self._values)
        for number, above, value in self._handles.guided:
            if self._api.exchange.get_variable_value(state, self._handles.readings[number]) > above:
                values[number] = value
        return values

    def _deaf(self, state: Any) -> list[list[object]]:
        """Thermostats that did not go by their set-points while the model warmed up; zones without one are fine."""
        exchange, wired = self._api.exchange, self._job.wired
        found: list[list[object]] = []
        for number in wired.followed:
            handle = exchange.get_variable_handle(state, _GOES_BY, wired.zones[number])
            there = exchange.get_variable_value(state, handle) if handle >= 0 else self._values[number]
            if abs(there - self._values[number]) > 0.01:
                found.append(["deaf", wired.zones[number], [wired.actuators[number][0].key]])
        return found

    def _stop(self, state: Any) -> None:
        self._over = True
        self._api.runtime.stop_simulation(state)

    def _find(self, state: Any) -> bool:
        """Look up everything; what there is not is told, with what there is."""
        exchange, wired = self._api.exchange, self._job.wired
        there = [zone.upper() for zone in exchange.get_object_names(state, "Zone")]
        unknown: list[list[object]] = [["zone", zone, there] for zone in wired.zones if zone.upper() not in there]
        found = Handles()
        for told, handles in ((wired.actuators, found.actuators), (wired.kept, found.kept)):
            handles.extend(exchange.get_actuator_handle(state, *actuator) for actuator, _ in told)
        for actuator, _, _ in wired.held:
            found.held.append(exchange.get_actuator_handle(state, *actuator))
        found.meters = [exchange.get_meter_handle(state, name) for name in wired.meters]
        for guided in wired.guided:
            if exchange.get_actuator_handle(state, *_THERMOSTAT, wired.zones[guided.number]) < 0:
                found.guided.append(guided)
        for outputs, handles in ((wired.readings, found.readings), (wired.energies, found.energies)):
            handles.extend(exchange.get_variable_handle(state, *output) for output in outputs)
        must, got = (*wired.actuators, *wired.kept), (*found.actuators, *found.kept)
        missing = [each for (each, _), handle in zip(must, got, strict=True) if handle < 0]
        silent = [
            each
            for each, handle in zip((*wired.readings, *wired.energies), (*found.readings, *found.energies), strict=True)
            if handle < 0
        ]
        unmetered = [name for name, handle in zip(wired.meters, found.meters, strict=True) if handle < 0]
        if missing or silent or unmetered:
            unknown += self._others(state, missing, silent, unmetered)
        if unknown:
            self._out.write(to_line({"unknown": unknown}))
            return False
        self._handles = found
        return True

    def _others(
        self, state: Any, missing: Sequence[Actuator], silent: Sequence[Output], unmetered: Sequence[str]
    ) -> list[list[object]]:
        points = [(point.what, point.name, point.type, point.key) for point in self._api.exchange.get_api_data(state)]
        found: list[list[object]] = []
        for actuator in missing:
            asked = (actuator.component.lower(), actuator.control.lower())
            of = [(name, kind, key) for what, name, kind, key in points if what == "Actuator"]
            alike = {key for name, kind, key in of if (name.lower(), kind.lower()) == asked}
            kinds = {f"{name}: {kind}" for name, kind, _ in of}
            found.append(["actuator", " / ".join(actuator), sorted(alike or kinds)])
        for output in silent:
            keys = [key for what, name, _, key in points if what == "OutputVariable" and name == output.variable]
            found.append(["output", " / ".join(output), keys])
        meters = [key for what, _, _, key in points if what == "OutputMeter"]
        found += [["meter", name, meters] for name in unmetered]
        return found


def main() -> int:
    """Read the job from the standard input, run it, say what came. Returns EnergyPlus's own exit status."""
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # what EnergyPlus prints is no answer
    told = sys.stdin.buffer
    job = read_job(told.readline())
    from pyenergyplus.api import EnergyPlusAPI

    api = EnergyPlusAPI()
    state = api.state_manager.new_state()
    api.runtime.set_console_output_status(state, False)
    Lockstep(api, state, job, out, told).listen()
    status: int = api.runtime.run_energyplus(state, ["-w", job.weather, "-d", job.folder, job.model])
    return status


if __name__ == "__main__":
    sys.exit(main())
