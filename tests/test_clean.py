"""Cleaning: golden posts of every layout, sign-offs and datelines case by case, and what must always hold."""

from __future__ import annotations

import contextlib
import datetime as dt
import html
import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cases import cases
from tests.golden_posts import found, sources
from tongshi import lexicon
from tongshi.clean import Outlets, clean, load_outlets
from tongshi.clean.outlets import registrable
from tongshi.clean.pieces import MAX_DEPTH, html_pieces
from tongshi.errors import ReadError
from tongshi.language import fold
from tongshi.markup import MAX_ATTRIBUTES, MAX_TAGS
from tongshi.readers import posts
from tongshi.records import RUNNING, Article, Embed, Post, Role

OUTLETS = load_outlets()


@pytest.fixture(scope="module")
def outlets() -> Outlets:
    return OUTLETS


def article(
    body: str, url: str = "https://example.org/a", date: str = "2020-10-06T15:55:01.000Z", **fields: str
) -> Article:
    """The article of a post of the first form with this body."""
    more = "".join(f"{name}: {value}\n" for name, value in fields.items())
    text = f"---\ntitle: 標題\ndate: {date}\nfrom: {url}\n{more}---\n<!--1-->\n[標題]({url})\n------\n\n{body}\n"
    return cleaned(text)


def markdown(body: str) -> Article:
    return cleaned(f"---\ntitle: 標題\nurl: https://www.hkcnews.com/article/1\n---\n\n{body}")


def cleaned(text: str) -> Article:
    (post,) = posts("a.md", text.encode())
    assert isinstance(post, Post)
    return clean(post, OUTLETS)


def texts(of: Article, role: Role) -> list[str]:
    return [block.text.text for block in of.blocks if block.role == role]


# --- whole posts


@pytest.mark.parametrize("source", sources(), ids=lambda source: f"{source.parent.name}-{source.stem}")
def test_golden(source: Path, outlets: Outlets) -> None:
    expected: list[dict[str, Any]] = json.loads(source.with_suffix(".json").read_text("utf-8"))
    assert found(source, outlets) == expected


def test_every_outlet_with_marks_of_its_own_has_a_golden_post() -> None:
    with_marks = {entry["code"] for entry in lexicon.entries("outlets") if entry.get("marks")}
    assert with_marks - {source.parent.name for source in sources()} <= {
        "nei.st", "pao-pao.net", "allnow.com", "chinafile.com", "medium.com",
    }  # fmt: skip


@pytest.mark.parametrize("source", sources(), ids=lambda source: source.stem)
def test_same_post_same_article(source: Path, outlets: Outlets) -> None:
    assert found(source, outlets) == found(source, load_outlets())


# --- positions


def plain(source: str) -> str:
    """Markup and white space taken away by a way of its own: what a span must hold."""
    bare = re.sub(r"<!--.*?-->|<script.*?</script>|</?[A-Za-z][^>]*>", "", source, flags=re.DOTALL)
    return visible(html.unescape(bare))


def visible(text: str) -> str:
    return re.sub("[\\s\u00ad\u200b-\u200f\u2060\ufeff\x00-\x1f\x7f]+", "", text)


def check_blocks(of: Article) -> None:
    """Every character of the body belongs to exactly one block, and a block's text stands in its own part."""
    start, end = of.post.body
    borders = [start, *(block.span.end for block in of.blocks)]
    assert [block.span.start for block in of.blocks] == borders[:-1]
    assert borders[-1] == end
    assert borders == sorted(set(borders))
    for block in of.blocks:
        assert block.text or block.role in ("embed", "layout")
        assert all(place >= block.span.start for place in block.text.starts)
        assert all(place <= block.span.end for place in block.text.ends)
    assert [block.text.text for block in of.blocks if block.role in RUNNING] == [
        of.body.text[start:end] for start, end in of.paragraphs
    ]


def check_positions(of: Article) -> None:
    body, text = of.body, of.post.text
    assert len(body.text) == len(body.starts) == len(body.ends) == len(of.folded)
    assert of.folded == fold(body.text)
    assert "\n".join(body.text[start:end] for start, end in of.paragraphs) == body.text
    for start, end in of.paragraphs:
        for left in range(start, end, 5):
            for right in (left + 1, min(left + 7, end), end):
                assert plain(text[slice(*body.span(left, right))]) == visible(body.text[left:right])
    check_blocks(of)
    for block in of.blocks:
        assert block.text.text == block.text.text.strip()
        if block.text and of.post.form != "markdown":
            assert plain(text[slice(*block.text.span(0, len(block.text)))]) == visible(block.text.text)


