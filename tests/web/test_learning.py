"""The page of learning as values: replay, models night by night, training, savings, and trust."""

import itertools
import threading
from dataclasses import fields, replace
from datetime import timedelta

import pytest

from tests.web import houses
from tests.web.fake_desk import FakeDesk
from tests.web.houses import ANNA, EVENING, ZONE, evening
from tests.web.learned import HOLIDAYS, everything_learned, nights, replayed, running, saved
from thermo_edge.home.learning import Fate, LearningView, NightOutcome, Phase, judged
from thermo_edge.home.reason import Code, Reason, Refused
from thermo_edge.home.savings import Design, Interval, Measure, Way
from thermo_edge.language.words import Words
from thermo_edge.web.night import begin
from thermo_edge.web.show.hindsight import MOST, hindsight_card
from thermo_edge.web.show.learning import learning_model, saving_card
from thermo_edge.web.show.nights import left_out_rows, model_cards, train_model
from thermo_edge.web.show.nights_chart import spread

WORDS = Words("en", ZONE)


def test_the_page_says_what_would_have_been_right() -> None:
    model = learning_model(everything_learned(), WORDS)
    assert model.broken == ()
    assert model.headline.sentences == ("It would have been right 214 times, wrong 9.",)
    assert "56 days" in model.headline.below[0]
    found = model.hindsight
    assert found is not None
    assert (len(found.marks), found.marks.count(False)) == (223, 9)
    assert [at for at, right in enumerate(found.marks) if not right][-1] == round(222 * 51 / 56)  # five days ago
    assert len(found.wrongs) == 9
    assert "7 min later" in found.wrongs[0].but
    assert any("5 h" in note for note in found.notes)


@pytest.mark.parametrize(
    ("right", "wrong", "listed"), [(0, 0, 0), (0, 3, 3), (5000, 70, 50), (10, 2, 0), (1, 700, 50), (MOST, 1, 1)]
)
def test_marks_are_never_too_many_and_show_the_wrong_ones(right: int, wrong: int, listed: int) -> None:
    card = hindsight_card(replayed(right, wrong, listed), evening(), WORDS)
    assert len(card.marks) <= MOST + 1
    assert (card.marks.count(False) > 0) == (wrong > 0)
    assert len(card.wrongs) == listed
    if wrong + right > MOST:
        assert "about" in card.each


def test_nothing_is_known_yet() -> None:
    model = learning_model(evening(), WORDS)
    assert model.hindsight is None
    assert model.headline.sentences == ("Nothing has been replayed yet.",)
    assert model.saving is not None
    assert "Not measured yet" in model.saving.lines[0]
    assert learning_model(None, WORDS, answers=False).seen is False
    assert learning_model(houses.nothing(), WORDS).broken == ()
    assert learning_model(everything_learned(), WORDS, answers=False).headline.sentences[0].startswith("The house does")


def test_savings_come_with_their_interval_and_too_few_days_are_an_answer() -> None:
    card = saving_card(saved(), everything_learned(), WORDS)
    assert card.lines[0] == "That is 11 % less than a plain day's, interval of 90 %: 7 % to 15 %"
    assert card.picture is not None
    assert 0 < card.picture.begin < card.picture.value < card.picture.end < 100
    assert card.picture.nought == 0
    assert card.way.startswith("A day for comparison")
    little = saving_card(saved(less=None, missing=14), evening(way=Way.OURS), WORDS)
    assert little.lines[0] == "Not enough data yet: about 14 more days are needed."
    assert little.picture is None
    worse = saving_card(saved(less={Measure.SHARE: Interval(-0.02, -0.06, 0.03)}), evening(way=None), WORDS)
    assert worse.picture is not None
    assert worse.picture.label == "−2 %, between −6 % and 3 %"
    assert worse.picture.begin > 0
    matched = saving_card(saved(design=Design.MATCHED, missing=3, less=None, before_lacks=True), evening(), WORDS)
    assert "no more will come" in matched.lines[0]


def test_trust_says_what_is_missing() -> None:
    rows = learning_model(everything_learned(), WORDS).trust
    assert [(row.name, row.steps) for row in rows] == [("Living room, heating", 4), ("Kitchen, heating", 3)]
    assert "needs 20 judgements" in rows[1].line
    assert "people minded 4 of 9" in rows[1].line
    what, until = learning_model(everything_learned(), WORDS).corrections[0]
    assert what == "Living room: warmer around 20:40"
    assert "Anna" in until


