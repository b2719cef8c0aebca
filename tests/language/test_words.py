"""Every reason has its sentence, in every language, with every number in its place."""

import ast
import string
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

import thermo_edge
from tests.builders import BEDROOM, HEATER, LIVING, MORNING, RADIATOR, a_decision, a_house
from thermo_edge.home.house import AlarmSystem, Attribute, Mode, PlaceId, Point
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.turn import Actor, ActorKind, Hold, Notice, Outcome, Severity
from thermo_edge.language import hindsight, lived_again
from thermo_edge.language.marks import What
from thermo_edge.language.one import REPLAYED
from thermo_edge.language.sentences import NOTICES, TITLES, WHY
from thermo_edge.language.words import LANGUAGES, Words

PACKAGE = Path(thermo_edge.__file__).parent
LOCALE = PACKAGE / "language" / "locale"
OTHERS = [language for language in LANGUAGES if language != "en"]
HOUSE = a_house()
FACTS = st.dictionaries(
    st.sampled_from(
        [
            "temperature",
            "low",
            "high",
            "since",
            "until",
            "left",
            "who",
            "room",
            "count",
            "duty",
            "what",
            "detail",
            "usual",
        ]
    ),
    st.one_of(st.floats(allow_nan=True), st.text(max_size=10), st.floats(0.0, 4e9)),
)


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def sentences() -> set[str]:
    """Every sentence in the program that is marked for the catalogues."""
    found = extract_from_dir(PACKAGE, [("**.py", "python")], keywords={"N_": None})
    return {message for _, _, message, _, _ in found if isinstance(message, str)}


def test_every_code_has_a_sentence() -> None:
    assert not [code for code in Code if code not in WHY and code not in NOTICES]


def test_every_kind_of_request_has_a_title_for_every_outcome() -> None:
    assert {(what, outcome) for what in What for outcome in Outcome} == set(TITLES)


@pytest.mark.parametrize("language", OTHERS)
def test_the_catalogue_is_complete_and_keeps_every_named_place(language: str) -> None:
    with (LOCALE / language / "LC_MESSAGES" / "thermo_edge.po").open("rb") as file:
        catalogue = read_po(file)
    translated = {str(message.id): str(message.string) for message in catalogue if message.id}
    assert sentences() - {sentence for sentence, text in translated.items() if text} == set(), "run script/catalogues"
    assert set(translated) - sentences() == set(), "run script/catalogues"
    for sentence, text in translated.items():
        assert places(sentence) == places(text), sentence


@pytest.mark.parametrize("language", OTHERS)
def test_the_compiled_catalogue_is_the_written_one(language: str) -> None:
    folder = LOCALE / language / "LC_MESSAGES"
    with (folder / "thermo_edge.po").open("rb") as po, (folder / "thermo_edge.mo").open("rb") as mo:
        written = {message.id: message.string for message in read_po(po) if message.id and message.string}
        compiled = {message.id: message.string for message in read_mo(mo) if message.id}
    assert compiled == written, "run script/catalogues"


@given(code=st.sampled_from(list(Code)), facts=FACTS, language=st.sampled_from(LANGUAGES))
def test_any_reason_can_be_said(code: Code, facts: dict[str, float | str], language: str) -> None:
    words = Words(language, ZoneInfo("Europe/Amsterdam"))
    reason = Reason(code, tuple(facts.items()))
    assert words.why(reason, HOUSE)
    assert words.why(reason, HOUSE, MORNING)
    title, _ = words.notice(Notice("k", Severity.WARN, reason, MORNING), HOUSE)
    assert title
    assert "{" not in title or any("{" in str(fact) for fact in facts.values())


def test_a_decision_in_both_languages() -> None:
    decision = a_decision(Point(RADIATOR, Attribute.SET_POINT), 20.5)
    assert Words("en").title(decision, HOUSE) == "Living room set to 20.5°"
    assert Words("zh").title(decision, HOUSE) == "Living room设为 20.5°"
    off = a_decision(Point(HEATER, Attribute.ON), False, Outcome.REFUSED, place=BEDROOM)
    assert Words("en").title(off, HOUSE) == "Bedroom: heating was not turned off"


def test_no_sentence_hides_from_the_catalogue_inside_a_format() -> None:
    """What collects the sentences does not look there."""
    sources = Path(thermo_edge.__file__).parent.rglob("*.py")
    formats = [
        (source.name, node.lineno)
        for source in sources
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr)
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "N_"
    ]
    assert formats == []


def test_an_unknown_language_speaks_english() -> None:
    assert Words("xx").duration(60.0) == Words("en").duration(60.0)


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0 s"), (89, "89 s"), (90, "2 min"), (3000, "50 min"), (7200, "2 h"), (250_000, "3 days")]
)
def test_durations_as_a_person_would_say_them(seconds: float, text: str) -> None:
    assert Words("en").duration(seconds) == text


