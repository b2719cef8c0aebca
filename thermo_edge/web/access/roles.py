"""Who may do what: every path of a page, every verb and every route of the API, in one table."""

from collections.abc import Mapping
from dataclasses import dataclass

from thermo_edge.home.reason import Code, Reason, Refused
from thermo_edge.web.access.visitor import Role, Visitor

GUEST, RESIDENT, OWNER = Role.GUEST, Role.RESIDENT, Role.OWNER

PATHS: Mapping[str, Role] = {
    "/health": GUEST,  # a guest hears only whether all is well
    "/favicon.ico": GUEST,
    "/login": GUEST,
    "/logout": GUEST,
    "/welcome": GUEST,  # set the first password
    "/": RESIDENT,
    "/plan": RESIDENT,
    "/who": RESIDENT,
    "/room": RESIDENT,
    "/what-if": RESIDENT,
    "/more": RESIDENT,
    "/security": RESIDENT,
    "/learning": RESIDENT,
    "/people": RESIDENT,  # what is the owner's on it has verbs of its own
    "/system": OWNER,
    "/settings": OWNER,
    "/setup": OWNER,
    "/api": RESIDENT,
    "/api/system/put-back": OWNER,  # whoever else comes there is not even listened to
    "/_nicegui": RESIDENT,
    "/_nicegui_ws": RESIDENT,
}
"""A path also stands for what is below it, except /. What is not here is not there."""


@dataclass(frozen=True, slots=True)
class Verb:
    """Who may do something; `writes`: a token that may only read may not."""

    role: Role
    writes: bool = True


VERBS: Mapping[str, Verb] = {
    # to look
    "view": Verb(RESIDENT, writes=False),
    "trend": Verb(RESIDENT, writes=False),
    "decisions": Verb(RESIDENT, writes=False),
    "day": Verb(RESIDENT, writes=False),
    "past": Verb(RESIDENT, writes=False),
    "events": Verb(RESIDENT, writes=False),
    "otherwise": Verb(RESIDENT, writes=False),
    "what_if": Verb(RESIDENT, writes=False),
    "blockers": Verb(RESIDENT, writes=False),
    "whereabouts": Verb(RESIDENT, writes=False),  # of those who let one see it
    "health": Verb(RESIDENT, writes=False),
    "learning": Verb(RESIDENT, writes=False),
    "left_out": Verb(RESIDENT, writes=False),
    "looks": Verb(RESIDENT, writes=False),  # at oneself; at anybody for the owner
    "me": Verb(RESIDENT, writes=False),
    # what a person who lives here says
    "wish": Verb(RESIDENT),
    "end_wish": Verb(RESIDENT),
    "light": Verb(RESIDENT),
    "end_hold": Verb(RESIDENT),
    "answer": Verb(RESIDENT),
    "answer_offer": Verb(RESIDENT),
    "prefer": Verb(RESIDENT),
    "withdraw": Verb(RESIDENT),
    "undo": Verb(RESIDENT),
    "judge": Verb(RESIDENT),
    "declare": Verb(RESIDENT),
    "arm": Verb(RESIDENT),
    "disarm": Verb(RESIDENT),  # with the code
    "observe_everything": Verb(RESIDENT),  # the switch that always works
    "own_password": Verb(RESIDENT),
    "forgetting": Verb(RESIDENT, writes=False),  # of oneself; of others the owner
    "forget_person": Verb(RESIDENT),
    # how much power the program has, and what the house is
    "set_mode": Verb(OWNER),
    "answer_step": Verb(OWNER),  # a step of the ladder that was earned
    "protect": Verb(OWNER),
    "read_settings": Verb(OWNER, writes=False),  # without their secrets
    "settings": Verb(OWNER),
    "restore": Verb(OWNER),  # another version of the settings
    "setup": Verb(OWNER),
    "learn_now": Verb(OWNER),
    "stop_learning": Verb(OWNER),
    "roll_back_learning": Verb(OWNER),
    "forget": Verb(OWNER),
    "system": Verb(OWNER, writes=False),
    "backup": Verb(OWNER),  # it holds every secret
    "put_back": Verb(OWNER),  # another house, with its keys, in the place of this one
    "restart": Verb(OWNER),
    "keys": Verb(OWNER),
}

OF_ONESELF = frozenset({"forgetting", "forget_person"})
"""What residents may about themselves only."""

