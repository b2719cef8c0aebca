"""What a person should know before anything else: that we only observe, and each trouble with its mend."""

from dataclasses import dataclass
from datetime import datetime

from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.turn import Notice, Severity
from thermo_edge.home.view import HouseView
from thermo_edge.language.marks import N_
from thermo_edge.language.sentences import NOTICES
from thermo_edge.language.words import Words
from thermo_edge.web.show.headline import observes_all
from thermo_edge.web.show.health import connecting
from thermo_edge.web.show.marks import stamp
from thermo_edge.web.show.things import notice as told

OBSERVE = "observe"
"""The key of the banner that counts what would have been done."""

_LINK = frozenset({Code.LINK_DOWN, Code.TOKEN_REFUSED, Code.NOT_HOME_ASSISTANT, Code.HOME_STARTING})
_STORE = frozenset({Code.STORE_FAILS, Code.STORE_TOO_NEW, Code.STORE_CORRUPT, Code.DISK_FULL})
_SYMBOLS = {
    **dict.fromkeys(_LINK, "cloud_off"),
    **dict.fromkeys(_STORE, "database_off"),
    Code.SENSOR_SILENT: "sensors_off",
    Code.SENSOR_NEVER_SEEN: "sensors_off",
    Code.SENSOR_STUCK: "sensors_off",
    Code.SENSOR_SHARED: "device_thermostat",
    Code.DEVICE_AWAY: "sensors_off",
    Code.CLOCK_BEHIND: "schedule",
    Code.FROST: "ac_unit",
    Code.OVERHEAT: "mode_heat",
    Code.UNPROTECTED: "power_off",
    Code.ARM_REFUSED: "shield",
    Code.CAME_BACK_OPEN: "window",
    Code.WINDOW_LEFT: "window",
    Code.WATCH_SILENT: "sensors_off",
    Code.CODE_LOCKED: "lock",
    Code.PANEL_SILENT: "shield",
    Code.PANEL_REFUSED: "shield",
}
_HAZARDS = frozenset({Code.SMOKE, Code.GAS, Code.LEAK})
_TONES = {Severity.ALERT: "lost", Severity.WARN: "stale", Severity.INFO: "calm"}
_RANK = {Severity.ALERT: 1, Severity.WARN: 2, Severity.INFO: 3}


@dataclass(frozen=True, slots=True)
class Banner:
    """A strip with an icon, a sentence and what to do."""

    key: str
    tone: str
    symbol: str
    title: str
    text: str = ""


def banners(view: HouseView, words: Words, answers: bool = True) -> tuple[Banner, ...]:
    """The worst first; the observe banner stands above them all."""
    found = [] if answers else [_hangs(view, words)]
    notices = [notice for notice in (*view.notices, *_untold(view)) if notice.until is None]
    notices = [notice for notice in notices if not _said_elsewhere(notice, view)]
    notices.sort(key=lambda notice: (_rank(notice), notice.since))
    return (*_observing(view, words), *found, *(_banner(notice, view, words) for notice in notices))


def _said_elsewhere(notice: Notice, view: HouseView) -> bool:
    """What has a card of its own, and a connection that is just being made: the headline says that."""
    code, alarm = notice.reason.code, view.alarm
    if code in _HAZARDS or code is Code.INTRUSION:
        return alarm is not None and bool(alarm.hazards if code in _HAZARDS else alarm.alerts)
    return code in _LINK and connecting(view)


def _rank(notice: Notice) -> int:
    """Danger first, then what takes the whole house with it."""
    if notice.reason.code in {Code.FROST, Code.OVERHEAT}:
        return 0
    return 1 if notice.reason.code in _LINK | _STORE else _RANK[notice.severity]


def _observing(view: HouseView, words: Words) -> tuple[Banner, ...]:
    if not observes_all(view) or not view.rooms:
        return ()
    counts = {0: N_("Nothing would have been done today."), 1: N_("One thing would have been done today.")}
    would = counts.get(view.would_today) or N_("{count} things would have been done today.")
    title = N_("Observing everything.") if view.observe_everything else N_("Every room is in observe.")
    return (Banner(OBSERVE, OBSERVE, "visibility", words.say(title), words.say(would, count=view.would_today)),)


def _hangs(view: HouseView, words: Words) -> Banner:
    since = stamp(view.health.loop_at, view, words)
    title = words.say(N_("The house has not answered since {since}"), since=since)
    text = words.say(N_("Devices keep what they were last told. If this lasts, start Thermo Edge again."))
    return Banner("loop", "lost", "autorenew", title, text)


def _untold(view: HouseView) -> list[Notice]:
    """Troubles of the program that the health knows and no notice names."""
    health, told = view.health, {notice.reason.code for notice in view.notices if notice.until is None}
    found: list[Notice] = []
    if not health.link_ready and not told & _LINK:
        found.append(_notice(health.link_why, Code.LINK_DOWN, Severity.ALERT, health.link_since))
    if not health.store_ok and not told & _STORE:
        found.append(_notice(health.store_why, Code.STORE_FAILS, Severity.ALERT, view.at))
    if not health.clock_ok and Code.CLOCK_BEHIND not in told:
        found.append(_notice(None, Code.CLOCK_BEHIND, Severity.WARN, view.at))
    if not health.primary and Code.SECOND_PROGRAM not in told:
        found.append(_notice(None, Code.SECOND_PROGRAM, Severity.WARN, view.at))
    return found


def _notice(why: Reason | None, otherwise: Code, severity: Severity, since: datetime) -> Notice:
    reason = why if why is not None and why.code in NOTICES else Reason.of(otherwise)
    return Notice(reason.code.value, severity, reason, since)


def _banner(notice: Notice, view: HouseView, words: Words) -> Banner:
    title, text = told(notice, view.house, words)
    code = notice.reason.code
    tone = "lost" if code in _LINK | _STORE else _TONES[notice.severity]
    return Banner(notice.key, tone, _SYMBOLS.get(code, "info"), title, text)
