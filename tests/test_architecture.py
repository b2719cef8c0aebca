"""What must stay true of the code itself."""

import ast
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = [*(ROOT / "thermo_edge").rglob("*.py"), *(ROOT / "integrations").rglob("*.py")]


def classes(path: Path) -> Iterator[ast.ClassDef]:
    yield from (
        node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.ClassDef)
    )


def test_only_the_guard_has_a_command_that_can_be_made() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {made.name}"
        for path in SOURCES
        for made in classes(path)
        if any(isinstance(base, ast.Name) and base.id == "Command" for base in made.bases)
    ]
    assert found == ["thermo_edge/control/guard.py: _Cleared"]


def mypy(code: str, tmp_path: Path) -> str:
    file = tmp_path / "attempt.py"
    file.write_text(textwrap.dedent(code), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml"), str(file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


def test_the_type_checker_lets_nobody_else_make_a_command_or_hand_over_a_request(tmp_path: Path) -> None:
    told = mypy(
        """
        from dataclasses import replace

        from thermo_edge.home.turn import Command, CommandRecord, Request
        from thermo_edge.ports import Home

        def make() -> Command:
            return Command()

        def hand_over(home: Home, request: Request, record: CommandRecord) -> None:
            home.send([request])
            home.send([record])

        def change(command: Command) -> Command:
            return replace(command, value=99.0)
        """,
        tmp_path,
    )
    assert told.count("error:") >= 4, told
    assert "Cannot instantiate abstract class" in told


def test_a_command_cannot_be_made_or_changed_at_run_time_either() -> None:
    from thermo_edge.control import guard
    from thermo_edge.home.turn import Command

    with pytest.raises(TypeError):
        Command()  # type: ignore[abstract]
    made = guard._Cleared.__new__(guard._Cleared)
    with pytest.raises(AttributeError):
        made.value = 99.0  # type: ignore[misc]


def test_nothing_in_the_repository_names_a_mock() -> None:
    words = ("unittest" + ".mock", "Magic" + "Mock", "mocker" + ".")
    tests = [*(ROOT / "tests").rglob("*.py")]
    assert [str(p.relative_to(ROOT)) for p in tests if any(w in p.read_text(encoding="utf-8") for w in words)] == []


def test_files_stay_small() -> None:
    large = {str(p.relative_to(ROOT)): len(p.read_text(encoding="utf-8").splitlines()) for p in SOURCES}
    assert {name: lines for name, lines in large.items() if lines > 400} == {}


def test_every_module_says_in_a_sentence_what_it_is() -> None:
    silent = [p for p in SOURCES if not (ast.get_docstring(ast.parse(p.read_text(encoding="utf-8"))) or "").strip()]
    assert silent == []


def test_the_live_program_loads_no_heavy_library() -> None:
    loaded = modules_after("import thermo_edge.app.live")
    assert loaded & {"torch", "transformers", "scipy", "pandas", "pvlib"} == set()


def test_the_demo_loads_no_integration() -> None:
    assert not [name for name in modules_after("import thermo_edge.app.demo") if name.startswith("integrations")]


def modules_after(code: str) -> set[str]:
    command = [sys.executable, "-c", f"{code}; import sys; print(*sys.modules)"]
    return set(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split())
