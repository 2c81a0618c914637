"""Fit the weights of `lexicons/weights.yml` to hand-coded articles.

    python scripts/fit.py [--corpus PLACE...] [--only TABLE] [--dry]

Taken are the hand-coded articles beside the checkout, less those kept out of sight (`gold.py`), and those of the corpus
that rules were written with, as well as single contacts that were coded there (`coded.py`), which is the one beside the
checkout where none is given. Each weight says how much a feature speaks for or against: logistic regression with a
penalty on large weights, no randomness. Prints the figures with the old and with the new weights, these by five-fold
cross-validation over articles, and writes the file.
"""

from __future__ import annotations

import argparse
import itertools
import math
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import coded as by_hand
import yaml
from gold import SHARED, is_unseen

import tongshi
from tongshi.codec import to_json
from tongshi.engagements.sightings import Ruling
from tongshi.evaluate import Json, load_records, norm, pair, pair_statements, same_name, tidy
from tongshi.pipeline import Knowledge, explain

WEIGHTS = Path(tongshi.__file__).parent / "lexicons" / "weights.yml"
FOLDS = 5
#: The penalty: as if each weight had been seen at 0 with this much certainty.
RIDGE = 1.0
#: Of topics, where there are many features for few answers, more.
TOPICS_RIDGE = 8.0
#: Of confidence, where few records are wrong, more still: it was best of 1, 3, 10 and 30 on articles held out.
CONFIDENCE_RIDGE = 10.0


class Sample(NamedTuple):
    """One question answered by hand: the features, the answer, and the article it is of."""

    features: Mapping[str, float]
    answer: bool
    article: str


def logistic(samples: Sequence[Sample], ridge: float = RIDGE, rounds: int = 400) -> dict[str, float]:
    """Weights by gradient descent with a step for each feature (Rprop), which needs no tuning."""
    names = sorted({name for sample in samples for name in sample.features})
    index = {name: at for at, name in enumerate(names)}
    rows = [([(index[n], v) for n, v in s.features.items() if v], float(s.answer)) for s in samples]
    weights, steps, before = [0.0] * len(names), [0.1] * len(names), [0.0] * len(names)
    for _ in range(rounds):
        slope = [ridge * weight for weight in weights]
        for row, answer in rows:
            total = sum(weights[at] * value for at, value in row)
            missed = 1 / (1 + math.exp(-max(-30.0, min(30.0, total)))) - answer
            for at, value in row:
                slope[at] += missed * value
        for at, gradient in enumerate(slope):
            agree = gradient * before[at]
            if agree:
                steps[at] = min(1.0, steps[at] * 1.2) if agree > 0 else max(1e-4, steps[at] * 0.5)
            weights[at] -= math.copysign(steps[at], gradient) if gradient else 0.0
            before[at] = gradient
    return {name: round(weights[at], 2) for name, at in index.items()}


