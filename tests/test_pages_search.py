"""The search room: the same articles as the command finds, counts that hold, mistakes in one line."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from tests import toy
from tongshi.build import build
from tongshi.query import parse
from tongshi.rights import Rights, StoreRelease, Texts
from tongshi.search import search
from tongshi.store import open_store
from tongshi.web import SiteSettings, create_app
from tongshi.withhold import read_withhold_list

POSTS = {
    "a": toy.post(
        "王毅會見布林肯", "王毅今天會見布林肯。", "@meeting held main 2021-02-10 who=王毅:CN,布林肯:US topics=trade"
    ),
    "b": toy.post("美中通話", "王毅與布林肯通電話。", "@call held main 2021-03-01 who=王毅:CN,布林肯:US topics=taiwan"),
    "c": toy.post("颱風", "颱風離開臺灣。", day="2022-07-01"),
    "d": toy.post("<script>alert(1)</script>", "王毅<img src=x onerror=alert(1)>出席。", day="2022-08-01"),
}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    made = tmp_path / "a.db"
    with open_store(made, write=True) as opened:
        build([toy.archive(tmp_path / "posts", **POSTS)], opened, 1, coder="tests.toy:Toy")
    return made


@pytest.fixture
def client(store: Path) -> Iterator[TestClient]:
    with TestClient(create_app(SiteSettings(db=str(store))), base_url="http://127.0.0.1") as client:
        yield client


def page(client: TestClient, code: int = 200, **query: str | list[str]) -> str:
    answer = client.get(f"/search?{urlencode(query, doseq=True)}")
    assert answer.status_code == code
    return answer.text


def found(text: str) -> list[str]:
    return re.findall(r'<li class="hit">\s*<h2><a href="/articles/(\w+)"', text)


@pytest.mark.parametrize("asked", ["王毅", "王毅 布林肯", "王毅 NOT 通電話", "颱風 OR 通話", '"布林肯通"', "北京"])
def test_it_finds_what_the_library_finds(client: TestClient, store: Path, asked: str) -> None:
    with open_store(store) as opened:
        wanted = [hit.article.post for hit in search(StoreRelease(Rights(), opened), parse(asked))]
    assert found(page(client, q=asked)) == wanted


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"type": "call"}, {"美中通話"}),
        ({"topic": ["trade"]}, {"王毅會見布林肯"}),
        ({"since": "2022"}, {"<script>alert(1)</script>"}),
        ({"polity": "美国", "until": "2021-12"}, {"王毅會見布林肯", "美中通話"}),
        ({"person": "布林肯", "status": "planned"}, set()),
    ],
)
def test_conditions_are_of_one_contact_that_it_tells(
    client: TestClient, query: dict[str, str | list[str]], titles: set[str]
) -> None:
    told = page(client, q="王毅", **query)
    shown = re.findall(r'<li class="hit">\s*<h2>(.*?)</h2>', told, re.DOTALL)
    assert {html.unescape(re.sub("<[^<>]+>", "", each)).strip() for each in shown} == titles


def test_each_count_is_of_the_articles_that_choosing_it_gives(client: TestClient) -> None:
    told = page(client, q="王毅")
    links = re.findall(r'<li><a href="(/search\?[^"]+)"><bdi>.*?<span class="number">(\d+)</span>', told)
    assert len(links) >= 6
    for there, count in links:
        assert len(found(client.get(html.unescape(there)).text)) == int(count), there


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"q": '"王毅'}, "quotation mark"),
        ({"q": "王毅", "since": "yesterday"}, "since: yesterday: not a date"),
        ({"q": "王毅", "type": "lunch"}, "type: lunch: not one of"),
        ({"q": "王毅", "polity": "Narnia"}, "Narnia"),
        ({"q": "王毅", "page": "9"}, "page: 9: the last one is 1"),
        ({"q": "王毅", "page": "-1"}, "page: -1"),
        ({"q": "王毅", "sort": "worst"}, "sort: worst"),
    ],
)
def test_a_mistake_is_told_in_one_line(client: TestClient, query: dict[str, str | list[str]], told: str) -> None:
    status = 404 if "Narnia" in told or "the last one" in told else 400
    assert told in html.unescape(page(client, status, **query))


def test_what_is_archived_is_no_markup(client: TestClient) -> None:
    told = page(client, q="出席")
    assert "<script>alert" not in told
    assert "<img" not in told
    assert "&lt;script&gt;" in told


def test_without_words_nothing_is_sought(client: TestClient) -> None:
    assert found(page(client)) == []
    assert found(page(client, q=" ")) == []


def test_what_is_withheld_is_not_counted(store: Path, tmp_path: Path) -> None:
    listed = tmp_path / "withhold.yml"
    with open_store(store) as opened:
        post = next(hit.article.post for hit in search(StoreRelease(Rights(), opened), parse("通電話")))
    listed.write_text(f"posts: [{post}]\n", "utf-8")
    settings = SiteSettings(db=str(store), rights=Rights(Texts.evidence, read_withhold_list(listed)))
    with TestClient(create_app(settings), base_url="http://127.0.0.1") as client:
        told = page(client, q="王毅")
        assert len(found(told)) == 2
        assert post not in found(told)
        assert "2 articles answer" in told
        assert "type=call" not in told


def test_other_names_are_sought_where_it_is_asked_for(client: TestClient) -> None:
    assert len(found(page(client, q="Blinken"))) == 0
    told = page(client, q="Blinken", expand="1")
    assert len(found(told)) == 2
    assert "also as" in told