PARTS = st.lists(
    st.sampled_from(
        [
            "布林肯",
            "（Antony Blinken）",
            "說：「好」。",
            "2020年",
            "🙂",
            "é",
            "&",
            "a < b",
            "\x08",
            "\u200b",
            "\u3000",
            " ",
            "\n   ",
            "&amp;",
            "&nbsp;",
            "&#8220;",
            "&#x4e2d;",
            "&lt;p&gt;",
            "&bogus;",
            "<!-- no -->",
            "<script>if (a<b) {}</script>",
            "<b>",
            "</b>",
            "<br/>",
            "<br>",
            "<a href='https://example.org/x'>",
            "</a>",
            '<span class="x y">',
            "</span>",
            "<p>",
            "</p>",
            "<div id='a'>",
            "</div>",
            "<i>",
            "</i>",
            "<img alt='圖說文字' src=x>",
            "<li>",
            "<h2>",
            "</h2>",
        ]
    ),
    max_size=30,
)


@given(PARTS)
@settings(max_examples=300)
def test_spans_cut_the_characters_out_of_the_post(parts: list[str]) -> None:
    check_positions(article("<div>" + "".join(parts) + "</div>"))


LINES = st.lists(
    st.sampled_from(
        [
            "雙方會面。",
            "**粗體**字",
            "### 小標",
            "> 引文。",
            "- 第一項",
            "---",
            "",
            '{{< video src="a" >}}',
            "a*b*c",
            "| 甲 | 乙 |",
            "[連結](https://example.org/a(b)) 之後",
            "![圖](a.jpg)",
            "[沒有連結]",
            "](",
            "\\*不是\\*",
            "第一行\n 第二行",
            "中 [連](x) 文",
            '<figure>\n<img src="a">\n<figcaption>圖說 &amp; 文</figcaption>\n</figure>',
        ]
    ),
    max_size=15,
)


@given(LINES)
@settings(max_examples=200)
def test_spans_of_markdown(lines: list[str]) -> None:
    found_article = markdown("\n\n".join(lines))
    body, text = found_article.body, found_article.post.text
    assert len(body.text) == len(body.starts) == len(body.ends)
    for start, end in found_article.paragraphs:
        for at in range(start, end):
            if not body.text[at].isspace():
                assert html.unescape(text[slice(*body.span(at, at + 1))]) == body.text[at]


@given(st.text(max_size=300))
@settings(max_examples=200)
def test_any_text_is_cleaned(text: str) -> None:
    for item in posts("a.md", f"<!--1-->\n[t](https://example.org)\n---\n{text}".encode("utf-8", "replace")):
        if isinstance(item, Post):
            clean(item, OUTLETS)


# --- text


@pytest.mark.parametrize(
    ("markup", "want"),
    [
        ("<p>中文\n   <b>\n    粗體\n   </b>\n   字</p>", "中文粗體字"),
        ("<p>two\n  words 中 文</p>", "two words 中 文"),
        ("<p>　　縮排</p>", "縮排"),
        ("<p>A&amp;B &lt;3 &#8220;C&#8221; &nope; &#x4e2d;</p>", "A&B <3 “C” &nope; 中"),
        ("<p>一<br/>二</p><p>三", "一\n二\n三"),
        ("<p>布\u200b林肯</p>", "布林肯"),
        ("文字沒有元素<p>段落</p>", "文字沒有元素\n段落"),
        ("<p>3 < 5 和 a <</p>", "3 < 5 和 a <"),
        ("<p>前<!-- <p>不是</p> -->後</p>", "前後"),
        ("<p>前<style>.a{b:c}</style>後</p>", "前後"),
        ('<p data-x=\'{"a":"<p>不是</p>"}\'>是</p>', "是"),
        ("<p>未完<b>的", "未完的"),
        ("<p>段</b></i></p></div>落", "段\n落"),
        ("<table><tr><td>甲</td><td>乙</td></tr></table>", "甲\n乙"),
    ],
)
def test_markup_to_text(markup: str, want: str) -> None:
    assert article(markup).body.text == want


@pytest.mark.parametrize(
    ("source", "want"),
    [
        ("# 標題\n\n正文。", "正文。"),
        ("正文 [連結](https://example.org/a(b) ) 之後", "正文連結之後"),
        ("**全段粗體。**", "全段粗體。"),
        ("#### 一段話寫成標題的樣子。\n\n正文。", "一段話寫成標題的樣子。\n正文。"),
        ("### 小標\n\n正文。", "小標\n正文。"),
        ("> **引文。**", "引文。"),
        ("1. 第一\n2. 第二", "第一\n第二"),
        ("[方括號]不是連結", "[方括號]不是連結"),
        (r"\*不是重點\*", "*不是重點*"),
        ("| 甲 | 乙 |\n| --- | --- |\n| 一 | 二 |", "甲 | 乙 |\n一 | 二 |"),
    ],
)
def test_markdown_to_text(source: str, want: str) -> None:
    assert markdown(source).body.text == want


# --- roles


def test_links_alone_are_teasers_wherever_they_stand() -> None:
    link = '<a href="https://example.org/b">另一篇文章的標題</a>'
    result = article(f"<p>甲。</p><p>{link}</p><ul><li>{link}</li><li><b>{link}</b></li></ul><p>乙，見{link}一文。</p>")
    assert result.body.text == "甲。\n乙，見另一篇文章的標題一文。"
    assert len(texts(result, "teaser")) == 3


