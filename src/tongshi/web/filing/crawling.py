"""All pages of a site: from the first ones along every link, until none leads to a page that is not written."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import closing
from pathlib import Path

from tongshi.web.filing.addresses import Extent, Wanted
from tongshi.web.filing.making import Errand, Made, Maker, make
from tongshi.web.settings import SiteSettings
from tongshi.workers import Reader, ended, killed, start, submitted

#: Pages that are made together, and lots for each process that are under way or wait.
TOGETHER = 8
AHEAD = 3

#: What a maker is made with.
Making = tuple[SiteSettings, Extent, Path]


class Crawl:
    """What is to be made, and what is known of each file; asks again for pages that lead to what cannot be made.

    Its size goes with the number of pages, not with that of links: who leads to a page is forgotten once that is made.
    """

    def __init__(self, first: Iterable[Wanted]) -> None:
        self._errands: deque[Errand] = deque()
        self._known: dict[str, bool | None] = {}  # whether there is such a file; None: not yet told
        self._waiting: dict[str, dict[str, Wanted]] = defaultdict(dict)  # by file not yet told: who leads there
        self._missing: dict[str, set[str]] = defaultdict(set)  # by page: to what it cannot lead
        for each in first:
            self._want(each)

    @property
    def ahead(self) -> int:
        """How many pages are to be made, as far as that is known."""
        return len(self._errands)

    def errands(self, most: int) -> list[Errand]:
        """The next ones, so many at most."""
        return [self._errands.popleft() for _ in range(min(most, len(self._errands)))]

    def note(self, made: Made) -> bool:
        """What came of one; whether it is written as it is to stay."""
        page = made.wanted
        self._known[page.file] = bool(made.digest)
        before = self._waiting.pop(page.file, {})
        if not made.digest:
            for each in before.values():
                self._again(each, page.file)
            return False
        lost = [each.file for each in made.leads_to if self._leads_nowhere(page, each)]
        for file in lost:
            self._missing[page.file].add(file)
        if lost:
            self._again(page, *lost)
        return not lost

    def _leads_nowhere(self, page: Wanted, to: Wanted) -> bool:
        """Whether a page leads to a file of which it is told that it cannot be; others are wanted from now on."""
        if to.file in self._missing.get(page.file, ()):
            return False
        self._want(to)
        known = self._known[to.file]
        if known is None:
            self._waiting[to.file][page.file] = page
        return known is False

    def _want(self, wanted: Wanted) -> None:
        if wanted.file not in self._known:
            self._known[wanted.file] = None
            self._errands.append(Errand(wanted))

    def _again(self, page: Wanted, *missing: str) -> None:
        self._missing[page.file].update(missing)
        self._errands.append(Errand(page, frozenset(self._missing[page.file])))


def crawled(first: Iterable[Wanted], making: Making, jobs: int, told: Callable[[int], None]) -> Iterator[Made]:
    """Every page of a site, written; one that turns out to lead nowhere comes again. `told` hears how many wait."""
    crawl = Crawl(first)
    for each in _here(crawl, making) if jobs == 1 else _elsewhere(crawl, making, jobs):
        crawl.note(each)
        told(crawl.ahead)
        if each.digest:
            yield each


def _here(crawl: Crawl, making: Making) -> Iterator[Made]:
    with closing(Maker(*making)) as maker:
        while errands := crawl.errands(1):
            yield from map(maker.make, errands)


def _elsewhere(crawl: Crawl, making: Making, jobs: int) -> Iterator[Made]:
    """In other processes, in any order: what is written does not depend on it."""
    reader = Reader("tongshi.web.filing.making:Maker", given=making)
    pool = start(reader, jobs)
    try:
        yield from _pooled(crawl, reader, pool, jobs)
    except BaseException:  # whoever interrupts does not wait for pages that will be made again
        killed(pool)
        raise
    ended(pool)


def _pooled(crawl: Crawl, reader: Reader, pool: ProcessPoolExecutor, jobs: int) -> Iterator[Made]:
    running: set[Future[list[Made]]] = set()
    while True:
        while len(running) < jobs * AHEAD and (errands := crawl.errands(_share(crawl.ahead, jobs))):
            running.add(submitted(pool, make, reader.named, errands))
        if not running:
            return
        done, running = wait(running, return_when=FIRST_COMPLETED)
        for each in done:
            yield from each.result()


def _share(waiting: int, jobs: int) -> int:
    """As many as go together, fewer where there are not enough for all."""
    return max(1, min(TOGETHER, waiting // jobs))
