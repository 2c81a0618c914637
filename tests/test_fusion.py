from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.toy import when
from tongshi.fusion import Candidate, Contact, Who, block, contact_id, fuse
from tongshi.records import Place, When

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "fusion.yml").read_text("utf-8"))


def candidate(id_: str, report: str) -> Candidate:
    """`a1: call held 2021-02-10 who=…` as one of article a."""
    type_, status, date, *rest = report.split()
    options = dict(word.split("=", 1) for word in rest)
    people = [[*one.split(":"), ""][:3] for one in filter(None, options.get("who", "").split(","))]
    city, _, polity = options.get("place", "").partition(":")
    polities = options["polities"].split(",") if "polities" in options else [code for _, code, _ in people]
    return Candidate(
        id=f"e{id_}",
        post=id_[0],
        address=options.get("address", ""),
        type=type_,  # type: ignore[arg-type]
        status=status,  # type: ignore[arg-type]
        salience=options.get("salience", "main"),  # type: ignore[arg-type]
        who=tuple(Who(person=person, name=name) for name, _, person in people),
        polities=frozenset(polities),
        when=when(date, options.get("until"), options.get("alt")),
        place=Place(city=city or None, polity=polity or None),
        published=f"{options.get('published', '2021-02-11')}T00:00:00+00:00",
    )


def fuse_blocks(candidates: list[Candidate]) -> list[Contact]:
    """As a build does: each block by itself."""
    blocks: dict[str, list[Candidate]] = {}
    for each in candidates:
        blocks.setdefault(block(each.type, each.when, each.published), []).append(each)
    return [contact for key in sorted(blocks) for contact in fuse(blocks[key])]


def sets(contacts: list[Contact]) -> list[list[str]]:
    return sorted(sorted(member.candidate.id[1:] for member in contact.members) for contact in contacts)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_which_reports_are_one_contact(case: dict[str, Any]) -> None:
    candidates = [candidate(id_, report) for id_, report in case["reports"].items()]
    contacts = fuse_blocks(candidates)
    assert sets(contacts) == sorted(case["want"])
    assert fuse_blocks(candidates[::-1]) == contacts
    if "sources" in case:
        assert [contact.sources for contact in contacts] == [case["sources"]]
    for contact in contacts:
        assert all(member.reason for member in contact.members[1:])


def together(*reports: str) -> Contact:
    (contact,) = fuse(candidate(f"{chr(97 + n)}", report) for n, report in enumerate(reports))
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
    ],
)
def test_the_latest_status_holds(statuses: list[str], want: str) -> None:
    reports = [f"call {status} 2021-02-10 {CALL} published=2021-02-1{n}" for n, status in enumerate(statuses)]
    assert together(*reports).status == want


def test_the_finest_and_commonest_date_holds() -> None:
    contact = together(
        f"call held 2021-02-11 {CALL}", f"call held 2021-02-10 {CALL} alt=2021-02-11", f"call held 2021-02-10 {CALL}"
    )
    assert contact.when == When(start=dt.date(2021, 2, 10), precision="day", alt=dt.date(2021, 2, 11))
    assert together(f"meeting held 2021-02 {CALL}", f"meeting held 2021-02-10 {CALL}").when.precision == "day"


def test_background_and_main_is_main() -> None:
    assert (
        together(f"call held 2021-02-10 {CALL} salience=background", f"call held 2021-02-10 {CALL}").salience == "main"
    )


def test_blocks_are_families_and_years() -> None:
    assert block("talks", when("2021-03-18"), "2022-01-01T00:00:00+00:00") == "meeting:2021"
    assert block("call", when("?"), "2022-01-01T00:00:00+00:00") == "call:2022"
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


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), _REPORTS), max_size=12), st.randoms())
def test_any_order_gives_the_same_and_no_article_is_fused_with_itself(
    reports: list[tuple[str, str]], random: Any
) -> None:
    candidates = [candidate(f"{article}{n}", report) for n, (article, report) in enumerate(reports)]
    contacts = fuse(candidates)
    shuffled = list(candidates)
    random.shuffle(shuffled)
    assert fuse(shuffled) == contacts
    members = [member.candidate for contact in contacts for member in contact.members]
    assert sorted(each.id for each in members) == sorted(each.id for each in candidates)
    for contact in contacts:
        posts = [member.candidate.post for member in contact.members]
        assert len(posts) == len(set(posts))
