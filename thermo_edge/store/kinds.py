"""How values lie in columns: instants as integers, small structures as JSON; the only place where time is converted."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from pydantic import ConfigDict, TypeAdapter
from pydantic_core import PydanticSerializationError
from sqlalchemy import BigInteger, Dialect, Integer
from sqlalchemy.types import TypeDecorator

T = TypeVar("T")

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
SECOND = 1_000_000
MINUTE = 60 * SECOND
DAY = 86_400 * SECOND

Id = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only in a column of exactly this type."""


def micros(at: datetime) -> int:
    """Microseconds since 1970: exact, so that what is read back equals what was kept; a time must have a zone."""
    return (at - EPOCH) // MICROSECOND


def length(span: timedelta) -> int:
    return span // MICROSECOND


def instant(at: int) -> datetime:
    return EPOCH + timedelta(microseconds=at)


class Instant(TypeDecorator[datetime]):
    """An aware UTC time as an integer, because SQLite forgets time zones."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        return None if value is None else micros(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else instant(value)


class Codec(Generic[T]):
    """A structure as JSON text and back, checked while it is read. NaN and infinity survive: refusals contain them."""

    def __init__(self, kind: Any) -> None:
        # wrapped in a tuple, because a dataclass by itself takes no configuration from outside
        wrapped: Any = tuple[kind]
        self._adapter: TypeAdapter[tuple[T]] = TypeAdapter(wrapped, config=ConfigDict(ser_json_inf_nan="constants"))

    def dump(self, value: T) -> str:
        try:
            return self._adapter.dump_json((value,), warnings=False)[1:-1].decode()
        except PydanticSerializationError:  # half a character in a name: it costs that character only
            plain = self._adapter.dump_python((value,), mode="json", warnings=False)
            return json.dumps(plain[0], ensure_ascii=False).encode("utf-8", "replace").decode()

    def load(self, text: str) -> T:
        """Raises ValueError for what is not such a structure."""
        return self._adapter.validate_json(f"[{text}]")[0]
