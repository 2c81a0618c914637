"""Names, titles and states → who the text speaks of.

The same person met again by surname or title alone is the same person; what the first mention said stays known.
"""

from __future__ import annotations

import bisect
import datetime as dt
import re
from collections.abc import Iterator

from tongshi.records import Actor
from tongshi.registry.names import GLOSS
from tongshi.registry.neighbours import chained, held_then, pairs, shared_titles
from tongshi.registry.phrases import phrases
from tongshi.registry.scan import Hit
from tongshi.registry.whoiswho import Registry, Site

#: What stands before the first word of a sentence, and of a clause.
_SENTENCE_BEGINS = frozenset(("", "\n", "。", "!", "?"))
_CLAUSE_BEGINS = _SENTENCE_BEGINS | frozenset(",;:”」")
#: Words that end like a family name before a title: [任何]部长.
_NO_FAMILY = ("任何", "如何", "为何")


def find_names(
    folded: str, registry: Registry, day: dt.date | None, home: str | None = None
) -> tuple[tuple[Actor, ...], tuple[Site, ...]]:
    """All actors of a text, and all states and places named in it, each in order of `start`.

    `day` decides tenure; `home` is the outlet's own polity, for offices whose state is left unsaid.
    """
    namesakes = registry.names.namesakes
    hits = [hit for hit in registry.scan(folded) if hit.kind != "person" or not folded.startswith(namesakes, hit.end)]
    hits = [_as_meant(hit, folded, registry) for hit in hits]
    sites = tuple(
        Site(
            hit.start, hit.end, hit.ref[0], hit.sense,
            town=folded[hit.start : hit.end] in registry.polities[hit.ref[0]].cities,
        )
        for hit in hits if hit.kind == "polity" and hit.sense
    )  # fmt: skip
    return _actors(folded, hits, registry, day, home), sites


def _as_meant(hit: Hit, folded: str, registry: Registry) -> Hit:
    """巴总统, 土外长: a title behind one character is of the state that this means in the text."""
    is_fused = hit.kind == "title" and hit.polity and hit.polity in registry.namesakes.get(folded[hit.start], ())
    if not is_fused or folded[hit.start + 1 : hit.end] not in registry.roles:
        return hit
    return hit._replace(polity=registry.meant(folded[hit.start], folded) or None)


def _actors(
    folded: str, hits: list[Hit], registry: Registry, day: dt.date | None, home: str | None
) -> tuple[Actor, ...]:
    found = list(phrases(folded, hits, registry, day))
    found = shared_titles(folded, pairs(folded, registry, chained(folded, registry, found), hits))
    found = held_then(folded, registry, found)
    found += _glossed(folded, found, registry)
    found += _repeats(folded, found, registry.names.namesakes)
    found = _in_latin(folded, found, registry, day)
    found = _surnamed(folded, found, registry, day, home)
    found.sort(key=lambda actor: (actor.start, -actor.end))
    return tuple(_with_polities(found, folded, registry, home))


#: A word in Latin letters alone among Chinese ones: 俄罗斯总统 [Putin] 说. What stands before it is asked of behind its
#: first letter, since a search is fast at characters of a class with which it begins.
_LATIN_WORD = re.compile(
    r"[a-z](?:(?<=[一-鿿,。、;:!?“「].)|(?<=[一-鿿,。、;:!?“「] .)|(?<![^\n].))[a-z]{3,}(?= ?[一-鿿,。、;!?”」(])"
)


def _in_latin(folded: str, found: list[Actor], registry: Registry, day: dt.date | None) -> list[Actor]:
    """俄罗斯总统 Putin, Trump 终于会见: heads of state or government by their family names in Latin letters alone."""
    out = list(found)
    for word in _LATIN_WORD.finditer(folded):
        person = registry.by_latin(word[0], day)
        if person is None or any(actor.start < word.end() and word.start() < actor.end for actor in found):
            continue
        start, end = word.span()
        tenure = person.held_on(day)
        title = next((a for a in out if a.kind == "office" and not a.name and start - a.end in {0, 1}), None)
        if title is not None and title.polity in {None, person.polity}:
            out.remove(title)
        else:
            title = None
        out.append(
            Actor(
                start=title.start if title else start, end=end, name=(start, end), latin=(start, end),
                office=title.office if title else None, person=person.id, polity=person.polity,
                role=title.role if title else tenure.role if tenure else "", mark=title.mark if title else "",
            )
        )  # fmt: skip
    return out


def _surnamed(
    folded: str, found: list[Actor], registry: Registry, day: dt.date | None, home: str | None
) -> list[Actor]:
    """蔡總統, 菅首相: a family name before a title, of somebody the text names or who held the office then."""
    taken = {actor.end for actor in found}
    out = []
    for actor in found:
        family = folded[actor.start - 1] if actor.start else ""
        bare = actor.kind == "office" and actor.office == (actor.start, actor.end) and actor.role
        if (
            not bare
            or actor.start in taken
            or (family, actor.role) not in registry.surnamed
            or folded.endswith(_NO_FAMILY, 0, actor.start)
            or not folded.startswith(registry.titles[actor.role], actor.start)
        ):
            out.append(actor)
            continue
        named = next(
            (a for a in found if a.person and a.name and a.role == actor.role and folded[a.name[0]] == family), None
        )
        person = registry.people.get(named.person) if named else registry.by_surname(family, actor.role, day, home)
        if person is None:
            out.append(actor)
            continue
        tenure = person.held_on(day)
        start = actor.start - 1
        out.append(
            actor._replace(
                start=start, name=(start, start + 1), person=person.id, kind="person",
                polity=tenure.polity if tenure else person.polity,
            )
        )  # fmt: skip
    return out


