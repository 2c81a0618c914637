"""Decisions → what holds: a pure function of the set of them, in whatever order they were taken in.

They are gone through by time, then id. Of decisions on one subject (a record, a field of it, a pair) the latest that is
not undone holds. Pairs that contradict each other only through others (a and b are one contact, b and c too, a and c
are not) are a conflict: what was decided of any of these records holds for none, until a person decides it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Any

from tongshi.decisions.record import Decision, Kind, Scope
from tongshi.judgements import UNDECIDED, Judgements, Pair, pair, roots


@dataclass(frozen=True, slots=True)
class Conflict:
    """Records, or keys of people, of which it was decided that they are one and that they are not."""

    keys: tuple[str, ...]
    decisions: tuple[str, ...]  # ids, in order of time


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What holds, and by which decisions; `standing` are those that are not undone, in order."""

    judgements: Judgements = UNDECIDED
    standing: tuple[Decision, ...] = ()
    holding: Mapping[str, tuple[Decision, ...]] = field(default_factory=dict)  # on each record, in order
    added: tuple[Decision, ...] = ()
    conflicts: tuple[Conflict, ...] = ()

    def corrections(self, engagement: str, scope: Scope) -> tuple[Decision, ...]:
        """The corrections that hold for a record, or for the contact that it belongs to, in order."""
        return tuple(each for each in self.holding.get(engagement, ()) if each.scope == scope != "")


#: Nothing was decided.
UNDECIDED_STATE = State()


def decided(decisions: Iterable[Decision]) -> State:
    """What some decisions come to."""
    standing = _standing(decisions)
    if not standing:
        return UNDECIDED_STATE
    verdicts, corrections = _latest(_on_verdicts(standing)), _latest(_on_fields(standing))
    records = _pairs(standing, "merge", "split")
    people = _pairs(standing, "same", "different")
    readings, contacts = _by_record(corrections, "reading"), _by_record(corrections, "contact")
    winning = [*verdicts.values(), *corrections.values(), *records.decisions, *people.decisions]
    return State(
        judgements=Judgements(
            accepted=frozenset(id_ for id_, each in verdicts.items() if each.kind == "accept"),
            rejected=frozenset(id_ for id_, each in verdicts.items() if each.kind == "reject"),
            together=records.together,
            apart=records.apart,
            readings=readings,
            contacts=contacts,
            same_people=people.together,
            different_people=people.apart,
        ),
        standing=standing,
        holding=_holding(standing, {each.id for each in winning}, verdicts, corrections),
        added=tuple({each.subjects: each for each in standing if each.kind == "add"}.values()),
        conflicts=(*records.conflicts, *people.conflicts),
    )


#: Kinds that decide the same of their subjects; the others decide each something of its own.
_MATTERS: Mapping[Kind, str] = {
    "accept": "verdict",
    "reject": "verdict",
    "merge": "record",
    "split": "record",
    "same": "person",
    "different": "person",
}


def repeated(decision: Decision, decisions: Iterable[Decision]) -> Decision | None:
    """The decision that stands and says the same already, if nothing was decided since of any of its subjects."""
    keys = {*decision.subjects, *decision.others}
    for each in reversed(_standing(decisions)):
        if is_like(each, decision) and not keys.isdisjoint((*each.subjects, *each.others)):
            return each if each.words == decision.words else None
    return None


def is_like(one: Decision, other: Decision) -> bool:
    """Whether two decide the same question, of whatever records: a verdict, one field, what is one."""
    return _matter(one) == _matter(other)


def _matter(decision: Decision) -> tuple[str, Scope, str]:
    return _MATTERS.get(decision.kind, decision.kind), decision.scope, decision.field


