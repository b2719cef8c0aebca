"""Arming and disarming for people: looked at first, then asked of the panel, and refused with the reason."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from thermo_edge.control import codes as tries
from thermo_edge.control import state as states
from thermo_edge.control.codes import Codes
from thermo_edge.control.controller import Controller
from thermo_edge.control.cycle import Cause
from thermo_edge.control.state import State
from thermo_edge.home.house import AlarmSystem, Domain, EntityId, Mode
from thermo_edge.home.memory import ArmingRequest, Guarding, Memory, SecurityMemory, Watch
from thermo_edge.home.reason import Code, Reason, Refused
from thermo_edge.home.snapshot import Snapshot
from thermo_edge.home.turn import SOMEBODY, Actor
from thermo_edge.ports import Clock
from thermo_edge.security import evidence, fine

ANSWERS = timedelta(seconds=15)
"""A panel that has not said within this that it is so, is silent."""


class AlarmDesk:
    """The verbs of the alarm. The codes that are given here go no further."""

    def __init__(self, controller: Controller, clock: Clock, codes: Codes) -> None:
        self._controller = controller
        self._clock = clock
        self.codes = codes

    def arm(self, watch: Watch, who: Actor, code: str = "", bypass: Collection[EntityId] = ()) -> None:
        """Have it armed; raises Refused at once where that is known, and a notice tells what the panel refuses."""
        self._ask("arm", who, watch, code, frozenset(bypass))

    def disarm(self, who: Actor, code: str = "", was_fine: bool = False) -> None:
        """Have it disarmed; `was_fine`: the motion that it was about is no alarm for some days."""
        self._ask("disarm", who, None, code, frozenset(), was_fine)

    def blockers(self, watch: Watch) -> tuple[Reason, ...]:
        """What stands in the way of arming, one reason for each thing."""
        return blockers(self._snapshot(self._controller.state), watch)

    def _ask(
        self, verb: str, who: Actor, watch: Watch | None, code: str, bypass: frozenset[EntityId], was_fine: bool = False
    ) -> None:
        made: list[ArmingRequest] = []
        former: list[ArmingRequest | None] = []

        def change(state: State, now: datetime) -> tuple[State, Cause]:
            alarm = state.house.alarm
            if alarm is None:
                raise Refused(Reason(Code.UNKNOWN_PLACE))
            security = state.memory.security
            if watch is not None and security.watch is watch and security.state in (Guarding.ARMED, Guarding.ARMING):
                return state, Cause("", frozenset({alarm.id}))
            why, wrong = self._code(security, watch, code, now)
            why = why or _obstacle(state, self._snapshot(state), alarm, watch, who, bypass)
            asked = ArmingRequest(watch, who, now, now + ANSWERS, bypass, why)
            made.append(asked)
            former.append(security.refused)
            security = replace(security, wrong=wrong)
            if was_fine and why is None:
                security = fine.remembered(security, who, now)
            security = replace(security, denied=asked) if why else replace(security, request=asked)
            memory = replace(_anew(state.memory, alarm, now), security=security)
            return replace(state, memory=memory), Cause("", frozenset({alarm.id}))

        self._controller.call(verb, who, change)
        asked = next(iter(made), None)
        refused = self._controller.state.memory.security.refused
        if asked is not None and refused is not None and refused.at == asked.at and refused not in former:
            asked = refused
        if asked is not None and asked.why is not None:
            raise Refused(asked.why)

    def _code(
        self, security: SecurityMemory, watch: Watch | None, code: str, now: datetime
    ) -> tuple[Reason | None, tuple[datetime, ...]]:
        """Whether the code lets this pass, and the wrong tries that count after it.

        It is needed for whatever makes the house less guarded: to disarm, and to change an alarm that is armed.
        """
        wrong = security.wrong
        needed = watch is None or security.state is not Guarding.DISARMED
        if not self.codes.needed or not (needed or code):
            return None, wrong
        left = tries.locked(wrong, now)
        if left is not None:
            return Reason.of(Code.CODE_LOCKED, left=left), wrong
        if not code:
            return Reason(Code.CODE_NEEDED), wrong
        if self.codes.right(code):
            return None, ()
        return Reason(Code.CODE_WRONG), (*tries.recent(wrong, now), now)

    def _snapshot(self, state: State) -> Snapshot:
        return states.snapshot(state, self._clock.now(), self._clock.behind())


def _anew(memory: Memory, alarm: AlarmSystem, now: datetime) -> Memory:
    """A panel that failed or was silent is told again as soon as a person asks again."""
    sent = memory.pending.get(alarm.panel.switch) if alarm.panel else None
    if alarm.panel is None or sent is None or not (sent.failed or now - sent.at >= ANSWERS):
        return memory
    pending = {point: waiting for point, waiting in memory.pending.items() if point != alarm.panel.switch}
    return replace(memory, pending=pending)


def blockers(snapshot: Snapshot, watch: Watch, who: Actor = SOMEBODY) -> tuple[Reason, ...]:
    """What stands in the way of arming, for whoever asks."""
    if snapshot.house.alarm is None:
        return (Reason(Code.UNKNOWN_PLACE),)
    return evidence.blockers(snapshot, watch, who)


def _obstacle(
    state: State, snapshot: Snapshot, alarm: AlarmSystem, watch: Watch | None, who: Actor, bypass: frozenset[EntityId]
) -> Reason | None:
    """Why it cannot be: nothing is sent in observe, or into the dark, nor armed against what is known."""
    mode = min(state.memory.modes.of(alarm.id, Domain.SECURITY), alarm.ceiling)
    if mode is Mode.OBSERVE and (watch is not None or alarm.panel is not None):
        return Reason(Code.OBSERVING)
    if alarm.panel is not None:
        if not snapshot.primary:
            return Reason(Code.SECOND_PROGRAM)
        if not snapshot.link.ready:
            return Reason.of(Code.LINK_DOWN, since=snapshot.link.since)
        if not snapshot.answers(alarm.panel.switch):
            return Reason.of(Code.NOT_ANSWERING, entity=alarm.panel.entity)
    if watch is None:
        return None
    if not snapshot.link.ready:
        return Reason.of(Code.LINK_DOWN, since=snapshot.link.since)
    return evidence.together(evidence.blockers(snapshot, watch, who, bypass))
