"""Timeline, calendar, network and places: what they draw is what the catalogue counts and what the commands tell."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tests.toy import archive, post
from tongshi.build import build
from tongshi.catalogue import Catalogue, Choice, read_catalogue
from tongshi.charts import Window
from tongshi.cli import main
from tongshi.coverage import DayCount, Holdings
from tongshi.periods import span
from tongshi.rights import Rights, StoreRelease
from tongshi.store import Contact, open_store
from tongshi.web import SiteSettings, create_app
from tongshi.web.rooms.network import EDGES
from tongshi.web.rooms.timeline import LISTED, MOST_MARKS
from tongshi.web.windows import LEAST_DAYS, around, ways

#: What the posts say, each in an article of its own day.
SAID = (
    "@call held main 2021-02-10 who=拜登:US:biden-joe,習近平:CN:xi-jinping topics=trade",
    "@talks held main 2021-03-18 who=布林肯:US,楊潔篪:CN until=2021-03-20 place=安克拉治:US topics=trade",
    "@meeting held main 2021-03-20 who=王毅:CN:wang-yi,勞夫羅夫:RU place=桂林:CN",
    "@meeting held main 2021-05-05 who=布林肯:US,王毅:CN:wang-yi place=倫敦:GB topics=taiwan",
    "@visit planned main 2021-05-12 who=菅義偉:JP until=2021-05-14 place=華盛頓:US polities=JP,US",
    "@meeting cancelled main 2021-04-01 who=茂木敏充:JP,王毅:CN:wang-yi topics=trade",
    "@meeting denied main 2021-03-02 who=王毅:CN:wang-yi,鄭義溶:KR place=廈門:CN",
    "@visit held background 2020-11 who=王毅:CN:wang-yi polities=CN,JP place=東京:JP",
    "@visit held background 2021-03 who=王毅:CN:wang-yi,拜登:US:biden-joe polities=CN,US",
    "@visit held background 2019 who=布林肯:US polities=CN,US place=北京:CN",
    "@message held background ? who=習近平:CN:xi-jinping,拜登:US:biden-joe",
    "@conference held main 2020-12-30 who=王毅:CN:wang-yi,布林肯:US until=2021-01-02 place=北京:CN",
)


@pytest.fixture(scope="module")
def toy_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Each of SAID in a post of its own, with some articles a day for five months, of which one outlet has no March."""
    folder = tmp_path_factory.mktemp("toy")
    told = {f"said{at}": post(f"said{at}", line, url=f"https://www.cna.com.tw/{at}") for at, line in enumerate(SAID)}
    for number in range(150):
        day = dt.date(2021, 1, 1) + dt.timedelta(days=number)
        line = f"@call held main {day} who=馬克宏:FR,梅克爾:DE topics=climate place=巴黎:FR"
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


@pytest.fixture(scope="module")
def catalogue(toy_db: Path) -> Catalogue:
    with open_store(toy_db) as store:
        return read_catalogue(StoreRelease(Rights(), store))


@pytest.fixture
def written(capsysbinary: pytest.CaptureFixture[bytes]) -> Callable[..., str]:
    """What the command line writes."""

    def run(*arguments: str) -> str:
        with pytest.raises(SystemExit, match="0"):
            main(list(arguments))
        return capsysbinary.readouterr().out.decode()

    return run


def pages(db: Path) -> TestClient:
    return TestClient(create_app(SiteSettings(db=str(db))), base_url="http://127.0.0.1")


