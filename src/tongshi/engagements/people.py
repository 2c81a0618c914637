"""Which actors of one article are one person, and how he is first written."""

from __future__ import annotations

from collections.abc import Sequence

from tongshi.records import Actor


class People:
    """The named actors of one article, told apart."""

    def __init__(self, folded: str, actors: Sequence[Actor]) -> None:
        self._folded = folded
        self._first: dict[str, Actor] = {}
        self._office: dict[str, Actor] = {}
        names = [folded[slice(*actor.name)] for actor in actors if actor.name and not actor.person]
        self._full = {
            name: max((n for n in names if n == name or n.endswith("·" + name)), key=len) for name in set(names)
        }
        self._persons = {folded[slice(*actor.name)]: actor.person for actor in actors if actor.name and actor.person}
        for actor in actors:
            key = self.key(actor)
            if key is None:
                continue
            first = self._first.setdefault(key, actor)
            if first.name and first.name[1] - first.name[0] == 1:
                self._first[key] = actor  # 蔡總統 is not how 蔡英文 is written
            held = self._office.get(key)
            if actor.office is not None and not actor.mark and (held is None or _width(actor) > _width(held)):
                self._office[key] = actor

    def key(self, actor: Actor) -> str | None:
        """What identifies a named actor: his id in the registry, else his fullest name here."""
        if actor.person or actor.name is None:
            return actor.person or None
        name = self._folded[slice(*actor.name)]
        return self._persons.get(name) or self._full.get(name)

    def same(self, a: Actor, b: Actor) -> bool:
        """Whether two actors are one person."""
        x, y = self.key(a), self.key(b)
        return x is not None and x == y

    def first(self, actor: Actor) -> Actor:
        """The first mention of the person, who may be the actor himself."""
        return self._first.get(self.key(actor) or "", actor)

    def officer(self, actor: Actor) -> Actor:
        """The mention that gives the person's fullest title."""
        return self._office.get(self.key(actor) or "", actor)


def _width(actor: Actor) -> int:
    return actor.office[1] - actor.office[0] if actor.office else 0
