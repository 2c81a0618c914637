"""What the archive holds of each outlet, and of each month."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from tongshi.annals import OutletRow, outlet_rows
from tongshi.coverage import Coverage
from tongshi.periods import Period, periods
from tongshi.web.visits import View, Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveragePage:
    """All outlets together first, then each; the months latest first."""

    outlets: tuple[OutletRow, ...]
    months: tuple[tuple[Period, Coverage], ...]


def _page(visit: Visit) -> Response:
    held = visit.holdings
    found = periods(held.first, held.last, "month") if held.first and held.last else ()
    months = [(each, held.over(each.first, each.last)) for each in found]
    told = CoveragePage(outlets=tuple(outlet_rows(held)), months=tuple(reversed(months)))
    return visit.page("coverage.html", room="coverage", told=told)


VIEWS = (View("/coverage", _page),)
