"""Where Home Assistant is and what opens it: what a person writes, as addresses of its two interfaces and a token."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

from integrations.home_assistant.faults import NotHomeAssistant, TokenRefused
from thermo_edge.home.egress import UNHEARD, Egress

SUPERVISOR = "supervisor"
"""The host by which an add-on reaches Home Assistant; its websocket has another path there."""


@dataclass(frozen=True, slots=True)
class Address:
    """`base` is what a person would type; `rest` and `websocket` are the interfaces; `egress` hears what goes there."""

    base: str
    rest: str
    websocket: str
    egress: Egress = field(default=UNHEARD, compare=False)

    def connected(self, purpose: str) -> None:
        """To be called wherever something connects or asks."""
        self.egress.connected(*self._where(), purpose)

    def carried(self, purpose: str, sent: int = 0, received: int = 0) -> None:
        self.egress.carried(*self._where(), purpose, sent, received)

    def _where(self) -> tuple[str, int]:
        parts = urlsplit(self.base)
        return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


def parse(url: str, egress: Egress = UNHEARD) -> Address:
    """`http://host:8123`, with or without a slash or `/api` at the end; https; `http://supervisor/core`."""
    text = url.strip()
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        parts, host = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not host:
        raise NotHomeAssistant(
            "The address of Home Assistant must look like http://homeassistant.local:8123; correct it in the settings.",
            "" if "@" in text else text[:100],
        )
    if parts.username is not None or parts.password is not None:
        raise NotHomeAssistant(
            "The address of Home Assistant holds a user or a password; leave them out, the token is enough.", host
        )
    path = parts.path.rstrip("/").removesuffix("/websocket").removesuffix("/api").rstrip("/")
    base = urlunsplit((parts.scheme, parts.netloc, path, "", ""))
    sockets = urlunsplit(("wss" if parts.scheme == "https" else "ws", parts.netloc, path, "", ""))
    below = "/websocket" if host == SUPERVISOR else "/api/websocket"
    return Address(base, f"{base}/api", f"{sockets}{below}", egress)


def token(text: str) -> str:
    """The token without what copying adds. One that cannot be sent is refused here, before anything could quote it."""
    token = text.strip()
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise TokenRefused(
            "The token of Home Assistant is empty or holds characters that no token has: copy it again, all of it."
        )
    return token
