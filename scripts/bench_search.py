"""The full text of a large store: how fast it answers, how large its index is, and whether it finds all and only that.

    python scripts/bench_search.py CORPUS [--posts 100000] [--queries 100] [--db FILE or address] [--keep]

The store is made of the posts of CORPUS, repeated with sentences left out and others put in, on days around theirs.
Queries are pieces of its texts drawn at random, of one to eight characters, whatever these are; what they find is
compared with a scan of all texts. Times are of one connection, after a first query: of the processor with SQLite, by
the clock with PostgreSQL.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import re
import statistics
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert

import tongshi
from tongshi.clean import clean
from tongshi.errors import ReadError
from tongshi.language import fold
from tongshi.pipeline import Knowledge
from tongshi.query import Query, Word
from tongshi.store import Store, engine, fulltext, open_store
from tongshi.store import tables as t

Clock = Callable[[], float]

LONGEST = 8
ASKED: dict[str, Callable[[Store, Query], list[Any]]] = {
    "count": lambda store, query: [store.count_found(query)],
    "all ids": lambda store, query: store.posts_found(query),
    "top 20": lambda store, query: list(store.found(query, None, 20)),
    "newest 20": lambda store, query: list(store.found(query, None, 20, newest=True)),
}
SENTENCE = re.compile("(?<=[。！？\n])")

#: Posts written in one transaction, as `build` does.
CHUNK = 200


def real_texts(archive: Path, most: int) -> list[tuple[str, str, str, str]]:
    """Outlet, time of publication, title and running text of posts of an archive."""
    knowledge, found = Knowledge.shipped(), []
    for item in tongshi.read(archive):
        if not isinstance(item, tongshi.Post):
            continue
        try:
            article = clean(item, knowledge.outlets)
        except ReadError:
            continue
        local = article.published_local
        moment = local.astimezone(dt.UTC).isoformat(timespec="seconds") if local else ""
        found.append((article.outlet, moment, " ".join(item.title.text.splitlines()), article.body.text))
        if len(found) == most:
            break
    return found


def repeated(real: Sequence[tuple[str, str, str, str]], number: int) -> Iterator[tuple[str, str, str, str]]:
    """The posts themselves, then changed ones."""
    chance = random.Random(20261129)
    yield from real[:number]
    for _ in range(number - len(real)):
        outlet, moment, title, body = chance.choice(real)
        sentences = [each for each in SENTENCE.split(body) if chance.random() > 0.15]
        others = SENTENCE.split(chance.choice(real)[3])
        at = chance.randrange(len(sentences) + 1)
        sentences[at:at] = chance.sample(others, min(3, len(others)))
        if moment:
            day = dt.date.fromisoformat(moment[:10]) + dt.timedelta(days=chance.randrange(-180, 180))
            moment = f"{day}{moment[10:]}"
        yield outlet, moment, title, "".join(sentences)


def rows_of(number: int, outlet: str, moment: str, title: str, body: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The rows of a post: what a search reads as it is, what else takes up room as large as it would be."""
    id_, packed = f"p{number * 2654435761 % 2**64:016x}", zlib.compress(body.encode())
    url = f"https://www.example.org/{number}"
    post: dict[str, Any] = {
        "id": id_, "address": url, "form": "markdown", "title": title, "url": url, "archive_url": "",
        "published": moment, "author": "", "tags": [], "captured": "", "text": b"", "title_start": -1,
        "title_end": -1, "body_start": 0, "body_end": 0, "knowledge": "bench", "state": "current",
        "first_run": 1, "last_run": 1,
    }  # fmt: skip
    article: dict[str, Any] = {
        "post_id": id_, "outlet": outlet, "script": "mixed", "published_at": moment, "published_local": moment,
        "day": dt.date.fromisoformat(moment[:10]) if moment else None, "reporters": [], "editors": [],
        "translators": [], "wires": [], "captions": [], "body_rule": "given", "paragraphs": [], "blocks": [],
        "items": [], "readable": packed, "length": len(body), "origins": packed, "folded": fold(f"{title}\n{body}"),
    }  # fmt: skip
    return post, article


