"""The pictures of the documentation anew: pages of the sample archive in Chromium, into docs/pages.

python scripts/pictures.py
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.serving import sample_store, served

from tongshi.catalogue import Choice, read_catalogue
from tongshi.rights import Rights, StoreRelease
from tongshi.store import open_store
from tongshi.web import SiteSettings, create_app

OUT = Path(__file__).parent.parent / "docs" / "pages"


class Picture(NamedTuple):
    """A page as it is shown: of which size, in which language and colours."""

    name: str
    path: str
    width: int = 1280
    height: int = 860
    locale: str = "en-GB"
    scheme: str = "light"


def pictures(contact: str) -> list[Picture]:
    return [
        Picture("overview", "/", height=1100),
        Picture("contacts", "/contacts?polity=CN"),
        Picture("contacts-zh", "/contacts?polity=CN", locale="zh-CN"),
        Picture("contact", f"/contacts/{contact}", height=980),
        Picture("contact-narrow", f"/contacts/{contact}", 390, 844, "zh-TW"),
        Picture("compare", f"/compare/{contact}", height=1500),
        Picture("timeline", "/timeline?polity=CN"),
        Picture("network", "/network", height=1000),
        Picture("calendar", "/calendar"),
        Picture("search-dark", "/search?q=台灣", scheme="dark"),
        Picture("review", "/review/next?kind=doubt", height=1100),
    ]


def main() -> None:
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        db = sample_store(Path(folder))
        with open_store(db) as store:
            most = read_catalogue(StoreRelease(Rights(), store)).select(Choice(type=("call",)), "-sources")
            told = next(iter(most)).id
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        with served(create_app(SiteSettings(db=str(db)))) as address:
            for each in pictures(told):
                context = browser.new_context(
                    viewport={"width": each.width, "height": each.height}, locale=each.locale,
                    color_scheme="dark" if each.scheme == "dark" else "light",
                )  # fmt: skip
                page = context.new_page()
                page.goto(f"{address}{each.path}")
                page.screenshot(path=OUT / f"{each.name}.png")
                context.close()
        browser.close()


if __name__ == "__main__":
    main()
