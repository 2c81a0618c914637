"""Which pages are filed: of every view the whole, and of lists one for each value by which they can be chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tongshi.web.addresses import Addresses, Query
from tongshi.web.filing.names import file_name

#: Names in a query that only turn the pages of one view.
_COUNTED = ("page", "sources")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What of the queries of a view is filed."""

    by: frozenset[str] = frozenset()  # by one value of one of these it has a page
    loose: frozenset[str] = frozenset()  # only shows where to look in a page, which is filed without


_WHOLE = Rule()

#: By the first name of the address. What is not here has no page where no server is.
RULES: Mapping[str, Rule] = {
    "": _WHOLE,
    "about": _WHOLE,
    "articles": Rule(loose=frozenset({"at"})),
    "calendar": Rule(by=frozenset({"year"})),
    "compare": Rule(by=frozenset({"by", "pair"})),
    "contacts": Rule(
        by=frozenset(
            {"conflict", "corrected", "facet", "level", "month", "outlet", "pair", "person", "place", "polity"}
            | {"salience", "status", "topic", "type", "undated", "year"}
        )
    ),
    "contacts.atom": _WHOLE,
    "contacts.csv": _WHOLE,
    "contacts.ics": _WHOLE,
    "contacts.jsonl": _WHOLE,
    "coverage": _WHOLE,
    "network": Rule(by=frozenset({"of"})),
    "network.graphml": Rule(by=frozenset({"of"})),
    "pairs": _WHOLE,
    "people": Rule(by=frozenset({"polity"})),
    "phrases": _WHOLE,
    "places": _WHOLE,
    "polities": _WHOLE,
    "search": _WHOLE,
    "sources.csv": _WHOLE,
    "sources.jsonl": _WHOLE,
    "timeline": Rule(by=frozenset({"lanes"})),
    "topics": _WHOLE,
}

_SHARED = frozenset({"contacts.csv", "contacts.jsonl", "network.graphml", "sources.csv", "sources.jsonl"})


@dataclass(frozen=True, slots=True)
class FiledPage:
    """A page that is filed: what the application is asked for it, and its file within the folder of a language."""

    address: str
    file: str
    is_exact: bool = True  # else it is what was asked for, without the place in it


def filed_page(name: str, parts: Sequence[str], query: Query) -> FiledPage | None:
    """The page that answers to an address; None where there is none without a server."""
    rule = RULES.get(name)
    if rule is None:
        return None
    told = [(key, value) for key, value in query if value and key not in rule.loose and key != "lang"]
    counted = [(key, value) for key, value in told if key in _COUNTED and value.isdigit()]
    chosen = [(key, value) for key, value in told if key not in _COUNTED]
    if len(counted) > 1 or len(chosen) > 1 or any(key not in rule.by for key, _ in chosen):
        return None
    kept = [*chosen, *(each for each in counted if each[1] != "1")]
    file = _file(name, parts, chosen, [each for each in kept if each in counted])
    return FiledPage(Addresses().view(name, *parts, query=kept), file, all(key not in rule.loose for key, _ in query))


def is_shared(name: str, parts: Sequence[str]) -> bool:
    """Whether a page is the same in every language, and filed once, beside these."""
    return name in _SHARED or _is_citation(parts)


def _is_citation(parts: Sequence[str]) -> bool:
    return len(parts) == 2 and parts[1].startswith("citation.")


def _file(name: str, parts: Sequence[str], chosen: Query, counted: Query) -> str:
    view, dot, ending = name.rpartition(".")
    if dot:
        folders, stem = [], view
    elif _is_citation(parts):
        ending = parts[1].rpartition(".")[2]
        folders, stem = [name], f"{file_name(parts[0], name)}_citation"
    else:
        ending = "html"
        *folders, stem = [name or "index", *(file_name(each, name) for each in parts)]
    for key, value in chosen:
        folders, stem = [*folders, stem, key], file_name(value, key)
    turned = "".join(f"_{key}-{value}" for key, value in counted)
    return "/".join([*folders, f"{stem}{turned}.{ending}"])
