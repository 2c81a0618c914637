"""The ledger: single decisions, what they come to, and the file that keeps them."""

from __future__ import annotations

import datetime as dt
import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongshi import codec
from tongshi.decisions import (
    FIELDS,
    UNDECIDED_STATE,
    Decision,
    attributes,
    decided,
    differs,
    dump,
    parse,
    repeated,
    shown,
)
from tongshi.decisions.record import checked, from_form, moment
from tongshi.errors import LedgerError
from tongshi.judgements import UNDECIDED
from tongshi.records import Participant, When

DAY = {"start": "2021-02-10", "end": None, "precision": "day", "alt": None}
NEXT_DAY = {**DAY, "start": "2021-02-11"}
PEOPLE = [{"name": "王毅", "latin": None, "office": "外長", "polity": "CN"}]


def e(number: int) -> str:
    return f"e{number:016x}"


def at(second: int) -> str:
    return moment(dt.datetime(2026, 1, 31, 8, tzinfo=dt.UTC) + dt.timedelta(seconds=second))


def entry(kind: str, *subjects: str, second: int = 0, **more: Any) -> Decision:
    told = {"by": "王", "at": at(second), "why": "看過", **more}
    return checked(Decision(kind=kind, subjects=tuple(sorted(subjects)), **told))  # type: ignore[arg-type]


def correction(*subjects: str, value: Any = NEXT_DAY, field: str = "date", former: Any = DAY, **more: Any) -> Decision:
    told = dict.fromkeys(subjects, former)
    scope = more.pop("scope", "reading")
    return entry("correct", *subjects, scope=scope, field=field, value=value, former=former, told=told, **more)


# --- what is said again


def test_a_decision_is_repeated_while_it_is_the_last_on_its_subjects() -> None:
    merged, again = entry("merge", e(1), e(2)), entry("merge", e(1), e(2), second=9, by="李")
    assert repeated(again, [merged]) is merged
    assert repeated(entry("merge", e(1), e(2), e(3)), [merged]) is None
    assert repeated(entry("split", e(1), others=(e(2),)), [merged]) is None
    for between in (entry("split", e(1), second=1, others=(e(2),)), entry("merge", e(2), e(3), second=1)):
        assert repeated(again, [between, merged]) is None
    for beside in (entry("accept", e(1), second=1), entry("split", e(4), second=1, others=(e(5),))):
        assert repeated(again, [merged, beside]) is merged
    assert repeated(again, [merged, entry("undo", merged.id, second=1)]) is None


def test_a_correction_is_repeated_of_its_own_field() -> None:
    date, status = correction(e(1)), correction(e(1), field="status", value="held", former="planned", second=1)
    assert repeated(correction(e(1), second=2), [date, status]) is date
    assert repeated(correction(e(1), scope="contact", second=2), [date, status]) is None
    assert repeated(correction(e(1), value=DAY, former=NEXT_DAY, second=2), [date, status]) is None


# --- one decision


def test_the_id_is_made_of_all_that_is_said() -> None:
    one = entry("accept", e(1))
    assert one.id == entry("accept", e(1)).id
    others = [
        entry("reject", e(1)), entry("accept", e(2)), entry("accept", e(1), second=1), entry("accept", e(1), by="李"),
        entry("accept", e(1), why="看過了"),
    ]  # fmt: skip
    assert len({one.id, *(each.id for each in others)}) == 6
    assert one.id[0] == "d"
    assert len(one.id) == 17


@pytest.mark.parametrize(
    ("change", "want"),
    [
        ({"kind": "delete"}, "kind: not one of accept"),
        ({"subjects": []}, "subjects: accept is of 1 or more"),
        ({"subjects": ["c" + "0" * 16]}, "subjects: not a list of ids"),
        ({"subjects": [e(2), e(1)]}, "subjects: not in order"),
        ({"subjects": [e(1), e(1)]}, "or one twice"),
        ({"by": " "}, "by: nobody"),
        ({"by": "x" * 3000}, "by: expected a text"),
        ({"why": None}, "why: expected a text"),
        ({"why": "\ud800"}, "no database"),
        ({"why": "\0"}, "no database"),
        ({"at": "2026-02-30T08:00:00.000000Z"}, "at: 2026-02-30"),
        ({"at": "2026-01-31"}, "not a time"),
        ({"value": 1}, "value: not a field of accept"),
        ({"why": ...}, "why: missing"),
    ],
)
def test_what_is_no_decision(change: dict[str, Any], want: str) -> None:
    form = {name: value for name, value in {**entry("accept", e(1)).form(), **change}.items() if value is not ...}
    with pytest.raises(LedgerError, match=want):
        from_form(form)


