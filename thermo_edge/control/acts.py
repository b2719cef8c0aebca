"""From turn to turn: what of all that would have been done is something new that a person would notice."""

from dataclasses import dataclass, field

from thermo_edge.control.windows import PAUSES
from thermo_edge.home.hindsight import Act
from thermo_edge.home.house import Attribute, DeviceKind, Domain, House, PlaceId, Point, Value
from thermo_edge.home.memory import Turn
from thermo_edge.home.turn import Decision, Outcome

SAME_AIM = 0.25
"""K; a room brought to an aim this near is brought to the same."""

Meant = float | Value


@dataclass
class Acts:
    """Remembers what stands, so that a wish that goes on, a switch that cycles and several lamps count once."""

    _points: dict[Point, Value] = field(default_factory=dict)
    _aims: dict[PlaceId, float] = field(default_factory=dict)

    def of(self, house: House, turn: Turn) -> list[Act]:
        """The acts that began in this turn."""
        found: dict[tuple[PlaceId, Domain, Meant], Decision] = {}
        for decision in turn.decisions:
            if counted(house, decision) and self._begins(house, decision):
                request = decision.request
                meant = request.value if request.domain is not Domain.CLIMATE or request.aim is None else request.aim
                found.setdefault((request.place, request.domain, meant), decision)
        return [Act(turn.at, decision) for decision in found.values()]

    def _begins(self, house: House, decision: Decision) -> bool:
        request, would = decision.request, decision.outcome is Outcome.WOULD
        device = house.device(request.point.entity)
        if request.domain is Domain.CLIMATE and request.aim is not None:
            known = self._aims.get(request.place)
            new = known is None or abs(known - request.aim) > SAME_AIM
            cycles = device is not None and device.kind is DeviceKind.DUTY
            if would:
                self._aims[request.place] = request.aim
            elif not cycles and not _paused(decision):
                self._aims.pop(request.place, None)
            return would and new
        known_value = self._points.get(request.point)
        if would:
            self._points[request.point] = request.value
        else:
            self._points.pop(request.point, None)
        return would and known_value != request.value


def _paused(decision: Decision) -> bool:
    """An open window only interrupts; when it is closed the same goes on."""
    return decision.because is not None and decision.because.code in PAUSES


def counted(house: House, decision: Decision) -> bool:
    """A thermostat's set-point or a bare switch of a room, a lamp on or off, a siren and a panel.

    Not what follows from these: the mode that a set-point needs, a shared heat source, brightness and white.
    """
    request = decision.request
    device = house.device(request.point.entity)
    if device is None or request.gives_back:
        return False
    if request.domain is Domain.CLIMATE:
        wanted = Attribute.SET_POINT if device.kind is DeviceKind.THERMOSTAT else Attribute.ON
        return house.room(request.place) is not None and request.point.attribute is wanted
    return request.point == device.switch
