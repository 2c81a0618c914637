"""The pages as files: every link leads to one, they hold what may be shown, and nothing else is touched."""

from __future__ import annotations

import json
import multiprocessing
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from tests.filed import SAID, SECRET, broken_links, toy_store
from tongshi.cli import main
from tongshi.errors import TongshiError
from tongshi.rights import Rights, StoreRelease, Texts
from tongshi.store import open_store
from tongshi.web import SiteSettings
from tongshi.web.filing import Done, FilingSettings, write_site
from tongshi.web.filing.addresses import Extent, FiledAddresses, Wanted
from tongshi.web.filing.crawling import Crawl
from tongshi.web.filing.folder import MANIFEST, SiteFolder
from tongshi.web.filing.indexing import number_written, places_written
from tongshi.web.filing.making import Errand, Made
from tongshi.web.filing.names import file_name
from tongshi.web.filing.unlinking import unlinked
from tongshi.web.filing.views import filed_page
from tongshi.withhold import read_withhold_list


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return toy_store(tmp_path_factory.mktemp("site"))


EVERYTHING = Rights(Texts.full)


def written_into(
    out: Path, db: Path, rights: Rights = EVERYTHING, progress: Any = lambda _: None, **other: Any
) -> Done:
    settings = FilingSettings(site=SiteSettings(db=str(db), rights=rights, threads=1), **other)
    with open_store(db) as store:
        return write_site(out, settings, StoreRelease(rights, store), progress)


