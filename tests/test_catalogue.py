"""The catalogue: what is chosen of it, how it counts, and that it is kept up as it would be read anew."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.toy import archive, post, when
from tongshi.build import build
from tongshi.catalogue import (
    FACETS,
    MOST_PAIRED,
    ORDERS,
    Catalogue,
    Choice,
    FacetName,
    Order,
    PersonLine,
    PlaceLine,
    index,
    read_catalogue,
)
from tongshi.catalogue.facets import values
from tongshi.decisions import Decision
from tongshi.levels import Levels, load_levels
from tongshi.records import Participant, Place
from tongshi.review import Added, Reviewer, add, confirm, correct, judge, merge, split, undo
from tongshi.rights import Rights, StoreRelease
from tongshi.store import Contact, ContactFilter, Store, open_store
from tongshi.withhold import WithholdList

CALL = "@call held main 2021-02-10 who=拜登:US:biden-joe,習近平:CN:xi-jinping topics=trade"
POSTS = {
    "call": post("兩人通話", "白宮說兩人10日通了電話。", CALL),
    "call2": post("两人通电话", CALL.replace("習", "习"), url="https://www.voachinese.com/a/1", day="2021-02-12"),
    "call3": post("再談通話", CALL.replace("=trade", "=taiwan,trade"), url="https://www.rfi.fr/a/1", day="2021-02-14"),
    "visit": post("訪問首爾", "@visit held main 2021-03-17 who=布林肯:US:blinken-antony place=首爾:KR until=2021-03-18",
                  day="2021-03-17"),
    "talks": post("首爾會談", "@meeting held main 2021-03-17 who=布林肯:US:blinken-antony,鄭義溶:KR place=首爾:KR",
                  day="2021-03-17"),
    "year": post("除夕通話", "@call held background 2020-12-31 who=拜登:US:biden-joe,文在寅:KR", day="2021-01-01"),
    "year2": post("元旦通話", "@call held background 2021-01-01 who=拜登:US:biden-joe,文在寅:KR", day="2021-01-02"),
    "month": post("會見", "@meeting planned background 2021-05 who=王毅:CN:wang-yi,莫里森:AU topics=trade place=东京",
                  day="2021-04-02"),
    "undated": post("會晤", "@meeting proposed background ? who=王毅:CN:wang-yi,:RU topics=taiwan", day="2021-04-05"),
    "cities": post("會晤二", "@meeting held main 2019-07-02 who=王毅:CN:wang-yi,茂木:JP place=東京:JP",
                   day="2019-07-03"),
    "summit": post("峰會", "@conference held main 2019-06-28 who=習近平:CN:xi-jinping,安倍:JP until=2019-06-29"
                   " polities=CN,JP,US,G20 place=大阪:JP topics=trade", day="2019-06-29"),
}  # fmt: skip
MORE = {
    "talks2": post("再訪首爾", "@meeting denied main 2021-03-18 who=布林肯:US:blinken-antony,鄭義溶:KR",
                   day="2021-03-19"),
    "year3": post("新年通話", "@call held main 2020-12-31 who=拜登:US:biden-joe,文在寅:KR topics=covid",
                  url="https://www.rfi.fr/a/2", day="2021-01-03"),
    "other": post("另談", "@call planned main 2018-04 who=安倍:JP,普京:RU:putin-vladimir", day="2018-04-02"),
}  # fmt: skip
REVIEWER = Reviewer("王")


@pytest.fixture(scope="module")
def levels() -> Levels:
    return load_levels()


def stored(db: Path, folder: Path, **posts: str) -> None:
    with open_store(db, write=True) as store:
        build([archive(folder, **posts)], store, jobs=1, coder="tests.toy:Toy")


@pytest.fixture
def release(tmp_path: Path) -> Iterator[StoreRelease]:
    stored(tmp_path / "a.db", tmp_path / "posts", **POSTS)
    with open_store(tmp_path / "a.db", write=True) as store:
        yield StoreRelease(Rights(), store)


def contact(id_: str = "c1", date: str = "2021-02-10", people: str = "", **more: Any) -> Contact:
    """A contact of people given as NAME:POLITY:person."""
    told = [[*each.split(":"), "", ""] for each in people.split(",") if each]
    fields: dict[str, Any] = {
        "type": "call",
        "status": "held",
        "salience": "main",
        "when": when(date) if date != "?" else when("2021").__class__(),
        "place": Place(),
        "participants": tuple(Participant(name=n, polity=p or None, person=id_) for n, p, id_, *_ in told),
        "polities": tuple(dict.fromkeys(each[1] for each in told if each[1])),
        "topics": (),
        "outlets": ("cna",),
        "posts": (),
        "sources": 1,
    }
    return Contact(id=id_, **{**fields, **more})


# --- facets


@pytest.mark.parametrize(
    ("given_", "facet", "want"),
    [
        (contact(people="王毅:CN:wang-yi,日本人:JP"), "person", ("wang-yi", "日本人/JP")),
        (contact(people="習近平:CN,习近平:CN,某:"), "person", ("习近平/CN", "某/")),
        (contact(polities=("US", "CN")), "pair", ("CN-US",)),
        (contact(polities=("US", "CN", "AU")), "pair", ("AU-CN", "AU-US", "CN-US")),
        (contact(polities=tuple(map(chr, range(65, 65 + MOST_PAIRED)))), "pair", 66),
        (contact(polities=tuple(map(chr, range(65, 66 + MOST_PAIRED)))), "pair", ()),
        (contact(date="2021-02-10"), "year", ("2021",)),
        (contact(date="2021-02-10"), "month", ("2021-02",)),
        (contact(date="2021-02"), "month", ("2021-02",)),
        (contact(date="2021"), "year", ("2021",)),
        (contact(date="2021"), "month", ()),
        (contact(date="?"), "year", ()),
        (contact(place=Place(city="東京", polity="JP")), "place", ("东京",)),
        (contact(place=Place(polity="JP")), "place", ("JP",)),
        (contact(), "place", ()),
        (contact(), "conflict", ("no",)),
        (contact(conflicts=("date",)), "conflict", ("yes",)),
        (contact(corrected=("date",)), "corrected", ("yes",)),
        (contact(), "corrected", ("no",)),
        (contact(sources=1), "sources", ("1",)),
        (contact(sources=2), "sources", ("2-4",)),
        (contact(sources=4), "sources", ("2-4",)),
        (contact(sources=5), "sources", ("5+",)),
        (contact(), "level", ("other",)),
    ],
)
def test_values(given_: Contact, facet: FacetName, want: Any, levels: Levels) -> None:
    found = values(given_, levels)[facet]
    assert (len(found) if isinstance(want, int) else found) == want


def test_every_facet_can_be_chosen(levels: Levels) -> None:
    assert set(values(contact(), levels)) == set(FACETS)
    assert Choice(month=("2021-02",), type=("call",)).facets == ("type", "month")


# --- chosen, counted, in order

CONTACTS = st.lists(
    st.builds(
        contact,
        date=st.sampled_from(["?", "2019", "2021-02", "2021-02-10", "2021-02-11", "2022-12-31"]),
        people=st.lists(st.sampled_from(["甲:CN:a-b", "乙:US:c-d", "丙:JP", "丁:"]), unique=True).map(",".join),
        type=st.sampled_from(["call", "meeting"]),
        topics=st.lists(st.sampled_from(["trade", "taiwan"]), unique=True).map(tuple),
        sources=st.integers(1, 6),
        first_report=st.sampled_from(["", "2021-02-10T00:00:00+00:00", "2021-02-11T00:00:00+00:00"]),
    ),
    max_size=12,
)
CHOICES = st.builds(
    Choice,
    type=st.sampled_from([(), ("call",), ("call", "meeting"), ("visit",)]),
    topic=st.sampled_from([(), ("trade",), ("trade", "taiwan")]),
    polity=st.sampled_from([(), ("CN",), ("CN", "US")]),
    person=st.sampled_from([(), ("a-b",), ("a-b", "丙/JP")]),
    since=st.sampled_from([None, dt.date(2021, 2, 11)]),
    until=st.sampled_from([None, dt.date(2021, 2, 10)]),
    undated=st.booleans(),
)


def catalogue(contacts: list[Contact], levels: Levels) -> Catalogue:
    return Catalogue((Contact(**{**_fields(each), "id": f"c{n}"}) for n, each in enumerate(contacts)), "g", levels)


def _fields(each: Contact) -> dict[str, Any]:
    return {name: getattr(each, name) for name in each.__slots__}


def fits(choice: Choice, each: Contact, levels: Levels, without: str = "") -> bool:
    """Whether a contact is chosen, told in the plainest way."""
    told = values(each, levels)
    start, end = each.when.start, each.when.end or each.when.start
    for facet in choice.facets:
        enough = all if facet == "polity" else any
        if facet != without and not enough(value in told[facet] for value in choice.of(facet)):
            return False
    if choice.undated and start:
        return False
    if choice.since and not (end and end >= choice.since):
        return False
    return not (choice.until and not (start and start <= choice.until))


@pytest.mark.parametrize("few", [0, 500], ids=["many values", "few values"])
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(contacts=CONTACTS, choice=CHOICES)
def test_counts_are_those_of_the_contacts(
    contacts: list[Contact], choice: Choice, few: int, levels: Levels, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "FEW", few)
    made = catalogue(contacts, levels)
    found = made.select(choice)
    chosen = [each for each in made.contacts if fits(choice, each, levels)]
    assert list(found) == chosen
    assert (found.total, found.undated) == (len(chosen), sum(each.when.start is None for each in chosen))
    for facet in FACETS:
        others = [each for each in made.contacts if fits(choice, each, levels, "" if facet == "polity" else facet)]
        counted = Counter(value for each in others for value in values(each, levels)[facet])
        told = found.counts(facet)
        wanted = dict.fromkeys(choice.of(facet), 0) | counted
        assert {each.value: each.contacts for each in told.values} == wanted
        assert [each.contacts for each in told.values if each.contacts] == sorted(counted.values(), reverse=True)
        assert {each.value for each in told.values if each.chosen} == set(choice.of(facet))
        assert told.total == len(counted)
        few_of_them = found.counts(facet, 2)
        assert few_of_them.total == told.total
        assert few_of_them.values[:2] == told.values[:2]
        assert len(few_of_them.values) <= 2 + len(choice.of(facet))
    crossed = Counter(
        pair for each in chosen for told in [values(each, levels)] for pair in product(told["person"], told["type"])
    )
    assert found.crossed("person", "type") == crossed


def test_a_set_has_a_bit_for_each_contact(levels: Levels) -> None:
    made = catalogue([contact(date="2021"), contact(date="2022", type="visit"), contact(date="2023")], levels)
    assert [each.when.start and each.when.start.year for each in made.contacts] == [2023, 2022, 2021]
    assert (made.bits("type", "call"), made.bits("type", "visit"), made.bits("type", "talks")) == (0b101, 0b010, 0)
    assert made.select(Choice(type=("call",))).bits == 0b101
    assert made.totals("type") == {"call": 2, "visit": 1}


@pytest.mark.parametrize(
    ("order", "want"),
    [
        ("-date", "2021 2020 2019 ? ?"),
        ("date", "2019 2020 2021 ? ?"),
        ("-report", "?3 20202 20211 20190 ?0"),
        ("report", "20211 20202 ?3 20190 ?0"),
        ("-sources", "?9 20208 20217 20196 ?5"),
        ("sources", "?5 20196 20217 20208 ?9"),
    ],
)
def test_orders(order: Order, want: str, levels: Levels) -> None:
    told = [("2021", "1", 7), ("2020", "2", 8), ("2019", "", 6), ("?", "3", 9), ("?", "", 5)]
    made = catalogue([contact(date=d, first_report=r, sources=n) for d, r, n in told], levels)
    shown = []
    for each in made.select(order=order):
        year = str(each.when.start.year) if each.when.start else "?"
        beside = {"r": each.first_report or "0", "s": str(each.sources), "d": ""}[order.strip("-")[0]]
        shown.append(year + beside)
    assert " ".join(shown) == want


def test_pages(levels: Levels) -> None:
    made = catalogue([contact(date=f"2021-02-{day:02}") for day in range(1, 8)], levels)
    for order in ORDERS:
        found = made.select(order=order)
        pages = [found.page(number, 3) for number in (1, 2, 3, 4)]
        assert [len(page) for page in pages] == [3, 3, 1, 0]
        assert [each for page in pages for each in page] == list(found)


def test_empty(levels: Levels) -> None:
    found = catalogue([], levels).select(Choice(type=("call",), since=dt.date(2021, 1, 1)))
    assert (found.total, found.page(1, 10), found.counts("pair", 5).values) == (0, (), ())


def test_days_that_a_contact_overlaps(levels: Levels) -> None:
    long = when("2021-02-01", "2021-02-20")
    made = catalogue([contact(date="2021-02-05"), contact(when=long), contact(date="2021-03-01")], levels)
    found = made.select(Choice(since=dt.date(2021, 2, 10), until=dt.date(2021, 2, 28)))
    assert [each.when for each in found] == [long]


# --- labels


def test_people_and_places_as_most_often_written(levels: Levels) -> None:
    named = [contact(people=f"{name}:CN:wang-yi") for name in ("王毅", "王毅", "王外長")]
    where = [contact(date="2021", place=Place(city=city, polity=code)) for city, code in
             [("东京", None), ("東京", "JP"), ("東京", "JP")]]  # fmt: skip
    made = catalogue([*named, contact(date="2022-01-03", people="王毅:CN:wang-yi,某:"), *where], levels)
    assert made.people["wang-yi"] == PersonLine(
        id="wang-yi", name="王毅", latin="Wang Yi", polity="CN", known=True, contacts=4,
        first=dt.date(2021, 2, 10), last=dt.date(2022, 1, 3),
    )  # fmt: skip
    assert (made.people["某/"].known, made.people["某/"].latin) == (False, "")
    assert made.places == {
        "东京": PlaceLine(id="东京", name="東京", polity="JP", contacts=3, first=None, last=None)
    }  # of no known day
    assert made.name("person", "wang-yi") == "王毅"
    assert made.name("place", "东京") == "東京"
    assert made.name("type", "call") == "call"
    assert made.name("person", "nobody") == "nobody"
    for facet in ("person", "place"):
        lines = made.people if facet == "person" else made.places
        assert {id_: line.contacts for id_, line in lines.items()} == made.totals(facet)  # type: ignore[arg-type]


# --- as the store answers


def fresh(release: StoreRelease, levels: Levels) -> Catalogue:
    """Read anew, and seen to be what the release tells."""
    made = read_catalogue(release, levels=levels)
    assert list(made.contacts) == list(release.contacts())
    assert made.by_id == {each.id: each for each in made.contacts}
    return made


def decided(release: StoreRelease, *makers: Callable[[StoreRelease], Decision]) -> None:
    for make in makers:
        release.decide([make(release)])


def of(release: StoreRelease, date: str, type_: str = "") -> Contact:
    """The contact of some date."""
    return next(
        each for each in release.contacts() if str(each.when.start or "?").startswith(date) and type_ in each.type
    )


def records(release: StoreRelease, date: str) -> list[str]:
    return [source.engagement.id for source in release.report(of(release, date).id).sources]


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[StoreRelease]]:
    """Of one store: as read, as corrected, and that without some people."""
    folder = tmp_path_factory.mktemp("releases")
    stored(folder / "read.db", folder / "posts", **POSTS)
    stored(folder / "corrected.db", folder / "posts", **POSTS)
    read, corrected = open_store(folder / "read.db"), open_store(folder / "corrected.db", write=True)
    decided(
        StoreRelease(Rights(), corrected),
        lambda it: correct(it, REVIEWER, of(it, "2019-07").id, "date", "2019-07-05", ""),
        lambda it: correct(it, REVIEWER, of(it, "2019-06").id, "topics", "covid", ""),
        lambda it: correct(it, REVIEWER, records(it, "2021-02-10")[0], "status", "denied", ""),
        lambda it: judge(it, REVIEWER, "reject", [of(it, "2021-03-17", "visit").id], ""),
    )
    withheld = WithholdList(people=frozenset(["blinken-antony", "安倍"]), names=frozenset(["安倍", "布林肯"]))
    yield [
        StoreRelease(Rights(), read),
        StoreRelease(Rights(), corrected),
        StoreRelease(Rights(withheld=withheld), corrected),
    ]
    read.close()
    corrected.close()


FILTERS = st.fixed_dictionaries(
    {
        "types": st.sampled_from([(), ("call",), ("meeting", "visit"), ("conference",)]),
        "statuses": st.sampled_from([(), ("held",), ("planned", "denied"), ("denied",)]),
        "topics": st.sampled_from([(), ("trade",), ("taiwan",), ("covid",)]),
        "outlets": st.sampled_from([(), ("rfi",), ("voachinese", "rfi"), ("cna",)]),
        "polities": st.sampled_from([(), ("CN",), ("KR",), ("G20",), ("CN", "US")]),
        "people": st.sampled_from([(), ("wang-yi",), ("biden-joe", "xi-jinping"), ("blinken-antony",)]),
        "since": st.sampled_from([None, dt.date(2019, 6, 29), dt.date(2019, 7, 4), dt.date(2021, 3, 18)]),
        "until": st.sampled_from([None, dt.date(2019, 6, 28), dt.date(2021, 2, 10)]),
        "undated": st.booleans(),
        "main": st.booleans(),
    }
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=FILTERS)
def test_the_same_contacts_as_the_store_finds(
    asked: dict[str, Any], releases: list[StoreRelease], levels: Levels, made: dict[int, Catalogue]
) -> None:
    choice = Choice(
        type=asked["types"], status=asked["statuses"], topic=asked["topics"], outlet=asked["outlets"],
        polity=asked["polities"], person=asked["people"], since=asked["since"], until=asked["until"],
        undated=asked["undated"], salience=("main",) if asked["main"] else (),
    )  # fmt: skip
    for number, release in enumerate(releases):
        kept = made.setdefault(number, read_catalogue(release, made.get(number), levels=levels))
        assert list(kept.select(choice)) == list(release.contacts(ContactFilter(**asked)))


@pytest.fixture(scope="module")
def made() -> dict[int, Catalogue]:
    return {}


def test_a_contact_is_of_all_that_its_sources_name(tmp_path: Path, levels: Levels) -> None:
    line = "@call held main 2021-02-10 who=拜登:US:biden-joe,習近平:CN:xi-jinping polities="
    posts = {"a": post("一", f"{line}US,CN"), "b": post("二", f"{line}US,JP", url="https://www.rfi.fr/a/1")}
    stored(tmp_path / "a.db", tmp_path / "posts", **posts)
    with open_store(tmp_path / "a.db") as store:
        release = StoreRelease(Rights(), store)
        assert list(release.contacts(ContactFilter(polities=("CN", "JP")))) == []
        assert len(fresh(release, levels).select(Choice(polity=("CN", "JP")))) == 1


# --- kept up


def test_a_catalogue_is_kept_while_nothing_changed(release: StoreRelease, levels: Levels) -> None:
    made = fresh(release, levels)
    assert read_catalogue(release, made, levels=levels) is made
    assert read_catalogue(release, made) is made


ADDED = Added(sentence="白宮說兩人10日通了電話。", trigger="電話", type="call", date="2021-02-09", date_words="10日")


def _merged(it: StoreRelease) -> Decision:
    return merge(it, REVIEWER, [of(it, "2019-07").id, of(it, "2021-05").id], "")


DECISIONS: dict[str, list[Callable[[StoreRelease], Decision]]] = {
    "accept": [lambda it: judge(it, REVIEWER, "accept", [of(it, "2021-02-10").id], "")],
    "reject one of several": [lambda it: judge(it, REVIEWER, "reject", [records(it, "2021-02-10")[0]], "")],
    "reject what others are part of": [
        lambda it: judge(it, REVIEWER, "reject", [of(it, "2021-03-17", "visit").id], ""),
    ],
    "correct a reading": [lambda it: correct(it, REVIEWER, records(it, "2021-02-10")[1], "topics", "covid", "")],
    "correct a contact": [lambda it: correct(it, REVIEWER, of(it, "2021-02-10").id, "date", "2021-02-11", "")],
    "move it to another year": [
        lambda it: correct(it, REVIEWER, of(it, "2021-03-17", "visit").id, "date", "2020-03-17", ""),
    ],
    "correct in the same way": [
        lambda it: correct(it, REVIEWER, of(it, "2019-07").id, "status", "denied", ""),
        lambda it: confirm(it, Reviewer("李"), it.decisions()[-1], "也是"),
    ],
    "merge": [_merged],
    "split": [lambda it: split(it, REVIEWER, [of(it, "2021-02-10").id, records(it, "2021-02-10")[1]], "")],
    "same": [lambda it: REVIEWER.decision("same", ["茂木", "莫里森"], "")],
    "different": [lambda it: REVIEWER.decision("different", ["文在寅", "鄭義溶"], "")],
    "add": [lambda it: add(it, REVIEWER, "call", ADDED, "")],
    "undo": [_merged, lambda it: undo(it, REVIEWER, it.decisions()[-1].id, "")],
}  # fmt: skip


@pytest.mark.parametrize("kind", DECISIONS)
def test_after_decisions_as_read_anew(kind: str, release: StoreRelease, levels: Levels, tmp_path: Path) -> None:
    before = fresh(release, levels)
    for make in DECISIONS[kind]:
        former = fresh(release, levels)
        decided(release, make)
        assert_same(read_catalogue(release, former), fresh(release, levels))
    assert_same(read_catalogue(release, before), fresh(release, levels))
    assert read_catalogue(release, before).generation != before.generation
    # and with what is built then
    stored(tmp_path / "a.db", tmp_path / "posts", **POSTS, **MORE)
    assert_same(read_catalogue(release, before), fresh(release, levels))


BUILDS: dict[str, dict[str, str | None]] = {
    "more": {**MORE},
    "one more source": {"year3": MORE["year3"]},
    "gone": {"visit": None, "call": None},
    "edited": {"call": POSTS["call"].replace("main", "background"), "visit": POSTS["visit"].replace("held", "planned")},
    "nothing": {},
}


@pytest.mark.parametrize("withheld", [WithholdList(), WithholdList(people=frozenset(["blinken-antony"]))])
@pytest.mark.parametrize("kind", BUILDS)
def test_after_a_build_as_read_anew(
    kind: str, withheld: WithholdList, release: StoreRelease, levels: Levels, tmp_path: Path
) -> None:
    with open_store(tmp_path / "a.db") as store:
        seen = StoreRelease(Rights(withheld=withheld), store)
        former = fresh(seen, levels)
        for name, text in BUILDS[kind].items():
            if text is None:
                (tmp_path / "posts" / f"{name}.md").unlink()
        stored(tmp_path / "a.db", tmp_path / "posts", **{n: text for n, text in BUILDS[kind].items() if text})
        assert_same(read_catalogue(seen, former), fresh(seen, levels))
        assert (seen.generation == former.generation) is False


def assert_same(one: Catalogue, other: Catalogue) -> None:
    assert one.contacts == other.contacts
    assert (one.by_id, one.people, one.places, one.generation) == (
        other.by_id,
        other.people,
        other.places,
        other.generation,
    )
    assert all(one.totals(facet) == other.totals(facet) for facet in FACETS)
    assert one.origin == other.origin


def test_only_what_changed_is_read_again(release: StoreRelease, levels: Levels) -> None:
    former = fresh(release, levels)
    decided(release, lambda it: judge(it, REVIEWER, "reject", [of(it, "2021-03-17", "visit").id], ""))
    now = read_catalogue(release, former)
    again = {each.type for each in now.contacts if each is not former.by_id.get(each.id)}
    assert again == {"meeting"}  # the one of the visit
    assert len(now.contacts) == len(former.contacts) - 1


def test_another_release_is_read_anew(release: StoreRelease, levels: Levels, tmp_path: Path) -> None:
    former = fresh(release, levels)
    with open_store(tmp_path / "a.db") as store:
        for withheld in (WithholdList(outlets=frozenset(["cna"])), WithholdList(people=frozenset(["xi-jinping"]))):
            fewer = StoreRelease(Rights(withheld=withheld), store)
            now = read_catalogue(fewer, former)
            assert now.generation != former.generation
            assert set(now.by_id) == {each.id for each in fewer.contacts()} < set(former.by_id)
            assert "cna" not in now.totals("outlet") or not withheld.outlets
            assert "xi-jinping" not in now.totals("person") or not withheld.people


# --- the generation


def test_the_generation_of_before_while_a_build_runs(release: StoreRelease, tmp_path: Path) -> None:
    with open_store(tmp_path / "a.db", write=True) as store:
        before = release.generation
        run = store.begin_run("toy-1", [], 1)
        store.fuse(run)
        assert release.generation == before
        store.end_run(run, {})
        assert release.generation != before


def test_a_decision_counts_when_contacts_are_fused_with_it(
    release: StoreRelease, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = release.generation
    with monkeypatch.context() as patched:
        patched.setattr(Store, "fuse", lambda *_: None)
        decided(release, _merged)
    assert release.generation == before
    release._store.fuse()
    after = release.generation
    assert after != before
    release._store.fuse()
    assert release.generation == after
