"""What the sentence behind a record tells that its fields do not: the occasion, the round, who called whom."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from tongshi.fusion.rules import Rules
from tongshi.language import fold
from tongshi.registry.entries import load_offices
from tongshi.times.numerals import number

#: Shorter sentences say the same by chance.
_LEAST_CHARACTERS = 12

#: Shorter words for talks are no name: 貿易談判.
_LEAST_NAME = 5

_ROUND = re.compile(r"第?([零一二三四五六七八九十百廿卅两\d]{1,5})([轮届])")
_SPACE = re.compile(r"\s+")
_CLAUSE = re.compile(r"[,;:!?()。]")

#: A day, as a clause names it, and a clause that is one and no more.
_DAY = re.compile(
    r"[一二三四五六七八九十\d][日号]|(?:周|星期|礼拜)[一二三四五六日天末]|[今昨明前后][天日晚早晨]|[当同次翌][天日晚]|隔天"
)
_ONLY_DAY = re.compile(
    r"[\d年月日号周星期礼拜一二三四五六七八九十末天上下本今昨明前后当地时间早中午晚凌晨清傍就在于从自起至到]+[,()]?"
)

#: How many times something was done: 3次, 四度; not the third time, nor a session.
_TIMES = "(?<![第一二三四五六七八九十百零\\d])(?:[两二三四五六七八九十几数多]+|[2-9]|\\d\\d)[次度]"
_SEVERAL = re.compile(f"{_TIMES}(?!元|人|方|全|大会|会议|峰会|高峰)|屡次|频频|再三")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """`sentence` is a digest of the evidence, empty where that is short; `caller` the polity that called."""

    occasions: frozenset[str] = frozenset()
    round: str = ""  # 8轮, 75届
    day: bool = True  # in the clause that tells of it, where that is known
    several: bool = False  # contacts, of which it says how many
    earlier: bool = False  # than the one at hand: 上次
    leaves: bool = False  # an office is left, not taken
    video: bool = False
    talks: bool = False  # in a word that says nothing of how: 会谈
    session: str = ""  # of a conference: leaders or ministers
    kind: str = ""  # of a meeting that is more than one: a forum, a banquet
    name: str = ""  # of a dialogue or conference, where it has one
    caller: str = ""
    sentence: str = ""


SILENT = Told()


def told_by(evidence: str, trigger: str, people: Sequence[tuple[str, str]], rules: Rules) -> Told:
    """What a sentence tells; `people` are the names as written and the polities of those who take part."""
    words = _SPACE.sub("", fold(evidence))
    clause = _clause(words, _SPACE.sub("", fold(trigger)))
    return Told(
        occasions=frozenset(rules.occasions_in(words)),
        round=_round(words),
        day=not words or _DAY.search(clause) is not None,
        several=_SEVERAL.search(clause) is not None,
        earlier=rules.earlier.search(clause) is not None,
        leaves=rules.leaving.search(fold(trigger)) is not None,
        video=rules.video.search(words) is not None,
        talks=rules.talks.search(fold(trigger)) is not None,
        session=next((who for who, named in rules.sessions.items() if named.search(fold(trigger))), ""),
        kind=next((kind for kind, named in rules.kinds.items() if named.search(fold(trigger))), ""),
        name=fold(trigger) if len(trigger) >= _LEAST_NAME else "",
        caller=_caller(words, [(fold(name), polity) for name, polity in people if name and polity], rules),
        sentence=_digest(words) if len(words) >= _LEAST_CHARACTERS else "",
    )


def _clause(words: str, trigger: str) -> str:
    """What stands between two stops around the trigger; with the date that stands before it, a clause of its own."""
    at = words.find(trigger)
    stops = [stop.end() for stop in _CLAUSE.finditer(words, 0, max(at, 0))]
    left = stops[-1] if stops else 0
    before = stops[-2] if len(stops) > 1 else 0
    if _ONLY_DAY.fullmatch(words, before, left):
        left = before
    right = _CLAUSE.search(words, at + len(trigger))
    return words[left : right.start() if right else len(words)]


def _round(words: str) -> str:
    found = {f"{number(digits)}{what}" for digits, what in _ROUND.findall(words) if number(digits) is not None}
    return found.pop() if len(found) == 1 else ""


def _caller(words: str, people: Sequence[tuple[str, str]], rules: Rules) -> str:
    """The one of two polities whose side called: he who stands before 致电, not before 应约."""
    sides = list(dict.fromkeys(polity for _, polity in people))
    if len(sides) != 2:
        return ""
    for pattern, calls in ((rules.asked, False), (rules.calling, True)):
        if cue := pattern.search(words):
            before = [(words.rfind(name, 0, cue.start()), polity) for name, polity in people]
            place, side = max(before)
            if place >= 0:
                return side if calls else next(each for each in sides if each != side)
    return ""


def _digest(words: str) -> str:
    return hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


@functools.cache
def role_of(office: str) -> str:
    """The role of an office as written, by the longest title that it ends with; empty: none that is known."""
    words = fold(office)
    return next((role for title, role in _titles() if words.endswith(title)), "")


@functools.cache
def _titles() -> tuple[tuple[str, str], ...]:
    """Titles with their roles, the longest first."""
    found = {title: office.role for office in load_offices() for title in office.titles}
    return tuple(sorted(found.items(), key=lambda each: (-len(each[0]), each)))
