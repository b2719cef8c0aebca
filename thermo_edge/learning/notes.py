"""Notes the shelf's models in the database, so that a decision of last month can still say which model it had."""

from thermo_edge.learning.card import to_json
from thermo_edge.learning.shelf import Shelf
from thermo_edge.learning.shelved import Shelved
from thermo_edge.store.database import Database
from thermo_edge.store.models import ModelRecord, models, put_model

SERVES, KEPT, GONE = "serves", "kept", "gone"


def note(database: Database, shelf: Shelf, slice_: str) -> None:
    """Bring a slice's rows up to what lies on the shelf; rows of versions that are gone stay.

    Reads every file of all that may serve. Raises StoreError.
    """
    whole = [each for each in shelf.candidates(slice_) if isinstance(each, Shelved)]
    served = whole[0].card.version if whole else None
    found = {each.card.version: each for each in (*shelf.versions(slice_), *whole)}
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
    where = "/".join(model.folder.parts[-2:])  # wherever the data folder is, whose name may be somebody's
    text = to_json(card).decode()
    return ModelRecord(card.slice, card.version, where, model.digest, status, card.created, text)
