"""Score the reader against the hand-coded articles beside the checkout, and check that both scorers agree.

    python scripts/gold.py [--part seen|unseen|all] [--errors N] [--corpus PLACE...]

Prints the whole set, then the two parts: rules are written looking at `seen` only, so the figure
that counts is `unseen` (a third of the articles, picked by the hash of their id). Then how far the
records' confidence can be believed, and, where the corpus is given or lies beside the checkout, the
same figures on articles of other days and years (see `coded.py`), and how far their two coders agree. Last how well
readings of one contact are fused (see `fused.py`).
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import coded as by_hand
import fused

import tongshi
from tongshi.codec import to_json
from tongshi.evaluate import Json, load_records, pair, score, tidy

SHARED = Path(__file__).resolve().parents[2] / "shared"


#: Articles that nearly repeat another stand on its side: 003/009 and 101/105 fall on one side by themselves.
REPEATS = {"dev-024": "dev-016"}


def is_unseen(article_id: str) -> bool:
    """Whether an article is one of the third that no rule is written by looking at."""
    side = REPEATS.get(article_id, article_id)
    return int(hashlib.sha1(side.encode()).hexdigest(), 16) % 3 == 0


#: Edges of the classes of confidence.
CLASSES = (0.0, 0.5, 0.7, 0.8, 0.9, 1.01)


def calibration(gold: Mapping[str, Json], readings: Mapping[str, Json]) -> Iterator[str]:
    """Of the records of each class of confidence how many are in the gold."""
    judged: list[tuple[float, bool]] = []
    for id_, record in gold.items():
        reading = readings.get(id_, {"engagements": []})
        found = {b for _, b in pair(record["engagements"], tidy(reading)["engagements"])}
        judged += [(e["confidence"], at in found) for at, e in enumerate(reading["engagements"])]
    yield "confidence      records   right   share"
    for low, high in itertools.pairwise(CLASSES):
        here = [right for sure, right in judged if low <= sure < high]
        if here:
            yield f"{low:.2f} to {min(high, 1):.2f}  {len(here):8}  {sum(here):6}   {sum(here) / len(here):.3f}"


#: Articles of the corpus that no rule was written for, by what they are: by two coders apart, or coded once.
APART = {
    "other days and years": ("later-a", "later-b"),
    "articles drawn at random": ("unchosen-a", "unchosen-b"),
    "more articles drawn at random": ("unchosen-c",),
}


def apart(what: str, files: Sequence[str], corpus: list[Path]) -> None:
    """The figures on articles that no rule was written for, and how far two coders agree on them."""
    coders = [by_hand.records(name) for name in files]
    readings = {digest: tidy(to_json(tongshi.code(post))) for digest, post in by_hand.posts(corpus, coders[0])}
    if len(readings) < len(coders[0]):
        print(f"{len(coders[0]) - len(readings)} of {len(coders[0])} articles are not in the corpus: left out")
    records = [{id_: each[id_] for id_ in readings} for each in coders]
    for coder, record in zip("AB", records, strict=False):
        print(f"== {what}, by coder {coder}\n{_engagements(score(record, readings).table())}\n")
    for one, other in itertools.pairwise(records):
        print(f"== {what}, coder B by coder A\n{_engagements(score(one, other).table())}\n")


def statements(coded: Mapping[str, Json]) -> None:
    """The figures on statements, which two coders found in some of the articles, and how far they agree."""
    one, other = by_hand.statements("statements-a"), by_hand.statements("statements-b")
    for name, side in (("seen", False), ("unseen", True)):
        ids = [id_ for id_ in one if is_unseen(id_) is side]
        for coder, record in (("A", one), ("B", other)):
            gold = {id_: record[id_] for id_ in ids}
            print(f"== {name}: statements, by coder {coder}\n{_statements(score(gold, coded).table())}\n")
    texts = {id_: {"article": {"text": coded[id_]["article"]["text"]}} for id_ in one}
    first, second = ({id_: each[id_] | texts[id_] for id_ in one} for each in (one, other))
    print(f"== statements: coder B by coder A\n{_statements(score(first, second).table())}\n")


def _statements(table: str) -> str:
    return "\n".join(
        line for line in table.splitlines() if "statement" in line or line.endswith((" articles", " coded"))
    )


def _engagements(table: str) -> str:
    """The lines that speak of engagements: nothing else of these articles was coded."""
    skipped = (
        "readout",
        "quote",
        "article",
        "body",
        "gold sent",
        "boilerplate",
        "captions",
        "evidence",
        "latin",
        "statement",
    )
    return "\n".join(line for line in table.splitlines() if not line.startswith(skipped))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=["seen", "unseen", "all"], default=None)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--corpus", type=Path, nargs="*", default=[], help="where the articles of coded.py lie")
    options = parser.parse_args()
    gold_file = SHARED / "gold" / "dev.jsonl"
    if not gold_file.exists():
        print("no hand-coded articles beside the checkout: nothing to score")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(SHARED / "gold" / "dev.tar.xz") as archive:
            archive.extractall(folder, filter="data")
        readings = [
            to_json(tongshi.code(post)) for post in tongshi.read(Path(folder)) if isinstance(post, tongshi.Post)
        ]
        coded_file = Path(folder) / "coded.jsonl"
        coded_file.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in readings), encoding="utf-8")
        theirs = subprocess.run(
            [sys.executable, str(SHARED / "gold" / "score.py"), str(gold_file), str(coded_file)],
            capture_output=True, text=True, check=True,
        ).stdout.strip()  # fmt: skip
    gold, coded = load_records(gold_file), {r["id"]: tidy(r) for r in readings}
    parts = {
        "all": gold,
        "seen": {id_: record for id_, record in gold.items() if not is_unseen(id_)},
        "unseen": {id_: record for id_, record in gold.items() if is_unseen(id_)},
    }
    for name, part in parts.items():
        if options.part in {None, name}:
            errors = options.errors if name != "unseen" else 0
            print(f"== {name}\n{score(part, coded).table(errors)}\n")
    full = {reading["id"]: reading for reading in readings}
    for name in ("seen", "unseen"):
        print(f"== {name}: how sure, and how often right", *calibration(parts[name], full), "", sep="\n")
    if options.part is None:
        statements(coded)
    if options.part is None and (corpus := by_hand.places(options.corpus, SHARED)):
        for what, files in APART.items():
            apart(what, files, corpus)
        print("== which readings are one contact", *fused.report(corpus), "", sep="\n")
    agree = score(gold, coded).table().strip() == theirs
    print("the two scorers agree" if agree else "THE TWO SCORERS DISAGREE")
    return 0 if agree else 1


if __name__ == "__main__":
    sys.exit(main())
