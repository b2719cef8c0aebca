"""What every History must do: subclass `HistoryContract` and give it a fixture `history` that is empty."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.builders import (
    ANNA,
    BEDROOM,
    BEDROOM_T,
    LIVING,
    LIVING_T,
    LIVING_WINDOW,
    MORNING,
    RADIATOR,
    a_decision,
    forged,
    minutes,
    reading,
)
from thermo_edge.home.forecast import Known, Regime, RegimeSpan
from thermo_edge.home.house import Attribute, Domain, EntityId, Mode, Point, Value
from thermo_edge.home.memory import DeviceMemory, Memory, Modes, Turn
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import Quality
from thermo_edge.home.turn import (
    SOMEBODY,
    Actor,
    ActorKind,
    Change,
    Command,
    Decision,
    Delivery,
    Feedback,
    Hold,
    Instead,
    Notice,
    Outcome,
    Severity,
    Verdict,
    Wish,
)
from thermo_edge.home.weather import WeatherForecast, WeatherHour
from thermo_edge.ports import History, Sample

SET_POINT = Point(RADIATOR, Attribute.SET_POINT)
STEP = minutes(10)


def a_turn(
    number: int,
    at: datetime = MORNING,
    *decisions: Decision,
    commands: tuple[Command, ...] = (),
    changes: tuple[Change, ...] = (),
    memory: Memory | None = None,
) -> Turn:
    """A turn with a memory that counts on."""
    remembered = replace(memory or Memory(), turn=number, command=max((c.number for c in commands), default=0))
    return Turn(number, at, "tick", decisions, commands, changes, remembered)


def a_hold(value: Value = 22.0, since: datetime = MORNING, until: datetime | None = None) -> Hold:
    return Hold(SET_POINT, value, LIVING, SOMEBODY, since, until or since + minutes(240))


def a_notice(key: str = "silent:living", since: datetime = MORNING) -> Notice:
    return Notice(key, Severity.WARN, Reason.of(Code.SENSOR_SILENT, silent=minutes(90)), since, None, (RADIATOR,))


class HistoryContract:
    """The port's promises, one test each."""

    @pytest.fixture
    def history(self) -> History:
        raise NotImplementedError

    # --- memory -----------------------------------------------------------------------------------------------

    def test_a_new_history_remembers_nothing(self, history: History) -> None:
        assert history.memory() == Memory()
        assert history.newest() is None
        assert history.decisions(10) == history.commands(10) == history.holds(10) == history.notices(10) == ()
        assert history.decision(1) is None

    def test_the_memory_is_the_last_turns(self, history: History) -> None:
        memory = Memory(modes=Modes({(LIVING, Domain.CLIMATE): Mode.ACT}), holds={SET_POINT: a_hold()})
        history.keep(a_turn(1, memory=memory))
        later = replace(memory, devices={"heater": DeviceMemory(True, MORNING, True, (MORNING,))})
        history.keep(a_turn(2, MORNING + minutes(1), memory=later))
        assert history.memory() == replace(later, turn=2)

    def test_times_that_were_not_normal_are_kept_with_how_long_they_lasted(self, history: History) -> None:
        anna = Actor(ActorKind.PERSON, "Anna")
        away = RegimeSpan(Regime.VACATION, Known.DECLARED, MORNING, MORNING + minutes(6000), anna)
        party = RegimeSpan(Regime.PARTY, Known.DETECTED, MORNING + minutes(5), MORNING + minutes(300))
        history.keep(a_turn(1, MORNING, memory=Memory(regimes={Regime.VACATION: away})))
        history.keep(a_turn(2, MORNING + minutes(5), memory=Memory(regimes={Regime.PARTY: party})))
        assert history.regimes(10) == (party, replace(away, until=MORNING + minutes(5)))
        assert history.regimes(1) == (party,)
        assert history.memory().regimes == {Regime.PARTY: party}

    def test_what_was_left_out_is_taken_in_again(self, history: History) -> None:
        anna = Actor(ActorKind.PERSON, "Anna")
        one = RegimeSpan(Regime.LEFT_OUT, Known.DECLARED, MORNING, MORNING + minutes(60), anna)
        other = RegimeSpan(Regime.LEFT_OUT, Known.DECLARED, MORNING, MORNING + minutes(90), anna)
        party = RegimeSpan(Regime.PARTY, Known.DETECTED, MORNING + minutes(5), MORNING + minutes(300))
        history.keep(a_turn(1, MORNING, memory=Memory(regimes={Regime.PARTY: party})))
        history.leave_out(one)
        history.leave_out(other)
        assert not history.take_in(party.since, party.until)
        assert history.take_in(one.since, one.until)
        assert not history.take_in(one.since, one.until)
        assert history.regimes(10) == (other, party)
        history.leave_out(one)
        assert history.regimes(10) == (one, other, party)

    def test_wishes_are_kept_with_how_long_they_lasted(self, history: History) -> None:
        anna = Actor(ActorKind.PERSON, "Anna")
        first = Wish(LIVING, 22.0, anna, MORNING, MORNING + minutes(600))
        second = Wish(LIVING, 19.5, anna, MORNING + minutes(60), MORNING + minutes(300))
        history.keep(a_turn(1, MORNING, memory=Memory(wishes={LIVING: first})))
        history.keep(a_turn(2, MORNING + minutes(60), memory=Memory(wishes={LIVING: second})))
        ended = replace(first, until=MORNING + minutes(60))
        assert history.wishes(10) == (second, ended)
        history.keep(a_turn(3, MORNING + minutes(90), memory=Memory()))
        assert history.wishes(1) == (replace(second, until=MORNING + minutes(90)),)

    def test_peoples_words_on_decisions_are_read_back(self, history: History) -> None:
        assert history.feedbacks(10) == ()
        said = [Feedback(1, verdict, SOMEBODY, MORNING + minutes(2), "cold") for verdict in Verdict]
        for each in said:
            history.feedback(each)
        assert history.feedbacks(10) == tuple(said[::-1])
        assert history.feedbacks(1) == (said[-1],)

    # --- forecasts --------------------------------------------------------------------------------------------

    def test_forecasts_are_read_back_and_thinned_to_the_first_and_last_of_six_hours(self, history: History) -> None:
        assert history.forecasts(MORNING - minutes(9999)) == ()
        made = [MORNING + minutes(30.5 * number) for number in range(10)]
        told = [
            WeatherForecast(at, (WeatherHour(MORNING + minutes(60), 4.5, 0.5), WeatherHour(at + minutes(120), 5.25)))
            for at in made
        ]
        for forecast in told:
            history.keep_forecast(forecast)
        history.keep_forecast(told[-1])
        expected = (told[0], told[5], told[6], told[9])  # a quarter of the day ends at noon, UTC
        assert history.forecasts(MORNING - minutes(9999)) == expected
        assert history.forecasts(made[6]) == expected[2:]

    # --- decisions --------------------------------------------------------------------------------------------

    def test_decisions_come_newest_first_and_by_place(self, history: History) -> None:
        history.keep(a_turn(1, MORNING, a_decision(SET_POINT, 20.0), a_decision(BEDROOM_T, 19.0, place=BEDROOM)))
        history.keep(a_turn(2, MORNING + minutes(1), a_decision(SET_POINT, 21.0)))
        assert [record.decision.request.value for record in history.decisions(10)] == [21.0, 19.0, 20.0]
        assert [record.decision.request.value for record in history.decisions(2)] == [21.0, 19.0]
        assert [record.decision.request.value for record in history.decisions(10, BEDROOM)] == [19.0]

    def test_a_decision_is_read_back_as_it_was(self, history: History) -> None:
        request = replace(a_decision(SET_POINT, "heat").request, until=MORNING + minutes(30), aim=None)
        because = Reason.of(Code.MINIMUM_OFF, left=minutes(3), who="Anna")
        decision = Decision(request, Outcome.REFUSED, because, before=False)
        history.keep(a_turn(1, MORNING, decision))
        (record,) = history.decisions(1)
        assert record.decision == decision
        assert type(record.decision.before) is bool
        assert (record.at, record.until) == (MORNING, MORNING)
        assert history.decision(record.number) == record

    def test_a_refused_nan_is_kept(self, history: History) -> None:
        history.keep(a_turn(1, MORNING, a_decision(SET_POINT, float("nan"), Outcome.REFUSED)))
        assert repr(history.decisions(1)[0].decision.request.value) == "nan"

    def test_a_repeated_decision_extends_the_former(self, history: History) -> None:
        for minute in range(5):
            history.keep(a_turn(minute + 1, MORNING + minutes(minute), a_decision(SET_POINT, 20.0, Outcome.WOULD)))
        (record,) = history.decisions(10)
        assert (record.at, record.until) == (MORNING, MORNING + minutes(4))
        assert history.decision(record.number) == record

    def test_what_was_done_and_then_is_so_is_one_decision(self, history: History) -> None:
        history.keep(a_turn(1, MORNING, a_decision(SET_POINT, 20.0)))
        history.keep(a_turn(2, MORNING + minutes(1), a_decision(SET_POINT, 20.0, Outcome.SATISFIED)))
        history.keep(a_turn(3, MORNING + minutes(2), a_decision(SET_POINT, 20.0, Outcome.SATISFIED)))
        (record,) = history.decisions(10)
        assert record.decision.outcome is Outcome.ACTED
        assert record.until == MORNING + minutes(2)

    def test_two_requests_for_one_point_are_extended_each(self, history: History) -> None:
        wanted, refused = a_decision(SET_POINT, 20.0, Outcome.WOULD), a_decision(SET_POINT, 7.0, Outcome.REFUSED)
        for minute in range(3):
            history.keep(a_turn(minute + 1, MORNING + minutes(minute), wanted, refused))
        records = history.decisions(10)
        assert [record.decision for record in records] == [refused, wanted]
        assert {record.until for record in records} == {MORNING + minutes(2)}

    def test_another_outcome_is_a_new_decision_with_a_higher_number(self, history: History) -> None:
        for minute, outcome in enumerate((Outcome.WOULD, Outcome.REFUSED, Outcome.WOULD)):
            history.keep(a_turn(minute + 1, MORNING + minutes(minute), a_decision(SET_POINT, 20.0, outcome)))
        numbers = [record.number for record in history.decisions(10)]
        assert len(numbers) == 3
        assert numbers == sorted(numbers, reverse=True)

    def test_what_was_not_said_for_long_is_a_new_decision(self, history: History) -> None:
        decision = a_decision(SET_POINT, 20.0, Outcome.WOULD)
        history.keep(a_turn(1, MORNING, decision))
        history.keep(a_turn(2, MORNING + minutes(45), decision))
        assert [record.at for record in history.decisions(10)] == [MORNING + minutes(45), MORNING]

    def test_which_decisions_are_new_is_told(self, history: History) -> None:
        first, again = a_decision(SET_POINT, 20.0, Outcome.WOULD), a_decision(BEDROOM_T, 19.0, place=BEDROOM)
        assert history.keep(a_turn(1, MORNING)) == ()
        new = history.keep(a_turn(2, MORNING + minutes(1), first))
        assert new == history.decisions(10)
        later = history.keep(a_turn(3, MORNING + minutes(2), first, again))
        assert [record.decision for record in later] == [again]

    def test_what_would_have_changed_a_decision_is_kept_with_it(self, history: History) -> None:
        decision = a_decision(SET_POINT, 20.0, Outcome.WOULD)
        (record,) = history.keep(a_turn(1, MORNING, decision))
        assert record.otherwise == ()
        found = (
            Instead(Reason.of(Code.IF_COLDER, temperature=18.5), Outcome.ACTED, 21.5),
            Instead(Reason(Code.IF_NOBODY), Outcome.SATISFIED, True),
            Instead(Reason.of(Code.IF_LATER, until=MORNING + minutes(60)), Outcome.REFUSED, "heat"),
            Instead(Reason(Code.IF_SHUT)),
        )
        history.note_otherwise(record.number, found)
        history.note_otherwise(record.number + 1, found[:1])  # there is no such decision
        history.keep(a_turn(2, MORNING + minutes(1), decision))
        kept = replace(record, until=MORNING + minutes(1), otherwise=found)
        assert history.decisions(10) == history.decisions(10, LIVING) == (kept,)
        assert history.decision(record.number) == kept
        assert kept.then(found[0]) == replace(
            decision, request=replace(decision.request, value=21.5), outcome=Outcome.ACTED
        )
        assert kept.then(found[3]) is None

    # --- commands ---------------------------------------------------------------------------------------------

    def test_commands_come_newest_first_with_what_became_of_them(self, history: History) -> None:
        commands = tuple(forged(RADIATOR, Attribute.SET_POINT, 20.0 + number, number) for number in (1, 2, 3))
        history.keep(a_turn(1, MORNING, commands=commands))
        error = Reason.of(Code.LINK_DOWN, detail="timeout")
        history.delivered(Delivery(1, MORNING + minutes(1), "context-1"))
        history.delivered(Delivery(2, MORNING + minutes(1), None, error))
        history.delivered(Delivery(99, MORNING))
        third, second, first = history.commands(10)
        assert (third.number, third.point, third.value, third.at) == (3, SET_POINT, 23.0, MORNING)
        assert (third.delivered, third.context, third.error) == (None, None, None)
        assert (second.delivered, second.error) == (None, error)
        assert (first.delivered, first.context) == (MORNING + minutes(1), "context-1")
        assert history.commands(1) == (third,)

    # --- holds, notices, words ----------------------------------------------------------------------------------

    def test_a_hold_that_ended_is_kept_with_its_end(self, history: History) -> None:
        first, second = a_hold(), a_hold(23.0, MORNING + minutes(60))
        history.keep(a_turn(1, MORNING, memory=Memory(holds={SET_POINT: first})))
        history.keep(a_turn(2, MORNING + minutes(30), memory=Memory()))
        history.keep(a_turn(3, MORNING + minutes(60), memory=Memory(holds={SET_POINT: second})))
        assert history.holds(10) == (second, replace(first, until=MORNING + minutes(30)))
        assert history.holds(1) == (second,)

    def test_a_hold_that_is_prolonged_stays_one(self, history: History) -> None:
        longer = a_hold(until=MORNING + minutes(500))
        history.keep(a_turn(1, MORNING, memory=Memory(holds={SET_POINT: a_hold()})))
        history.keep(a_turn(2, MORNING + minutes(1), memory=Memory(holds={SET_POINT: longer})))
        assert history.holds(10) == (longer,)

    def test_a_notice_that_is_gone_was_mended_then(self, history: History) -> None:
        history.keep(a_turn(1, MORNING, memory=Memory(notices={"silent:living": a_notice()})))
        history.keep(a_turn(2, MORNING + minutes(5), memory=Memory()))
        assert history.notices(10) == (replace(a_notice(), until=MORNING + minutes(5)),)
        assert history.memory().notices == {}

    def test_a_notice_whose_numbers_move_on_stays_one(self, history: History) -> None:
        longer = replace(a_notice(), reason=Reason.of(Code.SENSOR_SILENT, silent=minutes(120)))
        history.keep(a_turn(1, MORNING, memory=Memory(notices={"silent:living": a_notice()})))
        history.keep(a_turn(2, MORNING + minutes(5), memory=Memory(notices={"silent:living": longer})))
        assert history.memory().notices == {"silent:living": longer}
        assert len(history.notices(10)) == 1

    def test_feedback_and_changes_are_taken(self, history: History) -> None:
        change = Change(SET_POINT, 22.0, None, MORNING, SOMEBODY)
        history.keep(a_turn(1, MORNING, a_decision(SET_POINT, 20.0), changes=(change,)))
        history.feedback(Feedback(history.decisions(1)[0].number, Verdict.WRONG, SOMEBODY, MORNING, "too warm"))

    # --- readings -----------------------------------------------------------------------------------------------

    def test_a_value_holds_until_the_next(self, history: History) -> None:
        self._add(history, LIVING_T, (0, 20.0), (5, 22.0), (20, 21.0))
        assert self._samples(history, LIVING_T, 30) == [
            (21.0, 20.0, 22.0, 2),
            (22.0, 22.0, 22.0, 0),
            (21.0, 21.0, 21.0, 1),
        ]

    def test_the_value_from_before_the_stretch_counts(self, history: History) -> None:
        self._add(history, LIVING_T, (-15, 19.0), (8, 24.0))
        assert self._samples(history, LIVING_T, 10) == [(20.0, 19.0, 24.0, 1)]

    def test_switches_give_the_share_of_time(self, history: History) -> None:
        self._add(history, LIVING_WINDOW, (0, False), (3, True), (4, False))
        assert self._samples(history, LIVING_WINDOW, 20) == [(0.1, 0.0, 1.0, 3), (0.0, 0.0, 0.0, 0)]

    def test_words_give_the_share_of_time_that_something_goes_on(self, history: History) -> None:
        self._add(history, ANNA, (0, "absent"), (5, "present"), (10, "unknown"))
        assert self._samples(history, ANNA, 30) == [(0.5, 0.0, 1.0, 2)]

    def test_what_is_unavailable_or_impossible_is_not_averaged(self, history: History) -> None:
        history.add([reading(LIVING_T, 20.0)])
        history.add([reading(LIVING_T, None, MORNING + minutes(10), Quality.UNAVAILABLE)])
        history.add([reading(LIVING_T, -127.0, MORNING + minutes(15), Quality.IMPOSSIBLE)])
        history.add([reading(LIVING_T, 21.0, MORNING + minutes(20))])
        history.flush()
        found = history.samples(LIVING_T, MORNING, MORNING + minutes(30), STEP)
        assert [(sample.at, sample.mean) for sample in found] == [(MORNING, 20.0), (MORNING + minutes(20), 21.0)]

    def test_a_thermometer_that_fell_silent_is_not_believed_for_ever(self, history: History) -> None:
        self._add(history, LIVING_T, (0, 20.0))
        found = history.samples(LIVING_T, MORNING, MORNING + timedelta(days=1), timedelta(hours=1))
        assert [sample.at for sample in found] == [MORNING + timedelta(hours=hour) for hour in range(6)]

    def test_a_closed_window_stays_closed(self, history: History) -> None:
        self._add(history, LIVING_WINDOW, (0, False))
        found = history.samples(LIVING_WINDOW, MORNING, MORNING + timedelta(days=3), timedelta(days=1))
        assert [sample.mean for sample in found] == [0.0, 0.0, 0.0]

    def test_small_changes_are_left_out(self, history: History) -> None:
        self._add(history, LIVING_T, (0, 20.0), (1, 20.01), (2, 20.02), (3, 20.03))
        assert [sample.count for sample in history.samples(LIVING_T, MORNING, MORNING + STEP, STEP)] == [1]

    def test_an_unknown_point_and_an_empty_stretch_have_no_samples(self, history: History) -> None:
        self._add(history, LIVING_T, (0, 20.0))
        nobody = Point(EntityId("sensor.nobody"), Attribute.TEMPERATURE)
        assert history.samples(nobody, MORNING, MORNING + STEP, STEP) == ()
        assert history.samples(LIVING_T, MORNING - minutes(60), MORNING, STEP) == ()
        assert history.samples(LIVING_T, MORNING, MORNING, STEP) == ()

    def test_the_newest_row_may_be_a_reading_or_a_turn(self, history: History) -> None:
        self._add(history, LIVING_T, (3, 20.0))
        assert history.newest() == MORNING + minutes(3)
        history.keep(a_turn(1, MORNING + minutes(5), a_decision(SET_POINT, 20.0)))
        assert history.newest() == MORNING + minutes(5)

    def test_tidying_changes_nothing_that_is_young(self, history: History) -> None:
        self._add(history, LIVING_T, (0, 20.0), (5, 22.0))
        history.keep(a_turn(1, MORNING, a_decision(SET_POINT, 20.0), memory=Memory(holds={SET_POINT: a_hold()})))
        before = history.memory(), history.decisions(9), self._samples(history, LIVING_T, 30)
        history.tidy(MORNING + timedelta(days=1))
        assert (history.memory(), history.decisions(9), self._samples(history, LIVING_T, 30)) == before

    @staticmethod
    def _add(history: History, point: Point, *values: tuple[float, Value]) -> None:
        history.add([reading(point, value, MORNING + minutes(minute)) for minute, value in values])
        history.flush()

    @staticmethod
    def _samples(history: History, point: Point, length: float) -> list[tuple[float, float, float, int]]:
        found: tuple[Sample, ...] = history.samples(point, MORNING, MORNING + minutes(length), STEP)
        return [(round(sample.mean, 9), sample.low, sample.high, sample.count) for sample in found]
