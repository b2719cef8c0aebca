"""Notes the shelf's models in the database, so that a decision of last month can still say which model it had."""

from thermo_edge.learning.card import to_json
from thermo_edge.learning.shelf import Shelf
from thermo_edge.learning.shelved import Shelved
from thermo_edge.store.database import Database
from thermo_edge.store.models import ModelRecord, models, put_model

SERVES, KEPT, GONE = "serves", "kept", "gone"


def note(database: Database, shelf: Shelf, slice_: str) -> None:
    """Bring a slice's rows up to what lies on the shelf; rows of versions that are gone stay. Raises StoreError."""
    serving = shelf.serving(slice_).model
    found = {each.card.version: each for each in shelf.versions(slice_)}
    if serving is not None:
        found[serving.card.version] = serving
    served = serving.card.version if serving is not None else None
    rows = {record.version: record for record in models(database, slice_)}
    wanted = {name: _record(each, SERVES if name == served else KEPT) for name, each in found.items()}
    for name, old in rows.items():
        if name not in wanted:
            wanted[name] = ModelRecord(slice_, name, old.path, old.hash, GONE, old.created, old.card)
    for name, record in wanted.items():
        if rows.get(name) != record:
            put_model(database, record)


def _record(model: Shelved, status: str) -> ModelRecord:
    card = model.card
    text = to_json(card).decode()
    return ModelRecord(card.slice, card.version, str(model.folder), model.digest, status, card.created, text)
