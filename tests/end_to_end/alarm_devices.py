"""An alarm panel and a siren on the virtual home's broker, that obey, are slow, or say nothing."""

import os

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from tests.instance.harness import HomeAssistant, eventually

CODE = "1234"
PANEL = "alarm_control_panel.house_alarm"
SIREN = "siren.siren"

_STATES = {
    "DISARM": "disarmed",
    "ARM_HOME": "armed_home",
    "ARM_NIGHT": "armed_night",
    "ARM_AWAY": "armed_away",
    "TRIGGER": "triggered",
}


class AlarmDevices:
    """Home Assistant checks the panel's code; the devices themselves do what they are told."""

    def __init__(self, home_assistant: HomeAssistant) -> None:
        self.answers = True
        self.told: list[tuple[str, str]] = []
        broker = home_assistant.instance.report()["mqtt"]
        self._client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=f"alarm-{os.getpid()}")
        self._client.username_pw_set(broker["username"], broker["password"])
        self._client.on_connect = lambda client, *_: client.subscribe([("test/panel/set", 1), ("test/siren/set", 1)])
        self._client.on_message = self._obey
        self._client.connect(broker["host"], broker["port"])
        self._client.loop_start()
        self._home_assistant = home_assistant
        eventually(self._client.is_connected, "the broker answers")
        home_assistant.announce(
            "alarm_control_panel", "house_alarm", "disarmed", command_topic="test/panel/set", code=CODE
        )
        home_assistant.announce(
            "siren",
            "siren",
            "off",
            command_topic="test/siren/set",
            command_template="{{ value }}",
            payload_on="on",
            payload_off="off",
            support_duration=False,
            support_volume_set=False,
        )

    def calm(self) -> None:
        """As at the beginning of a day."""
        self.answers = True
        self.told.clear()
        self.says("house_alarm", "disarmed")
        self.says("siren", "off")
        eventually(lambda: self._home_assistant.value(PANEL) == "disarmed", "the panel is disarmed")
        eventually(lambda: self._home_assistant.value(SIREN) == "off", "the siren is off")

    def says(self, key: str, state: str) -> None:
        """A device reports a state by itself."""
        self._client.publish(f"test/{key}", state, qos=1, retain=True).wait_for_publish(10)

    def _obey(self, _client: mqtt.Client, _data: object, message: mqtt.MQTTMessage) -> None:
        word, panel = message.payload.decode(), message.topic == "test/panel/set"
        self.told.append(("panel" if panel else "siren", word))
        if self.answers:
            key, state = ("house_alarm", _STATES[word]) if panel else ("siren", word)
            self._client.publish(f"test/{key}", state, qos=1, retain=True)

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()
