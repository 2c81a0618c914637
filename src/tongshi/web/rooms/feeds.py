"""Contacts to be followed, of whatever is chosen: the latest reports as Atom, days as iCalendar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from starlette.responses import Response

from tongshi.catalogue import Choice
from tongshi.errors import NotFoundError
from tongshi.store import Contact
from tongshi.web.asked import choice_of, page_of, query_of
from tongshi.web.feeds import MOST_ENTRIES, MOST_EVENTS, Followed, atom, calendar, has_day
from tongshi.web.narrowing import in_words
from tongshi.web.visits import View, Visit


def _atom(visit: Visit) -> Response:
    choice = _choice(visit)
    selection = visit.catalogue.select(choice, "-report")
    page = page_of(visit.query)
    told = _followed(visit, choice, "atom", selection.page(page, MOST_ENTRIES), page, selection.total, MOST_ENTRIES)
    return Response(atom(told), media_type="application/atom+xml")


def _calendar(visit: Visit) -> Response:
    choice = _choice(visit)
    found = [each for each in visit.catalogue.select(choice) if has_day(each)]
    page = page_of(visit.query)
    own = found[(page - 1) * MOST_EVENTS : page * MOST_EVENTS]
    told = _followed(visit, choice, "ics", own, page, len(found), MOST_EVENTS)
    return Response(calendar(told), media_type="text/calendar")


def _choice(visit: Visit) -> Choice:
    return choice_of(visit.query, visit.catalogue, visit.site.layers)


def _followed(
    visit: Visit, choice: Choice, form: str, contacts: Sequence[Contact], page: int, total: int, most: int
) -> Followed:
    if page > max(1, -(-total // most)):
        raise NotFoundError(f"page: {page}: no contacts are left")
    query = query_of(choice)
    whole = _whole(visit)
    return Followed(
        title=_title(visit, choice),
        subtitle=visit.words("contacts.feed_holds", shown=len(contacts), total=total, page=page),
        name=urlencode(query),
        contacts=contacts,
        labels=visit.labels,
        address_of=lambda contact: whole(visit.url.contact(contact.id)),
        here=whole(visit.url.feed(form, query_of(choice, page=page))),
        page=whole(visit.url.contacts(query)),
        earlier=whole(visit.url.feed(form, query_of(choice, page=page + 1))) if page * most < total else "",
        built=visit.release.provenance.built or "",
    )


def _whole(visit: Visit) -> Callable[[str], str]:
    """Addresses of the site as others can ask for them."""
    at = visit.request.url
    return lambda address: f"{at.scheme}://{at.netloc}{address}"


def _title(visit: Visit, choice: Choice) -> str:
    """`Tongshi: Call, China – United States`."""
    chosen = ((facet, value) for facet in choice.facets for value in choice.of(facet))
    told = [in_words(visit.catalogue, visit.labels, facet, value)[0] for facet, value in chosen]
    told += [f"≥ {choice.since}"] if choice.since else []
    told += [f"≤ {choice.until}"] if choice.until else []
    told += [visit.words("site.undated")] if choice.undated else []
    site = visit.site.title or visit.words("site.name")
    return f"{site}: {', '.join(told) or visit.words('contacts.all')}"


VIEWS = (View("/contacts.atom", _atom), View("/contacts.ics", _calendar))
