"""A contact as each side tells it, and as each outlet does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tongshi.compare.accounts import accounts, reactions, side_of
from tongshi.compare.aligning import rows
from tongshi.compare.namings import between_outlets, between_sides
from tongshi.compare.outlets import running_text, tellings
from tongshi.compare.records import ByOutlet, Comparison, unique
from tongshi.compare.terms import Terms
from tongshi.errors import NotFoundError
from tongshi.registry import Person
from tongshi.store import Contact, ContactReport, StoredReading

#: Types of contact of which sides give an account (codebook section 2).
_ACCOUNTED = frozenset({"call", "meeting", "talks", "visit", "conference"})


def compare(report: ContactReport, terms: Terms, sides: Sequence[str] = ()) -> Comparison:
    """Set the accounts of a contact side by side: of all its sides, or of `sides` in that order.

    Raises NotFoundError where one of `sides` took no part, or is given twice.
    """
    contact = report.contact
    for polity in sides:
        if polity not in contact.polities:
            raise NotFoundError(f"{polity}: no side of {contact.id} (those are {' '.join(contact.polities) or 'none'})")
    if len(unique(sides)) < len(sides):
        raise NotFoundError(f"{' '.join(sides)}: no two sides, but one twice")
    wanted = tuple(sides) or contact.polities
    told = accounts(report, terms.media)
    with_account = [polity for polity in wanted if polity in told]
    compared = tuple(side_of(polity, told[polity], contact.polities) for polity in with_account)
    used = unique(phrase for side in compared for phrase in side.phrases)
    return Comparison(
        contact=contact,
        articles=tuple(source.article for source in report.sources),
        sides=compared,
        silent=tuple(polity for polity in wanted if polity not in told and _could_tell(contact, polity)),
        rows=rows(compared),
        aside=reactions(report, terms.media),
        namings=between_sides([wording for side in compared for wording in side.wordings], terms.names),
        phrases={phrase: terms.phrases.words.get(phrase, "") for phrase in used},
    )


def _could_tell(contact: Contact, polity: str) -> bool:
    """Whether an account is to be looked for: of some contacts there are none, and who is only named took no part."""
    return contact.type in _ACCOUNTED and any(each.polity == polity for each in contact.participants)


def by_outlet(
    report: ContactReport,
    terms: Terms,
    people: Mapping[str, Person] | None = None,
    text: Callable[[StoredReading], str] = running_text,
) -> ByOutlet:
    """Set the outlets beside each other that tell of a contact.

    `people` of the registry have further spellings. `text` gives the folded title and running text of an article: an
    outlet leaves out what stands nowhere in them, so where the articles of `report` are cut, the whole is needed.
    """
    return ByOutlet(
        contact=report.contact,
        articles=tuple(source.article for source in report.sources),
        tellings=tellings(report, accounts(report, terms.media), terms, people or {}, text),
        namings=between_outlets(report.sources, terms.names),
    )
