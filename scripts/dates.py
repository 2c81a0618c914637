"""How exactly date expressions are found and resolved, beside jionlp in the same run.

    python scripts/dates.py [CORPUS] [--part report|develop] [--errors]

Two measures. `dates.yml` holds phrases as jionlp's own tests use them. `dates.jsonl` holds sentences drawn at
random from a corpus and coded by hand before any program had read them; as the texts are other people's it
names them only: the digest of the file, the place of the sentence in it, and the places of the expressions in
the sentence. It is read against the corpus folder given, and left out without one.

An expression's date is written 2021-01-03, 2021-01, 2021 or as a range first/last, and may begin with
`?` what may be taken for a date or not (近日, 下午3时, a dateline): not scored;
`*` a date that only the text before it tells (当天): its date is not scored;
`>` the first day of a time still running (自2012年): only the first day is scored; `<` the last of a term (16日前);
`~` a time without sharp ends (年初): any answer within it is right;
`W` the Monday of a week: its days, or its month, as the codebook has it, are right.

jionlp reads Simplified Chinese, so it is asked twice: on the text as it stands, and folded as Tongshi folds it.
Its answers that are no date (spans of time, repeated times) are passed over.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import yaml

import tongshi
from tongshi.language import fold
from tongshi.records import When
from tongshi.times import find

HERE = Path(__file__).resolve().parent
_DAY = dt.timedelta(days=1)


class Period(NamedTuple):
    first: dt.date
    last: dt.date


class Answer(NamedTuple):
    start: int
    end: int
    period: Period | None


@dataclass(frozen=True, slots=True)
class Expected:
    """An expression at `[start, end)` of its sentence, and when it is by the notation above."""

    start: int
    end: int
    date: str

    @property
    def scored(self) -> bool:
        return self.date != "?"

    @property
    def dated(self) -> bool:
        return self.date not in "?*"

    def allows(self, found: Period | None) -> bool:
        """Whether an answer is right."""
        if found is None:
            return False
        mark, date = self.date[0], self.date.lstrip("<>~W")
        if mark == "W":
            monday = dt.date.fromisoformat(date)
            wednesday = monday + 2 * _DAY
            in_week = monday <= found.first and found.last <= monday + 6 * _DAY
            return in_week or found == period(f"{wednesday:%Y-%m}") or found == period(f"{monday:%Y-%m}")
        wanted = period(date)
        if mark == "~":
            return wanted.first <= found.first and found.last <= wanted.last
        return (mark == "<" or found.first == wanted.first) and (mark == ">" or found.last == wanted.last)


class Sentence(NamedTuple):
    text: str
    day: dt.date
    script: str
    expected: tuple[Expected, ...]


Reader = Callable[[str, dt.date], list[Answer]]


def period(written: str) -> Period:
    """All the days of 2021-01-03, 2021-01, 2021 or first/last."""
    first, _, last = written.partition("/")
    return Period(_first(first), _last(last or first))


def _first(written: str) -> dt.date:
    return dt.date.fromisoformat(written + "-01-01"[len(written) - 4 :] if len(written) < 10 else written)


def _last(written: str) -> dt.date:
    first = _first(written)
    if len(written) == 10:
        return first
    month = first if len(written) == 7 else first.replace(month=12)
    return (month.replace(day=28) + 4 * _DAY).replace(day=1) - _DAY


def by_tongshi(text: str, day: dt.date) -> list[Answer]:
    return [Answer(m.start, m.end, _period_of(m.when)) for m in find(fold(text), day)]


def _period_of(when: When) -> Period | None:
    if when.start is None:
        return None
    size = {"day": 10, "month": 7, "year": 4}[when.precision]
    return Period(when.start, _last(str(when.end or when.start)[:size]))


def by_jionlp() -> tuple[Reader, Reader]:
    """jionlp on the text as it stands, and on folded text; the same length, so places agree."""
    from jionlp.algorithm.ner import TimeExtractor

    logging.disable()  # it logs what it cannot read
    extract = TimeExtractor()

    def read(text: str, day: dt.date) -> list[Answer]:
        base = dt.datetime.combine(day, dt.time(12)).timestamp()
        try:
            found = extract(text, time_base=base)
        except Exception:  # a peer may fail on a sentence: it has then found nothing
            return []
        return [
            Answer(entry["offset"][0], entry["offset"][1], _jionlp_period(entry["detail"]["time"], day))
            for entry in found
            if entry["type"] in ("time_point", "time_span")
        ]

    return read, lambda text, day: read(fold(text), day)


def _jionlp_period(ends: Sequence[str], day: dt.date) -> Period | None:
    """First and last day; an end at infinity is the day of the article, as for a time still running."""
    days = []
    for end in ends:
        try:
            days.append(dt.date.fromisoformat(end.split()[0]) if "inf" not in end else day)
        except ValueError:  # 109-05-01
            return None
    return Period(*days)


def phrases() -> list[Sentence]:
    """The cases in the style of jionlp's tests."""
    document = yaml.safe_load((HERE / "dates.yml").read_text("utf-8"))
    out = []
    for row in document["cases"]:
        text, expected = row["text"], []
        for written, date in row["dates"].items():
            start = text.index(str(written))
            expected.append(Expected(start, start + len(str(written)), str(date)))
        out.append(Sentence(text, row.get("at", document["at"]), "Hans", tuple(expected)))
    return out


