"""Contacts as people judged them: corrected fields, and records that are none. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from tongshi import fusion
from tongshi.decisions import Decision, State, attributes
from tongshi.language import fold
from tongshi.store.views.contacts import Contact, ContactFilter, ContactReport, Source


def mended(state: State) -> list[str]:
    """The engagements of which something was corrected, in order."""
    return sorted({*state.judgements.readings, *state.judgements.contacts})


def corrected(contact: Contact, ids: Iterable[str], state: State) -> Contact:
    """A contact, fused from these engagements as corrected, with what was corrected of itself, and by whom."""
    found = {each.id: each for id_ in ids for each in state.holding.get(id_, ()) if each.kind == "correct"}
    if not found:
        return contact
    decisions = tuple(sorted(found.values(), key=lambda each: (each.at, each.id)))
    return replace(contact, **_of_contact(decisions, contact), corrections=decisions)


def _of_contact(decisions: Iterable[Decision], contact: Contact) -> dict[str, Any]:
    """The fields of a contact that were corrected of itself; of one field the latest correction holds."""
    corrections = {each.field: each.value for each in decisions if each.scope == "contact"}
    return attributes(corrections, contact.participants)


def rejected(source: Source) -> ContactReport:
    """A record that was rejected, as the contact that it would be by itself."""
    engagement, article = source.engagement, source.article
    decision = next((each for each in reversed(source.decisions) if each.kind == "reject"), None)
    contact = Contact(
        id=fusion.contact_id(engagement.id),
        type=engagement.type,
        status=engagement.status,
        salience=engagement.salience,
        when=engagement.when,
        place=engagement.place,
        participants=fusion.distinct(engagement.participants),
        polities=engagement.polities,
        topics=engagement.topics,
        outlets=(article.reading.article.outlet,),
        posts=(article.post,),
        sources=1,
        vanished=(article.post,) if article.state == "vanished" else (),
        rejected=decision,
    )
    return ContactReport(contact, (source,))


def latest_first(contact: Contact) -> tuple[int, str]:
    """What contacts are put in order by."""
    start = contact.when.start
    return -start.toordinal() if start else 1, contact.id


def fits(wanted: ContactFilter, contact: Contact) -> bool:
    """Whether a contact is wanted, by what is told of it as it stands."""
    start, end = contact.when.start, contact.when.end or contact.when.start
    names = {name for each in contact.participants for name in (each.person, fold(each.name or "")) if name}
    return (
        _is_one_of(contact.type, wanted.types)
        and _is_one_of(contact.status, wanted.statuses)
        and (not wanted.reported or any(each.status in wanted.reported for each in contact.history))
        and not (wanted.undated and start)
        and (not wanted.main or contact.salience == "main")
        and set(wanted.polities) <= set(contact.polities)
        and (not wanted.people or not names.isdisjoint(wanted.people))
        and set(wanted.topics) <= set(contact.topics)
        and (not wanted.outlets or not set(contact.outlets).isdisjoint(wanted.outlets))
        and _is_between(start, end, wanted)
    )


def _is_one_of(value: str, wanted: Sequence[str]) -> bool:
    return not wanted or value in wanted


def _is_between(start: dt.date | None, end: dt.date | None, wanted: ContactFilter) -> bool:
    if start is None or end is None:
        return not (wanted.since or wanted.until)
    return (not wanted.since or end >= wanted.since) and (not wanted.until or start <= wanted.until)
