"""Comparisons as pages: rows as the library aligns them, places, languages, and no more than may be shown."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from types import MappingProxyType

import pytest
from starlette.testclient import TestClient

from tests.test_compare import CALL, CN, CNA, POSTS, TERMS, US, VOA
from tests.toy import archive, post
from tongshi.build import build
from tongshi.compare import Comparison, Place, compare
from tongshi.coverage import Holdings
from tongshi.offsets import SourceText, Span
from tongshi.passages import Passage, passages
from tongshi.rights import Rights, StoreRelease, Texts
from tongshi.store import open_store
from tongshi.web import SiteSettings, create_app
from tongshi.web.rooms import compare as rooms
from tongshi.web.wordings import said
from tongshi.withhold import read_withhold_list

JP = "engagement=0 side=JP"

#: Three sides, one of which says nothing, and what a hostile post says.
SUMMIT = post(
    "三方會議", "@conference held main 2021-03-12 who=拜登:US:biden-joe,習近平:CN:xi-jinping,岸信夫:JP,莫迪:IN",
    "@said 拜登 US state 自由開放的秩序 verb=說 topics=indo-pacific engagement=0 side=US person=biden-joe",
    "@said 習近平 CN warn <b>陣營對抗</b>沒有出路 verb=警告 topics=indo-pacific engagement=0 side=CN person=xi-jinping",
    f"@said 岸信夫 JP praise 四方合作順利 verb=歡迎 topics=defence {JP}",
    "@readout 0 US 拜登 indo-pacific", "@readout 0 CN 習近平 indo-pacific", "@readout 0 JP 岸信夫 defence",
    url=VOA, day="2021-03-12",
)  # fmt: skip

#: More of the call, with the accounts that readers of posts make of what is said.
AGAIN = [
    post(
        title, CALL, f"@said 拜登 US urge {words} verb=敦促 topics=trade {US}",
        f"@said 習近平 CN state 中方一貫反對加徵關稅 verb=表示 topics=trade {CN}",
        "@readout 0 US 拜登 trade", "@readout 0 CN 習近平 trade", url=f"{CNA}{title}", day="2021-02-11",
    )
    for title, words in (("續報", "盡快恢復協商"), ("再報", "兩國應當克制"))
]  # fmt: skip


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    with open_store(folder / "a.db", write=True) as store:
        build(
            [archive(folder / "posts", **POSTS, d=SUMMIT, e=AGAIN[0], f=AGAIN[1])], store, jobs=1, coder="tests.toy:Toy"
        )
    return folder / "a.db"


@pytest.fixture(scope="module")
def client(db: Path) -> Iterator[TestClient]:
    with TestClient(create_app(SiteSettings(db=str(db))), base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture(scope="module")
def ids(db: Path) -> dict[str, str]:
    with open_store(db) as store:
        return {contact.type: contact.id for contact in store.contacts()}


def compared(db: Path, id_: str, *sides: str) -> Comparison:
    with open_store(db) as store:
        release = StoreRelease(Rights(), store)
        return compare(release.report(id_), TERMS, sides, Holdings(release.day_counts()), 2)


class Cells(HTMLParser):
    """The rows of the table of wordings: for each cell its side and the words in it; an empty cell is None."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[tuple[str, str] | None]] = []
        self._open = self._said = False
        self.feed(page.partition('id="aside"')[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        classes = (told.get("class") or "").split()
        if tag == "tr" and "line" in classes:
            self.rows.append([])
        elif tag == "td" and "cell" in classes:
            side = told.get("data-side")
            self.rows[-1].append((side, "") if side and "missing" not in classes else None)
        elif tag == "span" and "archived" in classes and self.rows and self.rows[-1] and self.rows[-1][-1]:
            self._said = True
        elif tag == "span" and "refs" in classes:
            self._said = False

    def handle_data(self, data: str) -> None:
        cell = self.rows[-1][-1] if self._said and self.rows and self.rows[-1] else None
        if cell:
            self.rows[-1][-1] = (cell[0], cell[1] + data)


def words(page: str) -> list[list[str]]:
    """The words of each row, side by side."""
    return [[f"{cell[0]} {cell[1].strip(' 「」')}" for cell in row if cell] for row in Cells(page).rows]


def page(client: TestClient, path: str, status: int = 200, **headers: str) -> str:
    answer = client.get(path, headers=headers)
    assert answer.status_code == status
    return answer.text


@pytest.mark.parametrize(("type_", "sides"), [("call", ()), ("call", ("CN", "US")), ("conference", ("JP", "CN"))])
def test_rows_are_those_of_the_library(
    client: TestClient, db: Path, ids: dict[str, str], type_: str, sides: tuple[str, ...]
) -> None:
    found = compared(db, ids[type_], *sides)
    want = [
        sorted(f"{cell.side} {cell.statement.text.strip('「」')}" for cell in row.cells if cell) for row in found.rows
    ]
    told = words(page(client, f"/compare/{ids[type_]}?sides={','.join(sides)}"))
    assert [sorted(row) for row in told] == want
    assert len(want) > 1


def test_the_first_two_sides_are_compared_and_any_two_can_be_chosen(client: TestClient, ids: dict[str, str]) -> None:
    told = page(client, f"/compare/{ids['conference']}")
    assert re.findall(r'<th scope="col" class="side-\d">([^<]+)<', told) == ["United States", "China"]
    assert re.findall(r'<option value="([^"]+)"( selected)?', told) == [
        ("US,CN", " selected"), ("US,JP", ""), ("CN,JP", ""),
    ]  # fmt: skip
    assert "Without an account in these articles: India" in told
    turned = page(client, f"/compare/{ids['conference']}?sides=jp,us")
    assert re.findall(r'<th scope="col" class="side-\d">([^<]+)<', turned) == ["Japan", "United States"]
    silent = page(client, f"/compare/{ids['conference']}?sides=US,IN")
    assert "No account in these articles." in silent
    assert "archive" in silent[silent.index('class="cell missing') :]


@pytest.mark.parametrize(
    ("view", "codes"),
    [("all", ["taiwan", "bilateral-relations", "trade", "covid", "climate"]), ("shared", ["taiwan", "covid", "trade"]),
     ("single", ["bilateral-relations", "climate"])],
)  # fmt: skip
def test_views_show_shared_or_single_topics(
    client: TestClient, ids: dict[str, str], view: str, codes: list[str]
) -> None:
    told = page(client, f"/compare/{ids['call']}?view={view}")
    assert set(re.findall(r'<tbody class="topic" id="topic-([\w-]+)"', told)) == set(codes)


def test_every_cell_leads_to_its_place_and_shows_its_sentence(
    client: TestClient, db: Path, ids: dict[str, str]
) -> None:
    found = compared(db, ids["call"])
    told = page(client, f"/compare/{ids['call']}")
    for side in found.sides:
        for wording in side.wordings:
            for each in wording.told:
                assert each.place.span
                assert f'href="/articles/{each.place.article.post}#at-{each.place.span.start}"' in told
    assert told.count("<blockquote>") >= sum(len(side.wordings) for side in found.sides)


@pytest.mark.parametrize("query", ["", "?by=outlet"])
def test_every_place_referred_to_is_marked_in_its_article(client: TestClient, ids: dict[str, str], query: str) -> None:
    told = page(client, f"/compare/{ids['call']}{query}")
    links = set(re.findall(r'href="(/articles/[^"#]+)#(at-\d+)"', told))
    assert links
    assert query == "" or any("?at=" in there for there, _ in links)
    for there, anchor in links:
        assert f'id="{anchor}"' in page(client, there), (there, anchor)


@pytest.mark.parametrize("view", ["all", "shared", "single"])
def test_a_share_leads_to_its_topic(client: TestClient, ids: dict[str, str], view: str) -> None:
    """In this page, or where it is not shown in that of all topics."""
    there = f"/compare/{ids['call']}"
    told = page(client, f"{there}?view={view}")
    shares = re.findall(r'<a[^>]* href="([^"#]*)#(topic-[^"]+)"', told)
    assert len(shares) > 2
    assert ("" if view == "all" else there) in {path for path, _ in shares}
    for path, at in shares:
        assert f'id="{at}"' in (page(client, path) if path else told)


@pytest.mark.parametrize("query", ["", "?by=outlet"])
def test_whoever_takes_part_has_his_latin_name(client: TestClient, ids: dict[str, str], query: str) -> None:
    head = page(client, f"/compare/{ids['call']}{query}").partition('class="compared"')[2].partition("</p>")[0]
    assert re.findall(r'class="latin" lang="en"><bdi>([^<]+)', head) == ["Joe Biden", "Xi Jinping"]


@pytest.mark.parametrize("at", ["x", "5", "7-5", "5-5", "-1-2", "1-9999999999", "٣-٤"])
def test_a_place_that_is_none_is_refused(client: TestClient, db: Path, at: str) -> None:
    with open_store(db) as store:
        post = next(iter(store.current_posts()))
    assert client.get(f"/articles/{post}", params={"at": at}).status_code == 400


def test_phrases_lead_to_their_pages(db: Path, ids: dict[str, str]) -> None:
    cn = next(side for side in compared(db, ids["call"]).sides if side.polity == "CN")
    told = next(each for wording in cn.wordings for each in wording.told if "红线" in each.statement.text)
    assert told.place.span
    at = told.place.span.start + told.statement.text.index("红线")
    spans = {**told.statement.spans, "phrases.red-line": (Span(at, at + 2),)}
    marked = said(replace(told, statement=replace(told.statement, spans=spans)), "/phrases/{}".format, str.upper)
    assert marked == (
        '<bdi lang="zh-Hans">台湾问题是'
        '<a href="/phrases/red-line"><mark class="phrase" title="RED-LINE">红线</mark></a>'
        "，和平稳定的最大威胁是台独</bdi>"
    )
    unlinked = said(replace(told, statement=replace(told.statement, spans=spans)), lambda _: "", str)
    assert "<a" not in unlinked
    assert "<mark" in unlinked


def test_quoted_words_are_told_apart_from_reported_ones(client: TestClient, ids: dict[str, str]) -> None:
    told = page(client, f"/compare/{ids['call']}")
    assert '「<span class="quoted">我們談了很久。</span>」' in told
    assert '「<span class="quoted">中國病毒</span>」的源頭不明' in told
    assert {"quoted", "quoted in part", "reported"} <= set(re.findall(r'class="form form-\w+">([^<]+)<', told))
    assert re.search(r'<span class="verb verb-warn"><bdi[^>]*>警告</bdi> <span>warns</span>', told)


def test_who_hands_words_on_is_told_with_his_polity(client: TestClient, ids: dict[str, str]) -> None:
    told = page(client, f"/compare/{ids['call']}")
    assert re.search(r'through <bdi[^>]*>新华社</bdi> <abbr class="polity" title="China">CN</abbr>', told)


def test_shares_are_a_picture_and_numbers(client: TestClient, ids: dict[str, str]) -> None:
    told = page(client, f"/compare/{ids['call']}")
    numbers = told[told.index('id="shares-numbers"') :]
    assert re.search(r'<th scope="row"><a href="#topic-taiwan">.*?Taiwan', numbers)
    assert "US: share" in re.sub(r"<[^>]+>", "", numbers)
    assert "<svg" in told[: told.index('id="shares-numbers"')]


@pytest.mark.parametrize(
    ("language", "words_"),
    [("en", ["Raised by both", "warns", "Sources"]), ("zh-Hans", ["双方都谈", "警告", "来源"]),
     ("zh-Hant", ["雙方都談", "警告", "來源"])],
)  # fmt: skip
@pytest.mark.parametrize("by", ["side", "outlet"])
def test_languages(client: TestClient, ids: dict[str, str], language: str, words_: list[str], by: str) -> None:
    told = page(client, f"/compare/{ids['call']}?by={by}&lang={language}")
    assert f'<html lang="{language}">' in told
    assert words_[2] in told
    assert by == "outlet" or all(each in told for each in words_)


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans"])
def test_words_of_chinese_pages_have_chinese_marks_between_them(
    client: TestClient, ids: dict[str, str], language: str
) -> None:
    paths = ["/contacts", f"/contacts/{ids['call']}", f"/compare/{ids['call']}", "/topics/trade", "/pairs/CN-US"]
    for path in (*paths, "/polities/US", "/people/biden-joe", "/people", "/pairs", "/timeline", "/coverage"):
        told = page(client, f"{path}?lang={language}")
        told = re.sub(r"<(script|style|bdi|blockquote)\b.*?</\1>", "", told, flags=re.DOTALL)
        wrong = re.findall(r"[\u4e00-\u9fff]+[,:;] ?[\u4e00-\u9fff]+", html.unescape(re.sub(r"<[^>]+>", "", told)))
        assert not wrong, (path, wrong)


def test_outlets_tell_what_they_leave_out(client: TestClient, ids: dict[str, str]) -> None:
    told = page(client, f"/compare/{ids['call']}?by=outlet")
    assert len(re.findall(r'<h2 id="outlet-\d+">', told)) == 3
    assert "Topics left out" in told
    assert re.search(r"Words of United States</dt><dd>\d+% ", told)


def test_what_an_article_says_is_text(client: TestClient, ids: dict[str, str]) -> None:
    assert "<b>" not in page(client, f"/compare/{ids['conference']}")


@pytest.mark.parametrize("texts", Texts)
def test_no_more_is_shown_than_may_be(db: Path, ids: dict[str, str], texts: Texts) -> None:
    with TestClient(create_app(SiteSettings(db=str(db), rights=Rights(texts))), base_url="http://127.0.0.1") as client:
        told = [page(client, f"/compare/{ids['call']}{query}") for query in ("", "?by=outlet")]
    assert all(("拜登與習近平通話" in each) == (texts is not Texts.none) for each in told)
    assert ("台灣海峽的和平穩定" in re.sub(r"<[^>]+>", "", told[0])) == (texts is not Texts.none)
    if texts is Texts.none:
        assert "<blockquote>" not in told[0]
        assert re.search(r"characters \d+–\d+", told[0])


def test_a_withheld_person_is_not_compared(db: Path, ids: dict[str, str], tmp_path: Path) -> None:
    listed = tmp_path / "withheld.yml"
    listed.write_text("people: [xi-jinping]\n", encoding="utf-8")
    rights = Rights(withheld=read_withhold_list(listed))
    with TestClient(create_app(SiteSettings(db=str(db), rights=rights)), base_url="http://127.0.0.1") as client:
        page(client, f"/compare/{ids['call']}", 404)
        assert ids["call"] not in page(client, "/compare")


@pytest.mark.parametrize(
    ("query", "status"),
    [("view=none", 400), ("sides=US", 400), ("sides=US,FR", 404), ("sides=US,US", 404), ("by=nobody", 400)],
)
def test_what_cannot_be_compared_is_one_line(client: TestClient, ids: dict[str, str], query: str, status: int) -> None:
    page(client, f"/compare/{ids['call']}?{query}", status)


def test_what_there_is_to_compare(client: TestClient, ids: dict[str, str]) -> None:
    told = page(client, "/compare")
    assert re.findall(r'href="/compare/(\w+)"', told) == [ids["call"], ids["conference"]]
    assert re.findall(r'<option value="([\w-]+)">', told) == ["CN-US", "CN-JP", "JP-US"]
    assert re.findall(r'href="/compare/(\w+)"', page(client, "/compare?pair=CN-JP")) == [ids["conference"]]


@pytest.mark.parametrize("texts", Texts)
def test_what_is_read_for_a_comparison_gives_the_same_as_all(db: Path, texts: Texts) -> None:
    with open_store(db) as store:
        for contact in store.contacts():
            release = StoreRelease(Rights(texts), store)
            whole, less = release.report(contact.id), release.accounts(contact.id)
            texts = release.texts_of([source.article for source in less.sources])
            assert not any(source.article.readable for source in less.sources)
            assert _told(compare(whole, TERMS)) == _told(compare(less, TERMS), texts)


def _told(found: Comparison, texts: Mapping[str, tuple[SourceText, SourceText]] = MappingProxyType({})) -> object:
    def sentences(place: Place) -> list[Passage]:
        own = texts.get(place.article.post, place.texts)
        return passages(own, {"text": [place.span]}) if place.span else []

    rows = [
        (
            row.topic,
            row.common,
            [[(each.statement, each.links, sentences(each.place)) for each in cell.told] for cell in row.cells if cell],
        )
        for row in found.rows
    ]
    return rows, [
        (side.polity, side.topics and [(each.topic, each.share) for each in side.topics]) for side in found.sides
    ]


def test_a_long_comparison_is_told_page_by_page(
    client: TestClient, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    there = f"/compare/{ids['call']}"
    monkeypatch.setattr(rooms, "PAGE", 100)
    whole = page(client, f"{there}?sides=US,CN")  # asked otherwise, so that no page is kept of it
    assert 'class="pager"' not in whole
    monkeypatch.setattr(rooms, "PAGE", 3)
    cut = [page(client, f"{there}?page={number}") for number in (1, 2, 3, 4)]
    assert [row for each in cut for row in words(each)] == words(whole)
    said = re.compile(r'<li class="cell">.*?<span class="archived"><bdi[^>]*>(.*?)</bdi>', re.DOTALL)
    assert [each for one in cut for each in said.findall(one)] == said.findall(whole)
    shares = set(re.findall(r'<a[^>]* href="([^"#]*)#(topic-[^"]+)"', cut[0]))
    assert any("page=2" in path for path, _ in shares)
    for path, at in shares:
        assert f'id="{at}"' in (page(client, path) if path else cut[0])
    page(client, f"{there}?page=9", 404)
