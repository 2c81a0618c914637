"""What is wrong in a coded record: by the codebook's values, and by the words of its article."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from tongshi import lexicon
from tongshi.annotation.form import Path
from tongshi.annotation.numbered import NumberedText, squeezed
from tongshi.codec import Record
from tongshi.records import EngagementType, Manner, Precision, Salience, StatementForm, Status
from tongshi.registry.entries import load_polities

#: Characters that a quotation has at least.
SHORTEST_QUOTE = 6

_LISTS = ("engagements", "readouts", "quotes", "statements")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong, and where: `engagements.0.status`."""

    path: Path
    message: str

    def __str__(self) -> str:
        return f"{'.'.join(map(str, self.path))}: {self.message}" if self.path else self.message


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes that records may have."""

    topics: tuple[str, ...]
    polities: frozenset[str]

    @classmethod
    def load(cls, layers: lexicon.Layers = ()) -> Codes:
        """Those of the lexicons."""
        topics = [str(entry["code"]) for entry in lexicon.entries("topics", layers)]
        return cls((*topics, "other"), frozenset(polity.code for polity in load_polities(layers)))

    def polity(self, code: str) -> bool:
        """Whether it is a polity: a state, an organisation, or `X:` and a name."""
        return code in self.polities or (code.startswith("X:") and len(code) > 2)


def complete(record: Record, text: NumberedText | None) -> Record:
    """A record with every field of the file form; a number for evidence becomes that sentence, indices numbers."""
    whole = {name: record.get(name) for name in ("id", "article", *_LISTS) if name != "statements" or name in record}
    for name in whole.keys() & set(_LISTS):
        whole[name] = [_completed(name, each, text) for each in _list(record.get(name))]
    return whole


_FIELDS: Mapping[str, Mapping[str, Any]] = {
    "engagements": {
        "type": None, "status": None, "salience": None, "participants": [], "polities": [], "date": {}, "place": {},
        "topics": [], "trigger": None, "evidence": None,
    },
    "readouts": {"engagement": None, "side": None, "sources": [], "topics": []},
    "quotes": {"text": None, "speaker": None, "polity": None},
    "statements": {
        "text": None, "form": None, "speaker": None, "office": None, "polity": None, "verb": "", "class": None,
        "addressee": None, "medium": None, "chain": [], "topics": [], "phrases": [], "engagement": None, "side": "",
    },
}  # fmt: skip
_DATE = {"start": None, "end": None, "precision": "unknown", "alt": None}
_PLACE = {"city": None, "polity": None}
_PERSON = {"name": None, "latin": None, "office": None, "polity": None}


def _completed(name: str, given: Any, text: NumberedText | None) -> Any:
    if not isinstance(given, dict):
        return given
    fields: dict[str, Any] = {
        key: (default if given.get(key) is None else given[key]) for key, default in _FIELDS[name].items()
    } | {key: value for key, value in given.items() if key not in _FIELDS[name]}
    if name == "engagements":
        fields["date"] = _DATE | _mapping(fields["date"])
        fields["place"] = _PLACE | _mapping(fields["place"])
        fields["participants"] = [
            _PERSON | each if isinstance(each, dict) else each for each in _list(fields["participants"])
        ]
        fields["evidence"] = _evidence(fields["evidence"], text)
    elif "engagement" in fields and str(fields["engagement"]).isdecimal():
        fields["engagement"] = int(fields["engagement"])
    for place in ("start", "end"):
        if name == "statements" and str(fields.get(place)).isdecimal():
            fields[place] = int(fields[place])
    return fields


def _evidence(given: Any, text: NumberedText | None) -> Any:
    number = str(given).strip()
    sentence = text.sentence(int(number)) if text and number.isascii() and number.isdecimal() else None
    return sentence or given


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


# --- what is wrong


def problems(record: Record, text: NumberedText | None, codes: Codes) -> Iterator[Problem]:
    """All that is wrong in a completed record; without the article's text its words are not looked up."""
    if not record.get("id"):
        yield Problem(("id",), "an article has one")
    if not isinstance(record.get("article"), dict):
        yield Problem(("article",), "missing")
    for name in _LISTS:
        for number, each in enumerate(record.get(name) or ()):
            if isinstance(each, dict):
                yield from _Check(record, text, codes, (name, number)).of(name, each)
            else:
                yield Problem((name, number), "not a record")


