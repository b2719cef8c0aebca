"""Judges who is at the door: by ingress, session or token; or lets everybody in, where that was chosen by name."""

import hmac
import logging
import secrets
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from thermo_edge.errors import StoreError
from thermo_edge.home.house import PersonId
from thermo_edge.home.reason import Code, Reason, Refused
from thermo_edge.ports import Clock
from thermo_edge.web.access.book import Book, Key, book_in, sessions_in
from thermo_edge.web.access.keyring import Keyring
from thermo_edge.web.access.limiter import Limiter
from thermo_edge.web.access.passwords import Passwords
from thermo_edge.web.access.sessions import LoggedIn
from thermo_edge.web.access.visitor import Knock, Means, Role, Visitor, csrf_of, digest

log = logging.getLogger(__name__)

SUPERVISOR = "172.30.32.2"
"""Home Assistant's ingress speaks from here, and nobody else can where the program is an add-on."""

COOKIE = "thermo_edge"
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_CODE_TRIES = 10
_SETUP = "/setup"


class Access(Protocol):
    """Who may come in."""

    @property
    def log_in(self) -> "LogIn | None":
        """How to log in; None where nobody has to."""

    def ingress(self, peer: str) -> bool:
        """Whether this address is Home Assistant's ingress, which is believed who looks."""

    @property
    def fault(self) -> str:
        """Why it must not be open to the network; empty: it may."""

    def judge(self, knock: Knock, used: bool = True) -> Visitor | None:
        """Whom this is taken for; None: nobody. `used`: a person does something, which keeps a session alive."""


class Open:
    """Everybody on this computer is the owner: for a demo, where nothing is real."""

    log_in = None
    fault = "without a log-in the page is for this computer only, so use 127.0.0.1"

    def ingress(self, peer: str) -> bool:  # noqa: ARG002 - nobody's word is needed
        return False

    def judge(self, knock: Knock, used: bool = True) -> Visitor | None:  # noqa: ARG002 - everybody
        return Visitor(Role.OWNER, Means.OPEN, "open")


class Guarded:
    """A password or a token; or Home Assistant's word, where the program is its add-on (`ingress`)."""

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        *,
        ingress: bool = False,
        passwords: Passwords | None = None,
        claiming: bool = False,
        proxy: str = SUPERVISOR,
    ) -> None:
        """`folder`: where the files of access are kept. `claiming`: whoever sets the house up now owns it.

        `proxy`: the one address from which ingress is believed.
        """
        self._proxy, self._claiming = proxy if ingress else "", claiming
        self.keyring = Keyring(book_in(folder), clock, passwords or Passwords())
        self.sessions = LoggedIn(sessions_in(folder), clock)
        self._log_in = LogIn(self.keyring, self.sessions, Limiter(clock))

    @property
    def log_in(self) -> "LogIn":
        return self._log_in

    @property
    def addon(self) -> bool:
        """Whether Home Assistant's ingress is believed at all."""
        return bool(self._proxy)

    def ingress(self, peer: str) -> bool:
        return self.addon and peer == self._proxy

    @property
    def fault(self) -> str:
        try:
            if self._proxy or self.keyring.ready:
                return ""
        except StoreError as error:
            return str(error)
        return "without a password the page is for this computer only: run `thermo-edge password` first"

    def judge(self, knock: Knock, used: bool = True) -> Visitor | None:
        try:
            if self.ingress(knock.peer):
                return self._by_ingress(knock)
            if knock.header("authorization"):
                return self._by_token(knock)
            return self._by_session(knock, used)
        except StoreError as error:
            log.error("Nobody can be let in: %s", error)
            return None

    def _by_ingress(self, knock: Knock) -> Visitor | None:
        user = knock.header("x-remote-user-id")
        if not user or not knock.header("x-ingress-path"):
            return None  # Supervisor itself asks whether we are well
        name = knock.header("x-remote-user-display-name") or knock.header("x-remote-user-name")
        book = self.keyring.book
        given = next((right.role for right in book.rights if right.user == user), Role.RESIDENT)
        role = Role.OWNER if self._owns(user, knock.path, book) else given
        return Visitor(role, Means.INGRESS, f"ingress {user}", name, user)

    def _owns(self, user: str, path: str, book: Book) -> bool:
        if book.admins is not None:
            return user in book.admins
        if self._claiming and book.first_user is None and path.startswith(_SETUP):
            log.info("A user of Home Assistant sets the house up, and owns it")
            return self.keyring.claim(user)
        return user == book.first_user

    def _by_token(self, knock: Knock) -> Visitor | None:
        kind, _, secret = knock.header("authorization").partition(" ")
        token = self.keyring.token(secret.strip()) if kind.lower() == "bearer" else None
        if token is None:
            return None
        person = PersonId(token.person) if token.person else None
        return Visitor(token.role, Means.TOKEN, f"token {token.id}", token.name, None, person, token.read_only)

    def _by_session(self, knock: Knock, used: bool) -> Visitor | None:
        secret = cookie_of(knock)
        session = self.sessions.find(secret) if secret else None
        keys = self.keyring.book.keys if session is not None else ()
        key = next((each for each in keys if session and (each.id, each.stamp) == (session.key, session.stamp)), None)
        if session is None or key is None:
            return None
        if used:
            self.sessions.used(session)
        person = PersonId(key.person) if key.person else None
        way = f"session {digest(secret)}"
        return Visitor(key.role, Means.SESSION, way, key.name, None, person, csrf=csrf_of(secret))


