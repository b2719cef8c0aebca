"""What the API is asked and tells of the settings. Of secrets only that they are set is told."""

import json
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, JsonValue, model_validator

from thermo_edge.config.desk import HIDDEN
from thermo_edge.web.api.bodies import Asked
from thermo_edge.web.api.models import Told

_MARK = json.dumps(HIDDEN).strip('"')
"""What only this program begins a secret with."""

Step = Annotated[str, Field(max_length=255)] | Annotated[int, Field(ge=0, le=1000)]
Path = tuple[Step, ...]


class SettingBody(Asked):
    """One setting, changed or taken away."""

    path: Path = Field(
        min_length=1, max_length=8, description="names, and places in lists", examples=[["rooms", "living", "name"]]
    )
    value: JsonValue = Field(None, description="what it is to be; left out: take it away", examples=["Parlour"])
    was: JsonValue = Field(
        None, description="what it was when you read it: if it has become another since, nothing is saved"
    )

    @model_validator(mode="after")
    def _no_mark(self) -> "SettingBody":
        if _MARK in self.model_dump_json():
            raise ValueError("a setting holds no such character")
        return self


class SettingsBody(Asked):
    """Settings to change; all of them or none."""

    changes: tuple[SettingBody, ...] = Field(min_length=1, max_length=100)


class FaultTold(Told):
    """What is wrong with a setting."""

    path: Path
    text: str


class CheckTold(Told):
    """What is wrong with settings as they would be. Empty: they can be saved."""

    faults: tuple[FaultTold, ...]


class SettingsTold(Told):
    """The settings as the file says them now."""

    version: str
    tree: dict[str, JsonValue] | None = Field(description="null: the file is not even YAML; a secret reads `hidden`")
    faults: tuple[str, ...] = Field(description="why the file cannot be used, with lines")
    good: int | None = Field(description="the version to go back to, if it cannot")
    state: Literal["nothing", "waiting", "taken", "restart", "refused"] = Field(
        description="what became of what was saved last; restart: some of it waits until the program is started again"
    )
    why: tuple[str, ...] = Field(description="where the house refuses it")


class SavedTold(Told):
    """It stands in the file; /settings tells when the house goes by it."""

    version: str


class ChangeTold(Told):
    """What a version changed. Null: it was, or is, not there, or is more than one line."""

    path: Path
    old: JsonValue
    new: JsonValue


class VersionTold(Told):
    """A version of the file, newest first."""

    number: int
    at: datetime
    who: str = Field(description="empty: somebody at the file itself; @page: somebody whose name is not known")
    good: bool = Field(description="it could be used, so one can go back to it")
    restored: int | None = Field(description="the version whose text it is")
    changes: tuple[ChangeTold, ...]


class EntityTold(Told):
    """Something that the home has and settings can name."""

    id: str
    name: str
    area: str | None
    kind: str | None
    unit: str | None
