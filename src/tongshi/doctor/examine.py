"""All files of archives → the report. Memory holds one chunk for each process, and counts of bounded number."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from tongshi.doctor.facts import EXAMINER, FileFacts, PostFacts, examine_chunk, killed
from tongshi.doctor.ledger import Ledger
from tongshi.doctor.report import Copies, Coverage, Example, Finding, Repeated, Report
from tongshi.readers import FieldMap, archive_files
from tongshi.records import Reject
from tongshi.rights import Release, Texts
from tongshi.workers import Task, chunks, workers

#: Bands that an article's sketch shares with earlier ones where it says nearly the same: of two texts with six tenths
#: in common some four are the same.
NEAR = 4

#: Examples kept of each kind of finding.
MOST_EXAMPLES = 5

#: Kinds told apart in one count; an archive of noise has no end of hosts.
MOST_KINDS = 2000

#: Articles of one outlet in which a paragraph is repeated boilerplate, and how many such are told.
REPEATED, MOST_REPEATED = 5, 60

#: Posts that count as largest.
MOST_LARGEST = 5

#: Where kinds over the limit are counted.
OTHERS = "(others)"

#: What a post without an address counts as.
NO_ADDRESS = "(no address)"

_SIZES = ((1, "under 1 KiB"), (4, "1–4 KiB"), (16, "4–16 KiB"), (64, "16–64 KiB"), (256, "64–256 KiB"))


@dataclass(frozen=True, slots=True)
class Examined:
    """How far an examination is."""

    posts: int
    rejected: int
    seconds: float

    def __str__(self) -> str:
        speed = self.posts / self.seconds if self.seconds else 0
        return f"examining: {self.posts:,} posts ({speed:,.0f}/s), {self.rejected:,} rejects"


def examine(
    archives: Sequence[Path],
    release: Release,
    jobs: int | None = None,
    progress: Callable[[Examined], None] | None = None,
    names: FieldMap | None = None,
) -> Report:
    """Look through archives and tell what is in them; of texts, paths and titles as much as `release` gives.

    `names` are those under which JSON has its fields. Nothing is written. Raises ArchiveError where an archive is
    missing or none.
    """
    began = time.monotonic()
    with Ledger() as ledger, workers(Task(EXAMINER, examine_chunk, killed), jobs or os.cpu_count() or 1) as pool:
        survey = _Survey(ledger, release)
        for archive in dict.fromkeys(archives):
            for files in pool(chunks(archive_files(archive, names, survey.unread))):
                for file in files:
                    survey.add(file)
                if progress:
                    progress(Examined(survey.posts, survey.rejected, time.monotonic() - began))
        return survey.report([str(archive) for archive in archives])


class _Counts:
    """Counts by kind, of which there are no more than a limit."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def add(self, kind: str) -> str:
        """Count one; as what it was counted."""
        if kind not in self._counts and len(self._counts) >= MOST_KINDS:
            kind = OTHERS
        self._counts[kind] += 1
        return kind

    def common(self) -> dict[str, int]:
        """Commonest first, then by name."""
        return dict(sorted(self._counts.items(), key=lambda pair: (pair[0] == OTHERS, -pair[1], pair[0])))


class _Findings:
    """What is wrong, by kind, with the first few places."""

    def __init__(self) -> None:
        self._counts = _Counts()
        self._examples: dict[str, list[Example]] = {}

    def add(self, kind: str, path: str, *told: str) -> None:
        examples = self._examples.setdefault(self._counts.add(kind), [])
        if len(examples) < MOST_EXAMPLES:
            examples.append(Example(path, told))

    def told(self) -> tuple[Finding, ...]:
        common = self._counts.common()
        return tuple(Finding(kind=kind, count=n, examples=tuple(self._examples[kind])) for kind, n in common.items())


