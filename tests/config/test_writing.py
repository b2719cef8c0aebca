"""A proposal as a file: what it says is what was proposed; what was unsure is right once its signs are taken away."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings

from tests.config.homes import DUTCH, FRENCH, HOMES, ODD, Written, a, item
from tests.config.test_propose import INVENTORIES
from thermo_edge.config.file import parse_settings
from thermo_edge.config.house import house
from thermo_edge.config.proposal import Proposal, Role
from thermo_edge.config.propose import propose
from thermo_edge.config.settings import Settings
from thermo_edge.config.writing import OF_ROOM, Access, written
from thermo_edge.home.inventory import Inventory

ACCESS = Access("http://127.0.0.1:8123", Path("/somewhere/token"))


def entities(made: Settings) -> dict[str, set[str]]:
    """By role, all the entities that the settings name."""
    found: dict[str, set[str]] = {role.value: set() for role in Role}
    for room in made.rooms.values():
        for role in OF_ROOM:
            named = getattr(room, role.value)
            found[role.value] |= {one if isinstance(one, str) else one.entity for one in named}
    for role in (Role.OUTDOOR, Role.WEATHER, Role.PRICE):
        found[role.value] |= {one for one in [getattr(made, role.value)] if one}
    if made.alarm:
        found["panel"] |= {one for one in [made.alarm.panel] if one}
        found["sirens"] |= set(made.alarm.sirens)
    found["persons"] |= {who.entity for who in made.persons.values() if who.entity}
    found["heat_sources"] |= {source.switch for source in made.heat_sources.values() if source.switch}
    return found


def proposed(made: Proposal) -> dict[str, set[str]]:
    return {role.value: {one.entity for one in made.found if one.role is role and one.sure} for role in Role}


@pytest.mark.parametrize("home", HOMES.values(), ids=HOMES)
def test_the_file_says_what_was_proposed(home: Written) -> None:
    made = propose(home.inventory)
    read = parse_settings(written(made, ACCESS))
    assert entities(read) == proposed(made)
    assert [(name, room.name) for name, room in read.rooms.items()] == [(room.id, room.name) for room in made.rooms]
    assert (read.home_assistant.url, read.home_assistant.token_file) == (ACCESS.url, ACCESS.token_file)
    house(read, read.zone())


def test_what_was_unsure_is_there_with_its_share_and_why() -> None:
    text = written(propose(FRENCH.inventory), ACCESS)
    assert "      # 60 %: it is a bare switch, and only its name says that it heats\n" in text
    assert "      # - entity: switch.convecteur\n" in text
    assert "    # heating:\n" in text


COVERED = re.compile(r"^( {4,})# ( *(?:- )?[a-z_]+:.*|- [\w.]+)$", re.MULTILINE)
"""An entry or a key of a room that is covered, but not the share above it."""


@pytest.mark.parametrize("home", HOMES.values(), ids=HOMES)
def test_taking_the_signs_away_makes_it_so(home: Written) -> None:
    made = propose(home.inventory)
    read = entities(parse_settings(COVERED.sub(r"\1\2", written(made, ACCESS))))
    assert {str(one.entity) for one in made.unsure if one.role in OF_ROOM} <= set().union(*read.values())


def test_lamps_carry_what_they_can_do() -> None:
    lamps = (
        item("light.plain", "Plain", "bath", colour_modes=frozenset({"onoff"})),
        item("light.white", "White", "bath", colour_modes=frozenset({"color_temp"}), kelvin=(1000.0, 6535.0)),
    )
    read = parse_settings(written(propose(Inventory((a("bath", "Bath"),), lamps)), ACCESS))
    plain, white = read.rooms["bath"].lamps
    assert (plain.dims, white.dims, white.warmest, white.coldest) == (False, True, 1500.0, 6535.0)


def test_the_alarm_and_its_sirens() -> None:
    read = parse_settings(written(propose(DUTCH.inventory), ACCESS))
    assert read.alarm is not None
    assert (read.alarm.panel, read.alarm.sirens) == ("alarm_control_panel.huis", ["siren.hal"])


def test_help_is_given_once() -> None:
    text = written(propose(ODD.inventory), ACCESS)
    assert text.count("its thermometers, the best first") == 1
    assert text.count("# as you call it") == 1


@settings(max_examples=150, deadline=None)
@given(INVENTORIES)
def test_every_home_becomes_settings(home: Inventory) -> None:
    made = propose(home)
    read = parse_settings(written(made, ACCESS))
    assert entities(read) == proposed(made)
    house(read, read.zone())