@pytest.mark.parametrize(
    ("make", "want"),
    [
        (lambda: entry("merge", e(1)), "merge is of 2 or more"),
        (lambda: entry("same", "王毅"), "same is of 2"),
        (lambda: entry("undo", e(1)), "not a list of ids"),
        (lambda: entry("split", e(1), others=(e(1),)), "some of them are subjects"),
        (lambda: entry("split", e(1), others=()), "others: split is of 1"),
        (lambda: correction(e(1), e(2)), "a reading is of one"),
        (lambda: correction(e(1), scope="archive"), "scope"),
        (lambda: correction(e(1), field="evidence"), "evidence: not one of type"),
        (lambda: correction(e(1), value="2021"), "date: no value"),
        (lambda: entry("add", e(1), value={"post": "p1"}), "an added contact has"),
    ],
)
def test_what_cannot_be_decided(make: Any, want: str) -> None:
    with pytest.raises(LedgerError, match=want):
        make()


@pytest.mark.parametrize(
    ("field", "right", "wrong"),
    [
        ("type", "call", "phone"),
        ("status", "denied", ""),
        ("salience", "main", None),
        ("date", DAY, {**DAY, "end": "2021-02-09"}),
        ("date", {**DAY, "start": "2021-02-01", "precision": "month"}, {**DAY, "precision": "month"}),
        ("date", {**DAY, "start": None, "precision": "unknown"}, {**DAY, "start": None}),
        ("date", DAY, {"start": "2021-02-10"}),
        ("place", {"city": "北京", "polity": "CN"}, {"city": "", "polity": "CN"}),
        ("place", {"city": None, "polity": None}, {"city": None, "polity": "china"}),
        ("participants", PEOPLE, [{**PEOPLE[0], "name": None, "office": None}]),
        ("participants", [], [{"name": "王毅"}]),
        ("polities", ["US", "X:某地"], ["us"]),
        ("polities", [], ["US", "US"]),
        ("topics", ["trade", "south-china-sea"], "trade"),
    ],
)
def test_values(field: str, right: Any, wrong: Any) -> None:
    assert correction(e(1), field=field, value=right, former=right).value == right
    with pytest.raises(LedgerError, match=f"{field}: no value"):
        correction(e(1), field=field, value=wrong, former=right)


@pytest.mark.parametrize(
    ("field", "value", "told", "want"),
    [
        ("date", DAY, NEXT_DAY, True),
        ("date", DAY, {**NEXT_DAY, "alt": "2021-02-10"}, False),
        ("date", DAY, {**DAY, "start": "2021-02-01", "precision": "month"}, False),
        ("date", DAY, {**DAY, "start": "2021-03-01", "precision": "month"}, True),
        ("date", {**DAY, "end": "2021-02-12"}, NEXT_DAY, False),
        ("date", DAY, {**DAY, "start": None, "precision": "unknown"}, False),
        ("place", {"city": "北京", "polity": "CN"}, {"city": None, "polity": "CN"}, False),
        ("place", {"city": "東京", "polity": "JP"}, {"city": "东京", "polity": "JP"}, False),
        ("place", {"city": "北京", "polity": "CN"}, {"city": "上海", "polity": "CN"}, True),
        ("participants", PEOPLE, [], False),
        ("participants", PEOPLE, [{**PEOPLE[0], "name": "楊潔篪"}], True),
        ("polities", ["CN", "US"], ["US"], False),
        ("polities", ["CN"], ["US"], True),
        ("topics", ["trade"], ["taiwan"], False),
        ("status", "held", "planned", True),
    ],
)
def test_what_says_otherwise(field: str, value: Any, told: Any, want: bool) -> None:
    assert differs(field, value, told) is want


def test_corrected_values_as_records_have_them() -> None:
    known = (Participant(name="王毅", person="wang-yi"),)
    values = attributes({"date": DAY, "participants": PEOPLE, "polities": ["CN"]}, known)
    assert values["when"] == When(start=dt.date(2021, 2, 10), precision="day")
    assert values["participants"] == (Participant(name="王毅", office="外長", polity="CN", person="wang-yi"),)
    assert values["polities"] == ("CN",)


