"""The table of contacts in a browser: narrowed by keyboard, without a reload, and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import accessible, follow, overflowing

Visit = Callable[..., Page]

#: Marks the page that is open, so that it is seen whether another one was loaded.
MARK = "() => { window.stayed = true; }"


def stayed(page: Page) -> bool:
    found: bool = page.evaluate("() => window.stayed === true")
    return found


def number(page: Page) -> int:
    return int(page.locator("#found-count").inner_text().split()[0].replace(",", ""))


def focused(page: Page) -> str:
    found: str = page.evaluate("() => document.activeElement.dataset.key || document.activeElement.id")
    return found


def test_facets_are_chosen_by_keyboard_without_a_reload(visit: Visit) -> None:
    page = visit("/contacts")
    page.evaluate(MARK)
    every = number(page)
    facet = page.locator('[data-key="status-held"]')
    told = int(facet.locator("xpath=../span[@class='number']").inner_text())
    assert 0 < told < every
    facet.focus()
    page.keyboard.press("Enter")
    expect(page.locator('[data-key="chip-status-held"]')).to_be_visible()
    assert (stayed(page), number(page)) == (True, told)
    assert page.url.endswith("/contacts?status=held")
    # the value that was chosen is focused still, and the new number is told to who does not see it
    assert focused(page) == "status-held"
    expect(page.locator("[data-announced]")).to_contain_text(f"{told} contacts")
    # the same key leaves it out again
    page.keyboard.press("Enter")
    expect(page.locator('[data-key="chip-status-held"]')).to_have_count(0)
    assert (stayed(page), number(page)) == (True, every)


def test_going_back_shows_what_was_there(visit: Visit) -> None:
    page = visit("/contacts?status=held")
    page.evaluate(MARK)
    before = number(page)
    page.locator('[data-key="type-meeting"]').click()
    expect(page.locator('[data-key="chip-type-meeting"]')).to_be_visible()
    after = number(page)
    assert after < before
    page.go_back()
    expect(page.locator('[data-key="chip-type-meeting"]')).to_have_count(0)
    assert (stayed(page), number(page)) == (True, before)
    page.go_forward()
    expect(page.locator('[data-key="chip-type-meeting"]')).to_be_visible()
    assert (stayed(page), number(page)) == (True, after)


def test_a_removed_chip_leaves_the_focus_at_the_list(visit: Visit) -> None:
    page = visit("/contacts?status=held")
    page.locator('[data-key="chip-status-held"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator('[data-key="chip-status-held"]')).to_have_count(0)
    assert focused(page) == "found"


def test_what_was_opened_stays_open(visit: Visit) -> None:
    page = visit("/contacts")
    page.locator("#facet-level summary").click()
    page.locator("#facet-type summary").click()
    page.locator('[data-key="status-held"]').click()
    expect(page.locator('[data-key="chip-status-held"]')).to_be_visible()
    assert page.locator("#facet-level").get_attribute("open") is not None
    assert page.locator("#facet-type").get_attribute("open") is None


def test_days_and_columns(visit: Visit) -> None:
    page = visit("/contacts?type=meeting")
    page.evaluate(MARK)
    page.get_by_label("Since").fill("2020-09")
    page.get_by_label("Since").press("Enter")
    expect(page.locator('[data-key="chip-since"]')).to_contain_text("2020-09-01")
    page.locator("thead").get_by_role("link", name="Articles").click()
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Articles")
    assert stayed(page)
    assert page.url.endswith("/contacts?type=meeting&since=2020-09-01&sort=-sources")
    # the other languages, the files and the feeds are of the new choice as well
    assert "sort%3D-sources" in (page.get_by_role("link", name="繁體中文").get_attribute("href") or "")
    assert page.get_by_role("link", name="CSV", exact=True).get_attribute("href") == (
        "/contacts.csv?type=meeting&since=2020-09-01&sort=-sources"
    )
    atom = page.locator("link[rel=alternate][type='application/atom+xml']")
    assert atom.count() == 1
    assert atom.get_attribute("href") == "/contacts.atom?type=meeting&since=2020-09-01&lang=en"


def test_a_wrong_day_is_told_of(browser: Browser, site: str) -> None:
    with closing(browser.new_page(locale="en-GB")) as page:  # which may complain: the answer is no good one
        page.goto(f"{site}/contacts")
        page.get_by_label("Until").fill("soon")
        page.get_by_role("button", name="Apply").click()
        expect(page.locator("main")).to_contain_text("until: soon: not a date")


def test_a_file_is_downloaded(visit: Visit) -> None:
    page = visit("/contacts?type=meeting")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    assert download.value.suggested_filename == "contacts-meeting.csv"


def test_all_values_of_a_facet_lead_back(visit: Visit) -> None:
    page = visit("/contacts?status=held")
    page.get_by_role("link", name="All").and_(page.locator("[data-key=more-person]")).click()
    expect(page.locator("h1")).to_have_text("Choose: Person")
    name = page.locator(".values a").first.inner_text()
    page.get_by_role("searchbox", name="Name or part of it").fill(name.split()[0])
    follow(page, page.get_by_role("button", name="Find"))
    page.locator(".values a").first.click()
    expect(page.locator(".chips").first).to_contain_text(name.split()[0])
    expect(page.locator('[data-key="chip-status-held"]')).to_be_visible()


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_without_scripts(visit: Visit, size: str) -> None:
    page = visit("/contacts", size, java_script_enabled=False)
    every = number(page)
    follow(page, page.locator('[data-key="status-held"]'))
    held = number(page)
    assert 0 < held < every
    page.get_by_label("Since").fill("2020-09")
    follow(page, page.get_by_role("button", name="Apply"))
    assert "status=held&since=2020-09" in page.url
    assert number(page) <= held
    key = "sort-sources" if size == "wide" else "sorts-sources"
    follow(page, page.locator(f'[data-key="{key}"]'))
    assert page.url.endswith("/contacts?status=held&since=2020-09-01&sort=-sources")
    follow(page, page.locator('[data-key="chip-clear"]'))
    assert number(page) == every


def test_a_telephone_shows_cards(visit: Visit) -> None:
    page = visit("/contacts", "narrow")
    # what narrows is folded away, and opens
    facets = page.locator("#fold")
    assert facets.get_attribute("open") is None
    assert page.locator("thead").is_hidden()
    page.locator("#fold > summary").click()
    page.locator('[data-key="status-held"]').click()
    expect(page.locator('[data-key="chip-status-held"]')).to_be_visible()
    assert overflowing(page) == []
    assert accessible(page) == []
    card = page.locator("tbody tr").first.bounding_box()
    assert card
    assert card["width"] > 300


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN", "zh-TW"])
def test_the_first_page_leads_into_the_archive(visit: Visit, locale: str) -> None:
    page = visit("/", locale=locale)
    bar = page.locator("#by-month a.bar").last
    bar.focus()
    told = bar.get_attribute("aria-label") or bar.locator("title").text_content() or ""
    page.keyboard.press("Enter")
    expect(page.locator("#found-count")).to_be_visible()
    assert "month=" in page.url
    assert page.locator("#found-count").inner_text().strip("共 ").split()[0] in told
