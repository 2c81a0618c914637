"""Archives of every kind, posts of every form, and every kind of damage that archives are known to have."""

from __future__ import annotations

import datetime as dt
import io
import os
import random
import re
import tarfile
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongshi.errors import ArchiveError
from tongshi.readers import ArchiveFile, archive_files, parse_stamp, posts, read, stem, unread_told
from tongshi.readers.encoding import decode
from tongshi.readers.files import MAX_BYTES
from tongshi.records import Post, Reject

FEED = """---
layout: post
title: "外長通話"
date: 2023-01-03T04:04:12.000Z
author: (臺)中央社CNA
from: https://www.cna.com.tw/news/acn/1.aspx
tags: [ (臺)中央社CNA ]
categories: [ (臺)中央社CNA ]
---
<!--1672718652000-->
[外長通話](https://www.cna.com.tw/news/acn/1.aspx)
------

<div><p>兩國外長通話。</p></div>
"""
BARE = """<!--1705096320000-->
[[國際] 外長會晤](https://www.rfa.org/mandarin/a(1).html)
------

<p>兩國外長會晤。</p>
"""
MARKDOWN = """---
title: "領事會見局長"
date: "2021-09-10"
author: "記者王小明"
category: "眾聞"
tags:
  - "領事"
  - "局長"
url: "https://web.archive.org/web/20220123194016/https://www.hkcnews.com/article/1/%EF%BF%BD"
original_url: "https://www.hkcnews.com/article/1/%EF%BF%BD"
---

# 領事會見局長

雙方會面。
"""
PAGE = """---
layout: post
title: "報告"
date: 2020-11-18T16:01:23+00:00
author: iYouPort
from: https://www.iyouport.org/a/
---

<article class="post"><p>報告發表。</p></article>
"""


def only(text: str | bytes, path: str = "folder/some post.md") -> Post:
    data = text.encode() if isinstance(text, str) else text
    (found,) = posts(path, data)
    assert isinstance(found, Post), found
    return found


def rejected(data: bytes) -> str:
    (found,) = posts("a.md", data)
    assert isinstance(found, Reject), found
    return found.reason


# --- forms


def test_feed() -> None:
    post = only(FEED)
    assert (post.form, post.id, post.published) == ("feed", "some post", "2023-01-03T04:04:12.000Z")
    assert (post.url, post.author, post.tags) == (
        "https://www.cna.com.tw/news/acn/1.aspx", "(臺)中央社CNA", ("(臺)中央社CNA",),
    )  # fmt: skip
    assert post.text[slice(*post.body)].strip() == "<div><p>兩國外長通話。</p></div>"
    assert post.text[slice(*post.title.span(0, len(post.title)))] == post.title.text == "外長通話"


def test_bare_has_the_comment_as_its_stamp() -> None:
    post = only(BARE)
    assert (post.form, post.published, post.title.text) == ("bare", "2024-01-12T21:52:00.000Z", "[國際] 外長會晤")
    assert post.url == "https://www.rfa.org/mandarin/a(1).html"


def test_bare_can_hold_several() -> None:
    text = BARE + "\n" + BARE.replace("外長會晤", "部長改期")
    first, second = posts("x/y.md", text.encode())
    assert isinstance(first, Post)
    assert isinstance(second, Post)
    assert (first.id, second.id) == ("y", "y#2")
    assert "部長" not in text[slice(*first.body)]
    assert second.title.text == "[國際] 部長改期"
    assert second.text == first.text == text


def test_markdown_unwraps_the_wayback_address() -> None:
    post = only(MARKDOWN)
    assert (post.form, post.published, post.url) == (
        "markdown",
        "2021-09-10",
        "https://www.hkcnews.com/article/1/%EF%BF%BD",
    )
    assert post.archive_url.startswith("https://web.archive.org/web/20220123194016/")
    assert post.tags == ("領事", "局長")
    wayback = only(MARKDOWN.replace('original_url: "https://www.hkcnews.com/article/1/%EF%BF%BD"\n', ""))
    assert (wayback.url, wayback.archive_url) == (post.url, post.archive_url)


