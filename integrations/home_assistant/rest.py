"""Home Assistant's REST interface through the client library, on a session of our own: direct, and bounded."""

import io
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Literal

import requests
from homeassistant_api import Client
from homeassistant_api import errors as library

from integrations.home_assistant import calls
from integrations.home_assistant.address import Address
from integrations.home_assistant.faults import (
    Declined,
    NotHomeAssistant,
    Starting,
    TooLarge,
    not_home_assistant,
    token_refused,
    unreachable,
)
from integrations.home_assistant.state import possible
from thermo_edge.errors import HomeRefused, HomeUnreachable, ThermoEdgeError

LIMIT = 10_000_000
"""Bytes of an answer; the states of the largest homes are a few million."""

PURPOSE = "Home Assistant, requests"
"""As the ledger of connections has it."""

_CHUNK = 65536
_FORBIDDEN = 403


class _TooLong(requests.RequestException):
    """The body passed the limit and was cut off."""


_WAYS: Mapping[str | None, Literal["GET", "POST", "DELETE"]] = {"GET": "GET", "POST": "POST", "DELETE": "DELETE"}


class _Session(requests.Session):
    """Talks to nobody but the address it was made for, says nothing that is not on the list, reads so much only."""

    def __init__(self, address: Address, limit: int) -> None:
        super().__init__()
        self.trust_env = False
        self.headers["Accept-Encoding"] = "identity"  # what is counted is what was sent
        self.status = 0
        self.date: datetime | None = None
        self._below = address.rest + "/"
        self._address = address
        self._limit = limit

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        url, way = request.url or "", request.method
        if not url.startswith(self._below) or way not in _WAYS:
            raise calls.NotPermitted("Not sent: a request to another address.")
        calls.permit(calls.Outgoing(_WAYS[way], url.removeprefix(self._below)))
        kwargs |= {"stream": True, "allow_redirects": False}
        self.status = 0
        self._address.connected(PURPOSE)
        with super().send(request, **kwargs) as response:
            self.status = response.status_code
            self.date = _date(response.headers.get("Date"))
            body, size = io.BytesIO(), 0
            for chunk in response.iter_content(_CHUNK):
                size += len(chunk)
                if size > self._limit:
                    raise _TooLong
                body.write(chunk)
        self._address.carried(PURPOSE, len(request.body or ""), size)
        # iter_content has used it up; hand on what was read.
        whole = requests.Response()
        whole.status_code, whole.headers, whole.url = response.status_code, response.headers, response.url
        whole.request, whole.encoding = request, response.encoding
        body.seek(0)
        whole.raw = body
        return whole


