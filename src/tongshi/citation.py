"""How a contact is cited: with its articles, and with the build and versions by which it can be found again.

As text, or as CSL-JSON, which reference managers read: one item for the contact, one for each article.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from tongshi.addresses import shipped
from tongshi.clean import load_outlets
from tongshi.decisions import what, whose
from tongshi.display import date, where, who
from tongshi.provenance import Provenance
from tongshi.records import Article
from tongshi.store import ContactReport, Source


def citation_text(told: ContactReport, made: Provenance) -> Iterator[str]:
    """A line on the contact and what it was made from, then one for each article."""
    yield f"{_title(told)}. Contact {told.contact.id}; {made.line}."
    for decision in _decisions(told):
        yield f"  decided after it was read: {decision}."
    for number, source in enumerate(_articles(told), 1):
        article = source.article.reading.article
        day = f"{article.published_local:%Y-%m-%d}" if article.published_local else "no date"
        told_by = "; ".join(article.reporters)
        words = [told_by, f"「{_headline(article)}」" if _headline(article) else "", _outlet(article), day]
        words += [article.post.url, f"archived at {article.post.archive_url}" if article.post.archive_url else ""]
        state = source.article.state
        words += ["" if state == "current" else f"{state} from the archive", f"post {source.article.post}"]
        yield f"  [{number}] {', '.join(filter(None, words))}."


def citation_items(told: ContactReport, made: Provenance) -> str:
    """CSL-JSON: an array of items."""
    contact = told.contact
    item: dict[str, Any] = {
        "id": contact.id,
        "type": "dataset",
        "title": _title(told),
        "version": f"build {made.build}" if made.build is not None else "",
        "note": "; ".join([f"contact {contact.id}", made.line, *_decisions(told)]),
        "references": " ".join(source.article.post for source in _articles(told)),
    }
    if made.built:
        item["issued"] = _parts(dt.datetime.fromisoformat(made.built).date())
    if contact.when.start:
        item["event-date"] = _event(told)
    if contact.place.city or contact.place.polity:
        item["event-place"] = where(contact)
    return json.dumps([item, *map(_item, _articles(told))], ensure_ascii=False, indent=2)


def _articles(told: ContactReport) -> list[Source]:
    """Each article once, though it may tell the contact twice."""
    return list({source.article.post: source for source in reversed(told.sources)}.values())[::-1]


def _decisions(told: ContactReport) -> list[str]:
    """What people decided on the contact and its records: without it the build alone does not say the same."""
    found = {each.id: each for source in told.sources for each in source.decisions}
    found |= {each.id: each for each in told.contact.corrections}
    ordered = sorted(found.values(), key=lambda each: (each.at, each.id))
    return [f"{what(each)} ({each.id}, {whose(each)})" for each in ordered]


def _item(source: Source) -> dict[str, Any]:
    article = source.article.reading.article
    item: dict[str, Any] = {
        "id": source.article.post,
        "type": "article-newspaper",
        "title": _headline(article),
        "container-title": _outlet(article),
        "author": [{"literal": name} for name in article.reporters],
        "URL": article.post.url,
        "archive_location": article.post.archive_url,
        "language": f"zh-{article.script}" if article.script in {"Hant", "Hans"} else "zh",
    }
    if article.published_local:
        item["issued"] = _parts(article.published_local.date())
    if captured := shipped().read(article.post.archive_url).captured:
        item["accessed"] = _parts(captured.date())
    return {key: value for key, value in item.items() if value}


def _title(told: ContactReport) -> str:
    contact = told.contact
    people = ", ".join(map(who, contact.participants)) or " ".join(contact.polities)
    place = f", {where(contact)}" if where(contact) else ""
    return f"{contact.type.capitalize()} of {people}, {contact.status}, {date(contact.when)}{place}"


def _headline(article: Article) -> str:
    return (article.title or article.post.title).text.strip()


def _outlet(article: Article) -> str:
    return _names().get(article.outlet, article.outlet)


@cache
def _names() -> Mapping[str, str]:
    """What the shipped outlets are called, by code."""
    return {outlet.code: outlet.names[0] for outlet in load_outlets().known if outlet.names}


def _parts(*days: dt.date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day] for day in days]}


def _event(told: ContactReport) -> dict[str, list[list[int]]]:
    """As precise as it is known."""
    when = told.contact.when
    assert when.start is not None
    days = _parts(*filter(None, (when.start, when.end)))
    known = {"day": 3, "month": 2}.get(when.precision, 1)
    return {"date-parts": [parts[:known] for parts in days["date-parts"]]}