@pytest.mark.parametrize(
    ("address", "url", "archive_url"),
    [
        ("https://api.dw.com/api/detail/article/68908869", "https://www.dw.com/zh/a-68908869", ""),
        ("https://example.org/a?utm_source=x#top", "https://example.org/a", ""),
        ("https://example.org/會面 一", "https://example.org/%E6%9C%83%E9%9D%A2%20%E4%B8%80", ""),
        ("/web/2021id_/https://example.org/a", "https://example.org/a", "/web/2021id_/https://example.org/a"),
        ("not an address", "not an address", ""),
    ],
)
def test_addresses_are_canonical(address: str, url: str, archive_url: str) -> None:
    for text in (FEED, BARE):
        post = only(re.sub(r"https://www\.[^\s)]*(?:aspx|\(1\)\.html)", lambda _: address, text))
        assert (post.url, post.archive_url) == (url, archive_url)


def test_page() -> None:
    assert (only(PAGE).form, only(PAGE).published) == ("page", "2020-11-18T16:01:23+00:00")


def test_line_ends_of_windows_change_nothing_but_themselves() -> None:
    for text in (FEED, BARE, MARKDOWN, PAGE):
        windows, unix = only(text.replace("\n", "\r\n")), only(text)
        assert (windows.form, windows.title.text, windows.url, windows.published, windows.tags) == (
            unix.form, unix.title.text, unix.url, unix.published, unix.tags,
        )  # fmt: skip


def test_ids_go_on_over_files_of_one_stem() -> None:
    files = [
        ArchiveFile("a/x.md", FEED.encode()),
        ArchiveFile("b/x.md", b""),
        ArchiveFile("c/x.md", (BARE + BARE).encode()),
    ]
    assert [item.id for item in read(files)] == ["x", "x#2", "x#3", "x#4"]


def test_stem_keeps_dots_of_the_name() -> None:
    assert [stem(path) for path in ("a/U.S. talks.md", "b.markdown", "c", ".md")] == ["U.S. talks", "b", "c", ".md"]


# --- damage


@pytest.mark.parametrize("categories", ["[ \"[ '法广' ]\" ]", '"[ \\"法广\\" ]"', "[ [法广] ]", "[ 法广", "{a: b}"])
def test_double_encoded_categories(categories: str) -> None:
    post = only(FEED.replace("categories: [ (臺)中央社CNA ]", f"categories: {categories}"))
    assert post.published == "2023-01-03T04:04:12.000Z"


def test_front_matter_that_is_not_yaml_is_read_line_by_line() -> None:
    post = only(FEED.replace('title: "外長通話"', 'title: "外長: "通話" @談').replace("tags: [", 'tags: [ \'a, "b",'))
    assert post.published == "2023-01-03T04:04:12.000Z"
    assert post.url.endswith("1.aspx")
    assert "外長" in post.title.text


def test_front_matter_aliases_are_not_unfolded() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(f"b{n}: &b{n} [*a,*a,*a,*a,*a]\n" for n in range(20))
    assert only(FEED.replace("layout: post\n", bomb)).title.text == "外長通話"


def test_title_written_with_escapes_points_at_the_whole_value() -> None:
    post = only(FEED.replace('"外長通話"', r'"外長\"通話\""'))
    assert post.title.text == '外長"通話"'
    assert post.text[slice(*post.title.span(0, 1))] == r'"外長\"通話\""'


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("2020-08-10T05:12:06.000Z", "2020-08-10T05:12:06.000Z"),
        ("2020-11-18T16:01:23+00:00", "2020-11-18T16:01:23+00:00"),
        ('"2021-08-10"', "2021-08-10"),
        ("2020-08-10 05:12:06 +0800", "2020-08-10 05:12:06 +0800"),
        ("Mon, 10 Aug 2020 05:12:06 GMT", "Mon, 10 Aug 2020 05:12:06 GMT"),
        ("2020年8月10日", "2020年8月10日"),
        ("2099-01-01T00:00:00Z", "2099-01-01T00:00:00Z"),
        ("soon", "2023-01-03T04:04:12.000Z"),
        ("", "2023-01-03T04:04:12.000Z"),
        ("2020-13-45", "2023-01-03T04:04:12.000Z"),
    ],
)
def test_dates_are_copied_as_archived_or_taken_from_the_comment(date: str, published: str) -> None:
    assert only(FEED.replace("2023-01-03T04:04:12.000Z", date)).published == published


@pytest.mark.parametrize("epoch", ["NaN", "99999999999999", "-62135596800001"])
def test_comment_that_is_no_time(epoch: str) -> None:
    assert only(BARE.replace("1705096320000", epoch)).published in ("", "5138-11-16T09:46:39.999Z")


