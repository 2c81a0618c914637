"""What an article says of itself: title, stamps, section, keywords, picture credits, usage, cited media."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongshi.clean import clean, load_outlets
from tongshi.readers import parse_printed, posts, printed_stamps
from tongshi.records import Article, Post

OUTLETS = load_outlets()
RFI = "https://www.rfi.fr/cn/%E4%B8%AD%E5%9B%BD/20201006-a"


def article(body: str, url: str = "https://example.org/a", day: str = "2020-10-06", title: str = "標題") -> Article:
    front = f"---\ntitle: {title}\ndate: {day}\nfrom: {url}\n---\n\n"
    text = f"{front}<!--1601999701000-->\n[{title}]({url})\n------\n\n{body}\n"
    (post,) = posts("a.md", text.encode())
    assert isinstance(post, Post)
    return clean(post, OUTLETS)


@pytest.mark.parametrize(
    ("words", "want"),
    [
        ("2020-10-13 08:15:30", "2020-10-13 08:15:30"),
        ("2020/11/11 12:57", "2020-11-11 12:57:00"),
        ("2020-10-06t15:55:01.5z", "2020-10-06 15:55:01.500000+00:00"),
        ("2018年6月 13日 9:05", "2018-06-13 09:05:00"),
        ("2020年8月9日 下午3:05", "2020-08-09 15:05:00"),
        ("民国109年11月11日", "2020-11-11"),
        ("08/04/2024 - 23:12", "2024-04-08 23:12:00"),
        ("oct 5th 2020", "2020-10-05"),
        ("06 oct 2020 21:59:02 gmt", "2020-10-06 21:59:02+00:00"),
        ("2020-02-30", "None"),
    ],
)
def test_printed_stamp(words: str, want: str) -> None:
    assert list(printed_stamps(f"发布时间:{words} 。")) == [(5, 5 + len(words))] or want == "None"
    assert str(parse_printed(words)) == want


def test_month_first() -> None:
    assert parse_printed("05/12/2014", month_first=True) == dt.date(2014, 5, 12)


@given(st.dates(dt.date(1912, 1, 1), dt.date(2099, 12, 31)))
def test_every_form_of_a_day_is_the_same_day(day: dt.date) -> None:
    forms = [f"{day:%d/%m/%Y}", day.isoformat(), f"{day.year}年{day.month}月{day.day}日", f"{day:%d %b %Y}"]
    assert {parse_printed(form.lower()) for form in forms} == {day}


def test_stamps_keep_their_source_and_words() -> None:
    found = article("<p>06/10/2020 - 17:05</p><p>正文在此。</p>", RFI, "2020-10-06T15:55:01.000Z")
    assert [(each.source, each.words) for each in found.stamps] == [
        ("front-matter", "2020-10-06T15:55:01.000Z"),
        ("epoch", "1601999701000"),
        ("body", "06/10/2020 - 17:05"),
        ("address", "20201006"),
    ]
    for each in found.stamps:
        assert each.span is None or found.post.text[slice(*each.span)] == each.words
        assert str(each.local.tzinfo) == "Europe/Paris"
    assert found.contradictions == ()


def test_signoff_code_counts_years_of_the_republic() -> None:
    found = article("<p>雙方同意再談。（編輯：陳文）1091006</p>", "https://www.cna.com.tw/news/acn/202010060062.aspx")
    assert [(each.source, str(each.local.date())) for each in found.stamps[2:]] == [
        ("signoff", "2020-10-06"),
        ("address", "2020-10-06"),
    ]
    assert found.section == "兩岸"


def test_day_in_the_address_of_its_outlet() -> None:
    (*_, last) = article("<p>正文。</p>", "https://www.epochtimes.com/gb/20/10/5/n1.htm").stamps
    assert (last.source, str(last.local)) == ("address", "2020-10-05 00:00:00+08:00")


def test_dates_that_disagree_are_told() -> None:
    (told,) = article("<p>正文。</p>", "https://example.org/2020/01/06/a").contradictions
    assert told.kind == "date: epoch comment, front matter ≠ address"
    assert (told.one, told.other) == ("2020-10-06", "2020-01-06")


def test_published_by_the_best_stamp() -> None:
    found = article("<p>正文。</p>", "https://www.cna.com.tw/news/acn/202010050062.aspx", "")
    assert found.published_local == found.stamps[0].local
    assert found.stamps[0].source == "epoch"


@pytest.mark.parametrize(
    ("title", "url", "want"),
    [
        ("甲 &amp; 乙", "https://example.org/a", "甲 & 乙"),
        ("甲\\_乙", "https://example.org/a", "甲_乙"),
        ("甲 &nosuch; 乙", "https://example.org/a", "甲 &nosuch; 乙"),
        ("兩國會談 | 中央社", "https://www.cna.com.tw/a", "兩國會談"),
        ("兩國會談 | 中央社", "https://example.org/a", "兩國會談 | 中央社"),
    ],
)
def test_title(title: str, url: str, want: str) -> None:
    found = article("<p>正文。</p>", url, title=title)
    assert found.title.text == want
    assert found.post.title.text == title


@pytest.mark.parametrize(
    ("caption", "credited"),
    [
        ("代表们步出会场。（记者林一摄）", ("林一",)),
        ("部長在機場。陳大文攝", ("陳大文",)),
        ("部長在機場。（路透社/達志影像）", ("路透社", "達志影像")),
        ("部长步出会场 ©Getty Images", ("Getty Images",)),
        ("部長在機場。（圖取自臉書）", ()),
        ("街頭一景。（網上圖片）", ()),
    ],
)
def test_picture_credit(caption: str, credited: tuple[str, ...]) -> None:
    found = article(f"<figure><img src='a.jpg'><figcaption>{caption}</figcaption></figure><p>正文在此。</p>")
    assert found.photographers == credited
    assert found.reporters == ()


@pytest.mark.parametrize(
    ("text", "usage"),
    [
        ("川普談到沙烏地阿拉伯與飛彈。", "TW"),
        ("他坐的士回屋苑，警員到場。", "HK"),
        ("视频信息说，出租车停车。", "CN"),
        ("特朗普與普京通話。", None),
        ("兩人會面。", None),
    ],
)
def test_usage(text: str, usage: str | None) -> None:
    assert article(f"<p>{text}</p>").usage == usage


def test_cited_media_have_one_id_and_their_place() -> None:
    found = article("<p>据路透社报道，谈判延期。《某某邮报》报道说，双方同意。</p>")
    assert [(each.name, each.medium) for each in found.cited] == [("路透社", "reuters"), ("某某邮报", "")]
    for each in found.cited:
        assert found.post.text[slice(*each.span)] == each.name
    assert found.wires == ("路透社", "某某邮报")