def test_page_of_links_is_about_its_links() -> None:
    result = article(
        '<li><a href="https://example.org/a#1">兩國外長通話</a></li><li><a href="https://example.org/a#2">會談</a></li>'
    )
    assert result.body.text == "兩國外長通話\n會談"


def test_caption_said_three_times_counts_once() -> None:
    result = article(
        '<figure><img src="a" alt="兩人握手。（某社）"><figcaption>兩人握手。（某社）</figcaption></figure>'
        "<p>兩人握手。（某社）</p><p>正文。</p>"
    )
    assert (result.captions, result.body.text) == (("兩人握手。（某社）",), "正文。")


def test_alternative_text_counts_where_nothing_is_printed_under_the_picture() -> None:
    result = article('<p>甲。</p><img src="a" alt="大使抵達機場"><p>乙。</p><img src="b" alt="a_Large.png"><p>丙。</p>')
    assert (result.captions, result.body.text) == (("大使抵達機場",), "甲。\n乙。\n丙。")


def test_caption_under_the_second_of_two_pictures_is_not_that_of_the_first() -> None:
    under = "<p><small>部長步出會場</small></p><p>乙。</p>"
    assert article(f'<img src="a" alt="大使抵達機場"><img src="b">{under}').captions == ("大使抵達機場", "部長步出會場")
    assert article(f'<img src="b"><img src="a" alt="部長">{under}').captions == ("部長步出會場",)
    twice = '<img src="a" alt="大使"><noscript><img src="a"></noscript><p><small>大使抵達機場</small></p><p>乙。</p>'
    assert article(twice).captions == ("大使抵達機場",)


def test_paragraph_that_opens_like_a_caption_stays() -> None:
    result = article("<figure><figcaption>大使</figcaption></figure><p>甲。</p><p>大使</p>")
    assert result.body.text == "甲。\n大使"


def test_related_list_after_its_heading() -> None:
    link = '<a href="https://example.org/b">標題</a>'
    result = article(f"<p>甲。</p><h4>延伸閱讀</h4><p>{link}</p><p>一句普通的話。</p>")
    assert result.body.text == "甲。\n一句普通的話。"
    assert texts(result, "teaser") == ["延伸閱讀", "標題"]


def test_heading_over_nothing_is_no_text() -> None:
    result = article("<p>甲。</p><h2>收看方式</h2><p>直播：https://example.org/live</p>")
    assert result.body.text == "甲。"


def test_rule_and_notice_end_the_article_but_a_rule_alone_does_not() -> None:
    assert article("<p>甲。</p><hr><p>乙。</p>").body.text == "甲。\n乙。"
    assert article("<p>甲。</p><hr><p>获取更多RSS：</p><p>乙。</p>").body.text == "甲。"
    assert markdown("甲。\n\n---\n\n乙。").body.text == "甲。\n乙。"
    assert markdown("甲。\n\n---\n\n請加入成為某報的月費訂戶。\n\n作者介紹。").body.text == "甲。"


def test_source_in_another_language_is_no_text() -> None:
    source = '<p><a href="https://example.org/talks">How the talks came to nothing</a>. A report.</p>'
    assert article(f"<p>談判沒有結果。</p>{source}").body.text == "談判沒有結果。"
    assert article(f"<p>The talks are over.</p>{source}").body.text.endswith("A report.")
    assert article(f"<p>甲。</p>{source}<p>乙。</p>").body.text.endswith("乙。")


def test_place_in_capitals_behind_the_date_is_neither_text_nor_a_name() -> None:
    result = article("<div><p>Nov 5th 2020</p><p>NEW YORK</p></div><p>THE TALKS are over.</p><p>by J.R.</p>")
    assert (result.body.text, result.reporters) == ("THE TALKS are over.", ())


def test_notes_count_at_the_end_only() -> None:
    note = "<p>作者是一名公務員。</p>"
    assert article(f"<p>甲。</p>{note}").body.text == "甲。"
    assert article(f"<p>甲。</p>{note}<p>乙。</p>").body.text == "甲。\n作者是一名公務員。\n乙。"
    assert article(note).body.text == "作者是一名公務員。"


def test_tweets_and_frames_are_embedded() -> None:
    result = article(
        '<p>甲。</p><blockquote class="twitter-tweet"><p>推文</p>— 某人</blockquote><iframe src="x">沒有框架</iframe>'
    )
    assert (result.body.text, texts(result, "embed")) == ("甲。", ["推文\n— 某人", ""])


@pytest.mark.parametrize("case", cases("signoffs"))
def test_signoff(case: dict[str, Any]) -> None:
    result = article(f"<p>第一段。</p><p>{case['text']}</p>")
    assert result.body.text.removeprefix("第一段。").strip() == case["stays"]
    assert [list(result.reporters), list(result.editors), list(result.translators)] == [
        case.get("reporters", []), case.get("editors", []), case.get("translators", []),
    ]  # fmt: skip


