"""An article as its coder sees it: its sentences with their numbers, by which evidence can be given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tongshi.language import fold, sentences
from tongshi.records import Article


@dataclass(frozen=True, slots=True)
class NumberedText:
    """The sentences of an article, captions behind, numbered from 1; `words` is all that a record can quote."""

    sentences: tuple[str, ...]
    words: str  # without white space

    @classmethod
    def of(cls, article: Article) -> NumberedText:
        """The sentences of title, running text and captions; the title's are not numbered."""
        text = "\n".join([article.body.text, *article.captions])
        found = tuple(text[start:end] for start, end in sentences(fold(text)))
        return cls(found, squeezed(article.post.title.text + text))

    def __contains__(self, words: str) -> bool:
        """Whether words stand in it, white space aside."""
        return squeezed(words) in self.words

    def lines(self) -> Iterator[str]:
        """Each sentence behind its number, on one line."""
        width = len(str(len(self.sentences)))
        return (f"{number:{width}}  {' '.join(each.split())}" for number, each in enumerate(self.sentences, 1))

    def sentence(self, number: int) -> str | None:
        """The sentence of a number."""
        return self.sentences[number - 1] if 0 < number <= len(self.sentences) else None


def squeezed(text: str) -> str:
    """A text without white space."""
    return "".join(text.split())
