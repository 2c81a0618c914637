"""Timeline, calendar, network and places in a browser: by keyboard, without a reload, and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SIZES, accessible, follow, overflowing

Visit = Callable[..., Page]

#: Marks the page that is open, so that it is seen whether another one was loaded.
MARK = "() => { window.stayed = true; }"

VIEWS = ["/timeline", "/calendar", "/network", "/places"]


def stayed(page: Page) -> bool:
    found: bool = page.evaluate("() => window.stayed === true")
    return found


def days(page: Page) -> tuple[str, str]:
    """The window that the address names."""
    asked = parse_qs(urlsplit(page.url).query)
    return asked["from"][0], asked["to"][0]


def focus_is_in_the_drawing(page: Page) -> bool:
    found: bool = page.evaluate("() => document.querySelector('[data-zoomed]').contains(document.activeElement)")
    return found


def test_the_timeline_is_zoomed_and_moved_by_keyboard(visit: Visit) -> None:
    page = visit("/timeline?polity=CN&from=2020-01-01&to=2020-12-31")
    page.evaluate(MARK)
    zoomed = page.locator("[data-zoomed]")
    zoomed.focus()
    page.keyboard.press("+")
    page.wait_for_url("**from=2020-04*")
    nearer = days(page)
    assert nearer > ("2020-01-01", "")
    assert nearer[1] < "2020-12-31"
    expect(page.locator("#window")).to_have_text(f"{nearer[0]} to {nearer[1]}")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#window")).not_to_have_text(f"{nearer[0]} to {nearer[1]}")
    assert days(page) > nearer
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#window")).to_have_text(f"{nearer[0]} to {nearer[1]}")
    page.keyboard.press("-")
    page.wait_for_function("first => new URLSearchParams(location.search).get('from') < first", arg=nearer[0])
    assert stayed(page)
    assert focus_is_in_the_drawing(page)
    # the form tells the same window, and what is told aloud does
    expect(page.locator("#from")).to_have_value(days(page)[0])
    expect(page.locator("[data-announced]")).to_contain_text(days(page)[0])


def test_going_back_shows_the_window_before(visit: Visit) -> None:
    page = visit("/timeline?polity=CN&from=2020-01-01&to=2020-12-31")
    page.evaluate(MARK)
    page.locator('[data-way="nearer"]').click()
    expect(page.locator("#window")).not_to_have_text("2020-01-01 to 2020-12-31")
    assert page.evaluate("() => document.activeElement.dataset.way") == "nearer"
    page.go_back()
    expect(page.locator("#window")).to_have_text("2020-01-01 to 2020-12-31")
    assert stayed(page)


def test_a_cluster_shows_its_window_and_a_mark_its_contact(visit: Visit) -> None:
    page = visit("/timeline?from=2020-01-01&to=2020-12-31")
    page.evaluate(MARK)
    cluster = page.locator("#timeline .cluster:visible").first
    cluster.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#window")).not_to_have_text("2020-01-01 to 2020-12-31")
    assert stayed(page)
    assert focus_is_in_the_drawing(page)
    page.goto(page.url)
    mark = page.locator("#timeline a.mark:visible").first
    href = mark.get_attribute("href") or ""
    assert href.startswith("/contacts/c")


def test_keys_in_fields_stay_there_and_the_wheel_scrolls(visit: Visit) -> None:
    page = visit("/timeline?polity=CN")
    before = page.url
    page.locator("#from").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("+-0")
    page.locator("[data-zoomed]").hover(position={"x": 200, "y": 100})
    page.mouse.wheel(0, 300)
    page.wait_for_function("() => window.scrollY > 0")
    assert page.url == before


def drawn(page: Page) -> int:
    return page.locator("#network [data-node]").count()


def test_the_time_of_the_network_is_slid_by_keyboard(visit: Visit) -> None:
    page = visit("/network")
    page.evaluate(MARK)
    every = drawn(page)
    since = page.locator("#slide-since")
    expect(since).to_be_visible()
    expect(page.locator("output[for=slide-since]")).to_contain_text("open end")
    since.focus()
    page.keyboard.press("End")
    page.wait_for_url("**since=*")
    expect(page.locator("[data-swapped] .chip").first).to_contain_text("Since")
    assert stayed(page)
    assert page.evaluate("() => document.activeElement.id") == "slide-since"
    month = page.locator("output[for=slide-since]").inner_text()
    assert re.fullmatch(r"\d{4}-\d\d", month)
    assert page.locator("#since").input_value() == month
    assert drawn(page) < every
    page.keyboard.press("Home")
    page.wait_for_function("() => !location.search.includes('since')")
    expect(page.locator("#network [data-node]")).to_have_count(every)
    # the last month does not lie before the first
    page.locator("#slide-until").focus()
    page.keyboard.press("Home")
    page.wait_for_url("**until=*")
    assert page.locator("#until").input_value() >= page.locator("#since").input_value()


def test_what_is_slid_is_a_page_of_its_own(visit: Visit) -> None:
    page = visit("/network?of=polities")
    page.locator("#slide-since").focus()
    page.keyboard.press("End")
    page.wait_for_url("**since=*")
    expect(page.locator("[data-swapped] .chip").first).to_contain_text("Since")
    shown = drawn(page)
    page.goto(page.url)
    assert drawn(page) == shown
    assert "of=polities" in page.url


def test_a_node_that_is_looked_at_stands_out_after_sliding(visit: Visit) -> None:
    page = visit("/network?of=polities")
    page.locator("#slide-until").focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**until=*")
    expect(page.locator("[data-swapped] .chip").first).to_contain_text("Until")
    page.locator("#network [data-node]").first.focus()
    expect(page.locator("#network .near").first).to_be_attached()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("view", ["/timeline?pair=CN-US", "/calendar?year=2020", "/network?top=20", "/places"])
def test_numbers_and_filters_open_and_fit(visit: Visit, view: str, size: str) -> None:
    page = visit(view, size)
    page.locator(".chart-numbers > summary").click()
    expect(page.locator(".chart-numbers tbody tr").first).to_be_visible()
    filters = page.locator(".more-filters")
    if not filters.evaluate("each => each.open"):
        filters.locator("summary").click()
    expect(page.locator("#f-type")).to_be_visible()
    assert accessible(page) == []
    assert overflowing(page) == []


def test_views_work_without_scripts(browser: Browser, site: str) -> None:
    with closing(browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 800})) as context:
        page = context.new_page()
        for view in VIEWS:
            page.goto(f"{site}{view}")
            assert page.locator("figure.chart").count() == 1
            page.locator(".more-filters").evaluate("each => { each.open = true }")
            page.locator("#f-polity").select_option("CN")
            follow(page, page.locator(".narrowing .primary"))
            assert "polity=CN" in page.url
            assert page.locator(".chips .chip").count() == 2
        page.goto(f"{site}/timeline?polity=CN")
        follow(page, page.locator('[data-way="nearer"]'))
        assert days(page)
        page.goto(f"{site}/network")
        assert page.locator(".slider").is_hidden()
        page.locator("#since").fill("2020-10")
        follow(page, page.locator(".narrowing .primary"))
        assert "since=2020-10" in page.url