# --- head, foot, front matter


@pytest.mark.parametrize("case", cases("datelines"))
def test_dateline(case: dict[str, Any], outlets: Outlets) -> None:
    text = case["text"]
    head = outlets.datelines.read(text, fold(text))
    dateline = head.dateline
    assert ([dateline.agency, dateline.city, dateline.day] if dateline else None) == case["want"]
    assert [text[start:end] for start, end in head.reporters] == case.get("reporters", [])
    assert [text[start:end] for start, end in head.translators] == case.get("translators", [])
    if dateline:
        assert dateline.start == 0
        assert text[dateline.end - 1] in ")）】-—電电"


@pytest.mark.parametrize(
    ("published", "day", "want"),
    [
        ("2020-10-06T15:55:01.000Z", 6, "2020-10-06"),
        ("2020-10-01T15:55:01.000Z", 30, "2020-09-30"),
        ("2020-10-05T17:55:01.000Z", 6, "2020-10-06"),
        ("2021-01-01T00:10:00.000Z", 31, "2020-12-31"),
        ("2020-10-06", 5, "2020-10-05"),
    ],
)
def test_day_of_a_dateline_is_near_publication(published: str, day: int, want: str) -> None:
    result = article(f"<p>（中央社台北{day}日電）外長致電。</p>", "https://www.cna.com.tw/a", published)
    assert result.day == dt.date.fromisoformat(want)


@pytest.mark.parametrize(
    ("says", "want"),
    [
        ("各位好，今天是10月5号，星期一，歡迎收聽。", "2020-10-05"),
        ("今天是2020年10月4日星期天。", "2020-10-04"),
        ("今天是10月5日，星期二。", "2020-10-06"),  # no Tuesday
        ("今天是9月14日，星期一。", "2020-10-06"),  # weeks before
        ("今天是2月30日，星期一。", "2020-10-06"),
        ("今天是國慶日。", "2020-10-06"),
    ],
)
def test_day_of_a_broadcast_is_the_one_it_tells(says: str, want: str) -> None:
    result = article(f"<p>【某時報2020年10月06日訊】{says}</p>", "https://www.epochtimes.com/a", "2020-10-06T01:00:00Z")
    assert result.day == dt.date.fromisoformat(want)


@pytest.mark.parametrize(
    ("url", "published", "want"),
    [
        ("https://www.cna.com.tw/a", "2023-01-03T16:04:12.000Z", "2023-01-04 00:04:12+08:00"),
        ("https://www.voachinese.com/a", "2020-07-01T03:00:00Z", "2020-06-30 23:00:00-04:00"),
        ("https://www.hkcnews.com/a", "2021-09-10", "2021-09-10 00:00:00+08:00"),
        ("https://www.rfi.fr/a", "2020-10-06 12:00:00", "2020-10-06 12:00:00+02:00"),
        ("https://www.example.org/a", "2020-10-06T12:00:00+05:30", "2020-10-06 12:00:00+05:30"),
        ("https://www.example.org/a", "2020-10-06", "2020-10-06 00:00:00+00:00"),
        ("https://www.rfi.fr/a", "0001-01-01T00:00:00+00:00", "0001-01-01 00:09:21+00:09"),
        ("https://www.voachinese.com/a", "0001-01-01T00:00:00Z", "None"),
    ],
)
def test_publication_in_the_zone_of_the_outlet(url: str, published: str, want: str) -> None:
    assert str(article("<p>正文。</p>", url, published).published_local)[:25] in (want, want[:25])


@pytest.mark.parametrize(
    ("author", "reporters"),
    [
        ("記者王小明", ("王小明",)),
        ("實習記者王小明", ("王小明",)),
        ("眾新聞記者", ()),
        ("(臺)中央社CNA", ()),
        ("讀者來論", ()),
        ("Anonymous", ()),
        ("Jane Doe", ("Jane Doe",)),
        ("王一、李二", ("王一", "李二")),
        ("台灣特派員王小明", ("王小明",)),
        ("中國組記者王小明、實習記者李二", ("王小明", "李二")),
        ("公民記者有限公司", ()),
    ],
)
def test_author_of_the_front_matter(author: str, reporters: tuple[str, ...]) -> None:
    assert article("<p>正文。</p>", author=author).reporters == reporters


def test_author_who_is_among_the_tags_is_a_person_unless_he_is_the_only_one() -> None:
    assert article("<p>正文。</p>", author="王小明", tags="[ 王小明, 選舉 ]").reporters == ("王小明",)
    assert article("<p>正文。</p>", author="某某網", tags="[ 某某網 ]").reporters == ()


