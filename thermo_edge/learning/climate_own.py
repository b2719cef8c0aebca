"""A home's own network: when it is trained, how it comes to serve with its rooms in one step, and how it goes."""

import logging
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from pydantic import AwareDatetime, ConfigDict, TypeAdapter, ValidationError, with_config

from thermo_edge.climate.features import Signals
from thermo_edge.errors import LibraryMissing, ModelError, ModelRefused, TrainingFailed
from thermo_edge.home.house import PlaceId
from thermo_edge.home.reason import Code
from thermo_edge.learning import climate_parcel as parcels
from thermo_edge.learning.card import mark
from thermo_edge.learning.climate_base import SLICE, ClimateBase, of_shelved
from thermo_edge.learning.climate_lessons import FEWEST_DAYS, JUDGING, STOPPING, known_days
from thermo_edge.learning.climate_network import NetworkTrial, Serving, drift, network_trial
from thermo_edge.learning.climate_night import DRIFT
from thermo_edge.learning.climate_parcel import PARCEL
from thermo_edge.learning.climate_served import networks
from thermo_edge.learning.files import as_model_errors, read_bounded, write_whole
from thermo_edge.learning.job import Job, read_job, to_json
from thermo_edge.learning.parent import JOB, Outcome, Result
from thermo_edge.learning.room_shelf import RoomCard, RoomShelf, taught_in
from thermo_edge.learning.shelf import BASE, MODELS, Shelf
from thermo_edge.learning.shelved import open_folder
from thermo_edge.learning.trial import Outcome as Judged

LOG = logging.getLogger(__name__)

STEP, DAY = timedelta(minutes=15), timedelta(days=1)

SPAN = 90
"""Days of history that are worth reading: more teach a network, though not a room's closed form."""

EVERY = timedelta(days=7)
"""Between two trainings that ended: one that is tried each night wins by luck some night."""

RESTS = timedelta(days=7)
"""After one was put back, by a person or the night, nothing new serves for so long."""

REGRETS = 3
"""Nights on end that it may be worse than what would serve without it."""

UNFINISHED = timedelta(days=3)
"""So long a training that was interrupted goes on where it was; later it begins anew, with newer days."""

BUDGET, MEMORY = 600.0, 900.0
"""Seconds and MB that the child may have."""

FOLDER, REMEMBERED = "_network", "_network.json"
"""In the folder of the models; no slice can be called so."""

NIGHT = "the night"

Train = Callable[[Job], Outcome]


class Done(StrEnum):
    """What came of a night."""

    NOTHING = "nothing"  # it is not due, there is too little history, or nothing to train from
    INTERRUPTED = "interrupted"
    NOT_TRAINED = "not_trained"
    REFUSED = "refused"
    PROMOTED = "promoted"
    PUT_BACK = "put_back"


@dataclass(frozen=True)
class NetworkNight:
    """`text` says why where there was no trial."""

    done: Done
    text: str = ""
    version: str = ""
    trial: NetworkTrial | None = None


@with_config(ConfigDict(extra="forbid", strict=True))
@dataclass(frozen=True, slots=True)
class Remembered:
    """When a training last ended; nights on end that were regretted; what was last given away to be learned from."""

    tried: AwareDatetime | None = None
    regretted: int = 0
    packed: str = ""  # SHA-256 of the parcel
    packed_until: AwareDatetime | None = None


_REMEMBERED_TYPE = TypeAdapter(Remembered)
_REMEMBERED_BYTES = 4096


