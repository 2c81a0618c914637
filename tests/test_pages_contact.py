"""The pages of a contact and of an article: a field leads to its words, and no more is shown than may be."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tests.toy import archive, post
from tongshi import identity
from tongshi.build import build
from tongshi.language import simplified, traditional
from tongshi.passages import Mark, Passage
from tongshi.review import Reviewer, correct
from tongshi.rights import Rights, StoreRelease, Texts
from tongshi.store import Contact, ContactReport, open_store
from tongshi.web import SiteSettings, create_app
from tongshi.web.evidence import MOST_CHARACTERS, excerpt, spans_by_key
from tongshi.web.marking import segments
from tongshi.web.rooms.contact import PAGE
from tongshi.web.sanitising import sanitised
from tongshi.withhold import WithholdList

CALL = "@call held main 2021-02-10 who=拜登:US:biden-joe,習近平:CN:xi-jinping topics=trade"
OTHER = "@call held main 2021-02-11 who=拜登:US:biden-joe,習近平:CN:xi-jinping topics=taiwan"


@pytest.fixture(scope="module")
def samples(samples_db: Path) -> Path:
    return samples_db


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A call told by more texts than a page shows, by one in a copy, and by the last with another day."""
    folder = tmp_path_factory.mktemp("toy")
    texts = ["".join(chr(0x4E00 + 300 * number + at) for at in range(250)) for number in range(PAGE + 1)]
    told = {
        f"t{number}": post(f"通話{number}", CALL, text, url=f"https://www.cna.com.tw/news/{number}")
        for number, text in enumerate([*texts, texts[0]])
    }
    told["late"] = post("通話晚報", OTHER, url="https://www.rfi.fr/late", day="2021-02-12")
    told["rejected"] = post("另一則", "@visit planned main 2021-08-02 who=菅義偉:JP polities=JP,US", day="2021-08-01")
    with open_store(folder / "toy.db", write=True) as store:
        build([archive(folder / "posts", **told)], store, jobs=1, coder="tests.toy:Toy")
    return folder / "toy.db"


def pages(db: Path, texts: Texts = Texts.evidence, withheld: WithholdList | None = None) -> TestClient:
    rights = Rights(texts=texts, withheld=withheld) if withheld else Rights(texts=texts)
    return TestClient(
        create_app(SiteSettings(db=str(db), rights=rights)), base_url="http://127.0.0.1", follow_redirects=False
    )


def contacts(db: Path) -> list[Contact]:
    with open_store(db) as store:
        return list(store.contacts())


def most_told(db: Path) -> ContactReport:
    with open_store(db) as store:
        return store.report(max(contacts(db), key=lambda each: len(each.posts)).id)


