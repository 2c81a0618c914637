"""Bad input: any bytes are an article or a reject with a reason, in time linear in their size, whatever they hold."""

from __future__ import annotations

import contextlib
import gzip
import io
import os
import tarfile
import time
import zipfile
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tongshi.clean import clean, load_outlets
from tongshi.clean.pieces import MAX_DEPTH
from tongshi.errors import ArchiveError, ReadError
from tongshi.identity import post_id
from tongshi.markup import MAX_ATTRIBUTES, MAX_TAGS
from tongshi.readers import ArchiveFile, archive_files, posts
from tongshi.readers import archive as archive_module
from tongshi.readers.files import MAX_BYTES
from tongshi.records import Post, Reject

OUTLETS = load_outlets()
FEED = "<!--1672718652000-->\n[外長通話](https://www.dw.com/zh/a-1)\n------\n"
MARKDOWN = "---\ntitle: 外長通話\nurl: https://www.hkcnews.com/article/1\n---\n"
HEADS = [FEED, MARKDOWN]


def outcomes(data: bytes, name: str = "a.md") -> list[str]:
    """What became of each article in a file: `article`, or the reason why it is none."""
    found = []
    for item in posts(name, data):
        if isinstance(item, Post):
            try:
                article = clean(item, OUTLETS)
            except ReadError as error:
                found.append(str(error))
                continue
            post_id(item).encode()
            for text in (item.title.text, item.url, item.author, article.body.text, *item.tags, *article.captions):
                text.encode()  # no half characters
            found.append("article")
        else:
            assert item.reason
            assert "\n" not in item.reason
            found.append(item.reason)
    assert found
    return found


def seconds(data: bytes, name: str = "a.md") -> float:
    begun = time.process_time()
    outcomes(data, name)
    return time.process_time() - begun


# --- any bytes

PIECES = [
    "<p>", "</p>", "<b>", "</b>", "</i>", "<div ", "class='caption'", 'class="', ">", "<", "<!--", "-->", "<!", "<?",
    "</", "<a href=", "<a href='https://www.dw.com/zh/a-1'>", "</a>", "<script>", "</script>", "<style>", "<svg>",
    "<iframe src=x>", "<title>", "<img alt='圖' src=", "<ul><li>", "<table><tr><td>", "<blockquote>", "<h2>", "<hr>",
    "<br/>", "<figure>", "<plaintext>", "&", "&amp;", "&#", "&#0;", "&#xD800;", "&#x110000;", "&#99999999999;", "[",
    "](", ")", "![", "**", "> ", "- ", "# ", "| ", "{{< ", " >}}", "\\", "\n", "\r\n", "\r", "\n---\n", "\n\n", " ",
    "\u3000", "\u200b", "\u2028", "\x00", "\x08", "\ufffd", "\ufeff", "\U0001f600", "\u202e", "外長", "（記者", "）",
    "電", "「", "」", "《", "據法新社報導", "（編輯：", "1120103", "責任編輯：", "/", "：", "2020年13月45日",
    "javascript:alert(1)", "a" * 300, "title: ", "---\n", "<!--1-->\n", "[t](x)\n------\n", "*a", "&a ",
    "!!python/object:os.system ",
]  # fmt: skip

HOSTILE = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


@given(st.sampled_from(["", *HEADS, "---\n", "---\ntitle: "]), HOSTILE)
@settings(max_examples=1000)
def test_any_post_of_hostile_pieces(head: str, text: str) -> None:
    outcomes((head + text).encode())


@given(st.sampled_from(HEADS), st.binary(max_size=300))
@settings(max_examples=500)
def test_any_bytes_behind_a_head(head: str, data: bytes) -> None:
    outcomes(head.encode() + data)


@given(
    HOSTILE,
    st.sampled_from(["gb18030", "big5hkscs", "utf-16-le", "utf-16-be", "utf-16", "utf-32", "shift_jis", "utf-7"]),
)
@settings(max_examples=500)
def test_any_encoding(text: str, encoding: str) -> None:
    outcomes((FEED + text).encode(encoding, "replace"))


@given(st.integers(0, 400), st.integers(0, 255), st.sampled_from(HEADS))
@settings(max_examples=300)
def test_any_damaged_byte(at: int, byte: int, head: str) -> None:
    data = bytearray((head + "<p>兩國外長通話。</p>\n\n**重點**" * 4).encode())
    data[at % len(data)] = byte
    outcomes(bytes(data))


