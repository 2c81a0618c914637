"""The store behind the pages: what is withheld stays so while others write."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import toy
from tests.databases import Databases
from tongshi.build import build
from tongshi.rights import Rights, StoreRelease, Texts
from tongshi.store import Store, open_store
from tongshi.web import SiteSettings
from tongshi.web.archive import Archive
from tongshi.withhold import read_withhold_list


def test_a_post_that_comes_meanwhile_is_withheld_too(databases: Databases, tmp_path: Path) -> None:
    db = databases("a")

    def read(**posts: str) -> None:
        with open_store(db, write=True) as store:
            told = {name: toy.post(name, text) for name, text in posts.items()}
            build([toy.archive(tmp_path / "posts", **told)], store, 1, coder="tests.toy:Toy")

    read(open="@call held main 2021-02-10 who=拜登:US,習近平:CN")
    listed = tmp_path / "withhold.yml"
    listed.write_text("posts: [closed]\n", "utf-8")
    archive = Archive(SiteSettings(db=str(db), rights=Rights(Texts.evidence, read_withhold_list(listed))))

    def told(release: StoreRelease) -> int:
        return sum(1 for _ in release.current_posts())

    with archive.release() as release:
        assert told(release) == 1
    read(closed="@visit held main 2021-05-01 who=莫里森:AU", other="@call held main 2021-03-01 who=拜登:US,文在寅:KR")
    with archive.release() as release:
        assert told(release) == 2
        assert len(release.withheld_posts) == 1
    archive.close()


def test_posts_are_sought_once_as_long_as_nobody_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = tmp_path / "a.db"
    with open_store(db, write=True) as store:
        posts = toy.archive(tmp_path / "posts", a=toy.post("通話", "@call held main ? who=拜登:US,習近平:CN"))
        build([posts], store, 1, coder="tests.toy:Toy")
    listed = tmp_path / "withhold.yml"
    listed.write_text("posts: [a]\n", "utf-8")
    archive = Archive(SiteSettings(db=str(db), rights=Rights(Texts.evidence, read_withhold_list(listed))))
    sought: list[bool] = []
    places = Store.places
    monkeypatch.setattr(Store, "places", lambda store: sought.append(True) or places(store))
    for _ in range(3):
        with archive.release() as release:
            assert release.withheld_posts
    assert sought == []
    archive.close()