API: Mapping[tuple[str, str], str] = {
    ("GET", "/openapi.json"): "me",
    ("GET", "/me"): "me",
    ("GET", "/health"): "health",
    ("GET", "/house"): "view",
    ("PUT", "/observe-everything"): "observe_everything",
    ("GET", "/rooms"): "view",
    ("GET", "/rooms/{room}"): "view",
    ("GET", "/rooms/{room}/trend"): "trend",
    ("GET", "/rooms/{room}/day"): "day",
    ("GET", "/rooms/{room}/otherwise"): "otherwise",
    ("GET", "/rooms/{room}/past"): "past",
    ("PUT", "/rooms/{room}/wish"): "wish",
    ("DELETE", "/rooms/{room}/wish"): "end_wish",
    ("PUT", "/rooms/{room}/light"): "light",
    ("DELETE", "/rooms/{room}/light"): "light",
    ("POST", "/rooms/{room}/offers/{offer}"): "answer_offer",
    ("PUT", "/rooms/{room}/preferences/{doing}"): "prefer",
    ("DELETE", "/agreements/{situation}"): "withdraw",
    ("PUT", "/places/{place}/modes/{domain}"): "set_mode",
    ("POST", "/places/{place}/modes/{domain}/next-step"): "answer_step",
    ("POST", "/switch-offs/{entity}"): "protect",
    ("POST", "/holds/end"): "end_hold",
    ("POST", "/asks/{ask}"): "answer",
    ("GET", "/decisions"): "decisions",
    ("POST", "/decisions/{number}/undo"): "undo",
    ("POST", "/decisions/{number}/judge"): "judge",
    ("GET", "/plan"): "view",
    ("POST", "/what-if"): "what_if",
    ("GET", "/alarm"): "view",
    ("GET", "/alarm/blockers/{watch}"): "blockers",
    ("GET", "/alarm/events"): "events",
    ("POST", "/alarm/arm"): "arm",
    ("POST", "/alarm/disarm"): "disarm",
    ("GET", "/whereabouts"): "whereabouts",
    ("GET", "/occupancy"): "view",
    ("GET", "/looks"): "looks",
    ("PUT", "/regime"): "declare",
    ("GET", "/learning"): "learning",
    ("GET", "/learning/nights"): "learning",
    ("GET", "/learning/hindsight"): "view",
    ("GET", "/learning/trust"): "view",
    ("GET", "/learning/corrections"): "view",
    ("GET", "/learning/savings"): "view",
    ("POST", "/learning/now"): "learn_now",
    ("POST", "/learning/stop"): "stop_learning",
    ("POST", "/learning/roll-back"): "roll_back_learning",
    ("GET", "/learning/left-out"): "left_out",
    ("POST", "/learning/left-out"): "forget",
    ("GET", "/settings"): "read_settings",
    ("GET", "/settings/schema"): "read_settings",
    ("GET", "/settings/entities"): "read_settings",
    ("POST", "/settings/check"): "read_settings",
    ("PATCH", "/settings"): "settings",
    ("GET", "/settings/versions"): "read_settings",
    ("POST", "/settings/versions/{number}/restore"): "restore",
    ("GET", "/system"): "system",
    ("GET", "/system/diagnostics.zip"): "system",
    ("GET", "/system/backup.zip"): "backup",
    ("GET", "/system/put-back"): "system",
    ("POST", "/system/put-back"): "put_back",
    ("POST", "/system/put-back/yes"): "put_back",
    ("DELETE", "/system/put-back"): "put_back",
    ("POST", "/system/restart"): "restart",
    ("GET", "/people"): "keys",
    ("DELETE", "/people/keys/{key}"): "keys",
    ("DELETE", "/people/tokens/{token}"): "keys",
    ("POST", "/people/log-everybody-out"): "keys",
    ("GET", "/persons"): "forgetting",
    ("GET", "/persons/{person}/forgetting"): "forgetting",
    ("POST", "/persons/{person}/forget"): "forget_person",
}
"""Each route below /api by the verb that it is."""

ON_PAGES_ONLY: Mapping[str, str] = {
    "setup": "before there is a house there is no token; what was found is looked at by a person, and it is done once",
    "own_password": "a password is typed by the person whose it is, who came in with the one before",
}
"""What the pages do and the API does not, and why. Keys and tokens are made on the page only: they are secrets."""


def need(path: str) -> Role | None:
    """Who may see what is at a path; None where nothing is."""
    if path in PATHS:
        return PATHS[path]
    head = "/" + path.split("/", 2)[1] if path.startswith("/") else ""
    role = PATHS.get(head) if head != "/" else None
    return role if role is not None and role > GUEST else None  # what a guest may see has nothing below it


def why_not(verb: str, visitor: Visitor) -> Reason | None:
    """Why this one may not; None: they may. What the table does not name nobody may."""
    known = VERBS.get(verb)
    if known is None or visitor.role < known.role:
        return Reason(Code.ONLY_OWNER)
    return Reason(Code.READS_ONLY) if known.writes and visitor.read_only else None


def require(verb: str, visitor: Visitor) -> None:
    """Raises Refused where this one may not."""
    reason = why_not(verb, visitor)
    if reason is not None:
        raise Refused(reason)
