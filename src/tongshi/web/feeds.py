"""Contacts to be followed: the latest reports as an Atom feed, the days as a calendar. Contacts in, bytes out."""

from __future__ import annotations

import datetime as dt
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from icalendar import Calendar, Component, Event

from tongshi.display import date, people, where
from tongshi.hypertext import fit
from tongshi.records import Status
from tongshi.store import Contact
from tongshi.web.labels import Labels

#: Entries of a page of a feed, and events of a page of a calendar; the next page has those before them.
MOST_ENTRIES = 100
MOST_EVENTS = 200

#: How a calendar calls what was held, or is to be; what was refused or denied is on no day.
EVENT_STATUS: Mapping[Status, str] = {
    "held": "CONFIRMED",
    "planned": "TENTATIVE",
    "proposed": "TENTATIVE",
    "cancelled": "CANCELLED",
}

#: Before anything was read: no build has ended, and no report has a day.
_BEGINNING = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

_ATOM = "http://www.w3.org/2005/Atom"
_DAY = dt.timedelta(days=1)

#: Ids of feeds and entries are made in this namespace, from the query and from the contact's id: those of a contact
#: are the same on every site.
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "tongshi")

ET.register_namespace("", _ATOM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A page of contacts to be followed, and what a feed says of itself; addresses are whole ones where the place of
    the site is known.
    """

    title: str
    subtitle: str  # how many of how many these are, and how more are found
    name: str  # what was chosen, the same whenever it is asked for
    contacts: Sequence[Contact]
    labels: Labels
    address_of: Callable[[Contact], str]
    here: str
    page: str  # the same as a page to be read
    earlier: str  # the address of the next page; empty: this is the last
    built: str  # when the last build had ended: UTC, ISO 8601; empty: none has


def atom(told: Followed) -> bytes:
    """A feed (RFC 4287, its pages by RFC 5005)."""
    feed = ET.Element(f"{{{_ATOM}}}feed", {"xml:lang": told.labels.words.language})
    _text(feed, "id", _urn(f"feed:{told.name}"))
    _text(feed, "title", told.title)
    _text(feed, "subtitle", told.subtitle)
    _text(feed, "updated", _latest(told).isoformat())
    _author(feed, told.title)
    _link(feed, "self", told.here, "application/atom+xml")
    _link(feed, "alternate", told.page, "text/html")
    if told.earlier:
        _link(feed, "next", told.earlier, "application/atom+xml")
    for contact in told.contacts:
        _entry(feed, told, contact)
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def calendar(told: Followed) -> bytes:
    """A calendar (RFC 5545) of those of the contacts of which the day is known."""
    made = Calendar()
    made.add("prodid", "-//Tongshi//Contacts//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("name", told.title)
    made.add("x-wr-calname", told.title)
    made.add("description", told.subtitle)
    made.add("x-wr-caldesc", told.subtitle)
    _tell_address(made, told.page)
    stamp = _moment(told.built)
    for contact in told.contacts:
        if has_day(contact):
            made.add_component(_event(told, contact, stamp))
    return bytes(made.to_ical())


def has_day(contact: Contact) -> bool:
    """Whether a contact stands in a calendar."""
    return contact.when.start is not None and contact.when.precision == "day" and contact.status in EVENT_STATUS


def headline(contact: Contact, labels: Labels) -> str:
    """`Call: 習近平 (CN)、拜登 (US)`."""
    return fit(labels.words.told(labels.type(contact.type), people(contact)))


def summary(contact: Contact, labels: Labels) -> str:
    """What is known of a contact, a line for each field."""
    day = date(contact.when) if contact.when.start else labels.words("site.undated")
    known = (("date", day), ("status", labels.status(contact.status)), ("place", where(contact)))
    return _lines((*known, *_fields(contact, labels)), labels)


def _lines(fields: Iterable[tuple[str, str]], labels: Labels) -> str:
    return "\n".join(labels.words.told(labels.field(name), fit(told)) for name, told in fields if told)


def _fields(contact: Contact, labels: Labels) -> Iterable[tuple[str, str]]:
    """What a calendar has no place for."""
    yield "participants", "、".join(_described(*each) for each in _named(contact))
    yield "topics", labels.words.listed(map(labels.topic, contact.topics))
    yield "outlet", labels.words.listed(map(labels.outlet, contact.outlets))


def _named(contact: Contact) -> Iterable[tuple[str, str, str]]:
    for each in contact.participants:
        yield each.name or each.office or "?", each.latin or "", each.polity or ""


def _described(name: str, latin: str, polity: str) -> str:
    beside = ", ".join(filter(None, (latin, polity)))
    return f"{name} ({beside})" if beside else name


# --- Atom


def _entry(feed: ET.Element, told: Followed, contact: Contact) -> None:
    entry = ET.SubElement(feed, f"{{{_ATOM}}}entry")
    _text(entry, "id", _urn(f"contact:{contact.id}"))
    _text(entry, "title", f"{date(contact.when)} {headline(contact, told.labels)}")
    _text(entry, "updated", _moment(contact.first_report or told.built).isoformat())
    if contact.first_report:
        _text(entry, "published", _moment(contact.first_report).isoformat())
    for outlet in contact.outlets:
        _author(entry, told.labels.outlet(outlet) or told.labels.words("site.unknown"))
    _link(entry, "alternate", told.address_of(contact), "text/html")
    for kind, term, label in (
        ("type", contact.type, told.labels.type(contact.type)),
        ("status", contact.status, told.labels.status(contact.status)),
    ):
        ET.SubElement(entry, f"{{{_ATOM}}}category", {"term": term, "scheme": f"urn:tongshi:{kind}", "label": label})
    _text(entry, "summary", summary(contact, told.labels))


def _latest(told: Followed) -> dt.datetime:
    """When a feed was last changed: when it was built, or the latest report where no build has ended."""
    reports = (_moment(each.first_report) for each in told.contacts if each.first_report)
    return _moment(told.built) if told.built else max(reports, default=_BEGINNING)


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}{name}").text = fit(text)


def _author(parent: ET.Element, name: str) -> None:
    _text(ET.SubElement(parent, f"{{{_ATOM}}}author"), "name", name)


def _link(parent: ET.Element, relation: str, address: str, media: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}link", {"rel": relation, "href": fit(address), "type": media})


def _urn(name: str) -> str:
    return uuid.uuid5(_NAMESPACE, name).urn


def _moment(stamp: str) -> dt.datetime:
    """A moment as the store has it, with its zone."""
    if not stamp:
        return _BEGINNING
    moment = dt.datetime.fromisoformat(stamp)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


# --- iCalendar


def _event(told: Followed, contact: Contact, stamp: dt.datetime) -> Event:
    start = contact.when.start or stamp.date()
    end = max(contact.when.end or start, start)
    event = Event()
    event.add("uid", f"{contact.id}@tongshi")
    event.add("dtstamp", stamp)
    event.add("dtstart", start)
    if start < end < dt.date.max:  # without an end it is one day
        event.add("dtend", end + _DAY)
    event.add("summary", headline(contact, told.labels))
    event.add("description", _lines(_fields(contact, told.labels), told.labels))
    event.add("status", EVENT_STATUS[contact.status])
    event.add("transp", "TRANSPARENT")
    if place := where(contact):
        event.add("location", fit(place))
    _tell_address(event, told.address_of(contact))
    return event


def _tell_address(component: Component, address: str) -> None:
    """Where it can be read; a calendar is read away from its site, so that part of an address leads nowhere."""
    if "://" in address:
        component.add("url", address)