@pytest.mark.parametrize(
    ("caption", "photographers"),
    [
        ("部長在機場。美聯社", ("美聯社",)),
        ("部长在机场。（美国之音/王小明）", ("美国之音", "王小明")),
        ("部长在机场。（大纪元）", ("大纪元",)),
        ("部长在机场。（王小明／大纪元）", ("王小明", "大纪元")),
        ("资料图片：2019年8月，部长在机场。REUTERS/Jane Roe", ("REUTERS", "Jane Roe")),
        ("部長在機場。中央社記者王小明攝 109年12月7日", ("王小明",)),
        ("部長在機場。中央社記者王小明東京攝 109年12月7日", ("王小明",)),
        ("部長在機場。（示意圖／中央社檔案照片）", ()),
        ("部长在机场。（图源：中央社提供）", ("中央社",)),
        ("部長在機場。（中央社／檔案照片）", ("中央社",)),
        ("部長在美聯社", ()),
    ],
)
def test_who_took_the_picture(caption: str, photographers: tuple[str, ...]) -> None:
    page = f'<figure><img src="a"><figcaption>{caption}</figcaption></figure><p>正文。</p>'
    assert article(page).photographers == photographers


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("美國國務卿與外長會談，雙方討論區域安全。", "Hant"),
        ("美国国务卿与外长会谈，双方讨论区域安全。", "Hans"),
        ("美国国务卿与外长会谈，双方讨论区域安全，他在社交媒体上写道：「感謝」。", "Hans"),
        ("English only.", "Hans"),
        ("双方讨论区域丶安全丶贸易丶气候。" * 20 + "\n" + "美国国务卿与外长会谈。" * 30, "Hans"),
    ],
)
def test_script(text: str, script: str) -> None:
    assert article(f"<p>{text}</p>").script == script


@pytest.mark.parametrize(
    ("text", "wires"),
    [
        ("据法新社9日报道，两国通话。《金融时报》与英国广播公司援引官员说。", ("法新社", "金融时报", "英国广播公司")),
        ("据某国《南方镜报》报道，两国通话。", ("南方镜报",)),
        ("据《国安法》规定，他称不能离境。", ()),
        ("他曾在新华社门口等候，没有结果。", ()),
        ("美国的外交政策没有改变，他说。", ()),
        ("API接口开放了，他说。", ()),
        ("他向福克斯新闻（Fox News，美国电视台）表示，会谈已经结束。", ("福克斯新闻",)),
        ("正如《华盛顿邮报》的 Barton Roe 在1991年6月报道的那样，会谈没有结果。", ("华盛顿邮报",)),
        ("「卫报」（The Guardian）和《泰晤士报》报道，会谈没有结果。", ("卫报", "泰晤士报")),
        ("据称，路透社的记者也在场。", ()),
        ("两国增加对藏人的支持，包括扩大美国之音的节目。", ()),
        ("部长对英国广播公司等媒体口诛笔伐。", ()),
        ("国务卿在美国之音总部发表讲话。", ()),
        ("他受到《美国之音》播放总统演说的启发。", ()),
        ("环球时报引述“某某集团负责人”表示，谈判没有结果。", ("环球时报",)),
        ("『环球时报』总编王小明称，谈判没有结果。", ()),
        ("他曾供职于某国《卫报》，报道过三届峰会，现在任教。", ()),
        ("褚小明，《信报》驻伦敦记者，报道国会消息。", ()),
        ("指数与路透指数一致，投资者仍在观望。", ()),
        ("他是被新华社确认为代表的人。", ()),
        ("你做《明报》、《壹周刊》成本很高。", ()),
        ("柏林出版的《每日镜报》对此不抱希望。该报认为，双方没有互信。", ("每日镜报",)),
        ("《南方镜报》的批评更为尖锐。该报写道，双方没有互信。", ("南方镜报",)),
        ("部长在《美国之音》的访谈节目中表示，会谈没有结果。", ("美国之音",)),
        ("《棱镜》（Prisma）杂志发表客座评论，作者不抱希望。", ("棱镜",)),
        ("部长接受《棱镜》杂志访问，重申立场。", ("棱镜",)),
        ("某国媒体Newsroom报道，总理表示感谢。", ("Newsroom",)),
        ("某国新闻网站Kabar6周三引述官员说，航班延误。", ("Kabar6",)),
        ("他在社交媒体Facebook上写道，感谢各位。", ()),
        ("内地媒体AI周报社报道，公司已经签约。", ()),
        ("据某军区微信公众号“边关月”10月19日报道，演习结束。", ("边关月",)),
        ("部长引述《某委会（立法会）规例》第十条说，提名无效。", ()),
        ("据美国有线电视新闻网CNN报道，会谈没有结果。", ("美国有线电视新闻网",)),
    ],
)
def test_wires(text: str, wires: tuple[str, ...]) -> None:
    assert article(f"<p>{text}</p>").wires == wires


