"""Who is who: states, people, offices and institutions, and where a text names them."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources.abc import Traversable

from tongshi import lexicon
from tongshi.registry.actors import find_names
from tongshi.registry.entries import load_institutions, load_offices, load_people, load_polities
from tongshi.registry.names import FAMILY_FIRST, load_names
from tongshi.registry.scan import Scanner
from tongshi.registry.whoiswho import Registry, Site, pair_pattern

__all__ = ["Registry", "Site", "find_names", "load_registry"]


def load_registry(folder: Traversable = lexicon.SHIPPED, masks: Iterable[str] = ()) -> Registry:
    """The registry of a lexicon folder; `masks` are words that hide names, such as those of outlets."""
    polities = load_polities(folder)
    offices = load_offices(folder)
    people = load_people(offices, folder)
    institutions = load_institutions(folder)
    names = load_names(people, folder)
    abbreviations = {short: polity.code for polity in polities for short in polity.abbreviations if len(short) == 1}
    # a ministry with a site of its own stays an actor: 中国外交部 is no medium
    bodies = tuple(name for institution in institutions for name in institution.names)
    masks = [mask for mask in masks if not mask.endswith(bodies)]
    titled: dict[str, list[tuple[str, str]]] = {}
    for person in people:
        for title, name in person.titled_names:
            titled.setdefault(name, []).append((title, person.id))
    surnamed: dict[tuple[str, str], list[str]] = {}
    for person in people:
        families = (
            {name[0] for name in person.plain_names if 2 <= len(name) <= 4} if person.polity in FAMILY_FIRST else ()
        )
        for key in {(family, tenure.role) for family in families for tenure in person.tenures}:
            surnamed.setdefault(key, []).append(person.id)
    held: dict[tuple[str, str], list[str]] = {}
    for person in people:
        for office in dict.fromkeys((tenure.polity, tenure.role) for tenure in person.tenures):
            held.setdefault(office, []).append(person.id)
    return Registry(
        polities={polity.code: polity for polity in polities},
        people={person.id: person for person in people},
        offices={office.id: office for office in offices},
        policy_roles=frozenset(office.role for office in offices if office.policy),
        policy_titles=tuple(title for office in offices if office.policy for title in office.titles),
        titles={title: office.role for office in reversed(offices) for title in office.titles},
        institutions={institution.id: institution for institution in institutions},
        names=names,
        scan=Scanner(polities, people, offices, institutions, [*masks, *names.no_pronouns], names.pronouns),
        titled=titled,
        longest_titled=max(map(len, titled), default=0),
        pairs=pair_pattern(abbreviations),
        abbreviations=abbreviations,
        pairing=frozenset(short for polity in polities if polity.pairs for short in polity.abbreviations),
        regions={region: polity.code for polity in polities for region in polity.regions},
        surnamed=surnamed,
        held=held,
    )
