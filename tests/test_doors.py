"""The forms an archive can come in besides posts of mirrors: saved pages, WARC, feeds, lines of JSON, lists of them."""

from __future__ import annotations

import base64
import contextlib
import gzip
import html
import json
import quopri
import re
import sqlite3
import tarfile
import zipfile
from pathlib import Path

import pytest

import tongshi
from tests.test_cli import Told, Tongshi, command  # noqa: F401 - a fixture
from tongshi import lexicon
from tongshi.clean import clean, load_outlets
from tongshi.clean.bodies import load_furniture
from tongshi.errors import TongshiError
from tongshi.language import fold
from tongshi.readers import Capture, FieldMap, field_map, posts
from tongshi.readers.files import MAX_BYTES
from tongshi.records import Article, Post, Reject
from tongshi.store import ContactFilter, open_store

OUTLETS = load_outlets()

FIRST = "两国外长5日在日内瓦会晤，讨论边界与贸易问题，会谈持续了三个小时。"
SECOND = "东道国外交部发言人说，双方同意年底前再次会谈，地点另行商定。"
THIRD = "分析人士认为，这是两国关系两年来的第一次缓和，但分歧仍然很大。"
TITLE = "两国外长在日内瓦会晤"
BODY = "\n".join((FIRST, SECOND, THIRD))

PORTAL = f"""<!DOCTYPE html>
<html><head><meta charset="utf-8">
<title>{TITLE}_国际_某某网</title>
<meta property="og:title" content="{TITLE}">
<meta property="og:site_name" content="某某网">
<meta property="article:published_time" content="2023-01-05T21:30:00+08:00">
<meta name="author" content="王小明">
<link rel="canonical" href="https://news.example.cn/world/20230105/1.html?utm_source=x">
<script>var page = "<p>脚本里的话，不是文章，一个字也不能读进来。</p>";</script>
</head><body class="article-page">
<div class="nav"><a href="/">首页</a> <a href="/world">国际</a> <a href="/sport">体育</a></div>
<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/world">国际</a> &gt; 正文</div>
<div class="main"><h1>{TITLE}</h1>
<div class="info">2023-01-05 21:30 来源：某某社 字号：大 中 小</div>
<div class="article-content">
<p>　　{FIRST}</p>
<div class="rec-box"><h3>推荐阅读</h3><p><a href="/2.html">总统下周访问邻国</a></p>
<p>总统府宣布，总统将于下周前往邻国访问，为期三天……</p></div>
<p><img src="1.jpg"></p><p>两国外长握手。某某社记者 李四 摄</p>
<p>　　{SECOND}</p>
<p>　　{THIRD}</p>
<p>责任编辑：赵六</p></div>
<div class="share">分享到：微博 微信</div></div>
<div class="side"><h2>热门新闻</h2>
<ul><li><a href="/3.html">足球联赛今天开幕</a></li><li><a href="/4.html">油价连续第三周上涨</a></li></ul></div>
<div id="comments"><h2>网友评论</h2><p>说得很好，希望两国早日和解，老百姓才有好日子过！</p>
<p>我看没那么简单，大家等着瞧吧，明年还得再吵一次。</p></div>
<div class="footer">版权所有 某某网 京ICP备12345678号 未经授权不得转载</div>
</body></html>
"""