def fill(
    connection: Connection, made: Iterable[tuple[str, str, str, str]], clock: Clock
) -> tuple[dict[str, str], float]:
    """Write the posts in chunks, each with its part of the index; the folded texts, and the seconds of the index."""
    texts: dict[str, str] = {}
    seconds = 0.0
    index = fulltext.index_of(connection)
    rows = [rows_of(number, *each) for number, each in enumerate(made, 1)]
    random.Random(1).shuffle(rows)
    for start in range(0, len(rows), CHUNK):
        some = rows[start : start + CHUNK]
        connection.execute(insert(t.posts), [post for post, _ in some])
        connection.execute(insert(t.articles), [article for _, article in some])
        began = clock()
        index.refresh(connection, [post["id"] for post, _ in some])
        connection.commit()
        seconds += clock() - began
        texts |= {article["post_id"]: article["folded"] for _, article in some}
    began = clock()
    while index.tidy(connection):
        connection.commit()
    connection.commit()
    seconds += clock() - began
    return texts, seconds


def index_bytes(connection: Connection) -> int:
    """The size of the index alone."""
    if engine.is_sqlite(connection):
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE name LIKE 'search~_%' ESCAPE '~'")
        names = [row[0] for row in tables]
        marks = ", ".join("?" * len(names))
        return int(
            connection.exec_driver_sql(
                f"SELECT sum(pgsize) FROM dbstat WHERE name IN ({marks})", tuple(names)
            ).scalar_one()
        )
    return int(connection.exec_driver_sql("SELECT pg_relation_size('ix_articles_grams')").scalar_one())


def measure(store: Store, texts: dict[str, str], number: int, clock: Clock) -> None:
    """Ask, time the answers, and compare them with a scan."""
    chance = random.Random(7)
    whole = list(texts.values())
    times: dict[str, dict[int, list[float]]] = {name: {} for name in ASKED}
    ids: set[str] = set()
    right = wrong = missed = 0
    sizes = []
    for length in range(1, LONGEST + 1):
        for _ in range(number):
            text = chance.choice(whole)
            at = chance.randrange(max(1, len(text) - length))
            query = Word(text[at : at + length])
            for name, ask in ASKED.items():
                began = clock()
                answer = ask(store, query)
                times[name].setdefault(length, []).append((clock() - began) * 1000)
                if name == "all ids":
                    ids = set(answer)
            wanted = {id_ for id_, folded in texts.items() if query.text in folded}
            right, wrong = right + len(wanted & ids), wrong + len(ids - wanted)
            missed += len(wanted - ids)
            sizes.append(len(wanted))
    print(f"{LONGEST * number} queries, {statistics.median(sizes):.0f} articles answer to the median one")
    print(f"recall {right / (right + missed):.6f}, precision {right / (right + wrong):.6f}")
    print(f"{'milliseconds, p50 / p95':14}" + "".join(f"{name:>20}" for name in times))
    for length in range(1, LONGEST + 1):
        print(f"{length:>2} characters {'':10}" + "".join(f"{shown(times[name][length]):>20}" for name in times))
    print(f"{'all':23}" + "".join(f"{shown([one for of in times[name].values() for one in of]):>20}" for name in times))


def shown(times: Sequence[float]) -> str:
    points = statistics.quantiles(times, n=20)
    return f"{statistics.median(times):.2f} / {points[18]:.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--real", type=int, default=10_000, help="posts of the corpus that are read")
    parser.add_argument("--queries", type=int, default=100, help="of each length")
    parser.add_argument("--db", help="a database that does not exist yet, or an empty one; else one for the while")
    options = parser.parse_args()
    real = real_texts(options.corpus, options.real)
    with tempfile.TemporaryDirectory() as folder:
        address = options.db or str(Path(folder) / "bench.db")
        open_store(address, write=True).close()
        url = engine.parse_url(address)
        # SQLite works in this process, whose own time others on the machine do not lengthen
        clock = time.process_time if url.get_backend_name() == "sqlite" else time.perf_counter
        with engine.connect(url, write=True) as connection:
            texts, seconds = fill(connection, repeated(real, options.posts), clock)
            if not engine.is_sqlite(connection):
                connection.commit()
                connection.connection.driver_connection.autocommit = True  # type: ignore[union-attr]
                connection.exec_driver_sql("VACUUM ANALYZE articles")
            size, text = index_bytes(connection), sum(len(each.encode()) for each in texts.values())
        print(f"{len(texts):,} posts, {text / 1e6:.0f} MB of text (folded, UTF-8)")
        print(
            f"index {size / 1e6:.0f} MB, {size / text:.2f} times the text, {seconds * 1000 / len(texts):.2f} ms a post"
        )
        with open_store(address) as store:
            list(store.found(Word("的"), None, 20))
            measure(store, texts, options.queries, clock)


if __name__ == "__main__":
    main()
