"""One pass over folded text finds every name the lexicons know.

Leftmost, longest: 美国之音 hides 美国, 国务院总理 hides 国务院. Words under `unless` take part in the
contest and then drop out, which is how they protect.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from tongshi.registry.entries import Institution, Office, Person, Polity, Sense

#: What may stand right before a state of one character: 与美国务卿, 中[美外长].
_BEFORE_STATE = frozenset("与和同跟对向及的访由是前美英法德日韩俄中印澳欧朝台")

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
    """Finds the words of a table, leftmost and longest; wraps the automaton so that it can be exchanged.

    Longer words that are `hidden` take part and are passed over, and so is what stands in them.
    """

    def __init__(self, words: Iterable[str], hidden: Iterable[str] = ()) -> None:
        sought = set(words)
        every = sorted(sought.union(hidden))
        self._words = [word if word in sought else "" for word in every]
        self._automaton = AhoCorasick(every, matchkind=MatchKind.LeftmostLongest)

    def __call__(self, text: str) -> list[tuple[int, int, str]]:
        """`(start, end, word)` of each word found in `text`, in order, none overlapping."""
        found = self._automaton.find_matches_as_indexes(text)
        words = self._words
        return [(start, end, word) for index, start, end in found if (word := words[index])] if found else []


def _parts(word: str) -> set[str]:
    """Everything that stands in a word, itself too."""
    return {word[start:end] for start in range(len(word)) for end in range(start + 1, len(word) + 1)}


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
        polities, people, offices, institutions = tuple(polities), tuple(people), tuple(offices), tuple(institutions)
        table: dict[str, Hit] = {}
        spellings: dict[str, list[str]] = defaultdict(list)
        hidden: dict[str, set[str]] = defaultdict(set)  # a longer word → the entries it does not mean
        for pronoun in pronouns:
            table[pronoun] = Hit(0, 0, "pronoun", (pronoun,))
        for institution in institutions:
            for word in institution.unless:
                hidden[word].add(institution.id)
            for name in institution.names:
                table[name] = Hit(0, 0, "institution", (institution.id,), polity=institution.polity)
        self._behind = frozenset(name for each in institutions if each.behind for name in each.names)
        for polity in polities:
            for word in polity.unless:
                hidden[word].add(polity.code)
            for name, sense in polity.surfaces:
                known = table.get(name)
                # a city state is itself before it is its capital, 华盛顿 a government before a city
                if known is None or known.kind != "polity":
                    table[name] = Hit(0, 0, "polity", (polity.code,), sense)
        for office in offices:
            for word in office.unless:
                hidden[word].add(office.id)
            for title in office.titles:
                table[title] = Hit(0, 0, "title", (office.id,), polity=office.polity)
        fused = self._abbreviated(polities, offices, table)
        fuses: dict[str, bool] = defaultdict(bool)
        for polity in polities:
            for short in polity.abbreviations:
                fuses[short] |= polity.fuses
        self._fused: Mapping[str, bool] = {word: fuses[word[0]] for word in fused}
        table.update(fused)
        table.update(self._headed(table))
        for person in people:
            for word in person.unless:
                hidden[word].add(person.id)
            for name in person.plain_names:
                spellings[name].append(person.id)
        for name, ids in spellings.items():
            table[name] = Hit(0, 0, "person", tuple(ids))
        self._table: Mapping[str, Hit] = table
        titles = {word[1:] for word in self._fused}
        bodies = [name for name in hidden if name in table and name[:-1] in titles]
        self._bodies = {title: tuple(name for name in bodies if name[:-1] == title) for title in titles}
        masked = [word for word in hidden if word not in table]
        parts = Matcher(part for word in masked for part in _parts(word) if part in table)
        self._inside = {word: self._spared(parts, word, hidden[word]) for word in masked}
        for word, spared in self._inside.items():
            if spared:  # a shorter mask inside the longer one still masks
                inner = [hidden[part] for part in _parts(word) if part in hidden and part != word]
                self._inside[word] = tuple(h for h in spared if not any(set(h.ref) <= ids for ids in inner))
        self._match = Matcher({*table, *self._inside, *masks})

    def _spared(self, parts: Matcher, word: str, entries: set[str]) -> tuple[Hit, ...]:
        """What a masked word still says: 众议员盖拉格 is not the archbishop of that name, but it is the congressman."""
        out = []
        for start, end, part in parts(word):
            hit = self._table[part]
            refs = tuple(ref for ref in hit.ref if ref not in entries)
            if refs and hit.polity not in entries:
                out.append(hit._replace(start=start, end=end, ref=refs))
        return tuple(out)

    @staticmethod
    def _abbreviated(
        polities: tuple[Polity, ...], offices: tuple[Office, ...], table: Mapping[str, Hit]
    ) -> dict[str, Hit]:
        """美国务卿, 日外相, 法总统: a one-character state fused with a title of two characters or more."""
        titles = [(title, (office.id,)) for office in offices for title in office.titles if len(title) >= 2]
        # of several states with one character it means the one that fuses with titles: 乌总统 is Ukraine's
        by_use = sorted(polities, key=lambda polity: polity.fuses)
        shorts = [(short, polity) for polity in by_use for short in polity.abbreviations if len(short) == 1]
        return {
            short + title: Hit(0, 0, "title", ref, None, polity.code)
            for short, polity in shorts
            for title, ref in titles
            if short + title not in table and short + title not in polity.unless
        }

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

    @staticmethod
    def _stands_before_title(folded: str, start: int, fuses: bool) -> bool:
        """Whether a fused title begins with a state: 驻英大使, 美国务卿; not 新[总统], 民意[代表], 3日[总统]."""
        before = folded[start - 1] if start else ""
        if before == "驻":
            return True
        if before.isdigit() or not fuses:
            return False
        return not "一" <= before <= "鿿" or before in _BEFORE_STATE

    def _body(self, folded: str, start: int, word: str) -> str:
        """The body whose name a fused title only begins, 驻华[大使]馆; none where it is the title itself."""
        return next((name for name in self._bodies.get(word[1:], ()) if folded.startswith(name, start)), "")

    def __call__(self, folded: str) -> list[Hit]:
        """Every entry found in `folded`, in order, none overlapping."""
        out: list[Hit] = []
        for start, end, word in self._match(folded):
            hit = self._table.get(word)
            if word in self._behind and not (out and out[-1].end == start):
                continue  # 经济[方面]
            fused = word in self._fused
            if fused and (body := self._body(folded, start + 1, word)):
                own = folded[start - 1 : start] != "驻" and self._stands_before_title(folded, start, self._fused[word])
                found = self._table[body]._replace(start=start + 1, end=start + 1 + len(body))
                out.append(found._replace(start=start, polity=self._table[word].polity) if own else found)
            elif fused and not self._stands_before_title(folded, start, self._fused[word]):
                rest = self._table.get(word[1:])
                if rest is not None:
                    out.append(rest._replace(start=start + 1, end=end))
            elif hit is not None:
                out.append(Hit(start, end, *hit[2:]))
            else:
                out += [
                    part._replace(start=start + part.start, end=start + part.end) for part in self._inside.get(word, ())
                ]
        return out
