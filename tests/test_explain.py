"""Every cue is accounted for: a record, or the reason why none."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings

import tongshi
from tests.test_engagements import KNOWLEDGE, WORDS, st
from tongshi.pipeline import explain
from tongshi.readers import posts

POST = """<!--1633996800000-->
[{title}](https://www.cna.com.tw/news/aopl/202110120001.aspx)
------
<div><p>{body}</p></div>
"""


def told(body: str, title: str = "外電") -> list[tuple[str, int | None, str | None]]:
    (post,) = posts("post.md", POST.format(title=title, body=body).encode())
    assert isinstance(post, tongshi.Post)
    explanation = explain(post, KNOWLEDGE)
    return [(explanation.text.text[c.start : c.end], c.engagement, c.dismissed) for c in explanation.cues]


@pytest.mark.parametrize(
    ("body", "cue", "reason"),
    [
        ("會面引起關注。", "會面", "nobody named"),
        ("布林肯談到會面的氣氛。", "會面", "no parties found"),
        ("布林肯從未與王毅會面。", "會面", "did not come about"),
        ("國台辦6日舉行兩岸領導人會晤五周年座談會。", "會晤", "only remembered"),
        ("預算案今天表決。預算案通過。反對黨抗議。立委王定宇抵達東京。", "抵達", "too weak a word without a date"),
        ("部長說：「布林肯和王毅會面很好。」", "會面", "only alluded to"),
        ("布林肯11日與王毅會面。布林肯在會面中恭賀王毅就任。", "恭賀", "said in a meeting"),
        ("林鄭月娥3日在北京與國務院副總理韓正會面。", "會面", "within one state"),
    ],
)
def test_why_a_cue_is_no_record(body: str, cue: str, reason: str) -> None:
    assert (cue, None, reason) in told(body)


def test_cues_of_one_contact_lead_to_its_record() -> None:
    cues = told("美國國務卿布林肯12日與中國外長王毅會面。兩人會面後，布林肯13日訪問日本。")
    assert [(word, number) for word, number, _ in cues] == [("會面", 0), ("會面", 0), ("訪問", 1)]


@settings(max_examples=60)
@given(st.lists(WORDS, max_size=25).map("".join))
def test_every_cue_is_a_record_or_has_a_reason(body: str) -> None:
    post = tongshi.Post(id="x", path="x.md", form="feed", text=body, body=(0, len(body)), published="2021-10-12")
    explanation = explain(post, KNOWLEDGE)
    for cue in explanation.cues:
        assert (cue.engagement is None) == (cue.dismissed is not None)
        if cue.engagement is not None:
            assert 0 <= cue.engagement < len(explanation.reading.engagements)
    assert {c.engagement for c in explanation.cues} - {None} == set(range(len(explanation.reading.engagements)))


def test_the_reading_is_the_same(tmp_path: Path) -> None:
    samples = Path(__file__).parents[1] / "samples" / "archive" / "later"
    posts = [item for item in tongshi.read(samples) if isinstance(item, tongshi.Post)]
    assert posts
    for post in posts:
        assert tongshi.explain(post).reading == tongshi.code(post)


def test_dates_of_articles_matter() -> None:
    assert (
        dt.date(2021, 10, 12)
        == explain(
            tongshi.Post(id="x", path="x.md", form="feed", text="", body=(0, 0), published="2021-10-12"), KNOWLEDGE
        ).reading.article.day
    )


@pytest.mark.parametrize(
    "body",
    [
        "中美28日在日內瓦舉行貿易談判，由王毅與布林肯見面。",
        "中美28日舉行貿易談判。王毅28日與布林肯在日內瓦會晤。",
    ],
)
def test_words_for_one_sitting_tell_of_one_record(body: str) -> None:
    assert [(record, reason) for _, record, reason in told(body)] == [(0, None), (0, None)]
