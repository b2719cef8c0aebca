"""What people say must not be learned from, or not be known any more: times that have passed, and persons."""

from dataclasses import replace
from datetime import datetime, timedelta

from thermo_edge.control.controller import Controller
from thermo_edge.control.cycle import Cause
from thermo_edge.control.state import State
from thermo_edge.errors import StoreError
from thermo_edge.home.erasing import memory_without, without
from thermo_edge.home.forecast import Known, Regime, RegimeSpan
from thermo_edge.home.forgetting import Forgets, Forgetting, Whom
from thermo_edge.home.house import PersonId
from thermo_edge.home.reason import Code, Reason, Refused
from thermo_edge.home.turn import SOMEBODY, Actor
from thermo_edge.ports import Erasable, History

SHOWN = 12
"""Of what was recognised or declared; of what was left out all are shown, as each can be taken in again."""
KEPT = 2000
LONGEST = timedelta(days=366)


def left_out(history: History) -> tuple[RegimeSpan, ...]:
    """The latest times that nothing is learned from, newest first; none where the history cannot be read."""
    try:
        spans = [span for span in history.regimes(KEPT) if span.regime is not Regime.NORMAL]
    except StoreError:
        return ()
    shown = [span for span in spans if span.regime is not Regime.LEFT_OUT][:SHOWN]
    return tuple(span for span in spans if span.regime is Regime.LEFT_OUT or span in shown)


def forget(history: History, begin: datetime, until: datetime, who: Actor, now: datetime) -> None:
    """Leave [begin, until) out of learning. Raises Refused, or StoreError where it cannot be kept."""
    if not begin < until <= now or until - begin > LONGEST:
        raise Refused(Reason(Code.NO_SUCH_TIME))
    history.leave_out(RegimeSpan(Regime.LEFT_OUT, Known.DECLARED, begin, until, who))


def take_in(history: History, begin: datetime, until: datetime) -> None:
    """Learn again from [begin, until) that was left out. Raises Refused, or StoreError where it stays left out."""
    if not history.take_in(begin, until):
        raise Refused(Reason(Code.NOT_LEFT_OUT))


def forget_person(controller: Controller, history: Erasable, whom: Whom) -> None:
    """Take a person out of the house as it is now and out of its history; its settings name them no more already.

    Between two turns, so that nothing of them is kept anew. Raises Refused, or StoreError where nothing has changed.
    """

    def change(state: State, _now: datetime) -> tuple[State, Cause]:
        memory = memory_without(state.memory, whom)
        history.forget(whom, memory)
        left = without((state.senses, state.troubles, state.pressed, state.hindsight), whom)
        senses, troubles, pressed, hindsight = left
        persons = tuple(person for person in state.house.persons if person.id != whom.person)
        house = replace(state.house, persons=persons)
        state = replace(state, house=house, memory=memory, senses=senses, troubles=troubles)
        return replace(state, pressed=pressed, hindsight=hindsight), Cause("", frozenset(house.places))

    controller.call("forget_person", SOMEBODY, change)


class _Nobody:
    """A house that has nobody to forget people."""

    def ahead(self, person: PersonId) -> Forgetting:
        raise Refused(Reason.of(Code.NO_SUCH_PERSON, detail=person))

    def forget(self, person: PersonId, name: str) -> None:  # noqa: ARG002
        self.ahead(person)


NOBODY_FORGETS: Forgets = _Nobody()
