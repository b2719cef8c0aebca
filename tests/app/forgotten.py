"""A house in which somebody called Zebulon has lived, in every place where a person leaves something."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from tests.builders import LIVING, LIVING_T, MORNING, RADIATOR, a_decision, a_house, forged, minutes, reading
from tests.contracts.history_contract import SET_POINT, a_turn
from tests.web.access import WORDS, Hands, guarded
from thermo_edge.app.core import DATABASE
from thermo_edge.clock import SteppedClock
from thermo_edge.config.versions import Versions
from thermo_edge.home.correction import About, Correction
from thermo_edge.home.forecast import Known, Regime, RegimeSpan
from thermo_edge.home.house import Attribute, Domain, EntityId, Person, PersonId, Point
from thermo_edge.home.memory import ArmingRequest, Cadence, Fine, Memory, SecurityMemory, SensorTrust, Watch
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.taste import Agreed, TasteMemory
from thermo_edge.home.trust import Occasion, Record
from thermo_edge.home.turn import Actor, ActorKind, Change, Decision, Feedback, Hold, Notice, Severity, Verdict, Wish
from thermo_edge.learning import night_files
from thermo_edge.learning.standing import STANDING, Standing, Step, to_json
from thermo_edge.store.database import Database
from thermo_edge.store.history import SqlHistory
from thermo_edge.web.access.visitor import Role

ZEB, BEN = Actor(ActorKind.PERSON, "Zebulon"), Actor(ActorKind.PERSON, "Ben")
OF_ZEB = (EntityId("person.zebulon"), EntityId("sensor.zeb_next_alarm"), EntityId("device_tracker.zebulons_phone"))
OF_BEN = EntityId("person.ben")
DAY = timedelta(days=1)

SETTINGS = """# Zebulon wrote this
home_assistant: {token: a.long.token}
notices:
  phones: [notify.mobile_app_zebulons_phone, notify.mobile_app_bens_phone]  # Zebulon's first
calendars: [calendar.zebulon, calendar.holidays]
persons:
  # Zebulon has the upper floor
  zeb:
    name: Zebulon
    entity: person.zebulon
    alarm_clock: sensor.zeb_next_alarm
    user: 0123zebulonsuser
  ben: {name: Ben, entity: person.ben, visible_to: [zeb]}
rooms:
  living:
    name: Living room
    temperature: sensor.living_temperature
    heating: [{entity: climate.living_radiator}]
