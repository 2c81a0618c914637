"""Whom one article names, and how: the sightings from which an archive's knowledge of people is made.

Everything is read with the curated registry alone, so that what is learnt does not depend on what was learnt before.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from tongshi.language import fold
from tongshi.learning.latin import akin, key_of, within
from tongshi.learning.naming import Naming
from tongshi.learning.sounds import fits
from tongshi.offsets import SourceText, Span
from tongshi.records import Actor, Mention, MentionKind
from tongshi.registry import Registry
from tongshi.registry.names import GLOSS

#: Between two offices of one person: 外長、前駐華大使王小明.
_ALSO = ("、", "兼", "暨", "及", "以及")

#: 「Emmanuel Macron（馬克宏）」: a Latin name and its Chinese form in brackets, over folded text.
_LATIN_FIRST = re.compile(r"([a-zà-ÿ](?<![a-z].)[a-zà-ÿ.'’·-]+(?: [a-zà-ÿ][a-zà-ÿ.'’-]*){1,4})\s?\(([一-鿿·]{2,14})\)")

#: A bracket behind a name can hold much: its end is looked for so far.
_BRACKET = 60

#: The longest transliterated name, in characters, that is read backwards from its gloss.
_LONGEST = 16

#: Words between a state and a title beyond which the state is not surely the title's.
_FAR = 12

_HAN = re.compile(r"[一-鿿]")


def find_mentions(
    text: SourceText,
    folded: str,
    length: int,
    actors: Sequence[Actor],
    keywords: Sequence[str],
    registry: Registry,
    naming: Naming,
) -> tuple[Mention, ...]:
    """Every way in which an article names people, in order of the first place of each, keywords last.

    `text` is the running text, `length` characters, and then the captions; `folded` the same, folded; `actors` those
    that the curated `registry` finds in it.
    """
    reader = _Reader(text, folded, length, registry, naming)
    read = [*reader.of_actors(actors), *reader.of_glosses(actors)]
    read.sort(key=lambda mention: mention.name_span or Span(0, 0))
    return tuple(_counted([*read, *reader.of_keywords(keywords, read)]))


def _counted(mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Each way once, with its number of places."""
    ways: dict[tuple[str, ...], list[Mention]] = {}
    for mention in mentions:
        key = (
            mention.folded, mention.kind, mention.latin, mention.person, mention.polity, mention.role, mention.title,
            mention.mark,
        )  # fmt: skip
        ways.setdefault(key, []).append(mention)
    for same in ways.values():
        yield same[0]._replace(places=len(same))


