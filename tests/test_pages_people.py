"""Pages on people, pairs, polities, topics and phrases: figures, names, and what is withheld."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from tests.toy import archive, post
from tongshi import timeline
from tongshi.build import build
from tongshi.catalogue import read_catalogue
from tongshi.coverage import Holdings
from tongshi.rights import Rights, StoreRelease, Texts
from tongshi.sayings import spoken_by, uses
from tongshi.store import ContactFilter, SaidKey, StatementFilter, open_store
from tongshi.web import SiteSettings, create_app
from tongshi.web.labels import load_labels
from tongshi.web.words import LANGUAGES
from tongshi.whois import dossiers
from tongshi.withhold import read_withhold_list

POSTS = {
    "call": post(
        "拜登與習近平通話",
        "@call held main 2021-02-10 who=拜登:US:biden-joe,習近平:CN:xi-jinping topics=trade,taiwan",
        "@said 拜登 US stress 各方應維持現狀 topics=taiwan phrases=status-quo engagement=0 side=US person=biden-joe",
        "@said 習近平 CN warn 核心利益不容觸碰 person=xi-jinping phrases=core-interests engagement=0 side=CN"
        " topics=taiwan",
    ),
    "meeting": post(
        "王毅會晤布林肯",
        "@meeting held main 2021-03-18 who=王毅:CN:wang-yi,布林肯:US:blinken-antony topics=climate",
        "@said 布林肯 US state 氣候可以合作 person=blinken-antony engagement=0 topics=climate",
        "@said 王毅 CN urge 停止干涉核心利益 person=wang-yi phrases=core-interests engagement=0 topics=taiwan",
        day="2021-03-19",
    ),
    "minister": post(
        "外長通話",
        "@call held main 2021-04-02 who=波波夫:BG,王毅:CN:wang-yi topics=trade",
        "@said 波波夫 BG thank 感謝中方 topics=trade",
        url="https://www.voachinese.com/a/9",
        day="2021-04-03",
    ),
    "plan": post(
        "王毅將訪美", "@visit planned main 2021-09-01 who=王毅:CN:wang-yi polities=CN,US topics=trade", day="2021-04-05"
    ),
    "later": post(
        "再談",
        "@said 王毅 CN urge 中方重申核心利益 person=wang-yi phrases=core-interests",
        "@said 議長 X:會議 urge 盼早日恢復對話",
        day="2021-04-06",
    ),
}


class Read(HTMLParser):
    """The tables of a page as rows of cells, its links, and all that is read on it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self._in_cell = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.links.append(dict(attrs).get("href") or "")
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")
            self._in_cell = True

    def handle_endtag(self, tag: str) -> None:
        self._in_cell = self._in_cell and tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._in_cell:
            self.rows[-1][-1] = " ".join(f"{self.rows[-1][-1]} {data}".split())

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def row(self, first: str) -> list[str]:
        """The first row whose first cell begins so."""
        return next(row for row in self.rows if row and row[0].startswith(first))


def site(db: Path, rights: Rights | None = None) -> TestClient:
    app = create_app(SiteSettings(db=str(db), rights=rights or Rights()))
    return TestClient(app, base_url="http://localhost", headers={"accept-language": "en"}, follow_redirects=False)


def read(client: TestClient, path: str) -> Read:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return Read(answer.text)


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("people")
    with open_store(folder / "tongshi.db", write=True) as store:
        build([archive(folder / "posts", **POSTS)], store, jobs=1, coder="tests.toy:Toy")
    return folder / "tongshi.db"


@pytest.fixture(scope="module")
def samples(samples_db: Path) -> Path:
    return samples_db


@pytest.fixture(scope="module")
def toys(toy: Path) -> TestClient:
    return site(toy)


@pytest.fixture(scope="module")
def sampled(samples: Path) -> TestClient:
    return site(samples)


# --- addresses


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ("/people/布林肯", "/people/blinken-antony"),
        ("/people/Blinken", "/people/blinken-antony"),
        ("/people/Antony Blinken", "/people/blinken-antony"),
        ("/people/拜登?lang=zh-Hans", "/people/biden-joe?lang=zh-Hans"),
        ("/people/波波夫", "/people/波波夫%2FBG"),
        ("/pairs/US-CN", "/pairs/CN-US"),
        ("/pairs/美国-中国", "/pairs/CN-US"),
        ("/pairs/China-Bulgaria", "/pairs/BG-CN"),
        ("/polities/china", "/polities/CN"),
        ("/topics/台灣", "/topics/taiwan"),
        ("/phrases/核心利益", "/phrases/core-interests"),
    ],
)
def test_a_name_leads_to_the_page(toys: TestClient, asked: str, there: str) -> None:
    answer = toys.get(asked)
    assert answer.status_code == 303
    assert answer.headers["location"] == quote(there, safe="/?=%")
    assert toys.get(answer.headers["location"]).status_code == 200


