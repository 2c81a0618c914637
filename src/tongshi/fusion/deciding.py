"""What people decided → candidates and contacts as they are to be taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from tongshi.fusion.candidates import Candidate, Contact, Who
from tongshi.fusion.words import role_of
from tongshi.judgements import Corrections, Judgements
from tongshi.language import fold
from tongshi.records import Place, When

#: Fields that a contact has of its own; of the others its sources tell, see `Contact.corrected`.
_PLAIN = ("type", "status", "salience")


def decided(candidates: Iterable[Candidate], judgements: Judgements) -> Iterator[Candidate]:
    """The candidates that are contacts, as corrected; one id for people who were found to be the same."""
    ids = _one_id(judgements.same_people)
    for each in candidates:
        if each.id in judgements.rejected:
            continue
        corrections = judgements.readings.get(each.id)
        candidate = as_corrected(each, corrections) if corrections else each
        yield replace(candidate, who=tuple(_known(who, ids) for who in candidate.who)) if ids else candidate


def corrected(contact: Contact, judgements: Judgements) -> Contact:
    """A contact with the fields that people decided on, of whichever of its engagements they said it.

    The mapping has its engagements in order of time: what was decided later holds.
    """
    ids = {member.candidate.id for member in contact.members}
    if ids.isdisjoint(judgements.contacts):
        return contact
    found: dict[str, Any] = {}
    for id_, fields in judgements.contacts.items():
        if id_ in ids:
            found |= fields
    plain = {field: found[field] for field in _PLAIN if field in found}
    settled = tuple(field for field in contact.conflicts if field not in found)
    return replace(
        contact,
        **plain,
        when=when_of(found["date"]) if "date" in found else contact.when,
        place=place_of(found["place"]) if "place" in found else contact.place,
        conflicts=settled,
        corrected=found,
    )


def when_of(date: Mapping[str, Any]) -> When:
    """A date in the codebook's file form."""
    start, end, alt = (dt.date.fromisoformat(date[key]) if date.get(key) else None for key in ("start", "end", "alt"))
    return When(start=start, end=end, precision=date.get("precision", "day" if start else "unknown"), alt=alt)


def place_of(place: Mapping[str, Any]) -> Place:
    """A place in the codebook's file form."""
    return Place(city=place.get("city") or None, polity=place.get("polity") or None)


def people_of(participants: Sequence[Mapping[str, Any]]) -> tuple[tuple[Who, ...], tuple[Who, ...]]:
    """Participants in the codebook's file form: the named and the unnamed."""
    everybody = [
        Who(
            person=each.get("person") or "",
            name=fold(each.get("name") or ""),
            polity=each.get("polity") or "",
            role=role_of(each.get("office") or ""),
        )
        for each in participants
    ]
    return tuple(who for who in everybody if who.name), tuple(who for who in everybody if not who.name)


def as_corrected(candidate: Candidate, corrections: Corrections) -> Candidate:
    """A candidate with the fields that people corrected."""
    changed: dict[str, Any] = {field: corrections[field] for field in _PLAIN if field in corrections}
    if "date" in corrections:
        changed["when"], changed["inferred"] = when_of(corrections["date"]), False
    if "place" in corrections:
        changed["place"] = place_of(corrections["place"])
    if "participants" in corrections:
        changed["who"], changed["unnamed"] = people_of(corrections["participants"])
    if "polities" in corrections:
        changed["polities"] = frozenset(corrections["polities"])
    return replace(candidate, **changed)


def _one_id(same: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For each key of people found to be the same the least of them all."""
    parents: dict[str, str] = {}

    def root(key: str) -> str:
        while (parent := parents.get(key, key)) != key:
            key = parent
        return key

    for one, other in sorted(same):
        first, second = sorted((root(one), root(other)))
        parents[second] = first
    return {key: root(key) for two in same for key in two}


def _known(who: Who, ids: Mapping[str, str]) -> Who:
    return replace(who, person=ids[who.key]) if who.key in ids else who