def _compatible(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return one == other or within(one, other) or akin(one, other)


class _Reader:
    """Reads one article."""

    def __init__(self, text: SourceText, folded: str, length: int, registry: Registry, naming: Naming) -> None:
        self._text = text
        self._folded = folded
        self._length = length
        self._registry = registry
        self._naming = naming

    def of_actors(self, actors: Sequence[Actor]) -> Iterator[Mention]:
        """What the phrases say that hold a name, and the offices that stand before them."""
        starts = {actor.start for actor in actors}
        whole = [bool(actor.name and (actor.person or self._is_whole(actor, starts))) for actor in actors]
        told = [bool(actor.office or actor.latin) for actor in actors]
        read = {self._name(actor) for actor, *so in zip(actors, whole, told, strict=True) if all(so)}
        known = read | {name.rpartition("·")[2] for name in read}
        before: Actor | None = None
        for actor, is_whole, is_told in zip(actors, whole, told, strict=True):
            # a name met again is where its first mention was
            again = actor.name and not is_told and self._name(actor) in known
            if actor.name and (again or (is_whole and (actor.person or is_told))):
                mention = self._of_actor(actor)
                yield mention
                if before is not None and self._is_apposed(before, actor):
                    yield self._held(mention, before)._replace(kind="apposition")
                yield from self._aliases(mention, actor.name[1])
            before = actor

    def _name(self, actor: Actor) -> str:
        return self._folded[slice(*actor.name)] if actor.name else ""

    def _is_whole(self, actor: Actor, starts: Collection[int]) -> bool:
        """Whether the name is in Chinese and does not go on behind its end: [亞歷克斯]·阿扎爾, [馬克]龍."""
        assert actor.name is not None
        end = actor.name[1]
        behind = self._folded[end : end + 1]
        ended = actor.end > end or not _HAN.match(behind) or behind in self._registry.names.followers or end in starts
        return _HAN.search(self._folded, *actor.name) is not None and ended and behind not in {"·", "-"}

    def _of_actor(self, actor: Actor) -> Mention:
        assert actor.name is not None
        latin = actor.latin
        if latin and " " in self._text.text[slice(*latin)] and not self._naming.is_name(self._text.text[slice(*latin)]):
            latin = None
        kind: MentionKind = "gloss" if latin else "title" if actor.office else "name"
        if actor.start >= self._length:
            kind = "caption"
        mention = self._held(self._mention(actor.name, kind, latin)._replace(person=actor.person), actor)
        return self._without_namesake(mention, actor)

    def _without_namesake(self, mention: Mention, actor: Actor) -> Mention:
        """A mention whose Latin name is not that of the person whom the spelling means is of somebody else."""
        person = self._registry.people.get(mention.person)
        key = key_of(mention.latin)
        if person is None or len(key) < 2 or any(_compatible(key, key_of(latin)) for latin in person.latin):
            return mention
        polities = {person.polity, *(tenure.polity for tenure in person.tenures)}
        own = actor.office is not None and actor.office[1] - actor.office[0] > len(mention.title)  # its state is said
        if own and mention.polity in polities:
            return mention  # 鮑勃 for 羅伯特: the office is his
        return mention._replace(person="", polity=mention.polity if own else "")

    def _title(self, actor: Actor) -> tuple[str, bool]:
        """The title of an actor without its state, and whether its state stands far from it."""
        if actor.office is None:
            return "", False
        start, end = actor.office
        words = self._folded[start:end]
        for at in range(len(words)):
            if words[at:] in self._registry.roles:
                return words[at:], at > _FAR or "的" in words[:at]
        return words, False

    def _is_apposed(self, before: Actor, actor: Actor) -> bool:
        """外長、[前駐華大使X]: an office without a name right before one with a name is his too."""
        gap = self._folded[before.end : actor.start]
        joined = any(gap.startswith(word) and self._is_mark(gap[len(word) :]) for word in _ALSO)
        return before.kind == "office" and before.name is None and bool(before.role) and joined and bool(actor.office)

    def _is_mark(self, words: str) -> bool:
        return not words or any(words == word for word, _ in self._registry.names.marks)

    def _aliases(self, mention: Mention, end: int) -> Iterator[Mention]:
        """Other spellings in the bracket behind a name: （Erdogan，又譯埃爾多安）."""
        if not self._folded.startswith("(", end):
            return
        close = self._folded.find(")", end, end + _BRACKET)
        for match in self._naming.aliases.finditer(self._folded, end, close + 1):
            yield self._mention(match.span(1), "gloss", None)._replace(
                latin=mention.latin, person=mention.person, polity=mention.polity, role=mention.role,
                title=mention.title, mark=mention.mark, latin_span=mention.latin_span, title_span=mention.title_span,
            )  # fmt: skip

    def _held(self, mention: Mention, actor: Actor) -> Mention:
        """A mention of a name behind the office of `actor`."""
        title, far = self._title(actor)
        said = actor.polity if actor.polity and not (actor.inferred or far) else None
        bare, mark = self._unmarked(title)
        return mention._replace(
            polity=said or mention.polity,
            role=self._registry.roles.get(bare, actor.role) if title else "",
            title=bare,
            mark=actor.mark or mark,
            title_span=self._text.span(*actor.office) if title and actor.office else None,
        )

    def _unmarked(self, title: str) -> tuple[str, str]:
        """代理防長 is the office 防長, held as acting."""
        if title[:1] in self._registry.names.in_marks:
            for word, mark in self._registry.names.marks:
                if title.startswith(word) and title[len(word) :] in self._registry.roles:
                    return title[len(word) :], mark
        return title, ""

    # --- names without a title

    def of_glosses(self, actors: Sequence[Actor]) -> Iterator[Mention]:
        """Names that only a Latin form in brackets, or behind which brackets, tell."""
        taken = {actor.latin for actor in actors}
        titled = {actor.name[0] if actor.name else actor.end: actor for actor in actors if actor.office and actor.role}
        for match in GLOSS.finditer(self._folded):
            if match.span(1) in taken or not self._naming.is_name(self._text.text[slice(*match.span(1))]):
                continue
            start = self._start_of(match.start(), titled)
            if start is not None and fits(self._folded[start : match.start()], match[1]):
                mention = self._mention((start, match.start()), "gloss", match.span(1))
                if start in titled:
                    mention = self._held(mention, titled[start])
                yield mention
                yield from self._aliases(mention, match.start())
        for match in _LATIN_FIRST.finditer(self._folded):
            latin = self._text.text[slice(*match.span(1))]
            if self._naming.is_name(latin) and fits(match[2], match[1]):
                yield self._mention(match.span(2), "gloss", match.span(1))

    def _start_of(self, end: int, ends: Collection[int]) -> int | None:
        """Where a transliterated name that ends at `end` begins; None where that is not sure."""
        names = self._registry.names
        start = end
        if _HAN.match(self._folded[end - 1 : end]) and self._folded[end - 1] not in names.stop:
            start -= 1  # 艾爾[段]: the last may be no common sound
        while start > max(0, end - _LONGEST) and (
            self._folded[start - 1] in names.sounds or self._folded[start - 1] in "·-"
        ):
            start -= 1
        while start < end and self._folded[start] in "·-":
            start += 1
        if end - start < 2:
            return None
        before = self._folded[start - 1 : start]
        sure = not _HAN.match(before) or before in names.stop or start in ends
        return start if sure or self._folded.endswith(self._naming.heralds, 0, start) else None

    # --- keywords

    def of_keywords(self, keywords: Sequence[str], read: Sequence[Mention]) -> Iterator[Mention]:
        """Keywords that are names: those that the registry knows, and those that the article names too."""
        named = {mention.folded: mention for mention in read}
        for keyword in dict.fromkeys(keywords):
            folded = fold(keyword.strip().lstrip("#"))
            known = [hit for hit in self._registry.scan(folded) if hit.kind == "person"] if folded else []
            mention = named.get(folded)
            if mention is not None:
                yield Mention(keyword, folded, "tag", person=mention.person)
            elif len(known) == 1 and (known[0].start, known[0].end) == (0, len(folded)) and len(known[0].ref) == 1:
                yield Mention(keyword, folded, "tag", person=known[0].ref[0])

    def _mention(self, name: tuple[int, int], kind: MentionKind, latin: tuple[int, int] | None) -> Mention:
        return Mention(
            name=self._text.text[slice(*name)],
            folded=self._folded[slice(*name)],
            kind=kind,
            latin=self._text.text[slice(*latin)] if latin else "",
            name_span=self._text.span(*name),
            latin_span=self._text.span(*latin) if latin else None,
        )
