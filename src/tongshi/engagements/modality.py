"""Whether a contact took place: the words around the cue that decide its status, from `modality.yml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources.abc import Traversable

from tongshi import lexicon
from tongshi.language import fold
from tongshi.records import Status
from tongshi.registry.scan import Matcher

#: 没有会晤, 从未访问: with nobody declining it is no contact at all (codebook 4b).
_NOT = re.compile(
    r"(?:没有|未|并未|不曾|从未|尚未|未曾|从没|无法|没|不是|并非|不能|不再|难以)(?!来|必|婚|成年|经|能成行)[^,。;:!?“”]{0,12}$"
    r"|(?:没有|从未)[^,。;:!?“”]{0,30}$"
    r"|(?:均可|可以|皆可|才能|能够|得以|也能)[^,。;:!?“”]{0,2}$"  # what may be done is not done
)
#: After the cue: it is over, whatever stands before (将于…会晤 has none of these).
_DONE = re.compile(r"^(?:了|过|时|后|期间|结束|中|之际|当中|中的|之后)")
#: 访台后, 会谈期间: what the clause says next is said of something else: 捷克议长访台[后]取消订单.
_AFTERWARDS = re.compile(r"(?:之后|以后|后(?!天|续)|期间|之际|结束)")
#: A clause that goes on under the modal of the one before it: 可望会见首相，[并]出席….
_AND_THEN = ("并", "且", "包括", "以及", "然后", "之后", "再", "随后", "还")
#: The answer to what was asked for, in the clause after: 呼吁两国协商，但遭[两国]拒绝.
_ANSWERED = re.compile(
    r"[,;](?:但|却|惟|然而|不过|结果)*(?:遭|被|遭到|受到)[^,。;:!?“”]{0,8}(?:拒绝|回绝|婉拒|否决|驳回)"
)
#: Between a contact called off and the one that takes its place.
_INSTEAD = re.compile(r"(?:访问|访|之行|行程|会面|会晤)[^,。;:!?]{0,8}(?:改|和|与|同)[^,。;:!?、]{0,10}(?:举行|进行)")
_JOURNEY = re.compile(r"行程|访问|计划|会谈|会面|会晤|活动|安排|出访|此行|峰会|会议|之行|访|成行")
_CLAUSE = re.compile(r"[,;。!?:\n]")


@dataclass(frozen=True, slots=True)
class _Family:
    status: Status
    anywhere: bool
    before: bool


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

    def negated(self, folded: str, sentence: tuple[int, int], cue: tuple[int, int]) -> bool:
        """Whether the clause says that the contact did not come about."""
        start = _last_break(folded, sentence[0], cue[0])
        return bool(_NOT.search(folded, start, cue[0]))

    @staticmethod
    def _of_journey(folded: str, a: int, b: int, cue: tuple[int, int], start: int, end: int) -> bool:
        """Whether a word in another clause speaks of the cue's journey: …，行程也将取消; 取消所有出访，包括…."""
        if b <= cue[0] and "包括" in folded[b : cue[0]]:
            return True
        apart = ";" in folded[cue[1] : a]
        return 0 < a - cue[1] <= 40 and not apart and bool(_JOURNEY.search(folded, max(start, a - 10), min(end, b + 8)))

    def judge(self, folded: str, sentence: tuple[int, int], cue: tuple[int, int], default: Status = "held") -> Judged:
        """The status of the contact that the cue reports, as its sentence has it."""
        start, end = sentence
        clause_start = _last_break(folded, start, cue[0])
        while clause_start > start and folded.startswith(_AND_THEN, clause_start):
            clause_start = _last_break(folded, start, clause_start - 1)
        clause_end = _next_break(folded, cue[1], end)
        text = folded[start:end]
        best: tuple[int, Judged] | None = None
        for at, to, word in self._match(text):
            index = self._of.get(word)
            if index is None:
                continue
            a, b = at + start, to + start
            if a < cue[1] and b > cue[0]:
                continue
            family = self._families[index]
            near = clause_start <= a and b <= clause_end
            if not near and not (family.anywhere and self._of_journey(folded, a, b, cue, start, end)):
                continue
            if family.before and a > cue[0] and not (family.status == "planned" and a == cue[1]):
                continue  # but 峰会[将]于周五举行
            if family.anywhere and b <= cue[0] and _INSTEAD.search(folded, b, cue[0]):
                continue  # 取消访德[和外长举行]会谈
            if a >= cue[1] and b <= clause_end and _AFTERWARDS.match(folded, cue[1]):
                continue
            if family.anywhere and b <= cue[0] and "后" in folded[b : cue[0]]:
                continue  # 取消访台[后]举行视频通话
            if best is None or index < best[0]:
                best = (index, Judged(family.status, a, b))
        answer = _ANSWERED.match(folded, clause_end, end)
        if answer and (best is None or best[1].status == "proposed"):
            return Judged("refused", answer.end() - 2, answer.end())
        if best is None:
            return Judged(default, cue[0], cue[1])
        if best[1].status in {"planned", "proposed"} and _DONE.match(folded, cue[1]) and best[1].start < clause_start:
            return Judged("held", cue[0], cue[1])
        return best[1]


def _last_break(folded: str, start: int, pos: int) -> int:
    for i in range(pos - 1, start - 1, -1):
        if folded[i] in ",;。!?:\n":
            return i + 1
    return start


def _next_break(folded: str, pos: int, end: int) -> int:
    match = _CLAUSE.search(folded, pos, end)
    return match.start() if match else end


def load_modality(folder: Traversable = lexicon.SHIPPED) -> Modality:
    """`modality.yml`; the order of its entries is the order of strength."""
    families: list[_Family] = []
    of: dict[str, int] = {}
    masks: set[str] = set()
    for entry in lexicon.entries("modality", folder):
        for word in lexicon.strings(entry, "words"):
            of.setdefault(fold(word), len(families))
        masks.update(fold(word) for word in lexicon.strings(entry, "unless"))
        families.append(_Family(entry["status"], bool(entry.get("anywhere")), bool(entry.get("before"))))
    return Modality(tuple(families), Matcher([*of, *(masks - of.keys())]), of)
