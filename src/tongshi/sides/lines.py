"""A comparison as JSON lines: flat objects that a data frame takes, one for each place that a cell rests on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from tongshi.annals import coverage_fields
from tongshi.compare import ByOutlet, Comparison, Naming, Place, Told, Wording
from tongshi.coverage import Coverage
from tongshi.display import date
from tongshi.sides.told import day
from tongshi.store import Contact


def comparison_lines(compared: Comparison) -> Iterator[str]:
    """Cells, topics, phrases and names of a comparison of sides: `kind` tells which, see docs/data-model.md."""
    contact = compared.contact.id
    yield _contact(compared.contact)
    yield from _coverage(contact, None, compared.coverage)
    numbers = {id(wording): at for at, wording in enumerate(_wordings(compared), 1)}
    for at, row in enumerate(compared.rows, 1):
        raised = len(compared.raising(row.topic))
        part = ("both" if raised > 1 else "only") if row.topic else "no topic"
        for cell in row.cells:
            if cell is not None:
                head = {"kind": "cell", "contact": contact, "part": part, "topic": row.topic or None, "row": at}
                yield from _told({**head, "wording": numbers[id(cell)]}, cell, list(row.common), cell.side)
    for wording in compared.aside:
        head = {"kind": "aside", "contact": contact, "wording": numbers[id(wording)]}
        yield from _told(head, wording, [], side=None)
    for side in compared.sides:
        for share in side.topics:
            yield _line(
                {
                    "kind": "topic", "contact": contact, "side": side.polity, "topic": share.topic,
                    "order": share.order, "characters": share.characters, "share": round(share.share, 4),
                    "articles": share.articles,
                    **_cited(share.first),
                }
            )  # fmt: skip
    for side in compared.sides:
        for voice in side.voices:
            yield _line(
                {
                    "kind": "voice", "contact": contact, "side": side.polity, "speaker": voice.name or None,
                    "office": voice.office, "media": list(voice.media), "links": [link.name for link in voice.links],
                    "wordings": voice.wordings, "quoted": voice.quoted,
                    "articles": [article.post for article in voice.articles],
                }
            )  # fmt: skip
    for side in compared.sides:
        yield _line(
            {
                "kind": "side", "contact": contact, "side": side.polity, "wordings": len(side.wordings),
                "characters": side.characters, "through": list(side.through),
            }
        )  # fmt: skip
    yield from _namings(contact, "side", compared.namings)
    for polity in compared.silent:
        yield _line({"kind": "silent", "contact": contact, "side": polity})


def outlet_lines(told: ByOutlet) -> Iterator[str]:
    """What each outlet tells and leaves out, how much of each side's words it gives, and names that it uses."""
    contact = told.contact.id
    yield _contact(told.contact)
    yield from _coverage(contact, None, told.coverage)
    for telling in told.tellings:
        yield from _coverage(contact, telling.outlet, telling.coverage)
        for what, items, left_out in (
            ("person", telling.people, False),
            ("topic", telling.topics, False),
            ("phrase", telling.phrases, False),
            ("person", telling.without_people, True),
            ("topic", telling.without_topics, True),
            ("phrase", telling.without_phrases, True),
        ):
            for order, item in enumerate(items, 1):
                yield _line(
                    {
                        "kind": what, "contact": contact, "teller": telling.outlet, "left_out": left_out,
                        "name": item.name, "order": order, **_cited(item.place),
                    }
                )  # fmt: skip
        for share in telling.shares:
            yield _line(
                {
                    "kind": "share", "contact": contact, "teller": telling.outlet, "side": share.polity,
                    "characters": share.characters, "quoted": share.quoted,
                    "share": None if share.share is None else round(share.share, 4),
                    **_cited(share.first),
                }
            )  # fmt: skip
        for other in telling.unlinked:
            yield _line(
                {
                    "kind": "unlinked", "contact": contact, "teller": telling.outlet, "side": other.polity,
                    "statements": other.statements, **_cited(other.first),
                }
            )  # fmt: skip
    yield from _namings(contact, "teller", told.namings)


def _contact(contact: Contact) -> str:
    return _line(
        {
            "kind": "contact", "contact": contact.id, "type": contact.type, "status": contact.status,
            "date": date(contact.when), "city": contact.place.city, "place_polity": contact.place.polity,
            "polities": list(contact.polities),
        }
    )  # fmt: skip


def _coverage(contact: str, teller: str | None, coverage: Coverage | None) -> Iterator[str]:
    """What the archive holds around a contact, of an outlet or of all."""
    if coverage is not None:
        yield _line({"kind": "coverage", "contact": contact, "teller": teller, **coverage_fields(coverage)})


def _wordings(compared: Comparison) -> Iterator[Wording]:
    for side in compared.sides:
        yield from side.wordings
    yield from compared.aside


def _told(head: Mapping[str, object], wording: Wording, common: list[str], side: str | None) -> Iterator[str]:
    """A wording in each article that has it; `side`: to whose account it belongs."""
    for each in wording.told:
        statement = each.statement
        yield _line(
            {
                **head, "side": side, "speaker": statement.speaker, "office": statement.office,
                "polity": statement.polity, "verb": statement.verb or None, "class": statement.manner,
                "form": statement.form, "addressee": statement.addressee, "medium": statement.medium,
                "chain": [link.name for link in each.links], "through": _through(each, wording),
                "topics": list(statement.topics), "phrases": list(statement.phrases), "common": common,
                "characters": statement.end - statement.start, "text": statement.text or None, **_cited(each.place),
            }
        )  # fmt: skip


def _through(told: Told, wording: Wording) -> list[str]:
    """The polities of those who hand it on, where they are not the speaker's."""
    return list(dict.fromkeys(link.polity for link in told.links if link.polity and link.polity != wording.side))


def _namings(contact: str, user: str, namings: tuple[Naming, ...]) -> Iterator[str]:
    for naming in namings:
        for use in naming.uses:
            sentence = "".join(passage.text for passage in use.place.sentences)
            yield _line(
                {
                    "kind": "naming", "contact": contact, "thing": naming.thing, "name": use.name, user: use.user,
                    "quoted": use.quoted, "text": sentence or None, **_cited(use.place),
                }
            )  # fmt: skip


def _cited(place: Place) -> dict[str, object]:
    article = place.article
    return {
        "article": article.post,
        "outlet": article.reading.article.outlet,
        "day": day(article) or None,
        "start": place.span.start if place.span else None,
        "end": place.span.end if place.span else None,
        "url": article.reading.article.post.url or None,
    }


def _line(fields: dict[str, object]) -> str:
    return json.dumps(fields, ensure_ascii=False)
