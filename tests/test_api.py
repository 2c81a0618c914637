"""The API: the contacts of the pages, lists that go on, one shape of mistakes, and OpenAPI that tells the truth."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests import toy
from tongshi.build import build
from tongshi.display import contact_fields
from tongshi.rights import Rights, StoreRelease, Texts
from tongshi.store import ContactFilter, open_store
from tongshi.web import SiteSettings, create_app
from tongshi.web.api.cursors import cursor
from tongshi.withhold import read_withhold_list

POSTS = {
    "a": toy.post("王毅會見布林肯", "王毅今天會見布林肯。", "@meeting held main 2021-02-10 who=王毅:CN,布林肯:US"),
    "b": toy.post("通話", "王毅與布林肯通電話。", "@call held main 2021-03-01 who=王毅:CN,布林肯:US topics=taiwan"),
    "c": toy.post("訪問", "@visit planned main 2021-05-01 who=莫里森:AU place=東京:JP", day="2021-04-20"),
    "d": toy.post("會談", "@talks held main ? who=王毅:CN,拉夫羅夫:RU"),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """In which nobody writes."""
    folder = tmp_path_factory.mktemp("api")
    with open_store(folder / "a.db", write=True) as opened:
        build([toy.archive(folder / "posts", **POSTS)], opened, 1, coder="tests.toy:Toy")
    return folder / "a.db"


def client_of(store: Path, rights: Rights | None = None) -> TestClient:
    settings = SiteSettings(db=str(store), rights=rights or Rights())
    return TestClient(create_app(settings), base_url="http://127.0.0.1")


@pytest.fixture(scope="module")
def client(store: Path) -> Iterator[TestClient]:
    with client_of(store) as client:
        yield client


def get(client: TestClient, path: str, code: int = 200) -> dict[str, Any]:
    answer = client.get(f"/api/v1{path}")
    assert answer.status_code == code, answer.text
    told: dict[str, Any] = answer.json()
    return told


def bare(contact: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in contact.items() if key not in {"page", "rejected"}}


def test_contacts_are_those_of_the_command_line(client: TestClient, store: Path) -> None:
    with open_store(store) as opened:
        wanted = [contact_fields(each) for each in StoreRelease(Rights(), opened).contacts(ContactFilter())]
    told = get(client, "/contacts")
    assert [bare(each) for each in told["contacts"]] == json.loads(json.dumps(wanted))
    assert (told["total"], told["undated"], told["next"]) == (4, 1, None)
    assert told["provenance"]["build"] == 1


@pytest.mark.parametrize(
    ("query", "types"),
    [
        ("type=call", ["call"]),
        ("type=call&type=visit", ["visit", "call"]),
        ("pair=CN-US&sort=date", ["meeting", "call"]),
        ("person=布林肯&topic=taiwan", ["call"]),
        ("polity=美国&polity=中国", ["call", "meeting"]),
        ("since=2021-03&until=2021", ["visit", "call"]),
        ("undated=1", ["talks"]),
        ("status=planned", ["visit"]),
        ("type=message", []),
    ],
)
def test_filters_are_those_of_the_pages(client: TestClient, query: str, types: list[str]) -> None:
    assert [each["type"] for each in get(client, f"/contacts?{query}")["contacts"]] == types


@pytest.mark.parametrize("limit", [1, 2, 3, 4])
def test_a_list_in_parts_is_the_whole_list(client: TestClient, limit: int) -> None:
    whole = [each["id"] for each in get(client, "/contacts")["contacts"]]
    found: list[str] = []
    path = f"/contacts?limit={limit}"
    there: str | None = path
    while there:
        told = get(client, there)
        found += [each["id"] for each in told["contacts"]]
        assert len(told["contacts"]) <= limit
        there = f"{path}&cursor={told['next']}" if told["next"] else None
    assert found == whole


def test_sources_are_those_of_the_contacts_chosen(client: TestClient) -> None:
    contacts = get(client, "/contacts?sort=date")["contacts"]
    whole = get(client, "/sources?sort=date")
    assert list(dict.fromkeys(each["contact"] for each in whole["sources"])) == [each["id"] for each in contacts]
    assert len(whole["sources"]) == sum(each["articles"] for each in contacts)
    first = get(client, "/sources?sort=date&limit=2")
    rest = get(client, f"/sources?sort=date&cursor={first['next']}")
    assert first["sources"] + rest["sources"] == whole["sources"]
    assert (first["contacts"], rest["next"]) == (4, None)
    report = get(client, f"/contacts/{contacts[0]['id']}")["reports"][0]
    told = whole["sources"][0]
    assert {key: told[key] for key in ("post", "outlet", "title", "page")} == {
        key: report[key] for key in ("post", "outlet", "title", "page")
    }
    assert told["record"] == report["id"]
    assert told["evidence"] in report["evidence"]
    assert {each["type"] for each in get(client, "/sources?type=call")["sources"]} == {"call"}


def test_a_cursor_stays_behind_the_last_one_given(client: TestClient) -> None:
    whole = [each["id"] for each in get(client, "/contacts")["contacts"]]
    moved = get(client, f"/contacts?cursor={cursor(3, whole[0])}")  # two before it went
    assert [each["id"] for each in moved["contacts"]] == whole[1:]
    gone = get(client, f"/contacts?cursor={cursor(2, 'cffff')}", 400)
    assert "begin anew" in gone["error"]["message"]


@pytest.mark.parametrize(
    ("path", "code", "told"),
    [
        ("/contacts?type=lunch", 400, "type: lunch: not one of"),
        ("/contacts?polty=US", 400, "polty: not asked here; one of type, status"),
        ("/coverage?outlet=cna", 400, "outlet: not asked here; nothing is"),
        ("/contacts?since=yesterday", 400, "since: yesterday: not a date"),
        ("/contacts?cursor=%21%21", 400, "cursor"),
        ("/contacts?limit=0", 400, "limit: 0: not a number from 1 to 1000"),
        ("/contacts?limit=99999", 400, "limit: 99999"),
        ("/contacts?polity=Narnia", 404, "Narnia"),
        ("/contacts/cffff", 404, "cffff: no such contact"),
        ("/contacts/cffff/comparison", 404, "cffff: no such contact"),
        ("/articles", 400, "q: what is sought?"),
        ("/articles?q=%22", 400, "quotation mark"),
        ("/articles/nothing", 404, "nothing"),
        ("/facets/colour", 404, "colour: not one of"),
        ("/lunch", 404, "Not Found"),
    ],
)
def test_mistakes_have_one_shape(client: TestClient, path: str, code: int, told: str) -> None:
    answer = get(client, path, code)
    assert set(answer) == {"error"}
    assert answer["error"]["status"] == code
    assert told in answer["error"]["message"]


def test_nothing_is_written_by_it(client: TestClient) -> None:
    assert client.post("/api/v1/contacts", headers={"Origin": "http://127.0.0.1"}).status_code in {403, 405}


def test_a_contact_with_its_reports_and_their_places(client: TestClient) -> None:
    one = get(client, "/contacts?type=meeting")["contacts"][0]["id"]
    told = get(client, f"/contacts/{one}")
    (report,) = told["reports"]
    assert report["evidence"]
    assert report["spans"]["trigger"]
    assert get(client, f"/contacts/{one[:8]}") == told
    assert get(client, f"/contacts/{report['id']}") == told
    article = get(client, f"/articles/{report['post']}")
    assert [each["type"] for each in article["record"]["engagements"]] == ["meeting"]


def test_articles_and_facets_and_the_rest(client: TestClient) -> None:
    found = get(client, "/articles?q=布林肯&limit=1")
    assert found["total"] == 2
    more = get(client, f"/articles?q=布林肯&limit=1&cursor={found['next']}")
    assert more["next"] is None
    assert found["articles"][0]["post"] != more["articles"][0]["post"]
    assert found["articles"][0]["contacts"]
    facet = get(client, "/facets/type?polity=CN")
    assert {each["value"]: each["contacts"] for each in facet["values"]} == {"meeting": 1, "call": 1, "talks": 1}
    assert get(client, "/coverage")["months"]
    assert get(client, "/decisions") | {"provenance": None} == {
        "decisions": [], "total": 0, "next": None, "provenance": None,
    }  # fmt: skip


def test_who_has_the_answer_is_told_so(client: TestClient) -> None:
    answer = client.get("/api/v1/contacts")
    again = client.get("/api/v1/contacts", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/api/v1/contacts?type=call", headers={"If-None-Match": answer.headers["etag"]})
    assert other.status_code == 200


@pytest.mark.parametrize("texts", Texts)
def test_no_more_is_given_than_may_be(store: Path, texts: Texts) -> None:
    with client_of(store, Rights(texts)) as client:
        one = get(client, "/contacts?type=meeting")["contacts"][0]["id"]
        report = get(client, f"/contacts/{one}")["reports"][0]
        whole = json.dumps(get(client, f"/articles/{report['post']}"), ensure_ascii=False)
    assert bool(report["evidence"]) == (texts is not Texts.none)
    assert bool(report["title"]) == (texts is not Texts.none)
    assert ("王毅今天會見布林肯。" in whole) == (texts is Texts.full)


def test_what_is_withheld_is_nowhere(store: Path, tmp_path: Path) -> None:
    listed = tmp_path / "withhold.yml"
    listed.write_text("people: [布林肯]\n", "utf-8")
    with client_of(store, Rights(Texts.full, read_withhold_list(listed))) as client:
        paths = ("/contacts", "/sources", "/facets/person", "/articles?q=王毅", "/decisions", "/coverage")
        told = [json.dumps(get(client, path), ensure_ascii=False) for path in paths]
        assert [each for each in told if "布林肯" in each] == []
        assert get(client, "/contacts")["withheld"]["contacts"] == 2


def test_openapi_tells_every_path_and_its_shape(client: TestClient) -> None:
    document = get(client, "/openapi.json")
    assert document["openapi"].startswith("3.")
    assert set(document["paths"]) == {
        "/contacts", "/contacts/{id}", "/contacts/{id}/comparison", "/sources", "/facets/{name}", "/articles",
        "/articles/{post}", "/coverage", "/decisions",
    }  # fmt: skip
    for path, item in document["paths"].items():
        operation = item["get"]
        assert operation["summary"]
        assert operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"], path
        assert operation["responses"]["404"]["content"]["application/json"]["schema"]["$ref"].endswith("MistakeShape")
        in_path = set(re.findall(r"\{(\w+)\}", path))
        assert in_path == {each["name"] for each in operation.get("parameters", ()) if each["in"] == "path"}
    names = {each["name"] for each in document["paths"]["/contacts"]["get"]["parameters"]}
    assert {"type", "pair", "person", "since", "undated", "sort", "cursor", "limit"} <= names
