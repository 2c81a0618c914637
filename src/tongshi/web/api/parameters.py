"""What can be asked, as OpenAPI tells it: the names are those of `tongshi.web.asked`, which reads them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tongshi.catalogue import FACETS, ORDERS
from tongshi.records import EngagementType, Status
from tongshi.web.asked import NAMES

#: What stands behind the names that do not tell it themselves.
_TOLD = {
    "polity": "A code or a name (US, 美国); given again, all of them.",
    "person": "A value of the facet `person`, or a name in any spelling (Blinken, 布林肯).",
    "pair": "Two polities: CN-US, 美国-中国.",
    "outlet": "An outlet's code or name (cna, 中央社).",
    "beside": "Somebody who takes part as well, by the value of the facet `person`; given again, all of them.",
    "since": "YYYY, YYYY-MM or YYYY-MM-DD; dated contacts only.",
    "until": "The same, included.",
    "undated": "1: only contacts without a date.",
    "sort": f"One of {', '.join(ORDERS)}.",
    "cursor": "`next` of the list that this one goes on from.",
    "limit": "At most so many; 100 unless told, 1000 at most; of articles 20 and 100.",
    "q": 'Words, all of them; "a phrase", OR, NOT, parentheses.',
}

_CONTACTS = (*NAMES, "sort")
_ARTICLES = ("outlet", "since", "until", "person", "polity", "type", "status", "topic")


def contact_parameters(*more: str) -> dict[str, Any]:
    """Those by which contacts are chosen."""
    return _parameters((*_CONTACTS, *more), often=(*FACETS, "beside"))


def article_parameters(*more: str) -> dict[str, Any]:
    """Those by which articles are."""
    return _parameters((*more[:1], *_ARTICLES, *more[1:]), often=("outlet", "polity", "type", "status", "topic"))


def list_parameters() -> dict[str, Any]:
    """Those of a list that is given in parts."""
    return _parameters(("cursor", "limit"), often=())


def _parameters(names: Iterable[str], often: Iterable[str]) -> dict[str, Any]:
    repeated = frozenset(often)
    return {"parameters": [_parameter(name, is_repeated=name in repeated) for name in names]}


def _parameter(name: str, *, is_repeated: bool) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "integer" if name == "limit" else "string"}
    if name in {"type", "status"}:
        schema["enum"] = list((EngagementType if name == "type" else Status).__args__)  # type: ignore[attr-defined]
    return {
        "name": name,
        "in": "query",
        "required": name == "q",
        "description": _TOLD.get(name, "A value of that facet; given again, any of them."),
        "schema": {"type": "array", "items": schema} if is_repeated else schema,
    }
