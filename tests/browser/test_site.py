"""The pages as files in a browser: served by any server, and opened from a folder."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import accessible, overflowing
from tests.filed import toy_store
from tongshi.query import parse
from tongshi.rights import Rights, StoreRelease, Texts
from tongshi.store import open_store
from tongshi.web import SiteSettings
from tongshi.web.filing import FilingSettings, write_site
from tongshi.web.filing.indexing import index_files
from tongshi.web.filing.site import EVERY

#: Queries in the language of the command line, on the sample archive; each is also asked from the store.
QUERIES = [
    "拜登",
    "拜登 習近平",
    "拜登 习近平 OR 布林肯",
    '"國務卿布林肯"',
    "(台灣 OR 臺灣) NOT 日本",
    "會談 -外交部",
    "NOT 中國",
    "美",
    "BLINKEN",
    "ｂｌｉｎｋｅｎ",
    "美國國務卿",
    "NOT (NOT 談判)",
    "没有这样的词语",
    "A",
    '" "',
]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small store with all its texts, in two languages."""
    place = tmp_path_factory.mktemp("filed")
    with ThreadPoolExecutor(1) as pool:  # in this one an event loop of the browser's runs
        pool.submit(written_in, place).result()
    return place / "out"


def written_in(place: Path) -> None:
    db, rights = toy_store(place), Rights(Texts.full)
    settings = FilingSettings(site=SiteSettings(db=str(db), rights=rights), languages=("en", "zh-Hant"))
    with open_store(db) as store:
        write_site(place / "out", settings, StoreRelease(rights, store))


@pytest.fixture(scope="module")
def samples(folder: Path, samples_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same with the index of the sample store."""
    out = tmp_path_factory.mktemp("samples") / "out"
    shutil.copytree(folder, out)
    shutil.rmtree(out / "search")
    (out / "search").mkdir()
    with open_store(samples_db) as store:
        found = StoreRelease(Rights(Texts.full), store).found(EVERY, newest=True)
        for name, content in index_files(found, str, str):
            (out / "search" / f"{name}.js").write_text(content, encoding="utf-8")
    with hosting(out) as address:
        yield address


@pytest.fixture(scope="module")
def hosted(folder: Path) -> Iterator[str]:
    with hosting(folder) as address:
        yield address


@contextmanager
def hosting(folder: Path) -> Iterator[str]:
    """The address at which a server that knows nothing of it has a folder."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(params=["hosted", "from the folder"])
def base(request: pytest.FixtureRequest, folder: Path) -> str:
    if request.param == "hosted":
        return str(request.getfixturevalue("hosted"))
    return folder.as_uri()


@pytest.mark.parametrize("page", ["index", "contacts", "search", "coverage", "about"])
def test_a_page_opens_and_is_accessible(visit: Callable[..., Page], base: str, page: str) -> None:
    opened = visit(f"/en/{page}.html", base=base)
    expect(opened.locator("h1")).to_be_visible()
    assert opened.evaluate("getComputedStyle(document.querySelector('header.site')).display") == "block"
    if base.startswith("http"):  # axe looks into style sheets, which it may not in a folder
        assert accessible(opened) == []
    assert overflowing(opened) == []


def test_one_walks_through_the_pages(visit: Callable[..., Page], base: str) -> None:
    page = visit("/en/index.html", base=base)
    page.locator("nav.rooms").get_by_role("link", name="Contacts").click()
    page.wait_for_url("**/en/contacts.html")
    page.locator("table.contacts a.day").first.click()
    page.wait_for_url("**/en/contacts/c*.html")
    page.get_by_role("link", name="繁體中文").click()
    page.wait_for_url("**/zh-Hant/contacts/c*.html")
    assert page.evaluate("document.documentElement.lang") == "zh-Hant"


@pytest.mark.parametrize(("locale", "folder_of"), [("zh-TW", "zh-Hant"), ("en-GB", "en"), ("fr-FR", "en")])
def test_the_language_of_the_browser_is_found(
    visit: Callable[..., Page], base: str, locale: str, folder_of: str
) -> None:
    page = visit("/index.html", base=base, locale=locale)
    page.wait_for_url(f"**/{folder_of}/index.html")


def test_without_scripts_one_comes_in_and_is_told_of_the_search(visit: Callable[..., Page], base: str) -> None:
    page = visit("/index.html", base=base, java_script_enabled=False)
    page.wait_for_url("**/en/index.html")
    page = visit("/en/search.html", base=base, java_script_enabled=False)
    told = page.locator("main").inner_text()
    assert "Without scripts nothing can be searched" in told
    assert "All contacts" in told


def test_the_field_on_every_page_searches(visit: Callable[..., Page], base: str) -> None:
    page = visit("/en/contacts.html", base=base)
    page.locator("#site-query").fill("拜登")
    page.locator("#site-query").press("Enter")
    page.wait_for_url("**/en/search.html?q=*")
    expect(page.locator("#filed-search [role=status]")).to_contain_text("answer")
    expect(page.locator("ol.hits li")).not_to_have_count(0)
    if base.startswith("http"):
        assert accessible(page) == []
    assert overflowing(page) == []
    page.locator("ol.hits h2 a").first.click()
    page.wait_for_url("**/en/articles/p*.html")


def test_the_index_finds_what_the_store_finds(visit: Callable[..., Page], samples: str, samples_db: Path) -> None:
    page = visit("/en/search.html", base=samples)
    script = "async (asked) => Promise.all((await found(asked)).map(articleOf))"
    with open_store(samples_db) as store:
        release = StoreRelease(Rights(Texts.full), store)
        for asked in QUERIES:
            told = [each["file"] for each in page.evaluate(script, asked)]
            assert sorted(told) == sorted(release.posts_found(parse(asked))), asked


@pytest.mark.parametrize("asked", ["(拜登", '"拜登', "拜登 OR", "NOT", ")", '""'])
def test_what_cannot_be_read_is_told(visit: Callable[..., Page], hosted: str, asked: str) -> None:
    page = visit("/en/search.html", base=hosted)
    page.locator("#words").fill(asked)
    page.locator("#words").press("Enter")
    expect(page.locator("#filed-search [role=status]")).to_contain_text("cannot be read")


def test_only_a_few_files_of_the_index_are_loaded(visit: Callable[..., Page], samples: str) -> None:
    asked: list[str] = []
    page = visit("/en/search.html", base=samples)
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.evaluate("async () => { await found('會談'); }")
    assert "directory.js" in asked
    assert "folding.js" in asked
    assert sum(each.startswith("shard-") for each in asked) in {1, 2}