@pytest.mark.parametrize(
    "asked",
    [
        "/people/nobody-at-all", "/people/無此人", "/people/波波夫/US", "/pairs/CN", "/pairs/CN-CN", "/pairs/CN-XX",
        "/pairs/BG-US", "/polities/X:nowhere", "/polities/nowhere", "/topics/space", "/topics/nothing",
        "/phrases/nothing", "/people?page=9", "/pairs?page=9",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(toys: TestClient, asked: str) -> None:
    assert toys.get(asked).status_code == 404


def test_a_polity_without_contacts_has_a_page(toys: TestClient) -> None:
    assert "0 contacts" in read(toys, "/polities/FR").text
    assert "0 contacts" in read(toys, "/polities/X:會議").text  # no lexicon has it, but it speaks


def test_an_order_that_is_none_is_refused(toys: TestClient) -> None:
    assert toys.get("/people?sort=beauty").status_code == 400


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "path",
    [
        "/people", "/people/wang-yi", "/people/波波夫/BG", "/pairs", "/pairs/CN-US", "/polities/CN", "/topics",
        "/topics/taiwan", "/phrases", "/phrases/core-interests", "/phrases/win-win",
    ],
)  # fmt: skip
def test_every_view_speaks_every_language(toys: TestClient, path: str, language: str) -> None:
    answer = toys.get(path, params={"lang": language})
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text


# --- the list of people


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ("", ["wang-yi", "biden-joe", "blinken-antony", "xi-jinping", "波波夫/BG"]),
        ("?q=王毅", ["wang-yi"]),
        ("?q=Biden", ["biden-joe"]),
        ("?q=布林肯", ["blinken-antony"]),
        ("?q=布林肯&polity=CN", []),
        ("?polity=cn", ["wang-yi", "xi-jinping"]),
        ("?sort=last", ["wang-yi", "波波夫/BG", "blinken-antony", "biden-joe", "xi-jinping"]),
    ],
)
def test_people_are_found_and_sorted(toys: TestClient, asked: str, ids: list[str]) -> None:
    page = read(toys, f"/people{asked}")
    own = [each for each in page.links if each.startswith("/people/")]
    assert own == [f"/people/{quote(each, safe='')}" for each in ids]


# --- the figures of the command line


@pytest.mark.parametrize("person", ["wang-yi", "blinken-antony", "pompeo-mike", "park-jin"])
def test_a_person_is_told_as_who_tells_him(samples: Path, sampled: TestClient, person: str) -> None:
    with open_store(samples) as store:
        release = StoreRelease(Rights(), store)
        people = read_catalogue(release).levels.people
        (told,) = dossiers(release, person, _Registry(people), 0)  # type: ignore[arg-type]
        contacts = sum(1 for _ in release.contacts(ContactFilter(people=(person,))))
        asked = spoken_by(StatementFilter(), release, person)
        statements = release.count_said(asked)
        phrases = Counter(phrase for each in release.said(asked) for phrase in each.statement.phrases)
        topics = Counter(topic for each in release.said(asked) if each.day for topic in each.statement.topics)
    page = read(sampled, f"/people/{person}")
    assert told.spellings
    for each in told.spellings:
        row = next(row for row in page.rows if row[:3] == [each.written, str(each.articles), str(each.places)])
        regions = dict(re.findall(r"(Taiwan|Hong Kong|mainland China) (\d+)", row[3]))
        names = {"TW": "Taiwan", "HK": "Hong Kong", "CN": "mainland China"}
        assert regions == {names[code]: str(number) for code, number in each.usages}
    for office in told.offices:
        assert any(office.title in row[0] and str(office.since or "?") in row[1] for row in page.rows if len(row) > 1)
    assert f"{contacts} contact{'s' if contacts != 1 else ''}" in page.text
    assert f"{statements} statement{'s' if statements != 1 else ''}" in page.text
    for phrase, number in phrases.most_common(1):
        assert f"/phrases/{phrase}" in page.links
        assert number > 0
    labels = load_labels(())["en"]
    for topic, number in topics.most_common(1):
        assert any(row[-1] == str(number) for row in page.rows if row and row[0] == labels.topic(topic))


