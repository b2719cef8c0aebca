"""Every table, once; the migrations must lead to exactly this."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)

from thermo_edge.store.kinds import Id, Instant

Json = Text
"""Holds JSON, encoded and checked row by row in records.py, so that one row that cannot be read costs one row."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)


def _number() -> Column[int]:
    return Column("number", Id, primary_key=True, autoincrement=False)


def _id() -> Column[int]:
    return Column("id", Id, primary_key=True, autoincrement=False)


def _who() -> tuple[Column[str], Column[str]]:
    return Column("who", Text, nullable=False), Column("name", Text, nullable=False)


# --- what is measured -----------------------------------------------------------------------------------------------

entities = Table("entities", metadata, _id(), Column("entity", Text, nullable=False, unique=True))

words = Table("words", metadata, _id(), Column("word", Text, nullable=False, unique=True))

series = Table(
    "series",
    metadata,
    _id(),
    Column("entity", Id, ForeignKey("entities.id"), nullable=False),
    Column("attribute", Text, nullable=False),
    Column("resolution", Float, nullable=False),  # what one step of its aggregates is worth
    Column("carry_at", BigInteger),  # the last reading before the raw ones begin
    Column("carry_value", Float),
    UniqueConstraint("entity", "attribute"),
)

# by time first: each flush then touches one or two pages, however many sensors spoke, which spares memory cards;
# its times are what Instant makes of them, but come and go by the thousand and are reckoned with as integers
readings = Table(
    "readings",
    metadata,
    Column("at", BigInteger, primary_key=True, autoincrement=False),
    Column("series", Id, ForeignKey("series.id"), primary_key=True, autoincrement=False),
    Column("value", Float),
    Column("word", Id, ForeignKey("words.id")),
    Column("quality", SmallInteger, nullable=False),
    sqlite_with_rowid=False,
)


def _aggregate(name: str) -> Table:
    """`slot` counts the slots since 1970; a row stands for `span` alike slots, never beyond a UTC day.

    `mean` is in steps of the series' resolution; `below` and `above` say how far the extremes lie from it.
    """
    return Table(
        name,
        metadata,
        Column("series", Id, ForeignKey("series.id"), primary_key=True, autoincrement=False),
        Column("slot", Integer, primary_key=True, autoincrement=False),
        Column("span", SmallInteger, nullable=False),
        Column("mean", BigInteger, nullable=False),
        Column("below", BigInteger),
        Column("above", BigInteger),
        Column("count", Integer, nullable=False),
        Column("cover", SmallInteger),  # seconds of the slot that are known; empty: all
        sqlite_with_rowid=False,
    )


five_minutes = _aggregate("five_minutes")
hours = _aggregate("hours")

# which days came from what the home itself remembered; `day` and `until` are when it begins and how far it is done
imported = Table(
    "imported",
    metadata,
    Column("series", Id, ForeignKey("series.id"), primary_key=True, autoincrement=False),
    Column("day", BigInteger, primary_key=True, autoincrement=False),
    Column("until", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

# --- what was decided -----------------------------------------------------------------------------------------------

turns = Table(
    "turns",
    metadata,
    _number(),
    Column("at", Instant, nullable=False),
    Column("cause", Text, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    _number(),
    Column("turn", Id, nullable=False),
    Column("at", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Column("series", Id, ForeignKey("series.id"), nullable=False),
    Column("place", Text, nullable=False),
    Column("domain", Text, nullable=False),
    Column("priority", SmallInteger, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("value", Json, nullable=False),
    Column("aim", Json),
    Column("aim_until", Instant),
    Column("reason", Json, nullable=False),
    Column("because", Json),
    Column("before", Json),
    Column("otherwise", Json),  # what would have changed it; empty: nothing, or it was not tried
    Index(None, "place", "number"),
)

commands = Table(
    "commands",
    metadata,
    _number(),
    Column("turn", Id, nullable=False),
    Column("at", Instant, nullable=False),
    Column("series", Id, ForeignKey("series.id"), nullable=False),
    Column("value", Json, nullable=False),
    Column("delivered", Instant),
    Column("context", Text),
    Column("error", Json),
)

changes = Table(
    "changes",
    metadata,
    _id(),
    Column("at", Instant, nullable=False),
    Column("series", Id, ForeignKey("series.id"), nullable=False),
    Column("value", Json, nullable=False),
    Column("before", Json),
    *_who(),
)

feedback = Table(
    "feedback",
    metadata,
    _id(),
    Column("decision", Id, nullable=False, index=True),
    Column("verdict", Text, nullable=False),
    *_who(),
    Column("at", Instant, nullable=False),
    Column("detail", Text, nullable=False),
)

# --- what is now: a row ends, it is not deleted -----------------------------------------------------------------------

modes = Table(
    "modes",
    metadata,
    _id(),
    Column("place", Text, nullable=False),
    Column("domain", Text, nullable=False),
    Column("mode", SmallInteger, nullable=False),
    Column("since", Instant, nullable=False),
    Column("ended", Instant),
)

holds = Table(
    "holds",
    metadata,
    _id(),
    Column("series", Id, ForeignKey("series.id"), nullable=False),
    Column("value", Json, nullable=False),
    Column("place", Text, nullable=False),
    *_who(),
    Column("since", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Column("establish", Boolean, nullable=False),
    Column("ended", Instant),
)

wishes = Table(
    "wishes",
    metadata,
    _id(),
    Column("room", Text, nullable=False),
    Column("domain", Text, nullable=False),
    Column("target", Json, nullable=False),
    *_who(),
    Column("since", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Column("ended", Instant),
)

asks = Table(
    "asks",
    metadata,
    _id(),
    Column("place", Text, nullable=False),
    Column("domain", Text, nullable=False),
    Column("aim", Json, nullable=False),
    Column("reason", Json, nullable=False),
    Column("since", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Column("answer", Text, nullable=False),
    Column("ended", Instant),
)

notices = Table(
    "notices",
    metadata,
    _id(),
    Column("key", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("reason", Json, nullable=False),
    Column("since", Instant, nullable=False),
    Column("until", Instant),
    Column("entities", Json, nullable=False),
    Column("ended", Instant),
)

# times from which nothing is learned
regimes = Table(
    "regimes",
    metadata,
    _id(),
    Column("regime", Text, nullable=False),
    Column("known", Text, nullable=False),
    Column("who", Text),  # empty: nobody declared it
    Column("name", Text),
    Column("since", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Column("ended", Instant),
)

# what the weather was to be; `hours` is packed by forecasts.py
forecasts = Table(
    "forecasts",
    metadata,
    Column("made", Instant, primary_key=True, autoincrement=False),
    Column("hours", Json, nullable=False),
)

memory = Table("memory", metadata, Column("part", Text, primary_key=True), Column("json", Json, nullable=False))

# --- the rest ---------------------------------------------------------------------------------------------------------

models = Table(
    "models",
    metadata,
    _id(),
    Column("slice", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("created", Instant, nullable=False),
    Column("card", Json, nullable=False),
    UniqueConstraint("slice", "version"),
)

meta = Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))
