"""What became of contacts from build to build."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.databases import older
from tests.toy import Toy, archive, post
from tongshi import fusion
from tongshi.build import build
from tongshi.errors import NotFoundError
from tongshi.lineage import Cause, ContactChange, ContactState, Window, outcomes
from tongshi.records import Post, Reading
from tongshi.store import Store, contact_versions, fusing, open_store
from tongshi.store.contacts import of_block

CALL = "@call held main 2021-02-10 who=拜登:US,習近平:CN topics=trade"
MEETING = "@meeting held main 2021-02-10 who=莫里森:AU,菅義偉:JP place=東京:JP"
VISIT = "@visit held main 2021-02-10 who=莫里森:AU polities=AU,JP place=東京:JP"
URL = "https://www.cna.com.tw/news/1"


class Blind(Toy):
    """Sees no contact."""

    version = "toy-3"

    def __call__(self, post: Post) -> Reading:
        return replace(super().__call__(post), engagements=())


def stored(db: Path, folder: Path, coder: str = "tests.toy:Toy") -> None:
    with open_store(db, write=True) as store:
        build([folder], store, jobs=1, coder=coder)


def told(change: ContactChange) -> dict[str, Any]:
    fields = {each.field: (each.before, each.after) for each in change.fields if each.field != "sources"}
    return {"became": change.became, "fields": fields, "why": {cause.reason for cause in change.causes}}


def changes(db: Path, since: int = 1, until: int | None = None) -> list[ContactChange]:
    with open_store(db) as store:
        return list(store.contact_changes(since, until))


def of_contacts(db: Path) -> list[str]:
    with open_store(db) as store:
        return sorted(contact.id for contact in store.contacts())


FIRST = post("通話", CALL, url=URL, day="2021-02-11")
#: Posts of a first build, of a second one (None: deleted), and what became of the first one's contacts.
STEPS: dict[str, tuple[dict[str, str], dict[str, str | None], list[dict[str, Any]]]] = {
    "nothing": ({"a": FIRST}, {}, []),
    "another article, later": (
        {"a": FIRST},
        {"b": post("又一篇", CALL.replace("trade", "taiwan"), day="2021-02-12")},
        [{"became": "changed", "fields": {"topics": (["trade"], ["trade", "taiwan"])}, "why": {"new article"}}],
    ),
    "another article, earlier": (
        {"a": FIRST},
        {"b": post("又一篇", CALL, day="2021-02-09")},
        [{"became": "renamed", "fields": {}, "why": {"new article"}}],
    ),
    "a contact not known before": (
        {"a": FIRST},
        {"b": post("訪問", MEETING)},
        [{"became": "new", "fields": {}, "why": {"new article"}}],
    ),
    "the article is edited": (
        {"a": post("通話", CALL.replace("held", "planned"), url=URL)},
        {"a": post("已通話", CALL, url=URL)},
        [
            {
                "became": "renamed",
                "fields": {"status": ("planned", "held")},
                "why": {"superseded", "new article"},
            }
        ],
    ),
    "an article that tells of two of the same people is edited": (
        {"a": post("通話", CALL, CALL.replace("main 2021-02-10", "background 2021-01-05"), url=URL)},
        {"a": post("又通話", "先說別的。", CALL.replace("main 2021-02-10", "background 2021-01-05"), CALL, url=URL)},
        [
            {"became": "renamed", "fields": {}, "why": {"superseded", "new article"}},
            {"became": "renamed", "fields": {}, "why": {"superseded", "new article"}},
        ],
    ),
    "one of two is edited out": (
        {"a": post("通話", CALL, CALL.replace("main 2021-02-10", "background 2021-01-05"), url=URL)},
        {"a": post("又通話", CALL, url=URL)},
        [
            {"became": "renamed", "fields": {}, "why": {"superseded", "new article"}},
            {"became": "gone", "fields": {}, "why": {"superseded"}},
        ],
    ),
    "the contact is edited out": (
        {"a": FIRST},
        {"a": post("通話", "沒有這回事。", url=URL)},
        [{"became": "gone", "fields": {}, "why": {"superseded"}}],
    ),
    "the article is deleted": ({"a": FIRST}, {"a": None}, [{"became": "changed", "why": {"vanished"}}]),
    "two are one now": (
        {
            "a": post("甲", MEETING.replace("-10", ""), url="https://x.org/1", day="2021-02-25"),
            "b": post("乙", MEETING, url="https://x.org/2", day="2021-02-11"),
            "c": post("丙", MEETING.replace("-10", "-20"), url="https://x.org/3", day="2021-02-21"),
        },
        {"c": post("丙", "撤回。", url="https://x.org/3")},
        [
            {"became": "changed", "fields": {}, "why": {"regrouped"}},
            {"became": "merged", "why": {"regrouped"}},
            {"became": "gone", "fields": {}, "why": {"superseded"}},
        ],
    ),
    "one is two now": (
        {
            "a": post("甲", MEETING.replace("-10", ""), url="https://x.org/1", day="2021-02-25"),
            "b": post("乙", MEETING, url="https://x.org/2", day="2021-02-11"),
        },
        {"c": post("丙", MEETING.replace("-10", "-20"), url="https://x.org/3", day="2021-02-21")},
        [
            {"became": "split", "fields": {}, "why": {"regrouped"}},
            {"became": "new", "fields": {}, "why": {"regrouped"}},
            {"became": "new", "fields": {}, "why": {"new article"}},
        ],
    ),
}


@pytest.mark.parametrize("name", STEPS)
def test_what_became_of_them(name: str, tmp_path: Path) -> None:
    first, then, wanted = STEPS[name]
    db, folder = tmp_path / "a.db", archive(tmp_path / "posts", **first)
    stored(db, folder)
    before = of_contacts(db)
    for each, text in then.items():
        (folder / f"{each}.md").unlink(missing_ok=True)
        if text is not None:
            archive(folder, **{each: text})
    archive(folder, other=post("別的", "沒有人見面。", url="https://x.org/9"))  # an archive is never empty
    stored(db, folder)
    found = [told(change) for change in changes(db)]
    by_fate = sorted(found, key=lambda each: (each["became"], sorted(each["why"])))
    for one, other in zip(by_fate, sorted(wanted, key=lambda e: (e["became"], sorted(e["why"]))), strict=True):
        assert {key: one[key] for key in other} == other
    for change in changes(db):  # whoever cited one finds it, or is told
        assert change.contact in before or change.became == "new"
        with open_store(db) as store:
            if change.became == "gone":
                with pytest.raises(NotFoundError, match=r"since build 2 \(superseded\)"):
                    store.report(change.contact)
            else:
                here = store.report(change.contact).contact.id
                assert here in {change.contact, *change.to}


def test_nothing_is_told_of_what_was_changed_back(tmp_path: Path) -> None:
    db, folder = tmp_path / "a.db", archive(tmp_path / "posts", a=FIRST, other=post("別的", "無。"))
    stored(db, folder)
    (folder / "a.md").unlink()
    stored(db, folder)
    archive(folder, a=FIRST)
    stored(db, folder)
    assert [told(each)["why"] for each in changes(db, 2)] == [{"article back"}]
    assert changes(db, 1) == []
    assert [each.became for each in changes(db, 1, 2)] == ["changed"]


@pytest.mark.parametrize(
    ("coder", "became", "why"),
    [("tests.toy:Retrained", "changed", "rules"), ("tests.test_lineage:Blind", "gone", "no longer read")],
)
def test_other_rules(coder: str, became: str, why: str, tmp_path: Path) -> None:
    db, folder = tmp_path / "a.db", archive(tmp_path / "posts", a=FIRST)
    stored(db, folder)
    stored(db, folder, coder)
    (change,) = changes(db)
    assert (change.became, why in {cause.reason for cause in change.causes}) == (became, True)
    if why == "rules":
        assert Cause("rules", "toy-1", "toy-2") in change.causes
        assert [(each.field, each.before, each.after) for each in change.fields] == [("status", "held", "denied")]


BLOCK = "encounter:2021"


def members(store: Store) -> dict[str, fusion.Candidate]:
    with store._reading() as connection:
        return {each.id: each for each in fusing.candidates(connection, fusing.in_blocks((BLOCK,)))}


def regroup(store: Store, groups: list[list[fusion.Candidate]], run: int | None) -> None:
    contacts = [
        fusion.together([fusion.Member(each, "") for each in sorted(group, key=lambda each: each.published)])
        for group in groups
        if group
    ]
    with store._writing() as connection:
        fusing.write(connection, fusing.Unit({BLOCK: ""}, frozenset()), fusion.Fused(tuple(contacts), ()))
        contact_versions.keep(connection, BLOCK, run)


def test_what_people_decide_after_a_build(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    stored(db, archive(tmp_path / "posts", a=FIRST, b=post("乙", CALL, url="https://x.org/2", day="2021-02-12")))
    with open_store(db, write=True) as store:
        one, other = sorted(members(store).values(), key=lambda each: each.published)
        regroup(store, [[one]], None)
        (change,) = store.contact_changes(1)
        assert told(change) | {"fields": {}} == {"became": "changed", "fields": {}, "why": {"decision"}}
        regroup(store, [[one], [other]], None)  # of what was decided between two builds the outcome counts
        assert [(each.became, each.to) for each in store.contact_changes(1)] == [
            ("split", (fusion.contact_id(other.id),)) if each.before else ("new", ())
            for each in store.contact_changes(1)
        ]
        assert {cause.reason for each in store.contact_changes(1) for cause in each.causes} == {"decision"}
        regroup(store, [[one, other]], None)
        assert list(store.contact_changes(1)) == []
        assert len(store.contact_as_of(fusion.contact_id(one.id), 1).state.reports) == 2  # type: ignore[union-attr]


def test_a_build_that_dies_while_it_notes_what_became_of_contacts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db, folder = tmp_path / "a.db", archive(tmp_path / "posts", a=FIRST, b=post("會晤", VISIT, url="https://x.org/2"))
    stored(db, folder)
    archive(folder, c=post("又一篇", CALL, day="2021-02-12"), d=post("又會晤", VISIT, day="2021-02-12"))
    keep = contact_versions.keep

    def dies(connection: Any, block: str, run: int | None) -> None:
        keep(connection, block, run)
        if block == "visit:2021":
            raise RuntimeError("the power went out")

    with monkeypatch.context() as broken:
        broken.setattr(contact_versions, "keep", dies)
        with pytest.raises(RuntimeError, match="power"):
            stored(db, folder)
    assert [each.after.block for each in changes(db) if each.after] == [BLOCK]  # what it had fused
    stored(db, folder)
    assert sorted(each.after.block for each in changes(db) if each.after) == [BLOCK, "visit:2021"]
    assert {each.became for each in changes(db)} == {"changed"}
    assert {cause.reason for each in changes(db) for cause in each.causes} == {"new article"}
    with open_store(db) as store:
        for contact in store.contacts():
            state = store.contact_as_of(contact.id, 3).state
            assert state is not None
            assert state.reports == {s.engagement.id: s.article.post for s in store.report(contact.id).sources}


def test_what_is_no_build(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    stored(db, archive(tmp_path / "posts", a=FIRST))
    (contact,) = of_contacts(db)
    with open_store(db) as store:
        assert store.contact_as_of(contact[:6], 1).state
        with pytest.raises(NotFoundError, match="there is none"):
            store.contact_as_of(contact, 2)
        with pytest.raises(NotFoundError, match="no such contact as of build 1"):
            store.contact_as_of("c0", 1)
        with pytest.raises(NotFoundError, match="no such contact or engagement"):
            store.report("c0")


def test_of_an_older_database_the_next_build_is_the_first_one_followed(tmp_path: Path) -> None:
    whole, db, folder = tmp_path / "whole.db", tmp_path / "a.db", archive(tmp_path / "posts", a=FIRST)
    stored(whole, folder)
    older(str(db), "0009", str(whole))
    open_store(db, write=True).close()
    with pytest.raises(NotFoundError, match="followed from build 2 on"):
        changes(db)
    stored(db, folder)
    assert changes(db, 2) == []
    with open_store(db) as store:
        assert store.contact_as_of(of_contacts(db)[0], 2).state


# --- what holds of any history


def partitions(ids: list[str]) -> st.SearchStrategy[list[list[str]]]:
    """Some of the reports, each in one of a few groups."""
    return st.lists(st.integers(0, 3), min_size=len(ids), max_size=len(ids)).map(
        lambda numbers: [[id_ for id_, n in zip(ids, numbers, strict=True) if n == group] for group in range(1, 4)]
    )


@pytest.fixture(scope="module")
def calls() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        posts = {f"p{n}": post(f"第{n}篇", CALL, url=f"https://x.org/{n}", day=f"2021-02-1{n}") for n in range(5)}
        stored(folder / "a.db", archive(folder / "posts", **posts))
        yield folder / "a.db"


@settings(max_examples=30)
@given(data=st.data())
def test_every_build_can_be_looked_back_at(calls: Path, data: st.DataObject) -> None:
    with open_store(calls, write=True) as store:
        known = members(store)
        steps = data.draw(st.lists(st.tuples(partitions(sorted(known)), st.booleans()), min_size=1, max_size=5))
        at: dict[int, dict[str, tuple[Any, ...]]] = {}
        for groups, decided in steps:
            run = None if decided else store.begin_run("toy-1", [], 1)
            regroup(store, [[known[id_] for id_ in group] for group in groups], run)
            if run is not None:
                at[run] = snapshot(store)
        builds = sorted(at)
        everything = {contact for now in at.values() for contact in now}
        for run in builds:
            for contact in everything:
                assert looked_up(store, contact, run) == at[run].get(contact)
        for one, other in itertools.combinations(builds, 2):
            between = list(store.contact_changes(one, other))
            for change in between:
                assert (change.before is not None) == (change.contact in at[one])
            gone = {change.contact for change in between if change.became in {"gone", "renamed", "merged"}}
            assert gone <= set(at[one]) - set(at[other])
            assert {each.contact for each in between if each.became == "gone"} == {
                contact
                for contact, (_, reports) in at[one].items()
                if not any(reports.keys() & others.keys() for _, others in at[other].values())
            }


def snapshot(store: Store) -> dict[str, tuple[Any, ...]]:
    with store._reading() as connection:
        statuses = {each.id: each.status for each in of_block(connection, BLOCK)}
    reports = {id_: {s.engagement.id: s.article.post for s in store.report(id_).sources} for id_ in statuses}
    return {id_: (statuses[id_], reports[id_]) for id_ in statuses}


def looked_up(store: Store, contact: str, run: int) -> tuple[Any, ...] | None:
    try:
        state = store.contact_as_of(contact, run).state
    except NotFoundError:
        return None
    return (state.said["status"], state.reports) if state else None


def state(contact: str, *reports: str, **said: Any) -> ContactState:
    fields = {"type": "call", "status": "held", "participants": [], "polities": ["US", "CN"]} | said
    return ContactState(contact=contact, block="call:2021", said=fields, reports={each: f"p{each}" for each in reports})


def window(before: list[ContactState], after: list[ContactState], **successors: str) -> Window:
    return Window(
        before={each.contact: each for each in before},
        after={each.contact: each for each in after},
        causes={},
        successors=successors,
    )


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        pytest.param([state("a", "1")], [state("a", "1", topics=[])], [], id="a field that was not known then"),
        pytest.param(
            [state("a", "1", topics=["x", "y"])], [state("a", "1", topics=["y", "x"])], [], id="another order"
        ),
        pytest.param(
            [state("a", "1"), state("b", "2")], [state("c", "1", "2")],
            [("a", "merged", ("c",)), ("b", "merged", ("c",)), ("c", "new", ())], id="two become a third",
        ),
        pytest.param(
            [state("a", "1", "2")], [state("b", "1"), state("c", "2")],
            [("a", "split", ("b", "c")), ("b", "new", ()), ("c", "new", ())], id="one becomes two others",
        ),
        pytest.param(
            [state("a", "1"), state("b", "2")], [state("b", "1", "2")],
            [("a", "merged", ("b",)), ("b", "changed", ())], id="one takes in another",
        ),
        pytest.param([], [state("a", "1")], [("a", "new", ())], id="new"),
    ],
)  # fmt: skip
def test_outcomes(
    before: list[ContactState], after: list[ContactState], wanted: list[tuple[str, str, tuple[str, ...]]]
) -> None:
    assert [(each.contact, each.became, each.to) for each in outcomes(window(before, after))] == wanted
