from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.toy import Toy, post
from tongshi import codec
from tongshi.errors import GoldError
from tongshi.offsets import Span, decoded
from tongshi.readers import posts
from tongshi.records import Block, Dateline, Post, Reading, Reject, Role

TEXT = post(
    "拜登與習近平通話",
    "（中央社台北11日電）兩國元首今天談了很久，會後各有說法。",
    "@call held main 2021-02-10 who=拜登:US,習近平:CN place=北京:CN topics=trade,taiwan alt=2021-02-11",
    "@readout 0 US 白宮 trade",
    "@quote 拜登 US 「我們談了兩個小時。」",
    "@said 拜登 US urge 雙方保持克制 office=總統 verb=呼籲 to=習近平 via=路透社 topics=taiwan engagement=0 side=US",
    captions=("兩人二〇一三年在北京。",),
)


def reading(text: str = TEXT, path: str = "sub/2021-02-11-a.md") -> Reading:
    (item,) = posts(path, text.encode())
    assert isinstance(item, Post)
    return Toy()(item)


def test_the_file_form() -> None:
    record = codec.to_json(reading())
    assert list(record) == ["id", "article", "engagements", "readouts", "quotes", "statements"]
    assert record["id"] == "2021-02-11-a"
    article = record["article"]
    assert article["title"] == "拜登與習近平通話"
    assert article["published"].startswith("2021-02-11T00:00:00")
    assert article["first"] == article["text"][:15] == "（中央社台北11日電）兩國元首"
    assert article["last"] == article["text"][-15:]
    assert article["captions"] == ["兩人二〇一三年在北京。"]
    (engagement,) = record["engagements"]
    assert engagement["id"].startswith("e")
    assert engagement["date"] == {"start": "2021-02-10", "end": None, "precision": "day", "alt": "2021-02-11"}
    assert engagement["place"] == {"city": "北京", "polity": "CN"}
    assert [each["name"] for each in engagement["participants"]] == ["拜登", "習近平"]
    assert record["readouts"][0] | {"spans": {}} == {
        "engagement": 0, "side": "US", "sources": ["白宮"], "topics": ["trade"], "spans": {}, "confidence": 0.5,
    }  # fmt: skip
    assert record["quotes"][0]["text"] == "我們談了兩個小時。"
    (statement,) = record["statements"]
    assert statement | {"start": 0, "end": 0, "spans": {}} == {
        "text": "雙方保持克制", "form": "indirect", "speaker": "拜登", "office": "總統", "polity": "US", "verb": "呼籲",
        "class": "urge", "addressee": "習近平", "medium": None, "chain": ["路透社"], "topics": ["taiwan"],
        "phrases": [], "engagement": 0, "side": "US", "start": 0, "end": 0, "spans": {}, "confidence": 0.5,
    }  # fmt: skip
    assert article["text"][statement["start"] : statement["end"]] == "雙方保持克制"


def test_spans_are_places_in_the_file() -> None:
    record = codec.to_json(reading())
    (engagement,) = record["engagements"]

    def cut(spans: dict[str, list[list[int]]], field: str) -> list[str]:
        return [TEXT[start:end] for start, end in spans[field]]

    assert cut(engagement["spans"], "trigger") == ["@call"]
    assert cut(engagement["spans"], "date") == ["2021-02-10"]
    assert cut(engagement["spans"], "participants.1") == ["習近平"]
    assert cut(record["readouts"][0]["spans"], "sources") == ["白宮"]
    assert cut(record["quotes"][0]["spans"], "text") == ["我們談了兩個小時。"]
    (said,) = (statement["spans"] for statement in record["statements"])
    assert [cut(said, field) for field in ("text", "verb", "addressee", "chain.0")] == [
        ["雙方保持克制"], ["呼籲"], ["習近平"], ["路透社"],
    ]  # fmt: skip


def test_one_line_the_same_each_time_and_readable() -> None:
    line = codec.dump(reading())
    assert line == codec.dump(reading())
    assert "\n" not in line
    assert "拜登" in line
    assert json.loads(line) == codec.to_json(reading())


def test_a_reject() -> None:
    assert codec.to_json(Reject("a", "x/a.md", "empty")) == {"id": "a", "rejected": "empty"}
    assert codec.load(codec.dump(Reject("a", "x/a.md", "空的"))) == Reject("a", "", "空的")


def test_boilerplate_is_what_is_neither_text_nor_caption() -> None:
    def block(role: Role, text: str) -> Block:
        return Block(role, decoded(text, 0, 0), Span(0, 0))

    kept = ["延伸閱讀", "甲", "乙", "（編輯：某人）", "版權所有"]
    blocks = [block("paragraph", "正文"), block("heading", "小標"), block("caption", "圖說"), block("teaser", " ")]
    blocks += [block("teaser", text) for text in [*kept[:3], "甲"]]
    blocks += [block("signoff", kept[3]), block("notice", kept[4]), block("keywords", "第六個")]
    article = replace(reading().article, blocks=tuple(blocks))
    assert codec.boilerplate(article) == kept


def test_a_dateline() -> None:
    article = replace(reading().article, dateline=Dateline("中央社", "台北", 11, 0, 11))
    assert codec.to_json(Reading(article=article))["article"]["dateline"] == {
        "agency": "中央社",
        "city": "台北",
        "day": 11,
    }


@pytest.mark.parametrize(
    "line",
    ["", "{", "[]", "3", '{"id": "a"}', '{"id": "a", "article": {}}', '{"id": "a", "article": 1}'],
)
def test_what_is_not_in_the_form_is_a_gold_error(line: str) -> None:
    with pytest.raises(GoldError):
        codec.load(line)


