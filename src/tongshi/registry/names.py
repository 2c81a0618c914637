"""Read names that no lexicon knows, by the way names are written.

A transliterated name is a run of the few hundred characters used for sounds, often followed by its Latin
form in brackets; a Chinese or Korean name is a family name and one or two characters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tongshi import lexicon
from tongshi.language import fold
from tongshi.registry.entries import Person

#: 「（Antony Blinken）」, 「(Mike Pompeo，左)」, 「（右，Heiko Maas）」: the Latin gloss right after a name.
#: It begins with a class of blanks and the bracket, at which a search is fast, and then says in which order they stand.
GLOSS = re.compile(
    r"[\s(](?:(?<=\()|(?<=\s)\s?\()\s{0,2}(?:[左右中][,、])?(?:音译)?\s?"
    r"([^\W\d_][a-zà-ÿāēīōūčšžćđłńśźżğışçöü.’'‘ \-··]{2,48}?)"
    r"\s{0,2}(?:[,、;][^)]{0,40})?\)"
)

#: A name left in Latin letters behind a title: 德國駐港總領事Dieter Lamlé.
LATIN = re.compile(r"[^\W\d_一-鿿][a-zà-ÿ.'’\-]+(?: [^\W\d_一-鿿][a-zà-ÿ.'’\-]*){1,3}(?![a-z])")

#: An initial within a name in sounds: 卡罗琳[·B·]马洛尼.
_INITIAL = re.compile(r"·[a-z]·")

#: Families of states whose names are written with family name first, in Chinese characters.
_SINITIC = frozenset({"CN", "TW", "HK", "MO", "KR", "KP", "VN", "SG"})
#: States whose people go by their family name before a title: 蔡總統, 菅首相.
FAMILY_FIRST = _SINITIC | {"JP"}


#: Fewest characters of a name in sounds.
_SHORTEST = 2

#: A name in several parts: 穆罕默德·本·阿卜杜勒拉赫曼·阿勒萨尼.
_LONGEST = 32


@dataclass(frozen=True, slots=True)
class Names:
    """What is known about the writing of names."""

    sounds: frozenset[str]
    stop: frozenset[str]
    surnames: frozenset[str]
    double_surnames: frozenset[str]  # of two characters
    followers: frozenset[str]
    marks: tuple[tuple[str, str], ...]  # (word, mark), longest first
    no_marks: tuple[str, ...]  # end like one of these words and are none: 日前
    in_marks: frozenset[str]  # the characters of these words
    pronouns: tuple[str, ...]
    no_pronouns: tuple[str, ...]
    mouthpieces: tuple[str, ...]  # who speaks for a state: 发言人, 大使馆
    bare: re.Pattern[str]  # the whole of a phrase that names mouthpieces alone: 使馆发言人
    pairs: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]  # 拜习会 → each side's polity and person's id, or ""
    no_pairs: tuple[str, ...]
    no_pairs_before: tuple[str, ...]
    words: re.Pattern[str]  # begin like a name and are none
    regions: dict[str, str]  # a part of the world that no organisation stands for → its code
    lands: dict[str, frozenset[str]]  # a part of the world → the states of its continents
    body_ends: frozenset[str]  # characters that end the names of bodies
    gap: re.Pattern[str]  # the whole of what may stand between a state and the title of its official: 卫生与公共服务
    held_then: tuple[str, ...]  # before an office that somebody, named behind 的, held at the time
    before_names: tuple[str, ...]  # stand before a name and hold characters of sounds
    longest_before: int  # of these
    styles: tuple[str, ...]  # follow a name, longest first
    namesakes: tuple[str, ...]  # behind a person's name, what bears it: 戴高乐[机场]

    def end_after(self, folded: str, start: int, polity: str | None, limit: int) -> int:
        """Where a name that begins at `start` ends; `start` itself when none is read there.

        Nothing is read past `limit` (the next known entry) but for a name that a gloss in brackets closes:
        普罗索尔（Ron Prosor） holds 罗索.
        """
        latin = LATIN.match(folded, start)
        if latin:
            return latin.end()
        if self.words.match(folded, start):
            return start
        run = self._run_of_sounds(folded, start, start + (_LONGEST if "·" in folded[start : start + 14] else 14))
        if run > limit and not GLOSS.match(folded, run):
            run = self._run_of_sounds(folded, start, limit)
        if run - start >= 2 and (polity not in _SINITIC or "·" in folded[start:run]):
            return run
        if polity is None or polity in _SINITIC or polity == "JP":
            return self._han_name(folded, start, limit)
        return start

    def start_before(self, folded: str, end: int, floor: int) -> int:
        """Where a name in sounds that ends at `end`, before its gloss, begins; `end` itself where none is there."""
        start = end
        while start > floor and (folded[start - 1] in self.sounds or folded[start - 1] in "·-"):
            start -= 1
        left = max(floor, start - self.longest_before)  # a word that ends before it takes nothing from the name
        found = ((folded.rfind(word, left, end), word) for word in self.before_names)
        start = max([start, *(at + len(word) for at, word in found if at >= 0)])
        while start < end and folded[start] in "·-":
            start += 1
        return start if 2 <= end - start <= _LONGEST else end

    def _run_of_sounds(self, folded: str, start: int, limit: int) -> int:
        run = start
        while run < min(limit, len(folded)) and (folded[run] in self.sounds or folded[run] in "·-"):
            initial = _INITIAL.match(folded, run) if folded[run] == "·" else None  # 卡罗琳[·B·]马洛尼
            run = initial.end() if initial else run + 1
        while run > start and folded[run - 1] in "·-":
            run -= 1
        if run - start > _SHORTEST and folded.startswith(self.styles, run - 1):
            run -= 1  # 史密斯[博]士
        return run

    def _han_name(self, folded: str, start: int, limit: int) -> int:
        if folded[start : start + 2] in self.double_surnames:
            family = 2
        elif folded[start : start + 1] in self.surnames:
            family = 1
        else:
            return start
        for given in (2, 1):
            end = start + family + given
            if end > limit or not all("一" <= character <= "鿿" for character in folded[start:end]):
                continue
            follower = folded[end : end + 1]
            closed = not follower or not ("一" <= follower <= "鿿") or follower in self.followers
            closed = closed or folded.startswith(self.styles, end)  # 某某[少将]
            if closed and (given == 1 or folded[end - 1] not in self.stop):
                return end
        return start

    def style_end(self, folded: str, end: int) -> int:
        """Where a name's style ends, 大主教, 上将, 女士, that stands at `end`; `end` itself where none does."""
        if not folded.startswith(self.styles, end):  # as nearly always
            return end
        return end + next(len(style) for style in self.styles if folded.startswith(style, end))

    def mark_in(self, text: str) -> str:
        """`former`, `designate` or `acting` where a word in `text` says so, else nothing."""
        if self.in_marks.isdisjoint(text) or text.endswith(self.no_marks):
            return ""
        for word, mark in self.marks:
            if text.endswith(word) or (len(word) > 1 and word in text):
                return mark
        return ""

    def mark_before(self, folded: str, start: int) -> int:
        """Where the mark begins that belongs to the title right behind it, [时任]美国副总统; `start` without one."""
        if folded[start - 1 : start] not in self.in_marks or folded.endswith(self.no_marks, 0, start):
            return start
        return start - next((len(word) for word, _ in self.marks if folded.endswith(word, 0, start)), 0)


