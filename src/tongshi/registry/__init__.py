"""Who is who: states, people, offices and institutions, and where a text names them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tongshi import lexicon
from tongshi.registry.actors import find_names
from tongshi.registry.entries import (
    Person,
    Polity,
    load_institutions,
    load_offices,
    load_people,
    load_polities,
    with_learnt,
)
from tongshi.registry.names import load_names
from tongshi.registry.scan import Scanner
from tongshi.registry.surnames import surnames, titles_by_role
from tongshi.registry.whoiswho import Registry, Site, pair_pattern

__all__ = ["Person", "Registry", "Site", "find_names", "load_registry"]


def load_registry(layers: lexicon.Layers = (), masks: Iterable[str] = (), learnt: Iterable[Person] = ()) -> Registry:
    """The registry; `masks` are words that hide names, such as those of outlets, `learnt` people an archive told of."""
    polities = load_polities(layers)
    offices = load_offices(layers)
    curated = load_people(offices, layers)
    people = with_learnt(curated, learnt)
    institutions = load_institutions(layers)
    names = load_names(curated)
    letters: dict[str, list[Polity]] = {}
    for polity in polities:
        for short in polity.abbreviations:
            if len(short) == 1:
                letters.setdefault(short, []).append(polity)
    abbreviations = {short: _usual(short, called_so) for short, called_so in letters.items()}
    # a ministry with a site of its own stays an actor: 中国外交部 is no medium
    bodies = tuple(name for institution in institutions for name in institution.names)
    masks = [mask for mask in masks if not mask.endswith(bodies)]
    titled: dict[str, list[tuple[str, str]]] = {}
    for person in people:
        for title, name in person.titled_names:
            titled.setdefault(name, []).append((title, person.id))
    surnamed: dict[tuple[str, str], list[str]] = {}
    for person in people:
        for key in surnames(person):
            surnamed.setdefault(key, []).append(person.id)
    heads: dict[str, list[str]] = {}
    for person in people:
        if any(tenure.role in {"head-of-state", "head-of-government"} for tenure in person.tenures):
            for family in {latin.split()[-1].lower() for latin in person.latin}:
                heads.setdefault(family, []).append(person.id)
    held: dict[tuple[str, str], list[str]] = {}
    for person in people:
        for office in dict.fromkeys((tenure.polity, tenure.role) for tenure in person.tenures):
            held.setdefault(office, []).append(person.id)
    regions = names.regions | {region: polity.code for polity in polities for region in polity.regions}
    return Registry(
        polities={polity.code: polity for polity in polities},
        people={person.id: person for person in people},
        offices={office.id: office for office in offices},
        policy_roles=frozenset(office.role for office in offices if office.policy),
        policy_titles=tuple(title for office in offices if office.policy for title in office.titles),
        roles={title: office.role for office in reversed(offices) for title in office.titles},
        institutions={institution.id: institution for institution in institutions},
        shared=[(name, each.told_by) for each in institutions if each.told_by for name in each.names],
        names=names,
        scan=Scanner(polities, people, offices, institutions, [*masks, *names.no_pronouns], names.pronouns),
        titled=titled,
        longest_titled=max(map(len, titled), default=0),
        pairs=pair_pattern(abbreviations),
        abbreviations=abbreviations,
        namesakes={short: tuple(each.code for each in of) for short, of in letters.items() if len(of) > 1},
        sharing={short: polity.code for polity in polities for short in polity.shares},
        pairing=frozenset(short for polity in polities if polity.pairs for short in polity.abbreviations),
        regions=regions,
        region=re.compile(lexicon.any_of(regions)),
        lands={code: names.lands.get(region, frozenset()) for region, code in regions.items()},
        surnamed=surnamed,
        heads=heads,
        titles=titles_by_role(offices),
        held=held,
    )


def _usual(short: str, polities: Sequence[Polity]) -> str:
    """The state that one character means where the text names none of those called so; empty: it tells nothing."""
    usual = [each for each in polities if len(polities) == 1 or each.fuses or short in each.usual]
    return usual[0].code if usual else ""
