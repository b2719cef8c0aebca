"""Versions of a home's own network for tests without torch: the shipped one under another name, or spoiled."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.builders import MORNING
from thermo_edge.home.house import PlaceId
from thermo_edge.learning.card import CARD, NETWORK, Card, mark, to_json
from thermo_edge.learning.climate_at_home import RoomLearned
from thermo_edge.learning.climate_network import Forgot, NetworkTrial
from thermo_edge.learning.files import write_folder
from thermo_edge.learning.shelf import BASE
from thermo_edge.learning.shelved import open_folder
from thermo_edge.learning.trial import Outcome, Verdict

SHIPPED = open_folder(BASE / "climate", "climate", base=True).card
LIVING, BEDROOM = PlaceId("living room"), PlaceId("bedroom")
WON = Verdict(Outcome.BETTER, 7, gain=0.1)


def made(folder: Path, number: int = 1, network: bytes | None = None, **changes: object) -> Path:
    """A finished version, as a training child leaves it."""
    shipped = open_folder(BASE / "climate", "climate", base=True)
    files = {name: shipped.read(name) for name in shipped.card.files}
    if network is not None:
        files[NETWORK] = network
    version = f"v{number}"
    card: Card = replace(
        shipped.card,
        version=version,
        parent=SHIPPED.version,
        created=MORNING + timedelta(days=number),
        files={name: mark(content) for name, content in files.items()},
        **changes,  # type: ignore[arg-type]
    )
    write_folder(folder / version, {**files, CARD: to_json(card)})
    return folder / version


def won(*rooms: PlaceId, days: float = 20.0) -> NetworkTrial:
    """A trial that lets it serve, with rooms whose days tell which generation they are of."""
    return NetworkTrial(
        WON, dict.fromkeys(rooms, WON), Forgot(0.0, 0.0), learned=dict.fromkeys(rooms, RoomLearned(days))
    )