def page(client: TestClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, words(answer.text)
    return answer.text


def words(text: str) -> str:
    """A page as it is read."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def numbers(text: str, id_: str) -> list[list[str]]:
    """The rows of the table of a chart, each cell as it is read."""
    table = text.split(f'id="{id_}-numbers"', 1)[1].split("</table>", 1)[0].split("<tbody>", 1)[1]
    rows = re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
    return [[words(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)] for row in rows]


def links(text: str, id_: str) -> list[str]:
    """The addresses of the marks of a chart."""
    figure = text.split(f'<figure class="chart" id="{id_}"', 1)[1].split("<details", 1)[0]
    return [html.unescape(each) for each in re.findall(r'<a [^>]*?href="(/[^"]*)"', figure)]


def asked(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query))


def total(client: TestClient, address: str) -> int:
    """How many contacts the table says there are."""
    found = re.search(r'id="found-count">([\d,]+)', page(client, address))
    assert found
    return int(found[1].replace(",", ""))


def overlapping(catalogue: Catalogue, choice: Choice, first: dt.date, last: dt.date) -> list[Contact]:
    """The contacts chosen that were, or can have been, on some days."""
    found = ((each, span(each.when)) for each in catalogue.select(choice))
    return [each for each, days in found if days and days[0] <= last and days[1] >= first]


# --- timeline

WINDOWS = [
    ("pair=CN-US", Choice(pair=("CN-US",)), "2021-01-01", "2021-05-30"),
    ("pair=CN-US", Choice(pair=("CN-US",)), "2021-03-10", "2021-03-19"),
    ("pair=CN-US", Choice(pair=("CN-US",)), "2019-06-01", "2019-06-30"),
    ("person=wang-yi", Choice(person=("wang-yi",)), "2020-11-20", "2021-05-30"),
    ("polity=JP", Choice(polity=("JP",)), "2020-01-01", "2022-12-31"),
    ("", Choice(), "2021-03-19", "2021-03-19"),
]


@pytest.mark.parametrize("lanes", ["type", "side", "level"])
@pytest.mark.parametrize(("query", "choice", "first", "last"), WINDOWS)
def test_a_timeline_draws_what_overlaps_its_window(
    toy: TestClient, catalogue: Catalogue, query: str, choice: Choice, first: str, last: str, lanes: str
) -> None:
    text = page(toy, f"/timeline?{query}&from={first}&to={last}&lanes={lanes}")
    own = overlapping(catalogue, choice, dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    table = numbers(text, "timeline")
    assert own
    assert Counter(row[2] for row in table) == Counter(each.status for each in own)
    assert len(table) == len(own)
    # what is known by month or year only is no day
    vague = [each for each in own if each.when.precision != "day"]
    assert ("known by month or year only" in words(text)) == bool(vague)
    for each in vague:
        days = span(each.when)
        assert days
        assert f"{days[0]} – {days[1]}" in [row[0] for row in table]


def test_a_mark_of_a_vague_date_stands_in_the_lane_of_these_as_a_span(toy: TestClient) -> None:
    text = page(toy, "/timeline?pair=CN-US&status=held&type=visit&from=2021-01-01&to=2021-05-30")
    drawing = text.split('<figure class="chart" id="timeline"', 1)[1].split("<details", 1)[0]
    assert drawing.count('class="lasting inexact"') == 1
    assert re.findall(r'class="name halo[^"]*">([^<]+)<', drawing) == ["known by month or year only"]


def test_statuses_have_shapes(toy: TestClient) -> None:
    text = page(toy, "/timeline?polity=CN&from=2021-01-01&to=2021-06-30")
    for status in ("held", "cancelled", "denied"):
        assert f'href="#timeline-{status}"' in text
    assert 'href="#timeline-planned"' not in text


def test_marks_are_links_to_contacts_and_clusters_to_closer_windows(toy: TestClient, catalogue: Catalogue) -> None:
    text = page(toy, "/timeline?pair=DE-FR&from=2021-01-01&to=2021-05-30")
    found = links(text, "timeline")
    closer = [each for each in found if each.startswith("/timeline")]
    assert closer
    for each in closer:
        there = asked(each)
        assert there["pair"] == "DE-FR"
        days = dt.date.fromisoformat(there["to"]) - dt.date.fromisoformat(there["from"])
        assert days.days + 1 < 150
    alone = page(toy, "/timeline?pair=CN-US&from=2021-02-01&to=2021-02-28")
    (one,) = (each for each in catalogue.select(Choice(pair=("CN-US",), type=("call",))))
    assert f"/contacts/{one.id}" in links(alone, "timeline")


def test_the_gaps_are_those_of_the_command(toy: TestClient, toy_db: Path, written: Callable[..., str]) -> None:
    command = ("gaps", "--between", "US", "CN", "--longest", "6", "--format", "jsonl", "--db", str(toy_db))
    told = [json.loads(line) for line in written(*command).splitlines()]
    expected = [
        (f"{each['first']} – {each['last']}", str(each["days"]), each["archive"]["extent"])
        for each in told
        if each["level"] == "any"
    ]
    text = page(toy, "/timeline?pair=CN-US")
    table = text.split('class="cards gaps"', 1)[1].split("</table>", 1)[0].split("<tbody>", 1)[1]
    rows = re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
    found = []
    for row in rows:
        cells = [words(each) for each in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
        extent = re.search(r'extent-(\w+)"', row)
        found.append((cells[0], cells[1], extent[1] if extent else ""))
    assert found == expected
    assert len(expected) > 2


@pytest.mark.parametrize(
    ("query", "has_gaps"),
    [("pair=CN-US", True), ("polity=CN&polity=US", True), ("person=wang-yi", True), ("polity=CN", False), ("", False)],
)
def test_only_two_sides_or_somebody_can_be_silent(toy: TestClient, query: str, has_gaps: bool) -> None:
    text = page(toy, f"/timeline?{query}")
    assert ('class="cards gaps"' in text) == has_gaps
    assert ('class="pause"' in text) == has_gaps


def test_ways_lead_in_out_back_and_on(toy: TestClient) -> None:
    text = page(toy, "/timeline?pair=CN-US&lanes=side&from=2021-02-01&to=2021-03-31")
    found = {
        name: asked(html.unescape(there))
        for there, name in re.findall(r'href="([^"]+)" data-way="(\w+)"', text)
    }  # fmt: skip
    assert set(found) == {"earlier", "later", "nearer", "farther", "whole"}
    assert all(each["lanes"] == "side" and each["pair"] == "CN-US" for each in found.values())
    assert found["nearer"]["from"] > "2021-02-01"
    assert found["nearer"]["to"] < "2021-03-31"
    assert found["farther"]["from"] < "2021-02-01"
    assert found["farther"]["to"] > "2021-03-31"
    assert found["earlier"]["to"] < "2021-03-31"
    assert found["later"]["from"] > "2021-02-01"
    assert (found["whole"]["from"], found["whole"]["to"]) == ("2019-01-01", "2021-12-31")
    every = page(toy, f"/timeline?pair=CN-US&from={found['whole']['from']}&to={found['whole']['to']}")
    assert set(re.findall(r'data-way="(\w+)"', every)) == {"nearer"}


def test_the_list_is_that_of_the_table(toy: TestClient) -> None:
    address = "/timeline?pair=DE-FR&from=2021-02-01&to=2021-03-31"
    text = page(toy, address)
    there = re.search(r'href="([^"]+)">All of them as a table', text)
    assert there
    assert f"({total(toy, html.unescape(there[1]))})" in words(text)
    listed = re.findall(r'href="/contacts/(c[0-9a-f]+)" class="day"', text.split('id="list"', 1)[1])
    assert len(listed) == LISTED


def test_many_contacts_are_counted_by_period(toy: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_MARKS > 150
    monkeypatch.setattr("tongshi.web.rooms.timeline.MOST_MARKS", 20)
    text = page(toy, "/timeline?pair=DE-FR&x=counted")
    assert "counted by period" in words(text)
    rows = numbers(text, "timeline")
    assert sum(int(row[-2]) for row in rows) == 150
    march = next(each for each in links(text, "timeline") if "from=2021-03-01" in each)
    assert (asked(march)["to"], asked(march)["pair"]) == ("2021-03-31", "DE-FR")


MISTAKES = [
    ("/timeline?from=2021-03&to=2021-02", "from 2021-03-01 is after to 2021-02-28"),
    ("/timeline?from=soon", "from: soon: not a date (YYYY, YYYY-MM or YYYY-MM-DD)"),
    ("/timeline?to=2021-13", "to: 2021-13: not a date (YYYY, YYYY-MM or YYYY-MM-DD)"),
    ("/timeline?lanes=colour", "lanes: colour: not one of type, side, level"),
    ("/calendar?year=21", "year: 21: not a year"),
    ("/calendar?year=1990&year=2021", "year: 1990 to 2021: at most 10 years are shown together"),
    ("/network?of=planets", "of: planets: not one of people, polities"),
    ("/network?top=1000", "top: 1000: not one of 20, 40, 60"),
    ("/network?beside=nobody", "beside: nobody: nobody in these contacts has that id"),
    ("/network.graphml?since=2021&until=2020", "since 2021-01-01 is after until 2020-12-31"),
    ("/places?sort=size", "sort: size: not one of contacts, last"),
    ("/places?page=99", "page: 99: the last one is 1"),
]


@pytest.mark.parametrize(("address", "told"), MISTAKES)
def test_a_mistake_is_one_clear_line(toy: TestClient, address: str, told: str) -> None:
    answer = toy.get(address)
    assert answer.status_code in {400, 404}
    assert told in words(answer.text)


@given(st.dates(), st.integers(0, 5000), st.dates(), st.integers(0, 50000))
def test_ways_stay_in_time_and_lead_back(first: dt.date, days: int, start: dt.date, length: int) -> None:
    window, whole = _window(first, days), _window(start, length)
    found = ways(window, whole)
    for each in (found.nearer, found.farther, found.earlier, found.later, found.whole):
        assert each is None or each.first <= each.last
    if found.nearer:
        assert LEAST_DAYS <= found.nearer.days <= window.days
        assert window.first <= found.nearer.first
        assert found.nearer.last <= window.last
    if found.farther:
        assert found.farther.days > window.days
        assert found.farther.first <= window.first
        assert window.last <= found.farther.last
    assert (found.earlier is None) == (window.first <= whole.first)
    assert (found.later is None) == (window.last >= whole.last)
    assert (found.whole is None) == (window == whole)
    near = around(window.first, window.last)
    assert near.first <= window.first
    assert window.last <= near.last


def _window(first: dt.date, days: int) -> Window:
    return Window(first, dt.date.fromordinal(min(first.toordinal() + days, dt.date.max.toordinal())))


# --- calendar


def by_day(catalogue: Catalogue, choice: Choice) -> Counter[str]:
    """A contact counts on each of its days."""
    counts: Counter[str] = Counter()
    for each in catalogue.select(choice):
        days = span(each.when)
        if each.when.precision == "day" and days:
            counts.update(f"{dt.date.fromordinal(day)}" for day in range(days[0].toordinal(), days[1].toordinal() + 1))
    return counts


@pytest.mark.parametrize(
    ("query", "choice"),
    [("", Choice()), ("polity=CN", Choice(polity=("CN",))), ("status=held", Choice(status=("held",)))],
)
@pytest.mark.parametrize("year", ["2020", "2021"])
def test_a_calendar_counts_each_day(
    toy: TestClient, catalogue: Catalogue, query: str, choice: Choice, year: str
) -> None:
    text = page(toy, f"/calendar?{query}&year={year}")
    expected = {day: count for day, count in by_day(catalogue, choice).items() if day.startswith(year)}
    rows = {row[0]: int(row[1]) for row in numbers(text, "calendar")}
    assert rows == expected
    assert rows


def test_a_day_leads_to_its_contacts(toy: TestClient, catalogue: Catalogue) -> None:
    text = page(toy, "/calendar?polity=CN&year=2021")
    counts = by_day(catalogue, Choice(polity=("CN",)))
    found = links(text, "calendar")
    assert len(found) == sum(day.startswith("2021") for day in counts)
    for each in found:
        day = asked(each)["since"]
        assert asked(each) == {"polity": "CN", "since": day, "until": day}
        # what is known by its month only begins on the first, as the table sorts it
        if not day.endswith("-01"):
            assert total(toy, each) == counts[day]


def test_years_of_the_archive_are_links_and_others_in_a_fold(toy: TestClient) -> None:
    text = page(toy, "/calendar")
    years = text.split('<nav class="years"', 1)[1].split("</nav>", 1)[0]
    own, others = years.split("<details", 1)
    assert re.findall(r">(\d{4})</a>", own) == ["2021", "2020"]
    assert re.findall(r">(\d{4})</a>", others) == ["2019"]


def test_days_of_which_nothing_is_held_are_hatched(toy: TestClient) -> None:
    text = page(toy, "/calendar?year=2021")
    months = re.findall(r'aria-label="(2021-\d\d)"(.*?)</svg>', text, re.DOTALL)
    # the last article is of 30 May
    assert [month for month, drawn in months if 'class="unknown"' in drawn] == [
        f"2021-{each:02}" for each in range(5, 13)
    ]
    assert len(months) == 12
    assert "not archived" in words(text)


def test_months_without_a_day_are_told_beside(toy: TestClient) -> None:
    text = page(toy, "/calendar?polity=CN&year=2020&year=2021")
    beside = words(text.split('id="coarse"', 1)[1].split("</section>", 1)[0])
    assert "2021-03 1 contact" in beside
    assert "2020-11 1 contact" in beside
    assert "2019" not in beside


# --- network


def graph(text: str) -> tuple[set[tuple[str, str]], list[tuple[str, ...]]]:
    """Nodes with their label, and edges with their data, of a GraphML file."""
    space = {"g": "http://graphml.graphdrawing.org/xmlns"}
    root = Xml.fromstring(text)

    def data(element: Xml.Element) -> dict[str, str]:
        return {each.get("key", ""): each.text or "" for each in element.findall("g:data", space)}

    nodes = {(each.get("id", ""), data(each)["node-label"]) for each in root.iterfind(".//g:node", space)}
    edges = [
        (each.get("source", ""), each.get("target", ""), *sorted(data(each).values()))
        for each in root.iterfind(".//g:edge", space)
    ]
    return nodes, sorted(edges)


@pytest.mark.parametrize("of", ["people", "polities"])
@pytest.mark.parametrize(
    ("query", "options"),
    [
        ("", ()),
        ("since=2021-03&until=2021-05", ("--since", "2021-03", "--until", "2021-05")),
        ("type=meeting", ("--type", "meeting")),
        ("status=planned&status=cancelled", ("--status", "planned", "--status", "cancelled")),
        ("polity=CN", ("--polity", "CN")),
    ],
)
def test_the_file_is_that_of_the_command(
    toy: TestClient, toy_db: Path, written: Callable[..., str], query: str, options: tuple[str, ...], of: str
) -> None:
    expected = graph(written("network", "--of", of, "--format", "graphml", "--db", str(toy_db), *options))
    answer = toy.get(f"/network.graphml?of={of}&{query}")
    assert answer.headers["content-type"].startswith("application/graphml+xml")
    assert f'filename="network-{of}.graphml"' in answer.headers["content-disposition"]
    assert graph(answer.text) == expected
    assert expected[1] or query


def test_the_page_draws_what_the_file_holds(samples: TestClient) -> None:
    for query in ("", "of=polities", "top=20", "of=polities&top=20&since=2020-10"):
        text = page(samples, f"/network?{query}")
        nodes, edges = graph(samples.get(f"/network.graphml?{query}").text)
        assert (text.count("data-node="), text.count("data-ends=")) == (len(nodes), len(edges))
        assert len(numbers(text, "network")) == len(edges)
        assert 0 < len(nodes) <= 40
        assert len(edges) <= EDGES


def test_an_edge_leads_to_the_contacts_of_the_two(samples: TestClient) -> None:
    for of in ("people", "polities"):
        text = page(samples, f"/network?of={of}&top=20")
        rows = numbers(text, "network")
        table = text.split('id="network-numbers"', 1)[1].split("</table>", 1)[0]
        there = [html.unescape(each) for each in re.findall(r'<th scope="row"><a href="([^"]+)"', table)]
        assert len(there) == len(rows) > 3
        for address, row in list(zip(there, rows, strict=True))[:8]:
            assert total(samples, address) == int(row[1])


def test_nodes_lead_to_people_and_polities(toy: TestClient) -> None:
    assert "/people/wang-yi" in links(page(toy, "/network"), "network")
    assert "/polities/CN" in links(page(toy, "/network?of=polities"), "network")


def test_who_takes_part_besides_is_chosen_and_can_be_removed(toy: TestClient, catalogue: Catalogue) -> None:
    both = list(catalogue.select(Choice(beside=("biden-joe", "xi-jinping"))))
    assert {each.type for each in both} == {"call", "message"}
    text = page(toy, "/contacts?beside=biden-joe&beside=xi-jinping")
    assert total(toy, "/contacts?beside=biden-joe&beside=xi-jinping") == len(both)
    chips = text.split('<ul class="chips"', 1)[1].split("</ul>", 1)[0]
    assert "/contacts?beside=xi-jinping" in html.unescape(chips)
    either = catalogue.select(Choice(person=("biden-joe", "xi-jinping"))).total
    assert either > len(both)
    assert catalogue.select(Choice(person=("biden-joe",), beside=("xi-jinping",))).total == len(both)


def test_the_slider_has_the_months_of_the_archive(toy: TestClient) -> None:
    text = page(toy, "/network")
    months = re.search(r'data-months="([^"]+)"', text)
    assert months
    assert months[1].split() == [f"2021-{month:02}" for month in range(1, 6)]
    assert re.findall(r'<label for="(slide-\w+)"', text) == ["slide-since", "slide-until"]


# --- places


@pytest.mark.parametrize("query", ["", "status=held", "polity=CN", "type=meeting&type=talks"])
def test_places_are_those_of_the_contacts(samples: TestClient, samples_db: Path, query: str) -> None:
    with open_store(samples_db) as store:
        known = read_catalogue(StoreRelease(Rights(), store))
    chosen = {name: tuple(value for key, value in parse_qsl(query) if key == name) for name, _ in parse_qsl(query)}
    selection = known.select(Choice(**chosen))  # type: ignore[arg-type]
    expected = {each.value: each.contacts for each in selection.counts("place").values}
    found: dict[str, int] = {}
    number = 1
    while True:
        text = page(samples, f"/places?{query}&page={number}")
        table = text.split('<table class="cards places"', 1)[1].split("</table>", 1)[0]
        rows = re.findall(r'<tr><th scope="row"><a href="([^"]+)">.*?<td class="number"[^>]*>([\d,]+)<', table)
        found |= {asked(html.unescape(there))["place"]: int(count) for there, count in rows}
        if 'rel="next"' not in text:
            break
        number += 1
    assert found == expected
    for place in list(expected)[:3]:
        assert total(samples, f"/contacts?{query}&place={place}") == expected[place]


def test_places_are_sorted(toy: TestClient) -> None:
    def order(address: str) -> list[str]:
        table = page(toy, address).split('<table class="cards places"', 1)[1]
        return re.findall(r'class="of-polity"><th scope="rowgroup">.*?>([^<]+)</a>', table)

    assert order("/places")[0] == "France"
    # the last day of a visit planned is the latest
    assert order("/places?sort=last")[:2] == ["France", "United States"]


def test_first_and_last_day_are_of_known_days(toy: TestClient) -> None:
    table = page(toy, "/places?polity=CN").split('<table class="cards places"', 1)[1]
    rows = [words(each) for each in re.findall(r"<tr[^>]*>(.*?)</tr>", table, re.DOTALL)]
    beijing = next(each for each in rows if each.startswith("北京"))
    assert beijing.split()[1:4] == ["2", "2020-12-30", "2021-01-02"]
    tokyo = next(each for each in rows if each.startswith("東京"))
    assert tokyo.split()[1:] == ["1", "Visit", "1"]


# --- all of them

VIEWS = ["/timeline", "/calendar", "/network", "/places"]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
def test_views_speak_all_languages_and_keep_what_is_chosen(toy: TestClient, view: str, language: str) -> None:
    text = page(toy, f"{view}?polity=CN&lang={language}")
    assert f'<html lang="{language}">' in text
    chips = text.split('<ul class="chips"', 1)[1].split("</ul>", 1)[0]
    assert f'href="{view}?lang={language}' in html.unescape(chips)
    assert '<option value="CN" selected>' in text
    nav = html.unescape(text.split('<nav class="views"', 1)[1].split("</nav>", 1)[0])
    for other in ("/contacts", *VIEWS):
        assert other == view or f'href="{other}?polity=CN&lang={language}"' in nav


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(
    ("days", "extent"), [("since=2021-02&until=2021-03", "covered"), ("since=2040", "not archived")]
)
def test_where_nothing_is_found_it_is_told_what_the_archive_holds(
    toy: TestClient, view: str, days: str, extent: str
) -> None:
    text = words(page(toy, f"{view}?polity=CN&topic=space&{days}").split('id="narrowing"')[1].split("</form>", 1)[1])
    assert extent in text


@pytest.mark.parametrize("said", [None, "No contact at all.", "@message held background ? who=習近平:CN,拜登:US"])
def test_an_archive_that_tells_nothing_has_views(tmp_path: Path, said: str | None) -> None:
    with open_store(tmp_path / "empty.db", write=True) as store:
        if said:
            build([archive(tmp_path / "posts", one=post("one", said))], store, jobs=1, coder="tests.toy:Toy")
    with pages(tmp_path / "empty.db") as client:
        for view in VIEWS:
            page(client, view)
            for days in ("since=2020", "until=1990", "since=2040-03&until=2040-04", "since=0001", "until=9998"):
                page(client, f"{view}?pair=CN-US&{days}")


def test_days_without_holdings_are_what_no_outlet_runs_on() -> None:
    days = [*range(1, 11), *range(20, 26)]
    counts = [DayCount(outlet="a", day=dt.date(2021, 3, day), articles=3, diplomatic=2) for day in days]
    counts += [DayCount(outlet="b", day=dt.date(2021, 3, day), articles=1, diplomatic=1) for day in range(8, 14)]
    held = Holdings(counts)
    first, last = dt.date(2021, 2, 20), dt.date(2021, 4, 5)
    found = {
        dt.date.fromordinal(day)
        for each in held.without(first, last)
        for day in range(each.first.toordinal(), each.last.toordinal() + 1)
    }
    every = (dt.date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1))
    assert found == {day for day in every if held.over(day, day).extent == "none"}
    assert dt.date(2021, 3, 16) in found
    assert dt.date(2021, 3, 12) not in found
