"""Puts a trained network with its card into a folder, and proves that it opens and answers."""

from datetime import datetime
from pathlib import Path

from thermo_edge import __version__
from thermo_edge.learning.card import (
    CARD,
    FORMAT,
    NETWORK,
    WEIGHTS,
    Card,
    config_json,
    mark,
    new_card,
    to_json,
    version_name,
)
from thermo_edge.learning.files import write_folder
from thermo_edge.learning.recipes import Finished
from thermo_edge.learning.runtime import open_predictor
from thermo_edge.learning.shelved import Shelved, open_folder, pack


def finish(finished: Finished, slice_: str, parent: str | None, created: datetime, output: Path) -> Shelved:
    """Write `output/<version>`; raises ModelRefused where the card or the network would not serve."""
    files = {NETWORK: finished.network, WEIGHTS: pack(finished.weights)}
    files |= {name: pack(arrays) for name, arrays in finished.more.items()}
    card = new_card(
        Card(
            format=FORMAT,
            slice=slice_,
            version=version_name(created, finished.network),
            parent=parent,
            created=created,
            program=__version__,
            config=config_json(finished.config),
            inputs=finished.inputs,
            outputs=finished.outputs,
            data=finished.data,
            seeds=finished.seeds,
            metrics=finished.metrics,
            files={name: mark(content) for name, content in sorted(files.items())},
        )
    )
    folder = output / card.version
    write_folder(folder, {**files, CARD: to_json(card)})
    shelved = open_folder(folder, slice_)
    open_predictor(shelved)
    shelved.require_whole()
    return shelved
