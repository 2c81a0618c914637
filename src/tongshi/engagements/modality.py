"""Whether a contact took place: the words around the cue that decide its status, from `modality.yml`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tongshi import lexicon
from tongshi.engagements.grammar import Grammar
from tongshi.engagements.scope import Around, Family, Scope
from tongshi.language import clause_start, fold
from tongshi.records import EngagementType, Status
from tongshi.registry.scan import Matcher

#: Statuses of what has not taken place yet.
_AHEAD = frozenset(("planned", "proposed"))


@dataclass(frozen=True, slots=True)
class Judged:
    """A status and where the words that decide it stand."""

    status: Status
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Modality:
    """The status words, strongest family first."""

    _families: tuple[Family, ...]
    _match: Matcher
    _of: dict[str, int]
    _grammar: Grammar
    _scope: Scope

    def negated(self, folded: str, sentence: tuple[int, int], cue: tuple[int, int]) -> bool:
        """Whether the clause says that the contact did not come about."""
        start = clause_start(folded, cue[0], sentence[0])
        return bool(self._grammar.not_so.search(folded, start, cue[0]))

    def unplanned(self, folded: str, sentence: tuple[int, int], cue: tuple[int, int]) -> bool:
        """Whether the clause says that nothing has been planned: 尚未安排…访问."""
        start = clause_start(folded, cue[0], sentence[0])
        return bool(self._grammar.not_planned.search(folded, start, cue[0]))

    def told_done(self, folded: str, sentence: tuple[int, int], cue: tuple[int, int]) -> bool:
        """Whether the clause tells the contact as done, rather than speaks of it as of a thing."""
        start = clause_start(folded, cue[0], sentence[0])
        return bool(
            folded[cue[1] - 1] in "了过"
            or self._grammar.completed.match(folded, cue[1])
            or self._grammar.already.search(folded, start, cue[0])
        )

    def judge(
        self,
        folded: str,
        sentence: tuple[int, int],
        cue: tuple[int, int],
        default: Status = "held",
        others: Sequence[tuple[int, int]] = (),
        names: Sequence[tuple[int, int]] = (),
        *,
        of: EngagementType = "meeting",
    ) -> Judged:
        """The status of the contact that the cue reports, as its sentence has it.

        `others` are further cues of the sentence: a word in another clause that has one speaks of that. `names` are
        people's names, in which no word is read. `of`: what the cue reports; no journey's end calls an office off.
        """
        around = self._scope.around(folded, sentence, cue, of)
        best = self._strongest(around, others, names)
        rules_out = self._grammar.rules_out.search(folded, around.own, cue[0])
        if rules_out and (best is None or best.status in _AHEAD):
            return Judged("refused", rules_out.start(), rules_out.end())
        answer = self._grammar.answered.match(folded, around.closes, around.end)
        if answer and (best is None or best.status == "proposed"):
            return Judged("refused", answer.end() - 2, answer.end())
        belied = self._grammar.belied.match(folded, around.closes, around.end)
        if belied and (best is None or best.status in _AHEAD):
            return Judged("denied", belied.start() + 1, belied.end())
        wish = self._grammar.wish_for_it.match(folded, cue[1], around.closes)
        if wish and best is None:
            return Judged("proposed", wish.start(), wish.end())
        if best is None or best.status in _AHEAD:
            best = self._as_a_plan(around, best) or best
        if best is None:
            follows = self._by_programme(around) or self._by_what_is_to_come(around) or self._as_announced(around)
            return follows or Judged(default, cue[0], cue[1])
        ahead = best.status in _AHEAD
        if ahead and self._grammar.only_just.search(folded, around.own, cue[0]):
            return Judged("held", cue[0], cue[1])  # 希望抓住某某[刚刚]就任的机会
        done = folded[cue[1] - 1] in "了过" or self._grammar.done.match(folded, cue[1])  # 会见了
        if ahead and best.start < around.own and done:
            return Judged("held", cue[0], cue[1])
        return best

    def _as_a_plan(self, around: Around, best: Judged | None) -> Judged | None:
        """What becomes of it as of a plan: undone by what came between, never made, or still to be agreed on."""
        folded, grammar, cue = around.folded, self._grammar, around.cue
        undone = grammar.but_for.search(folded, around.start, cue[0])
        if undone and undone.start() <= around.own:
            return Judged("cancelled", undone.start(), undone.end())  # 如果没有疫情,他也会访日
        plan = grammar.plan_of_it.match(folded, cue[1])
        if plan and not around.office and grammar.no_such.search(folded, around.own, cue[0]):
            return Judged("refused", plan.start(), plan.end())  # 没有访台[计划]
        raised = grammar.to_arrange.search(folded, around.own, cue[0]) if around.type in {"visit", "meeting"} else None
        if raised is None or (best is not None and best.start >= raised.start()):
            return None
        arranged = grammar.arranged.match(folded, cue[1]) or (raised["on"] and grammar.to_agree.match(folded, cue[1]))
        if not arranged and best is not None and raised["on"]:
            arranged = grammar.to_talk.match(folded, cue[1])  # 将就某某访韩等议题[交流]: what is to come are the talks
        return Judged("proposed", arranged.start(), arranged.end()) if arranged else None

    def _as_announced(self, around: Around) -> Judged | None:
        """Planned for a journey that others announce, unless it is told as done: 宣布[部长率团访台]."""
        folded, grammar, cue = around.folded, self._grammar, around.cue
        if around.type != "visit" or "访" not in folded[cue[0] : cue[1]] or grammar.done.match(folded, cue[1]):
            return None
        if folded.startswith("的", cue[1]):
            return None  # 当年宣布总统访华[的]消息
        said = grammar.announced.search(folded, around.own, cue[0])
        return Judged("planned", said.start(), said.start() + 2) if said else None

    def _by_programme(self, around: Around) -> Judged | None:
        """Planned for a session of which the next clause tells what it is to discuss, unless it has begun."""
        if not around.session or self._grammar.already.search(around.folded, around.own, around.cue[0]):
            return None
        programme = self._grammar.to_discuss.match(around.folded, around.closes, around.end)
        return Judged("planned", programme.start() + 1, programme.end()) if programme else None

    def _by_what_is_to_come(self, around: Around) -> Judged | None:
        """Planned where what follows is to come with it: 访美[时,预计]谈贸易; 访美[,将与]A会谈; 除会见A,[也将]见B."""
        folded, grammar, cue = around.folded, self._grammar, around.cue
        if folded[cue[1] - 1] in "了过" or grammar.already.search(folded, around.own, cue[0]):
            return None
        found = grammar.expected_of_it.match(folded, cue[1]) or grammar.not_told_yet.match(folded, cue[1])
        if found is None and around.type == "visit" and not grammar.arrives.match(folded, cue[0]):
            found = grammar.to_meet_there.match(folded, around.closes, around.end)
        if found is None and grammar.besides.match(folded, around.own, cue[0]):
            found = grammar.will_too.match(folded, around.closes, around.end)
        return Judged("planned", found.start(), found.end()) if found else None

    def _strongest(
        self, around: Around, others: Sequence[tuple[int, int]], names: Sequence[tuple[int, int]]
    ) -> Judged | None:
        """What the strongest word says of the cue; what another clause calls off undoes no refusal beside it."""
        folded, cue = around.folded, around.cue
        near: tuple[int, Judged] | None = None
        far: tuple[int, Judged] | None = None
        doubtful: Judged | None = None
        for at, to, word in self._match(folded[around.start : around.end]):
            index, a, b = self._meant(around, word, at + around.start, to + around.start)
            if index is None:
                continue
            family = self._families[index]
            if (a < cue[1] and b > cue[0]) or any(first < b and a < last for first, last in names):
                continue
            beside = around.opens <= a and b <= around.closes
            if word in family.forward and a > around.closes and self._grammar.arrives.match(folded, cue[0]):
                continue  # 抵达东京,[原计划]拜会首相
            follows = word in family.forward and a == around.closes + 1  # 峰会,[原定]于周五举行
            if not (beside or follows or self._scope.of_journey(around, family, a, b, others)):
                continue
            if not self._scope.says(around, family, word, a, b) or self._scope.of_another(around, family, b, others):
                continue
            if self._scope.in_doubt(around, family, word, a):
                # 访问[可能推迟], 议员要求[取消]访问: it is still to come
                doubtful = doubtful or (None if around.office else Judged("planned", a, b))
                continue
            status = self._if_given_up(around, self._if_wished(around, family.status, word, b), a)
            said = (index, Judged(status, a, b))
            if beside or follows:
                near = said if near is None or index < near[0] else near
            else:
                far = said if far is None or index < far[0] else far
        if near is None or (far is not None and far[0] < near[0] and near[1].status not in {"refused", "denied"}):
            near = far
        return near[1] if near is not None else doubtful

    def _meant(self, around: Around, word: str, a: int, b: int) -> tuple[int | None, int, int]:
        """The family of what is said with a word, and where that stands: [将]会见, [将]来访, 晚上[将]."""
        folded, cut = around.folded, around.cue[0]
        if a < cut < b and folded[a:cut] in self._of:
            return self._of[folded[a:cut]], a, cut
        if b == cut and word.endswith("来") and word[:-1] in self._of:
            return self._of[word[:-1]], a, b - 1
        if word[1:] in self._of and word not in self._of and self._grammar.at_or_in.search(folded, around.start, a + 1):
            return self._of[word[1:]], a + 1, b
        return self._of.get(word), a, b

    def _if_wished(self, around: Around, status: Status, word: str, end: int) -> Status:
        """A wish about a contact that is settled leaves it planned: 敦促[即将]参加峰会的各国."""
        wished = status == "proposed" and self._grammar.wishing.fullmatch(word)
        return "planned" if wished and self._grammar.settled.search(around.folded, end, around.cue[0]) else status

    def _if_given_up(self, around: Around, status: Status, start: int) -> Status:
        """A plan that once was made, 原本双方预定会晤, was called off."""
        clause = clause_start(around.folded, start, around.start)
        given_up = status == "planned" and self._grammar.once_meant.search(around.folded, clause, start)
        return "cancelled" if given_up else status


def load_modality(grammar: Grammar, layers: lexicon.Layers = ()) -> Modality:
    """`modality.yml`; the order of its entries is the order of strength."""
    families: list[Family] = []
    of: dict[str, int] = {}
    masks: set[str] = set()
    for entry in lexicon.entries("modality", layers):
        opening, forward, adjoining = (
            frozenset(map(fold, lexicon.strings(entry, key))) for key in ("opening", "forward", "adjoining")
        )
        for word in (*lexicon.strings(entry, "words"), *opening, *forward, *adjoining):
            of.setdefault(fold(word), len(families))
        masks.update(fold(word) for word in lexicon.strings(entry, "unless"))
        anywhere, before = bool(entry.get("anywhere")), bool(entry.get("before"))
        families.append(Family(entry["status"], anywhere, before, opening, forward, adjoining))
    return Modality(tuple(families), Matcher([*of, *(masks - of.keys())]), of, grammar, Scope(grammar, of.keys()))
