"""Two programs on one home see each other; people are told."""

import time
from datetime import datetime

import pytest

from integrations.home_assistant.notifier import HomeAssistantNotifier
from tests.builders import MORNING
from tests.instance.harness import HomeAssistant, eventually
from tests.integrations.home_assistant.conftest import Adapter
from thermo_edge.home.heard import Peer, Synced
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.turn import Notice, Severity

pytestmark = pytest.mark.homeassistant

NOTICE = Notice("away:sensor.x", Severity.WARN, Reason(Code.DEVICE_AWAY), MORNING)


def test_two_programs_see_each_other(adapter: Adapter) -> None:
    first, one = adapter()
    second, two = adapter()
    seen_by_first = eventually(lambda: one.of(Peer), "the first sees the second")[0]
    seen_by_second = eventually(lambda: two.of(Peer), "the second sees the first")[0]
    assert seen_by_first.instance == second._instance
    assert seen_by_second.instance == first._instance
    assert seen_by_second.since < seen_by_first.since
    count = len(two.of(Peer))
    eventually(lambda: len(two.of(Peer)) >= count + 2, "again and again")


def notices(home_assistant: HomeAssistant) -> dict[str, str]:
    found = home_assistant.ask("persistent_notification/get")
    return {one["notification_id"]: one["message"] for one in found}


def test_notices_are_shown_replaced_and_cleared(adapter: Adapter, home_assistant: HomeAssistant) -> None:
    home, _ = adapter()
    overheard = home_assistant.overhear()
    notifier = HomeAssistantNotifier(home, phones=["mobile_app_anna", "notify.mobile_app_bob", "switch.turn_on"])
    key = "thermo_edge_away_sensor_x"
    notifier.post(NOTICE, ("Away", "First"))
    eventually(lambda: notices(home_assistant).get(key) == "First", "it is shown")
    notifier.post(NOTICE, ("Away", "Second"))
    eventually(lambda: notices(home_assistant).get(key) == "Second", "it is replaced")
    notifier.clear(NOTICE.key)
    eventually(lambda: key not in notices(home_assistant), "it is cleared")
    notifier.close()
    called = set(overheard.services())
    assert called <= {"persistent_notification.create", "persistent_notification.dismiss"}, "no phone is registered"


def test_a_chosen_target_is_called_and_one_that_is_no_phone_of_the_app_gets_no_word_for_clearing(
    adapter: Adapter, home_assistant: HomeAssistant, program: tuple[str, str]
) -> None:
    home, _ = adapter()
    overheard = home_assistant.overhear()
    notifier = HomeAssistantNotifier(home, phones=["notify.persistent_notification"], notifications=False)
    notifier.post(NOTICE, ("Away", "First"))
    eventually(lambda: overheard.services(user=program[1]) == ["notify.persistent_notification"], "it is called")
    said = overheard.calls(user=program[1])[0]["data"]["service_data"]
    assert (said["title"], said["message"]) == ("Away", "First")
    notifier.clear(NOTICE.key)
    notifier.post(NOTICE, ("Away", "Second"))
    eventually(lambda: len(overheard.services(user=program[1])) == 2, "the next one")
    notifier.close()
    assert [call["data"]["service_data"]["message"] for call in overheard.calls(user=program[1])] == ["First", "Second"]


def test_one_that_only_observes_claims_nothing_and_one_that_begins_to_act_says_so_at_once(adapter: Adapter) -> None:
    claims: list[datetime] = []
    second, _ = adapter(claim=lambda: claims[-1] if claims else None)
    _, ears = adapter()
    time.sleep(2.5)
    assert ears.of(Peer) == []
    claims.append(MORNING)
    second.refresh()
    eventually(lambda: ears.of(Peer) == [Peer(second._instance, MORNING)], "the claim", 3)


def test_who_has_the_home_is_known_before_everything_was_read(adapter: Adapter) -> None:
    adapter()
    _, ears = adapter()
    kinds = [type(heard) for heard in ears.heard]
    assert Peer in kinds[: kinds.index(Synced)]


@pytest.mark.slow
def test_notices_wait_for_home_assistant_and_survive_its_restart(
    adapter: Adapter, home_assistant: HomeAssistant
) -> None:
    home, _ = adapter()
    notifier = HomeAssistantNotifier(home)
    notifier.post(NOTICE, ("Away", "Before"))
    eventually(lambda: len(notices(home_assistant)) >= 1, "it is shown")
    home_assistant.stop()
    other = Notice("other", Severity.WARN, Reason(Code.LINK_DOWN), MORNING)
    notifier.post(other, ("Other", "Meanwhile"))  # returns at once
    home_assistant.start()
    eventually(lambda: notices(home_assistant).get("thermo_edge_other") == "Meanwhile", "the later one", 30)
    eventually(lambda: notices(home_assistant).get("thermo_edge_away_sensor_x") == "Before", "and the earlier", 30)
    notifier.close()
