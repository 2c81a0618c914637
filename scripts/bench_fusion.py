"""How the time of fusion grows: readings of a store, repeated with shifted dates, fused on one core.

    python scripts/bench_fusion.py DATABASE [--sizes 12500 25000 50000 100000]

Each repetition lies `SHIFT` days after the one before, with articles of its own; so there is as much of each contact as
there was, at more times. Seconds per reading and per n log n tell whether cost grows as it should.
"""

from __future__ import annotations

import argparse
import datetime as dt
import math
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count, islice

from tongshi.fusion import Candidate, block, fuse
from tongshi.records import When
from tongshi.store import open_store

#: Days between two repetitions: no whole number of weeks, months or years.
SHIFT = 401

SIZES = (12_500, 25_000, 50_000, 100_000)


def shifted(candidate: Candidate, times: int) -> Candidate:
    """The same report so many repetitions later, in an article of its own."""
    days, mark = dt.timedelta(days=SHIFT * times), f"-{times}"
    when = candidate.when
    start, end, alt = (day + days if day else None for day in (when.start, when.end, when.alt))
    if start and when.precision != "day":
        start = start.replace(day=1) if when.precision == "month" else start.replace(month=1, day=1)
    published = candidate.published
    if published:
        published = (dt.datetime.fromisoformat(published) + days).isoformat()
    moved = When(start=start, end=end, precision=when.precision, alt=alt)
    return replace(
        candidate,
        id=candidate.id + mark,
        post=candidate.post + mark,
        address=candidate.address and candidate.address + mark,
        copies=frozenset(post + mark for post in candidate.copies),
        block=block(candidate.type, moved, published),
        when=moved,
        published=published,
    )


def repeated(candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """All of them, then all of them later, and so on."""
    return (shifted(each, times) for times in count() for each in candidates)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database")
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    options = parser.parse_args()
    with open_store(options.database) as store:
        candidates = store.candidates()
    print(
        f"{len(candidates)} readings, repeated\n{'readings':>9} {'contacts':>9} {'seconds':>8} {'ms each':>8} {'ns/n·log n':>11}"
    )
    for size in options.sizes:
        given = list(islice(repeated(candidates), size))
        begun = time.process_time()
        fused = fuse(given)
        spent = time.process_time() - begun
        print(
            f"{size:9} {len(fused.contacts):9} {spent:8.1f} {spent / size * 1e3:8.3f}"
            f" {spent / (size * math.log2(size)) * 1e9:11.0f}",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