def _standing(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Those that no standing one undoes, without the undoing ones themselves, in order of time, then id."""
    by_id = {each.id: each for each in decisions}
    undoing: dict[str, list[str]] = defaultdict(list)
    for id_, each in by_id.items():
        if each.kind == "undo":
            undoing[each.subjects[0]].append(id_)
    stands: dict[str, bool] = {}
    # ids are made of content, so no chain of undoing comes back to where it began
    left = list(by_id)
    while left:
        id_ = left[-1]
        if id_ not in stands and (unknown := [each for each in undoing[id_] if each not in stands]):
            left += unknown
            continue
        stands[id_] = not any(stands[each] for each in undoing[id_])
        left.pop()
    kept = ((each.at, id_) for id_, each in by_id.items() if stands[id_] and each.kind != "undo")
    return tuple(by_id[id_] for _, id_ in sorted(kept))


def _latest(decisions: Iterable[tuple[Any, Decision]]) -> dict[Any, Decision]:
    """The last decision on each subject, the subject decided last at the end."""
    found: dict[Any, Decision] = {}
    for subject, decision in decisions:
        found.pop(subject, None)
        found[subject] = decision
    return found


def _on_verdicts(standing: Sequence[Decision]) -> Iterator[tuple[str, Decision]]:
    return ((id_, each) for each in standing if each.kind in {"accept", "reject"} for id_ in each.subjects)


def _on_fields(standing: Sequence[Decision]) -> Iterator[tuple[tuple[Scope, str, str], Decision]]:
    corrections = (each for each in standing if each.kind == "correct")
    return (((each.scope, id_, each.field), each) for each in corrections for id_ in each.subjects)


def _by_record(corrections: Mapping[tuple[Scope, str, str], Decision], scope: Scope) -> dict[str, dict[str, Any]]:
    """The corrected fields of each record, records corrected last at the end."""
    found: dict[str, dict[str, Any]] = {}
    for (of, id_, name), decision in corrections.items():
        if of == scope:
            found[id_] = {**found.pop(id_, {}), name: decision.value}
    return found


def _holding(
    standing: Sequence[Decision],
    winning: set[str],
    verdicts: Mapping[str, Decision],
    corrections: Mapping[tuple[Scope, str, str], Decision],
) -> dict[str, tuple[Decision, ...]]:
    """For each record the decisions that hold of it; of a merge or a split, where one of its pairs does."""
    found: dict[str, list[Decision]] = defaultdict(list)
    for each in standing:
        if each.id not in winning and each.kind != "add":
            continue
        for id_ in (*each.subjects, *each.others):
            if each.kind in {"accept", "reject"} and verdicts[id_] is not each:
                continue
            if each.kind == "correct" and corrections[each.scope, id_, each.field] is not each:
                continue
            found[id_].append(each)
    return {id_: tuple(each) for id_, each in found.items()}


# --- pairs


@dataclass(frozen=True, slots=True)
class _Pairs:
    together: frozenset[Pair]
    apart: frozenset[Pair]
    conflicts: tuple[Conflict, ...]
    decisions: tuple[Decision, ...]  # that hold for one of the pairs


def _pairs(standing: Sequence[Decision], uniting: str, dividing: str) -> _Pairs:
    """The pairs that are one and that are not, without those in a conflict."""
    latest: dict[Pair, Decision] = {}
    for each in standing:
        if each.kind == uniting or (each.kind == dividing and not each.others):
            latest |= {pair(*two): each for two in combinations(each.subjects, 2)}
        elif each.kind == dividing:
            latest |= {pair(*two): each for two in product(each.subjects, each.others)}
    together = [two for two, each in latest.items() if each.kind == uniting]
    apart = [two for two, each in latest.items() if each.kind == dividing]
    root = roots(together)
    torn = {root[one] for one, other in apart if one in root and root[one] == root.get(other)}
    members: dict[str, list[str]] = defaultdict(list)
    for key, its_root in root.items():
        if its_root in torn:
            members[its_root].append(key)

    def is_free(two: Pair) -> bool:
        one, other = map(root.get, two)
        return one not in torn or one != other

    conflicts = []
    for its_root in sorted(torn):
        keys = set(members[its_root])
        inside = {each.id: each for two, each in latest.items() if keys.issuperset(two)}
        order = sorted(inside, key=lambda id_: (inside[id_].at, id_))
        conflicts.append(Conflict(tuple(sorted(keys)), tuple(order)))
    return _Pairs(
        together=frozenset(filter(is_free, together)),
        apart=frozenset(filter(is_free, apart)),
        conflicts=tuple(conflicts),
        decisions=tuple({each.id: each for each in latest.values()}.values()),
    )