TABLES = f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>{TITLE}</title></head>
<body><table><tr><td><a href="/">首页</a> <a href="/zwgk">政务公开</a></td></tr></table>
<table><tr><td width="150"><a href="1.htm">领导活动安排</a><br><a href="2.htm">通知公告汇总</a></td><td>
<table><tr><td align="center"><b>{TITLE}</b></td></tr><tr><td>2023年01月05日 来源：外事办</td></tr>
<tr><td><font size="3">　　{FIRST}<br><br>　　{SECOND}<br><br>　　{THIRD}</font></td></tr>
<tr><td>【打印】【关闭】</td></tr></table></td></tr></table>
<center>主办单位：某某市外事办公室　版权所有</center></body></html>
"""

FORUM = f"""<html><head><title>{TITLE} - 某某论坛 - Powered by X</title></head><body>
<div id="hd"><a href="/">论坛</a> &raquo; <a href="/intl">国际</a></div>
<h1>{TITLE}</h1>
<div class="t_f" id="p1">{FIRST}<br>{SECOND}<br>{THIRD}</div>
<div class="t_f" id="p2">顶一下楼主，写得真好，希望以后多发这样的文章。</div>
<div class="t_f" id="p3">路过看看，不发表意见。</div></body></html>
"""


def article(page: str | bytes, **more: object) -> Article:
    (post,) = posts("page.html", page if isinstance(page, bytes) else page.encode(), **more)  # type: ignore[arg-type]
    assert isinstance(post, Post)
    return clean(post, OUTLETS)


@pytest.mark.parametrize("page", [PORTAL, TABLES, FORUM], ids=["portal", "tables", "forum"])
def test_the_body_is_found_among_the_rest(page: str) -> None:
    found = article(page)
    assert found.body.text == BODY
    assert found.body_rule == "general"
    assert found.post.title.text == TITLE


def test_what_a_portal_says_of_its_article() -> None:
    found = article(PORTAL)
    post = found.post
    assert post.url == "https://news.example.cn/world/20230105/1.html"
    assert (post.published, post.author) == ("2023-01-05T21:30:00+08:00", "王小明")
    assert found.captions == ("两国外长握手。某某社记者 李四 摄",)
    assert "总统府宣布" not in found.body.text


@pytest.mark.parametrize("page", [PORTAL, TABLES, FORUM], ids=["portal", "tables", "forum"])
def test_every_line_of_a_page_is_a_block_in_its_place(page: str) -> None:
    found = article(page)
    source = found.post.text
    for block in found.blocks:
        start, end = block.text.span(0, len(block.text))
        written = html.unescape(re.sub("<[^>]*>", "", source[start:end]))
        assert "".join(written.split()) == "".join(block.text.text.split())
    told = "".join(block.text.text for block in found.blocks)
    for words in (FIRST, TITLE):
        assert words in told
    title = found.post.title
    assert source[slice(*title.span(0, len(title)))] == TITLE


def test_a_post_that_holds_the_article_alone_is_read_as_given() -> None:
    (post,) = posts("a.md", f"---\ntitle: t\n---\n<article><p>{FIRST}</p></article>".encode())
    assert isinstance(post, Post)
    assert clean(post, OUTLETS).body_rule == "given"


def test_encodings_that_a_page_declares() -> None:
    markup = "<div class='x'></div>" * 2000  # too little Chinese to tell an encoding by
    page = TABLES.replace("<center>", f"{markup}<center>")
    assert article(page.encode("gb18030")).body.text == BODY
    page = page.replace("gb2312", "big5").replace(FIRST, "外長會談。").replace(SECOND, "").replace(THIRD, "")
    assert "外長會談" in posts_text(page.encode("big5hkscs", "ignore"))


def posts_text(data: bytes) -> str:
    (post,) = posts("page.html", data)
    assert isinstance(post, Post)
    return post.text


@pytest.mark.parametrize(
    ("head", "url", "captured"),
    [
        ("<!-- saved from url=(0031)https://www.example.cn/a/1.html -->", "https://www.example.cn/a/1.html", ""),
        (
            "<!--\n Page saved with SingleFile \n url: https://www.example.cn/a/1.html \n"
            " saved date: Thu Jan 05 2023 22:00:00 GMT+0800 (China Standard Time)\n-->",
            "https://www.example.cn/a/1.html",
            "2023-01-05T14:00:00Z",
        ),
        (
            "<!-- saved from url=(0031)https://web.archive.org/web/20230106010203/https://www.example.cn/a/1.html -->",
            "https://www.example.cn/a/1.html",
            "2023-01-06T01:02:03Z",
        ),
    ],
    ids=["browser", "SingleFile", "Wayback"],
)
def test_where_a_page_was_saved_from(head: str, url: str, captured: str) -> None:
    post = article(FORUM.replace("<html>", f"<html>{head}")).post
    assert (post.url, post.captured) == (url, captured)


@pytest.mark.parametrize(
    ("stated", "want"),
    [
        ('<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2023-01-05T13:30:00Z",'
         '"author":[{"name":"李四"}]}</script>', "2023-01-05T13:30:00Z"),
        ('<meta name="pubdate" content="2023-01-05 21:30">', "2023-01-05 21:30"),
        ('<meta name="pubdate" content="gestern">', ""),
    ],
)  # fmt: skip
def test_stamps(stated: str, want: str) -> None:
    assert article(FORUM.replace("</head>", f"{stated}</head>")).post.published == want


def test_stamps_that_are_printed() -> None:
    assert (
        article(FORUM.replace("</h1>", "</h1><time datetime='2023-01-05'>今天</time>")).post.published == "2023-01-05"
    )
    assert article(FORUM.replace("</h1>", "</h1><i>2023年1月5日&nbsp;21:30</i>")).post.published == "2023年1月5日 21:30"


@pytest.mark.parametrize(
    ("title", "want"),
    [
        ("外长会晤-中新网", "外长会晤"),
        ("外长会晤_新闻频道_某某网", "外长会晤"),
        ("外长会晤 | BBC News 中文", "外长会晤"),
        ("中美-会谈破裂", "中美-会谈破裂"), ("外长会晤 - 某某时报", "外长会晤"), ("会谈：A &amp; B", "会谈：A & B"),
    ],
)  # fmt: skip
def test_titles_without_the_name_of_the_site(title: str, want: str) -> None:
    assert (
        article(f"<html><head><title>{title}</title></head><body><p>{FIRST}</p></body></html>").post.title.text == want
    )


RULES = [entry for entry in lexicon.entries("furniture") if "pattern" in entry]


@pytest.mark.parametrize("entry", RULES, ids=[entry["id"] for entry in RULES])
def test_furniture_examples(entry: dict[str, object]) -> None:
    furniture = load_furniture()
    if "names" in entry:
        pattern = getattr(furniture, str(entry["names"]))
        fits = [pattern.fullmatch(name.lower()) is not None for name in lexicon.strings(entry, "examples")]
        assert all(fits)
        assert not any(pattern.fullmatch(name) for name in lexicon.strings(entry, "not"))
        return
    (rule,) = (rule for rule in furniture.lines.rules if rule.id == entry["id"])
    for line in lexicon.strings(entry, "examples"):
        assert rule.fits(fold(line)), line
    for line in lexicon.strings(entry, "not"):
        assert not rule.fits(fold(line)), line


# --- pages saved by a browser


def test_a_folder_that_a_browser_saved(tmp_path: Path) -> None:
    for name in ("文章.html", "文章_files/frame.html", "b/旧.htm", "b/旧.files/ad.html", "c_files/own.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(FORUM, "utf-8")
    want = ["b/旧.htm", "c_files/own.html", "文章.html"]
    assert [item.path for item in tongshi.read(tmp_path)] == want
    with tarfile.open(tmp_path / "a.tar", "w") as tar, zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        for each in sorted(tmp_path.rglob("*.htm*")):
            tar.add(each, each.relative_to(tmp_path))
            packed.write(each, each.relative_to(tmp_path))
    assert [item.path for item in tongshi.read(tmp_path / "a.tar")] == want
    assert [item.path for item in tongshi.read(tmp_path / "a.zip")] == want


MHTML = (
    "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://www.example.cn/a/1.html\r\nSubject: x\r\n"
    "Date: Thu, 5 Jan 2023 14:00:00 -0000\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----M--1----"\r\n\r\n\r\n'
    "------M--1----\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: {encoding}\r\n"
    "Content-Location: https://www.example.cn/a/1.html\r\n\r\n{page}\r\n"
    "------M--1----\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n------M--1------\r\n"
)


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
def test_mhtml(encoding: str) -> None:
    data = FORUM.encode()
    page = {"quoted-printable": quopri.encodestring(data), "base64": base64.b64encode(data), "8bit": data}[encoding]
    post = article(MHTML.format(encoding=encoding, page=page.decode()).encode()).post
    assert (post.title.text, post.url, post.captured) == (
        TITLE, "https://www.example.cn/a/1.html", "2023-01-05T14:00:00Z",
    )  # fmt: skip


# --- WARC and lists of captures


def record(url: str, answer: bytes, date: str = "2023-01-06T01:02:03Z", kind: str = "response") -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: {date}\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def answer(body: bytes, head: str = "", *, status: str = "200 OK", kind: str = "text/html") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{head}\r\n".encode() + body


def chunked(body: bytes) -> bytes:
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)


PAGE = FORUM.encode()
RECORDS = [
    record("https://www.example.cn/a/1", answer(PAGE)),
    record("https://www.example.cn/a/2", answer(gzip.compress(PAGE), "Content-Encoding: gzip\r\n")),
    record("https://www.example.cn/a/3", answer(chunked(PAGE), "Transfer-Encoding: chunked\r\n")),
    record("https://www.example.cn/a/4", answer(TABLES.encode("gbk"), kind="text/html; charset=GBK")),
    record("https://www.example.cn/a/5", answer(b"\x89PNG", kind="image/png")),
    record("https://www.example.cn/a/6", answer(PAGE, status="404 Not Found")),
    record("https://www.example.cn/a/7", answer(PAGE), kind="request"),
]


@pytest.mark.parametrize("packed", [True, False])
def test_warc(packed: bool, tmp_path: Path) -> None:
    path = tmp_path / ("crawl.warc.gz" if packed else "crawl.warc")
    path.write_bytes(b"".join(map(gzip.compress, RECORDS) if packed else RECORDS))
    found = list(tongshi.read(path))
    assert [item.url for item in found if isinstance(item, Post)] == [
        f"https://www.example.cn/a/{number}" for number in (1, 2, 3, 4)
    ]
    for item in found:
        assert isinstance(item, Post)
        assert item.captured == "2023-01-06T01:02:03Z"
        assert item.path.startswith(f"{path.name}/crawl-0")
        assert clean(item, OUTLETS).body.text == BODY
    (tmp_path / "b.md").write_text("<!--1-->\n[t](https://www.dw.com/zh/a-1)\n------\n<p>x</p>", "utf-8")
    assert [item.path.split("/")[0] for item in tongshi.read(tmp_path)] == ["b.md", *[path.name] * 4]


def test_warc_in_a_packed_archive_and_under_another_name(tmp_path: Path) -> None:
    data = b"".join(map(gzip.compress, RECORDS))
    (tmp_path / "crawl").write_bytes(data)
    assert len(list(tongshi.read(tmp_path / "crawl"))) == 4
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as packed:
        packed.writestr("archive/crawl.warc.gz", data)
    assert len(list(tongshi.read(tmp_path / "a.wacz"))) == 4


def test_a_warc_that_breaks_off(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(gzip.compress(RECORDS[0]) + b"\x1f\x8bxxxxxxx")
    first, rest = tongshi.read(path)
    assert isinstance(first, Post)
    assert isinstance(rest, Reject)
    assert rest.reason.startswith("the WARC breaks off: ")


CDX = [
    " CDX N b a m s k r M S V g",
    "cn,example)/a/1 20230106010203 https://www.example.cn/a/1 text/html 200 AAA - - 1 0 crawl.warc.gz",
    "cn,example)/a/9 20230106010203 https://www.example.cn/a/9 text/html 200 AAA - - 1 9 gone.warc.gz",
    "cn,example)/a/8 20230106010203 https://www.example.cn/a/8 image/png 200 AAA - - 1 9 gone.warc.gz",
]
CDXJ = [
    'cn,example)/a/1 20230106010203 {"url": "https://www.example.cn/a/1", "mime": "text/html", "status": "200"}',
    'cn,example)/a/9 20230106010203 {"url": "https://www.example.cn/a/9", "mime": "text/html", "status": "200"}',
    "no line of a list",
]


@pytest.mark.parametrize(("name", "lines"), [("list.cdx", CDX), ("list.cdxj", CDXJ)])
def test_lists_of_captures(name: str, lines: list[str], tmp_path: Path) -> None:
    (tmp_path / "crawl.warc.gz").write_bytes(b"".join(map(gzip.compress, RECORDS)))
    (tmp_path / name).write_text("\n".join(lines) + "\n", "utf-8")
    missing = "listed, but in no WARC beside it: 20230106010203 https://www.example.cn/a/9"
    alone = list(tongshi.read(tmp_path / name))
    assert [item.reason if isinstance(item, Reject) else item.url for item in alone] == [
        "https://www.example.cn/a/1", missing,
    ]  # fmt: skip
    whole = list(tongshi.read(tmp_path))
    assert [item.reason for item in whole if isinstance(item, Reject)] == [missing]
    assert len(whole) == 5


# --- feeds

RSS = f"""<?xml version="1.0" encoding="gb2312"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:media="http://search.yahoo.com/mrss/"><channel><title>某某网</title><link>https://www.example.cn/</link>
<item><title>外长&amp;#8220;会晤&amp;#8221;</title><link>https://www.example.cn/a/1</link>
<pubDate>Thu, 05 Jan 2023 13:30:00 GMT</pubDate><dc:creator>王小明</dc:creator><category>国际</category>
<media:title>别的标题</media:title><description>摘要</description>
<content:encoded><![CDATA[<p>{FIRST}</p><p>{SECOND}&nbsp;</p>]]></content:encoded></item>
<item><title>只有摘要 &nbsp; 和 A&B</title><guid>https://www.example.cn/a/2</guid>
<description>&lt;p&gt;{THIRD}&lt;/p&gt;</description></item>
</channel></rss>"""

ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>某某网</title>
<entry><title type="html">外长会晤</title><link rel="self" href="https://x.example.cn/self"/>
<link href="https://www.example.cn/a/1"/><published>2023-01-05T21:30:00+08:00</published><author><name>王小明</name>
<email>a@example.cn</email></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{FIRST}</p><p>甲 &lt; 乙<br/>{SECOND}</p></div>
</content></entry>
</feed>"""

