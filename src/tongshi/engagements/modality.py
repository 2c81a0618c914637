"""Whether a contact took place: the words around the cue that decide its status, from `modality.yml`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tongshi import lexicon
from tongshi.engagements.grammar import Grammar
from tongshi.language import clause_end, clause_start, fold
from tongshi.records import Status
from tongshi.registry.scan import Matcher


@dataclass(frozen=True, slots=True)
class _Family:
    status: Status
    anywhere: bool
    before: bool
    opening: frozenset[str] = frozenset()  # words read only where a clause opens with them: 若


@dataclass(frozen=True, slots=True)
class Judged:
    """A status and where the words that decide it stand."""

    status: Status
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Modality:
    """The status words, strongest family first."""

    _families: tuple[_Family, ...]
    _match: Matcher
    _of: dict[str, int]
    _grammar: Grammar

    def negated(self, folded: str, sentence: tuple[int, int], cue: tuple[int, int]) -> bool:
        """Whether the clause says that the contact did not come about."""
        start = clause_start(folded, cue[0], sentence[0])
        return bool(self._grammar.not_so.search(folded, start, cue[0]))

    def _of_journey(self, folded: str, a: int, b: int, cue: tuple[int, int], start: int, end: int) -> bool:
        """Whether a word in another clause speaks of the cue's journey: …，行程也将取消; 取消所有出访，包括…."""
        if b <= cue[0] and "包括" in folded[b : cue[0]]:
            return True
        apart = ";" in folded[cue[1] : a]
        return (
            0 < a - cue[1] <= 40
            and not apart
            and bool(self._grammar.journey.search(folded, max(start, a - 10), min(end, b + 8)))
        )

    def _goes_on(self, folded: str, position: int, cue: tuple[int, int]) -> bool:
        """Whether a clause goes on under the modal of the one before it: 将会见外长,及[会见]总统."""
        found = self._grammar.and_then.match(folded, position, cue[1])  # the cue itself may be what it looks ahead to
        return found is not None and found.end() <= cue[0]

    def _follows(self, folded: str, end: int, position: int) -> bool:
        """Whether a word stands right behind the cue, or behind what the cue is part of: 访欧[之行]将."""
        return position == end or self._grammar.journey.fullmatch(folded[end:position])

    @staticmethod
    def _taken(folded: str, a: int, b: int, end: int, others: Sequence[tuple[int, int]]) -> bool:
        stop = clause_end(folded, b, end)
        return any(b <= first < stop for first, _ in others)

    def judge(
        self,
        folded: str,
        sentence: tuple[int, int],
        cue: tuple[int, int],
        default: Status = "held",
        others: Sequence[tuple[int, int]] = (),
        names: Sequence[tuple[int, int]] = (),
    ) -> Judged:
        """The status of the contact that the cue reports, as its sentence has it.

        `others` are further cues of the sentence: a word in another clause that has one speaks of that. `names` are
        people's names, in which no word is read.
        """
        start, end = sentence
        opens = own = clause_start(folded, cue[0], start)
        while opens > start and self._goes_on(folded, opens, cue):
            opens = clause_start(folded, opens - 1, start)
        closes = clause_end(folded, cue[1], end)
        if self._grammar.adjunct.match(folded, cue[1], closes):  # 拒绝[在他到访期间]会面: refused is the other one
            opens = max([opens, *(folded.rfind(word, opens, cue[0]) for word in "在于趁当")])
        text = folded[start:end]
        best: tuple[int, Judged] | None = None
        for at, to, word in self._match(text):
            index = self._of.get(word)
            if index is None:
                continue
            a, b = at + start, to + start
            if a < cue[0] < b and folded[a : cue[0]] in self._of:  # [将]会见, not 将会
                index, b = self._of[folded[a : cue[0]]], cue[0]
            if a < cue[1] and b > cue[0]:
                continue
            if any(first < b and a < last for first, last in names) or _aside(folded, start, a, cue[0]):
                continue
            family = self._families[index]
            if word.startswith("邀") and self._grammar.at_invitation.search(folded, clause_start(folded, a, start), a):
                continue  # 应某国邀请: it takes place
            if b <= cue[0] and self._grammar.on_account.fullmatch(folded[b : cue[0]]):
                continue  # 将为[访台]付出代价
            if word in family.opening and a - clause_start(folded, a, start) > 1:
                continue  # 若 in a name
            near = opens <= a and b <= closes
            if not near and not (family.anywhere and self._of_journey(folded, a, b, cue, start, end)):
                continue
            if not near and self._taken(folded, a, b, end, others):
                continue  # 抵达日本，[取消访问]蒙古的行程
            if family.before and a > cue[0] and not (family.status == "planned" and self._follows(folded, cue[1], a)):
                continue  # but 峰会[将]于周五举行
            if family.anywhere and b <= cue[0] and self._grammar.instead.search(folded, b, cue[0]):
                continue  # 取消访德[和外长举行]会谈
            if a >= cue[1] and b <= closes and self._grammar.afterwards.match(folded, cue[1]):
                continue
            if family.anywhere and b <= cue[0] and "后" in folded[b : cue[0]]:
                continue  # 取消访台[后]举行视频通话
            if best is None or index < best[0]:
                best = (index, Judged(family.status, a, b))
        rules_out = self._grammar.rules_out.search(folded, own, cue[0])
        if rules_out and (best is None or self._families[best[0]].status in {"planned", "proposed"}):
            return Judged("refused", rules_out.start(), rules_out.end())
        answer = self._grammar.answered.match(folded, closes, end)
        if answer and (best is None or best[1].status == "proposed"):
            return Judged("refused", answer.end() - 2, answer.end())
        belied = self._grammar.belied.match(folded, closes, end)
        if belied and (best is None or best[1].status in {"proposed", "planned"}):
            return Judged("denied", belied.start() + 1, belied.end())
        if best is None:
            return Judged(default, cue[0], cue[1])
        if (
            best[1].status in {"planned", "proposed"}
            and self._grammar.done.match(folded, cue[1])
            and best[1].start < own
        ):
            return Judged("held", cue[0], cue[1])
        return best[1]


def _aside(folded: str, start: int, position: int, cue: int) -> bool:
    """Whether a place lies in brackets that close before the cue: (记者林盼如台北4日电)."""
    opened = folded.rfind("(", start, position)
    return opened >= 0 and position < folded.find(")", opened, cue)


def load_modality(grammar: Grammar, layers: lexicon.Layers = ()) -> Modality:
    """`modality.yml`; the order of its entries is the order of strength."""
    families: list[_Family] = []
    of: dict[str, int] = {}
    masks: set[str] = set()
    for entry in lexicon.entries("modality", layers):
        opening = frozenset(fold(word) for word in lexicon.strings(entry, "opening"))
        for word in (*lexicon.strings(entry, "words"), *opening):
            of.setdefault(fold(word), len(families))
        masks.update(fold(word) for word in lexicon.strings(entry, "unless"))
        families.append(_Family(entry["status"], bool(entry.get("anywhere")), bool(entry.get("before")), opening))
    return Modality(tuple(families), Matcher([*of, *(masks - of.keys())]), of, grammar)
