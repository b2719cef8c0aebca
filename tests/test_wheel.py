"""The wheel in an empty environment, without the checkout: it starts, migrates its database and serves its page."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

pytestmark = pytest.mark.wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, cwd=folder)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command in an environment that has nothing but the wheel and what it asks for."""
    folder = tmp_path_factory.mktemp("empty") / "env"
    venv.create(folder, with_pip=True)
    install = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel]
    subprocess.run([str(part) for part in install], check=True)
    return folder / "bin" / "thermo-edge"


def test_the_wheel_holds_migrations_catalogues_and_styles_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert any(name.startswith("thermo_edge/store/migrations/versions/") for name in names)
    assert "thermo_edge/language/locale/zh/LC_MESSAGES/thermo_edge.mo" in names
    assert "thermo_edge/web/theme.css" in names
    assert "integrations/home_assistant/home.py" in names
    assert not [name for name in names if name.startswith("tests/")]


def test_it_starts_without_the_checkout(program: Path, tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    command = [str(program), "demo", "--port", "0", "--folder", str(tmp_path / "data")]
    child = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert child.stdout is not None
        line = child.stdout.readline()
        health = _health(line[line.index("http://") :].strip())
        assert health["ok"], health
    finally:
        child.terminate()
        child.communicate(timeout=30)
    assert child.returncode == 0
    assert (tmp_path / "data" / "thermo-edge.db").stat().st_size > 0


def _health(url: str) -> dict[str, bool]:
    end = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=5) as answer:
                return dict(json.load(answer))
        except (urllib.error.URLError, OSError):
            assert time.monotonic() < end
            time.sleep(0.2)


def test_a_wrong_settings_file_is_one_clear_message(program: Path, tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("rooms: {a: {warmth: 3}}\npage: {port: -1}\n", encoding="utf-8")
    done = subprocess.run([str(program), "run"], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "line 1: rooms.a.warmth: there is no such setting" in done.stderr
    assert "line 2: page.port" in done.stderr
    assert "Traceback" not in done.stderr
