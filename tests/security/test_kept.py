"""What the alarm remembers comes back from the database as it was."""

from pathlib import Path

from tests.security.guarded import BEDROOM_WINDOW, LOCK, MOTION, SMOKE, WHO, WINDOW, Guarded
from thermo_edge.home.memory import Guarding, SecurityMemory, Watch
from thermo_edge.home.reason import Refused
from thermo_edge.store.kinds import Codec
from thermo_edge.store.open import open_history


def _eventful(rig: Guarded) -> None:
    """Something of everything: a refusal, a bypass, a hazard, an alarm with evidence, a wrong code, silent sensors."""
    rig.trip(WINDOW)
    for _ in range(2):
        try:
            rig.arm(Watch.AWAY)
        except Refused:
            rig.arm(Watch.AWAY, bypass=[WINDOW.entity])
    rig.pass_(61)
    rig.trip(SMOKE)
    rig.trip(MOTION)
    rig.lose(LOCK)
    rig.trip(BEDROOM_WINDOW)
    try:
        rig.desk.disarm(WHO, "0000")
    except Refused:
        rig.pass_(5)


def test_it_survives_as_json() -> None:
    rig = Guarded()
    _eventful(rig)
    codec: Codec[SecurityMemory] = Codec(SecurityMemory)
    assert rig.security.alerts
    assert rig.security.wrong
    assert codec.load(codec.dump(rig.security)) == rig.security


def test_what_an_older_program_kept_can_be_read() -> None:
    codec: Codec[SecurityMemory] = Codec(SecurityMemory)
    assert codec.load('{"state": "armed", "watch": "night"}').state is Guarding.ARMED


def test_it_survives_in_the_database(tmp_path: Path) -> None:
    opened = open_history(tmp_path / "alarm.db")
    rig = Guarded(history=opened.history)
    _eventful(rig)
    before = rig.security
    rig.history.close()
    rig.history = open_history(tmp_path / "alarm.db").history
    rig.restart()
    assert rig.guarding is Guarding.ALARM
    assert (rig.security.alerts, rig.security.bypass, rig.security.wrong) == (
        before.alerts,
        before.bypass,
        before.wrong,
    )
    assert rig.posted("smoke:")
    rig.history.close()
