"""Databases of other versions: older ones are brought up with a copy kept, newer ones are left alone."""

import re
import shutil
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from tests.builders import MORNING, a_decision
from tests.contracts.history_contract import SET_POINT, a_hold, a_turn
from thermo_edge import __version__
from thermo_edge.errors import StoreError, StoreTooNew
from thermo_edge.home.memory import Memory
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.turn import Instead, Outcome
from thermo_edge.store import upgrade
from thermo_edge.store.database import Database
from thermo_edge.store.driver import engine, plain
from thermo_edge.store.history import SqlHistory
from thermo_edge.store.open import open_history
from thermo_edge.store.tables import metadata

NEXT = '''"""A later schema."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"


def upgrade() -> None:
    with op.batch_alter_table("holds") as table:
        table.add_column(sa.Column("colour", sa.Text()))
    op.execute("{extra}")


def downgrade() -> None:
    with op.batch_alter_table("holds") as table:
        table.drop_column("colour")
'''


def _later(folder: Path, extra: str = "SELECT 1") -> Path:
    """The migrations of a program that is one schema ahead."""
    scripts = Path(shutil.copytree(upgrade.SCRIPTS, folder / "migrations"))
    (scripts / "versions" / "9999_later.py").write_text(NEXT.format(extra=extra, head=upgrade.known()[0]))
    return scripts


def _migrate(path: Path, to: str, scripts: Path = upgrade.SCRIPTS) -> None:
    with engine(path, writes=True).connect() as connection, connection.begin():
        config = upgrade.alembic_config(connection, scripts)
        (command.downgrade if to == "base" else command.upgrade)(config, to)


def _schema(path: Path) -> dict[str, str]:
    """Every table and index as SQLite knows it, constraints and all."""
    with plain(path) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {name: re.sub(r"\s+", " ", sql) for name, sql in rows if name != "alembic_version"}


def _versions(path: Path) -> list[tuple[object, ...]]:
    with plain(path) as connection:
        return connection.execute("PRAGMA table_info(alembic_version)").fetchall()


def test_up_down_and_up_again(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    _migrate(path, "head")
    first = _schema(path)
    _migrate(path, "base")
    assert _schema(path) == {}
    _migrate(path, "head")
    assert _schema(path) == first


def test_a_new_database_is_what_the_migrations_lead_to(path: Path, tmp_path: Path) -> None:
    migrated = tmp_path / "migrated.db"
    _migrate(migrated, "head")
    assert _schema(path) == _schema(migrated)
    assert upgrade.revision(path) == upgrade.revision(migrated)
    assert _versions(path) == _versions(migrated)
    assert "WITHOUT ROWID" in _schema(path)["readings"]
    assert "FOREIGN KEY" in _schema(path)["readings"]
    with engine(migrated, writes=False).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_scripts_are_known_by_their_names() -> None:
    config = upgrade.alembic_config(None)
    walked = [step.revision for step in ScriptDirectory.from_config(config).walk_revisions()]
    assert list(upgrade.known()) == walked


def test_the_schema_can_be_made_on_postgresql() -> None:
    dialect = postgresql.dialect()
    for table in metadata.sorted_tables:
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=dialect))
        for index in table.indexes:
            assert "CREATE INDEX" in str(CreateIndex(index).compile(dialect=dialect))


