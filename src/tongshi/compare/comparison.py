"""A contact as each side tells it, and as each outlet does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from tongshi.compare.accounts import accounts, accounts_and_reactions, side_of
from tongshi.compare.aligning import rows
from tongshi.compare.namings import between_outlets, between_sides
from tongshi.compare.outlets import running_text, tellings
from tongshi.compare.records import ByOutlet, Comparison, unique
from tongshi.compare.terms import Terms
from tongshi.coverage import Coverage, Holdings
from tongshi.errors import NotFoundError
from tongshi.periods import span
from tongshi.registry import Person
from tongshi.store import Contact, ContactReport, StoredReading

#: Types of contact of which sides give an account (codebook section 2).
_ACCOUNTED = frozenset({"call", "meeting", "talks", "visit", "conference"})


def compare(
    report: ContactReport,
    terms: Terms,
    sides: Sequence[str] = (),
    holdings: Holdings | None = None,
    most: int | None = None,
) -> Comparison:
    """Set the accounts of a contact side by side: of all its sides, the `most` that say most, or `sides` in order.

    `holdings` tell what the archive holds around it: where that is little, who is silent there may have spoken.
    Raises NotFoundError where one of `sides` took no part, or is given twice.
    """
    contact = report.contact
    for polity in sides:
        if polity not in contact.polities:
            raise NotFoundError(f"{polity}: no side of {contact.id} (those are {' '.join(contact.polities) or 'none'})")
    if len(unique(sides)) < len(sides):
        raise NotFoundError(f"{' '.join(sides)}: no two sides, but one twice")
    wanted = tuple(sides) or contact.polities
    told, aside = accounts_and_reactions(report, terms.media)
    with_account = [polity for polity in wanted if polity in told]
    if most is not None and not sides:
        loudest = sorted(with_account, key=lambda polity: -len(told[polity]))[:most]
        with_account = [polity for polity in with_account if polity in loudest]
    compared = tuple(side_of(polity, told[polity], contact.polities) for polity in with_account)
    used = unique(phrase for side in compared for phrase in side.phrases)
    return Comparison(
        contact=contact,
        articles=tuple(source.article for source in report.sources),
        sides=compared,
        others=tuple(polity for polity in told if polity not in with_account),
        silent=tuple(polity for polity in wanted if polity not in told and _could_tell(contact, polity)),
        rows=rows(compared),
        aside=aside,
        namings=between_sides([wording for side in compared for wording in side.wordings], terms.names),
        phrases={phrase: terms.phrases.words.get(phrase, "") for phrase in used},
        coverage=_around(contact, holdings),
    )


def _around(contact: Contact, holdings: Holdings | None) -> Coverage | None:
    """What is held of the time in which a contact is told."""
    days = span(contact.when)
    return holdings.around(*days) if holdings and days else None


def _could_tell(contact: Contact, polity: str) -> bool:
    """Whether an account is to be looked for: of some contacts there are none, and who is only named took no part."""
    return contact.type in _ACCOUNTED and any(each.polity == polity for each in contact.participants)


def by_outlet(
    report: ContactReport,
    terms: Terms,
    people: Mapping[str, Person] | None = None,
    text: Callable[[StoredReading], str] = running_text,
    holdings: Holdings | None = None,
) -> ByOutlet:
    """Set the outlets beside each other that tell of a contact.

    `people` of the registry have further spellings. `text` gives the folded title and running text of an article: an
    outlet leaves out what stands nowhere in them, so where the articles of `report` are cut, the whole is needed.
    `holdings` tell what the archive holds around it, of each outlet and of all.
    """
    contact = report.contact
    told = tellings(report, accounts(report, terms.media), terms, people or {}, text)
    if holdings:
        told = tuple(replace(each, coverage=_around(contact, holdings.of([each.outlet]))) for each in told)
    return ByOutlet(
        contact=contact,
        articles=tuple(source.article for source in report.sources),
        tellings=told,
        namings=between_outlets(report.sources, terms.names),
        coverage=_around(contact, holdings),
    )