@pytest.mark.parametrize(
    ("caption", "wires"),
    [
        ("某国《联合报》报道称，部长此行要传达支持。", ("联合报",)),
        ("部长接受香港电台访问。", ()),
        ("部长步出会场。（路透社）", ()),
    ],
)
def test_a_caption_cites_what_it_lets_tell(caption: str, wires: tuple[str, ...]) -> None:
    page = f'<figure><img src="a"><figcaption>{caption}</figcaption></figure><p>正文已经开始。</p>'
    assert article(page).wires == wires


def test_who_signs_with_the_outlet_is_no_wire() -> None:
    page = "<p>部长将发表讲话。</p><p>新唐人大纪元直播制作组</p><p>责任编辑：王小明</p>"
    assert article(page, "https://www.epochtimes.com/gb/20/10/5/n1.htm").wires == ()


@pytest.mark.parametrize(
    "word", ["沈默/沉默", "毛坏/毛坯", "藉由/借由", "英哩/英里", "答覆/答复", "衹得/只得", "瞭解/了解", "甦醒/苏醒"]
)
def test_words_are_folded_whose_characters_are_not(word: str) -> None:
    written, folded = word.split("/")
    assert fold(written) == folded


def test_own_name_is_no_wire() -> None:
    assert article("<p>据德国之声报道，双方通话。</p>", "https://www.dw.com/zh/a").wires == ()


# --- lexicons


@pytest.mark.parametrize("entry", lexicon.entries("outlets"), ids=lambda entry: entry["code"])
def test_outlet_examples(entry: dict[str, Any], outlets: Outlets) -> None:
    assert entry["examples"]
    assert entry["not"]
    for address in entry["examples"]:
        assert outlets.of(address).code == entry["code"]
    for address in entry["not"]:
        assert outlets.of(address).code != entry["code"]


RULES = [entry for entry in lexicon.entries("boilerplate") if "pattern" in entry]


@pytest.mark.parametrize("entry", RULES, ids=lambda entry: entry["id"])
def test_boilerplate_examples(entry: dict[str, Any], outlets: Outlets) -> None:
    rules = (*outlets.boilerplate.rules, *outlets.boilerplate.tails, *outlets.boilerplate.notes)
    rule = next(rule for rule in rules if rule.id == entry["id"])
    assert entry["examples"]
    assert entry["not"]
    assert [line for line in entry["examples"] if not rule.fits(fold(line))] == []
    assert [line for line in entry["not"] if rule.fits(fold(line))] == []
    if rule.where not in ("tail", "last", "edge"):
        assert all(outlets.boilerplate.of(fold(line)) for line in entry["examples"])


@pytest.mark.parametrize("entry", lexicon.entries("media"), ids=lambda entry: entry["id"])
def test_media_examples(entry: dict[str, Any], outlets: Outlets) -> None:
    for sentence in entry["examples"]:
        assert entry["id"] in [medium for medium, _, _ in outlets.media.named(fold(sentence))]
    for sentence in entry["not"]:
        assert entry["id"] not in [medium for medium, _, _ in outlets.media.named(fold(sentence))]


@pytest.mark.parametrize("entry", lexicon.entries("datelines"), ids=lambda entry: entry["id"])
def test_dateline_examples(entry: dict[str, Any], outlets: Outlets) -> None:
    def city(sentence: str) -> str | None:
        dateline = outlets.datelines.read(sentence, fold(sentence)).dateline
        return fold(dateline.city) if dateline and dateline.city else None

    names = {fold(name) for name in entry["names"]}
    if entry["id"] == "cities":
        assert all(city(sentence) in names for sentence in entry["examples"])
        assert all(city(sentence) is None for sentence in entry["not"])
    else:
        assert not any(city(sentence).startswith(tuple(names)) for sentence in entry["examples"])  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["outlets", "boilerplate", "media", "datelines"])
def test_no_entry_twice(name: str) -> None:
    keys = [entry.get("id") or entry["code"] for entry in lexicon.entries(name)]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("zh.example.org", "example.org"),
        ("news.example.com.hk", "example.com.hk"),
        ("a.b.example.org.tw", "example.org.tw"),
        ("www.gov.cn", "www.gov.cn"),
        ("www.example.co.uk", "example.co.uk"),
        ("example.hk", "example.hk"),
        ("www.rfi.fr", "rfi.fr"),
        ("localhost", "localhost"),
        ("", ""),
    ],
)
def test_registrable(host: str, domain: str) -> None:
    assert registrable(host) == domain


@pytest.mark.parametrize(
    "address",
    [
        "https://www.dw.com/zh/a-1",
        "https://web.archive.org/web/2021/https://www.dw.com/zh/a-1",
        "https://api.dw.com/api/detail/article/1",
        "//m.dw.com/zh/a-1",
        "dw.com/zh/a-1",
    ],
)
def test_outlet_is_told_from_any_form_of_an_address(address: str, outlets: Outlets) -> None:
    assert outlets.of(address).code == "dw"


def test_link_to_the_article_itself_is_told_in_any_form() -> None:
    url = "https://www.dw.com/zh/標題/a-1"
    result = article('<p>甲。<a href="https://api.dw.com/api/detail/article/1">全文</a></p>', url)
    assert (result.body.text, texts(result, "notice")) == ("甲。", ["全文"])


