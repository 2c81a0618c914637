"""The review rooms: decisions by forms are those of the command line, kept, shown in the ledger, and can be undone."""

from __future__ import annotations

import html
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient

from tests import toy
from tongshi.build import build
from tongshi.decisions import Decision
from tongshi.errors import LexiconError
from tongshi.fusion.rules import shipped
from tongshi.review import waiting
from tongshi.rights import Rights, StoreRelease
from tongshi.store import open_store
from tongshi.web import SiteSettings, create_app
from tongshi.web.guard import Access, GuardSettings, Policy
from tongshi.web.words import LANGUAGES, load_words

POSTS = {
    "a": toy.post("通話", "@call held main 2021-02-10 who=拜登:US,習近平:CN"),
    "b": toy.post("會談", "@meeting held main 2021-02 who=拜登:US,習近平:CN", day="2021-02-20"),
    "c": toy.post("訪問", "@visit held main 2021-05-01 who=莫里森:AU place=東京:JP"),
}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    made = tmp_path / "a.db"
    with open_store(made, write=True) as opened:
        build([toy.archive(tmp_path / "posts", **POSTS)], opened, 1, coder="tests.toy:Toy")
    return made


def client_of(store: Path, **guard: object) -> TestClient:
    settings = SiteSettings(db=str(store), guard=GuardSettings(owner="王", **guard))  # type: ignore[arg-type]
    headers = {"Origin": "http://127.0.0.1", "Sec-Fetch-Site": "same-origin"}
    return TestClient(create_app(settings), base_url="http://127.0.0.1", headers=headers)


@pytest.fixture
def client(store: Path) -> Iterator[TestClient]:
    with client_of(store) as client:
        yield client


def decisions(store: Path) -> tuple[Decision, ...]:
    with open_store(store) as opened:
        return opened.decisions()


def contacts(store: Path) -> dict[str, str]:
    with open_store(store) as opened:
        return {each.id: f"{each.type} {each.when.start}" for each in opened.contacts()}


def contact(store: Path, like: str) -> str:
    return next(id_ for id_, told in contacts(store).items() if like in told)


def send(client: TestClient, page: str, **fields: str | list[str]) -> httpx2.Response:
    """Fill in the form of a page and send it."""
    text = client.get(page).text
    form = re.search(r'<form class="decide".*?</form>', text, re.DOTALL)
    assert form, text
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form[0]))
    return client.post("/review/decide", data={**hidden, **fields})


def test_a_field_is_corrected_and_the_correction_undone(client: TestClient, store: Path) -> None:
    visit = contact(store, "visit")
    answer = send(client, f"/review/contact/{visit}", action="correct", field="date", value="2021-05-02", why="核對")
    assert answer.status_code == 200
    assert "date corrected from 2021-05-01 to 2021-05-02" in answer.text
    assert contacts(store)[visit] == "visit 2021-05-02"
    assert "2021-05-02" in client.get(f"/review/contact/{visit}").text
    (made,) = decisions(store)
    assert (made.by, made.why, made.scope, made.field) == ("王", "核對", "contact", "date")
    ledger = client.get("/review/ledger").text
    assert "核對" in ledger
    token = re.search(r'name="csrf" value="([^"]+)"', ledger)
    assert token
    data = {"csrf": token[1], "decision": made.id, "back": "ledger", "action": "undo"}
    undone = client.post("/review/decide", data=data)
    assert undone.url.path == "/review/ledger"
    assert contacts(store)[visit] == "visit 2021-05-01"
    assert "no longer holds" in undone.text
    assert len(decisions(store)) == 2


def test_contacts_are_merged_and_split(client: TestClient, store: Path) -> None:
    call, meeting = contact(store, "call"), contact(store, "meeting")
    answer = send(client, f"/review/contact/{call}", action="merge", why="同一次", **{"with": meeting})
    assert answer.status_code == 200
    assert len(contacts(store)) == 2
    merged = answer.url.path.rpartition("/")[2]
    records = re.findall(r'name="record" value="(e\w+)"', answer.text)
    assert len(records) == 2
    send(client, f"/review/contact/{merged}", action="split", record=records[1], why="不是")
    assert len(contacts(store)) == 3


