"""What repeats and what is new, kept as intervals."""

from hypothesis import given
from hypothesis import strategies as st

from tests.builders import BEDROOM_T, LIVING_T, MORNING, a_decision, minutes
from thermo_edge.home.turn import Decision, DecisionRecord, Outcome
from thermo_edge.store.ledger import STILL_THE_SAME, Ledger

decisions = st.lists(
    st.builds(
        a_decision,
        st.sampled_from([LIVING_T, BEDROOM_T]),
        st.sampled_from([19.0, 20.0]),
        st.sampled_from([Outcome.WOULD, Outcome.REFUSED, Outcome.ACTED, Outcome.SATISFIED]),
    ),
    max_size=3,
)
lives = st.lists(st.tuples(st.integers(1, 45), decisions), max_size=15)


@given(lives)
def test_every_decision_lies_in_the_interval_of_one_that_says_the_same(life: list[tuple[int, list[Decision]]]) -> None:
    ledger, kept, at = Ledger(), dict[int, DecisionRecord](), MORNING
    for gap, made in life:
        at += minutes(gap)
        entry = ledger.enter(made, at)
        ledger.accept(entry)
        kept |= {record.number: record for record in entry.new}
        for decision in made:
            here = [ledger.until(record) for record in kept.values()]
            assert any(
                record.at <= at <= record.until and (decision == record.decision or decision.repeats(record.decision))
                for record in here
            )
    assert list(kept) == list(range(1, len(kept) + 1))
    for record in map(ledger.until, kept.values()):
        assert record.at <= record.until <= at


@given(lives)
def test_a_ledger_that_was_read_back_goes_on_alike(life: list[tuple[int, list[Decision]]]) -> None:
    one, at = Ledger(), MORNING
    kept: dict[int, DecisionRecord] = {}
    for gap, made in life:
        at += minutes(gap)
        standing = [kept[number] for number in one.standing(one.enter([], at))]
        other = Ledger([one.until(record) for record in standing], one.last)
        entry, same = one.enter(made, at), other.enter(made, at)
        assert (entry.new, entry.repeated) == (same.new, same.repeated)
        one.accept(entry)
        kept |= {record.number: record for record in entry.new}


def test_what_is_behind_is_what_was_not_told_yet() -> None:
    ledger, decision = Ledger(), a_decision(LIVING_T, 20.0, Outcome.WOULD)
    for minute in (0, 1, 2):
        ledger.accept(ledger.enter([decision], MORNING + minutes(minute)))
    told = ledger.behind()
    assert told == {1: MORNING + minutes(2)}
    ledger.accept(ledger.enter([decision], MORNING + minutes(3)))
    ledger.caught_up(told)
    assert ledger.behind() == {1: MORNING + minutes(3)}
    ledger.caught_up(ledger.behind())
    assert ledger.behind() == {}


def test_nothing_is_entered_before_it_is_accepted() -> None:
    ledger, decision = Ledger(), a_decision(LIVING_T, 20.0, Outcome.WOULD)
    ledger.enter([decision], MORNING)
    assert (ledger.last, ledger.enter([decision], MORNING).new[0].number) == (0, 1)


def test_a_clock_that_was_set_back_shortens_nothing() -> None:
    ledger, decision = Ledger(), a_decision(LIVING_T, 20.0, Outcome.WOULD)
    ledger.accept(ledger.enter([decision], MORNING))
    ledger.accept(ledger.enter([decision], MORNING - minutes(60)))
    assert ledger.behind() == {1: MORNING}


def test_silence_ends_a_decision() -> None:
    ledger, decision = Ledger(), a_decision(LIVING_T, 20.0, Outcome.WOULD)
    ledger.accept(ledger.enter([decision], MORNING))
    assert ledger.enter([decision], MORNING + STILL_THE_SAME).new == ()
    assert len(ledger.enter([decision], MORNING + STILL_THE_SAME + minutes(1)).new) == 1
