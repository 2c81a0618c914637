"""Comparisons in a real browser: cells beside each other, sentences unfolded, sides chosen, pages printed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import accessible, follow, overflowing
from tongshi.store import open_store

Visit = Callable[..., Page]

#: Sides of an A4 page at 96 dots an inch, without its margins of 14 mm, upright and across.
PAPER = {"upright": (688, 1016), "across": (1016, 688)}


@pytest.fixture(scope="module")
def most_told(samples_db: Path) -> str:
    with open_store(samples_db) as store:
        return store.told_contacts()[0].contact


@pytest.fixture(scope="module")
def of_many_sides(samples_db: Path) -> str:
    with open_store(samples_db) as store:
        return next(each.contact for each in store.told_contacts() if len(each.sides) > 2)


def test_cells_of_a_row_stand_beside_each_other(visit: Visit, most_told: str) -> None:
    page = visit(f"/compare/{most_told}")
    tops = page.evaluate(
        "() => [...document.querySelectorAll('tr.line')].map(row => "
        "[...row.querySelectorAll('td.cell:not(.empty)')].map(cell => cell.getBoundingClientRect().top))"
    )
    shared = [row for row in tops if len(row) > 1]
    assert shared
    assert all(len(set(row)) == 1 for row in shared)


def test_on_a_telephone_cells_stand_below_each_other_under_the_names_of_their_sides(
    visit: Visit, most_told: str
) -> None:
    page = visit(f"/compare/{most_told}", "narrow")
    row = page.locator("tr.line:has(td.side-1):has(td.side-2)").first
    one, other = (row.locator(f"td.side-{number}") for number in (1, 2))
    first, second = one.bounding_box(), other.bounding_box()
    assert first
    assert second
    assert first["y"] + first["height"] <= second["y"]
    assert one.locator(".cell-side").inner_text() != other.locator(".cell-side").inner_text()
    assert overflowing(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_every_cell_unfolds_its_sentence_and_leads_to_its_article(visit: Visit, most_told: str) -> None:
    page = visit(f"/compare/{most_told}")
    cells = page.locator("td.cell:has(.said)")
    assert cells.count() > 4
    for cell in cells.all():
        details = cell.locator("details.evidence")
        details.locator("summary").click()
        assert details.locator("blockquote").first.is_visible()
        assert details.locator("mark").count() > 0
        said = re.sub(r"[\s「」“”]", "", cell.locator(".archived").inner_text())
        sentence = re.sub(r"[\s「」“”]", "", details.locator("blockquote").first.inner_text())
        assert said in sentence
        assert re.fullmatch(r"/articles/\w+#at-\d+", cell.locator("a.ref").first.get_attribute("href") or "")
    assert accessible(page) == []


def test_every_reference_opens_the_words_in_their_article(visit: Visit, most_told: str) -> None:
    page = visit(f"/compare/{most_told}")
    found = [link.get_attribute("href") or "" for link in page.locator("td.cell .refs a.ref").all()]
    by_article: dict[str, list[str]] = {href.partition("#")[0]: [] for href in found}
    for href in dict.fromkeys(found):
        by_article[href.partition("#")[0]].append(href.partition("#")[2])
    for article, anchors in by_article.items():
        page.goto(page.url.partition("/compare")[0].partition("/articles")[0] + article)
        ids = page.evaluate("() => [...document.querySelectorAll('[id]')].map(each => each.id)")
        assert set(anchors) <= set(ids)


def test_sides_are_chosen(visit: Visit, of_many_sides: str) -> None:
    page = visit(f"/compare/{of_many_sides}")
    before = page.locator(".aligned thead th").all_inner_texts()
    pair = page.locator("#sides option").last.get_attribute("value") or ""
    page.locator("#sides").select_option(pair)
    follow(page, page.get_by_role("button", name="Compare"))
    assert "sides=" in page.url
    assert page.locator("#sides").input_value() == pair
    assert page.locator(".aligned thead th").all_inner_texts() != before


def test_only_what_both_raise(visit: Visit, most_told: str) -> None:
    page = visit(f"/compare/{most_told}")
    follow(page, page.get_by_role("link", name=re.compile("Raised by both")))
    assert page.locator("tbody.topic").count() > 0
    assert page.locator("td.missing").count() == 0


@pytest.mark.parametrize("way", PAPER)
@pytest.mark.parametrize("query", ["", "?by=outlet"])
def test_it_fits_on_paper(visit: Visit, most_told: str, way: str, query: str) -> None:
    page = visit(f"/compare/{most_told}{query}")
    width, height = PAPER[way]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert overflowing(page) == []
    assert not page.get_by_role("navigation").first.is_visible()
    source = page.locator(".sources li").first
    assert source.inner_text().startswith("[1]")
    assert "http" in source.inner_text()
    if not query:
        assert page.locator("thead").first.evaluate("head => getComputedStyle(head).display") == "table-header-group"
        columns = [cell.bounding_box() for cell in page.locator(".aligned thead th").all()]
        assert len({cell["y"] for cell in columns if cell}) == 1
        assert len({cell["x"] for cell in columns if cell}) == 2
    printed = page.pdf(landscape=way == "across", prefer_css_page_size=False, format="A4")
    sizes = {tuple(float(number) for number in found.split()) for found in _boxes(printed)}
    assert {tuple(round(number / 10) for number in size) for size in sizes} == {
        (0, 0, 84, 60) if way == "across" else (0, 0, 60, 84)
    }


def _boxes(printed: bytes) -> list[str]:
    """The sizes of the pages of a PDF, in points."""
    return re.findall(r"/MediaBox\s*\[([^\]]+)\]", printed.decode("latin-1"))
