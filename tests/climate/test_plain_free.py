"""What plain means say of a room without heat is the same for one moment as for many at once."""

import numpy as np

from tests.learning.warm_rooms import lived
from thermo_edge.climate.features import Sky
from thermo_edge.climate.plain_free import fit, tell
from thermo_edge.climate.series import DAY


def test_one_moment_is_told_as_it_is_among_many() -> None:
    room = lived(8)
    at = np.arange(2 * DAY, 7 * DAY, 4)
    later = at[:, None] + np.arange(1, DAY + 1)
    change = room.of("target", later) - room.target[at][:, None]
    plain = fit(room, at, change, np.zeros_like(change), room.times)
    assert plain.slope is not None
    assert plain.theta is not None
    sky = Sky(*(room.of(name, later) for name in ("outdoor", "sun", "hour", "weekend")))
    many = tell(plain, room, at, sky)
    one = tell(plain, room, at[7:8], Sky(sky.outdoor[7:8], sky.sun[7:8], sky.hour[7:8], sky.weekend[7:8]))
    assert np.isfinite(many[7]).all()
    assert np.allclose(one[0], many[7])
    assert tell(plain, room, at[:0], Sky(sky.outdoor[:0], sky.sun[:0], sky.hour[:0], sky.weekend[:0])).shape == (
        0,
        2,
        DAY,
    )
