"""Home Assistant restarts, is away at start, and takes the token back."""

import logging
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.builders import forged
from tests.contracts.home_contract import Ears
from tests.instance.harness import HomeAssistant, eventually
from tests.instance.house import HEATER, LIVING_T, LIVING_VALVE
from tests.integrations.home_assistant.conftest import QUICK, Adapter
from thermo_edge.home.heard import Changes, Heard, LinkLost, Synced
from thermo_edge.home.house import Attribute
from thermo_edge.home.reason import Code
from thermo_edge.home.snapshot import Quality
from thermo_edge.home.turn import Delivery

pytestmark = [pytest.mark.homeassistant, pytest.mark.slow]


def missing(ears: Ears) -> set[str]:
    told = [one.readings for one in ears.of(Changes)] + [one.readings for one in ears.of(Synced)]
    return {r.point.entity for readings in told for r in readings if r.quality is Quality.MISSING}


def since_lost(ears: Ears) -> list[Heard]:
    first = next(i for i, one in enumerate(ears.heard) if isinstance(one, LinkLost))
    return ears.heard[first:]


def test_a_restart_is_survived(adapter: Adapter, home_assistant: HomeAssistant) -> None:
    home, ears = adapter()
    assert missing(ears) == {"sensor.nowhere_temperature"}
    home_assistant.stop()
    eventually(lambda: ears.of(LinkLost), "the loss is told")
    ears_before = len(ears.of(Synced))
    home.send([forged(LIVING_VALVE.entity, Attribute.SET_POINT, 19.0, 1)])
    delivery = eventually(lambda: ears.of(Delivery), "the command is answered")[0]
    assert delivery.error is not None
    assert delivery.error.code is Code.LINK_DOWN
    home.refresh()
    eventually(lambda: len(ears.of(LinkLost)) >= 2, "the reason again")
    home_assistant.start()
    eventually(lambda: len(ears.of(Synced)) > ears_before, "everything is read again", 30)
    told = since_lost(ears)
    back = next(i for i, one in enumerate(told) if isinstance(one, Synced))
    assert not any(isinstance(one, Changes) for one in told[:back]), "nothing between the loss and the reading"
    assert {one.why.code for one in told if isinstance(one, LinkLost)} <= {Code.LINK_DOWN, Code.HOME_STARTING}
    assert missing(ears) == {"sensor.nowhere_temperature"}, "nothing is taken for removed"
    eventually(lambda: ears.readings(LIVING_T)[-1].good, "the thermometer is back")
    home.send([forged(LIVING_VALVE.entity, Attribute.SET_POINT, 19.0, 2)])
    eventually(lambda: ears.of(Delivery)[-1].context, "commands arrive again")


def test_away_at_the_start(adapter: Adapter, home_assistant: HomeAssistant) -> None:
    home_assistant.stop()
    _, ears = adapter(wait=False)
    assert eventually(lambda: ears.of(LinkLost), "the reason")[0].why.code is Code.LINK_DOWN
    home_assistant.start()
    eventually(lambda: ears.of(Synced), "everything is read", 30)
    eventually(lambda: ears.value(LIVING_T) is not None, "and known")


def test_a_wrong_token(adapters: Adapter, home_assistant: HomeAssistant, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    wrong = home_assistant.token[:-4] + "XXXX"
    _, ears = adapters(home_assistant.url, wrong, wait=False)
    assert eventually(lambda: ears.of(LinkLost), "the reason")[0].why.code is Code.TOKEN_REFUSED
    assert wrong not in caplog.text


def test_the_right_token_is_never_logged(
    adapter: Adapter, program: tuple[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    home, ears = adapter()
    home.send([forged(LIVING_VALVE.entity, Attribute.SET_POINT, 19.5, 1)])
    eventually(lambda: ears.of(Delivery), "an answer")
    home.close()
    assert program[0] not in caplog.text
    assert "access_token" not in caplog.text, "not a piece of it"
    assert program[0] not in repr(home)


def test_a_token_that_is_taken_back(adapters: Adapter, home_assistant: HomeAssistant) -> None:
    token, _ = home_assistant.new_token("Short")
    _, ears = adapters(home_assistant.url, token)
    home_assistant.revoke(token)
    lost = eventually(lambda: [one for one in ears.of(LinkLost) if one.why.code is Code.TOKEN_REFUSED], "the reason")
    assert len(lost) == 1


def test_a_user_who_is_no_administrator(adapters: Adapter, home_assistant: HomeAssistant) -> None:
    token = home_assistant.person("Guest").token
    _, ears = adapters(home_assistant.url, token, wait=False)
    why = eventually(lambda: ears.of(LinkLost), "the reason")[0].why
    assert why.code is Code.TOKEN_REFUSED
    assert "administrator" in str(why.get("detail"))


def test_a_wrong_path(adapters: Adapter, home_assistant: HomeAssistant) -> None:
    _, ears = adapters(f"{home_assistant.url}/lovelace", home_assistant.token, wait=False)
    assert eventually(lambda: ears.of(LinkLost), "the reason")[0].why.code is Code.NOT_HOME_ASSISTANT


def test_one_that_hangs_is_given_up_and_found_again(adapter: Adapter, home_assistant: HomeAssistant) -> None:
    home, ears = adapter(pace=replace(QUICK, answer=timedelta(seconds=1)))
    home_assistant.freeze(True)
    try:
        home.send([forged(LIVING_VALVE.entity, Attribute.SET_POINT, 20.5, 1)])
        delivery = eventually(lambda: ears.of(Delivery), "the command is answered")[0]
        assert delivery.error is not None
        assert delivery.error.code is Code.LINK_DOWN
        eventually(lambda: ears.of(LinkLost), "the loss is told")
    finally:
        ears.forget()
        home_assistant.freeze(False)
    eventually(lambda: ears.of(Synced), "everything is read again")


def test_closing_in_the_middle_is_quick(adapter: Adapter) -> None:
    home, ears = adapter()
    home.send([forged(HEATER.entity, Attribute.ON, False, number) for number in range(50)])
    begun = time.monotonic()
    home.close()
    assert time.monotonic() - begun < 3
    count = len(ears.heard)
    time.sleep(0.3)
    assert len(ears.heard) == count
