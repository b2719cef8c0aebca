"""What a person answers at set-up: what something is, where, and who lives here."""

from pathlib import Path

from tests.config.homes import DUTCH
from thermo_edge.config.could_be import could_be
from thermo_edge.config.file import parse_settings
from thermo_edge.config.proposal import Found, Proposal, Role, RoomFound, Why
from thermo_edge.config.propose import propose
from thermo_edge.config.setup_desk import GUEST, OWNER, Answers, answers_of, decided, key_of, rights, ticked
from thermo_edge.config.writing import Access, written

PROPOSAL = propose(DUTCH.inventory)


def found(entity: str, proposal: Proposal = PROPOSAL) -> Found:
    return next(one for one in proposal.found if one.entity == entity)


def after(**answers: object) -> Proposal:
    return decided(PROPOSAL, Answers(**answers))  # type: ignore[arg-type]


def test_what_an_entity_could_be_goes_by_its_kind() -> None:
    assert Role.WINDOW in could_be(found("binary_sensor.voordeur"))
    assert could_be(found("light.slaap")) == (Role.LAMP,)
    assert could_be(found("sensor.buiten")) == (Role.TEMPERATURE, Role.OUTDOOR)


def test_a_door_is_a_window_because_somebody_says_so() -> None:
    one = found("binary_sensor.voordeur")
    made = found(one.entity, after(roles={key_of(one): "windows"}))
    assert (made.role, made.room, made.sure, made.why) == (Role.WINDOW, "hal", True, Why.CONFIRMED)
    assert found(one.entity, after(roles={key_of(one): "lamps"})).role is one.role, "it cannot be that"
    unused = after(roles={key_of(one): "windows"}, ticks={key_of(one): False})
    assert not found(one.entity, unused).sure


def test_a_switch_of_the_house_becomes_a_heater_of_a_room_and_a_thermometer_goes_outside() -> None:
    boiler, inside = found("switch.cv_ketel"), found("sensor.netatmo_1")
    moved = after(roles={key_of(boiler): "heating"}, rooms={key_of(boiler): "hal"})
    assert (found("switch.cv_ketel", moved).role, found("switch.cv_ketel", moved).room) == (Role.HEATING, "hal")
    assert found("switch.cv_ketel", after(roles={key_of(boiler): "heating"})).room == PROPOSAL.rooms[0].id
    out = after(roles={key_of(inside): "outdoor_temperature"})
    assert (found("sensor.netatmo_1", out).role, found("sensor.netatmo_1", out).room) == (Role.OUTDOOR, None)
    assert not found("sensor.buiten", out).sure, "there is only one outside"
    settings = parse_settings(written(moved, Access("http://home:8123", Path("token"))))
    assert [one.entity for one in settings.rooms["hal"].heating] == ["switch.cv_ketel"]


def test_a_guest_is_nobody_of_the_household_and_rights_go_by_user() -> None:
    people = tuple(
        Found(f"person.{name}", name, Role.PERSON, 0.95, Why.CLASS, user=user)  # type: ignore[arg-type]
        for name, user in (("anna", "u1"), ("ben", "u2"), ("mia", None))
    )
    proposal = Proposal(rooms=(RoomFound("hall", "Hall", "hall"),), found=people)
    answers = Answers(rights={key_of(people[0]): OWNER, key_of(people[1]): GUEST})
    assert [ticked(one, answers) for one in people] == [True, False, True]
    assert [one.sure for one in decided(proposal, answers).found] == [True, False, True]
    assert rights(proposal, answers) == {"u1": OWNER, "u2": GUEST}


def test_answers_outlive_a_restart_also_those_of_before_there_were_roles() -> None:
    answers = Answers(
        step=1, roles={"doors binary_sensor.x": "windows"}, rights={"persons person.a": OWNER}, typed="http://ha"
    )
    assert answers_of(answers.text()) == answers
    assert answers_of('{"step":1,"url":"","language":"","ticks":{},"rooms":{},"names":{},"left_out":[]}').step == 1
