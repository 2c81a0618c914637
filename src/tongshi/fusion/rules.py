"""`fusion.yml`, typed: words and weights by which reports are told to be of one contact."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tongshi import lexicon
from tongshi.errors import LexiconError
from tongshi.language import fold
from tongshi.registry.entries import load_polities
from tongshi.registry.names import load_regions

#: Raised when code changes what is fused, so that stores know to fuse again.
CODE_VERSION = "7"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rules:
    """How reports are compared."""

    occasions: Mapping[str, re.Pattern[str]]
    gatherings: frozenset[str]  # polities and occasions that have one gathering at a time
    leaving: re.Pattern[str]
    video: re.Pattern[str]
    talks: re.Pattern[str]
    earlier: re.Pattern[str]
    sessions: Mapping[str, re.Pattern[str]]
    kinds: Mapping[str, re.Pattern[str]]
    offices: frozenset[str]  # roles that one person holds at a time
    asked: re.Pattern[str]
    calling: re.Pattern[str]
    west: frozenset[str]
    east: frozenset[str]
    members: Mapping[str, frozenset[str]]  # of organisations, who sit there for them
    seats: Mapping[frozenset[str], str]  # gatherings by those who alone sit there
    regions: Mapping[str, frozenset[str]]  # parts of the world → the states of their continents
    enclosed: Mapping[str, str]  # polities that lie within another: who is there is in both
    sinographic: frozenset[str]  # polities whose people's names are not transliterated
    weights: Mapping[str, float]
    join: float
    doubt: float
    margin: float
    dominant: float
    stray: float
    outweighing: float
    days: Mapping[str, int]
    version: str

    def occasions_in(self, folded: str) -> Iterator[str]:
        """The ids of the occasions that a folded text names."""
        for id_, pattern in self.occasions.items():
            if any(found[1] for found in pattern.finditer(folded)):
                yield id_


@functools.cache
def shipped() -> Rules:
    """The rules that come with the package; raises LexiconError."""
    table = lexicon.document("fusion")
    try:
        return _rules(table)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise LexiconError(f"fusion.yml: {error!r}") from error


def _rules(table: Mapping[str, Any]) -> Rules:
    words, limits = table["words"], table["limits"]
    files = tuple(lexicon.shipped().parts("fusion"))
    return Rules(
        occasions={entry["id"]: _named(entry) for entry in table["occasions"]},
        gatherings=frozenset(table["gatherings"]),
        leaving=any_of(words["leaving"]["words"]),
        video=any_of(words["video"]["words"]),
        talks=any_of(words["talks"]["words"]),
        earlier=any_of(words["earlier"]["words"]),
        sessions={who: any_of(words[who]["words"]) for who in ("ministers", "leaders")},
        kinds={kind: any_of(words[kind]["words"]) for kind in ("forum", "signing", "summons", "welcome")},
        offices=frozenset(table["offices"]),
        asked=any_of(words["asked"]["words"]),
        calling=any_of(words["calling"]["words"]),
        west=frozenset(table["shores"]["west"]),
        east=frozenset(table["shores"]["east"]),
        members={code: frozenset(members) for code, members in table["members"].items()},
        seats={polity.seats: polity.code for polity in load_polities() if polity.seats},
        regions=load_regions(),
        enclosed=dict(table["enclosed"]),
        sinographic=frozenset(table["sinographic"]),
        weights={name: float(weight) for name, weight in table["weights"].items()},
        join=float(limits["join"]),
        doubt=float(limits["doubt"]),
        margin=float(limits["margin"]),
        dominant=float(limits["dominant"]),
        stray=float(limits["stray"]),
        outweighing=float(limits["outweighing"]),
        days={name: int(days) for name, days in table["days"].items()},
        version=f"{CODE_VERSION}-{lexicon.digest_of(files)}",
    )


def _named(entry: Mapping[str, Any]) -> re.Pattern[str]:
    """A pattern whose group is one of the words of an entry, and none in longer words that do not mean it."""
    words = f"({any_of(entry['words']).pattern})"
    return re.compile(f"{any_of(entry['unless']).pattern}|{words}" if entry.get("unless") else words)


def any_of(words: list[str]) -> re.Pattern[str]:
    """A pattern for any of these words, folded."""
    return re.compile(lexicon.any_of(map(fold, words)))