@pytest.mark.parametrize(
    ("stamp", "value"),
    [
        ("2020-08-10T05:12:06.500Z", dt.datetime(2020, 8, 10, 5, 12, 6, 500_000, dt.UTC)),
        ("2020-08-10 05:12", dt.datetime(2020, 8, 10, 5, 12)),
        ("2020-08-10T05:12:06+0800", dt.datetime(2020, 8, 10, 5, 12, 6, tzinfo=dt.timezone(dt.timedelta(hours=8)))),
        ("2020/8/10", dt.date(2020, 8, 10)),
        ("2020年8月10日", dt.date(2020, 8, 10)),
        ("Wed, 07 Oct 2020 08:37:21 GMT", dt.datetime(2020, 10, 7, 8, 37, 21, tzinfo=dt.UTC)),
        ("1672718652000", dt.datetime(2023, 1, 3, 4, 4, 12, tzinfo=dt.UTC)),
        ("2020-02-30", None),
        ("2020-01-01T25:00:00Z", None),
        ("no date, really", None),
        ("", None),
    ],
)
def test_parse_stamp(stamp: str, value: dt.date | None) -> None:
    assert parse_stamp(stamp) == value


@given(st.text(max_size=40))
def test_parse_stamp_takes_anything(text: str) -> None:
    parse_stamp(text)


def test_nul_bytes_become_damage() -> None:
    post = only(FEED.encode().replace("兩國".encode(), b"\x00\x00"))
    assert "\x00" not in post.text
    assert "\ufffd\ufffd外長通話" in post.text


def test_mark_of_byte_order_is_no_character() -> None:
    for data in (b"\xef\xbb\xbf" + FEED.encode(), FEED.encode("utf-16")):
        assert only(data).text == FEED


@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs"])
def test_old_encodings(encoding: str) -> None:
    text = FEED.replace("兩國外長通話。", "他們在這個國家發出了會談的消息，我們不是第一次來到這個地方。" * 4).replace(
        "臺", "台"
    )
    assert "他們在這個國家" in only(text.encode(encoding)).text


def test_a_few_damaged_bytes_do_not_change_the_encoding() -> None:
    data = FEED.encode().replace("通話。".encode(), b"\xff\xfe")
    assert "兩國外長\ufffd" in only(data).text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"---\ntitle: ''\ndate: ''\nurl: 'https://www.hkcnews.com/article/1/-'\n---\n\n", "empty"),
        (b"---\ntitle: cut off", "the front matter does not end"),
        (b"---\ntitle: " + b"x" * 70_000 + b"\n---\n", "the front matter does not end"),
        (b"---\nkey: value\n---\n\ntext\n", "the front matter has no title, address or date: not a post"),
        ("# 讀我\n\n一個專案。\n".encode(), "neither front matter (title, url, date) nor another shape of a post"),
        (bytes(range(128, 256)) * 8, "not text"),
        (b"<!--1-->\n[](x)\n---\n", "empty"),
    ],
)
def test_what_is_no_post_says_why(data: bytes, reason: str) -> None:
    assert rejected(data) == reason


def test_empty_body_with_a_title_is_a_post() -> None:
    post = only(FEED.split("<div>", 1)[0])
    assert (post.title.text, post.text[slice(*post.body)].strip()) == ("外長通話", "")


@pytest.mark.parametrize("text", [FEED, BARE, MARKDOWN, PAGE])
def test_files_cut_off_anywhere_are_posts_or_say_why(text: str) -> None:
    for end in range(0, len(text.encode()), 7):
        for item in posts("a.md", text.encode()[:end]):
            assert isinstance(item, Post) or item.reason


def test_endless_heads_are_a_reject() -> None:
    assert rejected((BARE * 1001).encode()) == "more than 1000 articles in one file"


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_rejected(data: bytes) -> None:
    for item in posts("a.md", data):
        assert isinstance(item, (Post, Reject))


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=200))
def test_decode_is_the_text_that_was_encoded(text: str) -> None:
    if text.count("\ufffd") <= 8 and not text.startswith("\ufeff"):
        assert decode(text.encode()) == text


# --- archives


def files(root: Path) -> list[tuple[str, bytes]]:
    return [(item.path, item.data) for item in archive_files(root) if isinstance(item, ArchiveFile)]


TREE = {
    "b/2.md": FEED,
    "a/1.md": BARE,
    "a.md": MARKDOWN,
    "a/new\nline 與 空格.md": PAGE,
    "c/x.markdown": FEED,
    ".git/config.md": "no",
    "b/.hidden.md": "no",
    "b/picture.png": "no",
}
ORDER = ["a/1.md", "a/new\nline 與 空格.md", "a.md", "b/2.md", "c/x.markdown"]


