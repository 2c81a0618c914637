"""Golden posts: one small post per layout of an outlet, with the article expected of it beside it as JSON.

`python -m tests.golden_posts` writes the expected files anew, to be read over before they are kept.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tongshi.clean import Outlets, clean, load_outlets
from tongshi.readers import posts
from tongshi.records import Article, Block, Post

GOLDEN = Path(__file__).parent / "golden"


def sources() -> list[Path]:
    return sorted(GOLDEN.glob("*/*.md"))


def _embed(block: Block) -> list[str]:
    return [block.embed.address, block.embed.handle, str(block.embed.date)] if block.embed else []


def outline(article: Article) -> dict[str, Any]:
    """What a golden file keeps of an article."""
    dateline = article.dateline
    return {
        "id": article.post.id,
        "form": article.post.form,
        "title": article.title.text,
        "url": article.post.url,
        "outlet": article.outlet,
        "script": article.script,
        "published": article.post.published,
        "published_local": str(article.published_local),
        "stamps": [[each.kind, each.source, each.words] for each in article.stamps],
        "contradictions": [each.kind for each in article.contradictions],
        "section": article.section,
        "keywords": article.keywords,
        "day": str(article.day),
        "dateline": [dateline.agency, dateline.city, dateline.day] if dateline else None,
        "reporters": article.reporters,
        "editors": article.editors,
        "translators": article.translators,
        "photographers": article.photographers,
        "wires": article.wires,
        "items": article.items,
        "cited": [[each.name, each.medium] for each in article.cited],
        "usage": article.usage,
        "captions": article.captions,
        "blocks": [[block.role, block.text.text, *_embed(block)] for block in article.blocks],
    }


def found(source: Path, outlets: Outlets) -> list[dict[str, Any]]:
    """The outlines of the articles in a file, as JSON reads them back."""
    read = posts(source.name, source.read_bytes())
    outlines = [outline(clean(post, outlets)) for post in read if isinstance(post, Post)]
    loaded: list[dict[str, Any]] = json.loads(json.dumps(outlines))
    return loaded


if __name__ == "__main__":
    shipped = load_outlets()
    for path in sources():
        text = json.dumps(found(path, shipped), ensure_ascii=False, indent=1)
        path.with_suffix(".json").write_text(text + "\n", encoding="utf-8")
