"""Sentences with their marks: coloured by what they say on a terminal, elsewhere in ⟦ ⟧."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from tongshi.passages import Mark, Passage

_COLOURS = {
    "trigger": "bold red",
    "participants": "bold green",
    "date": "bold yellow",
    "place": "bold blue",
    "topics": "bold magenta",
    "status": "bold cyan",
    "text": "bold cyan",
    "word": "bold yellow",
}
_COLOUR_OF_OTHERS = "underline"


def marked(passage: Passage, *, colour: bool) -> Text:
    """A sentence with its marks."""
    text = Text()
    place = 0
    for mark in _merged(passage.marks):
        text.append(passage.text[place : mark.start])
        inside = passage.text[mark.start : mark.end]
        text.append(inside, _colour(mark.field)) if colour else text.append(f"⟦{inside}⟧")
        place = mark.end
    text.append(passage.text[place:])
    return Text(" ").join(text.split()) if "\n" in passage.text else text


def _merged(marks: Iterable[Mark]) -> list[Mark]:
    """Marks that overlap become one, with the field of the first."""
    merged: list[Mark] = []
    for mark in sorted(marks):
        if merged and mark.start < merged[-1].end:
            last = merged[-1]
            merged[-1] = Mark(last.start, max(last.end, mark.end), last.field)
        else:
            merged.append(mark)
    return merged


def _colour(field: str) -> str:
    return _COLOURS.get(field.partition(".")[0], _COLOUR_OF_OTHERS)
