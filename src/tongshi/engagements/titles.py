"""The title of somebody as it is written in full, and as what he acted."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from tongshi.engagements.grammar import Grammar
from tongshi.language import clause_end
from tongshi.records import Actor

#: A title's place in the text.
Place = tuple[int, int]
#: Characters before a title that can tell of which body it is, and behind a name that can tell as what one acted.
_BEFORE, _BEHIND = 36, 24
#: Between a body and the state that presides over it, before the title of its head.
_PRESIDES = "轮值主席国"
#: How the names of parties and camps end.
_PARTY = ("党", "派")


class Titles:
    """The titles of an article's people.

    Who is who is read from titles as the lexicons know them, [部长]某某; on record they stand with what the text says
    of them besides: [卫生福利部长], [负责能源事务的副国务卿].
    """

    def __init__(self, folded: str, actors: Sequence[Actor], grammar: Grammar) -> None:
        self._folded = folded
        self._grammar = grammar
        self._actors = actors
        self._starts = [actor.start for actor in actors]

    def written(self, actor: Actor) -> Place | None:
        """The title with which somebody is written, with the body it is of and what he is charged with."""
        if actor.office is None:
            return None
        folded, grammar, (start, end) = self._folded, self._grammar, actor.office
        then = grammar.of_that_time.match(folded, start, end)
        if then is not None:
            return then.end(), end
        if folded.endswith(_PRESIDES, 0, start):
            return self._house(start - len(_PRESIDES)), end  # [欧盟轮值主席国]德国总理
        if not grammar.title_of_body.match(folded, start, end):
            return start, end
        floor = max(folded.rfind("\n", 0, start) + 1, start - _BEFORE)
        before = grammar.charged_with.search(folded, floor, start)
        if before is None or self._names_somebody(before.start(), start):
            before = grammar.body_in_front.search(folded, floor, start)
        return (self._house(before.start()) if before else start), end

    def width(self, actor: Actor) -> int:
        """How full a title is; what its holder is charged with, or his party, makes it no fuller."""
        written = self.written(actor)
        if actor.office is None or written is None:
            return 0
        start, itself = written[0], actor.office[0]
        beside = self._grammar.charged_with.match(self._folded, start, itself) is not None
        beside = beside or self._folded.endswith(_PARTY, start, itself)
        return written[1] - (itself if beside else start)

    def acted(self, actor: Actor, known: Actor) -> Actor:
        """The office in which somebody took part, told beside his name: 时任[县委书记]的某某, 某某以[州长]身份访华.

        `known`, how he is titled else, where nothing is told there, or only its last words, 以[市长]身份.
        """
        beside = self._beside(actor)
        if beside is None or beside.office is None:
            return known
        shorter = known.office is not None and self._text(known.office).endswith(self._text(beside.office))
        return known if shorter else beside

    def _text(self, place: Place) -> str:
        return self._folded[slice(*place)]

    def _beside(self, actor: Actor) -> Actor | None:
        grammar, folded = self._grammar, self._folded
        at = bisect.bisect_left(self._starts, actor.start)
        beside = (a for a in self._actors[max(0, at - 3) : at] if a.end == actor.start - 1)
        before = next((a for a in beside if a.office is not None and a.name is None), None)
        if before is not None and folded.startswith("的", before.end) and self._held_then(before):
            return before
        closes = min(clause_end(folded, actor.end, len(folded)), actor.end + _BEHIND)
        for other in self._actors[at:]:
            if other.start >= closes or (other.name is not None and other.start > actor.start):
                return None
            if other.start < actor.end or other.kind != "office" or other.office is None:
                continue
            capacity = grammar.in_the_capacity.match(folded, other.end)
            if (capacity and grammar.acting_as.search(folded, actor.end, other.start)) or folded.endswith(
                "作为", actor.end, other.start
            ):
                return other
        return None

    def _held_then(self, office: Actor) -> bool:
        """Whether words before an office say that it was held at the time: [时任]县委书记."""
        floor = max(0, office.start - _BEFORE)
        return self._grammar.in_office_then.search(self._folded, floor, office.start) is not None

    def _names_somebody(self, start: int, end: int) -> bool:
        """Whether a name stands in `[start, end)`: 负责外交的某某和[外长]."""
        at = bisect.bisect_left(self._starts, start)
        return any(actor.name is not None and actor.name[0] < end for actor in self._actors[at : at + 3])

    def _house(self, start: int) -> int:
        """Where the states and bodies begin that stand right before what begins at `start`: [台湾][美国]事务委员会.

        They may hold its first words: [朝鲜劳动党]中央委员会.
        """
        at = bisect.bisect_left(self._starts, start)
        for actor in reversed(self._actors[max(0, at - 3) : at]):
            if actor.end >= start and actor.name is None and actor.kind in {"polity", "institution"}:
                start = actor.start
        return start


def is_titled(actor: Actor) -> bool:
    """Whether somebody is told with a title; a word that tells of two at once is none: 马习会."""
    return actor.office is not None and not (actor.person and actor.name is None)
