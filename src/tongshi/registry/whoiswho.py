"""Everything known about who is who, and what it answers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tongshi.records import Actor
from tongshi.registry.entries import Institution, Office, Person, Polity, Sense, Tenure
from tongshi.registry.names import Names
from tongshi.registry.scan import Scanner

#: 中美两国, 美中贸易, 台美关系: one-character states side by side, before a word that makes them states.
_PAIR_CONTEXT = (
    "两国|双方|两军|关系|贸易|经贸|领导人|领袖|元首|首脑|外长|防长|外交|军方|战略|高层|对话|会谈|会晤|峰会|官员|代表|谈判|"
    "磋商|通话|人权|军事|国防|防务|安全|投资|全面|首轮|政府|三国|三方|四国|四方|均|印太|同盟|联盟|协议|协定|文化|科技|经济|视频|视讯|建交|民间|议会|国会|第|“?2\\+2|二加二"
)

#: Where a clause opens with the pair, also these: 中美于周五举行….
_AFTER_OPENING = (
    r"上[周月个]|下[周月个]|[上下]一?[次轮]|自从|去年|明年|刚|近[日期]|曾|再|拟|此前|"
    r"于|在|将|已|正|同意|举行|达成|签署|之间|今|昨|本|周|星期|\d|"
    r"就|围绕|原|应|互|继续|展开|进行|重启|恢复|开始|完成|结束|敲定|计划|决定|准备|可能|有望|仍|也|都|从|自|目前|共同|通过|多次"
)

#: Pairs that are something else where nothing beside them tells of two states: a broadcaster, a company, a word.
_NO_STATES = ("港台", "港澳", "中科", "中立", "中西", "中土", "沙中", "印尼")


@dataclass(frozen=True, slots=True)
class Registry:
    """Everything known about who is who, and the scanner that finds it."""

    polities: Mapping[str, Polity]
    people: Mapping[str, Person]
    offices: Mapping[str, Office]
    policy_roles: frozenset[str]  # of foreign-policy and security offices (codebook 4b)
    policy_titles: tuple[str, ...]  # of offices of foreign policy and security
    roles: Mapping[str, str]  # title → the role of its office
    institutions: Mapping[str, Institution]
    shared: Sequence[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]]]  # names of bodies of several states
    names: Names
    scan: Scanner
    titled: Mapping[str, Sequence[tuple[str, str]]]  # name → (title it must follow, person)
    longest_titled: int
    pairs: re.Pattern[str]
    abbreviations: Mapping[str, str]  # a character that means a state → that, the usual one; empty: no one is
    namesakes: Mapping[str, tuple[str, ...]]  # those that mean several → these: 巴
    sharing: Mapping[str, str]  # a character that means a state only where the text names it → that state
    pairing: frozenset[str]  # those that make a pair of what stands beside them: 台捷
    regions: Mapping[str, str]  # a part of the world → the code that stands for it
    region: re.Pattern[str]  # the longest name of one
    lands: Mapping[str, frozenset[str]]  # such a code → the states of its continents
    surnamed: Mapping[tuple[str, str], Sequence[str]]  # (family name, role) → persons who held it
    heads: Mapping[str, Sequence[str]]  # family name in Latin letters → heads of state and government called so
    titles: Mapping[str, tuple[str, ...]]  # role → titles
    held: Mapping[tuple[str, str], Sequence[str]]  # (polity, role) → persons who hold or held it

    def meant(self, letter: str, folded: str) -> str:
        """The state that one character means in a text: the one of those called so that it names, else the usual one.

        Empty where it means none, or nothing tells which: 美巴 where neither Pakistan nor Brazil is named.
        """
        usual = self.abbreviations.get(letter, "")
        if letter not in self.namesakes:
            return usual
        named = [code for code in self.namesakes[letter] if self.is_named(code, folded)]
        return named[0] if len(named) == 1 else usual

    def is_named(self, code: str, folded: str) -> bool:
        """Whether a text has a name of a state, its people, its government or one of its towns."""
        known = self.polities.get(code)
        return known is not None and any(name in folded for name, _ in known.surfaces)

    def gathering(self, states: Collection[str]) -> str:
        """The body in which just these states sit, if there is one."""
        seated = frozenset(states)
        return next((code for code, polity in self.polities.items() if polity.seats and polity.seats == seated), "")

    def by_surname(self, surname: str, role: str, day: dt.date | None, home: str | None) -> Person | None:
        """Whom 蔡總統 means on `day`: the only one of that name in such an office, at `home` if there are several."""
        holders = [
            (self.people[id_], tenure.polity)
            for id_ in self.surnamed.get((surname, role), ())
            for tenure in self.people[id_].tenures
            if tenure.role == role and (day is None or tenure.covers(day))
        ]
        if len({person.id for person, _ in holders}) > 1:
            holders = [(person, polity) for person, polity in holders if polity == home]
        return holders[0][0] if len({person.id for person, _ in holders}) == 1 else None

    def in_office_since(self, actors: Iterable[Actor], day: dt.date | None) -> dt.date | None:
        """The day from which on those named hold the offices they are told by, if they do on `day`."""
        begun = []
        for actor in actors:
            if day is None or actor.name is None or actor.person not in self.people:
                continue
            held = [tenure for tenure in self.people[actor.person].tenures if tenure.role == actor.role]
            if any(tenure.covers(day) for tenure in held):
                begun.append(min(tenure.since or dt.date.min for tenure in held))
        return max(begun, default=None)

    def by_latin(self, family: str, day: dt.date | None) -> Person | None:
        """The head of state or government of that family name in Latin letters about `day`, if he is the only one."""
        heads = [self.people[id_] for id_ in self.heads.get(family, ()) if self.people[id_].active_around(day)]
        return heads[0] if len(heads) == 1 else None

    def person_for(
        self, ids: Sequence[str], day: dt.date | None, polity: str | None, role: str
    ) -> tuple[Person | None, Tenure | None]:
        """Which of several people of one spelling is meant, by state, office and day."""
        best: tuple[int, Person, Tenure | None] | None = None
        for id_ in ids:
            person = self.people[id_]
            tenure = person.held_on(day)
            fits = 0
            if polity is not None:
                fits += 4 if polity in {person.polity, *(t.polity for t in person.tenures)} else -8
            if role and any(t.role == role for t in person.tenures):
                fits += 2
            if tenure is not None:
                fits += 2
            elif person.active_around(day):
                fits += 1
            if best is None or fits > best[0]:
                best = (fits, person, tenure)
        if best is None or best[0] < 0:
            return None, None
        return best[1], best[2]

    def is_organisation(self, polity: str | None) -> bool:
        """Whether a code is that of an international organisation, which is no place."""
        known = self.polities.get(polity or "")
        return known is not None and known.is_organisation

    def holders(self, polity: str, role: str, day: dt.date) -> tuple[Person, ...]:
        """Who held an office of `role` in `polity` on `day`, in the order of the lexicon; acting holders too."""
        return tuple(
            self.people[id_]
            for id_ in self.held.get((polity, role), ())
            if any(t.polity == polity and t.role == role and t.covers(day) for t in self.people[id_].tenures)
        )

    def titled_at(self, folded: str, start: int, length: int) -> tuple[str, ...]:
        """Persons known by `folded[start:start + length]` only behind the title that stands before it."""
        name = folded[start : start + length]
        known = self.titled.get(name, ())
        if not known or len(name) < length:  # what the end of the text cuts off is read at its own length
            return ()
        around = folded[max(0, start - 12) : start + length + 4]
        return tuple(
            id_ for title, id_ in known
            if folded.endswith(title, 0, start) and not any(word in around for word in self.people[id_].unless)
        )  # fmt: skip


def pair_pattern(abbreviations: Mapping[str, str]) -> re.Pattern[str]:
    """Matches one-character states side by side (中美, 美日印澳) in front of a word that makes them states.

    With marks between them, 美、加, only where they are counted behind: 美、加[两国].
    """
    # it begins with a letter of theirs, since a search is fast at characters of a class with which a pattern begins
    letter = f"[{''.join(sorted(abbreviations))}]"
    no_states = "|".join(f"(?<={pair[0]}){pair[1]}" for pair in _NO_STATES)
    return re.compile(
        rf"({letter}(?:{letter}{{1,3}}(?={_PAIR_CONTEXT})"
        rf"|(?:(?<![一-鿿].)|(?<=[出示称说为露道导但因使让到对].))(?!{no_states}){letter}{{1,3}}(?={_AFTER_OPENING})"
        rf"|(?:、{letter}){{1,3}}(?=[两二三四]国)))"
    )


class Site(NamedTuple):
    """A place or state named at `[start, end)`, with the polity it lies in or is."""

    start: int
    end: int
    polity: str
    sense: Sense
    town: bool = False  # a city rather than a state or a seat of government: 巴黎, not 爱丽舍宫