RDF = f"""<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>x</title></channel>
<item><title>外长会晤</title><link>https://www.example.cn/a/1</link><dc:date>2023-01-05T13:30:00Z</dc:date>
<description>{FIRST}\n{SECOND}</description></item></rdf:RDF>"""


def test_rss() -> None:
    first, second = posts("feed.xml", RSS.encode("gb18030"))
    assert isinstance(first, Post)
    assert isinstance(second, Post)
    assert (first.form, first.title.text, first.url) == ("entry", "外长“会晤”", "https://www.example.cn/a/1")
    assert (first.published, first.author, first.tags) == ("Thu, 05 Jan 2023 13:30:00 GMT", "王小明", ("国际",))
    assert clean(first, OUTLETS).body.text == f"{FIRST}\n{SECOND}"
    assert (second.title.text, second.url) == ("只有摘要 和 A&B", "https://www.example.cn/a/2")
    assert clean(second, OUTLETS).body.text == THIRD


@pytest.mark.parametrize(("feed", "want"), [(ATOM, f"{FIRST}\n甲 < 乙\n{SECOND}"), (RDF, f"{FIRST}\n{SECOND}")])
def test_atom_and_rdf(feed: str, want: str) -> None:
    (post,) = posts("feed.xml", feed.encode())
    assert isinstance(post, Post)
    assert (post.form, post.title.text, post.url) == ("entry", "外长会晤", "https://www.example.cn/a/1")
    assert post.published.startswith("2023-01-05T")
    assert clean(post, OUTLETS).body.text == want