class _Registry:
    """As much of a registry as is asked."""

    def __init__(self, people: object) -> None:
        self.people = people


@pytest.mark.parametrize("phrase", ["candid", "constructive", "denuclearisation", "taiwan-strait-peace"])
def test_a_phrase_is_counted_as_said_counts_it(samples: Path, sampled: TestClient, phrase: str) -> None:
    wanted = StatementFilter(phrases=(phrase,))
    with open_store(samples) as store:
        release = StoreRelease(Rights(), store)
        used = uses(release.said(wanted), wanted)
        number = release.count_said(wanted)
    page, listed = read(sampled, f"/phrases/{phrase}"), read(sampled, "/phrases")
    rows = {tuple(row[1:5]) for row in page.rows if len(row) == 6}
    for use in used:
        first, last = (str(day) if day else "" for day in use.days)
        assert (str(use.times), str(use.articles), first, last) in rows
    assert f"{number} statement" in page.text
    at = listed.links.index(f"/phrases/{phrase}")
    assert at >= 0
    assert any(row[1] == str(number) for row in listed.rows if len(row) > 1)


def test_gaps_are_those_of_the_command_line(samples: Path, sampled: TestClient) -> None:
    with open_store(samples) as store:
        release = StoreRelease(Rights(), store)
        held = Holdings(release.day_counts())
        levels = read_catalogue(release).levels
        wanted = ContactFilter(polities=("CN", "US"), types=timeline.DIRECT, statuses=("held",))
        level_of = partial(levels.of, between=("CN", "US"))
        assert held.covered is not None
        found = timeline.gaps(release.attended(wanted), level_of, levels.names, held, *held.covered)
        chosen = timeline.longest(found, 3)
    page = read(sampled, "/pairs/CN-US")
    rows = [row for row in page.rows if len(row) == 7]
    assert chosen
    for gap in chosen:
        days = f"{gap.coverage.covered_days:,} of {gap.coverage.days:,} days"
        assert any(
            row[1] == str(gap.first)
            and row[2].startswith(str(gap.last))
            and row[3] == f"{gap.days:,}"
            and days in row[4]
            for row in rows
        ), gap
    assert f"Looked for from {held.covered[0]} to {held.covered[1]}." in page.text


def test_a_pair_has_what_was_and_what_comes(toys: TestClient) -> None:
    page = read(toys, "/pairs/CN-US")
    assert "3 contacts" in page.text
    assert "核心利益不容觸碰" in page.text
    assert "氣候可以合作" in page.text
    assert "感謝中方" not in page.text
    announced = page.text.partition("Announced")[2]
    assert "2021-09-01" in announced
    assert ["Taiwan", "2", "1"] in page.rows
    assert ["Climate", "0", "1"] in page.rows


def test_a_topic_has_sides_and_pairs(toys: TestClient) -> None:
    page = read(toys, "/topics/taiwan")
    assert "1 contact, 3 statements" in page.text
    assert "China2 statementsUnited States1 statement" in "".join(page.words).replace("\n", "")
    assert "/pairs/CN-US" in page.links
    assert "/people/biden-joe" in page.links
    assert "停止干涉核心利益" in page.text


def test_a_phrase_is_marked_in_its_sentence(toys: TestClient) -> None:
    page = toys.get("/phrases/core-interests").text
    assert '<mark class="field-phrases"' in page
    assert re.search(r"<mark[^>]*>核心利益</mark>", page)
    assert ["China", "3", "3", "2021-02-11", "2021-04-06", "習近平 : 核心利益 不容觸碰"] in Read(page).rows


def test_one_whom_nobody_lists_has_a_page(toys: TestClient) -> None:
    page = read(toys, "/people/波波夫/BG")
    assert "感謝中方" in page.text
    assert "1 contact" in page.text
    assert "the articles alone" in page.text


# --- counting in the database