def folder(root: Path) -> Path:
    for name, text in TREE.items():
        path = root / "tree" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root / "tree"


def tarball(mode: str) -> Callable[[Path], Path]:
    def make(root: Path) -> Path:
        path = root / "archive.tar"
        names = list(TREE)
        random.Random(1).shuffle(names)
        with tarfile.open(path, f"w{mode}") as tar:
            for name in names:
                data = TREE[name].encode()
                member = tarfile.TarInfo(f"./{name}")
                member.size = len(data)
                tar.addfile(member, io.BytesIO(data))
        return path

    return make


def zipped(root: Path) -> Path:
    path = root / "archive.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in TREE.items():
            archive.writestr(name, text)
    return path


KINDS = {
    "folder": folder,
    "tar": tarball(""),
    "tar.gz": tarball(":gz"),
    "tar.xz": tarball(":xz"),
    "tar.bz2": tarball(":bz2"),
    "zip": zipped,
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_gives_the_same_files_in_the_same_order(kind: str, tmp_path: Path) -> None:
    found = files(KINDS[kind](tmp_path))
    assert [path for path, _ in found] == ORDER
    assert [data.decode() for _, data in found] == [TREE[path] for path in ORDER]


OTHERS = {
    "a/notes.TXT": "x", "a/b.txt": "x", "會議.docx": "x", "20211013": "x", "news.php?id=3": "x", "1.外長會談": "x",
    "a/picture.jpg": "no", "style.css": "no", "LICENSE": "no", "_config.yml": "no", "tongshi.db": "no",
    ".x/a.pdf": "no", "page.html": "<html>", "page_files/ad.php": "no", "page_files/x.txt": "no",
}  # fmt: skip


@pytest.mark.parametrize("kind", ["folder", "tar", "tar.gz", "zip"])
def test_files_of_other_endings_are_counted(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "TREE", {**TREE, **OTHERS})
    unread: Counter[str] = Counter()
    found = [item.path for item in archive_files(KINDS[kind](tmp_path), None, unread)]
    assert found == sorted([*ORDER, "page.html"], key=lambda path: path.split("/"))
    assert unread == {".txt": 2, ".docx": 1, ".php": 1, "without an ending": 2}
    assert unread_told(unread) == "not read: 2 .txt, 2 without an ending, 1 .docx, 1 .php"


def test_linked_folders_are_counted(tmp_path: Path) -> None:
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / "a.md").write_text(FEED, encoding="utf-8")
    (tmp_path / "tree" / "more").symlink_to(tmp_path)
    unread: Counter[str] = Counter()
    list(archive_files(tmp_path / "tree", None, unread))
    assert unread_told(unread) == "not read: 1 behind a link to a folder"


def test_an_archive_of_other_files_only(tmp_path: Path) -> None:
    for number in range(10):
        (tmp_path / f"a.x{number}").touch()
    with pytest.raises(ArchiveError, match=r"no posts in it .*; not read: 1 \.x0, .*, 1 \.x7, 2 with other endings$"):
        list(archive_files(tmp_path))


def test_a_page_made_by_a_server(tmp_path: Path) -> None:
    (tmp_path / "10-13.shtml").write_text("<html>", encoding="utf-8")
    assert files(tmp_path) == [("10-13.shtml", b"<html>")]


def test_single_file(tmp_path: Path) -> None:
    path = tmp_path / "post.txt"
    path.write_text(FEED, encoding="utf-8")
    assert files(path) == [("post.txt", FEED.encode())]


def test_names_that_are_not_utf8_survive(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/\xd6\xd0\xff.md"
    with open(raw, "wb") as file:  # noqa: PTH123 - a name of bytes
        file.write(FEED.encode())
    ((name, _),) = files(tmp_path)
    assert name == r"\xd6\xd0\xff.md"
    name.encode("utf-8")


def test_digest_tells_edits() -> None:
    assert ArchiveFile("a", b"1").digest == ArchiveFile("b", b"1").digest != ArchiveFile("a", b"2").digest


def test_links_are_not_followed_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(FEED, encoding="utf-8")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "loop.md").symlink_to(tmp_path)
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere.md")
    found = list(archive_files(tmp_path))
    assert [item.path for item in found] == ["a.md", "gone.md"]
    assert isinstance(found[1], Reject)
    assert "cannot be read" in found[1].reason


def test_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    (found,) = archive_files(tmp_path)
    assert isinstance(found, Reject)
    assert found.reason == "not a regular file"


