from __future__ import annotations

from dataclasses import replace

import pytest

from tests.toy import Toy, post
from tongshi.identity import canonical_address, engagement_ids, own_range, post_id, statement_ids
from tongshi.readers import posts
from tongshi.records import Post

CALL = "@call held main 2021-02-10 who=拜登:US,習近平:CN"


def only(path: str, text: str) -> Post:
    (item,) = posts(path, text.encode())
    assert isinstance(item, Post)
    return item


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.cna.com.tw/news/1.aspx", "http://cna.com.tw/news/1.aspx"),
        ("https://WWW.CNA.com.tw/news/1.aspx#top", "https://www.cna.com.tw/news/1.aspx/"),
        ("https://dw.com/zh/a-1?maca=2&utm_source=x", "https://dw.com/zh/a-1?utm_medium=y&maca=2"),
        ("https://dw.com/zh/a-1?utm_source=x", "https://dw.com/zh/a-1"),
    ],
)
def test_copies_of_one_address(one: str, other: str) -> None:
    assert canonical_address(one) == canonical_address(other)


def test_other_articles_have_other_addresses() -> None:
    assert canonical_address("https://dw.com/p/?id=1") != canonical_address("https://dw.com/p/?id=2")
    assert canonical_address("https://dw.com/A") != canonical_address("https://dw.com/a")


def test_a_moved_post_keeps_its_id_and_an_edited_one_does_not() -> None:
    text = post("通話", CALL)
    assert post_id(only("a.md", text)) == post_id(only("sub/b.md", text))
    assert post_id(only("a.md", text)) != post_id(only("a.md", text.replace("main", "background")))


def test_a_post_is_the_same_alone_and_among_others() -> None:
    alone = only("a.md", post("通話", CALL))
    _, second = posts(
        "b.md", (post("前一篇", "與此無關。", url="https://x.org/0") + "\n" + post("通話", CALL)).encode()
    )
    assert isinstance(second, Post)
    start, end = own_range(second)
    assert second.text[start:end].strip() == alone.text[slice(*own_range(alone))].strip()


def ids(item: Post) -> tuple[str, ...]:
    return engagement_ids(post_id(item), own_range(item)[0], Toy()(item).engagements)


def test_a_record_keeps_its_id_when_its_other_fields_are_read_better() -> None:
    item = only("a.md", post("通話", CALL))
    (engagement,) = Toy()(item).engagements
    better = replace(engagement, status="planned", participants=(), confidence=1.0)
    origin = own_range(item)[0]
    assert engagement_ids("p1", origin, [engagement]) == engagement_ids("p1", origin, [better])
    assert engagement_ids("p1", origin, [engagement]) != engagement_ids(
        "p1", origin, [replace(engagement, type="talks")]
    )
    assert engagement_ids("p1", origin, [engagement]) != engagement_ids("p2", origin, [engagement])


def test_two_records_of_one_trigger_have_two_ids() -> None:
    item = only("a.md", post("通話", CALL))
    (engagement,) = Toy()(item).engagements
    assert len(set(engagement_ids("p1", 0, [engagement, engagement]))) == 2


def test_statements_of_one_place_are_told_apart() -> None:
    item = only("a.md", post("通話", CALL, "@said 拜登 US state 談過了", "@said 習近平 CN state 還要談"))
    one, other = Toy()(item).statements
    alone = statement_ids("p", [one, other])
    assert alone == statement_ids("p", [replace(one, speaker="白宮", manner="stress"), other])
    assert len(set(statement_ids("p", [one, one, other]))) == 3
    assert statement_ids("p", [one, one, other])[::2] == alone
