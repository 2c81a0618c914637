"""What became of each cue of an article."""

from __future__ import annotations

import json
from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from tongshi.display.layout import new_grid
from tongshi.display.marks import marked
from tongshi.display.values import date, who
from tongshi.engagements import CueReport
from tongshi.passages import Mark, Passage
from tongshi.pipeline import Explanation
from tongshi.records import Article


def explanation(told: Explanation, given: Article, *, colour: bool) -> Iterator[RenderableType]:
    """Each cue of an article in its sentence: the record it belongs to, or why it belongs to none.

    Of the article as much is shown as is `given`.
    """
    article, engagements = given, told.reading.engagements
    yield Text(f"{article.post.id}  {article.post.title.text}".rstrip(), style="bold" if colour else "")
    for number, engagement in enumerate(engagements, 1):
        people = "、".join(who(participant) for participant in engagement.participants)
        yield Text(f"   {number}. {engagement.type}, {engagement.status}, {date(engagement.when)}: {people}")
    grid = new_grid(3)
    for cue in told.cues:
        start, end = cue.sentence
        sentence = Passage("", ())
        if _is_given(told, given, cue):
            sentence = Passage(told.text.text[start:end], (Mark(cue.start - start, cue.end - start, "trigger"),))
        outcome = f"→ {cue.engagement + 1}" if cue.engagement is not None else f"none: {cue.dismissed}"
        grid.add_row(f"   {cue.cue}", outcome, marked(sentence, colour=colour))
    yield grid if told.cues else Text("   no cue of contact")


def explanation_lines(told: Explanation, given: Article) -> Iterator[str]:
    """The same, one JSON object for each cue; `start` and `end` in code points of the post as archived."""
    for cue in told.cues:
        span = told.text.span(cue.start, cue.end)
        yield json.dumps(
            {
                "id": given.post.id,
                "cue": cue.cue,
                "words": told.text.text[cue.start : cue.end],
                "start": span.start,
                "end": span.end,
                "sentence": told.text.text[slice(*cue.sentence)] if _is_given(told, given, cue) else "",
                "engagement": cue.engagement,
                "none": cue.dismissed,
            },
            ensure_ascii=False,
        )


def _is_given(told: Explanation, given: Article, cue: CueReport) -> bool:
    """Whether the sentence of a cue may be shown; in a caption, only with the whole text."""
    return bool(given.post.text) or told.text.text[slice(*cue.sentence)] in given.body.text