class _Check:
    """What is wrong in one record of an article."""

    def __init__(self, record: Record, text: NumberedText | None, codes: Codes, path: Path) -> None:
        self._record, self._text, self._codes, self._path = record, text, codes, path

    def of(self, name: str, fields: Record) -> Iterator[Problem]:
        """All of it, by the kind of record."""
        kinds: Mapping[str, Callable[[Record], Iterator[Problem]]] = {
            "engagements": self._engagement,
            "readouts": self._readout,
            "quotes": self._quote,
            "statements": self._statement,
        }
        for key in fields:
            if key not in _FIELDS[name] and key not in _ADDED:
                yield self._wrong(key, "no such field")
        yield from kinds[name](fields)

    def _engagement(self, fields: Record) -> Iterator[Problem]:
        for key, allowed in (("type", EngagementType), ("status", Status), ("salience", Salience)):
            yield from self._one_of(key, fields[key], get_args(allowed))
        yield from self._topics(fields["topics"])
        for number, code in enumerate(_list(fields["polities"])):
            yield from self._polity(("polities", number), code)
        if len(set(_list(fields["polities"]))) < 2 and fields["type"] != "appointment":
            yield self._wrong("polities", "a contact is between two or more")
        for number, each in enumerate(fields["participants"]):
            yield from self._participant(("participants", number), each)
        yield from self._date(fields["date"])
        yield from self._polity(("place", "polity"), fields["place"]["polity"])
        yield from self._written(("place", "city"), fields["place"]["city"])
        if not fields["evidence"]:
            yield self._wrong("evidence", "the sentence that proves it is missing")
        yield from self._written(("evidence",), fields["evidence"])
        if fields["trigger"] and squeezed(fields["trigger"]) not in squeezed(fields["evidence"] or ""):
            yield self._wrong("trigger", f"{fields['trigger']}: not in the evidence")

    def _participant(self, path: Path, each: Any) -> Iterator[Problem]:
        if not isinstance(each, dict):
            yield self._wrong(*path, "not a participant: name, latin, office, polity")
            return
        if not (each["name"] or each["office"]):
            yield self._wrong(*path, "neither a name nor an office")
        for key in ("name", "office"):
            yield from self._written((*path, key), each[key])
        yield from self._polity((*path, "polity"), each["polity"])

    def _date(self, date: Record) -> Iterator[Problem]:
        yield from self._one_of("date.precision", date["precision"], get_args(Precision))
        days = {}
        for key in ("start", "end", "alt"):
            try:
                days[key] = dt.date.fromisoformat(date[key]) if date[key] else None
            except (TypeError, ValueError):
                yield self._wrong("date", key, f"{date[key]}: not a day (YYYY-MM-DD)")
        start, end = days.get("start"), days.get("end")
        if "start" in days and (date["precision"] == "unknown") != (start is None):
            yield self._wrong("date", "an unknown date has no start, and no other")
        if start and end and end < start:
            yield self._wrong("date", f"ends on {end}, before it starts")
        first = {"month": (start.year, start.month, 1), "year": (start.year, 1, 1)} if start else {}
        if start and date["precision"] in first and start != dt.date(*first[date["precision"]]):
            yield self._wrong("date", "start", f"of a {date['precision']} the first day is given")

    def _readout(self, fields: Record) -> Iterator[Problem]:
        yield from self._about(fields["engagement"])
        if fields["engagement"] is None:
            yield self._wrong("engagement", "missing: the number of the engagement, from 0")
        if not fields["side"]:
            yield self._wrong("side", "missing")
        yield from self._polity(("side",), fields["side"])
        yield from self._topics(fields["topics"])

    def _quote(self, fields: Record) -> Iterator[Problem]:
        if len(squeezed(fields["text"] or "")) < SHORTEST_QUOTE:
            yield self._wrong("text", f"shorter than {SHORTEST_QUOTE} characters")
        for key in ("text", "speaker"):
            yield from self._written((key,), fields[key])
        yield from self._polity(("polity",), fields["polity"])

    def _statement(self, fields: Record) -> Iterator[Problem]:
        yield from self._one_of("form", fields["form"], get_args(StatementForm))
        yield from self._one_of("class", fields["class"], get_args(Manner))
        for key in ("text", "speaker", "addressee", "medium"):
            yield from self._written((key,), fields[key])
        yield from self._polity(("polity",), fields["polity"])
        yield from self._topics(fields["topics"])
        yield from self._about(fields["engagement"])

    def _about(self, number: Any) -> Iterator[Problem]:
        if number is not None and not (isinstance(number, int) and 0 <= number < len(self._record["engagements"])):
            yield self._wrong("engagement", f"{number}: there is no such one; they count from 0")

    def _topics(self, topics: Any) -> Iterator[Problem]:
        for topic in _list(topics):
            yield from self._one_of("topics", topic, self._codes.topics)

    def _polity(self, path: Path, code: Any) -> Iterator[Problem]:
        if code is not None and not self._codes.polity(str(code)):
            yield self._wrong(*path, f"{code}: not the code of a polity (X: and its name where it has none)")

    def _one_of(self, key: str, value: Any, allowed: Collection[str]) -> Iterator[Problem]:
        if value not in allowed:
            yield self._wrong(*key.split("."), f"{value}: not one of {', '.join(allowed)}" if value else "missing")

    def _written(self, path: Path, words: Any) -> Iterator[Problem]:
        if words and self._text is not None and str(words) not in self._text:
            shown = str(words) if len(str(words)) <= 40 else f"{str(words)[:40]}…"
            yield self._wrong(*path, f"{shown}: not in the article as written")

    def _wrong(self, *path_and_message: str | int) -> Problem:
        *path, message = path_and_message
        return Problem((*self._path, *path), str(message))


#: What a program adds to hand-coded records, and nobody has to fill in.
_ADDED = frozenset(["id", "spans", "confidence", "start", "end"])
