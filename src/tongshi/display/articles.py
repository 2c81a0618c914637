"""One article: what it says of itself, and its blocks."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType

from tongshi.clean import load_outlets
from tongshi.display.layout import new_grid, new_table
from tongshi.display.values import short
from tongshi.records import Article
from tongshi.store import StoredReading


def header(stored: StoredReading) -> RenderableType:
    """What an article says of itself, each stamp with its source and words, and the ids of its records."""
    reading = stored.reading
    article = reading.article
    grid = new_grid()
    grid.add_row("post", f"{stored.post}  {stored.state}")
    for label, value in _header_rows(article):
        if value:
            grid.add_row(label, value)
    for stamp in article.stamps:
        when = stamp.local.isoformat(sep=" ", timespec="seconds") if stamp.exact else stamp.local.date().isoformat()
        source = f"{stamp.source}: {stamp.words}" if stamp.words else stamp.source
        grid.add_row(stamp.kind, f"{when}  ({source})")
    for each in article.contradictions:
        grid.add_row("contradiction", f"{each.kind}: {each.one}, {each.other}")
    for cited in article.cited:
        grid.add_row("cites", f"{cited.name} ({cited.medium})" if cited.medium else cited.name)
    for item in article.items:
        grid.add_row("item", f"{article.body.text[item.start : item.title_end]}  {item.address}".strip())
    records = [*(each.id for each in reading.engagements)]
    grid.add_row("engagements", " ".join([str(len(records)), *map(short, records)]))
    grid.add_row("readouts, quotes", f"{len(reading.readouts)}, {len(reading.quotes)}")
    grid.add_row("statements", str(len(reading.statements)))
    grid.add_row("file", stored.path)
    return grid


def blocks(stored: StoredReading) -> RenderableType:
    """The body of an article cut up: the role of each block, its span in the post, what a reader sees of it."""
    table = new_table("role", "span", "text")
    for block in stored.reading.article.blocks:
        embed = block.embed
        handle = f"@{embed.handle}" if embed and embed.handle else ""
        told = [handle, str(embed.date or ""), embed.address] if embed else []
        table.add_row(
            block.role, f"{block.span.start}–{block.span.end}", "\n".join(filter(None, [block.text.text, *told]))
        )
    return table


def _header_rows(article: Article) -> Iterator[tuple[str, str]]:
    post, line = article.post, article.dateline
    yield "title", article.title.text
    own = article.outlet in {outlet.code for outlet in load_outlets().known}
    yield "outlet", article.outlet if own else f"{article.outlet} (without rules of its own: read by the general ones)"
    yield "section", article.section
    yield "address", post.url
    yield "archived", post.archive_url
    yield "captured", post.captured
    yield "body", "told from its page by the general rule" if article.body_rule == "general" else ""
    told = [line.agency, " ".join(line.cities), f"day {line.day}" if line.day else None] if line else []
    yield "dateline", ", ".join(filter(None, told))
    yield "reporters", "、".join(article.reporters)
    yield "editors", "、".join(article.editors)
    yield "translators", "、".join(article.translators)
    yield "pictures", "、".join(article.photographers)
    yield "script", f"{article.script}, words of {article.usage}" if article.usage else article.script
    yield "keywords", "、".join(article.keywords)