@pytest.mark.parametrize(
    ("field", "value", "want"),
    [
        ("date", DAY, "2021-02-10"),
        ("date", {**DAY, "end": "2021-02-12"}, "2021-02-10/2021-02-12"),
        ("date", {**DAY, "start": "2021-02-01", "precision": "month"}, "2021-02"),
        ("date", codec.date_record(When()), "unknown"),
        ("place", {"city": None, "polity": None}, "none"),
        ("place", {"city": "北京", "polity": "CN"}, "北京:CN"),
        ("participants", [], "nobody"),
        ("participants", PEOPLE, "王毅:CN"),
        ("topics", ["a", "b"], "a, b"),
        ("type", "call", "call"),
    ],
)
def test_values_in_words(field: str, value: Any, want: str) -> None:
    assert shown(field, value) == want


# --- what they come to


def test_the_later_verdict_holds() -> None:
    verdicts = [entry("accept", e(1), e(2)), entry("reject", e(2), second=1)]
    state = decided(verdicts)
    assert state.judgements.accepted == {e(1)}
    assert state.judgements.rejected == {e(2)}
    assert {id_: [each.kind for each in found] for id_, found in state.holding.items()} == {
        e(1): ["accept"], e(2): ["reject"],
    }  # fmt: skip


def test_undoing_and_undoing_that() -> None:
    rejected = entry("reject", e(1))
    undone = entry("undo", rejected.id, second=1)
    again = entry("undo", undone.id, second=2)
    assert decided([rejected]).judgements.rejected == {e(1)}
    assert decided([rejected, undone]).judgements == UNDECIDED
    assert decided([again, undone, rejected]).judgements.rejected == {e(1)}
    assert decided([undone]).judgements == UNDECIDED  # of a decision that is not there


def test_an_undone_verdict_gives_way_to_the_one_before() -> None:
    first, second = entry("accept", e(1)), entry("reject", e(1), second=1)
    undone = entry("undo", second.id, second=2)
    assert decided([first, second, undone]).judgements.accepted == {e(1)}


def test_corrections_of_reading_and_contact() -> None:
    state = decided([
        correction(e(1)), correction(e(1), field="type", value="visit", former="call", second=1),
        correction(e(1), e(2), scope="contact", second=2),
        correction(e(2), scope="contact", second=3, value=DAY, former=NEXT_DAY),
    ])  # fmt: skip
    assert state.judgements.readings == {e(1): {"date": NEXT_DAY, "type": "visit"}}
    assert state.judgements.contacts == {e(1): {"date": NEXT_DAY}, e(2): {"date": DAY}}
    assert [each.value for each in state.corrections(e(2), "contact")] == [DAY]
    assert [each.field for each in state.corrections(e(1), "reading")] == ["date", "type"]


def test_pairs() -> None:
    state = decided([
        entry("merge", e(1), e(2), e(3)), entry("split", e(3), others=(e(1), e(2)), second=1),
        entry("same", "王毅", "wang-yi"), entry("different", "李明", "li-ming"),
    ])  # fmt: skip
    judgements = state.judgements
    assert judgements.together == {(e(1), e(2))}
    assert judgements.apart == {(e(1), e(3)), (e(2), e(3))}
    assert judgements.same_people == {("wang-yi", "王毅")}
    assert judgements.different_people == {("li-ming", "李明")}
    assert state.conflicts == ()


def test_a_contradiction_through_others_is_shown_and_nothing_of_it_holds() -> None:
    one, two = entry("merge", e(1), e(2)), entry("merge", e(2), e(3), second=1)
    apart = entry("split", e(3), others=(e(1),), second=2)
    elsewhere = entry("merge", e(7), e(8)), entry("split", e(7), others=(e(1),))
    state = decided([one, two, apart, *elsewhere])
    (conflict,) = state.conflicts
    assert conflict.keys == (e(1), e(2), e(3))
    assert conflict.decisions == (one.id, two.id, apart.id)
    assert state.judgements.together == {(e(7), e(8))}
    assert state.judgements.apart == {(e(1), e(7))}
    settled = decided([one, two, apart, *elsewhere, entry("split", e(3), others=(e(2),), second=3)])
    assert settled.conflicts == ()
    assert settled.judgements.together == {(e(1), e(2)), (e(7), e(8))}


# --- properties

