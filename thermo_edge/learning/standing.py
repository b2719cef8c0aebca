"""The small file that says which version of a slice's model serves: who put it there, when and why."""

import json
from dataclasses import dataclass, replace
from datetime import datetime

from pydantic import AwareDatetime, ConfigDict, TypeAdapter, ValidationError, with_config

from thermo_edge.errors import ModelRefused

STANDING = "serving.json"
STANDING_BYTES = 64 * 1024
_REMEMBERED = 20

_strict = with_config(ConfigDict(extra="forbid", strict=True))


@_strict
@dataclass(frozen=True, slots=True)
class Step:
    """Somebody, or the night, put a version to serve, or withdrew it; `card` is the SHA-256 of its card."""

    version: str
    card: str
    who: str
    at: AwareDatetime
    why: str


@_strict
@dataclass(frozen=True, slots=True)
class Standing:
    """The last of `steps` serves; where it cannot, the one before it, and below all of them the base model."""

    format: int = 1
    steps: tuple[Step, ...] = ()
    withdrawn: tuple[Step, ...] = ()

    @property
    def serving(self) -> Step | None:
        """Nothing where the base model serves."""
        return self.steps[-1] if self.steps else None

    def promote(self, step: Step) -> "Standing":
        """One more version serves; one that stands there already moves to the top."""
        others = tuple(each for each in self.steps if each.version != step.version)
        return replace(self, steps=(*others, step)[-_REMEMBERED:])

    def withdraw(
        self, who: str, at: datetime, why: str, everything: bool = False, version: str | None = None
    ) -> "Standing":
        """The last one, this `version`, or `everything` serves no more."""
        chosen = version or self.steps[-1].version
        left = tuple(each for each in self.steps if not everything and each.version != chosen)
        gone = tuple(replace(each, who=who, at=at, why=why) for each in self.steps if each not in left)
        return replace(self, steps=left, withdrawn=(*self.withdrawn, *gone)[-_REMEMBERED:])

    def without(self, versions: frozenset[str]) -> "Standing":
        """Forget versions that are no longer kept."""
        return replace(self, steps=tuple(each for each in self.steps if each.version not in versions))


_STANDINGS = TypeAdapter(Standing)


def to_json(standing: Standing) -> bytes:
    return json.dumps(_STANDINGS.dump_python(standing, mode="json"), indent=1).encode() + b"\n"


def from_json(content: bytes) -> Standing:
    """Raises ModelRefused where it cannot be read: then the base model serves."""
    try:
        standing = _STANDINGS.validate_json(content)
    except ValidationError as error:
        raise ModelRefused(f"{STANDING} cannot be read: {error.errors(include_url=False)[0]['msg']}") from None
    if standing.format != 1:
        raise ModelRefused(f"{STANDING} was written by another program: its format is {standing.format}")
    return standing
