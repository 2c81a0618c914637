"""A real Chromium on the sample store: what it complains about is an error of the test that caused it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, sync_playwright

from tests.serving import served
from tongshi.web import SiteSettings, create_app

#: The shell draws pages and nothing around them, which takes half the time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")

#: Those of axe-core.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

#: Widths and heights: a laptop, a telephone.
SIZES = {"wide": (1280, 800), "narrow": (390, 844)}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if CHROMIUM is None:
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(pytest.mark.skip(reason="no Chromium is on the path"))


@pytest.fixture(scope="session")
def site(samples_db: Path) -> Iterator[str]:
    """The address of the pages of the sample store, which nobody changes."""
    with served(create_app(SiteSettings(db=str(samples_db)))) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for each file: as long as it is there an event loop runs, beside which other tests cannot start theirs."""
    with (
        sync_playwright() as playwright,
        closing(playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))) as launched,
    ):
        yield launched


@dataclass
class Complaints:
    """What a browser said of a page, and what it asked for elsewhere."""

    site: str
    told: list[str] = field(default_factory=list)

    def console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.told.append(message.text)

    def request(self, request: Request) -> None:
        if not request.url.startswith((self.site, "data:")):
            self.told.append(f"asked for {request.url}")


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Opens a page of the site: `visit("/contacts", "narrow", locale="zh-TW")`.

    At the end nothing may have been complained of: no error on the console, no violation of the policy, no request
    to anywhere else.
    """
    complaints = Complaints(site)
    opened: list[BrowserContext] = []

    def open_page(path: str, size: str = "wide", *, base: str = site, **options: Any) -> Page:
        width, height = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        opened.append(context)
        page = context.new_page()
        complaints.site = base
        page.on("console", complaints.console)
        page.on("pageerror", lambda error: complaints.told.append(str(error)))
        page.on("request", complaints.request)
        page.goto(f"{base}{path}")
        return page

    yield open_page
    for context in opened:
        context.close()
    assert complaints.told == []


def follow(page: Page, way: Locator) -> None:
    """Clicks on a link or button that leads to another page, and waits until that is read to its end.

    A click returns once the other page has begun to come, when nothing of it may be there to count.
    """
    with page.expect_navigation():
        way.click()


def accessible(page: Page, *rules: str) -> list[str]:
    """What axe-core finds wrong with a page, by WCAG 2.2 AA and good practice, or by the rules that are named."""
    chosen = {"type": "rule", "values": rules} if rules else RULES
    found = Axe().run(page, options={"runOnly": chosen, "resultTypes": ["violations"]})
    return [f"{each['id']}: {node['html'][:200]}" for each in found.response["violations"] for node in each["nodes"]]


def accessible_in_both_schemes(page: Page) -> list[str]:
    """The same of a page in light colours, and of its contrasts in dark ones, which change colours and nothing else."""
    found = accessible(page)
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    return found + [f"dark: {each}" for each in accessible(page, "color-contrast")]


def overflowing(page: Page) -> list[str]:
    """Elements that stick out of the page sideways, what may be scrolled left out."""
    script = """() => [...document.querySelectorAll('body *')].filter(e => {
        if (e.closest('.scroll, .hidden, .skip, .chart-skip, svg, [hidden], table.cards thead')) return false;
        const r = e.getBoundingClientRect();
        return r.width > 0 && (r.right > document.documentElement.clientWidth + 1 || r.left < -1);
      }).map(e => e.outerHTML.slice(0, 160))"""
    found: list[str] = page.evaluate(script)
    return found