@pytest.mark.parametrize("new", [False, True])
def test_a_database_that_is_new_or_up_to_date_needs_no_alembic(path: Path, new: bool) -> None:
    import subprocess
    import sys

    if new:
        path.unlink()
    code = (
        "import sys; from pathlib import Path; from thermo_edge.store.open import open_history\n"
        f"opened = open_history(Path({str(path)!r})); opened.history.close()\n"
        "assert opened.trouble is None; sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_older_database_is_brought_up_with_its_rows(path: Path, tmp_path: Path) -> None:
    history = SqlHistory(Database.open(path))
    history.keep(a_turn(1, MORNING, a_decision(SET_POINT, 20.0), memory=Memory(holds={SET_POINT: a_hold()})))
    before = history.memory()
    history.close()
    later = SqlHistory(Database.open(path, _later(tmp_path)))
    assert later.memory() == before
    assert len(later.decisions(9)) == 1
    assert "colour" in _schema(path)["holds"]
    later.close()
    former = tmp_path / "history.db.before-9999"
    assert former.stat().st_mode & 0o777 == 0o600
    copy = SqlHistory(Database.open(former))
    assert copy.memory() == before
    copy.close()


def test_decisions_from_before_are_kept_and_have_nothing_that_would_have_changed_them(path: Path) -> None:
    history = SqlHistory(Database.open(path))
    history.keep(a_turn(1, MORNING, a_decision(SET_POINT, 20.0), a_decision(SET_POINT, 7.0, Outcome.REFUSED)))
    before = history.decisions(9)
    history.note_otherwise(before[0].number, (Instead(Reason(Code.IF_SHUT)),))
    history.close()
    with engine(path, writes=True).connect() as connection, connection.begin():
        command.downgrade(upgrade.alembic_config(connection), "0004")
    assert "otherwise" not in _schema(path)["decisions"]
    assert "ix_decisions_place" in _schema(path)
    later = SqlHistory(Database.open(path))
    assert later.decisions(9) == before
    later.note_otherwise(before[1].number, (Instead(Reason(Code.IF_NOBODY)),))
    assert [len(record.otherwise) for record in later.decisions(9)] == [0, 1]
    later.close()


def test_what_cannot_be_read_of_it_costs_the_decision_nothing_else(path: Path) -> None:
    history = SqlHistory(Database.open(path))
    (record,) = history.keep(a_turn(1, MORNING, a_decision(SET_POINT, 20.0)))
    history.close()
    with plain(path, "rw") as connection:
        connection.execute("""UPDATE decisions SET otherwise = '[{"what": {"code": "if_pigs_fly", "facts": []}}]'""")
    history = SqlHistory(Database.open(path))
    assert history.decisions(9) == (record,)
    history.close()


def test_an_upgrade_that_fails_leaves_the_file_as_it_was(path: Path, tmp_path: Path) -> None:
    before = _schema(path), path.read_bytes()
    with pytest.raises(StoreError):
        Database.open(path, _later(tmp_path, extra="INSERT INTO nowhere VALUES (1)"))
    assert (_schema(path), path.read_bytes()) == before
    SqlHistory(Database.open(path)).close()


def test_a_newer_database_is_left_alone_and_its_version_named(path: Path, tmp_path: Path) -> None:
    history = SqlHistory(Database.open(path))
    history.keep(a_turn(1, MORNING, memory=Memory(holds={SET_POINT: a_hold()})))
    history.close()
    Database.open(path, _later(tmp_path)).close()
    with plain(path, "rw") as connection:
        connection.execute("UPDATE meta SET value = '9.1.0' WHERE key = 'program'")
    before = path.read_bytes()
    opened = open_history(path)
    assert isinstance(opened.trouble, StoreTooNew)
    assert "9.1.0" in str(opened.trouble)
    assert __version__ in str(opened.trouble)
    assert opened.history.memory().holds == {SET_POINT: a_hold()}
    assert path.read_bytes() == before
    assert not list(tmp_path.glob("*corrupt*"))


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    with create_engine(f"sqlite:///{path}").begin() as connection:
        _make_foreign(connection)
    before = path.read_bytes()
    opened = open_history(path)
    assert isinstance(opened.trouble, StoreError)
    assert "another program" in str(opened.trouble)
    assert path.read_bytes() == before


def _make_foreign(connection: Connection) -> None:
    connection.exec_driver_sql("CREATE TABLE states (id INTEGER PRIMARY KEY)")


def test_missing_migrations_are_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="install the program again"):
        Database.open(tmp_path / "history.db", tmp_path / "nothing")