"""


def house_in(folder: Path, zebulon: bool = True) -> Path:
    """The settings file of it; without Zebulon: as if they had never been there."""
    path, data = folder / "config.yaml", folder / "data"
    data.mkdir(parents=True)
    versions = Versions(path)
    if zebulon:
        path.write_text(SETTINGS, encoding="utf-8")
        versions.add(SETTINGS, MORNING, "Zebulon", good=True)
        versions.add(SETTINGS + "# again\n", MORNING, "Ben", good=True)
        (data / f"{DATABASE}.before-0003").write_bytes(b"person.zebulon")
    else:
        path.write_text(SETTINGS.replace("zeb", "ada").replace("Zeb", "Ada"), encoding="utf-8")
    history = SqlHistory(Database.open(data / DATABASE))
    lived(history, (ZEB, BEN) if zebulon else (BEN,))
    history.close()
    opened(data, zebulon)
    if zebulon:
        taught(data)
    return path


def taught(data: Path) -> None:
    """What a night leaves: the house that it had, why it was ended, and who withdrew what it had learned."""
    zeb = Person(PersonId("zeb"), "Zebulon", OF_ZEB[0], "0123zebulonsuser", OF_ZEB[1])
    ben = Person(PersonId("ben"), "Ben", OF_BEN, visible_to=frozenset({zeb.id}))
    house = a_house(persons=(zeb, ben), calendars=(EntityId("calendar.zebulon"),))
    night_files.write_house(data / "night", house)
    night_files.skip(data / "night", MORNING, Reason.of(Code.NIGHT_STOPPED, who="Zebulon"))
    gone = Standing().promote(Step("1", "0f", "night", MORNING, "better")).withdraw("Zebulon", MORNING, "asked")
    (data / "models" / "climate").mkdir(parents=True)
    (data / "models" / "climate" / STANDING).write_bytes(to_json(gone))


def opened(data: Path, zebulon: bool) -> None:
    """Keys, tokens, log-ins and looks."""
    access = guarded(data, Hands())
    key = access.keyring.first("Ben", WORDS)
    access.sessions.begin(key)
    if zebulon:
        mine = access.keyring.add("zebulon", WORDS, Role.RESIDENT, "zeb")
        access.sessions.begin(mine)
        access.keyring.make_token("Zebulon's dashboard", Role.RESIDENT, True, "zeb")
        access.keyring.looked("Ben", ["zeb"])
        access.keyring.looked("Zebulon", ["ben"])


def lived(history: SqlHistory, people: tuple[Actor, ...]) -> None:
    """Ten days of readings, then what people did and what was decided of it; the oldest are aggregates by then."""
    for hour in range(240):
        at = MORNING - 10 * DAY + timedelta(hours=hour)
        history.add([reading(LIVING_T, 20.0 + hour % 5, at), reading(_home(OF_BEN), hour % 7 > 2, at)])
        if ZEB in people:
            history.add([reading(_home(OF_ZEB[0]), hour % 3 > 0, at), reading(_home(OF_ZEB[2]), hour % 3 > 0, at)])
            history.add([reading(Point(OF_ZEB[1], Attribute.NEXT_ALARM), at.timestamp() + 3600, at)])
    history.flush()
    for number, who in enumerate(people, start=1 + 10 * (len(people) == 1)):
        at = MORNING + minutes(number)
        history.keep(_turn(number, at, who))
        history.feedback(Feedback(number, Verdict.WRONG, who, at, f"as {who.name} said"))
    history.tidy(MORNING + minutes(30))
    if ZEB in people:
        with_names = {EntityId("person.zebulon"): "0f3a", OF_BEN: "77aa"}
        history.remember_names(with_names)
    last = MORNING + minutes(40)
    history.keep(replace(a_turn(40, last, memory=_memory(last, people)), cause=f"wish {people[0].name}"))


def _home(entity: EntityId) -> Point:
    return Point(entity, Attribute.PRESENCE)


def _turn(number: int, at: datetime, who: Actor) -> object:
    """A wish that became a decision, a command that failed, and a change by hand."""
    said = Reason.of(Code.WISHED, who=who.name, target=22.0, temperature=20.0, until=at)
    decision = a_decision(SET_POINT, 20.0 + number)
    decision = Decision(replace(decision.request, reason=said), decision.outcome, because=said)
    hold = Hold(SET_POINT, 22.0, LIVING, who, at, at + minutes(5))
    wish = Wish(LIVING, 22.0, who, at, at + minutes(5))
    memory = Memory(holds={SET_POINT: hold}, wishes={LIVING: wish})
    change = Change(SET_POINT, 22.0, 20.0, at, who)
    command = forged(RADIATOR, Attribute.SET_POINT, 22.0, number)
    made = a_turn(number, at, decision, commands=(command,), changes=(change,), memory=memory)
    return replace(made, cause=f"wish {who.name}")


def _memory(at: datetime, people: tuple[Actor, ...]) -> Memory:
    """Everything that is remembered of these people."""
    first, until = people[0], at + DAY
    entities = frozenset({OF_BEN, *(OF_ZEB if ZEB in people else ())})
    silent = Reason.of(Code.SENSOR_SILENT, entity=", ".join(sorted(entities)), silent=minutes(90))
    decision = a_decision(SET_POINT, 21.0)
    named = Decision(replace(decision.request, reason=Reason.of(Code.UNDONE, who=first.name)), decision.outcome)
    corrections = tuple(
        Correction(number, LIVING, Domain.LIGHTING, About.LIGHT_ON, who, at, at, until)
        for number, who in enumerate(people)
    )
    agreed = {who.name[0]: Agreed(LIVING, who.name[0], "evening", 1.0, who, at) for who in people}
    debts = {LIVING: {who.name: 0.5 for who in people}}
    notices = {"silent:all": Notice("silent:all", Severity.WARN, silent, at, None, tuple(sorted(entities)))}
    if ZEB in people:
        own = Reason.of(Code.SENSOR_NEVER_SEEN, entity=OF_ZEB[0])
        notices["never:person.zebulon"] = Notice("never:person.zebulon", Severity.WARN, own, at, None, OF_ZEB[:1])
    return Memory(
        holds={SET_POINT: Hold(SET_POINT, 22.5, LIVING, first, at, until)},
        wishes={LIVING: Wish(LIVING, 22.5, first, at, until)},
        notices=notices,
        corrections=corrections,
        taste=TasteMemory(agreed=agreed, debts=debts),
        regimes={Regime.GUESTS: RegimeSpan(Regime.GUESTS, Known.DECLARED, at, until, first)},
        security=SecurityMemory(
            who=first,
            moved_by=first,
            refused=ArmingRequest(Watch.AWAY, first, at, at, why=Reason.of(Code.SOMEONE_INSIDE, detail="Hall")),
            fine=(Fine(frozenset({EntityId("binary_sensor.hall")}), Watch.AWAY, at, first, at, until),),
        ),
        occupancy=replace(Memory().occupancy, trust={entity: SensorTrust(0.9, at) for entity in entities}),
        cadences={_home(entity): Cadence(600.0, 9) for entity in entities},
        record={"living climate": Record(occasions=(Occasion(at, named),))},
    )


def traces(folder: Path, *signs: str) -> list[str]:
    """Every file in which one of these stands, in whatever letters, with what stands around it."""
    found: list[str] = []
    for file in sorted(folder.rglob("*")):
        if not file.is_file():
            continue
        data = file.read_bytes()
        for sign in signs:
            at = data.lower().find(sign.lower().encode())
            if at >= 0:
                found.append(f"{file.name}: {data[max(0, at - 40) : at + 40]!r}")
    return found


def clock() -> SteppedClock:
    return SteppedClock(MORNING + DAY)


def told(folder: Path) -> dict[str, object]:
    """What stands in the file of access."""
    made: dict[str, object] = json.loads((folder / "data" / "access.json").read_text(encoding="utf-8"))
    return made
