from __future__ import annotations

import datetime as dt
from collections import Counter
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases import rows
from tests.toy import when
from tongshi.fusion import Candidate, Contact, Who, are_tied, block, claims, contact_id, fuse, told_by
from tongshi.fusion.rules import shipped
from tongshi.judgements import UNDECIDED, Judgements
from tongshi.records import Place, When
from tongshi.registry.towns import town

CASES = rows("fusion")


def candidate(id_: str, report: str) -> Candidate:
    """`a1: call held 2021-02-10 who=…` as one of article a."""
    type_, status, date, *rest = report.split()
    options = dict(word.split("=", 1) for word in rest)
    people = [[*one.split(":"), "", ""][:4] for one in filter(None, options.get("who", "").split(","))]
    offices = [one.split(":") for one in filter(None, options.get("office", "").split(","))]
    city, _, polity = options.get("place", "").partition(":")
    codes = dict.fromkeys(code for _, code, *_ in people)
    polities = options["polities"].split(",") if "polities" in options else list(codes)
    published = f"{options.get('published', '2021-02-11')}T00:00:00+00:00"
    day = when(date, options.get("until"), options.get("alt"))
    return Candidate(
        id=f"e{id_}",
        block=block(type_, day, published),  # type: ignore[arg-type]
        post=id_[0],
        address=options.get("address", ""),
        copies=frozenset(filter(None, options.get("copies", "").split(","))),
        type=type_,  # type: ignore[arg-type]
        status=status,  # type: ignore[arg-type]
        salience=options.get("salience", "main"),  # type: ignore[arg-type]
        who=tuple(Who(person=person, name=name, polity=code, role=role) for name, code, person, role in people),
        unnamed=tuple(Who(person="", name="", polity=code, role=role) for role, code in offices),
        polities=frozenset(polities),
        when=day,
        place=Place(city=city or None, polity=polity or None),
        published=published,
        told=told_by(
            options.get("says", ""), options.get("trigger", ""), [(one[0], one[1]) for one in people], shipped()
        ),
        inferred=options.get("day") == "news",
    )


def fuse_units(candidates: list[Candidate], judgements: Judgements = UNDECIDED) -> list[Contact]:
    """As a build does: blocks that are tied together, all others each by itself."""
    blocks: dict[str, list[Candidate]] = {}
    for each in candidates:
        blocks.setdefault(each.block, []).append(each)
    units: list[dict[str, list[Candidate]]] = [{key: blocks[key]} for key in sorted(blocks)]
    for one, other in combinations(sorted(blocks), 2):
        first, second = (next(unit for unit in units if key in unit) for key in (one, other))
        if first is not second and are_tied(blocks[one], blocks[other], judgements):
            units.remove(second)
            first |= second
    found = [fuse([each for some in unit.values() for each in some], judgements).contacts for unit in units]
    return sorted((contact for contacts in found for contact in contacts), key=lambda contact: contact.id)


def sets(contacts: list[Contact]) -> list[list[str]]:
    return sorted(sorted(member.candidate.id[1:] for member in contact.members) for contact in contacts)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_which_reports_are_one_contact(case: dict[str, Any]) -> None:
    candidates = [candidate(id_, report) for id_, report in case["reports"].items()]
    contacts = fuse_units(candidates)
    assert sets(contacts) == sorted(case["want"])
    assert fuse_units(candidates[::-1]) == contacts
    if "sources" in case:
        assert [contact.sources for contact in contacts] == [case["sources"]]
    for contact in contacts:
        assert all(member.reason and 0 < member.score <= 1 for member in contact.members[1:])
    doubts = [sorted((doubt.first[1:], doubt.second[1:])) for doubt in fuse(candidates).doubts]
    assert "doubts" not in case or doubts == sorted(case["doubts"])


def together(*reports: str) -> Contact:
    (contact,) = fuse(candidate(f"{chr(97 + n)}", report) for n, report in enumerate(reports)).contacts
    return contact


CALL = "who=拜登:US,习近平:CN"


def test_the_earliest_report_names_the_contact() -> None:
    contact = together(f"call held 2021-02-10 {CALL} published=2021-02-12", f"call held 2021-02-10 {CALL}")
    assert [member.candidate.id for member in contact.members] == ["eb", "ea"]
    assert contact.id == contact_id("eb") == "cb"
    assert contact.members[0].reason == ""
    assert contact.members[1].reason == "same day, 2 participants in common"


def test_a_later_report_leaves_the_id() -> None:
    first = f"call held 2021-02-10 {CALL} published=2021-02-12"
    later = f"call held 2021-02-10 {CALL} published=2021-03-12"
    assert together(first).id == together(first, later).id


