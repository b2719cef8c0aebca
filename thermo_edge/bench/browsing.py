"""The browser in which pages are measured; only who runs the tests has one."""

from importlib.util import find_spec
from pathlib import Path

from thermo_edge.errors import ThermoEdgeError

CHROMIUM = "/usr/bin/chromium"


class NoBrowser(ThermoEdgeError):
    """Pages cannot be measured here."""

    def __init__(self) -> None:
        super().__init__("Pages are measured with Chromium and Playwright: script/test installs them.")


def require_browser() -> None:
    """Raises NoBrowser; asked first, before minutes went by."""
    if find_spec("playwright") is None or not Path(CHROMIUM).exists():
        raise NoBrowser