class Read(HTMLParser):
    """The ids of a page, its links, and the words of each mark with the fields that it has."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.links: list[str] = []
        self.marks: list[tuple[list[str], str]] = []
        self._open = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {key: value or "" for key, value in attrs}
        self.ids += [told["id"]] if "id" in told else []
        self.links += [told["href"]] if "href" in told else []
        if tag == "mark":
            self.marks.append(((told.get("data-fields") or told.get("class") or "").split(), ""))
            self._open += 1

    def handle_endtag(self, tag: str) -> None:
        self._open -= tag == "mark"

    def handle_data(self, data: str) -> None:
        if self._open:
            fields, words = self.marks[-1]
            self.marks[-1] = (fields, words + data)

    def words(self, field: str) -> str:
        return "".join(words for fields, words in self.marks if field in fields)


# --- a contact


@pytest.mark.parametrize("texts", Texts)
def test_every_field_leads_to_words_that_are_there(samples: Path, texts: Texts) -> None:
    with pages(samples, texts) as client:
        for contact in contacts(samples):
            read = Read(client.get(f"/contacts/{contact.id}").text)
            assert len(read.ids) == len(set(read.ids))
            inside = {link[1:] for link in read.links if link.startswith("#")}
            assert inside - {"content"} <= set(read.ids)
            assert any(anchor.startswith("type-") for anchor in inside)


def test_marks_are_the_characters_that_the_record_has(samples: Path) -> None:
    told = most_told(samples)
    with pages(samples) as client:
        read = Read(client.get(f"/contacts/{told.contact.id}").text)
    wanted: dict[str, str] = {}
    for source in told.sources:
        text = source.article.reading.article.post.text
        for key, spans in spans_by_key(told.contact, source.engagement).items():
            own = sorted(set(spans))
            wanted[key] = wanted.get(key, "") + "".join(text[span.start : span.end] for span in own)
    assert {"type", "status", "date", "participants-0", "participants-1"} <= wanted.keys()
    for key in ("type", "status", "date", "participants-0", "participants-1"):
        assert read.words(key) == wanted[key]


def test_a_page_reads_what_the_report_says(samples: Path, toy: Path) -> None:
    for db in (samples, toy):
        for texts in Texts:
            with open_store(db) as store:
                release = StoreRelease(Rights(texts=texts), store)
                for contact in contacts(db):
                    report, outline = release.report(contact.id), release.outline(contact.id)
                    assert outline.contact == report.contact
                    assert (outline.part_of, outline.parts) == (report.part_of, report.parts)
                    assert release.sources_of(outline.reports) == report.sources
                    assert [each.candidate for each in outline.reports] == [each.candidate for each in report.sources]
                    titles = [each.article.reading.article.post.title.text for each in report.sources]
                    assert [each.article.title for each in outline.reports] == titles


def test_beginnings_of_ids_and_records_lead_to_the_contact(toy: Path) -> None:
    told = most_told(toy)
    id_, record = told.contact.id, told.sources[1].engagement.id
    with pages(toy) as client:
        for given in (id_[:8], record, record[:9], told.sources[0].engagement.id):
            answer = client.get(f"/contacts/{given}?sources=2")
            assert (answer.status_code, answer.headers["location"]) == (303, f"/contacts/{id_}?sources=2")
        assert client.get(f"/contacts/{id_}").status_code == 200
        assert client.get("/contacts/c0000000000000000").status_code == 404


def test_what_is_not_there_is_told_in_the_language_of_the_page(toy: Path) -> None:
    with pages(toy) as client:
        for language, told in (("en", "There is nothing at this address."), ("zh-Hans", "此地址下没有内容")):
            page = client.get("/contacts/c000", headers={"accept-language": language})
            assert (page.status_code, told in page.text) == (404, True)
            assert "c000: no such contact or engagement</bdi>" in page.text  # without the command that lists them
            nowhere = client.get("/lunch", headers={"accept-language": language})
            assert (nowhere.status_code, told in nowhere.text, "<bdi>" in nowhere.text) == (404, True, False)


def test_sources_are_shown_some_at_a_time(toy: Path) -> None:
    told = most_told(toy)
    with pages(toy) as client:
        first, second = (client.get(f"/contacts/{told.contact.id}?sources={page}") for page in (1, 2))
        assert client.get(f"/contacts/{told.contact.id}?sources=3").status_code == 404
        assert client.get(f"/contacts/{told.contact.id}?sources=x").status_code == 400
    shown = [[each for each in Read(page.text).ids if re.fullmatch(r"source-\d+", each)] for page in (first, second)]
    assert len(shown[0]) == PAGE + 1  # with the copy
    assert len(shown[1]) == 2
    assert sorted(map(str, (*shown[0], *shown[1]))) == sorted(f"source-{n}" for n in range(1, len(told.sources) + 1))


def test_who_says_what_is_shown_where_sources_differ(toy: Path) -> None:
    told = most_told(toy)
    assert told.contact.conflicts == ("date",)
    with pages(toy) as client:
        text = client.get(f"/contacts/{told.contact.id}").text
    differing = re.search(r'<div class="told contested">(.*?)</div>', text, re.DOTALL)
    assert differing
    values = re.findall(r"<li>(\S+) .*?</li>", differing[1], re.DOTALL)
    assert values == ["2021-02-10", "2021-02-11"]
    number = len(told.sources)
    assert f'href="/contacts/{told.contact.id}?sources=2#source-{number}"' in differing[1]


def test_it_can_be_cited(samples: Path) -> None:
    told = most_told(samples)
    with pages(samples) as client:
        text = client.get(f"/contacts/{told.contact.id}/citation.txt")
        items = client.get(f"/contacts/{told.contact.id}/citation.json").json()
        assert client.get(f"/contacts/{told.contact.id}/citation.bib").status_code == 404
        page = client.get(f"/contacts/{told.contact.id}").text
    assert told.contact.id in text.text
    assert items[0]["id"] == told.contact.id
    assert html.escape(text.text.strip(), quote=False) in page.replace("&#39;", "'")


# --- rights


def test_no_sentence_and_no_title_where_none_may_be_shown(samples: Path) -> None:
    told = most_told(samples)
    with pages(samples, Texts.none) as client:
        contact = client.get(f"/contacts/{told.contact.id}").text
        texts = [client.get(f"/articles/{source.article.post}").text for source in told.sources]
    for source in told.sources:
        article = source.article.reading.article
        for text in (contact, *texts):
            assert article.post.title.text not in html.unescape(text)
            assert source.engagement.evidence not in html.unescape(text)
    assert all("No sentence is shown here" in text for text in texts)
    span = told.sources[0].engagement.spans["trigger"][0]
    assert f"[{span.start}, {span.end})" in contact


def test_evidence_shows_the_proving_sentences_alone(samples: Path) -> None:
    told = most_told(samples)
    post_ = told.sources[0].article.post
    with open_store(samples) as store:
        given = StoreRelease(Rights(), store).article_of(post_).reading.article.body.text
    whole = told.sources[0].article.reading.article.body.text
    assert len(given) < len(whole)
    with pages(samples) as client:
        text = html.unescape(re.sub(r"<[^>]*>", "", client.get(f"/articles/{post_}").text))
        assert client.get(f"/articles/{post_}?as=archived").status_code == 404
    left_out = [line for line in whole.split("\n") if line not in given and len(line) > 12]
    assert left_out
    assert not [line for line in left_out if line in text]


@pytest.mark.parametrize("texts", Texts)
def test_what_is_withheld_is_nowhere(samples: Path, texts: Texts) -> None:
    told = most_told(samples)
    person = next(each for each in told.contact.participants if each.person)
    nobody = WithholdList(people=frozenset([person.person]), names=frozenset([simplified(person.name or "")]))
    gone = told.sources[0].article
    posts = WithholdList(posts=frozenset([gone.post]))
    with pages(samples, texts, nobody) as client:
        assert client.get(f"/contacts/{told.contact.id}").status_code == 404
        for source in told.sources:
            for query in ("", "?script=other", "?as=archived"):
                text = html.unescape(client.get(f"/articles/{source.article.post}{query}").text)
                assert person.name not in text
                assert simplified(person.name or "") not in text
    with pages(samples, texts, posts) as client:
        text = client.get(f"/contacts/{told.contact.id}").text
        assert client.get(f"/articles/{gone.post}").status_code == 404
    assert gone.post not in text
    assert told.sources[1].article.post in text


# --- an article


@pytest.mark.parametrize("texts", [Texts.full, Texts.evidence])
def test_the_text_is_as_it_was_written_with_its_records(samples: Path, texts: Texts) -> None:
    with open_store(samples) as store, pages(samples, texts) as client:
        release = StoreRelease(Rights(texts=texts), store)
        for id_ in release.current_posts():
            stored = release.article_of(id_)
            page = client.get(f"/articles/{id_}")
            assert page.status_code == 200
            shown = re.search(r'<div id="article-text".*?</div>', page.text, re.DOTALL)
            read = Read(page.text)
            assert len(read.ids) == len(set(read.ids))
            assert shown
            without_chips = re.sub(r'<(a|span)[^>]* class="whose".*?</\1>|<p class="gap".*?</p>', "", shown[0])
            words = html.unescape(re.sub(r"<[^>]*>", "", without_chips))
            assert "".join(words.split()) == "".join(stored.reading.article.body.text.split())
            for each in stored.reading.engagements:
                assert each.id in read.ids
                trigger = each.spans["trigger"][0]
                if stored.reading.article.body.find(trigger):
                    assert stored.reading.article.post.text[trigger.start : trigger.end] in read.words("is-contacts")
            statements = identity.statement_ids(id_, stored.reading.statements)
            if texts is Texts.full:
                assert set(statements) <= set(read.ids)


def test_the_other_script_keeps_every_place(samples: Path) -> None:
    told = most_told(samples)
    with pages(samples, Texts.full) as client:
        for source in told.sources:
            plain = Read(client.get(f"/articles/{source.article.post}").text)
            other = Read(client.get(f"/articles/{source.article.post}?script=other").text)
            own = [(fields, words) for fields, words in plain.marks if fields]
            converted = [(fields, words) for fields, words in other.marks if fields]
            assert [(fields, len(words)) for fields, words in own] == [(f, len(words)) for f, words in converted]
            change = traditional if source.article.reading.article.script == "Hans" else simplified
            assert [simplified(words) for _, words in converted] == [simplified(change(words)) for _, words in own]
        assert client.get(f"/articles/{told.sources[0].article.post}?script=latin").status_code == 400


def test_kinds_of_highlights_are_asked_for(samples: Path) -> None:
    post_ = most_told(samples).sources[0].article.post
    with pages(samples, Texts.full) as client:
        for query, shown in [
            ("", ["people", "offices", "dates", "contacts", "statements"]),
            ("?show=people,dates", ["people", "dates"]),
            ("?show=none&show=contacts", ["contacts"]),
            ("?show=none", []),
        ]:
            text = client.get(f"/articles/{post_}{query}").text
            found = re.search(r'id="article-text" class="([^"]*)"', text)
            assert found
            assert re.findall(r"show-(\w+)", found[1]) == shown
        assert client.get(f"/articles/{post_}?show=everything").status_code == 400


def test_names_and_beginnings_lead_to_the_article(samples: Path) -> None:
    article = most_told(samples).sources[0].article
    with pages(samples) as client:
        for given in (article.post[:9], article.name):
            answer = client.get(f"/articles/{given}")
            assert (answer.status_code, answer.headers["location"]) == (303, f"/articles/{article.post}")
        assert client.get("/articles/p0000000000000000").status_code == 404


def test_versions_are_told_with_what_was_changed(tmp_path: Path) -> None:
    with open_store(tmp_path / "toy.db", write=True) as store:
        for text in ("首次發布的句子。", "後來改寫的句子。"):
            told = post("通話", CALL, text, url="https://www.cna.com.tw/news/1")
            build([archive(tmp_path / "posts", one=told)], store, jobs=1, coder="tests.toy:Toy")
        old, new = next(store.changed()).versions
    with pages(tmp_path / "toy.db", Texts.full) as client:
        text = client.get(f"/articles/{new.post}").text
        assert f"/articles/{new.post}?from={old.post}#changed" in text
        changed = client.get(f"/articles/{new.post}?from={old.post}").text.partition('id="changed"')[2]
        assert "首次" in changed
        assert "後來" in changed
        assert client.get(f"/articles/{new.post}?from=p0000000000000000").status_code == 404


# --- archived pages

ARCHIVED: list[tuple[str, str]] = [
    ("<p>甲<b>乙</b></p>", "<p>甲<b>乙</b></p>"),
    ("<h1>甲</h1><h6>乙</h6>", '<p class="heading">甲</p><p class="heading">乙</p>'),
    ('<p id="content" class="x" style="color:red" onclick="x()">甲</p>', "<p>甲</p>"),
    ('<img src="https://e.example/x.png"><iframe src="x"></iframe>甲', "甲"),
    ("<script>x()</script><style>p{}</style><svg><a>x</a></svg>甲", "甲"),
    ('<a href="javascript:x()">甲</a><a href="data:text/html,x">乙</a>', "<a>甲</a><a>乙</a>"),
    ('<a href="/contacts">甲</a><a href="//e.example">乙</a>', "<a>甲</a><a>乙</a>"),
    ("甲&#x202e;乙&#0;丙", "甲\ufffd乙\ufffd丙"),
]


@pytest.mark.parametrize(("markup", "want"), ARCHIVED)
def test_archived_markup(markup: str, want: str) -> None:
    assert sanitised(markup).replace(' rel="noopener noreferrer external"', "") == want


def test_archived_links_lead_out() -> None:
    found = sanitised('<a href="https://e.example/a?b=1&c=2">甲</a>')
    assert 'href="https://e.example/a?b=1&amp;c=2"' in found
    assert 'rel="noopener noreferrer external"' in found


def test_an_article_is_shown_as_archived(samples: Path) -> None:
    with open_store(samples) as store, pages(samples, Texts.full) as client:
        for id_ in store.current_posts():
            page = client.get(f"/articles/{id_}?as=archived")
            assert page.status_code == 200
            shown = page.text.partition('class="archived as-archived"')[2]
            assert not re.search(r"<(img|script|style|iframe|h[1-6])\b|\son\w+=", shown.partition("<footer")[0])


# --- marks


@given(st.integers(1, 30), st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), max_size=8))
def test_segments_cover_a_text_once_with_all_their_marks(length: int, ranges: list[tuple[int, int]]) -> None:
    marks = sorted(Mark(start, min(length, start + size), "f") for start, size in ranges if start < length)
    pieces = list(segments(0, length, marks))
    assert [at for start, end, _ in pieces for at in range(start, end)] == list(range(length))
    for start, end, over in pieces:
        assert list(over) == [each for each in marks if each.start <= start and end <= each.end]
        assert not [each for each in marks if each not in over and each.start < end and start < each.end]


@given(st.text("會见后發干里布", max_size=30))
def test_conversion_keeps_the_length(text: str) -> None:
    assert len(simplified(text)) == len(traditional(text)) == len(text)


def test_an_endless_sentence_is_cut_around_its_marks() -> None:
    passage = Passage("甲" * 5000 + "王毅" + "乙" * 5000, (Mark(5000, 5002, "participants-0"),))
    cut = excerpt(passage)
    assert len(cut.text) < MOST_CHARACTERS + 10
    assert [cut.text[mark.start : mark.end] for mark in cut.marks] == ["王毅"]
    short = Passage("王毅", (Mark(0, 2, "participants-0"),))
    assert excerpt(short) == short


# --- what a contact was


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A call of which a second build reads in another article, with another topic, and that is decided on then."""
    folder = tmp_path_factory.mktemp("changed")
    with open_store(folder / "changed.db", write=True) as store:
        for name, day, line in (("a", "2021-02-11", CALL), ("b", "2021-02-12", CALL.replace("trade", "taiwan"))):
            text = "".join(chr(0x4E00 + 300 * ord(name) % 9000 + at) for at in range(250))
            told = {name: post(f"通話{name}", line, text, url=f"https://www.cna.com.tw/news/{name}", day=day)}
            build([archive(folder / "posts", **told)], store, jobs=1, coder="tests.toy:Toy")
        (contact,) = store.contacts()
        release = StoreRelease(Rights(), store)
        store.decide([correct(release, Reviewer("lin"), contact.id, "status", "planned", "")])
    return folder / "changed.db"