def test_one_of_a_kind_is_told_in_the_singular() -> None:
    counted = {"right": 1.0, "wrong": 0.0, "unknown": 0.0}
    english, chinese = Words("en"), Words("zh")
    told = {
        (days, count): english.say(hindsight.WHOLE, days=days, count=count, **counted)
        for days in (1.0, 2.0)
        for count in (1.0, 2.0)
    }
    begin = {both: sentence.partition(":")[0] for both, sentence in told.items()}
    assert begin == {
        (1.0, 1.0): "In your last day I would have acted once",
        (1.0, 2.0): "In your last day I would have acted 2 times",
        (2.0, 1.0): "In your last 2 days I would have acted once",
        (2.0, 2.0): "In your last 2 days I would have acted 2 times",
    }
    assert chinese.say(hindsight.NONE_HERE, days=1.0) == "用过去一天试算：这里本不会做任何事。"
    assert english.why(Reason.of(Code.SOURCE_WANTED, count=1.0), HOUSE) == "One of its rooms wants heat"
    assert english.why(Reason.of(Code.SOURCE_WANTED, count=2.0), HOUSE) == "2 of its rooms want heat"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("days", [1.0, 3.0])
def test_every_sentence_of_one_keeps_its_other_facts(language: str, days: float) -> None:
    words = Words(language)
    for sentence in (
        hindsight.WHOLE,
        hindsight.NOTHING,
        hindsight.HERE,
        hindsight.NONE_HERE,
        lived_again.HEAD,
        REPLAYED,
    ):
        said = words.say(sentence, days=days, count=7.0, right=8.0, wrong=9.0, unknown=6.0)
        assert words.fact("", None) not in said
        assert ("3" in said) == (days == 3.0)
        assert "1" not in said


def test_temperatures_have_a_real_minus_and_may_be_fahrenheit() -> None:
    assert Words("en").temperature(-3.44) == "−3.4°"
    assert Words("en", in_fahrenheit=True).temperature(20.0) == "68.0°"
    assert Words("en").temperature(float("nan")) == "not known"
    assert Words("en").temperature(None) == "not known"


def test_times_are_local_also_on_the_night_of_the_clock_change() -> None:
    words = Words("en", ZoneInfo("Europe/Amsterdam"))
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert [words.instant(first + timedelta(hours=hours)) for hours in range(3)] == ["02:30", "02:30", "03:30"]


@pytest.mark.parametrize(
    ("now", "until", "english", "chinese"),
    [
        ("2026-11-27T22:00", "2026-11-28T05:40", "05:40", "05:40"),  # of this night
        ("2026-11-27T08:00", "2026-11-27T23:30", "23:30", "23:30"),
        ("2026-11-27T13:00", "2026-11-28T05:40", "tomorrow 05:40", "明天 05:40"),
        ("2026-11-27T22:00", "2026-11-28T22:30", "tomorrow 22:30", "明天 22:30"),
        ("2026-11-27T22:00", "2026-11-30T09:00", "2026-11-30 09:00", "2026-11-30 09:00"),
        ("2026-11-27T22:00", "2026-11-26T05:40", "05:40", "05:40"),  # over: as it was said
    ],
)
def test_a_time_that_comes_names_its_day_where_it_would_be_taken_for_a_nearer_one(
    now: str, until: str, english: str, chinese: str
) -> None:
    zone = ZoneInfo("Europe/Amsterdam")
    at, then = (datetime.fromisoformat(each).replace(tzinfo=zone) for each in (now, until))
    wait = Reason.of(Code.COASTING, temperature=20.0, until=then)
    said = "20.0° measured, warm enough without heating until"
    assert Words("en", zone).why(wait, HOUSE, at.astimezone(UTC)) == f"{said} {english}"
    assert chinese in Words("zh", zone).why(wait, HOUSE, at.astimezone(UTC))
    assert Words("en", zone).why(wait, HOUSE) == f"{said} {then:%H:%M}"


def test_a_time_of_a_weekday_is_not_dated() -> None:
    words, later = Words("en"), MORNING + timedelta(days=1)
    said = Reason.of(Code.SAID_WRONG, who="Anna", weekday=2.0, at=later)
    assert words.why(said, HOUSE, MORNING) == words.why(said, HOUSE)


def test_somebody_without_a_name_is_what_they_are() -> None:
    held = Reason.of(Code.HELD, who="", kind="automation", value=20.0, until=MORNING)
    assert Words("en", ZoneInfo("Europe/Amsterdam")).why(held, HOUSE) == (
        "Another automation set this to 20.0°; it is left alone until 10:00"
    )


def test_modes_and_rooms_are_named_as_people_call_them() -> None:
    limited = Reason.of(Code.ABOVE_CEILING, what=Mode.SUGGEST.name.lower())
    assert Words("zh").why(limited, HOUSE) == "设置在此最多允许“建议”"
    frost = Notice(
        "frost:living", Severity.ALERT, Reason.of(Code.FROST, room=LIVING, temperature=4.0, limit=6.0), MORNING
    )
    assert Words("en").notice(frost, HOUSE)[0] == "Living room is at 4.0°"


def test_a_hold_says_what_it_holds() -> None:
    hold = Hold(Point(HEATER, Attribute.ON), True, BEDROOM, Actor(ActorKind.PERSON), MORNING, MORNING)
    assert Words("en").hold(hold, HOUSE) == "Bedroom: heating stays on"


def test_the_alarm_is_called_in_the_readers_language_until_a_person_names_it() -> None:
    def called(language: str, **more: object) -> str:
        alarm = AlarmSystem(PlaceId("alarm"), "Alarm", **more)  # type: ignore[arg-type]
        return Words(language).place_name(replace(HOUSE, alarm=alarm), alarm.id)

    assert (called("zh", named=False), called("en", named=False)) == ("警报", "Alarm")
    assert called("zh") == "Alarm"
    assert Words("zh").place_name(HOUSE, LIVING) == HOUSE.place_name(LIVING)
