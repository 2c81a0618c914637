"""Contacts at two times → what became of each: new, changed, renamed, merged, split, gone; which fields, and why.

A contact is followed by its reports, whose ids stay when an article is read better, and through an article's newer
version where it was superseded. So one that bears another name today is found all the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

#: What became of a contact. Renamed: it is named after another report. Merged: it is now part of another.
Fate = Literal["new", "changed", "renamed", "merged", "split", "gone"]

#: Why something was changed; `of` and `by` of a `Cause` are, in this order:
#: a post; a post; a post and the one that replaced it; a post; a record; two versions of knowledge (twice); nothing:
#: what people decided; nothing: what was read or decided of other contacts.
Reason = Literal[
    "new article", "article back", "superseded", "vanished", "no longer read", "rules", "knowledge", "decision",
    "regrouped",
]  # fmt: skip

#: Fields that follow from others.
_DERIVED = frozenset(["outlets", "sources"])


@dataclass(frozen=True, slots=True, order=True)
class Cause:
    """Why a contact was changed, and which post, record or version is meant."""

    reason: Reason
    of: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactState:
    """What was said of a contact at some time.

    `said` are its fields in the codebook's form, as plain values; `reports` the ids of its engagements, in order of
    publication, each with its post.
    """

    contact: str
    block: str
    said: Mapping[str, Any]
    reports: Mapping[str, str]
    knowledge: tuple[str, ...] = ()  # versions that its articles were read with

    def says_as(self, other: ContactState | None) -> bool:
        """Whether both say the same, by the same reports."""
        return other is not None and (self.said, self.reports) == (other.said, other.reports)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactVersion:
    """What a contact was from some build on: made by the build, or decided after it. `state` is None: it was none."""

    contact: str
    build: int
    decided: bool
    state: ContactState | None
    causes: tuple[Cause, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldOutcome:
    """A field before and after; plain values."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactChange:
    """What became of one contact between two times.

    `to` are the contacts that hold its former reports now, besides itself; `of` those that held its reports before.
    """

    contact: str
    became: Fate
    before: ContactState | None
    after: ContactState | None
    fields: tuple[FieldOutcome, ...] = ()
    to: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    causes: tuple[Cause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """All contacts that were changed between two times, as they were and as they are, and why.

    `successors` leads from superseded posts to the versions that replaced them.
    """

    before: Mapping[str, ContactState]
    after: Mapping[str, ContactState]
    causes: Mapping[str, tuple[Cause, ...]]
    successors: Mapping[str, str]


def outcomes(window: Window) -> Iterator[ContactChange]:
    """What became of each contact, in order of ids. What was changed and changed back is none."""
    lines = _Lines(window)
    renamed = {change.to[0] for change in map(lines.gone, lines.lost) if change.became == "renamed"}
    for contact in sorted({*window.before, *window.after}):
        change = lines.change(contact)
        if change is not None and not (change.became == "new" and contact in renamed):
            yield change


class _Lines:
    """Which contacts held which reports, before and after."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._before = _holders(window.before)
        self._after = _holders(window.after)
        self._followed = dict(self._follow())
        self.lost = [contact for contact in window.before if contact not in window.after]
        self._left_to: dict[str, set[str]] = defaultdict(set)
        for contact in self.lost:
            for heir in self._heirs(window.before[contact]):
                self._left_to[heir].add(contact)

    def change(self, contact: str) -> ContactChange | None:
        """What became of one contact; None: it is as it was."""
        before, after = self._window.before.get(contact), self._window.after.get(contact)
        if before is None:
            return self._come(contact)
        if after is None:
            return self.gone(contact)
        return None if after.says_as(before) else self._changed(before, after)

    def gone(self, contact: str) -> ContactChange:
        """Of a contact that is none any more: where its reports are now."""
        window = self._window
        before = window.before[contact]
        to = self._heirs(before)
        became: Fate = "gone"
        after = None
        if len(to) > 1:
            became = "split"
        elif to:
            after = window.after[to[0]]
            alone = to[0] not in window.before and self._forebears(after) <= {contact}
            became = "renamed" if alone else "merged"
        causes = self._causes(contact, *to) if became != "split" else self._causes(contact)
        fields = tuple(differing(before, after)) if after else ()
        return ContactChange(
            contact=contact, became=became, before=before, after=after, fields=fields, to=to, causes=causes
        )

    def _come(self, contact: str) -> ContactChange | None:
        after = self._window.after.get(contact)
        if after is None:
            return None
        of = tuple(sorted(self._forebears(after)))
        causes = self._causes(contact)
        return ContactChange(contact=contact, became="new", before=None, after=after, of=of, causes=causes)

    def _changed(self, before: ContactState, after: ContactState) -> ContactChange | None:
        contact = before.contact
        to = tuple(each for each in self._heirs(before) if each != contact)
        of = tuple(sorted(self._forebears(after) - {contact}))
        fields = tuple(differing(before, after))
        if not (fields or to or of):
            return None
        return ContactChange(
            contact=contact,
            became="split" if to else "changed",
            before=before,
            after=after,
            fields=fields,
            to=to,
            of=of,
            causes=self._causes(contact),
        )

    def _heirs(self, before: ContactState) -> tuple[str, ...]:
        """The contacts that hold its reports now; of a superseded article, what its new version reports instead."""
        found = [
            self._after.get(report) or self._followed.get((before.contact, post), "")
            for report, post in before.reports.items()
        ]
        return tuple(dict.fromkeys(each for each in found if each))

    def _follow(self) -> Iterator[tuple[tuple[str, str], str]]:
        """Of each superseded article the contacts that it reported, and those that its new version reports instead.

        They are paired one to one, the likest first, of one type and with somebody in common.
        """
        told: dict[str, list[ContactState]] = defaultdict(list)
        now: dict[str, list[ContactState]] = defaultdict(list)
        for states, reporting in ((self._window.before, told), (self._window.after, now)):
            for state in states.values():
                for post in set(state.reports.values()):
                    reporting[post].append(state)
        for post, formers in told.items():
            heirs = now.get(self._window.successors.get(post, ""), ())
            ranked = sorted((_likeness(one, other), one.contact, other.contact) for one in formers for other in heirs)
            paired: set[tuple[str, str]] = set()
            for likeness, one, other in reversed(ranked):
                if likeness and paired.isdisjoint([("one", one), ("other", other)]):
                    paired |= {("one", one), ("other", other)}
                    yield (one, post), other

    def _forebears(self, after: ContactState) -> set[str]:
        """The contacts that held its reports before, or those of the versions that its articles replaced."""
        held = {self._before[report] for report in after.reports if report in self._before}
        return held | self._left_to.get(after.contact, set())

    def _causes(self, *contacts: str) -> tuple[Cause, ...]:
        found = [cause for contact in contacts for cause in self._window.causes.get(contact, ())]
        better = [cause for cause in found if cause.reason != "regrouped"]
        return tuple(dict.fromkeys(better or found))


def _holders(states: Mapping[str, ContactState]) -> dict[str, str]:
    return {report: contact for contact, state in states.items() for report in state.reports}


def _likeness(one: ContactState, other: ContactState) -> tuple[bool | int, ...]:
    """How alike two contacts are, by date, people and polities, salience, status; nothing where they cannot be one."""
    common = len(_named(one) & _named(other))
    if one.said["type"] != other.said["type"] or not common:
        return ()
    same = [one.said.get(field) == other.said.get(field) for field in ("date", "salience", "status")]
    return (same[0], common, *same[1:])


def _named(state: ContactState) -> set[str]:
    people = state.said.get("participants") or ()
    return {each.get("person") or each.get("name") or "" for each in people} - {""} | set(state.said["polities"])


def differing(before: ContactState, after: ContactState) -> Iterator[FieldOutcome]:
    """The fields that both have and that differ; the order of a list's items is none."""
    for field, was in before.said.items():
        if field not in _DERIVED and field in after.said and not _same(was, after.said[field]):
            yield FieldOutcome("sources" if field == "posts" else field, was, after.said[field])


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, list) and isinstance(other, list):
        return _in_order(one) == _in_order(other)
    return bool(one == other)


def _in_order(items: Iterable[Any]) -> list[str]:
    return sorted(map(repr, items))