_IDS = st.integers(1, 5).map(e)
_SECONDS = st.integers(0, 6)
_SOME = st.lists(_IDS, min_size=1, max_size=3, unique=True)
_ENTRIES = st.one_of(
    st.builds(lambda kind, ids, second: entry(kind, *ids, second=second), st.sampled_from(["accept", "reject"]),
              _SOME, _SECONDS),
    st.builds(lambda ids, second: entry("merge", *ids, second=second),
              st.lists(_IDS, min_size=2, max_size=3, unique=True), _SECONDS),
    st.builds(lambda ids, second: entry("split", ids[0], others=tuple(sorted(ids[1:])), second=second),
              st.lists(_IDS, min_size=2, max_size=4, unique=True), _SECONDS),
    st.builds(lambda id_, day, second: correction(id_, value=day, second=second), _IDS,
              st.sampled_from([DAY, NEXT_DAY]), _SECONDS),
    st.builds(lambda ids, day, second: correction(*sorted(ids), scope="contact", value=day, second=second), _SOME,
              st.sampled_from([DAY, NEXT_DAY]), _SECONDS),
    st.builds(lambda kind, keys, second: entry(kind, *keys, second=second), st.sampled_from(["same", "different"]),
              st.lists(st.sampled_from(["王毅", "wang-yi", "王義"]), min_size=2, max_size=2, unique=True), _SECONDS),
)  # fmt: skip


@st.composite
def ledgers(draw: st.DrawFn) -> list[Decision]:
    """Some decisions, and some that undo others, undoing ones too."""
    found = draw(st.lists(_ENTRIES, max_size=12))
    for second in draw(st.lists(_SECONDS, max_size=5)):
        if found:
            found.append(entry("undo", draw(st.sampled_from(found)).id, second=second))
    return found


@given(ledgers(), st.randoms(use_true_random=False))
def test_the_order_in_which_decisions_come_does_not_count(ledger: list[Decision], chance: random.Random) -> None:
    shuffled = [*ledger, *ledger[::2]]
    chance.shuffle(shuffled)
    assert decided(shuffled) == decided(ledger)


@given(ledgers())
def test_all_undone_is_undecided(ledger: list[Decision]) -> None:
    standing = decided(ledger).standing
    assert decided([*ledger, *(entry("undo", each.id, second=9) for each in standing)]) == UNDECIDED_STATE


@given(ledgers(), st.randoms(use_true_random=False))
def test_a_file_comes_back(ledger: list[Decision], chance: random.Random) -> None:
    lines = list(dump(ledger))
    assert lines == sorted(lines, key=lambda line: json.loads(line)["id"])
    back = parse(lines, "ledger")
    assert decided(back) == decided(ledger)
    chance.shuffle(lines)
    assert list(dump(parse(lines, "ledger"))) == list(dump(back)) == list(dump(ledger))


@given(ledgers())
def test_nobody_is_together_and_apart(ledger: list[Decision]) -> None:
    state = decided(ledger)
    torn = {key for conflict in state.conflicts for key in conflict.keys}
    assert not state.judgements.together & state.judgements.apart
    assert not any(set(two) <= torn for two in state.judgements.together)
    for conflict in state.conflicts:
        assert len(conflict.decisions) >= 2


# --- the file


@pytest.mark.parametrize(
    ("change", "want"),
    [
        (lambda line: line[:-1], "not a line of JSON"),
        (lambda line: "<<<<<<< HEAD", "not a line of JSON"),
        (lambda line: "[" * 100_000, "not a line of JSON"),
        (lambda line: "[]", "not a decision"),
        (lambda line: line.replace("看過", "看錯"), "was the line changed by hand"),
        (lambda line: line.replace("accept", "reject"), "was the line changed by hand"),
        (lambda line: line.replace('"by"', '"from"'), "missing|not a field"),
        (lambda line: line.replace('"王"', "NaN"), "not a line of JSON"),
    ],
)
def test_a_wrong_line_is_named(change: Any, want: str) -> None:
    lines = list(dump([entry("accept", e(number)) for number in range(3)]))
    lines[1] = change(lines[1])
    with pytest.raises(LedgerError, match=f"^mine.jsonl:2: .*({want})"):
        parse(lines, "mine.jsonl")


def test_files_that_grew_apart_are_joined_line_by_line(tmp_path: Path) -> None:
    """Most new lines stand between two old ones, so that a text merge has nothing to ask."""
    old = [entry("accept", e(number)) for number in range(200)]
    mine, theirs = ([*old, *(entry("reject", e(n), by=by) for n in range(3))] for by in ("甲", "乙"))
    before, left, right = (list(dump(each)) for each in (old, mine, theirs))
    joined = sorted({*left, *right}, key=lambda line: json.loads(line)["id"])
    assert parse(joined, "") == parse(list(dump([*mine, *theirs])), "")
    assert set(before) <= set(joined)
    assert len(joined) == 206


def test_every_field_has_a_check() -> None:
    assert list(FIELDS) == ["type", "status", "salience", "participants", "polities", "date", "place", "topics"]
