"""A sentence with all that was found in it, and the questions the grammar asks of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tongshi.records import Actor
from tongshi.registry import Registry, Site
from tongshi.times import TimeMention

#: Between two actors that act together.
_AND = re.compile(
    r"[、,]?(?:以及|及其他|及其|及|和|与|暨)|跟|同|连同|偕同|偕|、|等国?、|等人?(?:和|与|及|以及)?|等(?:\d+|[一二三四五六七八九十多数几]+)[名位]"
)
#: Before an actor that is met: 与[到访的]布林肯.
_WITH = re.compile(
    r"(?:与|和|同|跟|偕|会同)(?:[^,。;:!?、与和同跟]{0,10}的|[^,。;:!?、与和同跟在于对向访会见]{1,4})?(?:[一二两三四五六七八九十数多几\d]{1,3}(?:名|位|国|个|方))?$"
)
_BY = re.compile(r"(?:获|受到|受|得到|由|被|遭|获得|接受|应)(?:[^,。;:!?、]{0,6}的)?$")

#: What may stand before a verb whose subject is understood.
_FUNCTION = re.compile(
    r"\([^)]*\)|尽管|虽然|无法|没有|继续|依然|仍然|终于|选择|决定|除了?|完成|举行|一连|试图|并未|能够|可以|可能|希望|愿意|接受|带领|率领|一行|抵达后|过程|方式|其后|随后|之后|此后|后来|接着|然后|同时|此外|另外|其中|期间|此行|今次|这次|本次|之行|首次|再次|最近|几天|连日|计划|本来|预定|预计|原定|原订|原本|离开|离|顺道|顺路|途经|打算|准备|即将"
    r"|可望|有望|应邀|受邀|获邀|邀请|启程|出发|搭机|率团|专程|结束|行程|报道|报导|表示|指出|宣布|透露|消息|正式|展开|总统府|官邸|白宫|访.|进行|抵达|前往|访问|一同|一起|共同|也|还|又|再|并|将|会"
    r"|已|曾|正|在|于|从|自|对|到|往|赴|就|的|了|是|为|此|前|后|时|间|中|内|和|与|及|至|而|则|但|因|由|以|据|称|说|仍|率|外|受|应|名|人|次|被|让|还|只|就|却|\d|\W"
)
#: Characters left over that are no subject yet.
_UNSAID = 2
Group = tuple[Actor, ...]


@dataclass(frozen=True, slots=True)
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
    topic: Actor | None = None
    pair: Group = ()  # the two sides the text was last speaking of: 双方
    index: int = 0  # number of the sentence in the article

    @property
    def times(self) -> Sequence[TimeMention]:
        """The time words of the sentence, in order."""
        return self.times_in(self.index)

    def between(self, start: int, end: int) -> str:
        """The characters `[start, end)`."""
        return self.folded[start:end]

    def groups(self) -> list[Group]:
        """Actors joined by 、和与及, in order; pronouns stand alone."""
        out: list[list[Actor]] = []
        for actor in self.actors:
            if out and actor.start < out[-1][-1].end:
                continue
            joined = out and out[-1][-1].kind != "pronoun" and actor.kind != "pronoun"
            gap = self.folded[out[-1][-1].end : actor.start] if out else ""
            if joined and ((gap and _AND.fullmatch(gap.strip())) or self._fused_pair(out[-1][-1], actor)):
                out[-1].append(actor)
            else:
                out.append([actor])
        return [tuple(group) for group in out]

    @staticmethod
    def _fused_pair(left: Actor, right: Actor) -> bool:
        """中美: two states of one phrase."""
        return left.end == right.start and left.office == right.office

    def is_with(self, group: Group) -> bool:
        """Whether the group stands after 与, 和, 同, 跟: the one met."""
        return bool(_WITH.search(self.folded, max(self.start, group[0].start - 14), group[0].start))

    def is_by(self, group: Group) -> bool:
        """Whether the group stands after 获, 受, 由: the one who receives."""
        return bool(_BY.search(self.folded, max(self.start, group[0].start - 10), group[0].start))

    def left_of(self, position: int) -> list[Group]:
        """Groups that end before `position`, nearest first."""
        return [group for group in reversed(self.groups()) if group[-1].end <= position]

    def right_of(self, position: int) -> list[Group]:
        """Groups that begin at or after `position`, nearest first."""
        return [group for group in self.groups() if group[0].start >= position]

    def names_no_subject(self, position: int, spare: int = _UNSAID) -> bool:
        """Whether what stands before `position` in its clause leaves its subject unsaid: 随后[将]访问….

        A subject that no lexicon knows leaves more than `spare` characters over that are neither times, places nor
        function words.
        """
        start = self.clause_of(position)[0]
        spans = [(time.start, time.end) for time in self.times]
        spans += [(site.start, site.end) for site in self.sites]
        spans += [(actor.start, actor.end) for actor in self.actors]
        left, pos = [], start
        for first, last in sorted(span for span in spans if start <= span[0] <= position):
            left.append(self.folded[pos:first])
            pos = max(pos, last)
        left.append(self.folded[pos:position])
        return len(_FUNCTION.sub("", "".join(left))) <= spare

    def clause_of(self, position: int) -> tuple[int, int]:
        """The stretch between commas that holds `position`."""
        start = position
        while start > self.start and self.folded[start - 1] not in ",;。!?:\n":
            start -= 1
        end = position
        while end < self.end and self.folded[end] not in ",;。!?:\n":
            end += 1
        return start, end


def states_of(actors: Sequence[Actor]) -> tuple[str, ...]:
    """The polities of some actors, in order, each once."""
    return tuple(dict.fromkeys(actor.polity for actor in actors if actor.polity))
