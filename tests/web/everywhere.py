"""A page wherever it may be opened, and what is asked of each: it fits, all can read it, it complains of nothing."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.web.conftest import DESKTOP, Watch
from tests.web.test_browser_look import too_wide
from thermo_edge.web.access.gate import COOKIE

SIZES = {"phone": (360, 740), "desktop": DESKTOP}
OTHER = {"light": "dark", "dark": "light"}
CONTRAST = {"runOnly": ["color-contrast"]}


@contextmanager
def opened(chromium: Browser, url: str, size: str, scheme: str, secret: str = "") -> Iterator[Page]:
    """A page that at the end has asked nobody elsewhere, and has complained of nothing."""
    width, height = SIZES[size]
    context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    if secret:
        context.add_cookies([{"name": COOKIE, "value": secret, "domain": "127.0.0.1", "path": "/"}])
    page, watch = context.new_page(), Watch()
    watch.follow(page)
    page.set_default_timeout(45_000)
    page.goto(url)
    yield page
    context.close()
    watch.require_quiet()


def fits(page: Page) -> None:
    """Nothing is scrolled sideways, and the page says what it is."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert too_wide(page) == []
    assert page.evaluate("document.querySelectorAll('h1').length") == 1


def sound(page: Page, scheme: str) -> None:
    """Fits, and hides nothing from those who do not see it or see it badly, by day or by night."""
    fits(page)
    assert serious(page) == ""
    page.emulate_media(color_scheme=OTHER[scheme])  # type: ignore[arg-type]
    assert serious(page, CONTRAST) == ""


def serious(page: Page, options: dict[str, list[str]] | None = None) -> str:
    """Serious and critical faults, by axe-core; empty where there are none."""
    found = Axe().run(page, options=options).response["violations"]
    serious = [each for each in found if each["impact"] in {"serious", "critical"}]
    return json.dumps(serious)[:1500] if serious else ""
