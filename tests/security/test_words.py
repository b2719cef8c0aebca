"""A refused arming says why, in the household's language."""

import pytest

from tests.security.guarded import BEN, DOOR, WINDOW, Guarded
from thermo_edge.home.memory import Watch
from thermo_edge.home.reason import Refused
from thermo_edge.language.words import Words


def _told(rig: Guarded, prefix: str, language: str = "en") -> tuple[str, str]:
    (key,) = rig.posted(prefix)
    return Words(language).notice(rig.memory.notices[key], rig.house)


def test_the_notice_of_a_refusal_names_what_stands_in_the_way() -> None:
    rig = Guarded()
    rig.trip(DOOR)
    with pytest.raises(Refused):
        rig.arm(Watch.AWAY)
    title, text = _told(rig, "arm_refused:")
    assert title == "The alarm was not armed"
    assert text == f"{DOOR.entity} stands open. Close it, or arm without it"
    assert DOOR.entity in _told(rig, "arm_refused:", "zh")[1]


def test_nobody_who_is_home_is_named() -> None:
    rig = Guarded()
    rig.home.say(BEN, True)
    rig.settle()
    with pytest.raises(Refused):
        rig.arm(Watch.AWAY)
    assert _told(rig, "arm_refused:")[1] == "Others of the household are still at home by their phones (1)"


def test_an_alert_names_its_evidence_and_who_had_armed() -> None:
    rig = Guarded()
    rig.arm(Watch.NIGHT)
    rig.trip(WINDOW)
    title, text = _told(rig, "intrusion:")
    assert title == "Alarm: Alarm"
    assert text.startswith(f"{WINDOW.entity}. The alarm was armed by Anna since ")


def test_a_silent_panel_is_told_as_such() -> None:
    rig = Guarded(with_panel=True)
    rig.home.obeys = False
    rig.arm(Watch.NIGHT)
    rig.pass_(16)
    assert _told(rig, "arm_refused:")[0] == "The alarm panel does not answer"
