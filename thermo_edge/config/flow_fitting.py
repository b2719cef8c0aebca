"""What the settings of a flow temperature do not fit together, found in plain data."""

from collections.abc import Iterator, Mapping
from typing import Any

_DOMAINS = ("number.", "input_number.", "climate.", "water_heater.")


def of_flow(flow: Mapping[str, Any]) -> Iterator[str]:
    """One source's faults."""
    entity = flow.get("entity")
    if isinstance(entity, str) and not entity.startswith(_DOMAINS):
        yield "a flow temperature is set at a number, climate or water_heater entity"
    low, high = flow.get("lowest", 25.0), flow.get("highest", 45.0)
    numbers = isinstance(low, int | float) and isinstance(high, int | float)
    if numbers and low >= high:
        yield "keep lowest < highest"