@dataclass(frozen=True)
class OwnNetwork:
    """In a program's data folder. One night at a time; reading needs no lock."""

    data: Path
    base: Path = BASE
    rooms_shelf: RoomShelf | None = None
    _shelf: Shelf = field(init=False)
    _taught: RoomShelf = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_shelf", Shelf(self.data / MODELS, self.base))
        object.__setattr__(self, "_taught", self.rooms_shelf or taught_in(self.data))

    # --- a night ------------------------------------------------------------------------------------------------

    def night(self, rooms: Mapping[PlaceId, Signals], end: datetime, train: Train) -> NetworkNight:
        """Of clean histories on one clock that end at `end`, a whole quarter. After the rooms' own night.

        Raises ModelError where the disk or a network fails, and then what served serves.
        """
        bases, remembered = self._networks(), self.remembered()
        if not bases or not rooms:
            return NetworkNight(Done.NOTHING, "no network serves, or no room is known")
        if (back := self._put_back(bases, rooms, end, remembered)) is not None:
            return back
        if (why := self._not_due(rooms, end)) is not None:
            return NetworkNight(Done.NOTHING, why)
        job, until = self._job(bases[0], rooms, end)
        outcome = train(job)
        if outcome.result in (Result.STOPPED, Result.KILLED):
            return NetworkNight(Done.INTERRUPTED, outcome.text)
        self._remember(replace(self.remembered(), tried=end.astimezone(UTC)))
        try:
            if outcome.folder is None:
                return NetworkNight(Done.NOT_TRAINED, outcome.text)
            return self.settle(outcome.folder, rooms, end, until, NIGHT)
        finally:
            shutil.rmtree(job.output, ignore_errors=True)

    def settle(
        self, finished: Path, rooms: Mapping[PlaceId, Signals], end: datetime, until: datetime, who: str
    ) -> NetworkNight:
        """Judge a finished version on the days from `until` on, which did not teach it, and let it serve if it may.

        Raises ModelRefused where it is no such network, or was trained from another than serves.
        """
        bases = self._networks()
        if not bases:
            raise ModelRefused("no network serves beside which it could be judged")
        challenger = of_shelved(open_folder(finished, SLICE))
        challenger.open()
        card = challenger.shelved.card
        if card.parent != bases[0].version or challenger.config != bases[0].config:
            raise ModelRefused(f"{finished}: it was trained from {card.parent}, but {bases[0].version} serves")
        cut = _cut(rooms, end, until)
        trial = network_trial(self._with_rooms(bases[0], rooms), challenger, rooms, cut)
        LOG.info("own network %s: %s, gain %.3f", card.version, trial.refusal or "better", trial.trial.gain)
        if trial.refusal is not None:
            return NetworkNight(Done.REFUSED, "", card.version, trial)
        self.promote(finished, trial, end, who)
        return NetworkNight(Done.PROMOTED, "", card.version, trial)

    def promote(self, finished: Path, trial: NetworkTrial, end: datetime, who: str) -> None:
        """Put a finished version to serve with its rooms; a kill or a ModelError leaves what served.

        Rooms first: nobody applies them before their network serves, and that is one step.
        """
        at, version = end.astimezone(UTC), self._shelf.admit(finished).card.version
        why = trial.trial.reason.code.value
        for room, learned in trial.learned.items():
            card = RoomCard(room, version, at, round(learned.days, 2), trial.way.value, trial.rooms[room])
            self._taught.promote(card, learned, who=who, why=why)
        self._shelf.promote(SLICE, version, who=who, at=at, why=f"{why} {trial.trial.gain:.1%}")
        self._taught.remember(replace(self._taught.nights(), regretted={}))
        self._remember(replace(self.remembered(), regretted=0))

    def serving(self) -> ClimateBase | None:
        """The network that serves."""
        return next(iter(self._networks()), None)

    def since(self) -> datetime | None:
        """Since when an own network serves; None: none does."""
        try:
            step = self._shelf.standing(SLICE).serving
        except ModelRefused:
            return None
        return step.at if step is not None else None

    def put_back(self, who: str, at: datetime, why: str) -> None:
        """Let serve what served before; its rooms go with it. Raises ModelError."""
        self._shelf.roll_back(SLICE, who=who, at=at.astimezone(UTC), why=why)

    def withdrawn(self) -> datetime | None:
        """When an own network was last put back, by a person or the night."""
        try:
            return max((step.at for step in self._shelf.standing(SLICE).withdrawn), default=None)
        except ModelRefused:
            return None

    # --- what is remembered -------------------------------------------------------------------------------------

    def remembered(self) -> Remembered:
        """Nothing, where that cannot be read."""
        try:
            return _REMEMBERED_TYPE.validate_json(read_bounded(self._file, _REMEMBERED_BYTES))
        except (ModelRefused, ValidationError):
            return Remembered()

    def packed(self, digest: str, until: datetime) -> None:
        """Remember what was given away. Raises ModelError."""
        self._remember(replace(self.remembered(), packed=digest, packed_until=until.astimezone(UTC)))

    # --- helpers ------------------------------------------------------------------------------------------------

    @property
    def _file(self) -> Path:
        return self.data / MODELS / REMEMBERED

    def _remember(self, remembered: Remembered) -> None:
        with as_model_errors(self._file):
            self._file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self._file, _REMEMBERED_TYPE.dump_json(remembered))

    def _networks(self) -> tuple[ClimateBase, ...]:
        try:
            return networks(self._shelf)
        except LibraryMissing:
            return ()

    def _with_rooms(self, base: ClimateBase, rooms: Mapping[PlaceId, Signals]) -> Serving:
        kept = {room: self._taught.serving(room, base.version) for room in rooms}
        return Serving(base, {room: each.learned for room, each in kept.items() if each is not None})

    def _put_back(
        self, bases: tuple[ClimateBase, ...], rooms: Mapping[PlaceId, Signals], end: datetime, known: Remembered
    ) -> NetworkNight | None:
        """Where the own network has been worse for too long."""
        if bases[0].shelved.base or len(bases) < 2:
            return None
        cut = _cut(rooms, end, end - JUDGING * DAY)
        found = drift(self._with_rooms(bases[0], rooms), self._with_rooms(bases[1], rooms), rooms, cut)
        worse = found.outcome is not Judged.TOO_LITTLE and found.gain < -DRIFT.margin
        regretted = known.regretted + 1 if worse else 0
        if regretted < REGRETS:
            self._remember(replace(known, regretted=regretted))
            return None
        at = end.astimezone(UTC)
        self._shelf.roll_back(SLICE, who=NIGHT, at=at, why=Code.NETWORK_BACK.value)
        self._remember(replace(known, regretted=0, tried=at))
        return NetworkNight(Done.PUT_BACK, "", bases[0].version)

    def _not_due(self, rooms: Mapping[PlaceId, Signals], end: datetime) -> str | None:
        left = (JUDGING + STOPPING) * 96
        days = max(known_days(signals.part(0, max(0, signals.times - left))) for signals in rooms.values())
        if days < FEWEST_DAYS:
            return f"{days:.0f} days of a room to learn from; gradients need {FEWEST_DAYS}"
        tried, gone = self.remembered().tried, self.withdrawn()
        if tried is not None and timedelta(0) <= end - tried < EVERY:
            return "it was tried this week"
        return "one was put back this week" if gone is not None and timedelta(0) <= end - gone < RESTS else None

    def _job(self, base: ClimateBase, rooms: Mapping[PlaceId, Signals], end: datetime) -> tuple[Job, datetime]:
        """The one that was interrupted, or a new one; and until when its signals go."""
        output = self.data / MODELS / FOLDER
        parent = base.shelved.folder.resolve()
        try:
            job = read_job(output / JOB)
            until = parcels.read(output / PARCEL, str(job.options.get("signals"))).end
            if job.parent == parent and timedelta(0) <= end - JUDGING * DAY - until < UNFINISHED:
                return job, until
        except (TrainingFailed, ModelRefused):
            pass
        shutil.rmtree(output, ignore_errors=True)
        until = end - JUDGING * DAY
        content = taught_by(rooms, end, until)
        with as_model_errors(output):
            output.mkdir(parents=True, exist_ok=True)
        write_whole(output / PARCEL, content)
        job = job_of(output.resolve(), parent, mark(content).sha256)
        write_whole(output / JOB, to_json(job))
        return job, until


def taught_by(rooms: Mapping[PlaceId, Signals], end: datetime, until: datetime) -> bytes:
    """A parcel of what was before `until`: rooms are numbered."""
    cut = _cut(rooms, end, until)
    return parcels.to_bytes([signals.part(0, cut) for signals in rooms.values()], until)


def job_of(output: Path, parent: Path, digest: str, memory: float = MEMORY) -> Job:
    """The training of a parcel that lies in `output`."""
    return Job(SLICE, output, 0, BUDGET, memory, data=(output / PARCEL,), parent=parent, options={"signals": digest})


def _cut(rooms: Mapping[PlaceId, Signals], end: datetime, until: datetime) -> int:
    """The step of `until`; raises ModelError where the histories do not reach so far."""
    times = min(signals.times for signals in rooms.values())
    cut = times - round((end - until) / STEP)
    if not 0 < cut <= times:
        raise ModelError("the history that is kept does not reach back to what it was taught by")
    return cut
