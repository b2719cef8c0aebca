"""The arithmetic of the virtual home: four rooms that warm and cool, two people who walk about, and the sun."""

from __future__ import annotations

import math
import random
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from virtual_devices import ROOMS, Device  # beside this file: it runs as a script in Home Assistant's own Python

LINKS = {  # W/K between rooms
    ("living_room", "hallway"): 45.0,
    ("kitchen", "hallway"): 35.0,
    ("bedroom", "hallway"): 30.0,
    ("living_room", "kitchen"): 30.0,
}
OPEN_WINDOW, OPEN_DOOR = 160.0, 250.0  # W/K
PEOPLE = ("alice", "bob")


@dataclass
class RoomPhysics:
    """Parameters and state of one room's thermal model."""

    capacity: float  # J/K: air, furniture and the inner half of the walls
    loss: float  # W/K to the outside
    window: float  # m² of glass, for sunshine
    heater_max: float  # W
    temperature: float = 19.0
    heater: float = 0.0  # W given off now; lags behind the valve
    lux_daylight: float = 0.0


class VirtualRooms:
    """The simulated home; `step` advances it by simulated seconds."""

    def __init__(self, devices: dict[str, Device], seed: int, people: bool) -> None:
        self.devices = devices
        self.random = random.Random(seed)
        self.people = people
        self.clock = datetime.now(UTC)
        self.utc_offset = timedelta(hours=1)
        self.outdoor_override: float | None = None
        self.rooms = {
            "living_room": RoomPhysics(3.2e6, 75.0, 6.0, 2000.0),
            "kitchen": RoomPhysics(1.9e6, 45.0, 2.0, 1200.0),
            "bedroom": RoomPhysics(1.8e6, 42.0, 2.5, 1500.0),
            "hallway": RoomPhysics(1.5e6, 40.0, 0.8, 0.0),
        }
        self.cloud = 0.5
        self.people_at = dict.fromkeys(PEOPLE, "living_room")
        self.people_hold = dict.fromkeys(PEOPLE, 0.0)
        self.next_move = dict.fromkeys(PEOPLE, self.clock)
        self.motion_until = dict.fromkeys(ROOMS, self.clock)
        self.door_until: datetime | None = None
        self.noise: dict[str, float] = {}

    def jump(self, to: datetime) -> None:
        """Set the simulated clock."""
        self.clock = to
        self.next_move = dict.fromkeys(PEOPLE, to)
        self.motion_until = dict.fromkeys(ROOMS, to)
        self.door_until = None
        self.devices["front_door"].put("open", False)

    def local(self) -> datetime:
        return self.clock + self.utc_offset

    def sun_elevation(self) -> float:
        """Rough solar elevation in degrees at 52 degrees north."""
        t = self.clock
        hour = t.hour + t.minute / 60 + t.second / 3600 + 5 / 15  # 5 degrees east
        declination = math.radians(-23.44 * math.cos(math.radians(360 / 365 * (t.timetuple().tm_yday + 10))))
        latitude, angle = math.radians(52.0), math.radians(15 * (hour - 12))
        sine = math.sin(latitude) * math.sin(declination)
        sine += math.cos(latitude) * math.cos(declination) * math.cos(angle)
        return math.degrees(math.asin(sine))

    def outdoor(self) -> float:
        """Outdoor temperature: season, day and a slow pseudo-random wander."""
        if self.outdoor_override is not None:
            return self.outdoor_override
        t = self.clock
        season = 10.5 - 7.5 * math.cos(2 * math.pi * (t.timetuple().tm_yday - 20) / 365)
        daily = -3.5 * math.cos(2 * math.pi * (t.hour + t.minute / 60 - 3) / 24)
        hours = t.timestamp() / 3600
        return season + daily + 2.0 * math.sin(hours / 31) + 1.2 * math.sin(hours / 11 + 2)

    def jitter(self, key: str, size: float, keep: float = 0.9) -> float:
        """Correlated sensor noise."""
        self.noise[key] = self.noise.get(key, 0.0) * keep + self.random.gauss(0, size)
        return self.noise[key]

    # --- one step ------------------------------------------------------------------------------------------------

    def step(self, seconds: float) -> None:
        """Advance the home; long steps are cut so that the model stays stable."""
        while seconds > 0:
            dt = min(seconds, 60.0)
            self.clock += timedelta(seconds=dt)
            self.cloud = min(1.0, max(0.0, self.cloud + self.random.gauss(0, 0.02 * math.sqrt(dt / 60))))
            if self.people:
                self._live()
            self._warm(dt)
            self._meter(dt)
            seconds -= dt
        self._sense()

    def _warm(self, dt: float) -> None:
        outside = self.outdoor()
        sunshine = max(0.0, math.sin(math.radians(self.sun_elevation()))) * (1 - 0.75 * self.cloud)
        flows = dict.fromkeys(ROOMS, 0.0)
        for (a, b), conductance in LINKS.items():
            watts = conductance * (self.rooms[a].temperature - self.rooms[b].temperature)
            flows[a] -= watts
            flows[b] += watts
        for name, room in self.rooms.items():
            loss = room.loss
            window = self.devices.get(f"{name}_window")
            if window and window.state["open"]:
                loss += OPEN_WINDOW
            if name == "hallway" and self.devices["front_door"].state["open"]:
                loss += OPEN_DOOR
            # A radiator needs minutes to warm up; an electric heater does not.
            lag = 20.0 if name == "bedroom" else 600.0
            target = self._demand(name, room) * room.heater_max
            room.heater += (target - room.heater) * (1 - math.exp(-dt / lag))
            watts = flows[name] + loss * (outside - room.temperature) + room.heater
            watts += 350.0 * room.window * sunshine
            watts += 90.0 * sum(1 for at in self.people_at.values() if at == name)
            watts += {"living_room": 60.0, "kitchen": 80.0}.get(name, 0.0)
            room.temperature += watts * dt / room.capacity
            room.lux_daylight = room.window * sunshine * 300 + (5 if self.sun_elevation() > -6 else 0)

    def _demand(self, name: str, room: RoomPhysics) -> float:
        """0..1: how far the room's valve is open (bedroom: plug on or off)."""
        if name == "bedroom":
            return 1.0 if self.devices["bedroom_heater"].state["state"] == "ON" else 0.0
        valve = self.devices.get(f"{name}_radiator")
        if valve is None:
            return 0.0
        demand = 0.0
        if valve.state["system_mode"] == "heat":
            error = float(valve.state["occupied_heating_setpoint"]) - room.temperature
            demand = min(1.0, max(0.0, error * 1.2))
        valve.put("pi_heating_demand", round(demand * 100))
        off = valve.state["system_mode"] == "off"
        valve.put("running_state", "off" if off else "heat" if demand > 0.02 else "idle")
        return demand

    def _meter(self, dt: float) -> None:
        heater = self.devices["bedroom_heater"]
        power = self.rooms["bedroom"].heater_max if heater.state["state"] == "ON" else 0.0
        heater.put("power", power)
        heater.put("energy", heater.state["energy"] + power * dt / 3.6e6)
        lights = sum(
            9.0 * self.devices[f"{room}_light"].state["brightness"] / 254
            for room in ROOMS
            if self.devices[f"{room}_light"].state["state"] == "ON"
        )
        total = 120 + power + lights + 90 * sum(1 for at in self.people_at.values() if at in ROOMS)
        meter = self.devices["smart_meter"]
        meter.put("power", round(total + self.jitter("meter", 3), 1))
        meter.put("energy", meter.state["energy"] + total * dt / 3.6e6)
        co2 = self.devices["living_room_co2"]
        present = sum(1 for at in self.people_at.values() if at == "living_room")
        air = 4.0 if self.devices["living_room_window"].state["open"] else 0.4
        level = co2.state["co2"] + dt / 3600 * (present * 350 - air * (co2.state["co2"] - 420))
        co2.put("co2", max(400.0, level))

    def _sense(self) -> None:
        """Turn the physical state into what the sensors report."""
        outside = self.outdoor()
        for name, room in self.rooms.items():
            climate = self.devices[f"{name}_climate_sensor"]
            climate.put("temperature", round(room.temperature + self.jitter(f"{name}.t", 0.01), 2))
            damp = 48 - 1.6 * (room.temperature - 20) + 0.5 * (outside - 5) + self.jitter(f"{name}.h", 0.1)
            damp += 2 if name in self.people_at.values() else 0
            climate.put("humidity", round(min(90.0, max(20.0, damp)), 1))
            light = self.devices[f"{name}_light"].state
            lux = room.lux_daylight + (250.0 * light["brightness"] / 254 if light["state"] == "ON" else 0.0)
            motion = self.devices[f"{name}_motion"]
            motion.put("illuminance", round(lux))
            if self.people:
                motion.put("occupancy", self.clock < self.motion_until[name])
            valve = self.devices.get(f"{name}_radiator")
            if valve:
                valve.put("local_temperature", round(room.temperature * 2) / 2)
        if self.door_until and self.clock >= self.door_until:
            self.door_until = None
            self.devices["front_door"].put("open", False)
        station = self.devices["weather_station"]
        sunshine = max(0.0, math.sin(math.radians(self.sun_elevation()))) * (1 - 0.75 * self.cloud)
        station.put("temperature", round(outside + self.jitter("out", 0.02), 1))
        station.put("humidity", round(85 - 1.2 * max(0.0, outside - 5)))
        station.put("wind_speed", round(3.5 + 2 * math.sin(self.clock.timestamp() / 18000), 1))
        station.put("illuminance", round(sunshine * 90000))
        station.put("cloud_cover", round(self.cloud * 100))

    # --- people ---------------------------------------------------------------------------------------------------

    def _plan(self, person: str) -> str:
        """Where a person would like to be at this time of the day."""
        now = self.local()
        hour = now.hour + now.minute / 60 + (0.4 if person == "bob" else 0.0)
        if hour < 6.8 or hour >= 23:
            return "bedroom"
        if hour < 7.6:
            return self.random.choice(("kitchen", "hallway", "bedroom"))
        if now.weekday() < 5 and 8.2 <= hour < 17.5:
            return "away"
        if 17.8 <= hour < 19.2:
            return self.random.choice(("kitchen", "kitchen", "living_room"))
        return self.random.choice(("living_room", "living_room", "kitchen", "hallway"))

    def _live(self) -> None:
        for person, at in list(self.people_at.items()):
            if self.people_hold[person] > time.monotonic():
                continue
            if self.clock >= self.next_move[person]:
                to = self._plan(person)
                self.next_move[person] = self.clock + timedelta(seconds=self.random.uniform(180, 1500))
                if to != at:
                    self.move(person, to)
        for at in self.people_at.values():
            asleep = at == "bedroom" and not 7 <= self.local().hour < 23
            if at in ROOMS and self.random.random() < (0.02 if asleep else 0.5):
                self._trigger_motion(at)

    def move(self, person: str, to: str) -> None:
        """Move a person; passing the front door shows at its contact."""
        at = self.people_at[person]
        if (at in ROOMS) != (to in ROOMS):
            self._trigger_motion("hallway")
            self.devices["front_door"].put("open", True)
            self.door_until = self.clock + timedelta(seconds=15)
        self.people_at[person] = to
        if to in ROOMS:
            self._trigger_motion(to)
        self.devices[f"{person}_phone"].put("presence", "not_home" if to == "away" else "home")

    def _trigger_motion(self, room: str) -> None:
        self.motion_until[room] = self.clock + timedelta(seconds=60)