@pytest.mark.parametrize(
    ("statuses", "want"),
    [
        (["planned", "held"], "held"),
        (["planned", "cancelled"], "cancelled"),
        (["held", "planned"], "held"),
        (["held", "denied"], "denied"),
        (["proposed", "planned"], "planned"),
        (["planned", "cancelled", "planned"], "planned"),  # anew
        (["planned", "refused", "proposed"], "proposed"),
        (["held", "cancelled", "planned"], "held"),
        (["cancelled", "planned", "cancelled"], "cancelled"),
    ],
)
def test_the_latest_status_holds(statuses: list[str], want: str) -> None:
    reports = [f"call {status} 2021-02-10 {CALL} published=2021-02-1{n}" for n, status in enumerate(statuses)]
    assert together(*reports).status == want


@pytest.mark.parametrize(
    ("statuses", "want"),
    [(["cancelled", "planned"], "cancelled"), (["held", "planned"], "held"), (["planned", "proposed"], "planned")],
)
def test_of_reports_of_one_time_what_can_come_of_the_others_holds(statuses: list[str], want: str) -> None:
    for told in (statuses, statuses[::-1]):
        assert together(*(f"call {status} 2021-02-15 {CALL}" for status in told)).status == want


def test_what_is_planned_anew_is_on_its_new_day() -> None:
    visit = "who=拜登:US place=:JP polities=US,JP"
    first = [f"visit planned 2021-05-10 {visit} published=2021-04-0{n}" for n in range(1, 4)]
    off = f"visit cancelled 2021-05-10 {visit} published=2021-05-01"
    anew = f"visit planned 2021-05-24 {visit} published=2021-05-05"
    assert str(together(*first, off).when.start) == "2021-05-10"
    contact = together(*first, off, anew)
    assert (contact.status, str(contact.when.start)) == ("planned", "2021-05-24")
    undated = together(*first, off, f"visit planned ? {visit} published=2021-05-05")
    assert (undated.status, str(undated.when.start)) == ("planned", "2021-05-10")
    held = together(*first, off, anew, f"visit held 2021-05-24 {visit} published=2021-05-25")
    assert held.status == "held"


def test_the_finest_and_commonest_date_holds() -> None:
    contact = together(
        f"call held 2021-02-11 {CALL}", f"call held 2021-02-10 {CALL} alt=2021-02-11", f"call held 2021-02-10 {CALL}"
    )
    assert contact.when == When(start=dt.date(2021, 2, 10), precision="day", alt=dt.date(2021, 2, 11))
    assert together(f"meeting held 2021-02 {CALL}", f"meeting held 2021-02-10 {CALL}").when.precision == "day"


def test_a_town_is_of_the_state_it_is_told_in() -> None:
    there = f"meeting held 2021-02-10 {CALL}"
    told = together(f"{there} place=东京:JP", f"{there} place=:JP", f"{there} place=武汉:CN", f"{there} place=武汉:CN")
    assert (told.place.city, told.place.polity) == ("东京", "JP")
    told = together(f"{there} place=:JP", f"{there} place=:JP", f"{there} place=武汉:CN")
    assert (told.place.city, told.place.polity) == (None, "JP")


def test_a_town_is_one_in_whatever_spelling() -> None:
    there = f"meeting held 2021-02-10 {CALL}"
    told = together(
        f"{there} place=华府:US", f"{there} place=华盛顿:US", f"{there} place=纽约:US", f"{there} place=华府:US"
    )
    assert told.place.city == "华府"
    assert told.conflicts == ("place",)  # of New York
    assert together(f"{there} place=東京都:JP", f"{there} place=东京:JP").conflicts == ()
    assert together(f"{there} place=圣荷西:US", f"{there} place=圣何塞:CR").conflicts == ("place",)


@pytest.mark.parametrize(
    ("one", "other", "state", "same"),
    [
        ("華府", "华盛顿", "US", True),
        ("東京都", "东京", "JP", True),
        ("東京都", "东京", None, True),
        ("雪梨", "悉尼", "AU", True),
        ("北京市", "北京", "CN", True),
        ("胡志明市", "河内", "VN", False),
        ("无名市", "无名", "CN", False),  # whatever no lexicon knows
        ("圣荷西", "圣何塞", None, True),
        ("圣荷西", "圣何塞", "US", False),  # there is none in the lexicon
    ],
)
def test_spellings_of_towns(one: str, other: str, state: str | None, same: bool) -> None:
    assert (town(one, state) == town(other, state)) is same


def test_background_and_main_is_main() -> None:
    assert (
        together(f"call held 2021-02-10 {CALL} salience=background", f"call held 2021-02-10 {CALL}").salience == "main"
    )


def test_blocks_are_families_and_years() -> None:
    assert block("talks", when("2021-03-18"), "2022-01-01T00:00:00+00:00") == "encounter:2021"
    assert block("call", when("?"), "2022-01-01T00:00:00+00:00") == "encounter:2022"
    assert block("visit", when("?"), "") == "visit:0"