class Rest:
    """The few requests we make. Every failure is HomeUnreachable, HomeRefused or Declined, with one clear sentence."""

    def __init__(self, address: Address, token: str, timeout: float, limit: int = LIMIT) -> None:
        self._address = address
        self._timeout = timeout
        self._session = _Session(address, limit)
        self._client = Client(
            address.rest, token, cache_session=self._session, global_request_kwargs={"timeout": (timeout, timeout)}
        )
        self._lock = threading.Lock()

    def config(self) -> Mapping[str, object]:
        """Home Assistant's settings. Starting, where it does not yet run."""
        config = self._request("config")
        if not isinstance(config, Mapping) or "unit_system" not in config:
            raise not_home_assistant(self._address.base, "its answer is something else")
        if config.get("state", "RUNNING") != "RUNNING":
            raise Starting(f"Home Assistant at {self._address.base} is starting.")
        return config

    @property
    def date(self) -> datetime | None:
        """Home Assistant's own time, by its last answer."""
        return self._session.date

    def states(self) -> tuple[list[object], datetime | None]:
        """All states, and Home Assistant's own time."""
        with self._lock:
            states = self._locked("states")
            date = self._session.date
        if not isinstance(states, list):
            raise not_home_assistant(self._address.base, "its states are something else")
        return states, date

    def state(self, entity: str) -> object:
        """One state; None if there is none."""
        return self._request(f"states/{entity}", absent_is_none=True) if possible(entity) else None

    def history(self, entity: str, start: datetime, end: datetime, attributes: bool) -> list[object]:
        """The recorded states of one entity, oldest first, begun by what it was at the start; TooLarge for too many.

        None of them where Home Assistant records nothing.

        Without `attributes` only the first and the last row have any, and changes of the state alone are told.
        """
        if not possible(entity):
            return []
        span = f"{_stamp(start)}?filter_entity_id={entity}&end_time={_stamp(end)}"
        answer = self._request(
            f"history/period/{span}&{'significant_changes_only=0' if attributes else 'minimal_response'}",
            absent_is_none=True,
        )
        rows = answer[0] if isinstance(answer, list) and answer else []
        return rows if isinstance(rows, list) else []

    def automation(self, identifier: str) -> object:
        """The settings of one of our automations; None if there is none."""
        return self._request(f"config/automation/config/{identifier}", absent_is_none=True)

    def save_automation(self, identifier: str, automation: Mapping[str, object]) -> None:
        self._request(f"config/automation/config/{identifier}", "POST", json=automation)

    def remove_automation(self, identifier: str) -> None:
        self._request(f"config/automation/config/{identifier}", "DELETE", absent_is_none=True)

    def close(self) -> None:
        self._session.close()

    def _request(self, path: str, method: str = "GET", absent_is_none: bool = False, **more: Any) -> object:
        with self._lock:
            return self._locked(path, method, absent_is_none, **more)

    def _locked(self, path: str, method: str = "GET", absent_is_none: bool = False, **more: Any) -> object:
        # Whatever a library says may quote the request, and with it the token: only our own sentences leave here.
        try:
            answer: object = self._client.request(path, method=method, **more)
        except library.EndpointNotFoundError:
            if absent_is_none:
                return None
            raise not_home_assistant(self._address.base, "it does not know this request") from None
        except (library.HomeassistantAPIError, requests.RequestException, ValueError, OSError) as error:
            raise self._fault(error) from None
        return answer

    def _fault(self, error: Exception) -> ThermoEdgeError:
        base, status = self._address.base, self._session.status
        match error:
            case _TooLong():
                return TooLarge(f"Home Assistant at {base} sent more than can be read.")
            case library.UnauthorizedError():
                return token_refused(base)
            case library.UnexpectedStatusCodeError() if status == _FORBIDDEN:
                return token_refused(base, banned=True)
            case library.InternalServerError():
                return unreachable(base, f"HTTP {status}")
            case library.RequestTimeoutError() | requests.Timeout():
                return unreachable(base, f"nothing came within {self._timeout:g} s")
            case library.RequestError():
                return Declined("invalid", f"HTTP {status}")
            case requests.exceptions.SSLError():
                return not_home_assistant(base, "its certificate or encryption is not accepted")
            case requests.exceptions.InvalidURL() | requests.exceptions.InvalidSchema():
                return not_home_assistant(base, "it is no address")
            case requests.RequestException() | OSError():
                return _connection(base, error)
            case _:
                return not_home_assistant(base, f"HTTP {status}" if status >= 300 else "its answer is not JSON")


def _connection(base: str, error: Exception) -> HomeUnreachable | HomeRefused | NotHomeAssistant:
    text = repr(error)
    for sign, how in (
        ("NameResolution", "its name is not known"),
        ("refused", "connection refused"),
        ("timed out", "no route to it"),
    ):
        if sign in text:
            return unreachable(base, how)
    return unreachable(base, type(error).__name__)


def _stamp(at: datetime) -> str:
    """A time in an address: without signs that proxies object to."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _date(text: str | None) -> datetime | None:
    try:
        date = parsedate_to_datetime(text) if text else None
    except ValueError:
        return None
    return date.astimezone(UTC) if date and date.tzinfo else None
