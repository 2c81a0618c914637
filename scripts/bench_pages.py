"""How long the pages of a store take when they are seen for the first time: `make bench-pages`, or

    python scripts/bench_pages.py STORE [--each 100] [--only VIEW …] [--profile]

One process calls the application without a network, each address once. Addresses are drawn by chance with a fixed
seed: contacts, and from them people, pairs, topics, filters and words of titles, so that what is told often is asked
for often. CPU is that of the process: where others use the machine too, it is the figure that counts. Sizes are
packed; those of a page are with its style sheets and scripts, without fonts.
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import os
import pstats
import random
import re
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlencode

import httpx2

from tongshi.catalogue.facets import FacetName, values
from tongshi.levels import load_levels
from tongshi.phrases import load_phrases
from tongshi.store import Store, open_store
from tongshi.web.addresses import Addresses
from tongshi.web.application import create_app
from tongshi.web.settings import SiteSettings

#: Contacts that addresses are drawn from; of those with most reports, or accounts, so many are asked for.
DRAWN, MOST = 1000, 20

FACETS: tuple[FacetName, ...] = (
    "type", "status", "topic", "outlet", "polity", "pair", "person", "year", "month", "level", "place",
)  # fmt: skip

URL = Addresses()

_ASSET = re.compile(rb'(?:href|src)="(/static/[^"]*\.(?:css|js))"')
_WORDS = re.compile(r"[\u4e00-\u9fff]{2,4}")

Asked = Mapping[str, Sequence[str]]


def addresses(store: Store) -> Asked:
    """The addresses of each view, the most likely ones first."""
    ids, levels = sorted(store.confidences()), load_levels()
    contacts = [each for _, each in store.contacts_of_ids(random.sample(ids, min(len(ids), DRAWN)))]
    random.shuffle(contacts)
    told = [each.contact for each in store.told_contacts()]
    facets = [values(each, levels) for each in contacts]
    titles = [line.title for line in store.post_lines([each.posts[0] for each in contacts])]
    words = [random.choice(found) for title in titles if (found := _WORDS.findall(title))]

    def chosen(view: str) -> list[str]:
        return [f"{view}?{urlencode(_filters(each))}" for each in facets]

    def valued(facet: FacetName) -> list[str]:
        return [value for each in facets for value in each[facet]]

    most = sorted(contacts, key=lambda each: -len(each.posts))
    return {
        "home": [URL.home(), URL.coverage(), URL.topics(), URL.phrases(), URL.people(), URL.pairs(), URL.comparisons()],
        "contacts": chosen(URL.contacts()),
        "contact": [URL.contact(each.id) for each in contacts],
        "contact, most reports": [URL.contact(each.id) for each in most[:MOST]],
        "compare": [URL.compare(each) for each in random.sample(told, len(told))],
        "compare, most accounts": [URL.compare(each) for each in told[:MOST]],
        "article": [URL.article(each.posts[0]) for each in contacts],
        "person": list(map(URL.person, valued("person"))),
        "pair": list(map(URL.pair, valued("pair"))),
        "polity": list(map(URL.polity, valued("polity"))),
        "topic": list(map(URL.topic, valued("topic"))),
        "phrase": list(map(URL.phrase, sorted(load_phrases().ids))),
        "search": [URL.search(q=each) for each in words],
        **{view: chosen(f"/{view}") for view in ("timeline", "calendar", "network", "places")},
        "feeds": [
            each for both in zip(*(chosen(URL.feed(form)) for form in ("atom", "ics")), strict=True) for each in both
        ],
        "downloads": chosen(URL.download("csv")),
        "review": [URL.review(), URL.review("ledger")],
        "api contacts": chosen(URL.api("contacts")),
        "api contact": [URL.api("contacts", each.id) for each in contacts],
        "api articles": [f"{URL.api('articles')}?{urlencode({'q': each})}" for each in words],
    }


def _filters(facets: Mapping[FacetName, Sequence[str]]) -> list[tuple[str, str]]:
    """One to three filters that one contact at least answers to."""
    some = random.sample([facet for facet in FACETS if facets[facet]], random.randint(1, 3))
    return [(facet, random.choice(facets[facet])) for facet in some]


class Bench:
    """The application, and how long it took."""

    def __init__(self, store: str) -> None:
        wall, cpu = time.perf_counter(), time.process_time()
        self._client = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(create_app(SiteSettings(db=store))),
            base_url="http://localhost",
            headers={"accept-encoding": "gzip", "accept": "text/html"},
        )
        self._assets: dict[bytes, int] = {}
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        print(f"started in {wall:.1f} s, {cpu:.1f} s of CPU; {_resident():,} MB")

    async def _get(self, path: str) -> tuple[int, bytes, int]:
        """Status, body, and how many bytes were sent."""
        async with self._client.stream("GET", path) as response:
            body = await response.aread()
            return response.status_code, body, response.num_bytes_downloaded

    async def _size(self, body: bytes, size: int) -> int:
        """With all that the page loads."""
        for asset in set(_ASSET.findall(body)):
            if asset not in self._assets:
                self._assets[asset] = (await self._get(asset.decode()))[2]
            size += self._assets[asset]
        return size

    async def view(self, name: str, paths: Sequence[str]) -> None:
        """Tell how long the addresses of a view take."""
        cpu, wall, sizes, slowest, missing = list[float](), list[float](), list[int](), "", 0
        for path in paths:
            began = time.perf_counter(), time.process_time()
            status, body, size = await self._get(path)
            cpu.append((time.process_time() - began[1]) * 1000)
            wall.append((time.perf_counter() - began[0]) * 1000)
            missing += status not in {200, 303}
            sizes.append(await self._size(body, size))
            slowest = path if cpu[-1] == max(cpu) else slowest
        told = (_part(cpu, 50), _part(cpu, 95), max(cpu), _part(wall, 50), _part(wall, 95))
        kilobytes = (_part(sizes, 50) / 1000, max(sizes) / 1000)
        numbers = "".join(f"{each:9.1f}" for each in (*told, *kilobytes))
        print(f"{name:24}{len(paths):5}{numbers}  {slowest[:60]}{f' {missing} without an answer' if missing else ''}")

    async def run(self, asked: Asked) -> None:
        """All views, one after the other; what is loaded once, such as words and templates, is loaded before."""
        await self._get(URL.about())
        print(f"{'pages':>29}  CPU: p50      p95      max     wall      p95       KB      max  slowest (ms)")
        for name, paths in asked.items():
            await self.view(name, paths)


def _part(numbers: Sequence[float], share: int) -> float:
    return sorted(numbers)[min(len(numbers) - 1, len(numbers) * share // 100)]


def _resident() -> int:
    """Megabytes of this process."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGESIZE") // 1_000_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("store")
    parser.add_argument("--each", type=int, default=100, help="addresses of each view")
    parser.add_argument("--only", nargs="*", help="these views")
    parser.add_argument("--profile", action="store_true", help="tell where the time goes")
    given = parser.parse_args()
    random.seed(1)
    with open_store(given.store) as store:
        asked = {
            view: list(dict.fromkeys(paths))[: given.each]
            for view, paths in addresses(store).items()
            if not given.only or view in given.only
        }
    bench, profile = Bench(given.store), cProfile.Profile()
    if given.profile:  # pages are made in a thread of their own, which is used again for each
        threading.setprofile(lambda *_: profile.enable())
    asyncio.run(bench.run(asked))
    if given.profile:
        pstats.Stats(profile).sort_stats("cumulative").print_stats(100)
    print(f"{_resident():,} MB afterwards; load {', '.join(f'{each:.1f}' for each in os.getloadavg())}")


if __name__ == "__main__":
    main()