def test_spans_count_in_the_decoded_entry() -> None:
    first, _ = posts("feed.xml", RSS.encode("gb18030"))
    assert isinstance(first, Post)
    body = clean(first, OUTLETS).body
    start, end = body.span(0, len(FIRST))
    assert first.text[start:end] == FIRST
    assert first.text.startswith("外长“会晤”\n\n<p>")


def test_a_feed_that_breaks_off_is_read_to_there() -> None:
    second = RSS.index("只有摘要")
    first, told = posts("feed.xml", RSS[:second].encode("gb18030"))
    assert isinstance(first, Post)
    assert (first.id, first.title.text) == ("feed", "外长“会晤”")
    assert isinstance(told, Reject)
    assert (told.id, told.reason[:41]) == ("feed#2", "the feed breaks off: not well-formed XML:")


BILLION = '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><rss><item><title>&b;</title></item></rss>'
OUTSIDE = '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><item><title>&a;</title></item></rss>'


@pytest.mark.parametrize(
    ("feed", "reason"),
    [
        (BILLION, "XML that defines entities is not read"),
        (OUTSIDE, "XML that defines entities is not read"),
        ("<rss>" * 300, "elements nested more than 256 deep"),
        ("<rss><channel>", "not well-formed XML"),
        ("<rss></rss>", "no articles in it"),
        ("<?xml version='1.0'?><urlset><url/></urlset>", "XML, but neither a feed nor a page"),
        ("<opml><body/></opml>", "a list of feeds (OPML): nothing is fetched"),
    ],
)
def test_feeds_that_are_none(feed: str, reason: str) -> None:
    (found,) = posts("feed.xml", feed.encode())
    assert isinstance(found, Reject)
    assert found.reason.startswith(reason)


