"""Which actors of one article are one person, and how he is first written."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tongshi.engagements.titles import Titles, is_titled
from tongshi.records import Actor

#: Offices that one person at a time holds.
SINGLE = frozenset(
    {
        "head-of-state",
        "head-of-government",
        "foreign-minister",
        "defence-minister",
        "security-adviser",
        "organisation-head",
        "religious-head",
    }
)

#: Offices that one person at a time holds, if their titles are the same to the letter: 参议院议长 is not 众议院议长.
_BY_TITLE = frozenset(
    {
        "speaker",
        "ambassador",
        "deputy-head",
        "finance-minister",
        "trade-minister",
        "monarch",
    }
)
#: What the head of a body that is no state is called.
_HEAD = "领导人"
#: Characters of a title that say nothing of which it is.
_IDLE = re.compile(r"的|\([^()]*\)")


class People:
    """The named actors of one article, told apart."""

    def __init__(self, folded: str, actors: Sequence[Actor], titles: Titles) -> None:
        self._folded = folded
        self.titles = titles
        self._first: dict[str, Actor] = {}
        self._office: dict[str, Actor] = {}
        self._once: dict[str, Actor] = {}  # who is titled by what he was, or is to be: 前首相某某
        names = [folded[slice(*actor.name)] for actor in actors if actor.name and not actor.person]
        self._full = {
            name: max((n for n in names if n == name or n.endswith("·" + name)), key=len) for name in set(names)
        }
        self._persons = {folded[slice(*actor.name)]: actor.person for actor in actors if actor.name and actor.person}
        self._holders = self._read_holders(actors)
        for actor in actors:
            key = self.key(actor) if actor.name else None
            if key is None:
                continue
            first = self._first.setdefault(key, actor)
            if first.name and first.name[1] - first.name[0] == 1:
                self._first[key] = actor  # 蔡總統 is not how 蔡英文 is written
            if actor.office is not None:
                offices = self._once if actor.mark else self._office
                held = offices.get(key)
                if held is None or titles.width(actor) > titles.width(held):
                    offices[key] = actor

    def _read_holders(self, actors: Sequence[Actor]) -> dict[tuple[str | None, str], str]:
        """Who holds an office of which the article names one holder: 卡塔尔首相 is the one it named before."""
        named: dict[tuple[str | None, str], set[str]] = {}
        for actor in actors:
            office = self._held_alone(actor) if actor.name and actor.polity else ""
            if office:
                named.setdefault((actor.polity, office), set()).add(self._name_key(actor) or "")
        return {office: next(iter(keys)) for office, keys in named.items() if len(keys) == 1 and "" not in keys}

    def key(self, actor: Actor) -> str | None:
        """What identifies a person: his id in the registry, else his fullest name here; of a title its one holder."""
        if actor.person or actor.name is not None:
            return self._name_key(actor)
        office = self._held_alone(actor) if actor.kind == "office" else ""
        return self._holders.get((actor.polity, office)) if office else None

    def _held_alone(self, actor: Actor) -> str:
        """What tells an office that one person at a time holds from others of its state; empty: it is none."""
        if actor.mark or actor.office is None:
            return ""
        if actor.role in SINGLE:
            return actor.role
        title = _IDLE.sub("", self._folded[slice(*actor.office)])
        if actor.polity and actor.polity.startswith("X:") and title.endswith(_HEAD):
            return _HEAD  # of a body that is no state: however it is called
        return title if actor.role in _BY_TITLE else ""

    def _name_key(self, actor: Actor) -> str | None:
        if actor.person or actor.name is None:
            return actor.person or None
        name = self._folded[slice(*actor.name)]
        return self._persons.get(name) or self._full.get(name)

    def person(self, actor: Actor) -> str:
        """The person's id in the registry, also where only another mention of him gives it; empty: none does."""
        key = self.key(actor)
        return key if key is not None and key in self._persons.values() else actor.person

    def same(self, a: Actor, b: Actor) -> bool:
        """Whether two actors are one person by name; who holds a title is no proof that two reports are one."""
        x, y = self._name_key(a), self._name_key(b)
        return x is not None and x == y

    def meant(self, a: Actor, b: Actor) -> bool:
        """Whether two actors are one person, also where one is told by the office that he alone holds here."""
        x = self.key(a)
        return x is not None and x == self.key(b)

    def once(self, actors: Sequence[Actor]) -> tuple[Actor, ...]:
        """Each person's first actor only, those not told apart all."""
        kept: dict[object, Actor] = {}
        for actor in actors:
            kept.setdefault(self.key(actor) or (actor.start, actor.end, actor.polity), actor)
        return tuple(kept.values())

    def first(self, actor: Actor) -> Actor:
        """The first mention of the person, who may be the actor himself."""
        return self._first.get(self.key(actor) or "", actor)

    def officer(self, actor: Actor) -> Actor:
        """The mention that gives the person's fullest title: one of an office held, where there is any."""
        key = self.key(actor) or ""
        return self._office.get(key) or (actor if is_titled(actor) else self._once.get(key, actor))
