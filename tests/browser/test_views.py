"""Every view in a real browser, at two sizes, in all languages: accessible, nothing cut, nothing complained of."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import SIZES, accessible, accessible_in_both_schemes, follow, overflowing

Visit = Callable[..., Page]

#: Each view once; a room adds its own.
VIEWS = [
    "/",
    "/about",
    "/compare",
    "/contacts",
    "/contacts?facet=person",
    "/contacts?status=held&since=2020",
    "/calendar",
    "/calendar?year=2020&polity=CN",
    "/coverage",
    "/network",
    "/network?of=polities&top=20&since=2020-10",
    "/places",
    "/places?sort=last",
    "/no-such-page",
    "/pairs",
    "/pairs/CN-US",
    "/people",
    "/people/wang-yi",
    "/phrases",
    "/phrases/candid",
    "/polities/CN",
    "/topics",
    "/topics/trade",
    "/search",
    "/search?q=王毅",
    "/timeline",
    "/timeline?pair=CN-US&lanes=level",
]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", [path for path in VIEWS if path != "/no-such-page"])
def test_a_view_is_accessible_and_fits(visit: Visit, path: str, size: str) -> None:
    page = visit(path, size)
    assert overflowing(page) == []
    assert accessible_in_both_schemes(page) == []


@pytest.mark.parametrize(
    ("locale", "language", "words"),
    [
        ("en-GB", "en", "What the archive holds"),
        ("zh-CN", "zh-Hans", "存档收录情况"),
        ("zh-TW", "zh-Hant", "存檔收錄情況"),
        ("zh-HK", "zh-Hant", "存檔收錄情況"),
        ("fr-FR", "en", "What the archive holds"),
    ],
)
def test_the_browser_chooses_the_language(visit: Visit, locale: str, language: str, words: str) -> None:
    page = visit("/coverage", locale=locale)
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").inner_text() == words


def test_a_language_that_was_chosen_stays(visit: Visit) -> None:
    page = visit("/coverage?x=1", locale="en-GB")
    follow(page, page.get_by_role("link", name="繁體中文"))
    assert page.locator("html").get_attribute("lang") == "zh-Hant"
    assert page.url.endswith("/coverage?x=1")
    follow(page, page.get_by_role("link", name="說明"))
    assert page.locator("html").get_attribute("lang") == "zh-Hant"


@pytest.mark.parametrize("path", ["/people", "/compare", "/contacts", "/timeline", "/network", "/search?q=王毅"])
def test_long_names_to_choose_from_do_not_stick_out(visit: Visit, path: str) -> None:
    page = visit(path, "narrow")
    page.evaluate("() => document.querySelectorAll('option').forEach(each => { each.text = 'W'.repeat(90) })")
    assert overflowing(page) == []


@pytest.mark.parametrize("path", ["/contacts", "/search?q=王毅"])
def test_names_of_two_lines_are_large_enough_to_hit(visit: Visit, path: str) -> None:
    page = visit(path)
    names = "document.querySelectorAll('.facets li a')"
    page.evaluate(
        f"() => {names}.forEach((each, at) => {{ if (at % 2) each.textContent = '中國數字時代 '.repeat(5) }})"
    )
    assert accessible(page, "target-size") == []
