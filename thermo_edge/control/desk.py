"""The one way in for people: their requests become changes of the house's state, done on its own thread."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime, timedelta

from thermo_edge.control import (
    day_desk,
    event_desk,
    feedback_desk,
    forget_desk,
    lamp_desk,
    limits,
    past_desk,
    presence_desk,
    taste_desk,
    undo_desk,
    view,
    wish_desk,
)
from thermo_edge.control import state as states
from thermo_edge.control.alarm_desk import AlarmDesk
from thermo_edge.control.codes import Codes
from thermo_edge.control.controller import Controller, everything
from thermo_edge.control.cycle import Cause, Leaving, store_reason
from thermo_edge.control.learning_desk import Learner, Nobody
from thermo_edge.control.otherwise import otherwise
from thermo_edge.control.place import mode_of, room_of
from thermo_edge.control.state import State
from thermo_edge.errors import StoreError
from thermo_edge.home.day import RoomDay
from thermo_edge.home.events import Happened, PastAlarm
from thermo_edge.home.forecast import Regime, RegimeSpan, Whereabouts
from thermo_edge.home.forgetting import Forgets, Forgetting
from thermo_edge.home.house import (
    Attribute,
    Device,
    Domain,
    EntityId,
    Failsafe,
    Mode,
    PersonId,
    PlaceId,
    Point,
)
from thermo_edge.home.learning import LearningView
from thermo_edge.home.memory import Modes, Watch
from thermo_edge.home.otherwise import Otherwise
from thermo_edge.home.past import Reach, RoomPast
from thermo_edge.home.reason import Code, Reason, Refused
from thermo_edge.home.taste import Doing
from thermo_edge.home.turn import Actor, Answer, DecisionRecord, Feedback, Verdict
from thermo_edge.home.view import HouseView, visible
from thermo_edge.home.what_if import Change, Imagined
from thermo_edge.ports import Clock, History, Sample

_STEP = timedelta(minutes=5)

NO_CODE = Codes()
"""A house whose alarm needs none."""


class HouseDesk:
    """Implements ports.Desk. Every verb may be called from any thread."""

    def __init__(
        self,
        controller: Controller,
        clock: Clock,
        history: History,
        codes: Codes = NO_CODE,
        imagine: Callable[[Change], Imagined] | None = None,
        learner: Learner | None = None,
    ) -> None:
        """`imagine` reckons the next day with a change; it may take seconds and tells the house nothing."""
        self._imagine = imagine
        self._controller = controller
        self._clock = clock
        self._history = history
        self._alarm = AlarmDesk(controller, clock, codes)
        self._learner = learner or Nobody(clock)
        self.forgets: Forgets = forget_desk.NOBODY_FORGETS
        self._shown: tuple[State, HouseView] | None = None

    # --- looking ----------------------------------------------------------------------------------------------

    def view(self) -> HouseView:
        state, shown = self._controller.state, self._shown
        if shown is not None and shown[0] is state:
            return shown[1]
        snapshot = states.snapshot(state, self._clock.now(), self._clock.behind())
        try:
            decisions = self._history.decisions(view.DECISIONS)
        except StoreError as error:  # the house is seen all the same, and it is said
            decisions, state = (), replace(state, store_error=store_reason(error))
        made = view.build(state, snapshot, decisions, self._controller.beat)
        if made.alarm is not None:
            made = replace(made, alarm=replace(made.alarm, code_needed=self._alarm.codes.needed))
        self._shown = (state, made)
        return made

    def trend(self, place: PlaceId, attribute: Attribute, span: timedelta) -> tuple[Sample, ...]:
        room = room_of(self._controller.state, place)
        sensor = next(iter(room.sensing(attribute)), None)
        point = sensor.point if sensor else next((Point(d.entity, attribute) for d in room.devices), None)
        now = self._clock.now()
        try:
            return self._history.samples(point, now - span, now, _STEP) if point else ()
        except StoreError:
            return ()

    def otherwise(self, place: PlaceId) -> tuple[Otherwise, ...]:
        return otherwise(self._controller.state, self._clock.now(), self._clock.behind(), place)

    def decisions(self, place: PlaceId, limit: int) -> tuple[DecisionRecord, ...]:
        return past_desk.decisions(self._history, place, limit)

    def day(self, place: PlaceId) -> RoomDay | None:
        house = self._controller.state.house
        room = house.room(place)
        try:
            return day_desk.day(self._history, house, room, self._clock.now()) if room is not None else None
        except StoreError:
            return None

    def past(self, place: PlaceId, reach: Reach) -> RoomPast | None:
        house = self._controller.state.house
        room = house.room(place)
        try:
            return past_desk.past(self._history, house, room, self._clock.now(), reach) if room is not None else None
        except StoreError:
            return None

    def events(self) -> tuple[tuple[Happened, ...], tuple[PastAlarm, ...]]:
        house, now = self._controller.state.house, self._clock.now()
        try:
            return event_desk.events(self._history, house, now), event_desk.alarms(self._history, now)
        except StoreError:
            return (), ()

    def what_if(self, change: Change) -> Imagined:
        if self._imagine is None:
            raise Refused(Reason(Code.NO_FORECAST))
        return self._imagine(change)

    # --- wishing ----------------------------------------------------------------------------------------------

    def wish(self, place: PlaceId, target: float, until: datetime, who: Actor) -> None:
        def change(state: State, now: datetime) -> tuple[State, Cause]:
            return wish_desk.wished(state, now, place, target, until, who), _there(place)

        self._controller.call("wish", who, change)

    def end_wish(self, place: PlaceId, who: Actor) -> None:
        def change(state: State, _now: datetime) -> tuple[State, Cause]:
            return wish_desk.ended(state, place), _there(place)

        self._controller.call("end_wish", who, change)

    def light(self, place: PlaceId, level: float | None, until: datetime, who: Actor) -> None:
        def change(state: State, now: datetime) -> tuple[State, Cause]:
            if level is None:
                return lamp_desk.left_to_the_rule(state, place), _there(place)
            return lamp_desk.wished(state, now, place, level, until, who), _there(place)

        self._controller.call("light", who, change)

    def end_hold(self, point: Point, who: Actor) -> None:
        def change(state: State, _now: datetime) -> tuple[State, Cause]:
            hold = state.memory.holds.get(point)
            holds = {known: held for known, held in state.memory.holds.items() if known != point}
            return replace(state, memory=replace(state.memory, holds=holds)), _there(*([hold.place] if hold else []))

        self._controller.call("end_hold", who, change)

    def answer(self, ask: str, yes: bool, who: Actor) -> None:
        def change(state: State, now: datetime) -> tuple[State, Cause]:
            asked = state.memory.asks.get(ask)
            if asked is None or asked.until <= now:
                raise Refused(Reason(Code.TOO_LATE))
            answered = replace(asked, answer=Answer.YES if yes else Answer.NO)
            memory = replace(state.memory, asks={**state.memory.asks, ask: answered})
            return replace(state, memory=memory), _there(asked.place)

        self._controller.call("answer", who, change)

    def answer_offer(self, place: PlaceId, offer: str, yes: bool, who: Actor) -> None:
        self._controller.call("answer_offer", who, taste_desk.answered(place, offer, yes, who))

    def prefer(self, place: PlaceId, doing: Doing, offset: float, who: Actor) -> None:
        self._controller.call("prefer", who, taste_desk.preferred(place, doing, offset, who))

    def withdraw(self, situation: str, who: Actor) -> None:
        self._controller.call("withdraw", who, taste_desk.withdrawn(situation))

    def undo(self, decision: int, who: Actor) -> None:
        record = self._record(decision)
        undo_desk.require_undoable(self._controller.state, record)

        def change(state: State, now: datetime) -> tuple[State, Cause]:
            return undo_desk.undone(state, now, record, who), _there(record.decision.request.place)

        self._controller.call("undo", who, change, feedback_desk.judged(record, Verdict.UNDONE, "", who, self._clock))
        self._history.feedback(Feedback(decision, Verdict.UNDONE, who, self._clock.now()))

    def judge(self, decision: int, verdict: Verdict, detail: str, who: Actor) -> None:
        record = self._record(decision)
        self._history.feedback(Feedback(decision, verdict, who, self._clock.now(), detail[:500]))
        self._controller.call("judge", who, feedback_desk.judged(record, verdict, detail, who, self._clock))

    # --- guarding ---------------------------------------------------------------------------------------------

    def arm(self, watch: Watch, who: Actor, code: str = "", bypass: Collection[EntityId] = ()) -> None:
        self._alarm.arm(watch, who, code, bypass)

    def disarm(self, who: Actor, code: str = "", was_fine: bool = False) -> None:
        self._alarm.disarm(who, code, was_fine)

    def blockers(self, watch: Watch) -> tuple[Reason, ...]:
        return self._alarm.blockers(watch)

    def recode(self, codes: Codes) -> None:
        """Go on with another code of the alarm."""
        self._alarm.codes = codes
        self._shown = None

    # --- who is where -----------------------------------------------------------------------------------------

    def declare(self, regime: Regime, until: datetime, who: Actor) -> None:
        self._controller.call("declare", who, presence_desk.declared(regime, until, who))

    def whereabouts(self, who: PersonId | None) -> tuple[Whereabouts, ...]:
        return visible(presence_desk.whereabouts(self._controller.state), who)

    # --- permitting -------------------------------------------------------------------------------------------

    def set_mode(self, place: PlaceId, domain: Domain, mode: Mode, who: Actor) -> None:
        def check(state: State, _now: datetime) -> tuple[State, Cause]:
            if place not in state.house.places:
                raise Refused(Reason(Code.UNKNOWN_PLACE))
            if mode > state.house.ceiling(place):
                raise Refused(Reason.of(Code.ABOVE_CEILING, what=state.house.ceiling(place).name.lower()))
            if mode in (Mode.ASK, Mode.ACT):
                _all_protected(state, self._clock, place, domain)
            leaving = frozenset({(place, domain)}) if mode is Mode.OBSERVE else frozenset[Leaving]()
            return state, Cause("set_mode", frozenset({place}), leaving)

        def change(state: State, now: datetime) -> tuple[State, Cause]:
            return replace(state, memory=feedback_desk.chosen(state, place, domain, mode, now)), _there(place)

        self._controller.call("set_mode", who, check, change)

    def answer_step(self, place: PlaceId, domain: Domain, yes: bool, who: Actor) -> None:
        if not yes:
            self._controller.call("answer_step", who, feedback_desk.not_now(place, domain))
            return
        step = feedback_desk.offered(self._controller.state, place, domain, self._clock.now()).following
        if step is not None:
            self.set_mode(place, domain, step, who)

    def observe_everything(self, on: bool, who: Actor) -> None:
        def leave(state: State, _now: datetime) -> tuple[State, Cause]:
            places = frozenset(state.house.places) if on else frozenset[PlaceId]()
            leaving = everything(state.house) if on else frozenset[Leaving]()
            return state, Cause("observe_everything", places, leaving)

        def change(state: State, _now: datetime) -> tuple[State, Cause]:
            modes = Modes(state.memory.modes.places, on)
            return replace(state, memory=replace(state.memory, modes=modes)), _there(*state.house.places)

        self._controller.call("observe_everything", who, leave, change)

    def protect(self, entity: EntityId, who: Actor) -> None:
        def change(state: State, _now: datetime) -> tuple[State, Cause]:
            device = state.house.device(entity)
            if device is None or not device.bare or device.failsafe is not Failsafe.AUTOMATION:
                raise Refused(Reason(Code.NOT_FOR_DEVICE))
            if not state.link.ready:
                raise Refused(Reason.of(Code.LINK_DOWN, since=state.link.since))
            if mode_of(state, device.place, device.domain) is Mode.OBSERVE:
                raise Refused(Reason(Code.TEST_NEEDS_LEAVE))
            if state.memory.known.get(device.switch) is True:
                raise Refused(Reason(Code.TEST_NEEDS_OFF))
            self._controller.protect(device)
            return state, _there(device.place)

        self._controller.call("protect", who, change)

    # --- learning ---------------------------------------------------------------------------------------------

    def learning(self) -> LearningView:
        return self._learner.view()

    def learn_now(self, who: Actor) -> None:
        self._learner.now(who)

    def stop_learning(self, who: Actor) -> None:
        self._learner.stop(who)

    def roll_back_learning(self, who: Actor) -> None:
        self._learner.roll_back(who)

    def left_out(self) -> tuple[RegimeSpan, ...]:
        return forget_desk.left_out(self._history)

    def forget(self, begin: datetime, until: datetime, who: Actor) -> None:
        forget_desk.forget(self._history, begin, until, who, self._clock.now())

    def take_in(self, begin: datetime, until: datetime, who: Actor) -> None:  # noqa: ARG002 - nothing is kept of it
        forget_desk.take_in(self._history, begin, until)

    def forgetting(self, person: PersonId) -> Forgetting:
        return self.forgets.ahead(person)

    def forget_person(self, person: PersonId, name: str, who: Actor) -> None:  # noqa: ARG002 - nobody is noted
        self.forgets.forget(person, name)

    def _record(self, decision: int) -> DecisionRecord:
        record = self._history.decision(decision)
        if record is None:
            raise Refused(Reason(Code.UNKNOWN_DECISION))
        return record


def _all_protected(state: State, clock: Clock, place: PlaceId, domain: Domain) -> None:
    """What has a bare switch may act only when something else turns that off if we die."""
    snapshot = states.snapshot(state, clock.now(), clock.behind())
    for device in _devices(state, place, domain):
        if not limits.protected(snapshot, state.memory, device):
            raise Refused(Reason.of(Code.UNPROTECTED, entity=device.entity))


def _devices(state: State, place: PlaceId, domain: Domain) -> tuple[Device, ...]:
    return tuple(device for device in state.house.devices if device.place == place and device.domain is domain)


def _there(*places: PlaceId) -> Cause:
    return Cause("", frozenset(places))