def _glossed(folded: str, found: list[Actor], registry: Registry) -> list[Actor]:
    """沃德（Elizabeth Ward）: a name that no title announces, told by its gloss."""
    ends = sorted(actor.end for actor in found)
    out = []
    for gloss in GLOSS.finditer(folded):
        reached = ends[at - 1] if (at := bisect.bisect_right(ends, gloss.start())) else 0
        if at < len(ends) and any(a.start <= gloss.start() < a.end for a in found if a.end == ends[at]):
            continue  # part of what was read already
        start = registry.names.start_before(folded, gloss.start(), reached)
        is_body = folded[gloss.start() - 1] in registry.names.body_ends
        if start < gloss.start() and not is_body and " " in gloss[1].strip():
            out.append(Actor(start=start, end=gloss.end(), name=(start, gloss.start()), latin=gloss.span(1)))
    return out


def _repeats(folded: str, found: list[Actor], namesakes: tuple[str, ...]) -> Iterator[Actor]:
    """Names read from a title or a gloss are found again where they stand alone: not in what bears one, 某某[机场]."""
    known: dict[str, Actor] = {}
    for actor in found:
        if actor.name is not None and not actor.person:
            name = folded[actor.name[0] : actor.name[1]]
            for form in {name, name.rpartition("·")[2]}:
                if len(form) >= 2:
                    known.setdefault(form, actor)
    taken = {position for actor in found for position in range(actor.start, actor.end)} if known else set()
    for form in sorted(known, key=len, reverse=True):
        first = known[form]
        for match in re.finditer(re.escape(form), folded):
            if match.start() not in taken and match.end() - 1 not in taken:
                if folded.startswith(namesakes, match.end()):
                    continue
                taken.update(range(match.start(), match.end()))
                yield Actor(
                    start=match.start(),
                    end=match.end(),
                    name=match.span(),
                    polity=first.polity,
                    host=first.host,
                    role=first.role,
                )


def _with_polities(found: list[Actor], folded: str, registry: Registry, home: str | None) -> Iterator[Actor]:
    """Give each actor whose state is unsaid the state the text speaks of: said before of him, or last named.

    The person's own first mention decides; then the nearest state before in the paragraph, then `home`. A mouthpiece
    alone, 发言人称, is the one spoken of before, and never of `home`.
    """
    said: dict[str, str] = {}
    for actor in found:
        key = _key(actor, folded)
        if key and actor.polity is not None:
            said.setdefault(key, actor.polity)
    last: str | None = None
    subject: str | None = None  # the state or body with which the last such sentence of the paragraph begins
    mouthpiece: str | None = None  # the last in the text that speaks for its state
    paragraph = -1
    for each in found:
        actor = each
        start_of_paragraph = folded.rfind("\n", 0, actor.start)
        if start_of_paragraph != paragraph:
            paragraph, last, subject = start_of_paragraph, None, None
        bare = _is_bare_mouthpiece(actor, folded, registry)
        if actor.polity is None and actor.kind != "pronoun":
            if bare:
                polity = subject or mouthpiece or last
            else:
                spoken_of = said.get(_key(actor, folded) or "") or _told(actor, folded, registry) or last
                polity = spoken_of or _at_home(actor, home, registry)
            actor = actor._replace(polity=polity, inferred=True)
        elif actor.polity is not None and actor.kind != "medium":
            last = actor.polity
        if actor.kind in {"polity", "institution"} and folded[actor.start - 1 : actor.start] in _SENTENCE_BEGINS:
            subject = actor.polity
        opens = actor.kind == "institution" and actor.start == start_of_paragraph + 1
        if opens or bare or (not actor.inferred and _is_mouthpiece(actor, folded, registry)):
            mouthpiece = actor.polity
        yield actor


def _at_home(actor: Actor, home: str | None, registry: Registry) -> str | None:
    """The outlet's own state, where it has such offices: a territory has no foreign minister of its own."""
    is_territory = home is not None and registry.polities[home].kind == "territory"
    return None if is_territory and actor.role in registry.policy_roles else home


def _is_bare_mouthpiece(actor: Actor, folded: str, registry: Registry) -> bool:
    """Whether a clause begins with somebody who speaks for a state and nothing says for which: 使馆发言人指出."""
    begins = folded[actor.start - 1 : actor.start] in _CLAUSE_BEGINS
    return actor.name is None and begins and registry.names.bare.fullmatch(folded, actor.start, actor.end) is not None


def _is_mouthpiece(actor: Actor, folded: str, registry: Registry) -> bool:
    """Whether somebody is named who speaks for a state: 中国驻英国大使馆, 外交部发言人汪文斌."""
    return folded.endswith(registry.names.mouthpieces, actor.start, actor.office[1] if actor.office else actor.end)


def _told(actor: Actor, folded: str, registry: Registry) -> str | None:
    """The state whose words tell of which state a body of more than one is: 国务院 beside 国务卿."""
    for name, states in registry.shared:
        if folded.startswith(name, actor.start):
            return next((code for code, words in states if any(word in folded for word in words)), None)
    return None


def _key(actor: Actor, folded: str) -> str | None:
    return actor.person or (folded[actor.name[0] : actor.name[1]] if actor.name else None)
