"""Where there is no browser, pages are not measured, and that is said in a sentence."""

from pathlib import Path

import pytest

from thermo_edge.bench import browsing
from thermo_edge.bench.turn import _footprint
from thermo_edge.cli import main


@pytest.fixture(autouse=True)
def no_browser(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(browsing, "CHROMIUM", str(tmp_path / "chromium"))


def test_the_pages_benchmark_says_what_it_wants(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "web", "--quick"]) == 1
    assert "script/test installs them" in capsys.readouterr().err


def test_a_turn_is_measured_without_the_pages(caplog: pytest.LogCaptureFixture) -> None:
    assert _footprint(60.0) == []
    assert "Resident memory is left out" in caplog.text
