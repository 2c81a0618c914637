"""Where links between pages lead, and that pages say the same on either kind of database."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from httpx2 import Response
from starlette.testclient import TestClient

from tests.databases import ON_SERVER, missing
from tongshi.store import open_store
from tongshi.web import SiteSettings, create_app

#: Pages of one room that are looked at, on one kind of database and on both.
MOST, FEW = 25, 5

#: Where links from page to page do not lead.
ALSO = [
    "/search?q=中美", "/search?q=會談+NOT+王毅", "/search?q=“视频会议”&outlet=cna", "/search?q=川普&expand=1",
    "/api/v1/contacts?pair=CN-US", "/api/v1/contacts?limit=3", "/api/v1/articles?q=訪問",
    "/contacts.csv", "/contacts.jsonl?type=visit", "/sources.jsonl", "/contacts.atom", "/contacts.ics",
]  # fmt: skip

#: What is another in each answer: tokens of forms.
_TOKEN = re.compile(r'name="csrf" value="[^"]*"')


def site(db: str) -> TestClient:
    app = create_app(SiteSettings(db=db))
    return TestClient(app, base_url="http://localhost", headers={"accept-language": "en"}, follow_redirects=False)


def rooms(client: TestClient, most: int) -> Iterator[tuple[str, Response]]:
    """Pages of every room, as links lead to them; some of each room."""
    waiting, met, seen = ["/"], set(), Counter[str]()
    while waiting:
        path = waiting.pop(0)
        room = path.split("?")[0].split("/")[1]
        if path in met or seen[room] >= most or room in {"static", "language"}:
            continue
        met.add(path)
        seen[room] += 1
        answer = client.get(path)
        yield path, answer
        waiting += [unescape(each) for each in re.findall(r'href="(/[^"#]*)', answer.text)]


def test_every_link_leads_to_a_page(samples_db: Path) -> None:
    with site(str(samples_db)) as client:
        assert [path for path, answer in rooms(client, MOST) if answer.status_code not in {200, 303}] == []


@ON_SERVER
def test_pages_say_the_same_on_both(samples_db: Path, tmp_path: Path) -> None:
    on_server = missing("postgresql", tmp_path)
    with open_store(samples_db) as store, open_store(on_server, write=True) as copy:
        copy.copy_from(store)
    with site(str(samples_db)) as file, site(on_server) as server:
        paths = [*(path for path, _ in rooms(file, FEW)), *ALSO]
        assert {path.split("?")[0].split("/")[1] for path in paths} >= {
            "contacts", "compare", "timeline", "calendar", "network", "places", "people", "pairs", "polities", "topics",
            "phrases", "articles", "search", "review", "coverage", "about",
        }  # fmt: skip
        for path in paths:
            here, there = file.get(path), server.get(path)
            assert here.status_code in {200, 303}, path
            assert there.status_code == here.status_code, path
            assert _TOKEN.sub("", there.text) == _TOKEN.sub("", here.text), path
