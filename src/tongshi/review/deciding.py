"""What a reviewer gives → decisions: ids of contacts become those of the engagements that they have now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tongshi.decisions import Decision, Kind, Scope, decided, repeated, value_of, what
from tongshi.decisions.record import checked, moment
from tongshi.errors import LedgerError, NotFoundError
from tongshi.language import fold
from tongshi.lexicon import Layers
from tongshi.query import Word
from tongshi.review.typed import typed
from tongshi.rights import StoreRelease
from tongshi.search import people_named, place_named
from tongshi.store import ContactOutline, ReportLine


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who decides, and by which clock."""

    by: str
    now: Callable[[], dt.datetime] = _now

    def decision(self, kind: Kind, subjects: Iterable[str], why: str, **more: Any) -> Decision:
        """A decision of his, made now; raises LedgerError where it cannot be meant."""
        listed = tuple(sorted(set(subjects)))
        return checked(
            Decision(kind=kind, subjects=listed, by=self.by.strip(), at=moment(self.now()), why=why.strip(), **more)
        )


def records(store: StoreRelease, given: str) -> list[ReportLine]:
    """The records meant by an id: all of a contact's, or the one of a record's. Raises NotFoundError."""
    return _meant(store.outline(given), given)


def _meant(outline: ContactOutline, given: str) -> list[ReportLine]:
    if not given.startswith("e"):
        return list(outline.reports)
    return [line for line in outline.reports if line.engagement.id.startswith(given)]


def judge(store: StoreRelease, reviewer: Reviewer, kind: Kind, given: Iterable[str], why: str) -> Decision:
    """Accept or reject records, contacts with all their records, and statements."""
    return reviewer.decision(kind, (id_ for each in given for id_ in _judged(store, each)), why)


def _judged(store: StoreRelease, given: str) -> list[str]:
    if given.startswith("s"):
        return [store.statement(given).said.id]
    return _ids(records(store, given))


def correct(
    store: StoreRelease, reviewer: Reviewer, given: str, field: str, value: str, why: str, layers: Layers = ()
) -> Decision:
    """Correct a field: of a record what its article says, of a contact what is so."""
    outline = store.outline(given)
    sources = _meant(outline, given)
    scope: Scope = "reading" if given.startswith("e") else "contact"
    corrected = [each for each in sources[0].decisions if each.scope == "reading" and each.field == field]
    shown = sources[0].engagement if scope == "reading" else outline.contact
    new = typed(field, value, layers)
    if field == "place":
        _check_place(store, outline, new, layers)
    former = corrected[-1].value if scope == "reading" and corrected else value_of(field, shown)
    if field == "participants":
        new = [_completed(each, former) for each in new]
    if new == former:
        raise LedgerError(f"{field}: it is {value} already")
    return _correction(reviewer, scope, sources, field, new, former, why)


def _check_place(store: StoreRelease, outline: ContactOutline, place: Mapping[str, Any], layers: Layers) -> None:
    """Raises LedgerError for a town without a polity that nobody knows, neither a lexicon nor a source."""
    city = place["city"]
    if not city or place["polity"]:
        return
    posts = {post for line in outline.reports for post in (line.article.post, *line.copies)}
    if not posts.isdisjoint(store.posts_found(Word(fold(city)))):
        return
    try:
        place_named(city, layers)
    except NotFoundError as error:
        raise LedgerError(f"{error}, and no source has it: give CITY:POLITY, as 北京:CN, or :POLITY") from error


def confirm(store: StoreRelease, reviewer: Reviewer, decision: Decision, why: str) -> Decision:
    """Correct a field once more in the same way, knowing what its sources say now."""
    given = next((id_ for id_ in decision.subjects if store.reported([id_]).get(id_)), None)
    if given is None:
        raise NotFoundError(f"{decision.id}: what it corrects is no longer there")
    outline = store.outline(given)
    sources = list(outline.reports) if decision.scope == "contact" else _meant(outline, given)
    return _correction(reviewer, decision.scope, sources, decision.field, decision.value, decision.former, why)


def _correction(
    reviewer: Reviewer, scope: Scope, sources: Sequence[ReportLine], field: str, value: Any, former: Any, why: str
) -> Decision:
    told = {source.engagement.id: value_of(field, source.engagement) for source in sources}
    return reviewer.decision("correct", told, why, scope=scope, field=field, value=value, former=former, told=told)


def _completed(participant: dict[str, Any], former: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """A participant with the office and the Latin name that he had, where none are given."""
    known = next((each for each in former if participant["name"] and each["name"] == participant["name"]), {})
    return {key: value or known.get(key) for key, value in participant.items()}


def merge(store: StoreRelease, reviewer: Reviewer, given: Iterable[str], why: str) -> Decision:
    """Declare that records, and contacts with all their records, are one contact."""
    return reviewer.decision("merge", (id_ for each in given for id_ in _ids(records(store, each))), why)


def split(store: StoreRelease, reviewer: Reviewer, given: Sequence[str], why: str) -> Decision:
    """Declare that the records, or contacts, after the first are not the contact of the first."""
    if len(given) < 2:
        raise LedgerError("give a contact, and the records that are not of it")
    leaving = {id_ for each in given[1:] for id_ in _ids(records(store, each))}
    staying = set(_ids(records(store, given[0]))) - leaving
    if not staying:
        raise LedgerError(f"{given[0]}: nothing would be left of it")
    return reviewer.decision("split", leaving, why, others=tuple(sorted(staying)))


def person_key(store: StoreRelease, given: str, layers: Layers = ()) -> str:
    """The key of a person who takes part in something: his id, or a spelling of those without one, folded.

    A spelling means those whom the registry does not know by it, where there are any. Raises NotFoundError, also where
    several could be meant.
    """
    *ids, folded = people_named(given, layers)
    keys = store.person_keys([*ids, given.strip()], folded)
    if given.strip() in keys or folded in keys:
        return given.strip() if given.strip() in keys else folded
    if len(keys) > 1:
        raise NotFoundError(f"{given}: could be any of {', '.join(sorted(keys))}")
    if not keys:
        raise NotFoundError(f"{given}: nobody of that name takes part in a contact")
    return keys.pop()


def undo(store: StoreRelease, reviewer: Reviewer, given: str, why: str) -> Decision:
    """Undo the decision meant by the beginning of its id; raises NotFoundError."""
    asked = fold(given.strip())
    found = [each for each in store.decisions() if asked and each.id.startswith(asked)]
    if len(found) != 1:
        how_many = f"begins the ids of {len(found)} decisions" if found else "no such decision"
        raise NotFoundError(f"{given}: {how_many} (`tongshi review log` lists them)")
    standing = {each.id for each in decided(store.decisions()).standing}
    if found[0].kind != "undo" and found[0].id not in standing:
        raise LedgerError(f"{found[0].id}: it is undone already")
    return reviewer.decision("undo", [found[0].id], why)


def keep(store: StoreRelease, made: Sequence[Decision]) -> None:
    """Take decisions into the ledger, all or none; raises LedgerError where one of them was made already.

    Kept again it would stand beside the first, and to undo one of them would change nothing.
    """
    known = store.decisions()
    for each in made:
        if former := repeated(each, known):
            raise LedgerError(f"{what(each)}: decided already, by {former.by} ({former.id})")
    store.decide(made)


def _ids(sources: Iterable[ReportLine]) -> list[str]:
    return [source.engagement.id for source in sources]
