"""What people called wrong, and how far trust had come, are on the disk as they were."""

from pathlib import Path

from tests.builders import LIVING, MORNING, a_decision, minutes
from tests.contracts.history_contract import SET_POINT, a_turn
from thermo_edge.control import trust
from thermo_edge.home.correction import LASTS, About, Correction
from thermo_edge.home.house import Domain, EntityId, Mode
from thermo_edge.home.memory import Fine, Memory, SecurityMemory, Watch
from thermo_edge.home.taste import TasteMemory
from thermo_edge.home.trust import Fell, Occasion, Record, Standing, Tally, Word
from thermo_edge.home.turn import SOMEBODY
from thermo_edge.store.database import Database
from thermo_edge.store.history import SqlHistory

NAME = trust.key(Domain.CLIMATE, LIVING)
SAID = Correction(7, LIVING, Domain.LIGHTING, About.LIGHT_ON, SOMEBODY, MORNING, MORNING, MORNING + LASTS)
FELL = Fell(LIVING, Domain.CLIMATE, Mode.ACT, Mode.ASK, MORNING, 5, 14)
FINE = Fine(frozenset({EntityId("binary_sensor.hall")}), Watch.AWAY, MORNING, SOMEBODY, MORNING, MORNING + LASTS)
RECORD = Record(
    (Tally(739_000, 5, 2, 1),),
    (Occasion(MORNING, a_decision(SET_POINT, 20.5), False, 739_000),),
    (Word(7, False, 739_000, MORNING, False),),
)
LIVED = Memory(
    corrections=(SAID,),
    taste=TasteMemory(corrected=(SAID,)),
    trust={NAME: Standing(MORNING, True, FELL, MORNING)},
    record={NAME: RECORD},
    security=SecurityMemory(fine=(FINE,)),
)


def test_it_comes_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    history = SqlHistory(Database.open(path))
    history.keep(a_turn(1, MORNING + minutes(1), memory=LIVED))
    history.close()
    again = SqlHistory(Database.open(path))
    kept = again.memory()
    again.close()
    assert (kept.corrections, kept.taste, kept.trust) == (LIVED.corrections, LIVED.taste, LIVED.trust)
    assert (kept.record, kept.security) == (LIVED.record, LIVED.security)