@pytest.mark.parametrize("kind", ["folder", "tar", "tar.gz", "zip", "file"])
def test_ten_megabytes_are_a_reject_and_never_read(kind: str, tmp_path: Path) -> None:
    data = b"x" * (10 * 1024 * 1024)
    source = tmp_path / "big.md"
    if kind == "zip":
        source = tmp_path / "big.zip"
        with zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("big.md", data)
    elif kind.startswith("tar"):
        source = tmp_path / "big.tar"
        with tarfile.open(source, "w:gz" if kind == "tar.gz" else "w") as tar:
            member = tarfile.TarInfo("big.md")
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    else:
        source.write_bytes(data)
    (found,) = archive_files(tmp_path if kind == "folder" else source)
    assert found == Reject("big", "big.md", f"too large: {len(data):,} bytes, at most {MAX_BYTES:,}")


@pytest.mark.parametrize("mode", ["", ":gz", ":xz", ":bz2"])
def test_truncated_tar_gives_what_can_be_read_and_says_so(mode: str, tmp_path: Path) -> None:
    path = tmp_path / "cut.tar"
    noise = random.Random(2)
    with tarfile.open(path, f"w{mode}") as tar:
        for number in range(200):
            data = FEED.encode() + noise.randbytes(8000).hex().encode()
            member = tarfile.TarInfo(f"{number:03}.md")
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    *found, last = archive_files(path)
    assert isinstance(last, Reject)
    assert last.path == "cut.tar"
    assert last.reason.startswith("the archive breaks off: ")
    assert sum(isinstance(item, ArchiveFile) for item in found) > 20


def test_damaged_member_of_a_zip_is_a_reject(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("1.md", FEED)
        archive.writestr("2.md", BARE)
    data = bytearray(path.read_bytes())
    at = data.index("兩國外長會晤".encode())
    data[at] ^= 0xFF
    path.write_bytes(data)
    first, second = archive_files(path)
    assert isinstance(first, ArchiveFile)
    assert isinstance(second, Reject)
    assert "Bad CRC" in second.reason


def test_an_archive_in_an_archive_is_told_of(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "1.md").write_text(FEED, "utf-8")
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.writestr("2.md", FEED)
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(folder / "1.md", "1.md")
        archive.write(folder / "more.zip", "more.zip")
    with tarfile.open(tmp_path / "all.tar", "w") as tar:
        tar.add(folder / "1.md", "1.md")
        tar.add(folder / "more.zip", "more.zip")
    for path in (folder, tmp_path / "all.zip", tmp_path / "all.tar"):
        first, told = archive_files(path)
        assert isinstance(first, ArchiveFile)
        assert isinstance(told, Reject)
        assert (told.path, told.reason) == (
            "more.zip", "an archive inside another is not looked into: give it by itself",
        )  # fmt: skip


def test_names_in_old_zips(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("aaaa.md", FEED)
    path.write_bytes(path.read_bytes().replace(b"aaaa.md", "中国".encode("gb18030") + b".md"))
    assert [name for name, _ in files(path)] == ["中国.md"]


def useless(root: Path) -> dict[str, tuple[Path, str]]:
    contents: dict[str, bytes] = {
        "binary": b"\x89PNG\r\n\x1a\n\x00\x00\x00" + bytes(range(256)) * 4,
        "zip": b"PK\x03\x04" + b"\x00" * 60,
        "gzip": b"\x1f\x8b\x08\x00" + b"\x12" * 60,
        "xz of a text": __import__("lzma").compress(b"just text"),
    }
    (root / "empty folder").mkdir()
    (root / "no posts").mkdir()
    (root / "no posts" / "a.png").write_bytes(b"x")
    for name, data in contents.items():
        (root / name).write_bytes(data)
    return {
        "nowhere": (root / "nowhere", "No such file"),
        "empty folder": (root / "empty folder", "no posts in it"),
        "no posts": (root / "no posts", "no posts in it"),
        "binary": (root / "binary", "a binary file"),
        "zip": (root / "zip", "not a readable zip"),
        "gzip": (root / "gzip", "not a readable tar"),
        "xz of a text": (root / "xz of a text", "not a readable tar"),
    }


@pytest.mark.parametrize("kind", ["nowhere", "empty folder", "no posts", "binary", "zip", "gzip", "xz of a text"])
def test_useless_archive_is_one_clear_line(kind: str, tmp_path: Path) -> None:
    path, message = useless(tmp_path)[kind]
    with pytest.raises(ArchiveError, match=message) as raised:
        list(archive_files(path))
    assert "\n" not in str(raised.value)
    assert str(path) in str(raised.value)