PROSE = "他們在這個國家發出了會談的消息，我們不是第一次來到這個地方。" * 8


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16-le", "utf-16-be", "utf-16"])
def test_encodings_that_nothing_declares(encoding: str) -> None:
    for head in HEADS:
        (post,) = posts("a.md", (head + PROSE).encode(encoding))
        assert isinstance(post, Post)
        assert (post.title.text, post.text.strip()[-5:]) == ("外長通話", PROSE[-5:])


def test_utf16_alone_is_no_binary_file(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes((FEED + PROSE).encode("utf-16-le"))
    (found,) = archive_files(path)
    assert isinstance(found, ArchiveFile)


def test_half_characters_that_escapes_make(monkeypatch: pytest.MonkeyPatch) -> None:
    data = b'---\ntitle: "a\\ud800b"\ntags: ["\\uDC00"]\ndate: 2020-01-01\n---\nx &#xD800; y'
    assert outcomes(data) == ["article"]
    monkeypatch.setattr("tongshi.readers.frontmatter._Loader", yaml.BaseLoader)  # which reads them
    assert outcomes(data) == ["article"]


# --- any bytes behind other doors

DOORS = {
    "a.html": "<!doctype html><html><head><title>外長通話</title>",
    "b.html": "<html><body><h1>外長通話</h1><div class=article>",
    "a.xml": "<?xml version='1.0'?><rss><channel><item><title>外長通話</title><description>",
    "a.atom": "<feed xmlns='http://www.w3.org/2005/Atom'><entry><content type='xhtml'>",
    "a.opml": "<opml><body><outline xmlUrl='https://x.example/'/>",
    "a.jsonl/a-1": '{"title": "外長通話", "body": "',
    "a.mhtml": "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html"
    "\r\n\r\n",
}
TAILS = [
    "",
    '"}',
    "</description></item></channel></rss>",
    "</content></entry></feed>",
    "\r\n--x--",
    "</div></body></html>",
]
MORE = [
    "<item>", "</item>", "<![CDATA[", "]]>", "<entry>", "<link href='x'/>", "<!DOCTYPE rss [<!ENTITY a 'b'>]>",
    "&nbsp;",
    "<body>", "<head>", "<meta name='pubdate' content='", "<link rel=canonical href='", "<h1>", "</h1>", "\\u",
    "\\ud800",
    '","', '":', "{", "}", "[", "]", "1e999", "--x", "\r\n\r\n", "Content-Type: text/html", "=E5=", "<script type='",
    "application/ld+json'>", '{"@type":"NewsArticle"', "<time datetime='", "<!-- saved from url=(0014)", "网友评论",
    "相关阅读",
    "评论(3)", "来源：", "。", "，", "<div class=comments>", "<div style='display:none'>",
]  # fmt: skip


@given(st.sampled_from(list(DOORS)), st.lists(st.sampled_from(PIECES + MORE), max_size=25), st.sampled_from(TAILS))
@settings(max_examples=1500)
def test_any_pieces_behind_any_door(name: str, pieces: list[str], tail: str) -> None:
    outcomes((DOORS[name] + "".join(pieces) + tail).encode(), name)


@given(st.sampled_from(list(DOORS)), st.binary(max_size=300))
@settings(max_examples=500)
def test_any_bytes_behind_any_door(name: str, data: bytes) -> None:
    outcomes(DOORS[name].encode() + data, name)
    outcomes(data, name)


@pytest.mark.parametrize("name", DOORS)
@pytest.mark.parametrize("unit", [*MORE, "<p>外長，", "<p>外長通話。</p>", "<div>", "<div><p>外長通話。</p></div>"])
def test_time_is_linear_behind_any_door(name: str, unit: str) -> None:
    assert seconds((DOORS[name] + unit * (100_000 // len(unit.encode()))).encode(), name) < 8


ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"


def warc_record(content: bytes, length: int | None = None) -> bytes:
    return (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://x.example/\r\n"
        b"WARC-Date: 2023-01-06T01:02:03Z\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        b"Content-Type: application/http\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (length or len(content), content)
    )


@given(st.binary(max_size=400), st.integers(0, 2000), st.booleans())
@settings(max_examples=300)
def test_any_bytes_in_a_warc(tmp_path_factory: pytest.TempPathFactory, data: bytes, at: int, packed: bool) -> None:
    whole = warc_record(ANSWER + gzip.compress(FEED.encode()))
    whole = gzip.compress(whole) if packed else whole
    path = tmp_path_factory.getbasetemp() / "any.warc.gz"
    for bytes_ in (whole[: at % len(whole)] + data, whole + data, whole[: at % len(whole)] + data + whole, data):
        path.write_bytes(bytes_)
        with contextlib.suppress(ArchiveError):
            for item in archive_files(path):
                assert isinstance(item, ArchiveFile) or item.reason


def test_bombs_in_a_warc(tmp_path: Path) -> None:
    bomb = gzip.compress(bytes(MAX_BYTES * 4))
    path = tmp_path / "a.warc"
    path.write_bytes(warc_record(ANSWER + bomb))
    (found,) = archive_files(path)
    assert isinstance(found, Reject)
    assert found.reason.startswith("too large: ")
    path.write_bytes(gzip.compress(warc_record(ANSWER + bytes(80 << 20))))
    (found,) = archive_files(path)
    assert isinstance(found, Reject)
    assert found.reason.endswith("too far for its size: a bomb")
    path.write_bytes(b"WARC/1.0\r\nX: " + b"a" * (1 << 20))
    (found,) = archive_files(path)
    assert isinstance(found, Reject)
    assert "header length" in found.reason


def test_a_long_line_of_json_is_not_even_decoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tongshi.readers.forms.decode", None)
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"title": "' + b"x" * (10 << 20) + b'"}\n')
    (found,) = archive_files(path)
    assert isinstance(found, Reject)
    assert found.reason.startswith("too large: 10,")


@pytest.mark.parametrize("value", ["[" * 100_000, '{"a":' * 100_000, "9" * 100_000])
def test_json_that_overflows(value: str) -> None:
    (reason,) = outcomes(f'{{"title": {value}'.encode(), "a.jsonl/a-1")
    assert reason.startswith("not JSON: ")


# --- caps: over one of them nothing is parsed


def test_ten_megabytes_are_not_even_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tongshi.readers.forms.decode", None)
    for text in ("字" * 3_500_000, "\n" * 10_485_760, "<p>" * 3_500_000):
        (reason,) = outcomes((FEED + text).encode())
        assert reason.startswith("too large: 10,")
    assert outcomes(b"x" * (MAX_BYTES + 1))[0].startswith("too large")


@pytest.mark.parametrize(
    "value",
    ["[" * 60_000, "{" * 60_000, "[{" * 30_000, "[a," * 20_000, "- " * 30_000, "? " * 30_000, "\n" + "- ? " * 15_000],
)
def test_nested_front_matter_never_reaches_the_yaml_parser(value: str) -> None:
    """Its stack would overflow, which ends the process."""
    assert outcomes(f"---\ntitle: t\ndate: 2020-01-01\na: {value}\n---\nx".encode()) == ["article"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<b>" * (MAX_DEPTH + 2), "nested"),
        ("<b><i>" * 100_000, "nested"),
        ("<p " + "a=1 " * 900_000 + ">x", f"more than {MAX_ATTRIBUTES} attributes"),
        ("<p " + " ".join(f"a{n}" for n in range(400_000)) + ">x", f"more than {MAX_ATTRIBUTES} attributes"),
        ("<br>" * (MAX_TAGS + 1), "tags"),
        ("</b>" * (MAX_TAGS + 1), "tags"),
    ],
)
def test_over_a_cap_is_a_reject(body: str, reason: str) -> None:
    begun = time.process_time()
    (found,) = outcomes((FEED + body).encode())
    assert reason in found
    assert time.process_time() - begun < 5


# --- time

UNITS = [
    "#", "&#", "&amp;", "<p>&#", "<img alt='a'>", "![a](b)", "[a](b(", "<h2>a</h2>", "\\*", "「", "《", "記者",
    "（記者", "2020年", "20201010", "電", "責任編輯", "譯者/", "對此文有貢獻", "\u200b", "\u3000", "\x00", "\ufffd",
    "\r", "\n\n", "{{<", "| ", "> ", "- ", "<!", "</", "<a b='", "<svg>", "<title>", "<li>", "<a href=x>a</a>",
    "https://www.dw.com/a", "——", "、", "©", "字", "<b class='caption x y z'>t</b>",
    "<blockquote class=twitter-tweet></blockquote>",
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_time_is_linear(unit: str) -> None:
    """A tenth of a megabyte takes a second at most where nothing else is done; quadratic work takes minutes."""
    for head in HEADS:
        assert seconds((head + unit * (100_000 // len(unit.encode()))).encode()) < 8


def test_end_tags_that_end_nothing() -> None:
    assert seconds((FEED + "<b>" * 500 + "</i>" * 190_000).encode()) < 3


# --- archives that lie


def packed(path: Path, members: list[tarfile.TarInfo], data: bytes = FEED.encode()) -> list[ArchiveFile | Reject]:
    with tarfile.open(path, "w") as tar:
        for member in members:
            if member.isfile():
                member.size = len(data)
            tar.addfile(member, io.BytesIO(data) if member.isfile() else None)
    return list(archive_files(path))


def member(name: str, link: str = "", kind: bytes = tarfile.REGTYPE) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info


def told(found: list[ArchiveFile | Reject]) -> dict[str, str]:
    return {item.path: item.reason if isinstance(item, Reject) else "read" for item in found}


OUTSIDE = "its path leads out of the archive"
LINK_OUTSIDE = "a link that leads out of the archive"
NOWHERE = "a link that leads nowhere"


def test_paths_out_of_a_tar(tmp_path: Path) -> None:
    names = ["ok.md", "../up.md", "a/../../up2.md", "a/../in.md", "/abs.md", "./b//c.md", "new\nline.md", "..md"]
    assert told(packed(tmp_path / "a.tar", [member(name) for name in names])) == {
        "ok.md": "read", "../up.md": OUTSIDE, "a/../../up2.md": OUTSIDE, "in.md": "read", "abs.md": "read",
        "b/c.md": "read", "new\nline.md": "read",
    }  # fmt: skip


def test_links_in_a_tar(tmp_path: Path) -> None:
    links = [
        member("a/ok.md"),
        member("a/hard.md", "a/ok.md", tarfile.LNKTYPE),
        member("b/soft.md", "../a/ok.md", tarfile.SYMTYPE),
        member("b/chain.md", "soft.md", tarfile.SYMTYPE),
        member("up.md", "../../etc/passwd", tarfile.SYMTYPE),
        member("abs.md", "/etc/passwd", tarfile.SYMTYPE),
        member("hardup.md", "../etc/passwd", tarfile.LNKTYPE),
        member("gone.md", "no.md", tarfile.SYMTYPE),
        member("loop1.md", "loop2.md", tarfile.SYMTYPE),
        member("loop2.md", "loop1.md", tarfile.SYMTYPE),
        member("self.md", "self.md", tarfile.LNKTYPE),
        member("hard-to-loop.md", "loop1.md", tarfile.LNKTYPE),
    ]
    assert told(packed(tmp_path / "a.tar", links)) == {
        "a/ok.md": "read", "a/hard.md": "read", "b/soft.md": "read", "b/chain.md": "read", "up.md": LINK_OUTSIDE,
        "abs.md": LINK_OUTSIDE, "hardup.md": LINK_OUTSIDE, "gone.md": NOWHERE, "loop1.md": NOWHERE,
        "loop2.md": NOWHERE, "self.md": NOWHERE, "hard-to-loop.md": NOWHERE,
    }  # fmt: skip


def test_of_two_members_of_one_name_none_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    with tarfile.open(path, "w") as tar:
        for text in (b"old", b"new"):
            info = member("a.md")
            info.size = len(text)
            tar.addfile(info, io.BytesIO(text))
    assert [item.data for item in archive_files(path) if isinstance(item, ArchiveFile)] == [b"old", b"new"]
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.md", "old")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.md", "new")
    assert [item.data for item in archive_files(path) if isinstance(item, ArchiveFile)] == [b"old", b"new"]


def test_paths_out_of_a_zip(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("ok.md", "../up.md", "/abs.md", "a/../in.md", "new\nline.md"):
            archive.writestr(name, FEED)
        link = zipfile.ZipInfo("link.md")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert told(list(archive_files(path))) == {
        "ok.md": "read", "../up.md": OUTSIDE, "abs.md": "read", "in.md": "read", "new\nline.md": "read",
        "link.md": "a link, not a file",
    }  # fmt: skip


def test_links_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("not of the archive", encoding="utf-8")
    root = tmp_path / "archive"
    (root / "a").mkdir(parents=True)
    (root / "a" / "ok.md").write_text(FEED, encoding="utf-8")
    (root / "in.md").symlink_to("a/ok.md")
    (root / "out.md").symlink_to("../secret.md")
    (root / "abs.md").symlink_to(tmp_path / "secret.md")
    (root / "self.md").symlink_to("self.md")
    (root / "a" / "up").symlink_to(root)
    found = told(list(archive_files(root)))
    assert found.pop("self.md").startswith("cannot be read: ")
    assert found == {"a/ok.md": "read", "in.md": "read", "out.md": LINK_OUTSIDE, "abs.md": LINK_OUTSIDE}


def test_folders_in_folders_for_ever(tmp_path: Path) -> None:
    tmp_path.joinpath(*["a"] * (archive_module.MAX_DEPTH + 3)).mkdir(parents=True)
    (found,) = archive_files(tmp_path)
    assert isinstance(found, Reject)
    assert found.reason == f"folders nested more than {archive_module.MAX_DEPTH} deep"


@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
def test_bombs(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_module, "HARMLESS_BYTES", 1 << 20)
    path = tmp_path / "bomb"
    data = bytes(3 << 20)
    if kind == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(4):
                archive.writestr(f"{number}.md", data)
    else:
        with gzip.open(path, "wb") as packed_file, tarfile.open(fileobj=packed_file, mode="w") as tar:
            info = member("a.md")
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    with pytest.raises(ArchiveError, match="times its size: a bomb"):
        list(archive_files(path))


@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
def test_cap_of_the_whole(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_module, "MAX_SPOOL_BYTES", 1 << 16)
    path = tmp_path / "large"
    data = os.urandom(1 << 17)
    if kind == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.md", data)
    else:
        with tarfile.open(path, "w:gz") as tar:
            info = member("a.md")
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    with pytest.raises(ArchiveError, match="spreads out to more than"):
        list(archive_files(path))


def test_a_zip_member_that_lies_about_its_size(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.md", b"x" * (MAX_BYTES * 2))
    size = (MAX_BYTES * 2).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(size, (9).to_bytes(4, "little")))
    (found,) = archive_files(path)
    assert isinstance(found, Reject)


@given(st.binary(max_size=600), st.sampled_from([b"PK\x03\x04", b"\x1f\x8b\x08\x00", b"BZh9", b"\xfd7zXZ\x00", b""]))
@settings(max_examples=200)
def test_any_bytes_as_an_archive(tmp_path_factory: pytest.TempPathFactory, data: bytes, magic: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(magic + data)
    with contextlib.suppress(ArchiveError):
        for item in archive_files(path):
            assert isinstance(item, ArchiveFile) or item.reason


def test_a_member_of_a_zip_without_a_name(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo("a.md"), FEED)
        archive.writestr(nameless := zipfile.ZipInfo("b.md"), FEED)
        nameless.filename = ""  # in the list at the end, which is what is read
    with contextlib.suppress(ArchiveError):
        assert all(isinstance(item, ArchiveFile) or item.reason for item in archive_files(tmp_path / "a.zip"))


@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=8), st.booleans())
@settings(max_examples=200)
def test_any_damage_to_an_archive(
    tmp_path_factory: pytest.TempPathFactory, at: int, damage: bytes, zipped: bool
) -> None:
    buffer = io.BytesIO()
    if zipped:
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.md", FEED)
            archive.writestr("b/c.md", FEED)
    else:
        with tarfile.open(fileobj=buffer, mode="w") as tar:
            for name in ("a.md", "b/c.md"):
                info = member(name)
                info.size = len(FEED.encode())
                tar.addfile(info, io.BytesIO(FEED.encode()))
    data = bytearray(buffer.getvalue())
    at %= len(data)
    data[at : at + len(damage)] = damage
    path = tmp_path_factory.getbasetemp() / "damaged"
    path.write_bytes(data)
    with contextlib.suppress(ArchiveError):
        for item in archive_files(path):
            assert isinstance(item, ArchiveFile) or item.reason
