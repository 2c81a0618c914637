"""The table of contacts, its files and feeds, and the first page: what they hold is what the store does."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit
from xml.etree import ElementTree as Xml

import pytest
from icalendar import Calendar
from starlette.testclient import TestClient

from tests.toy import archive, post
from tongshi.build import build
from tongshi.catalogue import Choice
from tongshi.cli import main
from tongshi.rights import Rights, Texts
from tongshi.store import Contact, open_store
from tongshi.web import SiteSettings, create_app
from tongshi.web.feeds import MOST_ENTRIES
from tongshi.web.rooms.downloads import file_name
from tongshi.withhold import read_withhold_list

ATOM = {"a": "http://www.w3.org/2005/Atom"}

HOSTILE = "<img/src=x/onerror=alert(1)>\u202e&quot;\"'"

SAID = {
    "call": "@call held main 2021-02-10 who=拜登:US:biden-joe,習近平:CN:xi-jinping topics=trade,taiwan",
    "talks": "@talks held main 2021-03-18 who=布林肯:US,楊潔篪:CN until=2021-03-19 place=安克拉治:US topics=trade",
    "plan": "@visit planned main 2021-05-02 who=菅義偉:JP until=2021-05-04 place=華盛頓:US polities=JP,US",
    "off": "@meeting cancelled main 2021-04-01 who=茂木敏充:JP,王毅:CN topics=trade",
    "denied": "@meeting denied main 2021-03-02 who=王毅:CN,鄭義溶:KR",
    "month": "@visit held background 2020-11 who=王毅:CN polities=CN,JP",
    "undated": "@message held background ? who=蔡英文:TW,拜登:US:biden-joe",
    "hostile": f"@meeting held main 2021-01-05 who={HOSTILE}:US,王毅:CN place={HOSTILE}:US",
}


@pytest.fixture(scope="module")
def toy_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Each of SAID in a post of its own, and calls of sixty days."""
    folder = tmp_path_factory.mktemp("toy")
    told = {name: post(name, line, url=f"https://www.cna.com.tw/{name}") for name, line in SAID.items()}
    for number in range(60):
        day = dt.date(2020, 1, 1) + dt.timedelta(days=3 * number)
        line = f"@call held main {day} who=馬克宏:FR,梅克爾:DE topics=climate"
        told[f"day{number}"] = post(f"day{number}", line, url=f"https://www.rfi.fr/{number}", day=day.isoformat())
    with open_store(folder / "toy.db", write=True) as store:
        build([archive(folder / "posts", **told)], store, jobs=1, coder="tests.toy:Toy")
    return folder / "toy.db"


@pytest.fixture(scope="module")
def toy(toy_db: Path) -> Iterator[TestClient]:
    with pages(toy_db) as client:
        yield client


@pytest.fixture(scope="module")
def samples(samples_db: Path) -> Iterator[TestClient]:
    with pages(samples_db) as client:
        yield client


@pytest.fixture
def written(capsysbinary: pytest.CaptureFixture[bytes]) -> Callable[..., bytes]:
    """What the command line writes."""

    def run(*arguments: str) -> bytes:
        with pytest.raises(SystemExit, match="0"):
            main(list(arguments))
        return capsysbinary.readouterr().out

    return run


def pages(db: Path, at: str = "http://127.0.0.1", **settings: Any) -> TestClient:
    """The pages of a store, to be asked for."""
    return TestClient(create_app(SiteSettings(db=str(db), **settings)), base_url=at)


def all_contacts(db: Path) -> list[Contact]:
    with open_store(db) as store:
        return list(store.contacts())


def shown(text: str) -> list[str]:
    """Ids of the contacts of a table, in order."""
    return re.findall(r'href="/contacts/(c[0-9a-f]+)" class="day"', text)


def counted(text: str, facet: str) -> dict[str, int]:
    """The values of a facet and their counts, as a page has them."""
    found = re.findall(rf'data-key="{facet}-([^"]*)">.*?<span class="number">([\d,]+)</span></li>', text, re.DOTALL)
    return {html.unescape(value): int(number.replace(",", "")) for value, number in found}


