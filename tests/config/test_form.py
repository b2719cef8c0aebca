"""Forms out of the model, and what is said of them."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.config.homes import DUTCH
from thermo_edge.config.checking import faults
from thermo_edge.config.editing import added, field_at, put
from thermo_edge.config.form import Kind, PartForm, form
from thermo_edge.config.of_house import tree_of
from thermo_edge.config.proposal import Why
from thermo_edge.config.propose import propose
from thermo_edge.config.setup_desk import Answers, answers_of, decided, key_of
from thermo_edge.config.tree import ABSENT
from thermo_edge.config.yaml_text import block
from thermo_edge.language.settings_faults import BY_LABEL, fault_words
from thermo_edge.language.settings_labels import LABELS
from thermo_edge.language.words import Words


def parts(part: PartForm) -> Iterator[tuple[PartForm, str]]:
    for field in part.fields:
        yield part, field.key
        if field.part is not None:
            yield from parts(field.part)


def test_every_setting_has_help_a_name_and_a_section() -> None:
    from thermo_edge.language.settings_labels import CHOICES, LABELS
    from thermo_edge.web.show.settings import SECTIONS

    for part, key in parts(form()):
        field = part.field(key)
        assert field is not None
        assert field.help, (part.name, key)
        assert key in LABELS, (part.name, key)
        if field.kind in (Kind.CHOICE, Kind.DAYS) and key != "host":
            assert not set(field.choices) - set(CHOICES)
    placed = [key for section in SECTIONS for key in section.keys]
    assert sorted(placed) == sorted(field.key for field in form().fields)


def test_the_help_for_the_catalogues_is_up_to_date() -> None:
    from thermo_edge.config.sentences import helps
    from thermo_edge.language.settings_help import HELP

    assert set(HELP) == {text for text in helps(form()) if text}, "run python -m thermo_edge.config.sentences"


def test_a_fault_has_its_place() -> None:
    tree = {"away_setback": 9, "rooms": {"hall": {"comfort": {"low": 22.0, "high": 20.0}, "heating": [{"step": 1}]}}}
    found = {fault.where: fault.kind for fault in faults(tree)}
    assert found == {
        ("away_setback",): "less_than_equal",
        ("rooms", "hall", "comfort"): "value_error",
        ("rooms", "hall", "heating", 0, "entity"): "missing",
    }


def test_a_fault_in_a_form_names_settings_by_their_labels() -> None:
    wrong = {"hall": {"comfort": {"low": 22.0, "high": 20.0}}, "loft": {"cool_above": 15, "limits": {"highest": 19}}}
    found = faults({"rooms": wrong})
    assert len(found) == 3, "each once, also where two things are wrong in one place"
    said = {fault_words(one.kind, one.facts, one.words, Words("en")) for one in found}
    assert said == {f"{sentence}." for sentence in list(BY_LABEL.values())[:3]}
    labels = set(LABELS.values())
    assert all(set(re.findall("“(.+?)”", sentence)) <= labels for sentence in BY_LABEL.values())


def test_a_part_that_needs_more_begins_with_what_usually_holds() -> None:
    tree = put({}, ("rooms", "hall", "comfort", "low"), 19.0)
    assert tree == {"rooms": {"hall": {"comfort": {"low": 19.0, "high": 21.0}}}}
    assert put(put({}, ("holds", "lamp_hours"), 1), ("holds", "lamp_hours"), ABSENT) == {}
    assert added({}, ("persons",), "mia") == {"persons": {"mia": {}}}
    assert added({}, ("rooms", "a", "hours")) == {"rooms": {"a": {"hours": [{"from": "08:00", "to": "22:00"}]}}}
    assert put({"rooms": {"a": {"lamps": ["light.x"]}}}, ("rooms", "a", "lamps", 0, "dims"), False)["rooms"]["a"][
        "lamps"
    ] == [{"entity": "light.x", "dims": False}]
    field = field_at(("rooms", "name", "lamps", 3, "entity"))
    assert field is not None
    assert field.kind is Kind.ENTITY


def test_the_commands_find_the_history_of_the_demo_by_its_settings(tmp_path: Path) -> None:
    from thermo_edge.app.demo_settings import DemoSettings
    from thermo_edge.app.live_files import database_path
    from thermo_edge.clock import SystemClock
    from thermo_edge.simulation.household import house

    settings = DemoSettings(tmp_path, house(), SystemClock(), lambda _: None).read()
    assert settings is not None
    assert database_path(settings, tmp_path / "settings.yaml") == tmp_path / "thermo-edge.db"


def test_the_demo_can_be_described_by_settings() -> None:
    from thermo_edge.app.demo_settings import following
    from thermo_edge.config.file import parse_settings
    from thermo_edge.simulation.household import house

    simulated = house()
    settings = parse_settings("\n".join(block(tree_of(simulated), 0)))
    assert following(simulated, settings) == simulated
    assert following(simulated, settings.model_copy(update={"currency": "GBP"})).currency == "GBP"


def test_answers_decide_the_proposal_and_can_be_kept() -> None:
    made = propose(DUTCH.inventory)
    (boiler,) = [one for one in made.found if one.entity == "switch.cv_ketel"]
    lamp = next(one for one in made.found if one.entity == "light.woonkamer")
    answers = Answers(
        2, "http://x", "zh", {key_of(boiler): True, key_of(lamp): False}, {}, {"hal": "Gang"}, ("slaapkamer",)
    )
    assert answers_of(answers.text()) == answers
    assert answers_of("broken") == Answers()
    after = decided(made, answers)
    assert [(room.id, room.name) for room in after.rooms] == [("woonkamer", "Woonkamer"), ("hal", "Gang")]
    by = {one.entity: one for one in after.found}
    assert by[boiler.entity].why is Why.CONFIRMED
    assert by[lamp.entity].why is Why.DENIED
    assert all(one.room != "slaapkamer" for one in after.found)
    assert after.language == "zh"


def test_the_help_of_a_form_speaks_of_what_can_be_pressed_there() -> None:
    from thermo_edge.web.show.settings import field_help

    said = {
        (part.name, key, language): field_help(field, Words(language))
        for part, key in parts(form())
        for language in ("en", "zh")
        if (field := part.field(key)) is not None
    }
    assert not [key for key, help_ in said.items() if re.search(r"\b(true|false)\b", help_, re.IGNORECASE | re.ASCII)]
    assert said["Settings", "plan", "en"] == "Heat ahead by a plan; not ticked: by hours, presence and wishes alone"
    assert said["Settings", "language", "en"] == "Of the pages and notices"
    assert said["RoomSettings", "at_most", "zh"] == "这里最多可以允许的"
    assert said["HoursSettings", "days", "zh"] == ""
    assert "nothing (then it is never switched on)" in said["DeviceSettings", "switch_off", "en"]