def test_contacts_that_share_nothing_are_merged_by_whoever_is_sure(client: TestClient, store: Path) -> None:
    call, visit = contact(store, "call"), contact(store, "visit")
    page = f"/review/contact/{call}"
    asked = send(client, page, action="merge", why="同一次", **{"with": visit})
    assert asked.status_code == 200
    assert asked.text.count("Nothing was decided yet") == 1
    assert "These contacts share no participant" in asked.text
    assert 'name="sure"' in asked.text
    assert f'value="{visit}"' in asked.text
    assert decisions(store) == ()
    assert len(contacts(store)) == 3
    done = send(client, page, action="merge", why="同一次", sure="1", **{"with": visit})
    assert 'name="sure"' not in done.text
    assert len(contacts(store)) == 2


def test_what_a_merge_overrides_is_shown_before_it_is_done(client: TestClient, store: Path) -> None:
    call, meeting = contact(store, "call"), contact(store, "meeting")
    send(client, f"/review/contact/{call}", action="correct", field="status", value="denied", why="聲明")
    page = f"/review/contact/{meeting}"
    asked = send(client, page, action="merge", why="同一次", **{"with": call})
    assert "Nothing was decided yet" in asked.text
    assert "the latest correction" in asked.text
    assert re.search("<del>.*held.*</del> → <strong>.*denied.*</strong>.*聲明", asked.text)
    assert len(decisions(store)) == 1
    done = send(client, page, action="merge", why="同一次", sure="1", **{"with": call})
    assert 'name="sure"' not in done.text
    assert "Undo" in done.text
    assert len(contacts(store)) == 2


def test_what_is_decided_already_is_told(client: TestClient, store: Path) -> None:
    page = f"/review/contact/{contact(store, 'visit')}"
    assert send(client, page, action="accept", why="對").status_code == 200
    again = send(client, page, action="accept", why="還是對")
    assert again.status_code == 400
    assert "accepted: decided already, by 王" in again.text
    assert len(decisions(store)) == 1


def test_reasons_are_told_in_the_language_of_the_page() -> None:
    english, simplified, traditional = (load_words()[language] for language in LANGUAGES)
    joined = "same day, by the news, the only contact that fits, 2 participants in common, same words"
    assert english.reason(joined) == joined
    assert simplified.reason(joined) == "按报道为同一天，唯一符合的往来，有 2 名共同参与者，文字相同"
    assert traditional.reason("no names, same parties (+2.2)") == "未具名、各方相同 (+2.2)"
    assert simplified.reason("one contact? 0.62") == "是同一次往来？ 0.62"
    told = "e1 was corrected (status: held); its article was changed and tells this"
    assert simplified.reason(told) == "e1 曾被更正 (状态: 已举行)；报道已有改动，新版所述如此"
    assert simplified.reason("decided to be one, e1, e2") == "decided to be one, e1, e2"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("status was corrected from held to denied; it is now read as planned",
         "状态 曾由 已举行 更正为 否认；现读作 计划中"),
        ("type was corrected to call; a source that was not there says meeting",
         "类型 曾更正为 通话；后来的报道称 会面"),
        ("date was corrected to 2021-02-10 and to 2021-02-11; the later holds",
         "日期 曾更正为 2021-02-10 及 2021-02-11；以后者为准"),
        ("one contact when its status was corrected, now 2", "更正 状态 时为一次往来，现为 2 次"),
        ("decided to be one and not to be: e1, e2; none of it holds", "既被判为同一次、又被判为不同: e1，e2；均不生效"),
        ("place was corrected to held-upon-sea", "地点 曾更正为 held-upon-sea"),
    ],
)  # fmt: skip
def test_reasons_tell_fields_and_their_values_in_the_language_of_the_page(told: str, said: str) -> None:
    assert load_words()["zh-Hans"].reason(told) == said


@pytest.mark.parametrize("feature", sorted(set(shipped().weights) - {"bias"}))
def test_every_feature_of_fusion_has_words(feature: str) -> None:
    for language in ("zh-Hans", "zh-Hant"):
        assert not re.search("[A-Za-z]", load_words()[language].reason(f"{feature} (+1.0)"))


def test_records_that_were_chosen_stay_so_beside_a_mistake(client: TestClient, store: Path) -> None:
    call = contact(store, "call")
    send(client, f"/review/contact/{call}", action="merge", why="同一次", **{"with": contact(store, "meeting")})
    page = f"/review/contact/{contact(store, 'call')}"
    first, second = re.findall(r'name="record" value="(e\w+)"', client.get(page).text)
    wrong = send(client, page, action="correct", field="date", value="gestern", record=second)
    assert wrong.status_code == 400
    chosen = re.findall(r'name="record" value="(e\w+)"[^>]* checked', wrong.text)
    assert (chosen, first in wrong.text) == ([second], True)


