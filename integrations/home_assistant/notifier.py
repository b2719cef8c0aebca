"""Tells people through Home Assistant: its own notifications, and the phones that the household chose."""

import logging
import re
import threading
from collections.abc import Iterable, Mapping
from concurrent.futures import TimeoutError as NotInTime
from datetime import timedelta
from typing import Any, NamedTuple

from integrations.home_assistant.home import HomeAssistantHome
from thermo_edge.errors import ThermoEdgeError
from thermo_edge.home.turn import Notice

LOG = logging.getLogger(__name__)

_PHONE = re.compile(r"notify\.[a-z0-9_]+")
_CLEARED = ("persistent_notification", "notify.mobile_app_")
"""What can take a notice back; others have shown it, and that is all."""

_RETRY = timedelta(seconds=5)
_ANSWER = timedelta(seconds=15)
_MOST = 200
"""Notices that wait or are shown at once; more would help nobody."""


class _Words(NamedTuple):
    """A notice to show; None where it is to go."""

    title: str
    text: str


class HomeAssistantNotifier:
    """`ports.Notifier` over the connection of a home. Nothing blocks the caller, nothing is raised.

    What cannot be delivered is tried again; Home Assistant forgets its notifications when it restarts, so they are
    shown again then, on phones they are not.
    """

    def __init__(self, home: HomeAssistantHome, phones: Iterable[str] = (), notifications: bool = True) -> None:
        chosen = {name if name.startswith("notify.") else f"notify.{name}" for name in phones}
        self._phones = frozenset(name for name in chosen if _PHONE.fullmatch(name))
        for name in sorted(chosen - self._phones):
            LOG.warning("%r is not the name of a notify action; correct it in the settings", name[:80])
        self._home = home
        self._targets = (*(("persistent_notification",) if notifications else ()), *sorted(self._phones))
        self._waiting: dict[tuple[str, str], _Words | None] = {}  # (notice, target) → what it shall show
        self._shown: dict[str, _Words] = {}
        self._epoch = 0
        self._news = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="home-assistant-notifier", daemon=True)
        self._thread.start()

    def post(self, notice: Notice, words: tuple[str, str]) -> None:
        """Show a notice; the same key replaces."""
        self._put(notice.key, _Words(*words))

    def clear(self, key: str) -> None:
        """It is mended."""
        self._put(key, None)

    def reconnect(self, home: HomeAssistantHome) -> None:
        """Go on over another connection."""
        with self._news:
            self._home, self._epoch = home, 0

    def close(self) -> None:
        """Stop; what waits is dropped."""
        with self._news:
            self._closing = True
            self._news.notify_all()
        self._thread.join(5)

    def _put(self, key: str, words: _Words | None) -> None:
        with self._news:
            for target in self._targets:
                if (key, target) in self._waiting or len(self._waiting) < _MOST:
                    self._waiting[key, target] = words
            if words is None:
                self._shown.pop(key, None)
            elif key in self._shown or len(self._shown) < _MOST:
                self._shown[key] = words
            self._news.notify_all()

    # --- the thread -----------------------------------------------------------------------------------------------

    def _run(self) -> None:
        while True:
            with self._news:
                if not self._waiting and not self._closing:
                    self._news.wait(_RETRY.total_seconds())
                if self._closing:
                    return
                self._after_restart()
                batch = dict(self._waiting)
            delivered = [key for key, words in batch.items() if self._deliver(*key, words)]
            with self._news:
                for key in delivered:
                    if self._waiting.get(key) == batch[key]:
                        del self._waiting[key]
                if len(delivered) < len(batch) and not self._closing:
                    self._news.wait(_RETRY.total_seconds())

    def _after_restart(self) -> None:
        """Home Assistant may have forgotten what it showed."""
        if self._home.epoch != self._epoch and "persistent_notification" in self._targets:
            for key, words in self._shown.items():
                self._waiting.setdefault((key, "persistent_notification"), words)
        self._epoch = self._home.epoch

    def _deliver(self, key: str, target: str, words: _Words | None) -> bool:
        """False: try again later."""
        if words is None and not target.startswith(_CLEARED):
            return True  # it would show the word for clearing as a message
        domain, service, data = _message(key, target, words)
        try:
            self._home.notify(domain, service, data, self._phones).result(_ANSWER.total_seconds())
        except (ThermoEdgeError, NotInTime) as fault:
            if self._home.linked:
                LOG.warning("a notice was not delivered to %s: %s", target, fault)
                return True
            return False
        except Exception:
            LOG.exception("a notice was not delivered to %s", target)
        return True


def identifier(key: str) -> str:
    """The id of a notification at Home Assistant."""
    return "thermo_edge_" + re.sub(r"[^a-z0-9]+", "_", key.lower())[:100]


def _message(key: str, target: str, words: _Words | None) -> tuple[str, str, Mapping[str, Any]]:
    name = identifier(key)
    if target == "persistent_notification":
        if words is None:
            return target, "dismiss", {"notification_id": name}
        return target, "create", {"notification_id": name, "title": words.title, "message": words.text}
    domain, _, service = target.partition(".")
    if words is None:
        return domain, service, {"message": "clear_notification", "data": {"tag": name}}
    return domain, service, {"title": words.title, "message": words.text, "data": {"tag": name}}
