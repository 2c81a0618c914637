"""What waits for a person, the least certain first: doubtful pairs, unsure contacts, contradictions, orphans.

It follows from readings and ledger: what is decided is no longer in it, and comes back where a reading says otherwise.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

from tongshi.decisions import Decision, State, decided, differs, is_like, shown, value_of, what
from tongshi.judgements import pair, roots
from tongshi.rights import StoreRelease
from tongshi.store import ReportedContact

ItemKind = Literal["contradiction", "doubt", "unsure", "orphan"]

ITEM_KINDS: tuple[ItemKind, ...] = get_args(ItemKind)

#: A contact none of whose records is as sure as this waits.
SURE = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something to decide: its records by id, what speaks for and against, and the decisions that it is about.

    `uncertainty` is 0 to 1: of a doubt how near its score is to a half, of an unsure contact what its confidence
    lacks to 1; a contradiction is wholly uncertain, an orphan asks nothing of what is so.
    """

    kind: ItemKind
    uncertainty: float
    records: tuple[str, ...]
    reasons: tuple[str, ...]
    decisions: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        """What makes it this one."""
        return self.kind, self.records, self.decisions

    @property
    def id(self) -> str:
        """The same, short: `q` and twelve digits."""
        return "q" + hashlib.blake2b(repr(self.key).encode(), digest_size=6).hexdigest()


def waiting(store: StoreRelease) -> list[Item]:
    """All that waits; of what is withheld nothing."""
    ledger = _Ledger(store)
    items = [
        *_conflicts(ledger),
        *_read_otherwise(ledger),
        *_told_otherwise(ledger),
        *_changed(ledger),
        *_doubts(ledger),
        *_unsure(ledger),
        *_orphans(ledger),
    ]
    return sorted(
        items, key=lambda item: (-item.uncertainty, ITEM_KINDS.index(item.kind), item.records, item.decisions)
    )


class _Ledger:
    """What was decided, and what the store has of the records that it was decided of."""

    def __init__(self, store: StoreRelease) -> None:
        self.store = store
        self.state: State = decided(store.decisions())
        subjects = {id_ for id_ in self.state.holding if id_.startswith("e")}
        self._found = store.reported(subjects)

    def there(self, id_: str) -> ReportedContact | None:
        """A record that a decision is of, as it is read now; None where it is not, or is superseded."""
        reported = self._found.get(id_)
        return reported if reported and reported.state != "superseded" else None

    def superseded(self, id_: str) -> str:
        """The post that replaced the one of a record; empty where none did."""
        reported = self._found.get(id_)
        return reported.successor if reported and reported.state == "superseded" else ""

    def read(self, ids: Iterable[str]) -> dict[str, ReportedContact]:
        """Those of some records that may be told of, as read."""
        return {id_: each for id_, each in self.store.reported(set(ids)).items() if each}

    def corrections(self) -> Iterator[tuple[Decision, list[str]]]:
        """Each correction with the records for which it holds."""
        of: dict[str, tuple[Decision, list[str]]] = {}
        for id_, decisions in self.state.holding.items():
            for each in decisions:
                if each.kind == "correct":
                    of.setdefault(each.id, (each, []))[1].append(id_)
        yield from of.values()

    def said(self, reported: ReportedContact, field: str) -> Any:
        """What a record says of a field, as corrected."""
        return self.state.judgements.readings.get(reported.engagement.id, {}).get(
            field, value_of(field, reported.engagement)
        )


# --- contradictions


def _contradiction(records: Iterable[str], decisions: Iterable[str], *reasons: str) -> Item:
    return Item(
        kind="contradiction",
        uncertainty=1.0,
        records=tuple(sorted(records)),
        decisions=tuple(decisions),
        reasons=reasons,
    )


def _conflicts(ledger: _Ledger) -> Iterator[Item]:
    for each in ledger.state.conflicts:
        records = [key for key in each.keys if ledger.there(key)]
        yield _contradiction(
            records, each.decisions, f"decided to be one and not to be: {', '.join(each.keys)}; none of it holds"
        )


def _read_otherwise(ledger: _Ledger) -> Iterator[Item]:
    """A corrected field that its article is read to say otherwise now."""
    for decision, ids in ledger.corrections():
        for id_ in ids:
            reported = ledger.there(id_)
            if reported is None or id_ not in decision.told:
                continue
            before, now = decision.told[id_], value_of(decision.field, reported.engagement)
            if now != before and differs(decision.field, decision.value, now):
                yield _contradiction(
                    [id_],
                    [decision.id],
                    f"{decision.field} was corrected from {shown(decision.field, before)} to "
                    f"{shown(decision.field, decision.value)}; it is now read as {shown(decision.field, now)}",
                )


def _told_otherwise(ledger: _Ledger) -> Iterator[Item]:
    """A corrected contact that has a new source which says otherwise, is several now, or is corrected in two ways."""
    by_contact: dict[tuple[str, str], list[Decision]] = defaultdict(list)
    for decision, ids in ledger.corrections():
        if decision.scope != "contact":
            continue
        reported = {id_: each for id_ in ids if (each := ledger.there(id_))}
        contacts = sorted({each.contact for each in reported.values() if each.contact})
        for contact in contacts:
            by_contact[contact, decision.field].append(decision)
        if len(contacts) > 1:
            yield _contradiction(
                reported, [decision.id], f"one contact when its {decision.field} was corrected, now {len(contacts)}"
            )
        others = ledger.read(ledger.store.told_by(contacts=contacts) - set(decision.subjects))
        for id_, each in sorted(others.items()):
            said = ledger.said(each, decision.field)
            if differs(decision.field, decision.value, said):
                yield _contradiction(
                    [id_],
                    [decision.id],
                    f"{decision.field} was corrected to {shown(decision.field, decision.value)}; a source that was "
                    f"not there says {shown(decision.field, said)}",
                )
    for (contact, field), decisions in by_contact.items():
        values = {shown(field, each.value) for each in decisions}
        if len(values) > 1:
            yield _contradiction(
                ledger.store.told_by(contacts=[contact]),
                [each.id for each in decisions],
                f"{field} was corrected to {' and to '.join(sorted(values))}; the later holds",
            )