def test_models_have_their_verdict_and_their_nights() -> None:
    rooms, belief = model_cards(nights(), everything_learned(), WORDS)
    kitchen, living = rooms.rows
    assert living.sentence == "11 % better than what served before: 0.4 K instead of 0.45 K."
    assert living.mark.words == "Serves"
    assert kitchen.sentence.startswith("Not surely better")
    assert living.chart is not None
    assert [(line.kind, line.last) for line in living.chart.lines] == [
        ("tried", "0.4"), ("served", "0.45"), ("plain", "0.55"), ("plain", "0.9"), ("plain", "0.7"),
    ]  # fmt: skip
    assert "24 h ahead" in living.chart.caption
    assert belief.rows[0].sentence == "Nothing has changed: the disk is full"
    assert belief.rows[0].chart is None


def test_a_new_home_has_cards_that_say_when() -> None:
    cards = model_cards(LearningView(Phase.IDLE, EVENING), evening(), WORDS)
    assert [card.key for card in cards] == ["climate", "occupancy"]
    assert all("two weeks" in card.note for card in cards)
    lone = LearningView(Phase.IDLE, EVENING, outcomes=(NightOutcome("lights", Fate.TOO_LITTLE, EVENING),))
    assert model_cards(lone, evening(), WORDS)[-1].title == "lights"


def test_a_night_says_how_far_it_is() -> None:
    found = train_model(running(), everything_learned(), WORDS)
    assert (found.running, found.share, found.title) == (True, 62, "How rooms warm and cool: Kitchen")
    assert found.lines[0] == "Step 1 of 2 · about 4 min left · loss 0.11"
    assert found.log == (
        "How rooms warm and cool, Kitchen: nothing surely better was found, so nothing has changed.",
        "The home’s own network: it could not be done, so nothing has changed.",
        "Who is where: there are too few days.",
    )
    assert train_model(running(share=7.0), evening(), WORDS).share == 100
    assert train_model(replace(running(), phase=Phase.STOPPING), evening(), WORDS).title == "Stopping"


def test_what_came_of_a_night_is_said_in_the_readers_language() -> None:
    told = tuple(NightOutcome("occupancy", fate, EVENING) for fate in Fate)
    logs = [
        {train_model(running(told=(each,)), evening(), Words(language, ZONE)).log[0] for each in told}
        for language in ("en", "zh")
    ]
    assert [len(each) for each in logs] == [len(Fate), len(Fate)]
    assert all(line.startswith("Who is where: ") and "_" not in line for line in logs[0])
    assert all(line.startswith("谁在哪里：") and line.endswith("。") and line.isascii() is False for line in logs[1])


@pytest.mark.parametrize("phase", list(Phase))
def test_every_phase_has_words(phase: Phase) -> None:
    why = Reason.of(Code.NIGHT_STOPPED, who="Anna")
    bare = LearningView(phase, EVENING, why=why)
    assert train_model(bare, evening(), WORDS).title
    for fate in Fate:
        one = replace(bare, outcomes=(NightOutcome("climate", fate, EVENING, "living"),), last=EVENING)
        assert model_cards(one, evening(), WORDS)[0].rows[0].sentence
        assert train_model(one, evening(), WORDS).title


def test_what_is_left_out_has_its_time() -> None:
    left, guests = left_out_rows(HOLIDAYS, evening(), WORDS)
    assert left.what.startswith("Left out: 2025-12-24 20:40")
    assert (left.by, left.by_hand) == ("Anna said so.", True)
    assert guests.what.startswith("Guests")
    assert (guests.by, guests.by_hand) == ("Recognised by itself.", False)


def test_train_now_returns_when_the_night_has_begun_however_long_it_holds_its_caller() -> None:
    desk = FakeDesk(evening())
    begin(desk, ANNA)
    assert desk.learns.phase is Phase.RUNNING
    desk.night.set()
    desk.refusal = Reason(Code.NIGHT_BUSY)
    desk.learns = LearningView(Phase.IDLE, EVENING)
    with pytest.raises(Refused):
        begin(desk, ANNA)
    assert not [thread for thread in threading.enumerate() if thread.name == "train-now" and not thread.daemon]


def test_points_are_kept_of_each_model_once() -> None:
    many = [
        replace(each, at=each.at + timedelta(minutes=number)) for number in range(100) for each in nights().past[:2]
    ]
    kept = judged([*many, *many])
    assert len(kept) == 120
    assert [each.at for each in kept] == sorted(each.at for each in kept)
    assert {field.name for field in fields(LearningView)} >= {"past"}


def test_names_of_lines_are_apart_and_inside() -> None:
    for places in ([10.0, 11.0, 12.0, 60.0], [84.0, 84.0, 83.0, 82.0, 80.0], [0.0, 0.0], [40.0]):
        found = sorted(spread(places))
        assert all(later - earlier >= 13.99 for earlier, later in itertools.pairwise(found))
        assert found[0] >= 0.0
        assert found[-1] <= 84.0