_NAMES = ["拜登:US", "习近平:CN", "王毅:CN:wang-yi", "布林肯:US:blinken-antony", "安东尼·布林肯:US"]
_REPORTS = st.builds(
    lambda type_, status, date, who, published: f"{type_} {status} {date} who={','.join(who)} published={published}",
    st.sampled_from(["meeting", "talks", "conference"]),
    st.sampled_from(["held", "planned"]),
    st.sampled_from(["2021-02-10", "2021-02-11", "2021-02", "2021", "?"]),
    st.lists(st.sampled_from(_NAMES), max_size=3, unique=True),
    st.sampled_from(["2021-02-11", "2021-02-13", "2021-03-01"]),
)


_IDS = st.lists(st.tuples(st.sampled_from("abcdefgh"), _REPORTS), max_size=12)


def all_of(reports: list[tuple[str, str]]) -> list[Candidate]:
    return [candidate(f"{article}{n}", report) for n, (article, report) in enumerate(reports)]


@given(_IDS, st.randoms())
def test_any_order_gives_the_same_and_every_engagement_is_in_one_contact(
    reports: list[tuple[str, str]], random: Any
) -> None:
    candidates = all_of(reports)
    fused = fuse(candidates)
    shuffled = list(candidates)
    random.shuffle(shuffled)
    assert fuse(shuffled) == fused
    members = [member.candidate.id for contact in fused.contacts for member in contact.members]
    assert sorted(members) == sorted(each.id for each in candidates)
    where = {member.candidate.id: contact.id for contact in fused.contacts for member in contact.members}
    assert all(where[doubt.first] != where[doubt.second] for doubt in fused.doubts)


def _is_told_later(one: Candidate) -> bool:
    """Whether a report came out when its day was no news any more."""
    return bool(one.first and one.published_day and one.published_day - one.first > dt.timedelta(days=1))


@given(_IDS)
def test_neighbouring_days_are_two_contacts_but_where_few_give_one_or_late(
    reports: list[tuple[str, str]],
) -> None:
    for contact in fuse(all_of([(article, report.replace("planned", "held")) for article, report in reports])).contacts:
        if contact.type in {"meeting", "talks"} and all(
            each.candidate.type == contact.type for each in contact.members
        ):
            posts = {(each.candidate.first, each.candidate.post) for each in contact.members if each.candidate.first}
            told = sorted(Counter(day for day, _ in posts).values(), reverse=True)
            late = {_is_told_later(each.candidate) for each in contact.members if each.candidate.first}
            assert len(told) < 2 or contact.sources >= 4 or late == {True, False}


@given(_IDS, st.data())
def test_what_was_decided_holds(reports: list[tuple[str, str]], data: st.DataObject) -> None:
    candidates = all_of(reports)
    ids = sorted(each.id for each in candidates)
    pairs = st.lists(st.sampled_from(list(combinations(ids, 2))), max_size=3) if len(ids) > 1 else st.just([])
    apart, together_ = frozenset(data.draw(pairs)), frozenset(data.draw(pairs))
    rejected = frozenset(data.draw(st.lists(st.sampled_from(ids), max_size=2)) if ids else [])
    judgements = Judgements(apart=apart, together=together_, rejected=rejected)
    contacts = fuse(candidates, judgements).contacts
    assert fuse(candidates[::-1], judgements).contacts == contacts
    where = {member.candidate.id: contact.id for contact in contacts for member in contact.members}
    assert set(where) == set(ids) - rejected
    for one, other in apart:
        assert one in rejected or other in rejected or where[one] != where[other]
    if not apart:
        for one, other in together_:
            assert one in rejected or other in rejected or where[one] == where[other]


@pytest.mark.parametrize(
    ("sentence", "caller"),
    [
        ("王毅应约同布林肯通电话。", "US"),
        ("布林肯週二致電王毅。", "US"),
        ("王毅主動打電話給布林肯。", "CN"),
        ("王毅和布林肯通了電話。", ""),
    ],
)
def test_who_called_whom(sentence: str, caller: str) -> None:
    people = [("王毅", "CN"), ("布林肯", "US")]
    assert told_by(sentence, "通電話", people, shipped()).caller == caller


def test_who_says_what() -> None:
    reports = [
        f"call held 2021-02-10 {CALL} says=拜登致电习近平，谈了两个小时。",
        f"call held 2021-02-11 {CALL} says=习近平致电拜登，谈了两个小时。",
        f"call held 2021-02-10 {CALL}",
    ]
    contact = together(*reports)
    told = claims([member.candidate for member in contact.members])
    assert contact.conflicts == ("date", "caller")
    assert [(claim.field, claim.engagements, claim.contested) for claim in told] == [
        ("date", ("ea", "ec"), True),
        ("date", ("eb",), True),
        ("caller", ("ea",), True),
        ("caller", ("eb",), True),
    ]
    assert [claim.value for claim in told if claim.field == "caller"] == ["US", "CN"]
