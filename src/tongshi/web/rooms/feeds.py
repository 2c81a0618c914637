"""Contacts to be followed, of whatever is chosen: the latest reports as Atom, days as iCalendar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from starlette.responses import Response

from tongshi.catalogue import Choice
from tongshi.store import Contact
from tongshi.web.asked import NAMES, choice_of, only_known, paged, query_of
from tongshi.web.feeds import MOST_ENTRIES, MOST_EVENTS, Followed, atom, calendar, has_day
from tongshi.web.narrowing import in_words
from tongshi.web.visits import View, Visit


def _atom(visit: Visit) -> Response:
    choice = _choice(visit)
    told = _followed(visit, choice, "atom", list(visit.catalogue.select(choice, "-report")), MOST_ENTRIES)
    return Response(atom(told), media_type="application/atom+xml")


def _calendar(visit: Visit) -> Response:
    choice = _choice(visit)
    found = [each for each in visit.catalogue.select(choice) if has_day(each)]
    return Response(calendar(_followed(visit, choice, "ics", found, MOST_EVENTS)), media_type="text/calendar")


def _choice(visit: Visit) -> Choice:
    only_known(visit.query, (*NAMES, "page", "lang"))
    return choice_of(visit.query, visit.catalogue, visit.site.layers)


def _followed(visit: Visit, choice: Choice, form: str, contacts: Sequence[Contact], most: int) -> Followed:
    """The page that is asked for of a feed that has `most` contacts on each."""
    page, pages = paged(visit.query, len(contacts), most)
    shown = contacts[(page - 1) * most : page * most]
    query, whole = query_of(choice), _whole(visit)
    return Followed(
        title=_title(visit, choice),
        subtitle=visit.words("contacts.feed_holds", shown=len(shown), total=len(contacts), page=page),
        name=urlencode(query),
        contacts=shown,
        labels=visit.labels,
        address_of=lambda contact: whole(visit.url.contact(contact.id)),
        here=whole(visit.url.feed(form, query_of(choice, page=page))),
        page=whole(visit.url.contacts(query)),
        earlier=whole(visit.url.feed(form, query_of(choice, page=page + 1))) if page < pages else "",
        built=visit.release.provenance.built or "",
    )


def _whole(visit: Visit) -> Callable[[str], str]:
    """Addresses of the site as others can ask for them."""
    at = visit.request.url
    return lambda address: visit.url.whole(address, f"{at.scheme}://{at.netloc}")


def _title(visit: Visit, choice: Choice) -> str:
    """`Tongshi: Call, China – United States`."""
    chosen = ((facet, value) for facet in choice.facets for value in choice.of(facet))
    told = [in_words(visit.catalogue, visit.labels, facet, value)[0] for facet, value in chosen]
    told += [f"≥ {choice.since}"] if choice.since else []
    told += [f"≤ {choice.until}"] if choice.until else []
    told += [visit.words("site.undated")] if choice.undated else []
    site = visit.site.title or visit.words("site.name")
    return visit.words.told(site, visit.words.listed(told) or visit.words("contacts.all"))


VIEWS = (View("/contacts.atom", _atom), View("/contacts.ics", _calendar))
