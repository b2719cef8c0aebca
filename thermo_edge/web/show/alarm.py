"""The alarm as its card shows it: how it stands, what is in the way, and what can be done."""

from collections.abc import Iterator
from dataclasses import dataclass

from thermo_edge.home.house import EntityId, Mode
from thermo_edge.home.memory import ArmingRequest, Guarding, Watch
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.view import AlarmView, HouseView
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.show.marks import Mark, mode_mark, stamp
from thermo_edge.web.show.things import thing, who, why

_WATCHES = {
    Watch.HOME: (N_("Home"), N_("Arm for being home"), "home"),
    Watch.NIGHT: (N_("Night"), N_("Arm for the night"), "bedtime"),
    Watch.AWAY: (N_("Away"), N_("Arm for being away"), "directions_run"),
}
_ARMED = {
    Watch.HOME: N_("Armed for being home"),
    Watch.NIGHT: N_("Armed for the night"),
    Watch.AWAY: N_("Armed for being away"),
}
_STATES = {
    Guarding.DISARMED: (N_("Not armed"), "", ""),
    Guarding.ARMING: (N_("Arming"), "directions_run", "ask"),
    Guarding.ARMED: (N_("Armed"), "shield_lock", "act"),
    Guarding.ENTRY: (N_("Somebody came in"), "door_front", "alert"),
    Guarding.ALARM: (N_("Alarm"), "notifications_active", "alert"),
}
_IN_THE_WAY = frozenset({Code.STANDS_OPEN, Code.NOT_ANSWERING})
"""What one can arm without."""


@dataclass(frozen=True, slots=True)
class WatchChoice:
    """A way to arm it; `chosen` while it is armed so."""

    watch: Watch
    mark: Mark
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Blocker:
    """A thing in the way of arming, with its mend; `only` names the ways to arm that it stops, where not all."""

    entity: EntityId
    sentence: str
    without: str  # what the button says that leaves it out
    only: str


@dataclass(frozen=True, slots=True)
class AlarmModel:
    """The card. `blocked` and `locked`: why it can be neither armed nor disarmed now."""

    place: str
    name: str
    mode: Mark
    state: Mark
    lines: tuple[str, ...]
    blockers: tuple[Blocker, ...]
    notes: tuple[str, ...]  # what else speaks against arming, said calmly
    watches: tuple[WatchChoice, ...]
    disarms: bool  # whether there is something to disarm
    code: bool  # and the code is asked for
    blocked: str = ""
    locked: str = ""


def alarm_model(view: HouseView, words: Words, blocked: str = "", answers: bool = True) -> AlarmModel | None:
    """The alarm's card; None where the house has none."""
    alarm = view.alarm
    if alarm is None:
        return None
    stands = alarm.state is not Guarding.DISARMED
    return AlarmModel(
        place=str(alarm.id),
        name=words.place_name(view.house, alarm.id),
        mode=mode_mark(alarm.mode, words),
        state=alarm_state(alarm, words),
        lines=tuple(_lines(alarm, view, words)),
        blockers=() if stands else tuple(_blockers(alarm, view, words)),
        notes=() if stands else tuple(_notes(alarm, view, words)),
        watches=tuple(_watch(watch, alarm, words) for watch in Watch),
        disarms=stands and not alarm.alerts,  # an alert has its own
        code=alarm.code_needed and stands,
        blocked=blocked,
        locked=blocked if alarm.panel is not None or not answers else "",
    )


def alarm_state(alarm: AlarmView, words: Words) -> Mark:
    """How it stands, in a few words."""
    sentence, symbol, tone = _STATES[alarm.state]
    if alarm.state is Guarding.ARMED and alarm.watch is not None:
        sentence = _ARMED[alarm.watch]
    return Mark(words.say(sentence), symbol, tone)


def _lines(alarm: AlarmView, view: HouseView, words: Words) -> Iterator[str]:
    if alarm.state is Guarding.ARMING and alarm.until is not None:
        yield words.say(N_("Leave by {until}; then it is on watch"), until=alarm.until.timestamp())
    if alarm.state is Guarding.ENTRY and alarm.until is not None:
        yield words.say(N_("Disarm by {until}, or there is an alarm"), until=alarm.until.timestamp())
    if alarm.since is not None:
        facts = {"when": stamp(alarm.since, view, words)}
        if alarm.who is None:
            yield words.say(N_("since {when}"), **facts)
        else:
            by = who(alarm.who, words, here=alarm.panel is None)
            yield words.say(N_("{who} · since {when}"), who=by, **facts)
    if alarm.bypass and alarm.state is not Guarding.DISARMED:
        left_out = ", ".join(thing(entity, view.house, words) for entity in alarm.bypass)
        yield words.say(N_("Without: {what}"), what=left_out)
    if alarm.asked is not None:
        yield words.say(N_("The panel was asked and has not answered yet"))
    elif alarm.refused is not None and not _told(view):
        yield from _refusal(alarm.refused, view, words)


def _told(view: HouseView) -> bool:
    """Whether a notice says already that it was not armed."""
    return any(notice.reason.code is Code.ARM_REFUSED and notice.until is None for notice in view.notices)


def _refusal(refused: ArmingRequest, view: HouseView, words: Words) -> Iterator[str]:
    if refused.why is not None:
        reason = why(refused.why, view.house, words)
        yield words.say(N_("Not armed at {at}: {detail}"), at=refused.at.timestamp(), detail=reason)


def _blockers(alarm: AlarmView, view: HouseView, words: Words) -> Iterator[Blocker]:
    """Each thing once, in the order of the watches."""
    found: dict[EntityId, tuple[Reason, list[Watch]]] = {}
    for watch, reasons in alarm.blockers:
        for reason in reasons:
            entity = reason.get("entity")
            if reason.code in _IN_THE_WAY and isinstance(entity, str):
                found.setdefault(EntityId(entity), (reason, []))[1].append(watch)
    for entity, (reason, watches) in found.items():
        without = words.say(N_("Leave out {what}"), what=thing(entity, view.house, words))
        yield Blocker(entity, why(reason, view.house, words), without, _only(watches, words))


def _only(watches: list[Watch], words: Words) -> str:
    if len(watches) == len(Watch):
        return ""
    return words.say(N_("Only for: {what}"), what=", ".join(words.say(_WATCHES[watch][0]) for watch in watches))


def _notes(alarm: AlarmView, view: HouseView, words: Words) -> Iterator[str]:
    if view.observe_everything:
        yield words.say(N_("Everything is only observed, so it cannot be armed here. Turn that off first"))
    elif alarm.mode is Mode.OBSERVE:
        yield words.say(N_("It only observes, so it cannot be armed here. Press its name to change that"))
    said: dict[str, list[Watch]] = {}
    for watch, reasons in alarm.blockers:
        for reason in (reason for reason in reasons if reason.code not in _IN_THE_WAY):
            said.setdefault(why(reason, view.house, words), []).append(watch)
    for sentence, watches in said.items():
        names = ", ".join(words.say(_WATCHES[watch][0]) for watch in watches)
        yield words.say(N_("{what}: {detail}"), what=names, detail=sentence) if len(watches) < len(Watch) else sentence


def _watch(watch: Watch, alarm: AlarmView, words: Words) -> WatchChoice:
    name, label, symbol = _WATCHES[watch]
    chosen = alarm.watch is watch and alarm.state is not Guarding.DISARMED
    return WatchChoice(watch, Mark(words.say(name), symbol), words.say(label), chosen)
