"""Values of fields as a reviewer types them → the codebook's file form.

    date          2021-02-10, 2021-02-10/2021-02-12, 2021-02, 2021, ?
    place         北京:CN, :CN, 北京, 中國, ?
    participants  王毅:CN,布林肯=國務卿:US,=代表團:EU        NAME=OFFICE:POLITY
    polities      US,CN
    topics        trade,taiwan

The others are words of the codebook. What begins with { or [ is JSON.
"""

from __future__ import annotations

import json
from typing import Any

from tongshi import codec, lexicon
from tongshi.decisions.fields import check
from tongshi.errors import LedgerError, NotFoundError
from tongshi.lexicon import Layers
from tongshi.records import Place, Precision, When
from tongshi.search import place_named, polity_named, topic_named

_PRECISIONS: tuple[Precision, ...] = ("year", "month", "day")


def typed(field: str, text: str, layers: Layers = ()) -> Any:
    """The value that is meant; raises TongshiError where the field cannot have it."""
    asked = text.strip()
    value = _json(field, asked) if asked[:1] in {"{", "["} else _plain(field, asked, layers)
    check(field, value)
    return value


def _json(field: str, text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise LedgerError(f"{field}: not JSON: {text:.60}") from error


def _plain(field: str, text: str, layers: Layers) -> Any:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    match field:
        case "date":
            return codec.date_record(_date(text))
        case "place":
            return codec.place_record(_place(text, layers))
        case "participants":
            return [_participant(part, layers) for part in parts]
        case "polities":
            return list(dict.fromkeys(polity_named(part, layers) for part in parts))
        case "topics":
            return list(dict.fromkeys(topic_named(part, layers) for part in parts))
    return text


def _place(text: str, layers: Layers) -> Place:
    """A word alone that names no town that is known, and no polity, is taken as a town."""
    city, _, polity = ("" if text == "?" else text).partition(":")
    if polity or not city:
        return Place(city=city or None, polity=polity_named(polity, layers) if polity else None)
    try:
        return place_named(city, layers)
    except NotFoundError:
        return Place(city=city)


def _date(text: str) -> When:
    if text == "?":
        return When()
    first, _, last = text.partition("/")
    try:
        start, end = lexicon.partial_date(first), lexicon.partial_date(last or None)
    except ValueError as error:
        raise LedgerError(f"{text}: not a date (2021-02-10, 2021-02-10/2021-02-12, 2021-02, 2021 or ?)") from error
    return When(start=start, end=end, precision=_PRECISIONS[min(first.count("-"), 2)])


def _participant(text: str, layers: Layers) -> dict[str, Any]:
    who, _, polity = text.partition(":")
    name, _, office = who.partition("=")
    return {
        "name": name or None,
        "latin": None,
        "office": office or None,
        "polity": polity_named(polity, layers) if polity else None,
    }