def sentences(corpus: Path, part: str) -> list[Sentence]:
    """The coded sentences of one part, found again in the corpus."""
    rows = [json.loads(line) for line in (HERE / "dates.jsonl").read_text("utf-8").splitlines()]
    wanted = {row["post"]: row for row in rows if row["part"] == part}
    number, out = len(wanted), []
    for path, row in _posts(corpus, wanted):
        text = next(post.text for post in tongshi.read(path) if isinstance(post, tongshi.Post))
        expected = tuple(Expected(*entry) for entry in row["dates"])
        sentence = text[row["start"] : row["end"]]
        out.append(Sentence(sentence, dt.date.fromisoformat(row["at"]), row["script"], expected))
    print(f"{len(out)} of {number} sentences ({part}) found in the corpus")
    return out


def _posts(corpus: Path, wanted: dict[str, Any]) -> Iterator[tuple[Path, Any]]:
    for path in sorted(corpus.rglob("*")):
        if path.is_file():
            row = wanted.pop(digest(path), None) if wanted else None
            if row is not None:
                yield path, row


def digest(path: Path) -> str:
    """What a post is known by: the same wherever the corpus lies."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def score(name: str, read: Reader, cases: Sequence[Sentence], errors: bool) -> None:
    """Print precision and recall of expressions, and how many dates are right: of those found, and of all."""
    found = hit = expected = dated = dated_found = right = 0
    for case in cases:
        answers = read(case.text, case.day)
        taken: set[int] = set()
        for entry in case.expected:
            over = [i for i, a in enumerate(answers) if a.start < entry.end and entry.start < a.end]
            if not entry.scored:
                taken.update(over)
                continue
            expected += 1
            dated += entry.dated
            first = next((i for i in over if i not in taken), None)
            if first is None:
                _tell(errors, name, "missed", case, entry.start, entry.end, entry.date)
                continue
            taken.add(first)
            hit += 1
            found += 1
            if entry.dated:
                dated_found += 1
                good = entry.allows(answers[first].period)
                right += good
                if not good:
                    _tell(errors, name, f"{answers[first].period}", case, entry.start, entry.end, entry.date)
        for i, answer in enumerate(answers):
            if i not in taken:
                found += 1
                _tell(errors, name, f"too much: {answer.period}", case, answer.start, answer.end, "")
    ratios = (hit / found, hit / expected, right / dated_found, right / dated)
    print(f"  {name:<20}" + "".join(f"{ratio:10.3f}" for ratio in ratios) + f"{expected:10}")


def _tell(errors: bool, name: str, what: str, case: Sentence, start: int, end: int, date: str) -> None:
    if errors:
        print(
            f"    {name}: {what} | {date} | {case.day} | {case.text[:start]}⟦{case.text[start:end]}⟧{case.text[end:]}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?")
    parser.add_argument("--part", choices=["report", "develop"], default="report")
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    as_it_stands, folded = by_jionlp()
    groups = {"phrases": phrases()}
    if options.corpus:
        drawn = sentences(options.corpus, options.part)
        groups["sentences, all"] = drawn
        for script in ("Hans", "Hant"):
            groups[f"sentences, {script}"] = [case for case in drawn if case.script == script]
    for group, cases in groups.items():
        print(f"\n{f'{group} ({len(cases)})':<22}{'precision':>10}{'recall':>10}{'date':>10}{'of all':>10}{'n':>10}")
        for name, read in (("tongshi", by_tongshi), ("jionlp", as_it_stands), ("jionlp, folded", folded)):
            score(name, read, cases, options.errors and group != "sentences, all")


if __name__ == "__main__":
    main()
