"""What a search found: on the screen, as JSON lines and CSV."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from tongshi.display import csv_line, marked
from tongshi.passages import Passage
from tongshi.search import Hit


def hit_text(found: Iterable[Hit], total: int, *, colour: bool) -> RenderableType:
    """Two lines and the snippets for each article, and how many there are of `total`."""
    parts: list[RenderableType] = []
    listed = list(found)
    for hit in listed:
        head = Text(f"{hit.article.published_at[:10]} {hit.article.outlet}  ", "bold")
        parts.append(head.append(marked(hit.title, colour=colour)))
        parts += (Text("   …").append(marked(each, colour=colour)).append("…") for each in hit.snippets)
        parts.append(Text(f"   {hit.article.name}  {hit.article.url}", "dim"))
    return Group(*parts, count_line(len(listed), total))


def count_line(shown: int, total: int) -> str:
    """How many articles of how many: 12 of 340 articles."""
    return f"{shown:,} of {total:,} article{'s' if total != 1 else ''}"


def hit_lines(found: Iterable[Hit], total: int) -> Iterator[str]:
    """A JSON object for each article; marks are [start, end) in the text beside them. The last one has the counts."""
    listed = list(found)
    for hit in listed:
        yield _json(
            {
                **_fields(hit),
                "marks": _places(hit.title),
                "snippets": [{"text": each.text, "marks": _places(each)} for each in hit.snippets],
            }
        )
    yield _json({"found": {"shown": len(listed), "articles": total}})


def hit_csv(found: Iterable[Hit], total: int) -> Iterator[str]:
    """Comma-separated values with a header, words between ⟦ and ⟧ in the snippets, and a comment with the counts."""
    yield csv_line(("post", "name", "outlet", "published", "title", "url", "snippets"))
    listed = list(found)
    for hit in listed:
        snippets = " … ".join(marked(each, colour=False).plain for each in hit.snippets)
        yield csv_line((*_fields(hit).values(), snippets))
    yield f"# {count_line(len(listed), total)}"


def _fields(hit: Hit) -> dict[str, str]:
    article = hit.article
    return {
        "post": article.post,
        "name": article.name,
        "outlet": article.outlet,
        "published": article.published_at,
        "title": article.title,
        "url": article.url,
    }


def _places(passage: Passage) -> list[tuple[int, int]]:
    return [(mark.start, mark.end) for mark in passage.marks]


def _json(fields: dict[str, object]) -> str:
    return json.dumps(fields, ensure_ascii=False)