def test_what_is_rejected_leaves_the_contacts(client: TestClient, store: Path) -> None:
    visit = contact(store, "visit")
    answer = send(client, f"/review/contact/{visit}", action="reject", why="假的")
    assert answer.status_code == 200
    assert visit not in contacts(store)


def test_the_queue_leads_from_one_to_the_next(store: Path) -> None:
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("UPDATE engagements SET confidence = 0.4")
    with client_of(store) as client:
        _walk(client, store)


def _walk(client: TestClient, store: Path) -> None:
    with open_store(store) as opened:
        items = waiting(StoreRelease(Rights(), opened))
    assert len(items) >= 2
    first = client.get("/review/next")
    assert first.url.path == f"/review/items/{items[0].id}"
    passed = re.search(r'<a class="button" data-key="k" href="([^"]+)"', first.text)
    assert passed
    second = client.get(html.unescape(passed[1]))
    assert second.url.path == f"/review/items/{items[1].id}"
    end = client.get("/review/next?" + "&".join(f"passed={item.id}" for item in items))
    assert end.url.path == "/review"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"action": "correct", "field": "date", "value": "yesterday"}, "yesterday: not a date"),
        ({"action": "correct", "field": "status", "value": "lunch"}, "lunch"),
        ({"action": "merge", "with": "c0000000"}, "c0000000: no such contact"),
        ({"action": "merge"}, "merge is of 2"),
        ({"action": "dance"}, "dance: no such action"),
        ({"action": "accept", "record": "e00000"}, "e00000: no record of this"),
        ({"action": "same", "one": "拜登", "other": "誰"}, "nobody of that name"),
    ],
)
def test_a_mistake_is_told_beside_what_was_typed(
    client: TestClient, store: Path, fields: dict[str, str], told: str
) -> None:
    answer = send(client, f"/review/contact/{contact(store, 'visit')}", why="因為", **fields)
    assert answer.status_code == 400
    assert told in html.unescape(answer.text)
    assert 'value="因為"' in answer.text
    assert decisions(store) == ()


def test_without_its_token_a_form_is_not_taken(client: TestClient, store: Path) -> None:
    visit = contact(store, "visit")
    data = {"contact": visit, "action": "reject", "why": "x"}
    assert client.post("/review/decide", data=data).status_code == 403
    assert client.post("/review/decide", data={**data, "csrf": "x" * 80}).status_code == 403
    assert decisions(store) == ()


def test_a_public_site_is_read_only(store: Path) -> None:
    with client_of(store, policy=Policy(access=Access.public)) as client:
        visit = contact(store, "visit")
        page = client.get(f"/review/contact/{visit}").text
        assert "you may read here" in page.lower()
        assert 'name="action"' not in page
        assert client.post("/review/decide", data={"contact": visit, "action": "reject"}).status_code == 403
    assert decisions(store) == ()


def test_what_is_no_longer_waiting_is_told(client: TestClient) -> None:
    assert client.get("/review/items/q000000000000").status_code == 404
    assert client.get("/review/contact/c00000").status_code == 404
    assert client.get("/review?kind=lunch").status_code == 400


@pytest.mark.parametrize("path", ["/review", "/review/ledger", "/compare"])
def test_past_the_last_page_there_is_nothing(client: TestClient, path: str) -> None:
    answer = client.get(f"{path}?page=2")
    assert answer.status_code == 404
    assert "page: 2: the last one is 1" in answer.text
    assert client.get(f"{path}?page=0").status_code == 400


def test_the_ledger_as_a_file_is_what_the_command_exports(client: TestClient, store: Path) -> None:
    send(client, f"/review/contact/{contact(store, 'visit')}", action="accept", why="對")
    lines = client.get("/review/ledger.jsonl").text.splitlines()
    assert len(lines) == 1
    assert '"accept"' in lines[0]


def test_a_word_that_stands_twice_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "room.yml").write_text("a: {en: A, zh-Hans: 甲, zh-Hant: 甲}\n" * 2, encoding="utf-8")
    monkeypatch.setattr("tongshi.web.words._FOLDER", tmp_path)
    with pytest.raises(LexiconError, match=r"room\.yml:2: a is given twice"):
        load_words.__wrapped__()
