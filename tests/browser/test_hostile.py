"""Hostile posts in a real browser: no dialog, no script of theirs, no request elsewhere, nothing out of place."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import overflowing
from tests.hostile import hostile_store, in_turn
from tests.serving import served
from tests.test_hostile_pages import BEGINNINGS
from tongshi.rights import Rights, Texts
from tongshi.web import SiteSettings, create_app

Visit = Callable[..., Page]

#: What links lead to, those of drawings too; not where a browser sees no address in it.
FOUND = """all => all.map(each => each.getAttribute('href')).filter(there => URL.canParse(there, location))
  .map(there => new URL(there, location).href.split('#')[0])"""

#: How many pages of a kind are looked at, and how many in all.
MOST, MOST_IN_ALL = 3, 40


@pytest.fixture(scope="module", params=["found", "named"])
def hostile_site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    db = hostile_store(tmp_path_factory.mktemp("hostile"), request.param)
    with served(create_app(SiteSettings(db=str(db), rights=Rights(texts=Texts.full)))) as address:
        yield address


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_nothing_of_them_acts(visit: Visit, hostile_site: str, size: str) -> None:
    """`visit` fails where the console tells of an error or a violation, and where anything is asked for elsewhere."""
    page = visit("/about", size, base=hostile_site)
    acted: list[str] = []
    page.on("dialog", lambda dialog: (acted.append(f"{page.url}: {dialog.message}"), dialog.dismiss()))
    page.on("popup", lambda popup: acted.append(f"{page.url} opened {popup.url}"))
    page.context.expose_function("hacked", lambda: acted.append(f"{page.url}: a script ran"))
    wide: dict[str, list[str]] = {}
    for address in walk(page, hostile_site):
        if not page.url.startswith(f"{hostile_site}/"):
            acted.append(f"{address} led to {page.url}")
        if stuck := overflowing(page):
            wide[address.removeprefix(hostile_site)] = stuck[:2]
    assert acted == []
    assert wide == {}


def walk(page: Page, site: str) -> Iterator[str]:
    """Opens pages that are found from the first ones, some of each kind."""
    seen: dict[tuple[str, ...], int] = {}
    waiting = deque(in_turn([f"{site}{path}" for path in BEGINNINGS], seen, MOST))
    known, opened = set(waiting), 0
    while waiting and opened < MOST_IN_ALL:
        address = waiting.popleft()
        answer = page.request.get(address, max_redirects=0)
        if answer.status != 200 or not answer.headers["content-type"].startswith("text/html"):
            continue
        page.goto(address)
        opened += 1
        yield address
        links = page.eval_on_selector_all("a[href]", FOUND)
        new = [each for each in dict.fromkeys(links) if each.startswith(f"{site}/") and each not in known]
        known.update(new)
        waiting += in_turn([each for each in new if "/language/" not in each], seen, MOST)


def test_a_script_that_came_in_would_not_run(browser: Browser, hostile_site: str) -> None:
    """The policy stops what a template let through: here something is put into a page as if one had."""
    with closing(browser.new_context()) as context:
        page = context.new_page()
        page.goto(f"{hostile_site}/about")
        ran = page.evaluate("""() => new Promise(done => {
            document.addEventListener('securitypolicyviolation', event => done(event.violatedDirective));
            const placed = document.createElement('div');
            placed.innerHTML = '<button onclick="document.title = 1">x</button>';
            document.body.append(placed);
            placed.firstChild.click();
            setTimeout(() => done('nothing stopped it'), 2000);
        })""")
    assert ran == "script-src-attr"
