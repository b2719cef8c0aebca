"""Houses in a folder, and backups of them, to be put back."""

import hashlib
import json
import time
import zipfile
from contextlib import suppress
from pathlib import Path

from tests.builders import LIVING_T, MORNING, a_decision, minutes, reading
from tests.contracts.history_contract import SET_POINT, a_hold, a_turn
from tests.web.access import WORDS, Hands, guarded
from thermo_edge.app import put_back
from thermo_edge.app.put_back import SENT, Stage
from thermo_edge.app.put_back_check import looked_at
from thermo_edge.home.memory import Guarding, Memory, SecurityMemory
from thermo_edge.home.put_back import PutBack
from thermo_edge.home.reason import Refused
from thermo_edge.store.backup import MANIFEST, backup
from thermo_edge.store.database import Database
from thermo_edge.store.history import SqlHistory

SETTINGS = """name: {name}
home_assistant: {{url: "http://127.0.0.1:9", token_file: token}}
persons: {{anna: {{}}, ben: {{}}}}
rooms:
  living: {{temperature: sensor.living, heating: [{{entity: climate.living}}]}}
{more}"""


class House:
    """One with settings, keys and a history; `degrees` is what its hold says, by which it is told from others."""

    def __init__(self, folder: Path, name: str = "Home", degrees: float = 20.0, more: str = "") -> None:
        self.folder, self.path, self.more = folder, folder / "config.yaml", more
        self.database = folder / "data" / "thermo-edge.db"
        self.database.parent.mkdir(parents=True, exist_ok=True)
        (folder / "token").write_text("a.long.token", encoding="utf-8")
        self.clock = Hands()
        self.live(name, degrees)

    def live(self, name: str, degrees: float, armed: bool = False, turns: int = 3) -> None:
        """Some turns more, and other settings; whoever is called like the house has a key."""
        self.path.write_text(SETTINGS.format(name=name, more=self.more), encoding="utf-8")
        with suppress(Refused):  # it has one already
            guarded(self.database.parent).keyring.add(f"{name} {degrees}", WORDS)
        history = SqlHistory(Database.open(self.database))
        security = SecurityMemory(Guarding.ARMED) if armed else SecurityMemory()
        first = history.memory().turn + 1
        for number in range(first, first + turns):
            at = MORNING + minutes(number)
            history.add([reading(LIVING_T, degrees, at)])
            memory = Memory(holds={SET_POINT: a_hold(degrees)}, security=security)
            history.keep(a_turn(number, at, a_decision(SET_POINT, degrees), memory=memory))
        history.close()

    def stage(self) -> Stage:
        return Stage(self.path, self.database, lambda: False, look=looked_at)

    def backup(self, name: str = "house.zip") -> Path:
        to = self.folder / name
        backup(self.database, self.path, to, MORNING + minutes(60))
        return to

    def stands(self) -> tuple[str, float, int]:
        """The name in the settings, the degrees in the history, and how many have a key."""
        history = SqlHistory(Database.open(self.database))
        degrees = history.memory().holds[SET_POINT].value
        history.close()
        keys = len(guarded(self.database.parent).keyring.book.keys)
        return self.path.read_text(encoding="utf-8").split("\n")[0].removeprefix("name: "), float(str(degrees)), keys

    def start(self) -> None:
        """As `run` does before anything else, but for the child that looks."""
        put_back.at_start(self.path, self.clock, looked_at)

    @property
    def sent(self) -> Path:
        return self.database.with_name(SENT)

    def files(self) -> set[str]:
        """But for what is always there."""
        usual = {"thermo-edge.db", "thermo-edge.db.lock", "access.json", "access.json.lock", "put-back.zip.lock"}
        usual |= {"config.yaml", "token", "data", "house.zip", "thermo-edge.db.modes.json", "config.yaml.put-back.json"}
        return {each.name for each in (*self.folder.iterdir(), *self.database.parent.iterdir())} - usual


def send(stage: Stage, archive: Path, part: int = 1000) -> PutBack:
    """As a browser does."""
    content = archive.read_bytes()
    incoming = stage.receive(len(content))
    try:
        for begin in range(0, len(content), part):
            incoming.write(content[begin : begin + part])
        return incoming.finish()
    finally:
        incoming.close()


def agreed(house: House, archive: Path) -> PutBack:
    """Sent, and said yes to."""
    stage = house.stage()
    offered = send(stage, archive).offered
    assert offered is not None
    stage.agree(offered.mark, "Anna")
    return stage.state()


def rewritten(archive: Path, **content: bytes | None) -> Path:
    """With other contents, under the right digests: `history_db`, `config_yaml`, `access_json`; None: without it."""
    made = archive.with_name(f"rewritten-{time.monotonic_ns()}.zip")
    wanted = {name.replace("_", ".", 1): value for name, value in content.items()}
    with zipfile.ZipFile(archive) as old:
        files = {name: old.read(name) for name in old.namelist()}
    manifest = json.loads(files.pop(MANIFEST))
    files = {name: value for name, value in {**files, **wanted}.items() if value is not None}
    manifest["files"] = {name: hashlib.sha256(value).hexdigest() for name, value in files.items()}
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr(MANIFEST, json.dumps(manifest))
        for name, value in files.items():
            new.writestr(name, value)
    return made
