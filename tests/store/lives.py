"""A program that keeps turns as fast as it can and says each that was kept, until somebody kills it."""

import sys
from pathlib import Path

from tests.builders import LIVING_T, MORNING, RADIATOR, a_decision, forged, minutes, reading
from tests.contracts.history_contract import SET_POINT, a_hold, a_turn
from thermo_edge.home.house import Attribute
from thermo_edge.home.memory import DeviceMemory, Memory
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.turn import SOMEBODY, Delivery, Feedback, Instead, Verdict
from thermo_edge.store.database import Database
from thermo_edge.store.history import SqlHistory


def live(path: Path) -> None:
    history = SqlHistory(Database.open(path))
    number = history.memory().turn
    while True:
        number += 1
        at = MORNING + minutes(number)
        memory = Memory(
            holds={SET_POINT: a_hold(float(number), at)}, devices={"heater": DeviceMemory(number % 2 == 0, at, True)}
        )
        history.add([reading(LIVING_T, 20 + number % 9 + 0.5, at)])
        commands = (forged(RADIATOR, Attribute.SET_POINT, float(number), number),)
        history.keep(a_turn(number, at, a_decision(SET_POINT, float(number)), commands=commands, memory=memory))
        history.note_otherwise(number, (Instead(Reason.of(Code.IF_COLDER, temperature=float(number))),))
        history.delivered(Delivery(number, at, f"context-{number}"))
        if number % 5 == 0:
            history.feedback(Feedback(number, Verdict.RIGHT, SOMEBODY, at))
        if number % 50 == 0:
            history.flush()
            history.tidy(at)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    live(Path(sys.argv[1]))
