"""Hostile posts on every page that is found from the first: nothing of them acts, nothing is loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from tests.hostile import LONG, NAMES, TITLES, held, hostile_store, in_turn
from tongshi.rights import Rights, Texts
from tongshi.web import SiteSettings, create_app
from tongshi.web.rooms import VIEWS

#: From where one walks; with rooms that no other page links to.
BEGINNINGS = ["/", "/about", "/coverage", "/contacts", "/search?q=通電話", "/people", "/places", "/review"]

#: How many pages of a kind are looked at, and how many in all.
MOST, MOST_IN_ALL = 12, 160

#: The largest page, packed or not, beside those that show an article.
MAX_BYTES = 400_000

BASE = "http://localhost"

Walked = Mapping[str, tuple[int, str, str, list[str]]]


def walk(site: TestClient) -> dict[str, tuple[int, str, str, list[str]]]:
    """Each page: its status, type, text, and what is wrong in it."""
    seen: dict[tuple[str, ...], int] = {}
    known: set[str] = set()
    pages: dict[str, tuple[int, str, str, list[str]]] = {}
    waiting = [f"{BASE}{path}" for path in BEGINNINGS]
    while waiting and len(pages) < MOST_IN_ALL:
        address = waiting.pop(0)
        found = site.get(address)
        type_ = found.headers.get("content-type", "").partition(";")[0]
        is_page = type_ in {"text/html", "image/svg+xml"}
        looked = held(address, found.text if is_page else "")
        pages[address.removeprefix(BASE)] = (found.status_code, type_, found.text, looked.wrong)
        led = found.headers.get("location")
        new = [each for each in [*looked.links, *([led] if led else [])] if each.startswith((f"{BASE}/", "/"))]
        new = [each if each.startswith(BASE) else f"{BASE}{each}" for each in dict.fromkeys(new)]
        new = [each for each in new if each not in known and not each.startswith(f"{BASE}/static/")]
        known.update(new)
        waiting += in_turn(new, seen, MOST)
    return pages


@pytest.fixture(scope="module", params=["found", "named"])
def walked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walked]:
    """All pages of a site of hostile posts, with their texts in full."""
    db = hostile_store(tmp_path_factory.mktemp("hostile"), request.param)
    app = create_app(SiteSettings(db=str(db), rights=Rights(texts=Texts.full)))
    with TestClient(app, base_url=BASE, follow_redirects=False, raise_server_exceptions=False) as site:
        yield walk(site)


def test_nothing_acts(walked: Walked) -> None:
    wrong = {path: found[:3] for path, (_, _, _, found) in walked.items() if found}
    assert wrong == {}


def test_no_page_fails(walked: Walked) -> None:
    """Of rooms that there are, no link leads nowhere."""
    rooms = {view.path.strip("/").split("/")[0] for view in VIEWS}
    failed = {
        path: status
        for path, (status, _, _, _) in walked.items()
        if status >= 500 or (status >= 400 and urlsplit(path).path.strip("/").split("/")[0] in rooms)
    }
    assert failed == {}


def test_no_page_is_swollen(walked: Walked) -> None:
    """A title of a hundred thousand characters does not make lists long."""
    sizes = {path: len(text) for path, (_, type_, text, _) in walked.items() if type_ == "text/html"}
    assert {path: size for path, size in sizes.items() if size > MAX_BYTES and not path.startswith("/articles/")} == {}


def test_what_is_no_page_is_none_to_a_browser(walked: Walked) -> None:
    for path, (status, type_, text, _) in walked.items():
        assert type_ or status in {303, 304, 307}, path
        if type_ != "text/html":
            assert not text.lstrip().lower().startswith(("<!doctype html", "<html")), path


def test_they_are_shown(walked: Walked) -> None:
    """That pages are clean says nothing where nothing hostile is on them."""
    shown = [path for path, (_, _, text, _) in walked.items() if "hacked()" in text]
    assert shown or not any(view.path.startswith("/contacts") for view in VIEWS)


def test_what_acts_is_found() -> None:
    """Where it is let in."""
    page = f'<p onclick="x()">{TITLES[0]}{NAMES[0]}<a href="javascript:x()">x</a><a href="https://evil.example">y</a>'
    wrong = held("http://localhost/x", page).wrong
    assert len(wrong) == 6
    for bad in (
        "<style>x</style>", "<iframe src=/x>", "<a href='//evil.example/'>x</a>", "<img src='https://evil.example/x'>",
        "<a href='\tjavascript:x'>", "<a href='/\\evil.example'>", "<form action=https://evil.example>", "\u202e",
        "<svg><a xlink:href='data:x'>", "<meta http-equiv=refresh content=0>", "<base href=/>", "<b style='x'>",
        "<a href='https://evil.example' rel=noopener>x</a>", "<script src=/static/../x></script>x",
    ):  # fmt: skip
        assert held("http://localhost/x", bad).wrong or "/static/" in bad, bad
    assert held("http://localhost/x", "<a href='https://a.example' rel='noopener noreferrer'>x</a>").wrong == []
    assert len(LONG) == 100_000