@pytest.mark.parametrize("address", ["", "not an address", "https://[broken/", "/relative/path", "%EF%BF%BD"])
def test_addresses_that_are_none(address: str, outlets: Outlets) -> None:
    assert isinstance(outlets.of(address).code, str)


# --- caps and time


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<b>" * (MAX_DEPTH + 2), "nested"),
        ("<p " + " ".join(f"a{n}=1" for n in range(MAX_ATTRIBUTES + 1)) + ">x</p>", "attributes"),
        ("<b></b>" * (MAX_TAGS // 2 + 1), "tags"),
    ],
)
def test_caps(body: str, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        article(body)


def test_paragraphs_never_closed_do_not_nest() -> None:
    assert len(article("<p>段。" * (MAX_DEPTH * 2)).paragraphs) == MAX_DEPTH * 2


HOSTILE = [
    "<!--",
    "<",
    '<a "',
    '<a b="',
    "<script>",
    "</p>",
    "&",
    "[",
    "](",
    "![",
    "*",
    "（",
    "（编辑：",
    "据《",
    "路透",
    " ",
    "\n---\n",
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_time_is_linear_in_hostile_input(unit: str) -> None:
    """Ten times the input in not much more than ten times the time; a quadratic reader takes a hundred times."""

    def seconds(size: int) -> float:
        text = (unit * (size // len(unit) + 1))[:size]
        begun = time.process_time()
        for head in ("<!--1-->\n[t](https://www.dw.com/a)\n---\n", "---\ntitle: t\n---\n"):
            for item in posts("a.md", (head + text).encode()):
                if isinstance(item, Post):
                    with contextlib.suppress(ReadError):
                        clean(item, OUTLETS)
        return time.process_time() - begun

    assert seconds(400_000) < 40 * max(seconds(40_000), 0.01)


def test_pieces_of_nothing() -> None:
    assert html_pieces("", 0, 0, lambda _: None) == []
    assert article("").body.text == ""
    assert article("<div></div><img src='a'>").paragraphs == ()


TWEET = (
    "<blockquote{}><p>会谈很有成果。</p>&mdash; 外长办公室 (@FM_Office) "
    '<a href="https://twitter.com/FM_Office/status/1318825457412755457?ref_src=twsrc%5Etfw">{}</a></blockquote>'
)

BLOCKS = [
    ("<p>谈判结束。</p>", [("paragraph", "谈判结束。")]),
    ("<h2>第一轮</h2><p>谈判结束。</p>", [("heading", "第一轮"), ("paragraph", "谈判结束。")]),
    ("<p><strong>第一轮</strong></p><p>谈判结束。</p>", [("heading", "第一轮"), ("paragraph", "谈判结束。")]),
    ("<p><b>谈判结束。</b></p><p>双方满意。</p>", [("paragraph", "谈判结束。"), ("paragraph", "双方满意。")]),
    ("<p>声明说：</p><blockquote><p>我们同意。</p></blockquote>", [("paragraph", "声明说："), ("quote", "我们同意。")]),
    (
        "<p>各国人数：</p><table><tr><th>国家</th><th>人数</th></tr><tr><td>法国</td><td>3</td></tr></table>",
        [("paragraph", "各国人数："), *(("table", cell) for cell in ("国家", "人数", "法国", "3"))],
    ),
    ("<table><tr><td>会谈结束，双方满意。</td></tr></table>", [("paragraph", "会谈结束，双方满意。")]),
    (
        "<p>会谈开始。</p><figure><img><figcaption>两国外长</figcaption><p>图片来源：某某社</p></figure>",
        [("paragraph", "会谈开始。"), ("caption", "两国外长"), ("credit", "图片来源：某某社")],
    ),
    ("<nav>首页</nav><p>会谈开始。</p><button>播放</button>", [
        ("navigation", "首页"), ("paragraph", "会谈开始。"), ("navigation", "播放"),
    ]),
    ("<p>会谈开始。</p><iframe src='https://example.org/v'></iframe>", [("paragraph", "会谈开始。"), ("embed", "")]),
    ("<div><img src='a.jpg'></div>", [("layout", "")]),
    ("<p>会谈结束。（编辑：王小明）1091006</p>", [("paragraph", "会谈结束。"), ("signoff", "（编辑：王小明）1091006")]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), BLOCKS)
def test_blocks(body: str, expected: list[tuple[Role, str]]) -> None:
    of = article(body)
    check_blocks(of)
    assert [(block.role, block.text.text) for block in of.blocks] == expected


@pytest.mark.parametrize("opening", [' class="twitter-tweet"', ""], ids=["by its class", "by its signature"])
@pytest.mark.parametrize(("day", "date"), [
    ("October 21, 2020", dt.date(2020, 10, 21)),
    ("2020年9月8日", dt.date(2020, 9, 8)),
    ("5 August 2020", dt.date(2020, 8, 5)),
    ("February 31, 2020", None),
])  # fmt: skip
def test_a_tweet_keeps_handle_date_and_address(opening: str, day: str, date: dt.date | None) -> None:
    of = article(f"<p>外长说：</p>{TWEET.format(opening, day)}<p>双方满意。</p>")
    check_blocks(of)
    (tweet,) = (block for block in of.blocks if block.role == "embed")
    assert tweet.embed == Embed("https://twitter.com/FM_Office/status/1318825457412755457", "FM_Office", date)
    assert of.body.text == "外长说：\n双方满意。"


@pytest.mark.parametrize("source", [
    '{{< video src="https://web.archive.org/web/20210712050241if_/https://www.youtube.com/embed/a" >}}',
    '<p><iframe data-src="https://www.youtube.com/embed/a"></iframe></p>',
])  # fmt: skip
def test_a_player_keeps_its_address(source: str) -> None:
    of = markdown(f"會談開始。\n\n{source}\n")
    check_blocks(of)
    assert [block.embed for block in of.blocks if block.embed] == [Embed("https://www.youtube.com/embed/a")]


def test_a_picture_in_a_line_of_markdown_parts_it() -> None:
    of = markdown("會談開始。![兩國外長](https://example.org/a.jpg)雙方滿意。")
    check_blocks(of)
    assert [(block.role, block.text.text) for block in of.blocks] == [
        ("paragraph", "會談開始。"), ("caption", "兩國外長"), ("paragraph", "雙方滿意。"),
    ]  # fmt: skip


def test_a_caption_counts_once() -> None:
    of = article('<p>会谈开始。</p><img alt="两国外长在会场"><p class="caption">两国外长在会场</p><p>双方满意。</p>')
    assert of.captions == ("两国外长在会场",)
    assert [text.text for text in of.caption_texts] == ["两国外长在会场"]


NETWORKS = lexicon.entries("embeds")


@pytest.mark.parametrize("entry", NETWORKS, ids=lambda entry: entry["id"])
def test_embed_examples(entry: dict[str, Any]) -> None:
    pattern = re.compile(entry["pattern"])
    assert all(pattern.match(address) for address in entry["examples"])
    assert not any(pattern.match(address) for address in entry["not"])


PROGRAMME = "https://cn.govopendata.com/xinwenlianbo/20201118/"


@pytest.mark.parametrize(("body", "items"), [
    (
        f'<li><a href="{PROGRAMME}#1">两国元首会晤</a></li><li><a href="{PROGRAMME}#2">外长会见来宾</a></li>',
        [("两国元首会晤", "", f"{PROGRAMME}#1"), ("外长会见来宾", "", f"{PROGRAMME}#2")],
    ),
    (
        "<h2>两国元首会晤</h2><p>会晤今天举行。</p><p>双方满意。</p><h2>外长会见来宾</h2><p>会见今天举行。</p>",
        [("两国元首会晤", "会晤今天举行。\n双方满意。", ""), ("外长会见来宾", "会见今天举行。", "")],
    ),
    ("<p>会晤今天举行。</p>", []),
    ("", []),
], ids=["titles alone", "titles and texts", "one news", "nothing"])  # fmt: skip
def test_items_of_a_programme(body: str, items: list[tuple[str, str, str]]) -> None:
    of = article(body, url=PROGRAMME)
    text = of.body.text
    assert [
        (text[item.start : item.title_end], text[item.title_end + 1 : item.end].strip("\n"), item.address)
        for item in of.items
    ] == items


def test_headings_of_one_news_are_no_items() -> None:
    assert article("<h2>第一轮</h2><p>会晤今天举行。</p>").items == ()


def test_an_article_wrapped_in_a_figure_is_no_caption() -> None:
    sentence = "两国外长在会谈后对记者说，双方同意在明年春天以前再次见面，并且就渔业和航行的规则交换意见。"
    of = article(f"<figure><div><p>{sentence}</p><p>{sentence * 9}</p></div></figure>")
    assert of.body.text == f"{sentence}\n{sentence * 9}"
    assert article(f"<p>甲。</p><figure><img><p>{sentence}</p></figure>").captions == (sentence,)


HANT, HANS = "兩國外長會談後對記者說，雙方將繼續磋商。", "两国外长会谈后对记者说，双方将继续磋商。"


@pytest.mark.parametrize(("paragraphs", "script"), [
    ([HANT], "Hant"), ([HANS], "Hans"), (["Talks today."], "Hans"), ([], "Hans"),
    ([HANT] * 40 + [HANS] * 40, "mixed"), ([HANS] * 80 + [HANT] * 30, "mixed"), ([HANT] * 160 + [HANS] * 30, "Hant"),
])  # fmt: skip
def test_script_of_long_texts(paragraphs: list[str], script: str) -> None:
    assert article("".join(f"<p>{text}</p>" for text in paragraphs)).script == script
