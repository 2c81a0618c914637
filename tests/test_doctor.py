"""What `tongshi doctor` tells of an archive, and the page it makes of it."""

from __future__ import annotations

import datetime as dt
import json
import re
import tracemalloc
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.toy import archive, post
from tongshi.clean import clean, load_outlets
from tongshi.cli import main
from tongshi.codec import CODEBOOK_VERSION
from tongshi.doctor import Report, examine
from tongshi.doctor.contradictions import contradictions
from tongshi.doctor.examine import MOST_EXAMPLES, MOST_KINDS, gaps
from tongshi.doctor.page import page
from tongshi.readers import front_matter, posts
from tongshi.records import Post
from tongshi.rights import Release, Rights, Texts
from tongshi.withhold import WithholdList

TODAY = dt.date(2024, 5, 1)
OUTLETS = load_outlets()
SAMPLE = Path(__file__).parents[1] / "samples" / "archive"
SUBSCRIBE = "讀了這一則的人，也常在清晨讀本站的晨報。"


def examined(*folders: Path, texts: Texts = Texts.full, withheld: WithholdList | None = None, jobs: int = 1) -> Report:
    return examine(folders, Release(Rights(texts, withheld or WithholdList())), jobs)


def feed(title: str = "外長會談", day: str = "2023-08-07", *, epoch: str = "", link: str = "", url: str = "") -> str:
    moment = dt.datetime.fromisoformat(f"{epoch or day}T04:00:00+00:00")
    address = url or "https://www.zaobao.com/realtime/china/story20230807-1000004"
    return (
        f'---\nlayout: post\ntitle: "{title}"\ndate: {day}T04:00:00.000Z\nfrom: {address}\ncategories: [ x ]\n---\n'
        f"<!--{int(moment.timestamp() * 1000)}-->\n[{link or title}]({address})\n------\n\n"
        "<div><p>兩國外長昨天舉行會談。</p></div>\n"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    many = {
        f"n{n}": post(f"第{n}則", f"第{n}條消息，各不相同。", SUBSCRIBE, day=f"2021-{n + 1:02}-03") for n in range(6)
    }
    return archive(
        tmp_path / "posts",
        **many,
        copy=many["n0"],
        late=post("晚", "一年以後。", day="2022-09-01"),
        unknown=post("別處", "在別的網站。", url="https://blog.example.org/a/1"),
        empty="",
        feed=feed(),
    )


def test_what_is_in_it(folder: Path) -> None:
    report = examined(folder)
    assert (report.files, report.posts, report.rejected) == (11, 10, 1)
    assert report.forms == {"bare": 9, "feed": 1}
    assert report.scripts == {"Hant": 10}
    assert report.encodings == {"utf-8": 10}
    assert report.with_cues == 1
    assert report.unknown_hosts == {"blog.example.org": 1}
    assert report.unread_fields == {"categories": 1, "layout": 1}
    cna = next(each for each in report.outlets if each.outlet == "cna")
    assert cna.posts == 8
    assert cna.years == {"2021": 7, "2022": 1}
    assert cna.gaps == (("2021-07", "2022-08"),)
    assert [(each.kind, each.count, each.examples[0].path) for each in report.rejects] == [("empty", 1, "empty.md")]
    assert report.copies.exact == 1
    assert {report.copies.examples[0].path, *report.copies.examples[0].told} == {"copy.md", "n0.md"}
    assert [(each.outlet, each.text, each.articles) for each in report.repeated] == [("cna", SUBSCRIBE, 6)]
    assert not report.contradictions


def test_files_that_are_not_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.txt", "b.txt", "c.pdf", "d.png"):
        (folder / name).touch()
    report = examined(folder)
    assert report.unread == {".txt": 2, ".pdf": 1}
    assert "Files that are not read" in page(report)
    for command in ("doctor", "forms"):
        with pytest.raises(SystemExit):
            main([command, str(folder)])
        assert "not read: 2 .txt, 1 .pdf\n" in capsys.readouterr().out


def test_what_is_nearly_the_same(tmp_path: Path) -> None:
    story = [f"第{number}段說的是{number * 7919}號文件裡談到的那一件事，還有它的由來與後果。" for number in range(12)]
    archive(
        tmp_path,
        a=post("一", *story, url="https://www.cna.com.tw/news/1"),
        b=post("二", *story[:11], "更正：前文有誤。", url="https://www.cna.com.tw/news/2"),
        c=post("三", SUBSCRIBE, url="https://www.cna.com.tw/news/3"),
    )
    report = examined(tmp_path)
    assert (report.copies.exact, report.copies.addresses, report.copies.near) == (0, 0, 1)


def test_the_number_of_processes_does_not_show() -> None:
    assert examined(SAMPLE, jobs=2) == examined(SAMPLE)


def test_encodings(tmp_path: Path) -> None:
    text = post("外長會談", "兩國外長昨天在會議上舉行會談，談到貿易與國際局勢，他們說這是第一次。" * 3)
    simple = post("外长会谈", "两国外长昨天在会议上举行会谈，谈到贸易与国际局势，他们说这是第一次。" * 3)
    for name, data in (
        ("a", text.encode()),
        ("b", text.encode("big5")),
        ("c", simple.encode("gb18030")),
        ("d", text.encode("utf-16")),
        ("e", text.encode().replace("談到".encode(), b"\xff", 1)),
    ):
        (tmp_path / f"{name}.md").write_bytes(data)
    want = {"utf-8": 1, "big5hkscs": 1, "gb18030": 1, "utf-16": 1, "utf-8, damaged": 1}
    assert examined(tmp_path).encodings == want


@pytest.mark.parametrize(
    ("path", "text", "want"),
    [
        ("2023-08-07-外長會談.md", feed(), []),
        ("2023-08-08-外長會談.md", feed(), []),  # clocks differ
        ("2023-08-17-外長會談.md", feed(), ["date: address, epoch comment, front matter ≠ file name"]),
        ("a.md", feed(day="2023-09-01"), ["date: epoch comment, front matter ≠ address"]),
        ("a.md", feed(epoch="2020-01-01"), ["date: address, front matter ≠ epoch comment"]),
        ("a.md", feed(url="https://a.org/202308070123.aspx"), []),
        ("a.md", feed(url="https://a.org/202302300123.aspx"), []),  # no date
        ("a.md", feed(url="https://a.org/120230801.aspx"), []),  # a number
        ("a.md", feed(url="https://a.org/2023/07/01/x"), ["date: epoch comment, front matter ≠ address"]),
        ("a.md", feed(day="2031-01-01", url="https://a.org/1"),
         ["date in the future: front matter", "date in the future: epoch comment"]),
        ("a.md", feed(link="外长会谈"), []),  # the other script
        ("a.md", feed("甲 &amp; 乙", link="甲 & 乙"), []),
        ("a.md", feed(link="外長會談破局"), ["title: front matter, link line"]),
        ("2023-08-07-外长会谈.md", feed("外長會談，全文"), []),  # cut short
        ("2023-08-07-總統訪問.md", feed(), ["title: file name, post"]),
    ],
)  # fmt: skip
def test_contradictions(path: str, text: str, want: list[str]) -> None:
    (item,) = posts(path, text.encode())
    assert isinstance(item, Post)
    assert [each.kind for each in contradictions(clean(item, OUTLETS), front_matter(text), TODAY)] == want


def test_addresses_that_differ_in_escapes_only() -> None:
    same = feed(url="https://a.org/外长").replace("](https://a.org/外长)", "](https://a.org/%E5%A4%96%E9%95%BF)")
    other = feed(url="https://a.org/1").replace("](https://a.org/1)", "](https://a.org/2)")
    for text, want in ((same, []), (other, ["address: front matter, link line"])):
        (item,) = posts("a.md", text.encode())
        assert isinstance(item, Post)
        assert [each.kind for each in contradictions(clean(item, OUTLETS), front_matter(text), TODAY)] == want


def test_gaps() -> None:
    assert list(gaps([])) == []
    assert list(gaps(["2020-12", "2021-01"])) == []
    assert list(gaps(["2020-11", "2021-01", "2021-06"])) == [("2020-12", "2020-12"), ("2021-02", "2021-05")]


def test_counts_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive of noise, each post of a host of its own, does not fill memory."""
    monkeypatch.setattr(import_module("tongshi.doctor.examine"), "MOST_KINDS", 20)
    assert MOST_KINDS > 20
    archive(tmp_path, **{f"p{n}": post(f"第{n}", url=f"https://h{n}.example{n}.com/") for n in range(50)})
    report = examined(tmp_path)
    assert len(report.unknown_hosts) == 21
    assert sum(report.unknown_hosts.values()) == 50
    assert sum(each.posts for each in report.outlets) == 50


def test_memory_does_not_grow_with_posts(tmp_path: Path) -> None:
    def peak(name: str, count: int) -> int:
        folder = archive(
            tmp_path / name,
            **{f"p{n}": post(f"第{n}則", *(f"{n}的第{m}段話。" for m in range(8))) for n in range(count)},
        )
        tracemalloc.start()
        examined(folder)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak("first", 500)  # fills what is kept for the life of the process
    most = peak("few", 500) * 1.25
    # again where it does: that a table of the process grows, which other tests filled, falls into one at most
    assert peak("many", 1500) < most or peak("more", 1500) < most


# --- how it is shown


def test_nothing_is_written(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    with pytest.raises(SystemExit, match="0"):
        main(["doctor", "posts", "--jobs", "1"])
    assert [path.name for path in folder.parent.iterdir()] == ["posts"]
    out = capsys.readouterr().out
    assert re.search(r"^ cna +8 +2021-01 to 2022-09 +2021-07 to 2022-08$", out, re.MULTILINE)
    assert SUBSCRIBE in out


def test_json_is_the_report(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["doctor", str(folder), "--jobs", "1", "--format", "json", "--quiet"])
    captured = capsys.readouterr()
    assert captured.err == ""
    written = json.loads(captured.out)
    assert written.pop("provenance")["codebook"] == CODEBOOK_VERSION
    assert written == json.loads(json.dumps(examined(folder).fields()))


def test_a_mistake_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["nowhere"], [str(SAMPLE), "--html", str(tmp_path / "no" / "a.html"), "-q", "--jobs", "1"]):
        with pytest.raises(SystemExit, match="2"):
            main(["doctor", *words])
        error = capsys.readouterr().err
        assert error.startswith("tongshi: ")
        assert error.count("\n") == 1


class Page(HTMLParser):
    """What a browser would see."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


TAGS = {
    *("html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "div", "dl", "dt", "dd", "ul", "li", "bdi"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td", "svg", "rect", "text"),
}


def sound(text: str) -> Page:
    """The page, which holds nothing that runs or is fetched."""
    seen = Page(text)
    assert seen.open == []
    assert set(seen.tags) <= TAGS
    names = {name for name, _ in seen.attributes}
    assert not [name for name in names if name.startswith("on") or name in {"href", "src", "action", "srcdoc"}]
    assert "url(" not in text
    assert "@import" not in text
    return seen


def test_page() -> None:
    seen = sound(page(examined(SAMPLE)))
    assert seen.tags.count("svg") == 2
    assert "zaobao" in seen.words
    assert "the front matter does not end" in seen.words


HOSTILE = '</td></table><script>alert(1)</script><img src=x onerror="a()">&lt;b&gt;\u202e\x07]]>--><style>'


def test_hostile_archives(tmp_path: Path) -> None:
    name = "2021-01-01-'><svg onload=alert(1)>甲"
    nasty = feed(HOSTILE.replace('"', "'"), link="別的").replace("layout:", "'<script>':")
    for number in range(6):
        text = post(
            f"<script>{number}",
            SUBSCRIBE.replace("電子報", "&lt;script&gt;報"),
            url=f"https://<script>.example.org/{number}",
        )
        (tmp_path / f"{number}{name}.md").write_text(text, "utf-8")
    (tmp_path / f"{name}.md").write_text(nasty, "utf-8")
    (tmp_path / f"{name}2.md").write_text("", "utf-8")
    report = examined(tmp_path)
    assert report.repeated
    assert report.contradictions
    seen = sound(page(report))
    assert "<svg onload=alert(1)>" in seen.words
    assert "\u202e" not in seen.words


@settings(max_examples=60)
@given(st.text(), st.text(), st.integers(0, 10**9))
def test_any_words_are_shown_as_words(one: str, other: str, count: int) -> None:
    report = examined_once()
    fields = {"archives": (one,), "unknown_hosts": {other: count}, "unread_fields": {one: count}}
    seen = sound(page(Report(**{**{name: getattr(report, name) for name in Report.__slots__}, **fields})))
    if one.isalnum():
        assert one in seen.words


_ONCE: list[Report] = []


def examined_once() -> Report:
    if not _ONCE:
        _ONCE.append(examined(SAMPLE / "later"))
    return _ONCE[0]


# --- rights


def test_no_texts_where_none_are_wanted(folder: Path) -> None:
    (folder / "2021-02-03-總統訪問外島三天後返回首都.md").write_text(feed(link="另外一個題目"), "utf-8")
    none = json.dumps(examined(folder, texts=Texts.none).fields(), ensure_ascii=False)
    assert not re.search("[一-鿿]", none)
    evidence = json.dumps(examined(folder, texts=Texts.evidence).fields(), ensure_ascii=False)
    assert "另外一個題目" in evidence
    assert SUBSCRIBE not in evidence


def test_what_is_withheld_is_counted(folder: Path) -> None:
    report = examined(folder, withheld=WithholdList(hosts=frozenset({"zaobao.com"}), posts=frozenset({"empty"})))
    assert report.withheld == {"posts": 2}
    assert (report.posts, report.rejected) == (9, 0)
    assert MOST_EXAMPLES >= 1
