"""A desk whose view is set by hand, that writes down what it is asked and can refuse, hang or fail."""

import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from thermo_edge.home.day import RoomDay
from thermo_edge.home.events import Happened, PastAlarm
from thermo_edge.home.forecast import Regime, RegimeSpan, Whereabouts
from thermo_edge.home.forgetting import Forgetting, Traces, whom
from thermo_edge.home.house import Attribute, Domain, EntityId, Mode, PersonId, PlaceId, Point
from thermo_edge.home.learning import LearningView, Phase
from thermo_edge.home.memory import Watch
from thermo_edge.home.otherwise import Otherwise
from thermo_edge.home.past import Reach, RoomPast
from thermo_edge.home.reason import Code, Reason, Refused
from thermo_edge.home.taste import Doing
from thermo_edge.home.turn import Actor, DecisionRecord, Verdict
from thermo_edge.home.view import HouseView, visible
from thermo_edge.home.what_if import Change, Imagined
from thermo_edge.ports import Sample

Call = tuple[object, ...]


class FakeDesk:
    """Every verb of the port, as a note in `calls`; nothing comes back while `go_on` is not set."""

    def __init__(self, view: HouseView, samples: Mapping[PlaceId, Sequence[Sample]] | None = None) -> None:
        self.current = view
        self.samples = dict(samples or {})
        self.calls: list[Call] = []
        self.others: dict[PlaceId, tuple[Otherwise, ...]] = {}
        self.older: tuple[DecisionRecord, ...] | None = None  # what the journal has beyond the view
        self.asked_for: list[tuple[PlaceId, int]] = []
        self.days: dict[PlaceId, RoomDay] = {}
        self.pasts: dict[tuple[PlaceId, Reach], RoomPast] = {}
        self.imagined: Imagined | None = None
        self.happened: tuple[tuple[Happened, ...], tuple[PastAlarm, ...]] = ((), ())
        self.persons: tuple[Whereabouts, ...] = ()
        self.learns = LearningView(Phase.IDLE, view.at)
        self.spans: tuple[RegimeSpan, ...] = ()
        self.night = threading.Event()
        self.refusal: Reason | None = None
        self.failure: Exception | None = None
        self.blocking: dict[Watch, tuple[Reason, ...]] = {}
        self.go_on = threading.Event()
        self.go_on.set()
        self.journal = threading.Event()  # decisions are not read while it is not set
        self.journal.set()
        self._called = threading.Condition()

    def view(self) -> HouseView:
        self.go_on.wait(30)
        return self.current

    def trend(self, place: PlaceId, attribute: Attribute, span: timedelta) -> tuple[Sample, ...]:
        self.go_on.wait(30)
        if self.failure is not None:
            raise self.failure
        return tuple(self.samples.get(place, ()))

    def forgetting(self, person: PersonId) -> Forgetting:
        self._note("forgetting", person)
        found = next((each for each in self.current.house.persons if each.id == person), None)
        if found is None:
            raise Refused(Reason.of(Code.NO_SUCH_PERSON, detail=person))
        return Forgetting(whom(self.current.house, found), Traces(1204, 12, 31), 2, 3, 1)

    def forget_person(self, person: PersonId, name: str, who: Actor) -> None:
        self._note("forget_person", person, name, who)

    def otherwise(self, place: PlaceId) -> tuple[Otherwise, ...]:
        return self.others.get(place, ())

    def decisions(self, place: PlaceId, limit: int) -> tuple[DecisionRecord, ...]:
        self.asked_for.append((place, limit))
        self.journal.wait(30)
        about = self.older if self.older is not None else self.current.decisions
        return tuple(record for record in about if record.decision.request.place == place)[:limit]

    def day(self, place: PlaceId) -> RoomDay | None:
        self.go_on.wait(30)
        return self.days.get(place)

    def past(self, place: PlaceId, reach: Reach) -> RoomPast | None:
        return self.pasts.get((place, reach))

    def what_if(self, change: Change) -> Imagined:
        self._note("what_if", change)
        if self.imagined is None:
            raise Refused(Reason(Code.NO_FORECAST))
        return replace(self.imagined, change=change)

    def events(self) -> tuple[tuple[Happened, ...], tuple[PastAlarm, ...]]:
        self.go_on.wait(30)
        return self.happened

    def wish(self, place: PlaceId, target: float, until: datetime, who: Actor) -> None:
        self._note("wish", place, target, until, who)

    def end_wish(self, place: PlaceId, who: Actor) -> None:
        self._note("end_wish", place, who)

    def light(self, place: PlaceId, level: float | None, until: datetime, who: Actor) -> None:
        self._note("light", place, level, until, who)

    def set_mode(self, place: PlaceId, domain: Domain, mode: Mode, who: Actor) -> None:
        self._note("set_mode", place, domain, mode, who)

    def answer_step(self, place: PlaceId, domain: Domain, yes: bool, who: Actor) -> None:
        self._note("answer_step", place, domain, yes, who)

    def observe_everything(self, on: bool, who: Actor) -> None:
        self._note("observe_everything", on, who)

    def declare(self, regime: Regime, until: datetime, who: Actor) -> None:
        self._note("declare", regime, until, who)

    def whereabouts(self, who: PersonId | None) -> tuple[Whereabouts, ...]:
        self._note("whereabouts", who)
        return visible(self.persons, who)

    def end_hold(self, point: Point, who: Actor) -> None:
        self._note("end_hold", point, who)

    def answer(self, ask: str, yes: bool, who: Actor) -> None:
        self._note("answer", ask, yes, who)

    def answer_offer(self, place: PlaceId, offer: str, yes: bool, who: Actor) -> None:
        self._note("answer_offer", place, offer, yes, who)

    def prefer(self, place: PlaceId, doing: Doing, offset: float, who: Actor) -> None:
        self._note("prefer", place, doing, offset, who)

    def withdraw(self, situation: str, who: Actor) -> None:
        self._note("withdraw", situation, who)

    def undo(self, decision: int, who: Actor) -> None:
        self._note("undo", decision, who)

    def judge(self, decision: int, verdict: Verdict, detail: str, who: Actor) -> None:
        self._note("judge", decision, verdict, detail, who)

    def arm(self, watch: Watch, who: Actor, code: str = "", bypass: Collection[EntityId] = ()) -> None:
        self._note("arm", watch, who, code, frozenset(bypass))

    def disarm(self, who: Actor, code: str = "", was_fine: bool = False) -> None:
        self._note("disarm", who, code, *(["was fine"] if was_fine else []))

    def blockers(self, watch: Watch) -> tuple[Reason, ...]:
        self.go_on.wait(30)
        return self.blocking.get(watch, ())

    def protect(self, entity: EntityId, who: Actor) -> None:
        self._note("protect", entity, who)

    def learning(self) -> LearningView:
        return self.learns

    def learn_now(self, who: Actor) -> None:
        """As in the demo: it holds its caller until the night ends."""
        self._note("learn_now", who)
        self.learns = replace(self.learns, phase=Phase.RUNNING)
        self.night.wait(30)

    def stop_learning(self, who: Actor) -> None:
        self._note("stop_learning", who)
        self.learns = replace(self.learns, phase=Phase.STOPPING)

    def roll_back_learning(self, who: Actor) -> None:
        self._note("roll_back_learning", who)

    def left_out(self) -> tuple[RegimeSpan, ...]:
        return self.spans

    def forget(self, begin: datetime, until: datetime, who: Actor) -> None:
        self._note("forget", begin, until, who)

    def take_in(self, begin: datetime, until: datetime, who: Actor) -> None:
        self._note("take_in", begin, until, who)
        self.spans = tuple(span for span in self.spans if (span.since, span.until) != (begin, until))

    def wait_for(self, verb: str, timeout: float = 5.0) -> Call:
        """The first call of that verb; fails when it does not come."""
        with self._called:
            assert self._called.wait_for(lambda: any(call[0] == verb for call in self.calls), timeout), self.calls
            return next(call for call in self.calls if call[0] == verb)

    def _note(self, *call: object) -> None:
        self.go_on.wait(30)
        if self.failure is not None:
            raise self.failure
        if self.refusal is not None:
            raise Refused(self.refusal)
        with self._called:
            self.calls.append(call)
            self._called.notify_all()