def test_lists_of_feeds(tmp_path: Path) -> None:
    (tmp_path / "one.xml").write_bytes(
        RSS.replace("https://www.example.cn/<", "https://www.example.cn/rss<").encode("gb18030")
    )
    (tmp_path / "two.atom").write_text(ATOM, "utf-8")
    listed = "".join(
        f'<outline text="x" xmlUrl="{address}"/>'
        for address in (
            "https://www.example.cn/rss",
            "https://x.example.cn/feeds/two.atom",
            "https://gone.example.cn/rss",
        )
    )
    (tmp_path / "feeds.opml").write_text(f"<opml version='1.0'><body>{listed}</body></opml>", "utf-8")
    missing = "a feed that is not on disk, and nothing is fetched: https://gone.example.cn/rss"
    alone = list(tongshi.read(tmp_path / "feeds.opml"))
    assert [item.reason if isinstance(item, Reject) else item.path for item in alone] == [
        "one.xml", "one.xml", "two.atom", missing,
    ]  # fmt: skip
    whole = list(tongshi.read(tmp_path))
    assert [item.reason for item in whole if isinstance(item, Reject)] == [missing]
    assert len(whole) == 4


# --- lines of JSON

LINE = {"headline": TITLE, "content": f"{FIRST}\n{SECOND}", "link": "https://www.example.cn/a/1", "date": "2023-01-05",
        "by": {"name": "王小明"}, "crawled_at": "2023-01-06T01:02:03+00:00"}  # fmt: skip


