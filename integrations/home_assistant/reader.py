"""Reads everything: what the house's entities are called now, their states, and which switch-offs stand ready."""

from collections.abc import Callable, Collection, Mapping

from integrations.home_assistant import deadman, registry
from integrations.home_assistant.listener import Listener, Voice
from integrations.home_assistant.mirror import Mirror
from integrations.home_assistant.poll import Polled, Poller
from integrations.home_assistant.registry import Names, Registry
from integrations.home_assistant.rest import Rest
from integrations.home_assistant.socket import Socket
from integrations.home_assistant.state import possible
from thermo_edge.home.energy import CURRENCY
from thermo_edge.home.heard import Renamed, Synced, Trouble
from thermo_edge.home.house import EntityId, House, Location
from thermo_edge.home.reason import Code, Reason
from thermo_edge.ports import Clock


def read_registry(socket: Socket) -> Registry:
    """Areas, devices and entities as they are now."""
    kinds = ("area", "device", "entity")
    return registry.parse(*(socket.ask({"type": f"config/{kind}_registry/list"}) for kind in kinds))


def read_administrators(socket: Socket) -> frozenset[str]:
    """Ids of the users who may do everything; HomeRefused where our own user is none of them."""
    return registry.administrators(socket.ask({"type": "config/auth/list"}))


def currency(config: Mapping[str, object]) -> str | None:
    """That of its settings, ISO 4217; None where it tells none."""
    told = config.get("currency")
    return told if isinstance(told, str) and CURRENCY.fullmatch(told) else None


def _location(config: Mapping[str, object]) -> Location | None:
    latitude, longitude = config.get("latitude"), config.get("longitude")
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return None
    return Location(latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


class Reader:
    """Used by the thread that keeps the connection; what others look at is changed under the voice's lock."""

    def __init__(
        self,
        house: House,
        mirror: Mirror,
        voice: Voice,
        listener: Listener,
        rest: Rest,
        poller: Poller,
        clock: Clock,
        known: Mapping[EntityId, str],
        made: Callable[[], Collection[EntityId]],
    ) -> None:
        self.known = dict(known)
        self.guards: dict[EntityId, str] = {}  # device → the entity of its automation
        self._house = house
        self._made = made  # for what devices this program made automations, those of former settings too
        self._mirror = mirror
        self._voice = voice
        self._listener = listener
        self._rest = rest
        self._poller = poller
        self._clock = clock
        self._renamed: list[Renamed] = []  # not told yet
        self._zone: str | None = None
        self._location: Location | None = None
        self._currency: str | None = None

    @property
    def entities(self) -> frozenset[str]:
        """What is to be listened to: ours, and the automations of ours."""
        return self._mirror.entities | frozenset(self.guards.values())

    def begin(self) -> None:
        """A new connection: what was heard before may have been overtaken."""
        with self._voice.lock:
            self._mirror.forget()

    def read_settings(self) -> str:
        """The unit of Home Assistant's thermostats, its time zone and currency; returns its version."""
        config = self._rest.config()
        units = config.get("unit_system")
        unit = units.get("temperature") if isinstance(units, Mapping) else None
        zone = config.get("time_zone")
        self._zone = zone if isinstance(zone, str) else None
        self._location = _location(config)
        self._currency = currency(config)
        with self._voice.lock:
            self._mirror.temperature_unit = unit if isinstance(unit, str) else "°C"
        return str(config.get("version"))

    # --- names ----------------------------------------------------------------------------------------------------

    def find_names(self, socket: Socket) -> None:
        """What our entities and automations are called now."""
        read = read_registry(socket)
        names = registry.find(self._mirror.wanted, self.known, read)
        guards = self._find_guards(names, read)
        self._withdraw(read)
        with self._voice.lock:
            former = self._mirror.names
            self._mirror.adopt(names, self._mirror.aside)
            self.known |= names.known
            self.guards = guards
            self._listener.guards = frozenset(guards.values())
            for entity, now in names.now.items():
                if now not in (entity, former.of(entity)):
                    self._renamed.append(Renamed(entity, EntityId(now)))

    def _find_guards(self, names: Names, read: Registry) -> dict[EntityId, str]:
        by_unique = {entry.unique: entry.entity for entry in read.entities if entry.platform == "automation"}
        found: dict[EntityId, str] = {}
        for device in self._house.devices:
            name = deadman.identifier(device.entity)
            if not device.bare or name not in by_unique:
                continue
            if deadman.stands(self._rest.automation(name), device, names.of(device.entity)):
                found[device.entity] = by_unique[name]
        return found

    def _withdraw(self, read: Registry) -> None:
        """Remove the automations for devices that the settings name no more, once what they guard is off."""
        standing = {entry.unique for entry in read.entities if entry.platform == "automation"}
        needed = {deadman.identifier(device.entity) for device in self._house.devices if device.bare}
        for entity in self._made():
            name = deadman.identifier(entity)
            if name not in standing or name in needed:
                continue
            state = self._rest.state(entity)
            if state is None or (isinstance(state, Mapping) and state.get("state") in ("off", "closed")):
                self._rest.remove_automation(name)

    # --- states ---------------------------------------------------------------------------------------------------

    def read_states(self) -> Polled:
        """Ask for the states of everything, and take them in."""
        with self._voice.lock:
            version, names, guards = self._mirror.version, self._mirror.names, self.guards
        entities = {*names.now.values(), *guards.values()}
        polled = self._poller.read(self._rest, {entity for entity in entities if possible(entity)})
        with self._voice.lock:
            self._set_aside(polled.large)
            self._mirror.polled(polled.states, version, self._clock.now())
        return polled

    def _set_aside(self, large: frozenset[str]) -> None:
        for entity in self._mirror.aside ^ large:
            ours = tuple(house for house, now in self._mirror.names.now.items() if now == entity)
            why = Reason.of(Code.STATE_TOO_LARGE, entity=entity)
            self._voice.say(Trouble(f"state_too_large:{entity}", why, ours, mended=entity not in large))
        self._mirror.adopt(self._mirror.names, large)

    def announce(self, polled: Polled) -> None:
        """Say that everything was read. Changes that were heard before come before it, later ones after it."""
        with self._voice.lock:
            self._listener.flush()
            for renamed in self._renamed:
                self._voice.say(renamed)
            self._renamed.clear()
            self._voice.synced = True
            readings, groups = self._mirror.everything(self._clock.now()), self._mirror.groups()
            fahrenheit, takes = self._mirror.temperature_unit == "°F", self._mirror.takes()
            about = (polled.at, self._zone, self._location, fahrenheit, takes, groups, self._currency)
            self._voice.say(Synced(readings, self._protected(polled), *about))

    def _protected(self, polled: Polled) -> frozenset[EntityId]:
        """Those whose automation is there and switched on; one that was proven during the poll is not doubted."""
        read = {state.get("entity_id"): state.get("state") for state in polled.states if isinstance(state, dict)}
        return frozenset(
            entity
            for entity, automation in self.guards.items()
            if automation not in polled.asked or read.get(automation) == "on"
        )
