"""Score fusion: of readings of the same articles, which are one contact by hand and which by the store.

    python scripts/fused.py [--errors N] [CORPUS...]

The gold (`coded/fusion-a.jsonl`, `coded/fusion-b.jsonl`) labels the readings of the gold's articles and of 60 of the
corpus around the busiest contacts, found by the place of their trigger; two of one label are one contact. Half of the
contacts, by the hash of coder A's label, are unseen: no rule was to be written by looking at them, but what fusion
made of them was looked at once, and their figures often. `coded/fusion-others.jsonl` has 70 articles of the corpus,
nearly all around other contacts, and many around neighbours: legs of a tour, calls within a week, a visit and its
meetings. They were coded once, when the rules were there, without a look at what fusion makes of them: that figure
counts. What was coded as no contact, or is no longer read, is in no pair.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import coded as by_hand

from tongshi.build import build
from tongshi.records import Reading
from tongshi.store import open_store

SHARED = Path(__file__).resolve().parents[2] / "shared"

#: What coders write where a reading tells of no contact.
NONE = "none"

#: Digest of an article's file, start of the trigger in the post, and which of the records of that trigger.
Key = tuple[str, int, int]


@dataclass(frozen=True)
class Agreement:
    """Pairs of readings that are one contact: by both, by the store only, by hand only."""

    both: int
    invented: tuple[tuple[Key, Key], ...]
    missed: tuple[tuple[Key, Key], ...]

    def __str__(self) -> str:
        precision = self.both / (self.both + len(self.invented)) if self.both else 0.0
        recall = self.both / (self.both + len(self.missed)) if self.both else 0.0
        f1 = 2 * precision * recall / (precision + recall) if self.both else 0.0
        return f"pairs {self.both + len(self.missed):5}  P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}"


def labels(name: str) -> dict[Key, str]:
    """The labels of one coder."""
    rows = (json.loads(line) for line in (by_hand.FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines())
    return {(row["post"], each["at"], each["order"]): each["contact"] for row in rows for each in row["readings"]}


def is_unseen(label: str) -> bool:
    """Whether a contact is of the half that no rule is written by looking at."""
    return hashlib.sha1(label.encode()).digest()[0] % 2 == 1


def agreement(gold: Mapping[Key, str], found: Mapping[Key, str], unseen: Mapping[Key, bool], side: bool) -> Agreement:
    """Over the readings of one side that both know."""
    keys = sorted(key for key in gold.keys() & found.keys() if gold[key] != NONE and unseen[key] is side)
    both, invented, missed = 0, [], []
    for one, other in combinations(keys, 2):
        by_coder, by_store = gold[one] == gold[other], found[one] == found[other]
        both += by_coder and by_store
        if by_store and not by_coder:
            invented.append((one, other))
        if by_coder and not by_store:
            missed.append((one, other))
    return Agreement(both, tuple(invented), tuple(missed))


def fused(files: Mapping[str, bytes]) -> dict[Key, str]:
    """The contact of each reading of some articles, by a store built of nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "posts"
        archive.mkdir()
        for digest, data in files.items():
            (archive / f"{digest}.md").write_bytes(data)
        with open_store(Path(folder) / "fused.db", write=True) as store:
            build([archive], store)
            contacts = [(contact.id, store.report(contact.id)) for contact in list(store.contacts())]
    found: dict[Key, str] = {}
    met: Counter[tuple[str, int]] = Counter()
    readings = [(source, id_) for id_, report in contacts for source in report.sources]
    for source, id_ in sorted(readings, key=lambda each: position(each[0].engagement.id, each[0].article.reading)):
        place = (source.article.name.partition("#")[0], source.engagement.spans["trigger"][0].start)
        found[*place, met[place]] = id_
        met[place] += 1
    return found


def position(id_: str, reading: Reading) -> int:
    """The order of an engagement in its article."""
    return [each.id for each in reading.engagements].index(id_)


def wanted(digests: Iterable[str], corpus: Iterable[Path]) -> dict[str, bytes]:
    """The files with these digests, of the gold and of the corpus."""
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(SHARED / "gold" / "dev.tar.xz") as archive:
            archive.extractall(folder, filter="data")
        return {digest: file.data for digest, file in by_hand.files((Path(folder), *corpus), digests)}


def report(corpus: Iterable[Path], errors: int = 0) -> Iterator[str]:
    """The figures, and some of the seen half's errors."""
    gold = {name: labels(f"fusion-{name}") for name in ("a", "b")}
    unseen = {key: is_unseen(label) for key, label in gold["a"].items()}
    others = labels("fusion-others")
    digests, of_others = ({key[0] for key in each} for each in (gold["a"], others))
    all_files = wanted(digests | of_others, corpus)
    files, apart = ({each: all_files[each] for each in some & all_files.keys()} for some in (digests, of_others))
    found = fused(files)
    lost = sum(key not in found for key in gold["a"] if key[0] in files)
    yield f"{len(files)} of {len(digests)} articles, {len(gold['a'])} readings coded, {lost} of them no longer read"
    for side in (False, True):
        name = "unseen" if side else "seen"
        for coder, coded in gold.items():
            yield f"{name:7} by coder {coder.upper()}      {agreement(coded, found, unseen, side)}"
        yield f"{name:7} coder B by coder A  {agreement(gold['a'], gold['b'], unseen, side)}"
    yield f"others  by one coder       {agreement(others, fused(apart), dict.fromkeys(others, True), True)}"
    seen = agreement(gold["a"], found, unseen, False)
    for what, pairs in (("one contact only by the store", seen.invented), ("only by hand", seen.missed)):
        for one, other in pairs[:errors]:
            yield f"{what}: {one} {gold['a'][one]} | {other} {gold['a'][other]}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="*", help="where the articles of the corpus lie")
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    if not (SHARED / "gold" / "dev.tar.xz").exists():
        print("no hand-coded articles beside the checkout: nothing to score")
        return 0
    for line in report(by_hand.places(options.corpus, SHARED), options.errors):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
