"""One page in a browser of its own."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page

from tests.web.conftest import PHONE


@contextmanager
def page_of(chromium: Browser, url: str, size: tuple[int, int] = PHONE) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    page.set_default_timeout(45_000)  # a busy machine is slow, not wrong
    page.goto(url)
    page.wait_for_selector("h1", state="attached")
    yield page
    context.close()
