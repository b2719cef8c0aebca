"""What everything that tells of electricity keeps to: subclass `EnergyContract` and give it its fixtures."""

import itertools
import math
from datetime import datetime, timedelta

import pytest

from thermo_edge.errors import HomeRefused
from thermo_edge.home.energy import EnergyEntity
from thermo_edge.home.house import EntityId
from thermo_edge.ports import Energy


class EnergyContract:
    """The port's promises; the fixture `entity` tells prices."""

    @pytest.fixture
    def energy(self) -> Energy:
        raise NotImplementedError

    @pytest.fixture
    def entity(self) -> EntityId:
        raise NotImplementedError

    @pytest.fixture
    def now(self) -> datetime:
        raise NotImplementedError

    def test_stretches_rise_in_utc_never_overlap_and_lie_near(
        self, energy: Energy, entity: EntityId, now: datetime
    ) -> None:
        told = energy.told(entity, EnergyEntity.PRICE, now)
        assert told.made == now
        assert told.ahead
        assert all(each.start < each.end and math.isfinite(each.value) for each in told.ahead)
        assert all(one.end <= other.start for one, other in itertools.pairwise(told.ahead))
        assert all(at.utcoffset() == timedelta(0) for each in told.ahead for at in (each.start, each.end))
        assert told.ahead[0].end > now - timedelta(hours=25)
        assert told.ahead[-1].start < now + timedelta(hours=54)

    def test_the_value_is_that_of_the_stretch_of_now(self, energy: Energy, entity: EntityId, now: datetime) -> None:
        told = energy.told(entity, EnergyEntity.PRICE, now)
        assert told.value == next(each.value for each in told.ahead if each.start <= now < each.end)

    def test_asked_again_at_once_it_says_the_same(self, energy: Energy, entity: EntityId, now: datetime) -> None:
        assert energy.told(entity, EnergyEntity.PRICE, now) == energy.told(entity, EnergyEntity.PRICE, now)

    def test_an_entity_that_there_is_not_is_refused(self, energy: Energy, now: datetime) -> None:
        with pytest.raises(HomeRefused, match=r"sensor\.nowhere"):
            energy.told(EntityId("sensor.nowhere"), EnergyEntity.PRICE, now)