def _changed(ledger: _Ledger) -> Iterator[Item]:
    """What was decided of a record whose article has a new version that tells the like, where it does not hold."""
    for id_, decisions in sorted(ledger.state.holding.items()):
        again = _told_again(ledger, id_)
        for decision in decisions if again else ():
            beside = _beside(ledger, decision, id_)
            for new in sorted(new for new, each in again.items() if not _is_settled(ledger, decision, each, beside)):
                yield _contradiction(
                    [new, *sorted(beside)[:1]] if decision.kind in {"merge", "split"} else [new],
                    [decision.id],
                    f"{id_} was {_done(decision)}; its article was changed and tells this",
                )


def _done(decision: Decision) -> str:
    """As said of a record: `merged`, `corrected (date: 2021-02-11)`."""
    if decision.kind == "correct":
        return f"corrected ({decision.field}: {shown(decision.field, decision.value)})"
    return what(decision)


def _told_again(ledger: _Ledger, id_: str) -> dict[str, ReportedContact]:
    """Records of the type of one that is superseded, in the version that replaced it; those of its states, if any."""
    if not (successor := ledger.superseded(id_)):
        return {}
    (former,) = ledger.read([id_]).values()
    found = ledger.read(ledger.store.told_by(posts=[successor]))
    alike = {new: each for new, each in found.items() if each.engagement.type == former.engagement.type}
    states = {*former.engagement.polities}
    return {new: each for new, each in alike.items() if states == {*each.engagement.polities}} or alike


def _beside(ledger: _Ledger, decision: Decision, id_: str) -> dict[str, ReportedContact]:
    """The records there are that a decision is of besides one; of a split, those that this one is kept apart from."""
    ids = decision.subjects if not decision.others or id_ in decision.others else decision.others
    return {each: there for each in ids if each != id_ and (there := ledger.there(each))}


def _is_settled(ledger: _Ledger, decision: Decision, told: ReportedContact, beside: dict[str, ReportedContact]) -> bool:
    """Whether a record needs no decision like that on its former version: it has one, or the same follows."""
    id_ = told.engagement.id
    if id_ in ledger.state.judgements.rejected or any(
        is_like(each, decision) for each in ledger.state.holding.get(id_, ())
    ):
        return True
    is_with_them = bool(told.contact) and told.contact in {each.contact for each in beside.values()}
    match decision.kind:
        case "accept" | "merge":
            return is_with_them
        case "correct":
            field, said = decision.field, ledger.said(told, decision.field)
            return is_with_them or not (differs(field, decision.value, said) or differs(field, said, decision.value))
        case "split":
            return not is_with_them
    return decision.kind != "reject"


# --- doubts and unsure contacts


def _doubts(ledger: _Ledger) -> Iterator[Item]:
    judgements = ledger.state.judgements
    root = roots(judgements.together)
    for doubt in ledger.store.doubts():
        two = pair(doubt.first, doubt.second)
        is_one = doubt.first in root and root[doubt.first] == root.get(doubt.second)
        if not is_one and two not in judgements.apart and judgements.rejected.isdisjoint(two):
            yield Item(
                kind="doubt",
                uncertainty=round(1 - abs(2 * doubt.score - 1), 3),
                records=two,
                reasons=(f"one contact? {doubt.score:.2f}", *doubt.reasons),
            )


def _unsure(ledger: _Ledger) -> Iterator[Item]:
    accepted = ledger.state.judgements.accepted
    for each in ledger.store.unsure(SURE):
        if accepted.isdisjoint(each.engagements):
            yield Item(
                kind="unsure",
                uncertainty=round(1 - each.confidence, 3),
                records=each.engagements,
                reasons=(f"confidence {each.confidence:.2f}",),
            )


# --- orphans


def _orphans(ledger: _Ledger) -> Iterator[Item]:
    """Decisions that have no effect any more: too few of their records are there."""
    holding = {each.id: each for decisions in ledger.state.holding.values() for each in decisions}
    statements = {id_ for each in holding.values() for id_ in each.subjects if id_.startswith("s")}
    said = ledger.store.statements_there(statements)

    def is_there(id_: str) -> bool:
        return id_ in said if id_.startswith("s") else ledger.there(id_) is not None

    for id_, decision in sorted(holding.items()):
        if decision.kind in {"same", "different"}:
            continue
        here = [each for each in decision.subjects if is_there(each)]
        others = [each for each in decision.others if is_there(each)]
        if len(here) >= (2 if decision.kind == "merge" else 1) and (others or not decision.others):
            continue
        if decision.kind != "add" and any(_told_again(ledger, each) for each in decision.subjects):
            continue  # its article tells it again: see _changed
        gone = [each for each in (*decision.subjects, *decision.others) if not is_there(each)]
        yield Item(
            kind="orphan",
            uncertainty=0.0,
            records=tuple(here),
            decisions=(id_,),
            reasons=(f"no longer read, or superseded: {', '.join(gone)}",),
        )
