"""The code: who may disarm, and what wrong ones find out."""

import pytest

from tests.security.brought import ON, D, guarded
from tests.security.guarded import CODE, WHO
from thermo_edge.home.memory import Watch
from thermo_edge.home.reason import Code, Refused


def test_only_the_right_code_disarms() -> None:
    rig = guarded(ON)
    for code, why in (("", Code.CODE_NEEDED), ("4712", Code.CODE_WRONG), ("47110", Code.CODE_WRONG)):
        with pytest.raises(Refused) as refused:
            rig.desk.disarm(WHO, code)
        assert refused.value.reason.code is why
    assert rig.guarding is ON


def test_a_hundred_wrong_codes_find_nothing_out() -> None:
    rig = guarded(ON)
    seen: list[Code] = []
    for number in range(100):
        with pytest.raises(Refused) as refused:
            rig.desk.disarm(WHO, f"{number:04}")
        seen.append(refused.value.reason.code)
        rig.pass_(1)
    assert seen.count(Code.CODE_WRONG) == 5
    assert set(seen[5:]) == {Code.CODE_LOCKED}
    with pytest.raises(Refused):
        rig.disarm()
    assert rig.posted("code_locked:")
    rig.restart()
    with pytest.raises(Refused):
        rig.disarm()
    rig.pass_(600, step=10)
    assert rig.posted("code_locked:") == []
    rig.disarm()
    assert rig.guarding is D


def test_the_code_is_nowhere() -> None:
    rig = guarded(ON)
    with pytest.raises(Refused) as refused:
        rig.desk.disarm(WHO, "987654")
    rig.disarm()
    everything = f"{rig.state!r} {rig.history.decisions(99)!r} {rig.history.notices(99)!r} {refused.value!r}"
    assert "987654" not in everything
    assert CODE not in everything
    assert CODE not in repr(rig.codes)


def test_another_watch_needs_the_code_since_it_may_guard_less() -> None:
    rig = guarded(ON)
    with pytest.raises(Refused) as refused:
        rig.arm(Watch.HOME)
    assert refused.value.reason.code is Code.CODE_NEEDED
    rig.desk.arm(Watch.HOME, WHO, CODE)
    assert (rig.guarding, rig.security.watch) == (ON, Watch.HOME)


def test_without_a_code_anybody_disarms() -> None:
    rig = guarded(ON, code="")
    rig.desk.disarm(WHO)
    assert rig.guarding is D
