"""An attribution: which words somebody is said to say, and where the text says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tongshi.statements.contents import Contents
from tongshi.statements.marks import Passage
from tongshi.statements.saying import Saying
from tongshi.statements.speech import Verb
from tongshi.statements.voices import Voice

#: Where a speaker stands: in the clause of the word of saying, in its sentence, or before it.
Named = Literal["clause", "sentence", "before"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """`[start, end)` of the body is what `speaker` is said to say.

    `head`: where the attributing clause begins. `passage`: the marks that all of it stands in. `through`: who hands
    it on, outermost first. `verb` is None where the text goes on without one, with what `continues`. `named`: where
    the speaker stands.
    """

    speaker: Voice
    verb: Verb | None
    start: int
    end: int
    head: int
    passage: Passage | None = None
    through: tuple[Voice, ...] = ()
    named: Named = "before"
    continues: Attribution | None = None


def named(saying: Saying) -> Named:
    """Where the speaker of a saying stands."""
    return "clause" if saying.own else "sentence" if saying.near else "before"


def attribute(
    contents: Contents,
    speaker: Voice,
    verb: Verb | None,
    start: int,
    end: int,
    head: int,
    through: tuple[Voice, ...] = (),
    named: Named = "before",
) -> Attribution:
    """The attribution of what is said among `[start, end)`."""
    start, end, passage = contents.bounds(verb, start, end)
    return Attribution(speaker, verb, start, end, head, passage, through, named)
