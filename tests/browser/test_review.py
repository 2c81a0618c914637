"""Review in a real browser: by keys alone, with undo, and the ledger beside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SIZES, accessible, follow, overflowing
from tests.serving import copy_of, served
from tongshi.store import open_store
from tongshi.web import SiteSettings, create_app
from tongshi.web.guard import GuardSettings

Visit = Callable[..., Page]


@pytest.fixture
def own_db(samples_db: Path, tmp_path: Path) -> Path:
    return copy_of(samples_db, tmp_path)


@pytest.fixture
def own(own_db: Path) -> Iterator[str]:
    with served(create_app(SiteSettings(db=str(own_db), guard=GuardSettings(owner="王")))) as address:
        yield address


def kinds(db: Path) -> list[str]:
    with open_store(db) as store:
        return [each.kind for each in store.decisions()]


def test_by_keys_one_is_decided_and_undone(visit: Visit, own: str, own_db: Path) -> None:
    page = visit("/review", base=own)
    follow(page, page.get_by_role("link", name="Begin"))
    expect(page.locator("#keys")).to_be_visible()  # the script is there
    first = page.url
    page.keyboard.press("1")
    page.keyboard.press("a")
    expect(page.get_by_role("status")).to_contain_text("accepted")
    expect(page.locator("#keys")).to_be_visible()
    assert kinds(own_db) == ["accept"]
    page.keyboard.press("u")
    expect(page.get_by_role("status")).to_contain_text("undone")
    assert kinds(own_db) == ["accept", "undo"]
    page.goto(f"{own}/review/next")
    assert page.url.split("?")[0] == first.split("?")[0]
    page.get_by_role("link", name="Ledger of decisions").click()
    expect(page.get_by_role("row")).to_have_count(3)


def test_keys_are_letters_where_something_is_typed(visit: Visit, own: str, own_db: Path) -> None:
    page = visit("/review/next", base=own)
    page.locator("#why").press_sequentially("area ms")
    assert page.locator("#why").input_value() == "area ms"
    assert kinds(own_db) == []


def test_one_is_passed_over_without_a_script(visit: Visit, own: str) -> None:
    page = visit("/review/next", base=own, java_script_enabled=False)
    first = page.url
    follow(page, page.locator("[data-key=k]"))
    assert page.url != first


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", ["/review", "/review/next", "/review/ledger"])
def test_the_rooms_are_accessible_and_fit(visit: Visit, own: str, path: str, size: str) -> None:
    page = visit(path, size, base=own)
    assert accessible(page) == []
    assert overflowing(page) == []
