"""Words under a policy: which titles, sentences, names, addresses and texts may be given."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from tongshi.offsets import EMPTY, SourceText, Span, join
from tongshi.rights.policy import Rights, Texts
from tongshi.rights.proving import standing
from tongshi.withhold import WithholdList

T = TypeVar("T")

#: The words of a file name, from the first letter that is not ASCII to the last.
_WORDS = re.compile(r"[^\x00-\x7f](?:[^/\n]*[^\x00-\x7f])?")


class Wording:
    """What one output is given of words, and how much was withheld from it.

    `left_out` counts by kind: contacts, sources, posts, records (engagements, readouts, quotes, statements), sentences,
    titles, people, names, addresses, texts, decisions and doubts.
    """

    def __init__(self, rights: Rights) -> None:
        self.rights = rights
        self.left_out: Counter[str] = Counter()
        self._list = rights.withheld
        self._unmet = dict(rights.withheld.entries)

    # --- the list

    def unmet(self) -> tuple[str, ...]:
        """The entries of the list, with their places, that withheld nothing of what was given so far, in order."""
        return tuple(sorted(self._unmet))

    def _meet(self, has_met: Callable[[WithholdList], bool]) -> None:
        for place in [place for place, alone in self._unmet.items() if has_met(alone)]:
            del self._unmet[place]

    def _is_withheld(self, id_: str, *names: str | None) -> bool:
        """Whether a person is."""
        withheld = self._list.person(id_, *names)
        if withheld and self._unmet:
            self._meet(lambda alone: alone.person(id_, *names))
        return withheld

    def _names_withheld(self, text: str) -> bool:
        """Whether a text, or an address, names somebody who is withheld."""
        named = self._list.named_in(text)
        if named and self._unmet:
            self._meet(lambda alone: alone.named_in(text))
        return named

    def _is_withheld_post(self, names: Sequence[str], addresses: Sequence[str], outlet: str) -> bool:
        withheld = self._list.post(names, addresses, outlet)
        if withheld and self._unmet:
            self._meet(lambda alone: alone.post(names, addresses, outlet))
        return withheld

    # --- who and what may be told of

    def post(self, names: Sequence[str], addresses: Sequence[str] = (), outlet: str = "") -> bool:
        """Whether a post may be told of; counts it where it may not."""
        if not self._is_withheld_post(names, addresses, outlet):
            return True
        self.left_out["posts"] += 1
        return False

    def person(self, id_: str, names: Iterable[str]) -> bool:
        """Whether a person may be told of; counts him where not."""
        withheld = self._is_withheld(id_, *names)
        self.left_out["people"] += withheld
        return not withheld

    # --- words

    def title(self, text: str) -> str:
        """A title, or nothing."""
        if self.rights.texts is Texts.none:
            return ""
        return self._unnamed(text, "titles")

    def sentence(self, text: str) -> str:
        """A sentence that proves something, or nothing."""
        return "" if self.rights.texts is Texts.none else self._unnamed(text, "sentences")

    def address(self, url: str) -> str:
        """An address, or nothing where it names someone who is withheld."""
        return self._unnamed(url, "addresses")

    def file_name(self, name: str) -> str:
        """A file name or path. Its words, often a title, become digits where no title may be shown."""
        if self.rights.texts is Texts.none or self._names_withheld(name):
            return _WORDS.sub(lambda words: f"~{_digits(words[0])}", name)
        return name

    def text(self, text: SourceText, spans: Iterable[Span]) -> SourceText:
        """Of a text as much as may be given: the sentences in which one of `spans` stands, or more, or nothing.

        Sentences keep their origins, a new line stands between two.
        """
        if self.rights.texts is Texts.none:
            return EMPTY
        if self._whole(text.text):
            return text
        if self.rights.texts is Texts.full:
            self.left_out["texts"] += 1
        proving = (text.cut(start, end) for start, end in standing(text, spans))
        return join((each for each in proving if self._unnamed(each.text, "sentences")), "\n")

    def _whole(self, text: str) -> bool:
        """Whether a text may be given in full: not where it names someone withheld, since what is said about him
        there need not name him again.
        """
        return self.rights.texts is Texts.full and not self._names_withheld(text)

    def _unnamed(self, text: str, kind: str) -> str:
        if self._names_withheld(text):
            self.left_out[kind] += 1
            return ""
        return text

    def _unnamed_all(self, items: tuple[T, ...], text: Callable[[T], str]) -> tuple[T, ...]:
        return tuple(item for item in items if not text(item) or self._unnamed(text(item), "sentences"))

    def _named(self, people: tuple[str, ...]) -> tuple[str, ...]:
        kept = tuple(name for name in people if not self._is_withheld("", name) and not self._names_withheld(name))
        self.left_out["names"] += len(people) - len(kept)
        return kept


def _digits(words: str) -> str:
    return hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
