"""Addresses: every entry's own examples, one canonical form, damage told from the sound, and what always holds."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tongshi import lexicon
from tongshi.addresses import Addresses, load_addresses
from tongshi.addresses.damage import foreign
from tongshi.addresses.reading import MAX_WRAPPERS, capture_time
from tongshi.addresses.syntax import MAX_LENGTH
from tongshi.errors import LexiconError

ADDRESSES = load_addresses()
READ, HOST = ADDRESSES.read, ADDRESSES.host


# --- the lexicon


def lexicon_cases(key: str) -> list[Any]:
    return list(_lexicon_cases(key))


def _lexicon_cases(key: str) -> Iterator[Any]:
    for entry in lexicon.entries("addresses"):
        assert entry[key], entry["id"]
        items = entry[key].items() if key == "examples" else [(address, None) for address in entry[key]]
        for address, want in items:
            yield pytest.param(entry, address, want, id=f"{entry['id']}-{address[:40]}")


@pytest.mark.parametrize(("entry", "address", "want"), lexicon_cases("examples"))
def test_examples(entry: dict[str, Any], address: str, want: str) -> None:
    found = READ(address)
    assert (found.key if entry["kind"] == "site" else found.url) == want
    assert READ(found.url).key == found.key
    assert HOST(found.url) == found.host
    if entry["kind"] == "wrapper":
        assert HOST(address) == found.host
        assert entry["id"] in found.through


@pytest.mark.parametrize(("entry", "address", "want"), lexicon_cases("not"))
def test_counter_examples(entry: dict[str, Any], address: str, want: None) -> None:
    found = READ(address)
    assert entry["id"] not in found.through
    assert not (found.site == entry["id"] and found.article)
    if entry["kind"] == "tracking":
        assert found.url == address


def test_no_entry_twice() -> None:
    ids = [entry["id"] for entry in lexicon.entries("addresses")]
    assert len(ids) == len(set(ids))


# --- canonical form


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("HTTPS://WWW.Example.ORG:443/A?b=C#top", "https://www.example.org/A?b=C"),
        ("http://example.org:80", "http://example.org/"),
        ("http://example.org:8080/a", "http://example.org:8080/a"),
        ("//example.org/a", "https://example.org/a"),
        ("www.example.org", "https://www.example.org/"),
        ("example.org/a", "https://example.org/a"),
        ("https://example.org./a", "https://example.org/a"),
        (" https://example.org/a\n", "https://example.org/a"),
        ("https://example.org//a///b/", "https://example.org/a/b/"),
        ("https://example.org/a/./b/../c", "https://example.org/a/c"),
        ("https://example.org/../../a", "https://example.org/a"),
        ("https://example.org/a/https://example.net/b", "https://example.org/a/https://example.net/b"),
        ("https://example.org/%e4%b8%ad%7Ea%2fb", "https://example.org/%E4%B8%AD~a%2Fb"),
        ("https://example.org/中文 a", "https://example.org/%E4%B8%AD%E6%96%87%20a"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/a(1),b;c", "https://example.org/a(1),b;c"),
        ("https://example.org/?&&a=1&", "https://example.org/?a=1"),
        ("https://example.org/a?", "https://example.org/a"),
        ("https://example.org/#!/a", "https://example.org/#!/a"),
    ],
)
def test_canonical_form(address: str, url: str) -> None:
    assert READ(address).url == url


@pytest.mark.parametrize(
    "address",
    [
        "", "-", "story.html", "/a/b.html", "#top", "mailto:a@example.org", "javascript:void(0)",
        "data:image/gif;base64,R0lG",
        "https://", "https://[::1]/", "https://[broken/", "https://a@example.org/", "https://example.org:999999/",
        "ftp://example.org/a", "%EF%BF%BD", "http:example.org/a", "https://a b/", "https://" + "a." * 200 + "org/",
    ],
)  # fmt: skip
def test_what_is_no_address_is_left_as_it_is(address: str) -> None:
    found = READ(address)
    assert (found.url, found.key, found.host, found.flags) == (address, address, "", {"no-address"})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://example.org/a/", "https://www.example.org/a"),
        ("https://example.org/a#b", "https://example.org/a"),
        ("https://example.org/中", "https://example.org/%e4%b8%ad"),
        ("https://images.weserv.nl/?url=example.org/a.jpg", "https://i0.wp.com/example.org/a.jpg?ssl=1"),
        ("https://www.dw.com/zh/一个标题/a-1", "https://www.dw.com/zh/另一个标题/a-1"),
        ("https://api.dw.com/api/detail/article/1", "https://m.dw.com/zh/a-1"),
    ],
)
def test_copies_share_a_key(one: str, other: str) -> None:
    assert READ(one).key == READ(other).key


def test_other_articles_have_other_keys() -> None:
    addresses = [
        "https://example.org/a", "https://example.org/A", "https://example.net/a", "https://example.org/a?id=1",
        "https://example.org/a?id=2", "https://example.org/a%2Fb", "https://example.org/a/b", "https://m.example.org/a",
        "https://example.org:81/a",
    ]  # fmt: skip
    assert len({READ(address).key for address in addresses}) == len(addresses)


# --- captures


def test_capture_keeps_its_time() -> None:
    address = "https://web.archive.org/web/20211014093000/https://www.hkcnews.com/article/1/a"
    found = READ(address)
    assert (found.archive_url, found.captured) == (address, dt.datetime(2021, 10, 14, 9, 30, tzinfo=dt.UTC))
    assert READ(found.url).captured is None
    picture = READ(f"https://images.weserv.nl/?url={address}")
    assert (picture.archive_url, picture.captured) == (address, found.captured)
    assert picture.through == ("weserv", "wayback")


@pytest.mark.parametrize(
    ("digits", "want"),
    [
        ("20211014093001", "2021-10-14T09:30:01+00:00"),
        ("202110", "2021-10-01T00:00:00+00:00"),
        ("2021", "2021-01-01T00:00:00+00:00"),
        ("20211314093000", "None"),
        ("20210230", "None"),
        ("0000", "None"),
        ("2", "None"),
        ("", "None"),
        ("202110140930001", "None"),
    ],
)
def test_capture_time(digits: str, want: str) -> None:
    assert str(capture_time(digits)).replace(" ", "T") == want


def test_the_outermost_capture_counts() -> None:
    found = READ("https://web.archive.org/web/2021/https://web.archive.org/web/2020/https://example.org/")
    assert (found.url, found.captured) == ("https://example.org/", dt.datetime(2021, 1, 1, tzinfo=dt.UTC))


def test_wrapped_in_itself_for_ever() -> None:
    address = "https://web.archive.org/web/2021/" * (MAX_WRAPPERS + 1) + "https://example.org/"
    assert (READ(address).url, READ(address).flags) == (address, {"too-long"})


# --- damage


@pytest.mark.parametrize(
    ("path", "mended", "flags"),
    [
        ("領事-會面", "%E9%A0%98%E4%BA%8B-%E6%9C%83%E9%9D%A2", set()),
        ("%25E9%25A0%2598%25E4%25BA%258B", "%E9%A0%98%E4%BA%8B", {"mended"}),
        ("%252525e9%252525a0%25252598", "%E9%A0%98", {"mended"}),
        ("%C3%A9%C2%A0%C2%98%C3%A4%C2%BA%C2%8B-a", "%E9%A0%98%E4%BA%8B-a", {"mended"}),
        ("é\u00a0˜äº‹", "%E9%A0%98%E4%BA%8B", {"mended"}),
        ("%EF%BF%BD%EF%BF%BD-a", "%EF%BF%BD%EF%BF%BD-a", {"lost"}),
        ("a\ud800", "a%EF%BF%BD", {"lost"}),
        ("%D6%D0%B9%FA", "%D6%D0%B9%FA", {"foreign"}),
        ("%E9%A0%98%E4%BA", "%E9%A0%98%E4%BA", {"foreign"}),
        ("100%25AB", "100%25AB", set()),
        ("%E9%A0%98100%25AB", "%E9%A0%98100%25AB", set()),
        ("caf%C3%A9", "caf%C3%A9", set()),
        ("%25C3%25A9", "%25C3%25A9", set()),
        ("%EF%BF%BD/%25E9%25A0%2598", "%EF%BF%BD/%E9%A0%98", {"lost", "mended"}),
    ],
)
def test_damage(path: str, mended: str, flags: set[str]) -> None:
    found = READ(f"https://example.org/{path}")
    assert (found.url, found.flags) == (f"https://example.org/{mended}", flags)


@given(st.binary(max_size=12))
@settings(max_examples=1000)
def test_foreign_is_what_cannot_be_decoded(data: bytes) -> None:
    path = "/" + "".join(f"%{byte:02X}" for byte in data)
    try:
        data.decode()
    except UnicodeDecodeError:
        assert foreign(path)
    else:
        assert not foreign(path)


# --- what must always hold

PIECES = [
    "https://", "http://", "HTTP:/", "https%3A%2F%2F", "//", "/", "?", "#", "#!", "&", "=", "%", "%25", "%2", "%2F",
    "%2E",
    "%E9%A0%98", "%25E9%25A0%2598", "%C3%A9%C2%A0%C2%98", "é\u00a0˜", "%EF%BF%BD", "%D6", "領", "\ud800", "\x00",
    "\n", " ",
    "..", ".", ":", ":80", ":443", "@", "[", "İ", "ẞ", "a", "A", "url=", "u=", "ssl=1", "utm_source=x", "maca=1",
    "/amp", ".amp",
    ".htm", "web.archive.org", "/web/20211014093000/", "/web/2021im_/", "images.weserv.nl/?url=", "i0.wp.com/",
    "www.dw.com",
    "/zh/a-1", "api.dw.com/api/detail/article/1", "www.hkcnews.com/article/1", "/news/acn/202010020038.aspx",
    "www.cna.com.tw",
    "m.voachinese.com", "/a/x/1.html", "www.google.com/url?q=", "www.google.com/amp/s/", "medium.com/r/?url=",
    "example.org",
    "www.", "ssl:", "cdn.substack.com/image/fetch/w_1/", "www.epochtimes.com", "/gb/1/1/1/n1.htm", "bbc.co.uk",
    "/zhongwen/simp/a", "cn.mobile.reuters.com/article", "archive.ph/2021.01.01-120000/",
]  # fmt: skip

ANY = st.one_of(
    st.text(st.characters(), max_size=80),
    st.lists(st.sampled_from(PIECES), max_size=14).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=10).map(lambda pieces: "https://" + "".join(pieces)),
)


@given(ANY)
@example("https://web.archive.org//web/2021/https://example.org/")
@example("https://www.cna.com.tw/amp/amp/news/acn/202010020038.aspx")
@settings(max_examples=2000)
def test_canonical_is_canonical(text: str) -> None:
    found = READ(text)
    again = READ(found.url)
    assert (again.url, again.key, again.host) == (found.url, found.key, found.host)
    assert HOST(found.url) == found.host
    HOST(text)
    assert found.url == found.url.strip()
    found.url.encode()
    if found.host:
        assert found.url.isascii() or not found.host.isascii()
        assert not again.through
        assert "mended" not in again.flags


@pytest.mark.parametrize("piece", [*PIECES, "https://web.archive.org/web/2021/", "%2525", "a.", "../", "&utm_a=1"])
@pytest.mark.parametrize("head", ["", "https://www.dw.com/", "https://images.weserv.nl/?url="])
def test_a_megabyte_takes_no_time(head: str, piece: str) -> None:
    begun = time.process_time()
    READ(head + piece * (1_000_000 // len(piece)))
    READ((head + piece * MAX_LENGTH)[:MAX_LENGTH])
    assert time.process_time() - begun < 0.5


def test_wrong_lexicons_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {
        "no such kind": {"id": "a", "kind": "site?", "hosts": ["a.org"]},
        "no group `url`": {"id": "a", "kind": "wrapper", "hosts": ["a.org"], "path": "/(.+)"},
        "doubled and a double": {"id": "a", "kind": "site", "hosts": ["a.org"], "doubles": {"a": "b", "b": "c"}},
        "unterminated": {"id": "a", "kind": "site", "hosts": ["a.org"], "article": ["("]},
    }
    for message, entry in wrong.items():
        monkeypatch.setattr("tongshi.addresses.rules.entries", lambda _, entry=entry: [entry])
        with pytest.raises(LexiconError, match=message):
            load_addresses()


def test_rules_are_given() -> None:
    assert isinstance(load_addresses(), Addresses)