@pytest.mark.parametrize(
    "wanted",
    [
        StatementFilter(), StatementFilter(phrased=True), StatementFilter(phrases=("core-interests", "status-quo")),
        StatementFilter(topics=("taiwan",)), StatementFilter(topics=("taiwan", "trade")),
        StatementFilter(people=("wang-yi",), names=("波波夫",)), StatementFilter(between=("CN", "US")),
        StatementFilter(sides=("CN",), between=("CN", "US")), StatementFilter(words=("核心利益",)),
        StatementFilter(since=dt.date(2021, 3, 1), until=dt.date(2021, 4, 3)), StatementFilter(manners=("urge",)),
        StatementFilter(people=("nobody",)), StatementFilter(sides=("CN",), counterpart="US"),
        StatementFilter(counterpart="CN", topics=("taiwan",)), StatementFilter(counterpart="CN", names=("波波夫",)),
        StatementFilter(phrases=("core-interests",), outlets=("cna",), manners=("stress",)),
        StatementFilter(people=("wang-yi",), topics=("taiwan",), since=dt.date(2021, 3, 1)),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "by",
    [
        (), ("day",), ("month", "side"), ("side", "topic"), ("topic", "phrase"), ("phrase", "person"),
        ("outlet", "manner", "day"),
    ],
)  # fmt: skip
def test_what_is_counted_is_what_is_said(toy: Path, wanted: StatementFilter, by: tuple[SaidKey, ...]) -> None:
    with open_store(toy) as store:
        said = list(store.said(wanted))
        assert store.tally_said(wanted, *by) == Counter(
            key for each in store.utterances(wanted) for key in each.keys(by)
        )
        assert store.tally_said(wanted).total() == len(said) == store.count_said(wanted)
        assert [each.id for each in store.utterances(wanted)] == [each.id for each in said]
        assert [(each.story, each.saying) for each in store.utterances(wanted)] == [(e.story, e.saying) for e in said]
        assert list(store.in_full(store.utterances(wanted))) == said


@pytest.mark.parametrize("limit", [1, 2, 5, 100])
@pytest.mark.parametrize(
    "wanted",
    [
        StatementFilter(), StatementFilter(people=("wang-yi",), names=("波波夫",)), StatementFilter(topics=("taiwan",)),
        StatementFilter(sides=("CN",), counterpart="US"), StatementFilter(since=dt.date(2021, 3, 1)),
        StatementFilter(words=("核心利益",)),
    ],
)  # fmt: skip
def test_the_latest_are_those_of_all(samples: Path, wanted: StatementFilter, limit: int) -> None:
    with open_store(samples) as store:
        every = list(store.said(wanted, newest=True))
        assert list(store.said(wanted, limit, newest=True)) == every[:limit]
        chinese = StatementFilter(sides=("CN",))
        assert store.latest_said((wanted, chinese, wanted), limit) == (
            tuple(every[:limit]), tuple(store.said(chinese, limit, newest=True)), tuple(every[:limit]),
        )  # fmt: skip


def test_a_counterpart_is_another_party_of_the_contact(samples: Path) -> None:
    with open_store(samples) as store:
        for one, other in (("US", "CN"), ("CN", "US"), ("EU", "CN"), ("US", "EU"), ("JP", "KR")):
            between = StatementFilter(sides=(one,), between=(one, other))
            asked = StatementFilter(sides=(one,), counterpart=other)
            assert list(store.said(asked)) == list(store.said(between))
            assert one != "CN" or store.count_said(asked)


def test_uses_of_a_phrase_are_its_statements(samples: Path) -> None:
    with open_store(samples) as store:
        phrases = {phrase for (phrase,) in store.tally_said(StatementFilter(), "phrase")}
        assert phrases
        for phrase in phrases:
            wanted = StatementFilter(phrases=(phrase,))
            told = [
                (phrase, each.polity or "", each.day, each.story, each.saying, each.post, each.position)
                for each in store.utterances(wanted)
            ]
            assert [dataclasses.astuple(each) for each in store.uses(phrase)] == told


def test_the_latest_come_first(toy: Path) -> None:
    with open_store(toy) as store:
        wanted = StatementFilter(people=("wang-yi",))
        texts = [each.statement.text for each in store.said(wanted, 1, newest=True)]
        assert texts == ["中方重申核心利益"]
        newest = [each.day for each in store.said(wanted, newest=True)]
        assert newest == sorted((each.day for each in store.said(wanted)), reverse=True)  # type: ignore[type-var]


# --- rights


def withholding(folder: Path, told: str, texts: Texts = Texts.evidence) -> Rights:
    path = folder / "withhold.yml"
    path.write_text(told, encoding="utf-8")
    return Rights(texts=texts, withheld=read_withhold_list(path))


def walk(client: TestClient) -> Iterator[tuple[str, str]]:
    """Every page of these rooms, as far as links lead."""
    waiting, met = ["/people", "/pairs", "/topics", "/phrases"], set()
    rooms = ("/people", "/pairs", "/topics", "/phrases", "/polities")
    while waiting:
        path = waiting.pop()
        if path in met or not path.startswith(rooms):
            continue
        met.add(path)
        answer = client.get(path)
        assert answer.status_code == 200, path
        yield path, answer.text
        waiting += Read(answer.text).links


def test_withheld_people_are_nowhere(toy: Path, tmp_path: Path) -> None:
    client = site(toy, withholding(tmp_path, "people: [wang-yi, 波波夫]"))
    pages = dict(walk(client))
    assert "/people/biden-joe" in pages
    for path, page in pages.items():
        for words in ("王毅", "Wang Yi", "wang-yi", "波波夫", "停止干涉", "感謝中方", "中方重申"):
            assert words not in page, (path, words)
    for name in ("wang-yi", "王毅", "Wang Yi", "波波夫", "波波夫/BG"):
        assert client.get(f"/people/{name}").status_code == 404
    phrase = Read(pages["/phrases/core-interests"])
    assert "1 statement" in phrase.text
    assert "1 contact" in Read(pages["/topics/trade"]).text


def test_withheld_posts_are_not_counted(toy: Path, tmp_path: Path) -> None:
    client = site(toy, withholding(tmp_path, "hosts: [voachinese.com]"))
    pages = dict(walk(client))
    assert not any("波波夫" in page for page in pages.values())
    assert client.get("/pairs/BG-CN").status_code == 404
    assert client.get("/people/波波夫/BG").status_code == 404
    with open_store(toy) as store:
        release = StoreRelease(withholding(tmp_path, "hosts: [voachinese.com]"), store)
        by: SaidKey = "side"
        wanted = StatementFilter()
        assert release.tally_said(wanted, by) == Counter(
            (each.statement.polity or "",) for each in release.said(wanted)
        )
        assert ("BG",) not in release.tally_said(wanted, by)
        assert ("BG",) in store.tally_said(wanted, by)


def test_without_texts_there_are_figures_and_no_words(toy: Path) -> None:
    pages = dict(walk(site(toy, Rights(texts=Texts.none))))
    assert "/phrases/core-interests" in pages
    for path, page in pages.items():
        for words in ("不容觸碰", "停止干涉", "氣候可以合作", "感謝中方"):
            assert words not in page, (path, words)
    assert Read(pages["/phrases/core-interests"]).row("China")[:5] == ["China", "3", "3", "2021-02-11", "2021-04-06"]


# --- hostile names

HOSTILE = "<script>alert(1)</script>"


def test_hostile_names_are_harmless(tmp_path: Path) -> None:
    posts = {
        "one": post("通話", f"@call held main 2021-02-10 who={HOSTILE}:US,習近平:CN:xi-jinping topics=trade"),
        "two": post("會面", '@meeting held main 2021-02-12 who="onload=x:BG,王毅:CN:wang-yi topics=trade'),
    }
    with open_store(tmp_path / "tongshi.db", write=True) as store:
        build([archive(tmp_path / "posts", **posts)], store, jobs=1, coder="tests.toy:Toy")
    client = site(tmp_path / "tongshi.db")
    pages = dict(walk(client))
    assert any("alert(1)" in page for page in pages.values())
    for path, page in pages.items():
        assert "<script>alert" not in page, path
        assert 'onload="' not in page, path
    for asked in (HOSTILE, "javascript:alert(1)", "../../etc/passwd", "%00", "a" * 5000, "\u202e王毅"):
        for room in ("people", "pairs", "topics", "phrases", "polities"):
            answer = client.get(f"/{room}/{quote(asked, safe='')}")
            assert answer.status_code in {303, 400, 404}
            assert "<script>alert" not in answer.text
            assert answer.headers.get("location", "/").startswith("/")


def test_charts_have_the_numbers(toys: TestClient) -> None:
    page = read(toys, "/people/wang-yi")
    assert any(row[:1] == ["2021-03"] and row[-2] == "1" for row in page.rows)
    assert any(
        row[0].endswith("外交部长") or row[0].endswith("外交部長") or "外长" in row[0] for row in page.rows if row
    )


def test_a_name_too_long_for_an_address_leads_nowhere(tmp_path: Path) -> None:
    name = "甲" * 3000
    posts = {"one": post("通話", f"@call held main 2021-02-10 who={name}:US,習近平:CN:xi-jinping topics=trade")}
    with open_store(tmp_path / "tongshi.db", write=True) as store:
        build([archive(tmp_path / "posts", **posts)], store, jobs=1, coder="tests.toy:Toy")
    pages = dict(walk(site(tmp_path / "tongshi.db")))
    assert name in Read(pages["/people"]).text
    assert all(len(link) < 8_000 for page in pages.values() for link in Read(page).links)
