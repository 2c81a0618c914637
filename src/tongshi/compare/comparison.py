"""A contact as each side tells it, and as each outlet does."""

from __future__ import annotations

from collections.abc import Sequence

from tongshi.clean.media import Media
from tongshi.compare.accounts import accounts, reactions, side_of
from tongshi.compare.aligning import rows
from tongshi.compare.namings import Names, between_outlets, between_sides
from tongshi.compare.outlets import tellings
from tongshi.compare.records import ByOutlet, Comparison
from tongshi.errors import NotFoundError
from tongshi.store import ContactReport


def compare(report: ContactReport, media: Media, names: Names, sides: Sequence[str] = ()) -> Comparison:
    """Set the accounts of a contact side by side: of all its sides, or of `sides` in that order.

    Raises NotFoundError where one of `sides` took no part.
    """
    contact = report.contact
    for polity in sides:
        if polity not in contact.polities:
            raise NotFoundError(f"{polity}: no side of {contact.id} (those are {' '.join(contact.polities) or 'none'})")
    wanted = tuple(dict.fromkeys(sides)) or contact.polities
    told = accounts(report, media)
    with_account = [polity for polity in wanted if polity in told]
    compared = tuple(side_of(polity, told[polity], contact.polities) for polity in with_account)
    return Comparison(
        contact=contact,
        articles=tuple(source.article for source in report.sources),
        sides=compared,
        silent=tuple(polity for polity in wanted if polity not in told),
        rows=rows(compared),
        aside=reactions(report, media),
        namings=between_sides([wording for side in compared for wording in side.wordings], names),
    )


def by_outlet(report: ContactReport, media: Media, names: Names) -> ByOutlet:
    """Set the outlets beside each other that tell of a contact."""
    return ByOutlet(
        contact=report.contact,
        articles=tuple(source.article for source in report.sources),
        tellings=tellings(report, accounts(report, media), media),
        namings=between_outlets(report.sources, names),
    )
