"""Words light up where a field is chosen, by mouse and keyboard, with scripts and without; articles in both scripts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import SIZES, accessible_in_both_schemes, follow, overflowing
from tongshi.store import Contact, open_store

Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def contact(samples_db: Path) -> Contact:
    """The one with most articles."""
    with open_store(samples_db) as store:
        return max(store.contacts(), key=lambda each: len(each.posts))


def is_seen(page: Page, selector: str) -> bool:
    """Whether the first such element is within the window."""
    seen: bool = page.locator(selector).first.evaluate(
        "e => { const r = e.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight }"
    )
    return seen


@pytest.mark.parametrize("size", SIZES)
def test_a_field_that_is_clicked_lights_up_its_words(visit: Visit, contact: Contact, size: str) -> None:
    page = visit(f"/contacts/{contact.id}", size)
    field = page.locator(".prove[data-key=date]")
    assert field.get_attribute("aria-pressed") == "false"
    field.click()
    page.wait_for_timeout(600)
    assert field.get_attribute("aria-pressed") == "true"
    assert page.locator("mark.lit").count() == page.locator("mark[data-fields~=date]").count() > 1
    assert is_seen(page, "mark.lit-now")
    assert page.locator("#marks-told").inner_text().startswith("1 of ")
    other = page.locator(".prove[data-key=participants-0]")
    other.click()
    assert (field.get_attribute("aria-pressed"), other.get_attribute("aria-pressed")) == ("false", "true")
    other.click()
    assert page.locator(".lit").count() == 0


@pytest.mark.parametrize("size", SIZES)
def test_the_same_by_keyboard(visit: Visit, contact: Contact, size: str) -> None:
    page = visit(f"/contacts/{contact.id}", size, reduced_motion="reduce")
    page.locator(".prove[data-key=date]").focus()
    page.keyboard.press("Enter")
    first = page.locator("mark.lit-now").first.get_attribute("id")
    page.keyboard.press("ArrowDown")
    second = page.locator("mark.lit-now").first.get_attribute("id")
    assert first != second
    assert is_seen(page, "mark.lit-now")
    page.keyboard.press("ArrowUp")
    assert page.locator("mark.lit-now").first.get_attribute("id") == first
    page.keyboard.press("Escape")
    assert page.locator(".lit").count() == 0
    page.keyboard.press(" ")
    assert page.locator("mark.lit-now").first.get_attribute("id") == first


@pytest.mark.parametrize("size", SIZES)
def test_without_scripts_a_field_leads_to_its_words(visit: Visit, contact: Contact, size: str) -> None:
    page = visit(f"/contacts/{contact.id}", size, java_script_enabled=False)
    assert page.get_by_role("button", name="Copy").count() == 0
    page.locator(".prove[data-key=date]").click()
    anchor = page.url.partition("#")[2]
    assert anchor.startswith("date-")
    lit, plain = (
        page.locator(f"mark[data-fields~=date]{which}").first.evaluate("e => getComputedStyle(e).outlineStyle")
        for which in (f"#{anchor}", f":not(#{anchor})")
    )
    assert (lit, plain) == ("solid", "none")


@pytest.mark.parametrize("size", SIZES)
def test_contact_and_article_are_accessible_and_fit(visit: Visit, contact: Contact, size: str) -> None:
    for path in (f"/contacts/{contact.id}", *(f"/articles/{post}" for post in contact.posts[:2])):
        page = visit(path, size)
        assert overflowing(page) == []
        assert accessible_in_both_schemes(page) == []
    page = visit(f"/contacts/{contact.id}", size, reduced_motion="reduce")
    page.locator(".prove[data-key=date]").click()
    assert accessible_in_both_schemes(page) == []


def test_the_article_in_the_other_script(visit: Visit, contact: Contact) -> None:
    page = visit(f"/articles/{contact.posts[0]}")
    text = page.locator("#article-text")
    written, language = text.inner_text(), text.get_attribute("lang")
    follow(page, page.get_by_role("link", name="Show in"))
    assert text.get_attribute("lang") != language
    assert text.inner_text() != written
    assert len(text.inner_text()) == len(written)
    assert page.get_by_text("Converted character by character").is_visible()
    follow(page, page.get_by_role("link", name="Show as written").first)
    assert text.inner_text() == written


def test_kinds_of_highlights_go_on_and_off(visit: Visit, contact: Contact) -> None:
    page = visit(f"/articles/{contact.posts[0]}")
    mark = page.locator("#article-text .is-people").first
    ground = "e => getComputedStyle(e).backgroundColor"
    assert page.get_by_role("button", name="Apply").count() == 0
    on = mark.evaluate(ground)
    page.get_by_role("checkbox", name="People").uncheck()
    off = mark.evaluate(ground)
    assert on != off
    assert "show=offices" in page.url
    page.reload()
    assert mark.evaluate(ground) == off
    assert not page.get_by_role("checkbox", name="People").is_checked()


def test_without_scripts_they_are_asked_for(visit: Visit, contact: Contact) -> None:
    page = visit(f"/articles/{contact.posts[0]}", java_script_enabled=False)
    page.get_by_role("checkbox", name="People").uncheck()
    page.get_by_role("button", name="Apply").click()
    classes = page.locator("#article-text").get_attribute("class") or ""
    assert "show-offices" in classes
    assert "show-people" not in classes


@pytest.mark.parametrize("size", SIZES)
def test_what_a_contact_was_is_accessible_and_fits(visit: Visit, contact: Contact, size: str) -> None:
    page = visit(f"/contacts/{contact.id}/versions", size)
    assert page.locator("h2").first.inner_text().startswith("Build 1")
    assert overflowing(page) == []
    assert accessible_in_both_schemes(page) == []
