"""Articles of a corpus coded by hand, beside the gold: what each is about, without a word of its text.

The texts are other people's, so a file of `scripts/coded` names a post by the digest of its file and gives the fields
of its engagements only. It is read against a corpus, a folder or tar archives of it.

    later-a.jsonl, later-b.jsonl  60 articles, half of them of 2022 to 2024, coded by two coders apart. No rule was
                                  written looking at them: they measure how the reader does on other days and years.
    unchosen-a.jsonl, unchosen-b.jsonl  88 articles drawn at random from those of the corpus with two words of
                                  contact or more, coded by two coders apart. No rule was written looking at them
                                  either: they measure how the reader does on what an archive is made of, reports and
                                  comments alike.
    unchosen-c.jsonl              200 more, drawn alike, coded once, quickly, by several. Nobody looked at them; their
                                  totals were read while rules were written.
    learnt-from.jsonl             372 articles, coded once, 132 of them drawn as the last were. Rules were written and
                                  weights fitted looking at them.
    learnt-at-random.jsonl        600 articles drawn as the last were, coded once, quickly, by several. Rules were
                                  written and weights fitted looking at them, but for those of `main`: what an article
                                  is about they answer otherwise than the coders of the gold.
    drawn.jsonl                   1,210 contacts that the reader told of in 836 articles drawn at random from the
                                  corpus, by the place of their trigger: whether each is a record, and of 795 of them,
                                  more than half without a date of their own, salience and date. Coded once; rules
                                  and weights were made with them.

Statements (codebook: statement) are coded apart, by the place of their content in the running text:

    statements-a.jsonl, statements-b.jsonl  44 articles of the gold, half of them of its unseen part, by two coders.
    statements-learnt-from.jsonl            40 of the gold's seen part and 80 of the corpus, coded once.

Which readings are one contact (see `fused.py`) is coded by the place of their trigger:

    fusion-a.jsonl, fusion-b.jsonl  155 articles, 95 of the gold and 60 around the busiest contacts, by two coders.
    fusion-others.jsonl             70 of the corpus, nearly all around other contacts, coded once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import tongshi
from tongshi.evaluate import Json, tidy
from tongshi.readers import ArchiveFile, archive_files, posts_of

FOLDER = Path(__file__).resolve().parent / "coded"


def records(name: str) -> dict[str, Json]:
    """The records of one file by the digest of their post."""
    rows = (json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines())
    return {row["post"]: tidy({"id": row["post"], "engagements": row["engagements"]}) for row in rows}


def contacts(name: str) -> dict[str, dict[int, Json]]:
    """What was coded of single contacts, by the digest of their post and the place of their trigger in it."""
    rows = (json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines())
    return {row["post"]: {contact["at"]: contact for contact in row["contacts"]} for row in rows}


def statements(name: str) -> dict[str, Json]:
    """The statements of one file by the id of their article in the gold, or by the digest of their post."""
    rows = (json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines())
    return {row.get("id") or row["post"]: tidy({"id": "", **row}) for row in rows}


def files(corpus: Iterable[Path], wanted: Iterable[str]) -> Iterator[tuple[str, ArchiveFile]]:
    """Each wanted file of a corpus once, with its digest."""
    left = set(wanted)
    for place in corpus:
        for file in archive_files(place):
            if isinstance(file, ArchiveFile) and (digest := hashlib.sha256(file.data).hexdigest()[:16]) in left:
                left.discard(digest)
                yield digest, file


def posts(corpus: Iterable[Path], wanted: Iterable[str]) -> Iterator[tuple[str, tongshi.Post]]:
    """The first post of each wanted file of a corpus, with its digest."""
    for digest, file in files(corpus, wanted):
        first = next(iter(posts_of(file)), None)
        if isinstance(first, tongshi.Post):
            yield digest, first


def places(given: Iterable[Path], shared: Path) -> list[Path]:
    """The corpus given, or the one beside the checkout; empty where there is none."""
    return list(given) or sorted((shared / "corpus").glob("*.tar.xz"))