def write_lines(path: Path, *lines: object) -> Path:
    path.write_text("".join(f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in lines), "utf-8")
    return path


def test_lines_of_json(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "dump.jsonl", LINE, "", "not json", {"title": "只有题目"}, {"x": 1}, "[]")
    first, *rest = tongshi.read(path)
    assert isinstance(first, Post)
    assert (first.id, first.path, first.form) == ("dump-0000001", "dump.jsonl/dump-0000001", "line")
    assert (first.title.text, first.url, first.published) == (TITLE, "https://www.example.cn/a/1", "2023-01-05")
    assert (first.author, first.captured) == ("王小明", "2023-01-06T01:02:03Z")
    assert clean(first, OUTLETS).body.text == f"{FIRST}\n{SECOND}"
    told = [item.reason[:40] if isinstance(item, Reject) else item.title.text for item in rest]
    assert told == [
        "not JSON: Expecting value: line 1 column", "只有题目", "no article in this line: a title or body",
        "JSON, but no object",
    ]  # fmt: skip


@pytest.mark.parametrize("line", ['{"title": 1}', '{"title": 1, "body": 2.5}', '{"headline": [1, 2]}'])
def test_numbers_are_no_article(line: str) -> None:
    (found,) = posts("a.json", line.encode())
    assert isinstance(found, Reject)
    assert found.reason.startswith("no article in this line")


def test_an_index_is_one_reject(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "index.jsonl", *({"title": f"第{number}篇", "path": "a.md"} for number in range(30)))
    (found,) = tongshi.read(path)
    assert isinstance(found, Reject)
    assert (found.path, found.reason.endswith("an index?")) == ("index.jsonl", True)
    assert len(list(tongshi.read(path, names=FieldMap(title="title")))) == 30
    write_lines(path, {"title": "空"}, LINE)
    assert len(list(tongshi.read(path))) == 2


def test_fields_that_are_named(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "dump.jsonl", {"t": "题", "c": {"html": f"<p>{FIRST}</p><p>{SECOND}</p>"}, "title": "别的"}
    )
    (post,) = tongshi.read(path, names=field_map("title=t, body=c.html"))
    assert isinstance(post, Post)
    assert post.title.text == "题"
    assert clean(post, OUTLETS).body.text == f"{FIRST}\n{SECOND}"
    assert str(FieldMap(title="t", url="u")) == "title=t,url=u"