class _Survey:
    """What was met so far."""

    def __init__(self, ledger: Ledger, release: Release) -> None:
        self.posts = 0
        self.rejected = 0
        self.unread: Counter[str] = Counter()
        self._ledger = ledger
        self._release = release
        self._files = self._bytes = self._characters = self._empty = self._with_cues = 0
        self._exact = self._addresses = self._near = 0
        self._copies: list[Example] = []
        self._forms, self._scripts, self._encodings, self._sizes = (_Counts() for _ in range(4))
        self._hosts, self._unread, self._outlets = (_Counts() for _ in range(3))
        self._months: dict[str, Counter[str]] = {}
        self._rejects, self._wrong = _Findings(), _Findings()
        self._largest: list[tuple[int, str]] = []

    def add(self, file: FileFacts) -> None:
        """Count a file."""
        self._files += 1
        self._bytes += file.size
        self._sizes.add(next((name for most, name in _SIZES if file.size < most * 1024), "256 KiB and more"))
        if file.encoding:
            self._encodings.add(file.encoding)
        for reject in file.rejects:
            if self._release.post((reject.id, reject.path)):
                self._reject(reject)
        posts = [post for post in file.posts if self._may(post)]
        if posts:
            self._largest = sorted([*self._largest, (file.size, file.path)], reverse=True)[:MOST_LARGEST]
        for post in posts:
            self._post(post)

    def _may(self, post: PostFacts) -> bool:
        return self._release.post((post.id, post.key, post.path), (post.url,), post.outlet)

    def _reject(self, reject: Reject) -> None:
        self.rejected += 1
        reason = reject.reason if reject.reason.startswith("internal") else reject.reason.partition(":")[0]
        self._rejects.add(
            reason, self._release.file_name(reject.path), *([reject.reason] if reject.reason != reason else [])
        )

    def _post(self, post: PostFacts) -> None:
        path = self._release.file_name(post.path)
        self.posts += 1
        self._characters += post.characters
        self._empty += not post.characters
        self._with_cues += bool(post.cues)
        self._forms.add(post.form)
        self._scripts.add(post.script)
        outlet = self._outlets.add(post.outlet or NO_ADDRESS)
        self._months.setdefault(outlet, Counter())[post.month] += 1
        if not post.known:
            self._hosts.add(post.host or NO_ADDRESS)
        for name in post.unread:
            self._unread.add(name)
        for wrong in post.wrong:
            texts = wrong.kind.startswith("title")
            told = [self._release.title(text) if texts else text for text in (wrong.one, wrong.other)]
            self._wrong.add(wrong.kind, path, *filter(None, told))
        self._look_for_copies(post, path)

    def _look_for_copies(self, post: PostFacts, path: str) -> None:
        first = self._ledger.first(post.key, path)
        if first is not None:
            self._exact += 1
            if len(self._copies) < MOST_EXAMPLES:
                self._copies.append(Example(path, (first,)))
        elif post.address and not self._ledger.new_address(post.address):
            self._addresses += 1
        elif self._ledger.shared(post.bands) >= NEAR:
            self._near += 1
        else:  # paragraphs of copies and versions would seem repeated
            self._ledger.count(post.outlet, post.paragraphs, path)

    def report(self, archives: Iterable[str]) -> Report:
        """What was met in all."""
        return Report(
            archives=tuple(archives),
            files=self._files,
            bytes=self._bytes,
            posts=self.posts,
            characters=self._characters,
            empty=self._empty,
            with_cues=self._with_cues,
            forms=self._forms.common(),
            scripts=self._scripts.common(),
            encodings=self._encodings.common(),
            sizes=self._sizes.common(),
            largest=tuple((self._release.file_name(path), size) for size, path in self._largest),
            outlets=tuple(self._coverage(outlet) for outlet in self._outlets.common()),
            unknown_hosts=self._hosts.common(),
            rejects=self._rejects.told(),
            contradictions=self._wrong.told(),
            copies=Copies(exact=self._exact, addresses=self._addresses, examples=tuple(self._copies), near=self._near),
            repeated=tuple(self._repeated()),
            unread_fields=self._unread.common(),
            unread=dict(sorted(self.unread.items(), key=lambda pair: (-pair[1], pair[0]))),
            withheld={kind: n for kind, n in sorted(self._release.left_out.items()) if n},
        )

    def _coverage(self, outlet: str) -> Coverage:
        months = self._months[outlet]
        dated = dict(sorted((month, count) for month, count in months.items() if month))
        return Coverage(
            outlet=outlet,
            posts=sum(months.values()),
            undated=months[""],
            months=dated,
            gaps=tuple(gaps(list(dated))),
        )

    def _repeated(self) -> Iterator[Repeated]:
        """What repeats is no evidence of anything: it is told where whole texts are."""
        if self._release.rights.texts is not Texts.full:
            return
        for outlet, text, count, path in self._ledger.repeated(REPEATED, MOST_REPEATED):
            if shown := self._release.sentence(text):
                yield Repeated(outlet=outlet, text=shown, articles=count, path=path)


def gaps(months: Sequence[str]) -> Iterator[tuple[str, str]]:
    """First and last month (`YYYY-MM`) of each gap between months that are given in order."""
    numbers = [int(month[:4]) * 12 + int(month[5:]) - 1 for month in months]
    for before, after in pairwise(numbers):
        if after - before > 1:
            yield _month(before + 1), _month(after - 1)


def _month(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"
