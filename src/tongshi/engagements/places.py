"""Where a contact took place, as far as the article says (codebook 1.7)."""

from __future__ import annotations

from collections.abc import Sequence

from tongshi.engagements.contacts import Contact, Mention
from tongshi.engagements.scene import states_of
from tongshi.offsets import SourceText
from tongshi.records import EngagementType, Place
from tongshi.registry import Registry, Site

#: What is written, telephoned or decided has no place.
_NOWHERE: frozenset[EngagementType] = frozenset({"call", "message", "appointment"})


def place_of(contact: Contact, hosts: Sequence[str], text: SourceText, registry: Registry) -> tuple[Place, Site | None]:
    """The place, and the words that name it; of a visit the one state visited, whatever else is named."""
    best = contact.best
    if best.type in _NOWHERE:
        return Place(), None
    sites = [mention.site for mention in (best, *contact.mentions) if mention.site is not None]
    if best.type == "visit":
        hosts = states_only(hosts, registry)  # 前往布鲁塞尔会晤欧盟主席 is a visit to one place
        if len(hosts) != 1:
            return Place(), None
        sites = [site for site in sites if site.polity == hosts[0]]
        site = next((site for site in sites if site.town), sites[0] if sites else None)
        return Place(city=_city(site, text), polity=hosts[0]), site
    site = next((site for site in sites if site.town), sites[0] if sites else None)
    if site is not None:
        return Place(city=_city(site, text), polity=site.polity), site
    home = _at_home(best)
    return Place(polity=next(iter(states_only((home,) if home else (), registry)), None)), None


def _city(site: Site | None, text: SourceText) -> str | None:
    return text.text[site.start : site.end] if site is not None and site.town else None


def states_only(codes: Sequence[str], registry: Registry) -> tuple[str, ...]:
    """Those of some polities that are a place: no organisation, and no part of the world."""
    known = ((code, registry.polities.get(code)) for code in codes)
    return tuple(code for code, polity in known if polity is not None and not polity.is_organisation)


def _at_home(mention: Mention) -> str | None:
    """The state of whoever receives the other, or to which the other is posted: 会见驻华大使."""
    states = states_of(mention.actors)
    posted = {actor.host for actor in mention.actors if actor.host in states and actor.polity != actor.host}
    if mention.type != "meeting" or mention.draft.at_home is not None or len(posted) != 1:
        return mention.draft.at_home
    return next(iter(posted))