@pytest.mark.parametrize("written", ["titel=x", "title", "title="])
def test_maps_that_are_none(written: str) -> None:
    with pytest.raises(TongshiError, match="not a field and its name"):
        field_map(written)


def test_a_new_map_is_read_again(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "dump.jsonl", {"title": "甲", "t": "乙", "body": FIRST})
    with open_store(tmp_path / "x.db", write=True) as store:
        assert tongshi.build([path], store, jobs=1).progress.added == 1
        assert tongshi.build([path], store, jobs=1).progress.unchanged == 1
        done = tongshi.build([path], store, jobs=1, names=FieldMap(title="t"))
    assert (done.progress.added, done.superseded) == (1, 1)


# --- what the store keeps, what the commands say


def test_captures_and_rules_are_kept(tmp_path: Path) -> None:
    call = FORUM.replace(FIRST, "美国国务卿布林肯5日与中国外长王毅通电话，讨论台湾问题。")
    (tmp_path / "a.warc").write_bytes(record("https://www.example.cn/a/1", answer(call.encode())))
    with open_store(tmp_path / "x.db", write=True) as store:
        tongshi.build([tmp_path / "a.warc"], store, jobs=1)
        (contact,) = store.contacts(ContactFilter(types=("call",)))
        (source,) = store.report(contact.id).sources
    assert source.article.reading.article.post.captured == "2023-01-06T01:02:03Z"
    assert source.article.reading.article.body_rule == "general"


def test_a_post_of_an_older_database_learns_when_it_was_captured(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(record("https://www.example.cn/a/1", answer(FORUM.encode())))
    with open_store(tmp_path / "x.db", write=True) as store:
        tongshi.build([tmp_path / "a.warc"], store, jobs=1)
        fresh = store.digest()
    with contextlib.closing(sqlite3.connect(tmp_path / "x.db")) as database, database:
        database.execute("UPDATE posts SET captured = '', knowledge = 'older'")
        database.execute("UPDATE files SET knowledge = ''")
    with open_store(tmp_path / "x.db", write=True) as store:
        tongshi.build([tmp_path / "a.warc"], store, jobs=1)
        assert store.digest() == fresh


def test_the_command_forms(command: Tongshi, tmp_path: Path) -> None:  # noqa: F811
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.warc").write_bytes(b"".join(RECORDS))
    (tmp_path / "in" / "feed.xml").write_bytes(RSS.encode("gb18030"))
    (tmp_path / "in" / "page.html").write_text(PORTAL, "utf-8")
    write_lines(tmp_path / "in" / "z.jsonl", LINE, LINE, "x")
    told: Told = command("forms", "in", "--format", "jsonl")
    rows = [json.loads(line) for line in told.out.splitlines()]
    assert [(row["path"], row["form"], row["articles"], sum(row["rejects"].values())) for row in rows] == [
        ("a.warc", "page", 4, 0), ("feed.xml", "entry", 2, 0), ("page.html", "page", 1, 0), ("z.jsonl", "line", 2, 0),
        ("z.jsonl", None, 0, 1),
    ]  # fmt: skip
    assert "title=headline,body=content" in rows[3]["why"]
    assert "its body by the general rule" in rows[2]["why"]
    assert "a whole page" in command("forms", "in/page.html").out
    assert command("forms", "in", "--format", "csv").code == 2
    assert command("build", "in/z.jsonl", "--map", "no=x").mistake.startswith("no=x: not a field")


def test_captures_of_pages_given_alone() -> None:
    found = article(FORUM, capture=Capture("https://www.example.cn/a/1", "2023-01-06T01:02:03Z"))
    assert (found.post.url, found.post.captured) == ("https://www.example.cn/a/1", "2023-01-06T01:02:03Z")


def test_a_page_with_its_pictures_is_larger_than_a_post_may_be() -> None:
    picture = f'<img src="data:image/jpeg;base64,{"A" * MAX_BYTES}">'
    page = PORTAL.replace("</body>", f"{picture}</body>").encode()
    assert len(page) > MAX_BYTES
    (post,) = posts("a.html", page)
    assert isinstance(post, Post)
    assert clean(post, OUTLETS).body.text == BODY
    (reject,) = posts("a.md", page)
    assert isinstance(reject, Reject)
