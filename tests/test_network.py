"""Who met whom: nodes and edges, and the forms in which they are handed on."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.toy import archive, post, when
from tongshi.annals import graphml, network_csv, node_csv
from tongshi.build import build
from tongshi.network import Network, network
from tongshi.records import EngagementType, Participant
from tongshi.store import Attendance, open_store

GRAPHML = {"g": "http://graphml.graphdrawing.org/xmlns"}


def met(
    id_: str, who: str, date: str = "2021-02-01", type_: EngagementType = "meeting", polities: Sequence[str] = ()
) -> Attendance:
    """A contact of people given as NAME:POLITY:person:office."""
    people = []
    for each in filter(None, who.split(",")):
        name, polity, person, office, *_ = [*each.split(":"), "", "", ""]
        people.append(Participant(name=name or None, polity=polity or None, person=person, office=office or None))
    codes = tuple(polities) or tuple(dict.fromkeys(each.polity for each in people if each.polity))
    return Attendance(id=id_, type=type_, status="held", when=when(date), participants=tuple(people), polities=codes)


CONTACTS = [
    met("c1", "布林肯:US:blinken-antony:美國國務卿,王毅:CN:wang-yi:中國外長", "2021-03-18"),
    met("c2", "布林肯:US:blinken-antony:国务卿,王毅:CN:wang-yi:中国外长", "2021-02-05", "call"),
    met("c3", "布林肯:US:blinken-antony:美國國務卿,蘇利文:US,楊潔篪:CN,:CN::代表團", "2021-03-19", "talks"),
    met("c4", "拜登:US:biden-joe,王毅:CN:wang-yi", "2021", "message"),
    met("c5", "王毅:CN:wang-yi", "2021-03-24", "visit", ("CN", "SA")),
    met("c6", "無國籍者,王毅:CN:wang-yi", "?"),
]


def edges(told: Network) -> dict[tuple[str, str], tuple[str, ...]]:
    return {(each.one, each.other): each.contacts for each in told.edges}


def test_people() -> None:
    told = network(CONTACTS)
    assert edges(told) == {
        ("blinken-antony", "wang-yi"): ("c2", "c1"),
        ("biden-joe", "wang-yi"): ("c4",),
        ("blinken-antony", "杨洁篪/CN"): ("c3",),
        ("杨洁篪/CN", "苏利文/US"): ("c3",),
    }
    first = told.edges[0]
    assert (dict(first.types), str(first.first), str(first.last)) == (
        {"call": 1, "meeting": 1}, "2021-02-05", "2021-03-18",
    )  # fmt: skip
    by_year = next(each for each in told.edges if each.contacts == ("c4",))
    assert (by_year.first, by_year.last) == (None, None)
    assert told.alone == 2
    blinken = next(each for each in told.nodes if each.id == "blinken-antony")
    assert (blinken.name, blinken.polity, blinken.contacts) == ("布林肯", "US", 3)
    assert [(each.title, each.contacts, str(each.first), str(each.last)) for each in blinken.offices] == [
        ("美國國務卿", 2, "2021-03-18", "2021-03-19"), ("国务卿", 1, "2021-02-05", "2021-02-05"),
    ]  # fmt: skip


def test_polities() -> None:
    told = network(CONTACTS, "polities")
    assert edges(told) == {("CN", "US"): ("c4", "c2", "c1", "c3"), ("CN", "SA"): ("c5",)}
    assert [(each.id, each.name, each.contacts) for each in told.nodes] == [
        ("CN", "CN", 5), ("US", "US", 4), ("SA", "SA", 1),
    ]  # fmt: skip
    assert told.alone == 1


PEOPLE = st.lists(st.tuples(st.sampled_from("甲乙丙丁"), st.sampled_from(["US", "CN", "JP"])), max_size=5, unique=True)


@given(st.lists(PEOPLE, max_size=12), st.randoms(use_true_random=False))
def test_every_pair_of_two_sides_is_an_edge_once(groups: list[list[tuple[str, str]]], chance: object) -> None:
    contacts = [
        met(f"c{at}", ",".join(f"{name}:{polity}" for name, polity in group)) for at, group in enumerate(groups)
    ]
    told = network(contacts)
    pairs = [
        tuple(sorted((f"{one}/{first}", f"{other}/{second}")))
        for group in groups
        for (one, first), (other, second) in combinations(group, 2)
        if first != second
    ]
    assert sum(len(each.contacts) for each in told.edges) == len(pairs)
    assert {(each.one, each.other) for each in told.edges} == set(pairs)
    assert {each.id for each in told.nodes} == {node for pair in pairs for node in pair}
    assert all(sum(each.types.values()) == len(each.contacts) for each in told.edges)
    chance.shuffle(contacts)  # type: ignore[attr-defined]
    assert network(contacts) == told


# --- forms


@pytest.mark.parametrize("name", ["甲<b>&\"'", "甲\x0b乙", "a\tb", "]]>"])
def test_graphml_is_xml_whatever_the_names(name: str) -> None:
    told = network([met("c1", "習近平:CN:xi-jinping"), Attendance(
        id="c2", type="call", status="held", when=when("2021-02-01"), polities=("US", "CN"),
        participants=(Participant(name=name, polity="US", office=name), Participant(name="習近平", polity="CN")),
    )])  # fmt: skip
    root = Xml.fromstring("\n".join(graphml(told, ["withheld: 1 contact", "a--b"])).encode())
    nodes = {each.get("id") for each in root.iterfind(".//g:node", GRAPHML)}
    (edge,) = root.iterfind(".//g:edge", GRAPHML)
    assert {edge.get("source"), edge.get("target")} == nodes
    keys = {each.get("id") for each in root.iterfind("g:key", GRAPHML)}
    assert {each.get("key") for each in root.iterfind(".//g:data", GRAPHML)} <= keys


def test_csv() -> None:
    told = network(CONTACTS)
    (first, *rest) = csv.DictReader(network_csv(told))
    assert (first["Source"], first["Target"], first["contacts"], first["call"], first["ids"]) == (
        "blinken-antony", "wang-yi", "2", "1", "c2;c1",
    )  # fmt: skip
    assert len(rest) == 3
    nodes = {each["Id"]: each for each in csv.DictReader(node_csv(told))}
    assert {first["Source"], first["Target"]} <= nodes.keys()
    assert nodes["blinken-antony"]["offices"] == "美國國務卿;国务卿"


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("network")
    texts = {
        "a": post("甲", "@meeting held main 2021-03-18 who=布林肯:US:blinken-antony,王毅:CN:wang-yi topics=trade",
                  "@appointment held background 2021-01-26 who=布林肯:US:blinken-antony,王毅:CN:wang-yi",
                  url="https://www.cna.com.tw/n/1"),
        "b": post("乙", "@call planned main 2021-04-01 who=拜登:US:biden-joe,習近平:CN:xi-jinping",
                  url="https://www.voachinese.com/a/1"),
    }  # fmt: skip
    with open_store(folder / "tongshi.db", write=True) as store:
        build([archive(folder / "posts", **texts)], store, jobs=1, coder="tests.toy:Toy")
    return folder / "tongshi.db"


@pytest.fixture
def written(ran: Callable[..., tuple[str, str]]) -> Callable[..., str]:
    return lambda *arguments: ran("network", *arguments)[0]


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        ([], ["blinken-antony wang-yi 1"]),  # what was held, no appointments
        (["--type", "appointment"], ["blinken-antony wang-yi 1"]),
        (["--status", "planned"], ["biden-joe xi-jinping 1"]),
        (["--level", "head"], []),
        (["--level", "minister", "--person", "王毅"], ["blinken-antony wang-yi 1"]),
        (["--of", "polities", "--outlet", "cna"], ["CN US 1"]),
        (["--outlet", "voachinese"], []),
        (["--until", "2020"], []),
    ],
)
def test_what_is_asked_for(written: Callable[..., str], arguments: list[str], ids: list[str]) -> None:
    rows = [json.loads(line) for line in written(*arguments, "--format", "jsonl").splitlines()]
    edges = [f"{each['one']} {each['other']} {each['contacts']}" for each in rows if each["kind"] == "edge"]
    assert edges == ids


def test_files(written: Callable[..., str], db: Path) -> None:
    assert "布林肯 (US)" in written()
    assert written("--until", "2020") == "nobody met like that\n"
    for format_ in ("csv", "jsonl", "graphml", "table"):
        shown = written("--format", format_)
        assert written("--format", format_, "--out", "network.txt") == ""
        kept = (db.parent / "network.txt").read_text("utf-8")
        assert kept.startswith(shown) if format_ == "table" else kept == shown
        assert "codebook" in kept  # what it was made from
    assert written("--format", "csv", "--nodes").startswith("Id,Label")


def test_a_withheld_person_meets_nobody(written: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "list.yml").write_text("people: [wang-yi]", "utf-8")
    for format_ in ("csv", "jsonl", "graphml", "table"):
        shown = written("--format", format_, "--withhold", str(tmp_path / "list.yml"))
        assert "wang-yi" not in shown
        assert "withheld" in shown
