"""A sentence with all that was found in it, and the questions the grammar asks of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from tongshi.engagements.grammar import Grammar
from tongshi.language import clause_end, clause_start
from tongshi.records import Actor
from tongshi.registry import Registry, Site
from tongshi.times import TimeMention

#: Characters between 与 and the one met, 与[以候选人身份访美的]某某.
_WITH_REACH = 26
#: Characters left over that are no subject yet.
_UNSAID = 2
#: Characters between the last of those named and the title that all of them bear: B[等多国]领袖.
_SUMMED = 12
#: Roles of those who are several, and no title of one.
_GROUPS = frozenset({"delegation", "legislator"})
#: Roles of those who are sent by another.
_SENT = frozenset({"envoy", "delegation", "other"})
#: What stands between 代表 and whom somebody stands for.
_FOR_WHOM = frozenset({"", "了", "我国", "本国", "该国"})
Group = tuple[Actor, ...]


#: Roles of persons who hold no office of a state, as far as is told.
_NO_OFFICE = frozenset({"", "other"})


@dataclass(frozen=True)
class Scene:
    """A sentence `[start, end)` of the folded text, and who, where and when is named in it.

    `topic` is whoever the text was speaking of before the sentence began: the subject of a
    sentence that names none.
    """

    folded: str
    start: int
    end: int
    actors: tuple[Actor, ...]
    sites: tuple[Site, ...]
    times_in: Callable[[int], Sequence[TimeMention]]  # of a sentence, by its number
    registry: Registry
    grammar: Grammar
    topic: Actor | None = None
    pair: Group = ()  # the two sides the text was last speaking of: 双方
    sides: Group = ()  # the two sides whose negotiation the text was last speaking of: 上周的谈判
    two: Group = ()  # the two states that alone were named a sentence or two before: 中国与挪威的关系…，双方
    guests: Group = ()  # whose visit the text was last telling of
    host: str = ""  # the state that they visit
    couple: Group = ()  # the two persons of one state that the text last told of together: 两人
    session: str = ""  # the organisation whose session the text was last speaking of: 会上
    sat: int = -1  # where the word for that session ends
    day: dt.date | None = None  # of the article
    index: int = 0  # number of the sentence in the article

    @property
    def times(self) -> Sequence[TimeMention]:
        """The time words of the sentence, in order."""
        return self.times_in(self.index)

    def between(self, start: int, end: int) -> str:
        """The characters `[start, end)`."""
        return self.folded[start:end]

    @cached_property  # every frame asks for them, and more than once
    def groups(self) -> tuple[Group, ...]:
        """Actors joined by 、和与及, in order; pronouns stand alone."""
        out: list[list[Actor]] = []
        for actor in self.actors:
            if (out and actor.start < out[-1][-1].end) or self._describes_another(actor):
                continue
            joined = out and out[-1][-1].kind != "pronoun" and actor.kind != "pronoun"
            if joined and self._go_together(out[-1][-1], actor):
                out[-1].append(actor)
            else:
                out.append([actor])
        return tuple(tuple(group) for group in out)

    def _go_together(self, left: Actor, right: Actor) -> bool:
        """Whether two actors are joined by words, or written as one."""
        if left.end == right.start:
            return self._fused_pair(left, right)
        marked = right.office is not None and left.end < right.office[0] < right.start  # 总统和[前]副总统
        gap = self.between(left.end, right.office[0] if marked and right.office else right.start)
        return self.grammar.joins.fullmatch(gap.strip()) or self._untold(left, right, gap)

    def _untold(self, left: Actor, right: Actor, gap: str) -> bool:
        """A list of persons whose last has a title that no lexicon knows: A,以及末代港督B."""
        if left.kind != "person" or right.kind != "person":
            return False
        listed = self.grammar.lists.match(gap)
        untold = right.office is None or self.heads_untold_body(right)  # 卫生福利[部长]某某
        return listed is not None and untold and self.grammar.untold_title.fullmatch(gap[listed.end() :])

    def _describes_another(self, actor: Actor) -> bool:
        """Whether an actor only tells of another: as what he acts, 以[副总统]身份, or acted, 担任[副总统]时."""
        if actor.kind == "polity":
            over = self.grammar.presided.match(self.folded, actor.end)
            presides = over is not None and any(other.start == over.end() for other in self.actors)
            return presides or self._begins_title(actor)
        if actor.kind == "person":
            kin = self.grammar.kin.match(self.folded, actor.end) is not None
            return self._sends_as_envoy(actor) or kin or self._sums_up(actor)
        if actor.kind != "office":
            return False
        if self._ends_name(actor) or self._acts_for(actor) or self._is_rank(actor) or self._sums_up(actor):
            return True
        served = self.grammar.served_as.search(self.folded, self.start, actor.end)
        if served and self.grammar.at_that_time.match(self.folded, actor.end):
            return True
        named = any(other.kind in {"person", "pronoun"} and other.end <= actor.start for other in self.actors)
        if named and self.grammar.as_whom.search(self.folded, self.start, actor.start):
            return True
        return named and self.is_capacity(actor)

    def _sends_as_envoy(self, person: Actor) -> bool:
        """Whether a person is only whose envoy another is: 某某作为[文在寅总统]的特使访问."""
        acts = self.folded.startswith("的", person.end) and self.grammar.as_whom.search(
            self.folded, self.start, person.start
        )
        return bool(acts) and any(a.start == person.end + 1 and a.role in _SENT for a in self.actors)

    def is_capacity(self, office: Actor) -> bool:
        """Whether an office only says as what somebody acts: 以[副总统]身份访美."""
        acting = self.grammar.acting_as.search(self.folded, self.start, office.start) is not None
        return acting and self.grammar.in_the_capacity.match(self.folded, office.end) is not None

    def _ends_name(self, title: Actor) -> bool:
        """Whether a title stands behind a person's name that it belongs to: 与某某(Paul) [大主教]会谈."""
        before = next((actor for actor in reversed(self.actors) if actor.end <= title.start), None)
        beside = before is not None and before.kind == "person" and not self.between(before.end, title.start).strip()
        return beside and before is not None and before.polity == title.polity and title.role not in _GROUPS

    def _acts_for(self, word: Actor) -> bool:
        """Whether 代表 is what somebody does for those named behind it: 部长[代表]我国政府迎接."""
        if self.between(word.start, word.end) != "代表":
            return False
        behind = next((actor for actor in self.actors if actor.start >= word.end), None)
        return behind is not None and self.between(word.end, behind.start) in _FOR_WHOM

    def _is_rank(self, title: Actor) -> bool:
        """Whether a title whose state is left unsaid only tells at which level two sides met: 司[局长]级磋商."""
        return title.inferred and self.grammar.of_level.match(self.folded, title.end) is not None

    def _sums_up(self, title: Actor) -> bool:
        """Whether a title only says what those are who were named before it: 总统A、首相B[等多国领袖]."""
        close = title.office[1] if title.office is not None else title.end
        told = self.grammar.sums_up.search(self.folded, max(self.start, title.start - _SUMMED), close)
        return told is not None and any(
            actor.kind == "person" and self.grammar.gloss_at_most.fullmatch(self.folded, actor.end, told.start())
            for actor in self.actors
        )

    def _begins_title(self, state: Actor) -> bool:
        """Whether a state is the first word of the untold title of one more of a list: A和[香港]末代总督B."""
        before = next((actor for actor in reversed(self.actors) if actor.end <= state.start), None)
        behind = next((actor for actor in self.actors if actor.start >= state.end), None)
        if before is None or behind is None or before.kind != "person" or behind.kind != "person":
            return False
        listed = self.grammar.lists.match(self.between(before.end, state.start))
        joined = listed is not None and listed.end() == state.start - before.end
        return (
            joined
            and behind.office is None
            and self.grammar.untold_title.fullmatch(self.between(state.end, behind.start))
        )

    @staticmethod
    def _fused_pair(left: Actor, right: Actor) -> bool:
        """中美: two states of one phrase."""
        bare = left.name is not None and right.name is not None and right.office is None  # 告知特朗普金正恩访华
        return left.end == right.start and left.office == right.office and not bare

    def is_with(self, group: Group) -> bool:
        """Whether the group stands after 与, 和, 同, 跟: the one met.

        An office that no lexicon knows may stand between, 与韩国[安保室室长]徐薰, and whose he is, 与某某[的女婿].
        """
        start = group[0].start
        if self._behind_with(start):
            return True
        if self.heads_untold_body(group[0]) and self.grammar.with_untold.search(self.folded, self.start, start):
            return True
        before = next((actor for actor in reversed(self.actors) if actor.end <= start), None)
        if before is None or before.polity != group[0].polity or before.kind not in {"polity", "person"}:
            return False
        words = self.grammar.untold_title if before.kind == "polity" else self.grammar.whose
        return words.fullmatch(self.between(before.end, start)) and self._behind_with(before.start)

    def heads_untold_body(self, actor: Actor) -> bool:
        """Whether an office begins with its title, before which a body may stand: 卫生福利[部长]陈时中."""
        bare = actor.office is not None and actor.office[0] == actor.start
        return bare and self.grammar.heads_a_body.match(self.folded, actor.start) is not None

    def heads_untold_party(self, actor: Actor) -> bool:
        """Whether somebody named leads what may stand before his title: 反对派[领袖]某某."""
        bare = actor.name is not None and actor.office is not None and actor.office[0] == actor.start
        return bare and self.grammar.heads_a_party.match(self.folded, actor.start) is not None

    def met_from(self, group: Group) -> int:
        """Where the 与 stands that the one met stands after, with whatever describes him; else where he does."""
        start = group[0].start
        found = self.grammar.meets.search(self.folded, max(self.start, start - _WITH_REACH), start)
        return found.start() if found is not None else start

    def _behind_with(self, position: int) -> bool:
        return bool(self.grammar.meets.search(self.folded, max(self.start, position - _WITH_REACH), position))

    def is_by(self, group: Group) -> bool:
        """Whether the group stands after 获, 受, 由: the one who receives."""
        return bool(self.grammar.received_by.search(self.folded, max(self.start, group[0].start - 10), group[0].start))

    def left_of(self, position: int) -> list[Group]:
        """Groups that end before `position`, nearest first."""
        return [group for group in reversed(self.groups) if group[-1].end <= position]

    def aside(self, group: Group, position: int) -> bool:
        """Whether a group lies in brackets that close before `position`."""
        opened = self.folded.rfind("(", self.start, group[0].start)
        return opened >= 0 and group[0].start < self.folded.find(")", opened, position)

    def right_of(self, position: int) -> list[Group]:
        """Groups that begin at or after `position`, nearest first."""
        return [group for group in self.groups if group[0].start >= position]

    def names_no_subject(self, position: int, spare: int = _UNSAID, since: int | None = None) -> bool:
        """Whether what stands before `position` in its clause leaves its subject unsaid: 随后[将]访问….

        A subject that no lexicon knows leaves more than `spare` characters over that are neither times, places nor
        function words. With `since`, only what stands behind that place is looked at.
        """
        start = self.clause_of(position)[0] if since is None else since
        spans = [(time.start, time.end) for time in self.times]
        spans += [(site.start, site.end) for site in self.sites]
        spans += [(actor.start, actor.end) for actor in self.actors]
        left, pos = [], start
        for first, last in sorted(span for span in spans if start <= span[0] <= position):
            left.append(self.folded[pos:first])
            pos = max(pos, last)
        left.append(self.folded[pos:position])
        return len(self.grammar.understood.remove("".join(left))) <= spare

    def is_organisation(self, code: str) -> bool:
        """Whether a polity is an international organisation, which is no place."""
        return self.registry.is_organisation(code)

    def is_populace(self, actor: Actor) -> bool:
        """Whether a state is named by its people, who represent nobody: 菲律宾人, 中国人."""
        return actor.kind == "polity" and any(
            site.sense == "demonym" and (site.start, site.end) == (actor.start, actor.end) for site in self.sites
        )

    def is_of_presumed_state(self, actor: Actor) -> bool:
        """Whether somebody is told with no office of a state, and his state only by what is around.

        A footballer, a witness, a man of business: whom such a man meets is in contact with no state for that. Not so
        whoever heads a body told with its state, 挪威[中央银行理事会]主席某某, nor anybody a lexicon knows.
        """
        if actor.kind != "person" or not actor.inferred or actor.person or actor.role not in _NO_OFFICE:
            return False
        before = next((other for other in reversed(self.actors) if other.end <= actor.start), None)
        if actor.office is None or before is None or before.polity != actor.polity:
            return True
        heads = before.kind in {"polity", "institution"}
        return not (heads and self.grammar.untold_title.fullmatch(self.between(before.end, actor.start)))

    def within_title(self, site: Site) -> bool:
        """Whether a state is part of somebody's title: 在[美国]国务卿蓬佩奥到访期间."""
        return any(a.kind in {"person", "office"} and a.start <= site.start and site.end < a.end for a in self.actors)

    def clause_of(self, position: int) -> tuple[int, int]:
        """The stretch between commas that holds `position`."""
        return clause_start(self.folded, position, self.start), clause_end(self.folded, position, self.end)

    def opening(self, clause: int) -> int:
        """Where a clause begins, with the time that stands apart before it: [上月30日,]两国外长会晤."""
        before = self.clause_of(clause - 1)[0] if clause > self.start and self.folded[clause - 1] == "," else clause
        time = next((time for time in self.times if before <= time.start and time.end < clause), None)
        if time is None:
            return clause
        beside = f"{self.between(before, time.start)}#{self.between(time.end, clause)}"
        return before if self.grammar.set_apart.fullmatch(beside) else clause


def states_of(actors: Sequence[Actor]) -> tuple[str, ...]:
    """The polities of some actors, in order, each once."""
    return tuple(dict.fromkeys(actor.polity for actor in actors if actor.polity))
