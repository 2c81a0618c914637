"""People, pairs, topics and phrases in a real browser: charts by keyboard, their numbers, where links lead."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import follow

Visit = Callable[..., Page]

#: A page, its charts, and how many numbers the first row of each has at least.
CHARTED = [
    ("/people/wang-yi", ["career", "by-month", "said-topics"]),
    ("/pairs/CN-US", ["by-month", "raised"]),
    ("/topics/trade", ["by-month", "said"]),
    ("/phrases/candid", ["used"]),
    ("/polities/CN", ["by-month"]),
]


@pytest.mark.parametrize(("path", "charts"), CHARTED)
def test_a_chart_has_its_numbers_as_a_table(visit: Visit, path: str, charts: list[str]) -> None:
    page = visit(path)
    for id_ in charts:
        chart = page.locator(f"#{id_}")
        table = chart.locator("table")
        expect(table).to_be_hidden()
        chart.locator("summary").click()
        expect(table).to_be_visible()
        assert table.locator("tbody tr").count() > 0
        assert chart.locator("svg[aria-labelledby]").count() == 1


def test_a_chart_is_walked_by_keyboard(visit: Visit) -> None:
    page = visit("/people/wang-yi")
    mark = page.locator("#career svg a").first
    mark.focus()
    assert page.evaluate("document.activeElement.closest('#career') !== null")
    met = set()
    for _ in range(4):
        met.add(page.evaluate("document.activeElement.getAttribute('href')"))
        page.keyboard.press("Tab")
    assert len(met) > 1


def test_the_skip_link_passes_the_marks(visit: Visit) -> None:
    page = visit("/people/wang-yi")
    page.locator("#career .chart-skip").focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#career-numbers")


def test_people_are_found_by_any_spelling(visit: Visit) -> None:
    page = visit("/people")
    page.get_by_role("searchbox", name="Name, in any spelling").fill("Blinken")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("table.people tbody tr")).to_have_count(1)
    follow(page, page.locator("table.people tbody a.name"))
    assert page.url.endswith("/people/blinken-antony")
    expect(page.locator("h1")).to_contain_text("Antony Blinken")
    assert page.locator("h1 bdi[lang^=zh]").count() == 1


def test_works_without_a_script(visit: Visit) -> None:
    page = visit("/people?sort=last&polity=CN", java_script_enabled=False)
    assert page.locator("table.people tbody tr").count() > 0
    expect(page.locator(".sorts [aria-current]")).to_have_text("last contact")


def test_gaps_of_levels_open(visit: Visit) -> None:
    page = visit("/pairs/CN-US", "narrow")
    hidden = page.locator("details.levels table")
    expect(hidden).to_be_hidden()
    page.locator("details.levels > summary").click()
    expect(hidden).to_be_visible()
    assert hidden.locator(".extent").count() > 0


def test_a_phrase_is_marked_where_it_stands(visit: Visit) -> None:
    page = visit("/phrases/candid", locale="zh-CN")
    marks = page.locator(".sayings mark.field-phrases")
    assert marks.count() > 0
    assert marks.first.evaluate("e => getComputedStyle(e).boxShadow") != "none"