def test_gold_files_leave_out_what_we_add() -> None:
    record = codec.to_json(reading())
    for name in ("text", "title", "url"):
        del record["article"][name]
    for each in [*record["engagements"], *record["readouts"], *record["quotes"], *record["statements"]]:
        del each["spans"], each["confidence"]
    del record["statements"][0]["start"], record["statements"][0]["end"]
    del record["engagements"][0]["id"]
    read = codec.from_json(record)
    assert isinstance(read, Reading)
    assert read.engagements[0].when.start == dt.date(2021, 2, 10)


_WORDS = st.text(max_size=20)
_MAYBE = st.none() | _WORDS
_DAYS = st.none() | st.dates().map(dt.date.isoformat)
_SPANS = st.dictionaries(
    st.sampled_from(["trigger", "date", "evidence"]),
    st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)).map(list), min_size=1, max_size=2),
)
_MOMENTS = st.sampled_from([None, "2020-10-06T12:00:00+02:00"])
_STAMPS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["published", "updated"]),
        "source": st.sampled_from(["front-matter", "epoch", "body", "signoff", "address"]),
        "words": _WORDS,
        "local": st.just("2020-10-06T12:00:00+02:00"),
        "exact": st.booleans(),
        "span": st.sampled_from([None, [0, 4]]),
    }
)
_EXTRAS = {"spans": _SPANS, "confidence": st.floats(0, 1)}
_RECORDS = st.fixed_dictionaries(
    {
        "id": _WORDS,
        "article": st.fixed_dictionaries(
            {
                "outlet": _WORDS,
                "published": _WORDS,
                "title": _WORDS,
                "url": st.just("https://x.org/a"),
                **{name: st.lists(_WORDS, max_size=2) for name in ("reporters", "editors", "translators", "wires")},
                "dateline": st.none()
                | st.fixed_dictionaries({"agency": _MAYBE, "city": _MAYBE, "day": st.none() | st.integers(1, 31)}),
                "script": st.sampled_from(["Hant", "Hans"]),
                "captions": st.lists(_WORDS, max_size=2),
                "updated": _MOMENTS,
                "stamps": st.lists(_STAMPS, max_size=2),
                "contradictions": st.lists(st.lists(_WORDS, min_size=3, max_size=3), max_size=1),
                "section": _WORDS,
                "keywords": st.lists(_WORDS, max_size=2),
                "photographers": st.lists(_WORDS, max_size=2),
                "cited": st.lists(
                    st.fixed_dictionaries({"name": _WORDS, "medium": _WORDS, "span": st.just([3, 5])}), max_size=2
                ),
                "usage": st.sampled_from([None, "TW", "HK", "CN"]),
                "text": _WORDS,
            }
        ),
        "engagements": st.lists(
            st.fixed_dictionaries(
                {
                    "id": st.from_regex(r"e[0-9a-f]{16}", fullmatch=True),
                    "type": st.sampled_from(["call", "visit"]),
                    "status": st.sampled_from(["held", "denied"]),
                    "salience": st.sampled_from(["main", "background"]),
                    "participants": st.lists(
                        st.fixed_dictionaries({"name": _MAYBE, "latin": _MAYBE, "office": _MAYBE, "polity": _MAYBE}),
                        max_size=3,
                    ),
                    "polities": st.lists(_WORDS, max_size=3),
                    "date": st.fixed_dictionaries(
                        {"start": _DAYS, "end": _DAYS, "precision": st.sampled_from(["day", "month"]), "alt": _DAYS}
                    ),
                    "place": st.fixed_dictionaries({"city": _MAYBE, "polity": _MAYBE}),
                    "topics": st.lists(_WORDS, max_size=2),
                    "trigger": _WORDS,
                    "evidence": _WORDS,
                    **_EXTRAS,
                }
            ),
            max_size=2,
        ),
        "readouts": st.lists(
            st.fixed_dictionaries(
                {
                    "engagement": st.just(0),
                    "side": _WORDS,
                    "sources": st.lists(_WORDS, max_size=2),
                    "topics": st.lists(_WORDS, max_size=2),
                    **_EXTRAS,
                }
            ),
            max_size=2,
        ),
        "quotes": st.lists(
            st.fixed_dictionaries({"text": _WORDS, "speaker": _MAYBE, "polity": _MAYBE, **_EXTRAS}), max_size=2
        ),
        "statements": st.lists(
            st.fixed_dictionaries(
                {
                    "text": _WORDS,
                    "form": st.sampled_from(["direct", "mixed", "indirect"]),
                    **dict.fromkeys(("speaker", "office", "polity"), _MAYBE),
                    "verb": _WORDS,
                    "class": st.sampled_from(["state", "urge"]),
                    **dict.fromkeys(("addressee", "medium"), _MAYBE),
                    **{name: st.lists(_WORDS, max_size=2) for name in ("chain", "topics", "phrases")},
                    "engagement": st.none() | st.just(0),
                    "side": _WORDS,
                    "start": st.integers(0, 99),
                    "end": st.integers(0, 99),
                    **_EXTRAS,
                }
            ),
            max_size=2,
        ),
    }
)


@given(_RECORDS)
def test_there_and_back(record: dict[str, Any]) -> None:
    text = record["article"]["text"]
    record["article"] |= {"first": text[:15], "last": text[-15:], "boilerplate": []}
    assert codec.to_json(codec.from_json(record)) == record
