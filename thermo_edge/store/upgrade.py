"""Brings a database to the schema of this program, and keeps a copy of what it was."""

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Column, Connection, MetaData, String, Table, false, insert, select, text

from thermo_edge import __version__
from thermo_edge.errors import StoreError, StoreFull, StoreTooNew
from thermo_edge.store.driver import plain
from thermo_edge.store.faults import as_store_errors
from thermo_edge.store.intact import damaged, is_new
from thermo_edge.store.tables import metadata

if TYPE_CHECKING:
    from alembic.config import Config

_INSTALLED = Path(__file__).parent / "migrations"
_CHECKOUT = Path(__file__).parents[2] / "migrations"
SCRIPTS = _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT

_VERSION = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True, nullable=False))
"""As Alembic itself keeps it."""


def require_known(path: Path, scripts: Path = SCRIPTS) -> None:
    """StoreTooNew for what a newer program has written; found out without changing the file."""
    if is_new(path):
        return
    found, steps = revision(path), known(scripts)
    if found == steps[0]:
        _require_shape(path)
    if found is None or found in steps:
        return
    needs = _one(path, "meta", "SELECT value FROM meta WHERE key = 'program'")
    wanted = f"Thermo Edge {needs}" if needs else "a newer Thermo Edge"
    raise StoreTooNew(
        f"{path} was written by {wanted} (schema {found}), this is {__version__}: install that version or a newer one;"
        " the file is left as it is"
    )


def run(connection: Connection, path: Path, scripts: Path = SCRIPTS) -> None:
    """Upgrade in one transaction, or raise and leave what is in the file as it was.

    A new file is made as it is declared, which is what the migrations lead to: only an older one needs Alembic (10 MB).
    """
    found, head = revision(path), known(scripts)[0]
    if found == head:
        return
    if found is None and head == known()[0]:
        with as_store_errors(path), connection.begin():
            metadata.create_all(connection)
            _VERSION.create(connection)
            connection.execute(insert(_VERSION).values(version_num=head))
            _stamp(connection)
        return
    from alembic import command

    if found is not None:
        keep_former(path, path.with_name(f"{path.name}.before-{head}"))
    with as_store_errors(path), connection.begin():
        command.upgrade(alembic_config(connection, scripts), "head")
        _stamp(connection)


def revision(path: Path) -> str | None:
    """What a database says it is; None for a new one."""
    if is_new(path):
        return None
    found = _one(path, "alembic_version", "SELECT version_num FROM alembic_version")
    if found is None and _one(path, None, "SELECT name FROM sqlite_master"):
        raise StoreError(f"{path} is a database of another program: name another file")
    return found


def alembic_config(connection: Connection | None, scripts: Path = SCRIPTS) -> "Config":
    """Alembic's settings in code, so that an installed program needs no settings file of its own."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def known(scripts: Path = SCRIPTS) -> tuple[str, ...]:
    """The schemas that the scripts lead to, the newest first; by file name, because loading Alembic costs memory."""
    names = sorted((file.name.split("_")[0] for file in (scripts / "versions").glob("[0-9]*_*.py")), reverse=True)
    if not names:
        raise StoreError(f"the migrations are missing from {scripts}: install the program again")
    return tuple(names)


def keep_former(path: Path, to: Path) -> None:
    """Keep the database as it is before it is changed."""
    partial = to.with_name(to.name + ".part")
    partial.unlink(missing_ok=True)
    try:
        with as_store_errors(partial):
            partial.touch(mode=0o600)
            with plain(path) as source, plain(partial, "rw") as copy:
                source.backup(copy)
            partial.replace(to)
    except StoreFull as error:
        partial.unlink(missing_ok=True)
        raise StoreFull(f"no room for a copy before the upgrade, so that was not begun: {error}") from error


def _require_shape(path: Path) -> None:
    """A file can be sound as a database and yet have lost a table or a column."""
    try:
        with plain(path) as connection:
            for table in metadata.sorted_tables:
                connection.execute(str(select(table).where(false())))
    except sqlite3.DatabaseError as error:
        raise damaged(path, str(error)) from error


def _stamp(connection: Connection) -> None:
    connection.execute(text("DELETE FROM meta WHERE key = 'program'"))
    connection.execute(text("INSERT INTO meta (key, value) VALUES ('program', :version)"), {"version": __version__})


def _one(path: Path, table: str | None, query: str) -> str | None:
    with as_store_errors(path), plain(path) as connection:
        if table and not connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone():
            return None
        row = connection.execute(query).fetchone()
    return None if row is None or row[0] is None else str(row[0])
