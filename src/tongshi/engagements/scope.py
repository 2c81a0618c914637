"""Whether a word of status says how it stands with a contact, or speaks of something else in the sentence."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from tongshi.engagements.grammar import Grammar
from tongshi.language import clause_end, clause_start
from tongshi.records import EngagementType, Status


@dataclass(frozen=True, slots=True)
class Family:
    """Words that say the same of a contact, and where they are read."""

    status: Status
    anywhere: bool
    before: bool
    opening: frozenset[str] = frozenset()  # words read only where a clause opens with them: 若
    forward: frozenset[str] = frozenset()  # words that speak of what comes after them: 原定
    adjoining: frozenset[str] = frozenset()  # words read only right in front of the cue: 不会[访问]


@dataclass(frozen=True, slots=True)
class Around:
    """A cue in its sentence, and how far words that stand beside it reach."""

    folded: str
    start: int
    end: int
    cue: tuple[int, int]
    own: int  # where the cue's own clause begins
    opens: int  # where that begins which governs it: a clause before, where the cue's goes on under its modal
    closes: int
    type: EngagementType  # of what the cue reports

    @property
    def office(self) -> bool:
        """Whether the cue is of an office, not of a contact."""
        return self.type == "appointment"

    @property
    def session(self) -> bool:
        """Whether it has an agenda."""
        return self.type in {"conference", "talks"}

    @property
    def event(self) -> bool:
        """Whether it takes place whoever stays away."""
        return self.type in {"appointment", "conference"}


@dataclass(frozen=True, slots=True)
class Scope:
    """How far words of status reach, and what of their sentence they are said of."""

    _grammar: Grammar
    _words: Container[str]  # all words of status

    def around(self, folded: str, sentence: tuple[int, int], cue: tuple[int, int], of: EngagementType) -> Around:
        """The cue, with the clauses under which it stands."""
        start, end = sentence
        opens = own = _clause_start(folded, cue[0], start)
        while opens > start and (self._goes_on(folded, opens, cue) or self._says_when(folded, opens, start)):
            opens = _clause_start(folded, opens - 1, start)
        closes = clause_end(folded, cue[1], end)
        if self._grammar.adjunct.match(folded, cue[1], closes):  # 拒绝[在他到访期间]会面: refused is the other one
            opens = max(opens, self._adjunct_from(folded, opens, cue[0]))
        return Around(folded, start, end, cue, own, opens, closes, of)

    def _adjunct_from(self, folded: str, opens: int, position: int) -> int:
        """Where the words begin that only say when: the last 在, 于, 趁, 当 that is no part of 将在, 定于."""
        for at in range(position - 1, opens - 1, -1):
            if folded[at] in "在于趁当" and folded[at - 1 : at + 1] not in self._words:
                soon = self._grammar.soon_in.search(folded, opens, at)  # [下周]在首都开会时
                return soon.start() if soon else at
        return opens

    def says(self, around: Around, family: Family, word: str, a: int, b: int) -> bool:
        """Whether the word at `[a, b)` says of the cue's contact, and not of something else, how it stands with it."""
        folded, cue, grammar = around.folded, around.cue, self._grammar
        if _aside(folded, around.start, a, cue[0]) or (word in family.adjoining and cue[0] - b not in range(_ADJOINS)):
            return False
        clause = clause_start(folded, a, around.start)
        if word.startswith(("邀", "要求", "请求")) and grammar.at_invitation.search(folded, clause, a):
            return False  # 应某国邀请, 应其要求: it takes place
        if b <= cue[0] and grammar.on_account.fullmatch(folded[b : cue[0]]):
            return False  # 将为[访台]付出代价
        if b <= cue[0] and folded.startswith("为", b) and grammar.consequence.match(folded, cue[1]):
            return False  # 将为派代表团[访台]付出代价
        if b <= cue[0] and "在" in folded[clause:a] and folded.startswith(_AFTER, b):
            return False  # 在取消访台[计划]后通话
        put_off = family.status == "cancelled" and folded.startswith("的", b) and b <= cue[0]
        if put_off and grammar.held_after_all.match(folded, cue[1], around.closes):
            return False  # 因疫情推迟的峰会周一举行
        if family.status == "refused" and b <= cue[0] and grammar.on_a_matter.fullmatch(folded[b : cue[0]]):
            return False  # 拒绝就[访台]发表评论
        if family.status in {"refused", "denied"} and a >= cue[1] and grammar.while_at_it.match(folded, cue[1], a):
            return False  # 双方在会谈中排除了撤军
        if family.status in {"cancelled", "refused"} and grammar.supposed.search(folded, clause, a):
            return False  # 如果他[拒绝]会面
        if around.session and family.status in _OF_WHAT_IS_DONE and b <= cue[0] and self._is_where(around, b):
            return False  # 呼吁政府在9月的[峰会上]提出此事
        if word in family.opening and a - clause > 1:
            return False  # 若 in a name
        ahead = family.before or word in family.forward
        if ahead and cue[0] < a <= around.closes and not self._follows(around, family, a, b):
            return False  # but 峰会[将]于周五举行
        if around.office and word == "同意":
            return False  # 参议院同意任命某某
        if word in family.forward and a >= cue[1] and grammar.part_of_it.match(folded, b):
            return False  # 此行原本还会包括访问首尔
        if not around.office and grammar.nominating.fullmatch(word):
            return False  # 与获提名国务卿的某某通话
        if around.event and family.status == "refused" and grammar.attends_not.fullmatch(word):
            return False  # 缺席就职典礼, 缺席峰会: it takes place all the same
        if around.office and "邀" in word and grammar.attendance.search(folded, b, cue[0]):
            return False  # 获邀出席就职典礼
        if around.office and b <= cue[0] and grammar.just_taken.search(folded, b, cue[0]):
            return False
        if around.office and family.status == "proposed" and b <= cue[0] and grammar.before_it.match(folded, cue[1]):
            return False  # 可能在卸任前访华: the term ends whatever is done before
        if family.status == "planned" and b <= cue[0] and self._looks_back(around, b):
            return False  # 这将是继某某访台之后的又一次
        ends = grammar.ends_it.match(folded, b, cue[0] if b <= cue[0] else around.closes)
        if family.status == "planned" and ends and not around.office:
            return False  # 将于周五结束访问, 峰会将于周五闭幕: it is under way
        if family.status == "proposed" and b <= cue[0] and grammar.wishing.fullmatch(word) and self._is_of_use(around):
            return False  # 希望会谈能带来转机
        if family.status == "proposed" and b <= cue[0] and grammar.to_call_off.match(folded, b, cue[0]):
            return False  # 要求[推迟]访问: it is to come
        says_when = grammar.afterwards.match(folded, cue[1]) is not None
        if a >= cue[1] and b <= around.closes and says_when:
            return False  # 访台[后]取消订单
        if family.status != "planned" and says_when and self._adjunct_from(folded, b - 1, cue[0]) >= b:
            return False  # 希望两国[在某某就职后]谈判
        if not family.anywhere:
            return True
        if around.office and not (0 <= a - cue[1] <= _AT_OFFICE or 0 <= cue[0] - b <= _AT_OFFICE):
            return False  # 取消行程是为了准备…就任
        if b <= cue[0] and ("后" in folded[b : cue[0]] or grammar.instead.search(folded, b, cue[0])):
            return False  # 取消访台[后]举行视频通话, 取消访德[和外长举行]会谈
        if b <= cue[0] and "而" in folded[b : cue[0]]:
            return False  # 推迟演说[而前往]东京
        return a < cue[1] or not grammar.calls_off_else.match(folded, b)  # 谈判令某国取消[对他的禁令]

    def in_doubt(self, around: Around, family: Family, word: str, a: int) -> bool:
        """Whether it is only asked, feared or demanded that the contact be called off."""
        if not family.anywhere or word in family.forward:
            return False
        return self._grammar.unsure.search(around.folded, clause_start(around.folded, a, around.start), a) is not None

    def _is_where(self, around: Around, end: int) -> bool:
        """Whether the session is only where something is to be done: 呼吁政府[在]9月的峰会[上]提出此事."""
        within = "在" in around.folded[end : around.cue[0]] or "于" in around.folded[end : around.cue[0]]
        named_so = around.folded[around.cue[1] - 1] == "上"
        return within and (named_so or self._grammar.while_at_it.match(around.folded, around.cue[1]) is not None)

    def _is_of_use(self, around: Around) -> bool:
        """Whether only what comes of the contact is spoken of: 希望会谈[能带来转机]."""
        return self._grammar.brings.match(around.folded, around.cue[1], around.closes) is not None

    def _looks_back(self, around: Around, end: int) -> bool:
        """Whether the cue is what something to come follows: 将是[继]某某访台[之后]的又一次."""
        folded, cue = around.folded, around.cue
        if self._grammar.first_since.match(folded, cue[1], around.closes):
            return True  # 将是他就任首相后首次通话
        after = self._grammar.afterwards.match(folded, cue[1])
        return bool(after and "后" in after[0] and self._grammar.following.search(folded, end, cue[0]))

    def of_another(self, around: Around, family: Family, end: int, others: Sequence[tuple[int, int]]) -> bool:
        """Whether what is refused is a contact with somebody whom the cue describes: 拒绝[会见]到访某国的外长."""
        describes = self._grammar.of_traveller.match(around.folded, around.cue[1], around.closes)
        return (
            family.status == "refused"
            and describes is not None
            and any(end <= last <= around.cue[0] for _, last in others)
        )

    def of_journey(self, around: Around, family: Family, a: int, b: int, others: Sequence[tuple[int, int]]) -> bool:
        """Whether a word in another clause speaks of the cue's journey: …，行程也将取消; 取消所有出访，包括…."""
        folded, cue = around.folded, around.cue
        if not family.anywhere:
            return False
        if b <= cue[0] and "包括" in folded[b : cue[0]]:
            return True
        near = 0 < a - cue[1] <= _JOURNEY_REACH and ";" not in folded[cue[1] : a]
        if not near or not self._grammar.journey.search(folded, max(cue[1], a - 10), min(around.end, b + 8)):
            return False
        stop = clause_end(folded, b, around.end)
        return not any(b <= first < stop for first, _ in others)  # 抵达日本，[取消访问]蒙古的行程

    def _goes_on(self, folded: str, position: int, cue: tuple[int, int]) -> bool:
        """Whether a clause goes on under the modal of the one before it: 将会见外长,及[会见]总统."""
        found = self._grammar.and_then.match(folded, position, cue[1])  # the cue itself may be what it looks ahead to
        if found is None or found.end() > cue[0] > position:
            return False
        if position == cue[0]:
            return True  # 将离开日本,[转往]韩国
        return self._grammar.spoken.match(folded, found.end(), cue[0]) is None  # 并指出…: something else is told

    def _says_when(self, folded: str, position: int, floor: int) -> bool:
        """Whether the clause before only says when, with its modal: 计划[在某某就职后不久,]派大使访问某国."""
        if folded[position - 2 : position - 1] not in _ENDS_OF_TIMES:
            return False
        opens = _clause_start(folded, position - 1, floor)
        return self._grammar.will_when.fullmatch(folded, opens, position - 1)

    def _follows(self, around: Around, family: Family, a: int, b: int) -> bool:
        """Whether a word stands right behind the cue, or behind what the cue is part of: 访欧[之行]将."""
        end = around.cue[1]
        between = around.folded[end:a]
        beside = self._grammar.when_it_follows.fullmatch(between) or self._grammar.journey.fullmatch(between)
        if not beside or (family.status != "planned" and not family.forward):
            return False
        return self._grammar.consequence.match(around.folded, b) is None  # 访台将付出代价: it may be over