def test_versions_tell_what_was_otherwise_and_why(changed: Path) -> None:
    (contact,) = contacts(changed)
    with pages(changed) as client:
        there = f"/contacts/{contact.id}/versions"
        assert f'href="{there}"' in client.get(f"/contacts/{contact.id}").text
        found = client.get(there, headers={"accept-language": "en"})
        assert found.status_code == 200
        sections = re.findall(r"<section.*?</section>", found.text, re.DOTALL)
        decided, second, first = (" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in sections)
    assert decided.startswith("Decided after build 2")
    assert "Why : somebody decided it" in decided
    assert "Status held planned" in decided
    assert second.startswith("Build 2")
    assert "a new article ( 中央社 (cna) , 通話b )" in second
    assert "Topics nothing Taiwan" in second
    assert first.startswith("Build 1")
    assert "Date 2021-02-10" in first
    assert "拜登 (United States)" in first


@pytest.fixture(scope="module")
def disputed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A call of which eight articles tell, each with a place of its own."""
    folder = tmp_path_factory.mktemp("disputed")
    told = {
        f"n{n}": post(
            f"通話{n}", f"{CALL} place={city}:US", "".join(chr(0x4E00 + 700 * n + at) for at in range(250)),
            url=f"https://www.cna.com.tw/news/{n}", day=f"2021-02-{11 + n}",
        )
        for n, city in enumerate("甲乙丙丁戊己庚辛")
    }  # fmt: skip
    with open_store(folder / "disputed.db", write=True) as store:
        build([archive(folder / "posts", **told)], store, jobs=1, coder="tests.toy:Toy")
    return folder / "disputed.db"


def test_what_sources_tell_otherwise_does_not_hide_the_other_fields(disputed: Path) -> None:
    """Of many values the first ones, of many causes too; the others can be unfolded."""
    (contact,) = contacts(disputed)
    with pages(disputed) as client:
        told = client.get(f"/contacts/{contact.id}", headers={"accept-language": "en"}).text
        shown = told.partition('class="told')[2].partition("<dt>")[0]
        first, _, others = shown.partition("<details>")
        assert (first.count("<li>"), others.count("<li>")) == (4, 4)
        assert "<summary>4 more</summary>" in others
        versions = client.get(f"/contacts/{contact.id}/versions", headers={"accept-language": "en"}).text
        first, _, others = versions.partition("<strong>Why</strong>")[2].partition("<details")
        assert (first.count("a new article"), others.count("a new article")) == (5, 3)


def test_versions_with_something_withheld_are_not_told(changed: Path) -> None:
    (contact,) = contacts(changed)
    with open_store(changed) as store:
        second = store.report(contact.id).sources[1].article.post
    with pages(changed, withheld=WithholdList(posts=frozenset({second}))) as client:
        found = client.get(f"/contacts/{contact.id}/versions", headers={"accept-language": "en"})
        assert "Build 1" in found.text
        assert "通話b" not in found.text
        assert "Taiwan" not in found.text


def test_a_contact_that_is_none_has_no_versions(changed: Path) -> None:
    with pages(changed) as client:
        assert client.get("/contacts/c0000000000000000/versions").status_code == 404
