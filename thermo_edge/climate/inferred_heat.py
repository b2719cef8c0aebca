"""What share of full heat a thermostat gives that does not say so: by how far it is below its set-point; pure.

A proportional band stands for all of them. Of a relay it is right in the mean, and wrong while it goes on and off.
"""

import numpy as np

from thermo_edge.climate.features import Array
from thermo_edge.home.house import Device, DeviceKind

FULL, SHUT = 0.9, 0.3
"""K below its set-point from which it heats in full, and above it from which it does not heat."""


def inferable(device: Device) -> bool:
    """Whether its set-point says anything of its heat: what cools too may be far from it for another reason."""
    return device.kind is DeviceKind.THERMOSTAT and device.heats and not device.cools


def inferred(set_point: Array, inside: Array, ready: Array) -> Array:
    """(times,) 0..1 of full heat from its set-point and what it measures, °C, and how much of the time it was not off.

    All (times,), NaN: unknown, and then the heat is too. One that was off gave none, whatever else is known.
    """
    open_ = np.clip((set_point + SHUT - inside) / (FULL + SHUT), 0.0, 1.0)
    found: Array = np.where(ready == 0.0, 0.0, open_ * np.clip(ready, 0.0, 1.0))
    return found