class LogIn:
    """Passwords in, sessions out; and the first password of all. What is refused is Refused."""

    def __init__(self, keyring: Keyring, sessions: LoggedIn, limiter: Limiter) -> None:
        self.keyring, self.sessions = keyring, sessions
        self._limiter = limiter
        self._lock = threading.Lock()
        self._code, self._tries = "", 0

    @property
    def ready(self) -> bool:
        """Whether there is a password; without one, the first is to be set. A file that cannot be read may hold one."""
        try:
            return self.keyring.ready
        except StoreError as error:
            log.error("Nobody can log in: %s", error)
            return True

    def tell_code(self, tell: Callable[[str], object]) -> None:
        """Hand out the one-time code that sets the first password; nothing where there is one."""
        with self._lock:
            if not self.ready:
                self._new_code()
                tell(self._code)

    def enter(self, address: str, name: str, password: str) -> str:
        """A new session's secret; Refused, always in the same words, for a wrong name or a wrong password."""
        self._begin(address)
        key = self.keyring.matches(name, password)
        if key is None:
            log.warning("A log-in from %s failed", address)
            raise Refused(Reason(Code.LOG_IN_WRONG))
        self._limiter.succeeded(address)
        return self.sessions.begin(key)

    def claim(self, address: str, code: str, name: str, password: str) -> str:
        """Set the first password, with the code that only the program's own log tells; a new session's secret."""
        if self.ready:
            raise Refused(Reason(Code.PASSWORD_SET))
        self._begin(address)
        with self._lock:
            given = "".join(each for each in code.upper() if each.isalnum()).encode("utf-8", "surrogatepass")
            right = bool(self._code) and hmac.compare_digest(self._code.replace("-", "").encode(), given)
            self._tries += not right
            if self._tries >= _CODE_TRIES:
                self._new_code()
                log.warning("Too many wrong set-up codes. The new one: %s", self._code)
        if not right:
            raise Refused(Reason(Code.SETUP_CODE_WRONG))
        self._limiter.succeeded(address)
        key = self.keyring.first(name, password)
        with self._lock:
            self._code = ""
        log.info("The first password was set")
        return self.sessions.begin(key)

    def confirm(self, address: str, name: str, password: str) -> Key:
        """Whether somebody who is logged in still knows the password; counted like a log-in."""
        self._begin(address)
        key = self.keyring.matches(name, password)
        if key is None:
            raise Refused(Reason(Code.LOG_IN_WRONG))
        self._limiter.succeeded(address)
        return key

    def leave(self, knock: Knock) -> None:
        """Log out."""
        self.sessions.end(cookie_of(knock))

    def _begin(self, address: str) -> None:
        left = self._limiter.begin(address)
        if left is not None:
            raise Refused(Reason.of(Code.TOO_MANY_TRIES, left=max(left, timedelta(seconds=1))))

    def _new_code(self) -> None:
        letters = [secrets.choice(_LETTERS) for _ in range(8)]
        self._code, self._tries = "".join([*letters[:4], "-", *letters[4:]]), 0


def cookie_of(knock: Knock) -> str:
    """The session's secret that the browser shows; empty if none."""
    pairs = (part.strip().partition("=") for part in knock.header("cookie").split(";"))
    return next((value for name, _, value in pairs if name == COOKIE), "")
