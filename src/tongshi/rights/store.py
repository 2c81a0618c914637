"""What may be told of a store, whatever is asked of it."""

from __future__ import annotations

from tongshi.rights.articles import ArticleRelease
from tongshi.rights.ledger import LedgerRelease
from tongshi.rights.people import PeopleRelease
from tongshi.rights.reports import ReportRelease
from tongshi.rights.statements import StatementRelease
from tongshi.rights.versions import VersionRelease


class StoreRelease(ReportRelease, ArticleRelease, VersionRelease, StatementRelease, PeopleRelease, LedgerRelease):
    """A release of what a store holds: it is asked as the store is."""
