"""The rows of the model shelf."""

from dataclasses import replace
from pathlib import Path

from tests.builders import MORNING, minutes
from thermo_edge.store.database import Database
from thermo_edge.store.models import ModelRecord, models, put_model


def test_models_are_added_and_change_their_status(path: Path) -> None:
    database = Database.open(path)
    first = ModelRecord("climate", "1", "models/climate-1.onnx", "ab" * 32, "live", MORNING, '{"seed": 1}')
    second = replace(first, version="2", status="candidate", created=MORNING + minutes(5))
    for record in (first, second, replace(first, status="retired"), replace(first, slice="lighting")):
        put_model(database, record)
    assert models(database, "climate") == (second, replace(first, status="retired"))
    assert models(database, "security") == ()
    database.close()
