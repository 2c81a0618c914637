"""One pass over folded text finds every name the lexicons know.

Leftmost, longest: 美国之音 hides 美国, 国务院总理 hides 国务院. Words under `unless` take part in the
contest and then drop out, which is how they protect.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from tongshi.registry.entries import Institution, Office, Person, Polity, Sense

HitKind = Literal["polity", "person", "title", "institution", "pronoun"]


class Hit(NamedTuple):
    """A lexicon entry found at `[start, end)` of folded text.

    `ref` is the polity's code, the office's or institution's id, or the ids of all persons of that
    spelling; `sense` says which of a polity's names it is; `polity` the state fused into a title (美国务卿).
    """

    start: int
    end: int
    kind: HitKind
    ref: tuple[str, ...]
    sense: Sense | None = None
    polity: str | None = None


class Matcher:
    """Finds the words of a table, leftmost and longest; wraps the automaton so that it can be exchanged."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(set(words))
        self._automaton = AhoCorasick(self._words, matchkind=MatchKind.LeftmostLongest)

    def __call__(self, text: str) -> Iterator[tuple[int, int, str]]:
        """`(start, end, word)` of each word found in `text`, in order, none overlapping."""
        for index, start, end in self._automaton.find_matches_as_indexes(text):
            yield start, end, self._words[index]


class Scanner:
    """The lexicons of names as one automaton."""

    def __init__(
        self,
        polities: Iterable[Polity],
        people: Iterable[Person],
        offices: Iterable[Office],
        institutions: Iterable[Institution],
        masks: Iterable[str] = (),
        pronouns: Iterable[str] = (),
    ) -> None:
        polities, offices = tuple(polities), tuple(offices)
        table: dict[str, Hit] = {}
        spellings: dict[str, list[str]] = defaultdict(list)
        hidden: set[str] = set(masks)
        for pronoun in pronouns:
            table[pronoun] = Hit(0, 0, "pronoun", (pronoun,))
        for institution in institutions:
            hidden.update(institution.unless)
            for name in institution.names:
                table[name] = Hit(0, 0, "institution", (institution.id,), polity=institution.polity)
        for polity in polities:
            hidden.update(polity.unless)
            for name, sense in polity.surfaces:
                known = table.get(name)
                # a city state is itself before it is its capital, 华盛顿 a government before a city
                if known is None or known.kind != "polity":
                    table[name] = Hit(0, 0, "polity", (polity.code,), sense)
        for office in offices:
            hidden.update(office.unless)
            for title in office.titles:
                table[title] = Hit(0, 0, "title", (office.id,), polity=office.polity)
        table.update(self._abbreviated(polities, offices, table))
        table.update(self._headed(table))
        for person in people:
            hidden.update(person.unless)
            for name in person.names:
                spellings[name].append(person.id)
        titles = tuple(title for office in offices for title in office.titles)
        for name, ids in spellings.items():
            title = next((title for title in titles if name.startswith(title)), None)
            if title is not None and name[len(title) :] in spellings:
                continue  # 教宗方济各 is a title and a name
            table[name] = Hit(0, 0, "person", tuple(ids))
        self._table: Mapping[str, Hit] = table
        self._match = Matcher([*table, *(hidden - table.keys())])

    @staticmethod
    def _abbreviated(
        polities: tuple[Polity, ...], offices: tuple[Office, ...], table: Mapping[str, Hit]
    ) -> dict[str, Hit]:
        """美国务卿, 日外相, 法总统: a one-character state fused with a title of two characters or more."""
        fused = {}
        for polity in polities:
            for short in polity.abbreviations:
                for office in offices:
                    for title in office.titles:
                        if len(short) == 1 and len(title) >= 2 and short + title not in table:
                            fused[short + title] = Hit(0, 0, "title", (office.id,), polity=polity.code)
        return fused

    @staticmethod
    def _headed(table: Mapping[str, Hit]) -> dict[str, Hit]:
        """中联部 is a body and 中联部长 its head: the body's name must not hide the title."""
        heads = {"部": table.get("部长"), "署": table.get("署长"), "局": table.get("局长"), "处": table.get("处长")}
        headed = {}
        for name, hit in table.items():
            head = heads.get(name[-1])
            if head is not None and hit.kind in {"polity", "institution"} and name + "长" not in table:
                polity = hit.ref[0] if hit.kind == "polity" else hit.polity
                headed[name + "长"] = head._replace(polity=polity)
        return headed

    def __call__(self, folded: str) -> list[Hit]:
        """Every entry found in `folded`, in order, none overlapping."""
        out = []
        for start, end, word in self._match(folded):
            hit = self._table.get(word)
            if hit is not None:
                out.append(Hit(start, end, hit.kind, hit.ref, hit.sense, hit.polity))
        return out