def probability(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    total = sum(weights.get(name, 0.0) * value for name, value in features.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def held_out(samples: Sequence[Sample], ridge: float = RIDGE) -> list[float]:
    """For each sample the probability by weights fitted to the articles of the other folds."""
    articles = sorted({sample.article for sample in samples})
    fold_of = {article: at % FOLDS for at, article in enumerate(articles)}
    fitted = [logistic([s for s in samples if fold_of[s.article] != fold], ridge) for fold in range(FOLDS)]
    return [probability(fitted[fold_of[s.article]], s.features) for s in samples]


def told(samples: Sequence[Sample], chances: Sequence[float], missed: int, edge: float = 0.5) -> str:
    """Precision, recall and F1 from `edge` on; `missed`: true answers that no sample asks for."""
    taken = [s.answer for s, chance in zip(samples, chances, strict=True) if chance >= edge]
    true = sum(s.answer for s in samples) + missed
    p, r = sum(taken) / max(1, len(taken)), sum(taken) / max(1, true)
    return f"precision {p:.3f}  recall {r:.3f}  F1 {2 * p * r / max(1e-9, p + r):.3f}  ({len(samples)} samples)"


def calibration(samples: Sequence[Sample], chances: Sequence[float]) -> Iterator[str]:
    """How many of the records of each confidence are right."""
    edges = [0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 1.01]
    for low, high in itertools.pairwise(edges):
        here = [s.answer for s, c in zip(samples, chances, strict=True) if low <= c < high]
        if here:
            share = sum(here) / len(here)
            yield f"  {low:.1f} to {min(high, 1):.1f}: {sum(here):4} of {len(here):4} right, {share:.2f}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, nargs="*", default=[], help="where the articles of coded.py lie")
    parser.add_argument("--only", metavar="TABLE", help="write this table alone, leave the others as they are")
    parser.add_argument("--dry", action="store_true", help="write nothing")
    options = parser.parse_args()
    topics: list[Sample] = []
    records: list[Sample] = []
    prominent: list[Sample] = []
    missed = 0
    for id_, post, record in articles(options.corpus):
        missed += _ask(post, id_, record, topics, records, prominent)
    for id_, post, record in of_corpus("learnt-at-random", options.corpus):
        missed += _ask(post, id_, record, topics, records, [])  # what they call main is not what the gold does
    for id_, contact, ruling in drawn(options.corpus):
        records.append(Sample(ruling.evidence, contact["record"], id_))
        if contact.get("salience"):
            prominent.append(Sample(ruling.prominence, contact["salience"] == "main", id_))
    said = list(statements(options.corpus))
    new = {
        "topics": logistic(topics, TOPICS_RIDGE),
        "confidence": logistic(records, CONFIDENCE_RIDGE),
        "salience": logistic(prominent),
        "statements": logistic(said),
    }
    chances = held_out(topics, TOPICS_RIDGE)
    for edge in (0.25, 0.3, 0.35, 0.4, 0.5):
        print(f"topics, held out, {edge}:", told(topics, chances, missed, edge))
    print("topics, fitted:      ", told(topics, [probability(new["topics"], s.features) for s in topics], missed))
    chances = held_out(prominent)
    for edge in (0.35, 0.4, 0.45, 0.5):
        print(f"salience, held out, {edge}:", told(prominent, chances, 0, edge))
    print("salience, fitted:    ", told(prominent, [probability(new["salience"], s.features) for s in prominent], 0))
    chances = held_out(records, CONFIDENCE_RIDGE)
    print("records, held out:   ", told(records, chances, 0))
    print(*calibration(records, chances), sep="\n")
    chances = held_out(said)
    print("statements, held out:", told(said, chances, 0))
    print(*calibration(said, chances), sep="\n")
    if options.only:
        new = yaml.safe_load(WEIGHTS.read_text(encoding="utf-8")) | {options.only: new[options.only]}
    if not options.dry:
        WEIGHTS.write_text(_HEAD + yaml.safe_dump(new, allow_unicode=True, sort_keys=True), encoding="utf-8")
    return 0


_HEAD = """\
# How much each feature speaks for (above 0) or against (below 0) an answer; `bias` for every question alike.
# `topics`: whether a topic that an article raises is what a contact was about. `confidence`: whether a record is right.
# `salience`: whether a contact is main. `statements`: whether a statement is one and its speaker right.
# Written by scripts/fit.py from hand-coded articles; not to be edited by hand.
"""


def articles(corpus: list[Path]) -> Iterator[tuple[str, tongshi.Post, Json]]:
    """Each article with its id and what was coded of it."""
    with tempfile.TemporaryDirectory() as folder:
        if (SHARED / "gold" / "dev.jsonl").exists():
            with tarfile.open(SHARED / "gold" / "dev.tar.xz") as archive:
                archive.extractall(folder, filter="data")
            gold = load_records(SHARED / "gold" / "dev.jsonl")
            for post in tongshi.read(Path(folder)):
                if isinstance(post, tongshi.Post) and (id_ := Path(post.path).stem) in gold and not is_unseen(id_):
                    yield id_, post, gold[id_]
    yield from of_corpus("learnt-from", corpus)


def of_corpus(name: str, corpus: list[Path]) -> Iterator[tuple[str, tongshi.Post, Json]]:
    """The same of the articles of the corpus that one file codes."""
    coded = by_hand.records(name)
    for digest, post in by_hand.posts(by_hand.places(corpus, SHARED), coded):
        yield digest, post, coded[digest]


def drawn(corpus: list[Path]) -> Iterator[tuple[str, Json, Ruling]]:
    """What was coded of each contact in articles drawn at random, if the reader still tells of it."""
    coded = by_hand.contacts("drawn")
    for digest, post in by_hand.posts(by_hand.places(corpus, SHARED), coded):
        for _, ruling in explain(post, Knowledge.shipped()).findings.kept:
            at = ruling.engagement.spans["trigger"][0].start
            if at in coded[digest]:
                yield digest, coded[digest][at], ruling


def statements(corpus: list[Path]) -> Iterator[Sample]:
    """Whether each statement found in the articles coded for them is one, its speaker right."""
    gold = by_hand.statements("statements-a") | by_hand.statements("statements-learnt-from")
    for id_, post in _coded_for_statements(corpus, gold):
        explained = explain(post, Knowledge.shipped())
        coded = tidy(to_json(explained.reading))["statements"]
        right = {
            b
            for a, b in pair_statements(gold[id_]["statements"], coded)
            if same_name(norm(gold[id_]["statements"][a]["speaker"]), norm(coded[b]["speaker"]))
        }
        yield from (Sample(each.evidence, at in right, id_) for at, each in enumerate(explained.said) if each.evidence)


def _coded_for_statements(corpus: list[Path], gold: Mapping[str, Json]) -> Iterator[tuple[str, tongshi.Post]]:
    with tempfile.TemporaryDirectory() as folder:
        if (SHARED / "gold" / "dev.tar.xz").exists():
            with tarfile.open(SHARED / "gold" / "dev.tar.xz") as archive:
                archive.extractall(folder, filter="data")
            for post in tongshi.read(Path(folder)):
                if isinstance(post, tongshi.Post) and post.id in gold and not is_unseen(post.id):
                    yield post.id, post
    yield from by_hand.posts(by_hand.places(corpus, SHARED), gold)


def _ask(
    post: tongshi.Post,
    id_: str,
    gold: Json,
    topics: list[Sample],
    records: list[Sample],
    prominent: list[Sample],
) -> int:
    """Add the questions that one article asks; returns how many true topics none asks for."""
    explained = explain(post, Knowledge.shipped())
    findings = explained.findings
    coded = tidy(to_json(explained.reading))
    pairs = {b: a for a, b in pair(gold["engagements"], coded["engagements"])}
    missed = 0
    for at, (contact, ruling) in enumerate(findings.kept):
        records.append(Sample(ruling.evidence, at in pairs, id_))
        if at in pairs:
            main = gold["engagements"][pairs[at]]["salience"] == "main"
            prominent.append(Sample(ruling.prominence, main, id_))
        if at in pairs and findings.agenda is not None:
            true = set(gold["engagements"][pairs[at]]["topics"])
            statements_ = explained.reading.statements
            asked = findings.agenda.considered(contact, ruling.engagement, at, statements_)
            considered = {each.code: each.features for each in asked}
            topics += [Sample(features, code in true, id_) for code, features in considered.items()]
            missed += len(true - considered.keys())
    return missed


if __name__ == "__main__":
    sys.exit(main())