# --- the table

QUERIES: list[tuple[str, Callable[[Contact], bool]]] = [
    ("", lambda _: True),
    ("type=meeting", lambda each: each.type == "meeting"),
    ("type=meeting&type=visit", lambda each: each.type in {"meeting", "visit"}),
    ("polity=CN&polity=US", lambda each: {"CN", "US"} <= set(each.polities)),
    ("pair=CN-US", lambda each: {"CN", "US"} <= set(each.polities)),
    ("status=held&topic=trade", lambda each: each.status == "held" and "trade" in each.topics),
    ("since=2021-03", lambda each: (each.when.end or each.when.start or dt.date.min) >= dt.date(2021, 3, 1)),
    ("undated=1", lambda each: each.when.start is None),
    ("outlet=cna", lambda each: "cna" in each.outlets),
]  # fmt: skip


@pytest.mark.parametrize("store", ["toy", "samples"])
@pytest.mark.parametrize(("query", "meant"), QUERIES, ids=[query for query, _ in QUERIES])
def test_a_choice_shows_the_contacts_that_are_like_that(
    request: pytest.FixtureRequest, store: str, query: str, meant: Callable[[Contact], bool]
) -> None:
    client: TestClient = request.getfixturevalue(store)
    wanted = [each for each in all_contacts(request.getfixturevalue(f"{store}_db")) if meant(each)]
    first = client.get(f"/contacts?{query}").text
    number = len(wanted)
    assert f">{number:,} contact{'s' * (number != 1)}</h2>" in first
    pages = [first] if number <= 50 else [first, *(client.get(f"/contacts?{query}&page={n}").text for n in
                                                   range(2, -(-number // 50) + 1))]  # fmt: skip
    assert [id_ for page in pages for id_ in shown(page)] == [each.id for each in wanted]


@pytest.mark.parametrize("store", ["toy", "samples"])
def test_facets_count_what_choosing_would_give(request: pytest.FixtureRequest, store: str) -> None:
    client: TestClient = request.getfixturevalue(store)
    contacts = all_contacts(request.getfixturevalue(f"{store}_db"))
    every = client.get("/contacts").text
    assert counted(every, "type") == Counter(each.type for each in contacts)
    assert counted(every, "status") == Counter(each.status for each in contacts)
    # what is chosen of the facet itself is left out, all else holds
    chosen = client.get("/contacts?type=visit").text
    assert counted(chosen, "type") == Counter(each.type for each in contacts)
    statuses = Counter(each.status for each in contacts if each.type == "visit")
    assert len(statuses) > 1
    assert counted(chosen, "status") == statuses


def test_a_link_of_a_facet_leads_to_as_many_as_it_says(samples: TestClient) -> None:
    page = samples.get("/contacts?status=held").text
    links = re.findall(
        r'<li><a href="([^"]+)" data-key="(?:pair|person|topic|year|place)-[^"]*">.*?<span class="number">(\d+)</span>',
        page,
    )
    assert len(links) > 20
    for there, number in links:
        answer = samples.get(html.unescape(there)).text
        assert f">{number} contact{'s' * (number != '1')}</h2>" in answer, there


def test_what_is_chosen_stands_above_the_table_and_can_be_removed(toy: TestClient) -> None:
    page = toy.get("/contacts?type=call&topic=trade&since=2021-02-01&sort=-sources").text
    chips = dict(re.findall(r'<a class="chip" href="([^"]+)" data-key="chip-([\w-]+)"', page))
    assert {key: dict(parse_qsl(urlsplit(html.unescape(there)).query)) for there, key in chips.items()} == {
        "type-call": {"topic": "trade", "since": "2021-02-01", "sort": "-sources"},
        "topic-trade": {"type": "call", "since": "2021-02-01", "sort": "-sources"},
        "since": {"type": "call", "topic": "trade", "sort": "-sources"},
    }
    # the form of days hands on all else
    form = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    assert form == [("type", "call"), ("topic", "trade"), ("sort", "-sources")]


def test_undated_contacts_are_told_of(toy: TestClient) -> None:
    every, dated = toy.get("/contacts").text, toy.get("/contacts?since=2021").text
    assert "1 of them without a date" in every
    assert "1 more without a date is left out" in dated
    there = html.unescape(re.findall(r'href="([^"]+)" data-key="undated"', dated)[0])
    assert len(shown(toy.get(there).text)) == 1


@pytest.mark.parametrize(
    ("order", "key"),
    [
        ("date", lambda each: each.when.start or dt.date.max),
        ("report", lambda each: each.first_report or "9"),
        ("-sources", lambda each: -each.sources),
    ],
)
def test_columns_sort(samples: TestClient, samples_db: Path, order: str, key: Callable[[Contact], object]) -> None:
    page = samples.get(f"/contacts?sort={order}").text
    by_id = {each.id: each for each in all_contacts(samples_db)}
    told = [key(by_id[id_]) for id_ in shown(page)]
    assert len(told) > 10
    assert told == sorted(told)
    assert page.count("aria-sort=") == 1
    name = order.removeprefix("-")
    turned = name if order.startswith("-") else f"-{name}"
    (there,) = re.findall(rf'href="([^"]+)" data-key="sort-{name}"', page)
    assert dict(parse_qsl(urlsplit(html.unescape(there)).query)).get("sort", "-date") == turned


def test_all_values_of_a_facet(toy: TestClient, toy_db: Path) -> None:
    page = toy.get("/contacts?facet=person&type=call").text
    told = counted(page, "person")
    assert sum(told.values()) == sum(len(each.participants) for each in all_contacts(toy_db) if each.type == "call")
    assert told["biden-joe"] == 1
    found = toy.get("/contacts", params={"facet": "person", "find": "拜登"}).text
    assert list(counted(found, "person")) == ["biden-joe"]
    # a name is found in whichever script it is asked for
    assert list(counted(toy.get("/contacts", params={"facet": "person", "find": "习近平"}).text, "person")) == [
        "xi-jinping"
    ]
    assert "Nothing is called like that" in toy.get("/contacts?facet=person&find=nobody").text


def test_people_and_polities_can_be_named_in_words(toy: TestClient) -> None:
    assert shown(toy.get("/contacts", params={"person": "拜登", "pair": "美国-中国"}).text) == shown(
        toy.get("/contacts?person=biden-joe&pair=CN-US").text
    )


TABLE, FILES, FEEDS = ("/contacts",), ("/contacts.csv", "/contacts.jsonl"), ("/contacts.atom", "/contacts.ics")

#: What is wrong, how it is answered, and by which views.
MISTAKES = [
    ("type=kiss", 400, "type: kiss: not one of call", (*TABLE, *FILES, *FEEDS)),
    ("status=1", 400, "status: 1: not one of held", (*TABLE, *FILES, *FEEDS)),
    ("since=yesterday", 400, "since: yesterday: not a date", (*TABLE, *FILES, *FEEDS)),
    ("since=2022&until=2021", 400, "since 2022-01-01 is after until 2021-12-31", (*TABLE, *FILES, *FEEDS)),
    ("person=nobody", 404, "nobody in these contacts is called so", (*TABLE, *FILES, *FEEDS)),
    ("polity=Atlantis", 404, "Atlantis: no polity of that name", (*TABLE, *FILES, *FEEDS)),
    ("polty=US", 400, "polty: not asked here; one of type", (*FILES, *FEEDS)),
    (f"type={quote(HOSTILE)}", 400, "not one of call", (*TABLE, *FILES, *FEEDS)),
    ("sort=name", 400, "sort: name: not one of -date", (*TABLE, *FILES)),
    ("page=0", 400, "page: 0: not a number from 1", (*TABLE, *FEEDS)),
    ("page=x", 400, "page: x: not a number from 1", (*TABLE, *FEEDS)),
    ("page=9", 404, "page: 9: the last one is 2", TABLE),
    ("page=9", 404, "page: 9: the last one is 1", FEEDS),
    ("facet=colour", 400, "facet: colour: not one of type", TABLE),
    ("facet=person&page=2", 404, "page: 2: the last one is 1", TABLE),
]


@pytest.mark.parametrize(
    ("view", "query", "status", "line"),
    [(view, query, status, line) for query, status, line, views in MISTAKES for view in views],
)
def test_a_wrong_value_is_told_in_one_line(toy: TestClient, view: str, query: str, status: int, line: str) -> None:
    answer = toy.get(f"{view}?{query}")
    assert answer.status_code == status
    (told,) = re.findall(r'<p class="lead"><bdi>([^\n]*)</bdi></p>', answer.text)
    assert line in html.unescape(told)
    assert "<img" not in answer.text


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
@pytest.mark.parametrize(
    "path", ["/", "/contacts", "/contacts?facet=person", "/contacts?undated=1&type=call&polity=JP"]
)
def test_pages_are_told_in_each_language(toy: TestClient, path: str, language: str) -> None:
    answer = toy.get(path, params=dict(parse_qsl(urlsplit(path).query)) | {"lang": language})
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text


@pytest.mark.parametrize(
    "path", ["/contacts", "/contacts?facet=person", "/contacts?facet=place", "/", "/contacts.atom"]
)
def test_hostile_names_are_only_words(toy: TestClient, path: str) -> None:
    text = toy.get(path).text
    assert "<img" not in text
    assert "\u202e" not in text


# --- files


@pytest.mark.parametrize("form", ["csv", "jsonl"])
@pytest.mark.parametrize(
    ("query", "options"),
    [
        ("", ()),
        ("type=call&type=visit&status=held", ("--type", "call", "--type", "visit", "--status", "held")),
        ("since=2020-12&until=2021-03", ("--since", "2020-12", "--until", "2021-03")),
        ("outlet=rfi&page=2", ("--outlet", "rfi")),
    ],
)
@pytest.mark.parametrize("store", ["toy", "samples"])
def test_a_file_is_what_the_command_line_writes(
    request: pytest.FixtureRequest,
    written: Callable[..., bytes],
    store: str,
    form: str,
    query: str,
    options: tuple[str, ...],
) -> None:
    client, db = request.getfixturevalue(store), request.getfixturevalue(f"{store}_db")
    told = written("engagements", *options, "--format", form, "--db", str(db))
    answer = client.get(f"/contacts.{form}?{query}")
    assert told.count(b"\n") > 1
    assert answer.content == told


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_file_tells_what_is_withheld(toy_db: Path, tmp_path: Path, written: Callable[..., bytes], form: str) -> None:
    listed = tmp_path / "withhold.yml"
    listed.write_text("people: [biden-joe]\n", encoding="utf-8")
    told = written("engagements", "--format", form, "--withhold", str(listed), "--db", str(toy_db))
    rights = Rights(Texts.evidence, read_withhold_list(listed))
    with pages(toy_db, rights=rights) as client:
        answer = client.get(f"/contacts.{form}")
        page = client.get("/contacts?person=xi-jinping")
    assert answer.content == told
    assert b"withheld" in told
    assert "biden" not in answer.text
    assert page.status_code == 404


@pytest.mark.parametrize("form", ["csv", "jsonl"])
@pytest.mark.parametrize("withheld", [False, True])
def test_sources_are_a_file_as_the_command_writes_them(
    toy_db: Path, tmp_path: Path, written: Callable[..., bytes], form: str, withheld: bool
) -> None:
    listed = tmp_path / "withheld.yml"
    listed.write_text(f"people: [{'biden-joe' if withheld else ''}]\n", encoding="utf-8")
    told = written("engagements", "--sources", "--format", form, "--withhold", str(listed), "--db", str(toy_db))
    with pages(toy_db, rights=Rights(Texts.evidence, read_withhold_list(listed))) as client:
        answer = client.get(f"/sources.{form}")
    assert answer.content == told
    assert ("biden" in answer.text or "拜登" in answer.text) is not withheld
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="sources.{form}"')


def test_sources_are_those_of_the_choice(toy: TestClient) -> None:
    page = toy.get("/contacts?type=call").text
    assert "/sources.csv?type=call" in page
    ids = {json.loads(line)["id"] for line in toy.get("/contacts.jsonl?type=call").text.splitlines()}
    told = [json.loads(line) for line in toy.get("/sources.jsonl?type=call").text.splitlines()]
    assert {each["contact"] for each in told} == ids
    assert {each["type"] for each in told} == {"call"}


def test_a_file_is_in_the_order_that_is_shown(toy: TestClient) -> None:
    query = "status=held&sort=date"
    lines = toy.get(f"/contacts.jsonl?{query}").text.splitlines()
    assert [json.loads(line)["id"] for line in lines][:50] == shown(toy.get(f"/contacts?{query}").text)


@pytest.mark.parametrize(
    ("choice", "order", "name"),
    [
        (Choice(), "-date", "contacts.csv"),
        (
            Choice(type=("call",), pair=("CN-US",), since=dt.date(2021, 1, 1)), "-sources",
            "contacts-call-CN-US-since-2021-01-01-sort-sources.csv",
        ),
        (Choice(person=("杨洁篪/CN",), undated=True), "-date", "contacts-杨洁篪-CN-undated.csv"),
        (Choice(place=('../../x";\r\nSet-Cookie: a=b',)), "-date", "contacts-x-Set-Cookie-a-b.csv"),
    ],
)  # fmt: skip
def test_the_name_of_a_file_tells_the_choice(choice: Choice, order: str, name: str) -> None:
    assert file_name(choice, order, "csv") == name  # type: ignore[arg-type]
    assert len(file_name(Choice(outlet=("x" * 500,)), "-date", "csv")) < 120


def test_a_town_is_asked_for_in_any_spelling(toy: TestClient) -> None:
    found = {
        spelling: toy.get("/contacts.csv", params={"place": spelling}).text for spelling in ("安克拉治", "安克雷奇")
    }
    assert found["安克雷奇"].count("\n") > 1
    assert found["安克拉治"] == found["安克雷奇"]


def test_a_file_is_to_be_kept(toy: TestClient) -> None:
    answer = toy.get("/contacts.csv", params={"place": "安克拉治"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == (
        "attachment; filename=\"contacts-____.csv\"; filename*=UTF-8''contacts-%E5%AE%89%E5%85%8B%E9%9B%B7%E5%A5%87.csv"
    )


# --- feeds


def test_a_page_offers_to_follow_what_it_shows(toy: TestClient) -> None:
    page = toy.get("/contacts?type=call&lang=zh-Hant").text
    head = page.partition("</head>")[0]
    links = re.findall(r'<link rel="alternate" type="([^"]+)" title="[^"]+" href="([^"]+)">', head)
    assert [(media, html.unescape(there)) for media, there in links] == [
        ("application/atom+xml", "/contacts.atom?type=call&lang=zh-Hant"),
        ("text/calendar", "/contacts.ics?type=call&lang=zh-Hant"),
    ]
    for _, there in links:
        assert page.count(f'href="{there}"') == 2
        assert toy.get(html.unescape(there)).status_code == 200


@pytest.mark.parametrize("store", ["toy", "samples"])
def test_an_atom_feed_holds_the_latest_reports(request: pytest.FixtureRequest, store: str) -> None:
    client: TestClient = request.getfixturevalue(store)
    contacts = all_contacts(request.getfixturevalue(f"{store}_db"))
    answer = client.get("/contacts.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = Xml.fromstring(answer.content)
    entries = feed.findall("a:entry", ATOM)
    assert len(entries) == min(len(contacts), MOST_ENTRIES)
    told = [each.findtext("a:published", "", ATOM) for each in entries]
    assert told == sorted(told, reverse=True)
    newest = max(contacts, key=lambda each: each.first_report)
    assert dt.datetime.fromisoformat(told[0]) == dt.datetime.fromisoformat(newest.first_report)
    for parent in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(parent.findall(f"a:{name}", ATOM)) == 1
        assert dt.datetime.fromisoformat(parent.findtext("a:updated", "", ATOM)).tzinfo is not None
        assert parent.findtext("a:id", "", ATOM).startswith("urn:uuid:")
        assert parent.find("a:author/a:name", ATOM) is not None
        assert all(each.get("href", "").startswith("http://127.0.0.1/") for each in parent.findall("a:link", ATOM))
    assert len({each.findtext("a:id", "", ATOM) for each in entries}) == len(entries)
    by_address = {f"http://127.0.0.1/contacts/{each.id}": each for each in contacts}
    for each in entries:
        contact = by_address[each.find("a:link", ATOM).get("href")]  # type: ignore[union-attr]
        summary = each.findtext("a:summary", "", ATOM)
        assert len(each.findall("a:author", ATOM)) == len(contact.outlets)
        assert all(one.name in summary for one in contact.participants if one.name and one.name.isalpha())


def test_ids_stay_the_same_wherever_a_feed_is_read(toy: TestClient, toy_db: Path) -> None:
    with pages(toy_db, at="http://localhost") as elsewhere:
        own, other = (Xml.fromstring(each.get("/contacts.atom").content) for each in (toy, elsewhere))
        changed = Xml.fromstring(elsewhere.get("/contacts.atom?type=call").content)
    ids = [[each.text for each in feed.iter(f"{{{ATOM['a']}}}id")] for feed in (own, other, changed)]
    assert ids[0] == ids[1]
    assert ids[2][0] != ids[0][0]
    assert set(ids[2][1:]) < set(ids[0][1:])
    assert other.find("a:link", ATOM).get("href") == "http://localhost/contacts.atom"  # type: ignore[union-attr]


def test_a_feed_leads_on_to_earlier_ones(toy_db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tongshi.web.rooms.feeds.MOST_ENTRIES", 30)
    monkeypatch.setattr("tongshi.web.rooms.feeds.MOST_EVENTS", 40)
    with pages(toy_db) as client:
        found, there = [], "/contacts.atom"
        while there:
            feed = Xml.fromstring(client.get(there).content)
            found.append([each.text for each in feed.findall("a:entry/a:id", ATOM)])
            link = feed.find("a:link[@rel='next']", ATOM)
            there = link.get("href", "").removeprefix("http://127.0.0.1") if link is not None else ""
        events = [Calendar.from_ical(client.get(f"/contacts.ics?page={page}").content).events for page in (1, 2)]
        assert client.get("/contacts.ics?page=3").status_code == 404
    assert [len(each) for each in found] == [30, 30, 8]
    assert len({id_ for page in found for id_ in page}) == 68
    assert [len(each) for each in events] == [40, 25]


#: Begin, and the day after the last where there are several.
EVENTS = {
    "call": ("2021-02-10", "2021-02-10", "CONFIRMED"),
    "talks": ("2021-03-18", "2021-03-20", "CONFIRMED"),
    "visit": ("2021-05-02", "2021-05-05", "TENTATIVE"),
    "meeting": ("2021-04-01", "2021-04-01", "CANCELLED"),
}


def test_a_calendar_holds_days(toy: TestClient, toy_db: Path) -> None:
    answer = toy.get("/contacts.ics?since=2021-01-06&lang=en")
    assert answer.headers["content-type"].startswith("text/calendar")
    made = Calendar.from_ical(answer.content)
    told = {
        each["summary"].partition(":")[0].lower(): (
            str(each["dtstart"].dt),
            str(each.get("dtend", each["dtstart"]).dt),
            each["status"],
        )
        for each in made.events
    }
    assert told == EVENTS  # neither what was denied, nor what has only a month, nor what has no date
    by_id = {each.id: each for each in all_contacts(toy_db)}
    with open_store(toy_db) as store:
        built = next(store.runs(1)).finished
    for each in made.events:
        id_, _, rest = each["uid"].partition("@")
        assert rest == "tongshi"
        assert each["url"] == f"http://127.0.0.1/contacts/{id_}?lang=en"
        assert built
        assert each["dtstamp"].dt == dt.datetime.fromisoformat(built).replace(microsecond=0)
        assert by_id[id_].participants[0].name in each["summary"]
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))


def test_a_calendar_speaks_the_language_of_the_page(toy: TestClient) -> None:
    made = Calendar.from_ical(toy.get("/contacts.ics?type=talks&lang=zh-Hant").content)
    assert [str(each["summary"]) for each in made.events] == ["會談：布林肯 (US)、楊潔篪 (CN)"]


def test_a_feed_that_was_read_is_not_sent_again(toy: TestClient) -> None:
    mark = toy.get("/contacts.atom").headers["etag"]
    assert toy.get("/contacts.atom", headers={"If-None-Match": mark}).status_code == 304


# --- the first page


@pytest.mark.parametrize("store", ["toy", "samples"])
def test_the_first_page_counts_what_the_store_holds(request: pytest.FixtureRequest, store: str) -> None:
    client, db = request.getfixturevalue(store), request.getfixturevalue(f"{store}_db")
    page = client.get("/").text
    contacts = all_contacts(db)
    with open_store(db) as opened:
        articles = sum(each.articles for each in opened.day_counts())
        outlets = len(opened.outlets())
    assert re.findall(r"<dd>(?:<a[^>]*>)?([\d,]+)(?:</a>)?</dd>", page) == [
        f"{len(contacts):,}", f"{articles:,}", str(outlets),
    ]  # fmt: skip
    types = dict(re.findall(r'"type type-(\w+)">[^<]*</span> <span class="number">([\d,]+)<', page))
    assert {key: int(number) for key, number in types.items()} == Counter(each.type for each in contacts)
    pairs = re.findall(r'href="/contacts\?pair=([\w-]+)" class="number">(\d+) contact', page)
    assert pairs
    for pair, number in pairs:
        assert sum(set(pair.split("-")) <= set(each.polities) for each in contacts) == int(number)


def test_the_first_page_tells_what_comes_next(toy: TestClient) -> None:
    page = toy.get("/").text
    ahead = page.partition('id="ahead"')[2].partition("</section>")[0]
    latest = page.partition('id="latest"')[2].partition("</section>")[0]
    assert "2021-05-02" in ahead
    assert "2021-05-02" not in latest
    assert "2021-03-18" not in ahead
    assert len(shown(latest)) == 10


def test_the_first_page_of_an_empty_store(tmp_path: Path) -> None:
    with open_store(tmp_path / "empty.db", write=True):
        pass
    with pages(tmp_path / "empty.db") as client:
        assert "No contact has been found yet" in client.get("/").text
        assert "No contact is like that" in client.get("/contacts").text
        assert client.get("/contacts.csv").text.startswith("id,start,end")
        feed = Xml.fromstring(client.get("/contacts.atom").content)
        assert feed.findtext("a:updated", "", ATOM) == "1970-01-01T00:00:00+00:00"
        assert not Calendar.from_ical(client.get("/contacts.ics").content).events


def test_a_month_of_the_chart_leads_to_as_many_as_it_says(samples: TestClient) -> None:
    page = samples.get("/").text
    rows = re.findall(r'<th scope="row"><a href="([^"]+)">.*?</th>(.*?)</tr>', page.partition("by-month-numbers")[2])
    told = [(there, re.findall(r'class="number">(?:<bdi>)?([\d,]+)', cells)[-1]) for there, cells in rows]
    assert any(int(number) for _, number in told)
    for there, number in told:
        answer = samples.get(html.unescape(there)).text
        assert f">{number} contact{'s' * (number != '1')}</h2>" in answer
