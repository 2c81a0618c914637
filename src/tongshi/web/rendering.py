"""Templates → pages. Whatever an archive says is escaped, and what no page may hold is taken out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from tongshi.decisions import what
from tongshi.display import date
from tongshi.hypertext import fit
from tongshi.sides.told import percent
from tongshi.web.addresses import external
from tongshi.web.marking import changed, marked, own


@cache
def environment() -> Environment:
    """Templates, compiled once."""
    made = Environment(
        loader=PackageLoader("tongshi.web"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_fit,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["thousands"] = lambda number: f"{number:,}"
    made.filters["date"] = date
    made.filters["own"] = own
    made.filters["marked"] = marked
    made.filters["percent"] = percent
    made.filters["external"] = external
    made.filters["decision"] = what
    made.filters["changed"] = changed
    return made


def render(template: str, context: Mapping[str, object]) -> str:
    """A page, or a part of one."""
    return environment().get_template(template).render(context)


def _fit(value: object) -> object:
    """A value as it may stand in a page; nothing for None."""
    if value is None:
        return ""
    return fit(value) if isinstance(value, str) and not hasattr(value, "__html__") else value