def _side(written: str) -> tuple[str, str]:
    polity, _, person = written.partition(" ")
    return polity, person


def _lands(data: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    return {
        fold(word): frozenset(state for continent in parts for state in data["continents"][continent])
        for word, parts in (data["regions"] | {each: [each] for each in data["continents"]}).items()
    }


def load_regions() -> dict[str, frozenset[str]]:
    """The codes of parts of the world that no organisation stands for, each with the states of its continents."""
    data = lexicon.document("names")
    lands = _lands(data)
    return {f"X:{fold(word)}": lands[fold(word)] for word in data["regions"]}


def load_names(people: Iterable[Person]) -> Names:
    """`names.yml`, with the characters of sounds counted in the transliterated names of `people`."""
    data = lexicon.document("names")
    stop = frozenset(fold(data["stop"]))
    mouthpieces = tuple(fold(word) for word in data["mouthpieces"])
    marks = [(fold(word), mark) for mark, words in data["marks"].items() for word in words]
    return Names(
        sounds=sounds_of(people) - stop,
        stop=stop,
        surnames=frozenset(fold(data["surnames"])),
        double_surnames=frozenset(fold(name) for name in data["double_surnames"]),
        followers=frozenset(fold(data["followers"])),
        marks=tuple(sorted(marks, key=lambda pair: -len(pair[0]))),
        no_marks=tuple(fold(word) for word in data["marks_unless"]),
        in_marks=frozenset("".join(word for word, _ in marks)),
        pronouns=tuple(dict.fromkeys(fold(word) for word in data["pronouns"])),
        no_pronouns=tuple(fold(word) for word in data["pronouns_unless"]),
        mouthpieces=mouthpieces,
        bare=re.compile(f"(?:{lexicon.any_of(mouthpieces)})+"),
        no_pairs=tuple(fold(word) for word in data["pairs_unless"]),
        no_pairs_before=tuple(fold(word) for word in data["pairs_unless_before"]),
        words=re.compile(lexicon.any_of(fold(word) for word in data["words"])),
        regions={fold(word): f"X:{fold(word)}" for word in data["regions"]},
        lands=_lands(data),
        body_ends=frozenset(fold(data["body_ends"])),
        gap=_gap(data),
        held_then=tuple(fold(word) for word in data["held_then"]),
        before_names=tuple(fold(word) for word in data["before_names"]),
        longest_before=max(map(len, data["before_names"])),
        namesakes=tuple(fold(word) for word in data["namesakes"]),
        styles=tuple(sorted((fold(word) for word in data["styles"]), key=len, reverse=True)),
        pairs=tuple((fold(word), tuple(_side(side) for side in sides)) for word, sides in data["pairs"].items()),
    )


def _gap(data: Mapping[str, Any]) -> re.Pattern[str]:
    """What may stand between a state and the title of its official: no verb of which the official is the object."""
    opens, verbs, none = (
        lexicon.any_of(map(fold, data[key])) for key in ("gap_opens_unless", "gap_unless", "gap_unless_not")
    )
    return re.compile(
        f"(?!{opens}|.{{0,14}}(?!{none})(?:{verbs}))"
        f'(?:(?:问题|[^\\s,、;:。!?()“”"《》{fold(data["gap_stop"])}])[与和]?){{0,16}}'
    )


def sounds_of(people: Iterable[Person]) -> frozenset[str]:
    """The characters that stand for sounds: those of two transliterated names or more."""
    counts: Counter[str] = Counter()
    for person in people:
        if person.polity not in _SINITIC and person.polity != "JP":
            for name in person.plain_names:
                if len(name) >= 3:
                    counts.update(set(name))
    return frozenset(character for character, count in counts.items() if count >= 2) - {"·", "-", "总", "统", "长"}
