"""Models are made ready for some days, and what is no model is refused in words."""

import json
from datetime import date
from pathlib import Path

import pytest

from integrations.energyplus.engine import package, severe
from integrations.energyplus.idf import Ours, objects_of, ready, schedules, text_of, version
from integrations.energyplus.wired import Actuator, Guided, Job, Output, Wired, job_line, read_job
from thermo_edge.errors import LibraryMissing, SettingsError

BOX = Path(__file__).parent / "box.idf"
BEGIN = date(2026, 12, 30)


def test_objects_are_read_without_comments_and_written_again() -> None:
    found = objects_of("! one, two;\n Zone,\n  Room,  !- Name, really;\n  0;\n\nVersion,25.2;\n")
    assert found == [["Zone", "Room", "0"], ["Version", "25.2"]]
    assert objects_of(text_of(found)) == found


def test_days_and_steps_are_ours_and_the_sizing_the_models(tmp_path: Path) -> None:
    objects = {each[0]: each[1:] for each in objects_of(ready(BOX, Ours(BEGIN, 4, 6.0, 2), tmp_path).read_text())}
    assert objects["RunPeriod"][:7] == ["lived", "12", "30", "2026", "1", "2", "2027"]
    assert objects["Timestep"] == ["30"]
    assert objects["SimulationControl"] == ["No", "No", "No", "No", "Yes"]
    assert objects["ZoneCapacitanceMultiplier:ResearchSpecial"][2] == "6.0"
    assert "ZoneCapacitanceMultiplier:ResearchSpecial" not in ready(BOX, Ours(BEGIN, 4), tmp_path).read_text()


def test_summer_time_and_reports_of_the_model_go(tmp_path: Path) -> None:
    model = tmp_path / "house.idf"
    more = (
        "RunPeriodControl:DaylightSavingTime,1 Apr,1 Oct;Output:Variable,*,Zone Mean Air Temperature;Output:SQLite,x;"
    )
    model.write_text(BOX.read_text() + more)
    kinds = {each[0] for each in objects_of(ready(model, Ours(BEGIN, 1), tmp_path).read_text())}
    assert not {kind for kind in kinds if kind.startswith(("Output", "RunPeriodC"))}


def test_epjson_is_made_ready_too(tmp_path: Path) -> None:
    model = tmp_path / "house.epJSON"
    sizing = {"do_zone_sizing_calculation": "Yes", "run_simulation_for_sizing_periods": "Yes"}
    tree = {"Zone": {"Room": {}}, "SimulationControl": {"x": sizing}, "Output:Variable": {"y": {}}}
    model.write_text(json.dumps(tree))
    made = json.loads(ready(model, Ours(BEGIN, 2, 3.0), tmp_path).read_text())
    control = next(iter(made["SimulationControl"].values()))
    assert (control["do_zone_sizing_calculation"], control["run_simulation_for_sizing_periods"]) == ("Yes", "No")
    assert next(iter(made["RunPeriod"].values()))["end_day_of_month"] == 31
    assert "Output:Variable" not in made


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.idf", "hello", "no Zone is in it"),
        ("a.epJSON", "{", "this is not epJSON"),
        ("a.epJSON", "[]", "no Zone is in it"),
        ("a.idf", "Zone,Room;HVACTemplate:Thermostat,x;", "ExpandObjects"),
        ("b.idf", None, "cannot be read"),
    ],
)
def test_what_is_no_model_is_refused_in_words(tmp_path: Path, name: str, text: str | None, said: str) -> None:
    if text is not None:
        (tmp_path / name).write_text(text)
    with pytest.raises(SettingsError, match=said):
        ready(tmp_path / name, Ours(BEGIN, 1), tmp_path)


def test_a_missing_package_says_what_brings_it() -> None:
    with pytest.raises(LibraryMissing, match=r"thermo-edge\[bench\]"):
        package("no_such_package")


def test_severe_messages_are_shown_in_short(tmp_path: Path) -> None:
    told = tmp_path / "eplusout.err"
    told.write_text(
        "   ** Warning ** nothing\n   ** Severe  ** Bad wall\n   **   ~~~   ** of brick\n   **  Fatal  ** Over\nx\n"
    )
    assert severe((tmp_path / "nowhere", told)) == ("EnergyPlus: Bad wall of brick", "EnergyPlus: Over")
    told.write_text("cannot load\nthe library\n")
    assert severe((told,)) == ("the library",)


def test_a_job_survives_the_way_to_the_child() -> None:
    wired = Wired(
        ("Room",),
        ((Actuator("a", "b", "c"), 18.0),),
        ((Actuator("d", "e", "f"), 1.0, 2.0),),
        (Output("t", "Room"),),
        (Output("e", "coil"),),
        6.0,
        1,
        ("Heating:NaturalGas",),
        ((Actuator("g", "h", "i"), 3.0),),
        (Guided(0, 18.0, 0.0),),
        (0,),
    )
    job = Job("model", "weather", "folder", wired)
    assert read_job(job_line(job)) == job


def test_schedules_alone_and_their_names_and_classes(tmp_path: Path) -> None:
    model = tmp_path / "house.idf"
    (tmp_path / "hours.csv").write_text("1\n")
    more = "Schedule:File,Filed,Any,hours.csv,1,0;Schedule:Day:Hourly,A Day,Any,1;"
    model.write_text(BOX.read_text() + more)
    found = schedules(model)
    assert found["HEAT ALLOWED"] == ("Schedule:Constant", "Heat Allowed")
    assert found["FILED"] == ("Schedule:File", "Filed") and "A DAY" not in found
    assert version(model) == "25.2"
    alone = objects_of(ready(model, Ours(BEGIN, 1), tmp_path, schedules_alone=True).read_text())
    assert not {"Zone", "Construction"} & {each[0] for each in alone}
    filed = next(each for each in alone if each[0] == "Schedule:File")
    assert filed[3] == str((tmp_path / "hours.csv").resolve())
    tree = {"Zone": {"Room": {}}, "Schedule:Year": {"Wanted": {}}, "Version": {"v": {"version_identifier": "9.4"}}}
    other = tmp_path / "house.epJSON"
    other.write_text(json.dumps(tree))
    assert schedules(other) == {"WANTED": ("Schedule:Year", "Wanted")} and version(other) == "9.4"
