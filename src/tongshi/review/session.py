"""One reviewer going through the queue, a line for each answer; each decision is in the ledger before the next line."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tongshi.decisions import Decision, Kind
from tongshi.errors import LedgerError, TongshiError
from tongshi.lexicon import Layers
from tongshi.review.answering import Answers
from tongshi.review.deciding import Reviewer, keep
from tongshi.review.outlook import outlook
from tongshi.review.queue import Item, waiting
from tongshi.rights import StoreRelease

HELP = """\
a [N…] [WHY]            accept: the records are right; of a contradiction: the correction stays
r [N…] [WHY]            reject: they are no contact
c [N] FIELD VALUE [WHY] correct what is so of the contact, or with N what that article says
m [N…] [WHY]            merge: they are one contact
s [N…] [WHY]            split: a doubtful pair is not one contact; or the records N… are not the contact of the others
p NAME NAME [WHY]       they are the same person
d NAME NAME [WHY]       they are different people
u [ID]                  undo the decision that is shown, else your last one, or any by its id
k                       skip          ?  this help          q  quit

N is the number of a record. Where no WHY is given it is asked for.
Fields: type, status, salience, participants, polities, date, place, topics.
Values: 2021-02-10, 2021-02, ?; 北京:CN; 王毅:CN,布林肯=國務卿:US; US,CN; trade,taiwan."""

#: Reads an answer to a prompt; None: there are no more.
Ask = Callable[[str], str | None]

_VERDICTS: dict[str, Kind] = {"a": "accept", "r": "reject"}
_PEOPLE: dict[str, Kind] = {"p": "same", "d": "different"}


@dataclass(slots=True)
class Session:
    """The queue and how far a reviewer is; `show` is given each item with its number and how many there are."""

    store: StoreRelease
    reviewer: Reviewer
    layers: Layers
    ask: Ask
    tell: Callable[[str], None]
    show: Callable[[Item, int], None]
    made: list[Decision] = field(default_factory=list)

    def run(self) -> None:
        """Go through the queue until it, or the answers, are at an end."""
        passed: set[tuple[str, tuple[str, ...], tuple[str, ...]]] = set()
        queue = waiting(self.store)
        while item := next((each for each in queue if each.key not in passed), None):
            self.show(item, sum(each.key not in passed for each in queue))
            while item.key not in passed and any(each.key == item.key for each in queue):
                line = self.ask("a r c m s p d k u ? q> ")
                if line is None or line.strip() == "q":
                    return
                if line.strip() == "k":
                    passed.add(item.key)
                elif self._answered(item, line):
                    queue = waiting(self.store)
        self.tell("nothing more waits")

    def _answered(self, item: Item, line: str) -> bool:
        """Whether an answer changed something; a mistake is told and asked again."""
        try:
            words = shlex.split(line)
        except ValueError:
            words = line.split()
        if not words or words[0] == "?":
            self.tell(HELP)
            return False
        try:
            decision = self._decision(item, words[0], words[1:])
            if not self._is_sure(decision):
                return False
            keep(self.store, [decision])
        except TongshiError as error:
            self.tell(str(error))
            return False
        self.made.append(decision)
        self.tell(f"{decision.id}: {decision.kind} {' '.join(decision.subjects)}")
        return True

    def _is_sure(self, decision: Decision) -> bool:
        """Whether nothing follows that is not expected, or the reviewer wants it all the same."""
        if not (found := outlook(self.store, decision)):
            return True
        for line in found.lines():
            self.tell(line)
        return (self.ask("merge all the same? y/n> ") or "").strip().lower() in {"y", "yes"}

    def _decision(self, item: Item, key: str, words: Sequence[str]) -> Decision:
        answers = Answers(self.store, self.reviewer, self.layers)
        if key == "u":
            return self._undo(answers, item, words)
        if key in _PEOPLE:
            if len(words) < 2:
                raise LedgerError(f"{key} NAME NAME")
            return answers.people(_PEOPLE[key], words[:2], self._why(words[2:]))
        given, rest = self._records(item, words)
        if key == "c":
            if len(rest) < 2:
                raise LedgerError("c [N] FIELD VALUE")
            return answers.correct(item, given, rest[0], rest[1], self._why(rest[2:]))
        if key not in {*_VERDICTS, "m", "s"}:
            raise LedgerError(f"{key}: not one of a r c m s p d k u ? q")
        if key in _VERDICTS:
            return answers.judge(item, _VERDICTS[key], given, self._why(rest, needed=key != "a"))
        return (answers.merge if key == "m" else answers.split)(item, given, self._why(rest))

    def _records(self, item: Item, words: Sequence[str]) -> tuple[list[str], Sequence[str]]:
        """The records whose numbers come first, and the words after them."""
        count = next((n for n, word in enumerate(words) if not word.isdecimal()), len(words))
        numbers = [int(word) for word in words[:count]]
        if wrong := [number for number in numbers if not 1 <= number <= len(item.records)]:
            raise LedgerError(f"{wrong[0]}: there are {len(item.records)} records")
        return [item.records[number - 1] for number in numbers], words[count:]

    def _undo(self, answers: Answers, item: Item, words: Sequence[str]) -> Decision:
        if words:
            return answers.undo(words[0], " ".join(words[1:]))
        if len(item.decisions) == 1:
            return answers.undo(item.decisions[0], "")
        mine = [each for each in self.made if each.kind != "undo"]
        undone = {each.subjects[0] for each in self.made if each.kind == "undo"}
        last = next((each for each in reversed(mine) if each.id not in undone), None)
        if last is None:
            raise LedgerError("u ID: you decided nothing yet")
        return answers.undo(last.id, "")

    def _why(self, words: Sequence[str], *, needed: bool = True) -> str:
        return " ".join(words) or (needed and self.ask("why? ")) or ""