#: Behind the name of a plan: what follows is told of as done once that was made or dropped.
_AFTER = ("后", "之后", "以后")
#: Characters that end words for a time.
_ENDS_OF_TIMES = frozenset("后前间时际久日月年初底中一二三四五六")
#: Statuses that what is to be done at a session may have, and the session not.
_OF_WHAT_IS_DONE = frozenset(("proposed", "refused"))
#: Characters between 不会 and the cue are fewer: 不会[亲自]访问.
_ADJOINS = 3
#: Characters between an office taken or left and the word that calls it off.
_AT_OFFICE = 4
#: Characters between a cue and a word in another clause that can still call it off.
_JOURNEY_REACH = 40


def _clause_start(folded: str, position: int, floor: int) -> int:
    """Where the clause begins that goes on at `position`; a comma in a gloss parts none: 外长(某某,音译)."""
    start = clause_start(folded, position, floor)
    opened = folded.rfind("(", floor, start)
    if opened >= 0 and start <= folded.find(")", opened, position):
        return clause_start(folded, opened, floor)
    return start


def _aside(folded: str, start: int, position: int, cue: int) -> bool:
    """Whether a place lies in brackets that close before the cue: (记者林盼如台北4日电)."""
    opened = folded.rfind("(", start, position)
    return opened >= 0 and position < folded.find(")", opened, cue)