@pytest.fixture(scope="module")
def whole(db: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site in two languages, with all texts; nobody changes it."""
    out = tmp_path_factory.mktemp("whole") / "out"
    written_into(out, db, languages=("en", "zh-Hant"))
    return out


def files_of(site: Path) -> dict[str, bytes]:
    return {str(each.relative_to(site)): each.read_bytes() for each in site.rglob("*") if each.is_file()}


# --- links


def test_every_link_leads_to_a_file(whole: Path) -> None:
    assert broken_links(whole) == []


def test_the_check_of_links_sees_broken_ones(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text('<p id="x"><a href="b.html"></a><a href="#y"></a><a href="#x"></a><a href=""></a>')
    assert broken_links(tmp_path) == ["a.html: ", "a.html: #y", "a.html: b.html"]


def test_everything_is_reached(whole: Path) -> None:
    """Whatever is filed in one language is in the other; home, lists, contacts, articles, downloads and feeds."""
    files = files_of(whole)
    english = {file[3:] for file in files if file.startswith("en/")}
    assert english == {file[8:] for file in files if file.startswith("zh-Hant/")}
    assert {"index.html", "contacts.html", "search.html", "coverage.html", "about.html", "contacts.atom"} <= english
    assert {"contacts/pair/CN-US.html", "contacts/person/biden-joe.html", "contacts/topic/trade.html"} <= english
    contacts = [json.loads(line) for line in files["contacts.jsonl"].decode().splitlines()]
    ids = [each["id"] for each in contacts if "id" in each]
    assert len(ids) == len(SAID)
    assert {f"contacts/{id_}.html" for id_ in ids} <= english
    assert sum(file.startswith("articles/") for file in english) == len(SAID) + 1
    assert {"contacts.csv", "contacts.jsonl", ".nojekyll", "index.html", "static/tongshi.css"} <= set(files)


def test_no_file_names_a_place_of_this_machine(whole: Path, db: Path) -> None:
    for name, content in files_of(whole).items():
        for address in (b"localhost", b"127.0.0.1", str(db.parent).encode()):
            assert address not in content, name


def test_a_page_says_what_a_server_would(whole: Path) -> None:
    page = (whole / "en" / "contacts.html").read_text()
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    assert "script-src &#39;self&#39;" in policy[1]
    assert "frame-ancestors" not in policy[1]  # which only a header can say
    assert page.index("Content-Security-Policy") < page.index("<script")


def test_the_language_switch_leads_to_the_same_page(whole: Path) -> None:
    page = (whole / "en" / "contacts" / "pair" / "CN-US.html").read_text()
    assert 'href="../../../zh-Hant/contacts/pair/CN-US.html" lang="zh-Hant"' in page
    assert 'hreflang="zh-Hans"' not in page


def test_forms_that_no_server_answers_are_gone(whole: Path) -> None:
    for page in (whole / "en").rglob("*.html"):
        for form in re.findall(r"<form[^>]*>", page.read_text()):
            assert 'search.html"' in form or "data-here" in form, page


# --- where it will be found


def test_with_a_base_addresses_are_whole_where_they_have_to_be(db: Path, tmp_path: Path) -> None:
    written_into(tmp_path / "out", db, languages=("en",), base="https://example.org/calls")
    files = files_of(tmp_path / "out")
    mapped = [each.text for each in Xml.fromstring(files["sitemap.xml"]).iter() if each.tag.endswith("loc")]
    assert "https://example.org/calls/en/contacts/pair/CN-US.html" in mapped
    pages = {name for name in files if name.startswith("en/") and name.endswith(".html")}
    assert {str(each).removeprefix("https://example.org/calls/") for each in mapped} == pages
    assert b'<link rel="canonical" href="https://example.org/calls/en/contacts.html">' in files["en/contacts.html"]
    feed = Xml.fromstring(files["en/contacts.atom"])
    links = [each.get("href", "") for each in feed.iter() if each.tag.endswith("link")]
    assert "https://example.org/calls/en/contacts.atom" in links
    events = Calendar.from_ical(files["en/contacts.ics"]).walk("VEVENT")
    assert all(str(each["URL"]).startswith("https://example.org/calls/en/contacts/c") for each in events)
    assert events


def test_without_a_base_nothing_claims_one(whole: Path) -> None:
    files = files_of(whole)
    assert "sitemap.xml" not in files
    assert b"canonical" not in files["en/contacts.html"]
    assert b"URL" not in files["en/contacts.ics"]
    links = [each.get("href", "") for each in Xml.fromstring(files["en/contacts.atom"]).iter() if each.get("href")]
    assert links
    assert all((whole / "en" / each).resolve().is_file() for each in links)


# --- what may be shown


def test_without_rights_no_sentence_and_no_title_is_in_any_file(db: Path, tmp_path: Path) -> None:
    written_into(tmp_path / "out", db, Rights(Texts.none), languages=("en",))
    files = files_of(tmp_path / "out")
    for name, content in files.items():
        for told in (SECRET, "新聞題目", "氣象預報", "今日天氣晴朗", "@call"):
            assert told.encode() not in content, name
    assert not any(name.startswith("search/") or name.endswith("search.html") for name in files)
    assert broken_links(tmp_path / "out") == []


def test_with_evidence_the_index_holds_no_other_sentence(db: Path, tmp_path: Path) -> None:
    written_into(tmp_path / "out", db, Rights(Texts.evidence), languages=("en",))
    files = files_of(tmp_path / "out")
    assert any("氣象預報".encode() in content for name, content in files.items() if name.startswith("search/"))
    pairs = {pair for name, content in files.items() if "shard-" in name for pair in held(content)}
    assert "气象" in pairs  # of a title
    assert not {"晚餐", "礼物", "晴朗"} & pairs
    for name, content in files.items():
        assert SECRET.encode() not in content, name


def test_who_is_withheld_is_nowhere(db: Path, tmp_path: Path) -> None:
    listed = tmp_path / "withhold.yml"
    listed.write_text("people: [楊潔篪]\n", encoding="utf-8")
    written_into(tmp_path / "out", db, Rights(Texts.full, read_withhold_list(listed)), languages=("en",))
    for name, content in files_of(tmp_path / "out").items():
        assert not re.search("楊潔篪|杨洁篪", content.decode()), name
        assert not re.search("楊潔|洁篪", name), name
    assert broken_links(tmp_path / "out") == []


# --- the folder


def test_a_second_run_writes_the_same_and_touches_nothing(db: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    written_into(out, db, languages=("en",))
    before, times = files_of(out), {each: each.stat().st_mtime_ns for each in out.rglob("*") if each.is_file()}
    done = written_into(out, db, languages=("en",), jobs=2)
    assert files_of(out) == before
    assert {each: each.stat().st_mtime_ns for each in out.rglob("*") if each.is_file()} == times
    assert done.removed == 0


def test_what_is_no_longer_of_the_site_goes_and_nothing_else(whole: Path, db: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(whole, out)
    (out / "zh-Hant" / "notes.txt").write_text("mine")
    (out / "zh-Hant" / "about.html").write_text("changed by hand")
    done = written_into(out, db, languages=("en",))
    assert done.removed > 0
    assert sorted(files_of(out / "zh-Hant")) == ["about.html", "notes.txt"]
    assert "zh-Hant" not in (out / MANIFEST).read_text()
    assert broken_links(out) == []


@pytest.mark.parametrize(
    ("made", "told"),
    [
        ({"mine.txt": "x"}, "not empty, and no site was written there"),
        ({MANIFEST: "[]"}, "not a list of the files of a site"),
        ({MANIFEST: "{"}, "not a list of the files of a site"),
        ({MANIFEST: '{"files": {"../mine.txt": "0"}}'}, "it names files outside of the folder"),
        ({MANIFEST: '{"files": {"/etc/passwd": "0"}}'}, "it names files outside of the folder"),
    ],
)
def test_another_folder_is_refused(db: Path, tmp_path: Path, made: dict[str, str], told: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for name, content in made.items():
        (out / name).write_text(content)
    with pytest.raises(TongshiError, match=told):
        written_into(out, db)
    assert {name: content.decode() for name, content in files_of(out).items()} == made


def test_a_file_is_no_folder(db: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(TongshiError, match="not a folder"):
        written_into(tmp_path / "out", db)


def test_a_disk_that_refuses_is_one_line(db: Path, tmp_path: Path) -> None:
    folder = SiteFolder(tmp_path / "out")
    (tmp_path / "out" / "en").write_text("in the way")
    with pytest.raises(TongshiError, match="en"):
        folder.write("en/index.html", b"x")


def test_an_interrupt_waits_for_no_process(db: Path, tmp_path: Path) -> None:
    def interrupt(_: Done) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        written_into(tmp_path / "out", db, progress=interrupt, languages=("en",), jobs=2)
    assert not multiprocessing.active_children()
    assert not list(tmp_path.rglob("*.part"))


def test_an_interrupted_run_is_gone_on_with(whole: Path, db: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"

    def interrupt(done: Done) -> None:
        if done.pages == 12:
            raise KeyboardInterrupt

    (out / "en").mkdir(parents=True)
    (out / MANIFEST).write_text('{"format": 1, "files": {}}', "utf-8")
    (out / "en" / "begun.html.part").write_text("<p>", "utf-8")
    with pytest.raises(KeyboardInterrupt):
        written_into(out, db, progress=interrupt, languages=("en", "zh-Hant"))
    left = files_of(out)
    assert MANIFEST in left
    assert not [name for name in left if name.endswith(".part")]
    assert set(json.loads(left[MANIFEST])["files"]) == set(left) - {MANIFEST}
    written_into(out, db, languages=("en", "zh-Hant"))
    assert files_of(out) == files_of(whole)


# --- the pieces


@given(st.lists(st.text(min_size=1), min_size=2, max_size=2, unique=True), st.sampled_from(["people", "pair"]))
def test_no_two_pages_have_one_file(names: list[str], kind: str) -> None:
    made = [file_name(each, kind) for each in names]
    assert made[0].casefold() != made[1].casefold()
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,200}", each) for each in made)


@pytest.mark.parametrize(
    ("name", "parts", "query", "file"),
    [
        ("", (), (), "index.html"),
        ("contacts", (), (), "contacts.html"),
        ("contacts", (), (("page", "1"),), "contacts.html"),
        ("contacts", (), (("page", "3"),), "contacts_page-3.html"),
        ("contacts", (), (("pair", "CN-US"),), "contacts/pair/CN-US.html"),
        ("contacts", (), (("pair", "CN-US"), ("page", "2")), "contacts/pair/CN-US_page-2.html"),
        ("contacts", (), (("pair", "CN-US"), ("type", "call")), None),
        ("contacts", (), (("pair", "CN-US"), ("pair", "CN-JP")), None),
        ("contacts", (), (("sort", "date"),), None),
        ("contacts", ("c0ffee",), (), "contacts/c0ffee.html"),
        ("contacts", ("c0ffee",), (("sources", "2"),), "contacts/c0ffee_sources-2.html"),
        ("contacts", ("c0ffee", "citation.txt"), (), "contacts/c0ffee_citation.txt"),
        ("contacts.atom", (), (("lang", "en"),), "contacts.atom"),
        ("contacts.atom", (), (("pair", "CN-US"),), None),
        ("people", ("biden-joe",), (), "people/biden-joe.html"),
        ("articles", ("p1",), (("at", "3-4"),), "articles/p1.html"),
        ("review", (), (), None),
        ("account", (), (), None),
    ],
)
def test_which_pages_are_filed(name: str, parts: tuple[str, ...], query: Any, file: str | None) -> None:
    found = filed_page(name, parts, query)
    assert (found.file if found else None) == file


@pytest.mark.parametrize("name", ["con", "LPT1", "a/b", "王毅/CN", "a_b", "x" * 300, ".", "..", "\udcff", "CN-US"])
def test_a_name_that_no_file_can_have_gets_another(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9-]{1,60}_[0-9a-f]{16}", file_name(name, "people"))


def test_codes_of_polities_keep_their_capitals() -> None:
    assert file_name("CN-US", "pairs") == "CN-US"
    assert file_name("cn-us", "pairs") != "cn-us"


@pytest.mark.parametrize(
    ("page", "left"),
    [
        ('<a href="x.html">A</a>', '<a href="x.html">A</a>'),
        ('<a class="chip" href="" rel="next" data-key="k">A</a>', '<span class="chip" data-key="k">A</span>'),
        ('<a title="a > b" href="">A</a><a href="x">B</a>', '<span title="a > b">A</span><a href="x">B</a>'),
        (
            '<svg><a href="" class="bar"><rect/></a></svg><a href="">A</a>',
            '<svg><g class="bar"><rect/></g></svg><span>A</span>',
        ),
        ('<p><a class="button primary" href="">Go</a></p>', "<p></p>"),
        ('<link rel="alternate" href=""><a href="">A</a>', "<span>A</span>"),
        ('<form action="x.html"><input></form>\n<p>', "<p>"),
        ('<form action="search.html"><input></form>', '<form action="search.html"><input></form>'),
        ('<form data-here action="x.html"><input></form>', '<form data-here action="x.html"><input></form>'),
    ],
)
def test_what_leads_nowhere_is_no_link(page: str, left: str) -> None:
    assert unlinked(page, "search.html") == left


def wanted(name: str) -> Wanted:
    return Wanted(f"en/{name}.html", "en", f"/{name}")


def test_who_leads_to_what_is_not_there_is_made_again() -> None:
    crawl = Crawl([wanted("a")])
    (first,) = crawl.errands(9)
    assert not crawl.note(Made(wanted("z")))  # nobody leads there yet
    assert not crawl.note(Made(first.wanted, "1", leads_to=(wanted("b"), wanted("z"), wanted("a"))))
    again = crawl.errands(9)
    assert again == [Errand(wanted("b")), Errand(wanted("a"), frozenset({"en/z.html"}))]
    assert not crawl.note(Made(wanted("b")))  # now b turns out to be missing too
    assert crawl.note(Made(wanted("a"), "2", leads_to=(wanted("z"), wanted("a")))) is True
    assert crawl.errands(9) == [Errand(wanted("a"), frozenset({"en/z.html", "en/b.html"}))]


def test_an_address_that_is_missing_is_none() -> None:
    extent = Extent(views=frozenset({("contacts", 0), ("contacts", 1)}))
    url = FiledAddresses(page=Wanted("en/contacts/c1.html", "en", "/contacts/c1"), extent=extent)
    assert url.contact("c2", anchor="source-1") == "../../en/contacts/c2.html#source-1"
    assert url.review() == url.api("x") == url.search() == url.account() == ""
    assert set(url.wanted) == {"en/contacts/c2.html"}
    assert replace(url, missing=frozenset({"en/contacts/c2.html"})).contact("c2") == ""


def held(content: bytes) -> Any:
    """What a file of the index puts."""
    told = re.fullmatch(r"tongshi\.put\((\"[\w-]+\"),(.*)\);\n", content.decode(), re.DOTALL)
    assert told
    return json.loads(told[2])


DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"


def numbers(written: str) -> list[int]:
    found, number, shift = [], 0, 0
    for digit in map(DIGITS.index, written):
        number, shift = number + ((digit & 31) << shift), shift + 5
        if digit < 32:
            found.append(number)
            number = shift = 0
    return found


@given(st.lists(st.integers(min_value=0, max_value=2**40)))
def test_numbers_are_read_as_they_were_written(given_numbers: list[int]) -> None:
    assert numbers("".join(map(number_written, given_numbers))) == given_numbers


def test_places_are_written_as_steps() -> None:
    assert numbers(places_written([3, 40, 41])) == [3, 3, 37, 1]


# --- the command


def test_the_command_writes_and_tells(db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["site", str(tmp_path / "out"), "--db", str(db), "--language", "en", "--jobs", "1"])
    assert left.value.code in {0, None}
    assert re.search(r"[\d,]+ pages, [\d,]+ files, [\d,]+ bytes", capsys.readouterr().err)
    assert (tmp_path / "out" / "en" / "index.html").is_file()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--language", "fr"], "--language: fr: not one of en, zh-Hans, zh-Hant"),
        (["--base-url", "example.org"], "--base-url: example.org: not an address like"),
        (["--db", "none.db"], "none.db"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], told: str
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["site", str(tmp_path / "out"), "--db", str(db), *options])
    assert left.value.code == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
