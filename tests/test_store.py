from __future__ import annotations

import os
import re
import sqlite3
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import make_url, select

import tongshi
from tests.databases import KINDS, fresh, missing, older, sql
from tests.toy import Toy, archive, post
from tongshi.build import build
from tongshi.errors import NotFoundError, StoreError
from tongshi.offsets import Span
from tongshi.readers import posts
from tongshi.records import Post, Reading
from tongshi.store import ContactFilter, StoredReading, dialects, engine, open_store, packing, rows, sqlite, tables

CALL = "@call held main 2021-02-10 who=拜登:US:biden-joe,習近平:CN:xi-jinping topics=trade,taiwan alt=2021-02-11"
FULL = (
    "（中央社台北11日電）兩國元首談了很久。",
    CALL,
    "@meeting planned background 2021-03 who=布林肯:US,:CN place=安克拉治:US",
    "@readout 0 US 白宮,拜登 trade",
    "@quote 拜登 US 「我們談了兩個小時。」",
    "@said 拜登 US stress 不接受單方面改變現狀 office=總統 verb=強調 to=習近平 in=推特 via=路透社,發言人"
    " topics=taiwan,defence phrases=status-quo,taiwan-strait-peace engagement=0 side=US person=biden-joe",
    "@said 路透社 - state 會談沒有結果 form=direct",
)


def stored(db: str | Path, *archives: Path, coder: str = "tests.toy:Toy") -> None:
    with open_store(db, write=True) as store:
        build(archives, store, jobs=1, coder=coder)


def only_contact(db: str | Path) -> tongshi.ContactReport:
    with open_store(db) as store:
        (contact,) = store.contacts()
        return store.report(contact.id)


# --- the schema


def test_the_migrations_make_the_schema(db: str) -> None:
    open_store(db, write=True).close()
    with engine.connect(engine.parse_url(db), write=False) as connection:
        shared = {"include_name": lambda name, *_: not re.match("search_|ix_articles_grams$", name or "")}
        # the index of the full text is each database's own
        found = compare_metadata(MigrationContext.configure(connection, opts=shared), tables.METADATA)
    # what is said of a column may be said better than when it was made
    assert [each for each in found if not str(each).startswith("[('modify_comment'")] == []


def test_the_newest_migration_is_the_one_the_program_knows() -> None:
    folder = Path(tongshi.__file__).parent / "store" / "migrations"
    config = Config()
    config.set_main_option("script_location", str(folder))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    assert [script.revision for script in scripts.walk_revisions()][::-1] == list(tables.SCHEMAS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_store_without_statements_is_upgraded_and_read_again(tmp_path: Path, kind: str) -> None:
    whole, db = fresh(kind, tmp_path, "whole"), missing(kind, tmp_path)
    folder = archive(tmp_path / "posts", a=post("通話", *FULL))
    stored(whole, folder)
    older(db, "0007", whole)
    sql(db, "DELETE FROM spans WHERE record_id LIKE 's%'")
    for table in ("posts", "files"):
        sql(db, f"UPDATE {table} SET knowledge = 'toy-0'")
    with pytest.raises(StoreError, match="older Tongshi"):
        open_store(db)
    with open_store(db, write=True) as store:
        assert store.totals().statements == 0
        assert store.reading(store.post_named("a")).reading.statements == ()
    assert sql(db, "SELECT count(*) FROM statements") == [(0,)]
    stored(db, folder)
    with open_store(db) as store, open_store(whole) as want:
        assert (store.digest(), store.totals().statements) == (want.digest(), 2)


def test_every_table_and_column_says_what_it_is() -> None:
    for table in tables.METADATA.tables.values():
        assert table.comment, table.name
        for column in table.columns:
            assert column.comment, f"{table.name}.{column.name}"


def test_a_new_database_says_whose_it_is(tmp_path: Path) -> None:
    open_store(tmp_path / "a.db", write=True).close()
    assert sql(tmp_path / "a.db", "PRAGMA application_id") == [(tables.APPLICATION_ID,)]
    assert sql(tmp_path / "a.db", "PRAGMA journal_mode") == [("wal",)]


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    stored(db, archive(tmp_path / "posts", a=post("通話", *FULL)))
    before = db.read_bytes()
    with open_store(db) as store:
        list(store.contacts())
    with open_store(db, write=True) as store:
        list(store.contacts())
    assert db.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.db", "posts"]


# --- what cannot be opened


def foreign(path: Path) -> Path:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE cookies (name TEXT)")
    connection.close()
    return path


def test_another_programs_database(tmp_path: Path) -> None:
    db = foreign(tmp_path / "cookies.db")
    before = db.read_bytes()
    for write in (False, True):
        with pytest.raises(StoreError, match=r"cookies\.db: a database of another program"):
            open_store(db, write=write)
    assert db.read_bytes() == before


def test_another_programs_database_with_tables_of_our_names(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    with sqlite3.connect(db) as connection:
        connection.execute("CREATE TABLE meta (key TEXT, value TEXT)")
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
    connection.close()
    with pytest.raises(StoreError, match="another program"):
        open_store(db, write=True)


def test_a_newer_schema(db: str) -> None:
    open_store(db, write=True).close()
    sql(db, "UPDATE alembic_version SET version_num = '9999'")
    for write in (False, True):
        with pytest.raises(StoreError, match=r"made by a newer Tongshi \(schema 9999, .*upgrade"):
            open_store(db, write=write)


@pytest.mark.parametrize("write", [False, True])
def test_no_database(tmp_path: Path, write: bool) -> None:
    (tmp_path / "text.db").write_text("這不是資料庫。" * 500, encoding="utf-8")
    with pytest.raises(StoreError, match=r"text\.db: not a database"):
        open_store(tmp_path / "text.db", write=write)
    with pytest.raises(StoreError, match="a folder"):
        open_store(tmp_path, write=write)
    with pytest.raises(StoreError, match="no such"):
        open_store(tmp_path / "nowhere" / "a.db", write=write)
    with pytest.raises(StoreError, match="not the address"):
        open_store("://", write=write)


def test_readers_make_no_database(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="tongshi build"):
        open_store(tmp_path / "a.db")
    assert not (tmp_path / "a.db").exists()
    (tmp_path / "empty.db").touch()
    with pytest.raises(StoreError, match="empty database"):
        open_store(tmp_path / "empty.db")
    open_store(tmp_path / "empty.db", write=True).close()


# --- what cannot be written


def test_a_store_opened_read_only(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    posts_ = archive(tmp_path / "posts", a=post("通話", *FULL))
    stored(db, posts_)
    for url, write in ((f"sqlite:///{db}?mode=ro", True), (str(db), False)):
        with open_store(url, write=write) as store, pytest.raises(StoreError, match="read-only"):
            build([posts_], store, jobs=1, coder="tests.toy:Toy")


def test_a_disk_that_may_only_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored(tmp_path / "a.db", archive(tmp_path / "posts", a=post("通話", CALL)))
    monkeypatch.setattr("tongshi.store.sqlite.os.access", lambda *_: False)
    with pytest.raises(StoreError, match=r"a\.db: the database is read-only"):
        open_store(tmp_path / "a.db", write=True)
    with pytest.raises(StoreError, match=r"new\.db: its folder is read-only"):
        open_store(tmp_path / "new.db", write=True)


def test_a_list_that_nobody_reads_to_its_end(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    stored(tmp_path / "a.db", archive(tmp_path / "posts", **{name: post(name, CALL) for name in "甲乙丙"}))
    connection = engine.connect(make_url(f"sqlite:///{tmp_path / 'a.db'}"), write=False)
    listed = engine.streamed(connection, select(tables.posts))
    next(listed)
    connection.close()
    del listed
    assert not caplog.records


def test_a_file_that_may_not_be_written(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    stored(db, archive(tmp_path / "posts", a=post("通話", CALL)))
    db.chmod(stat.S_IRUSR)
    if os.access(db, os.W_OK):
        pytest.skip("nothing is read-only for the administrator")
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        assert only_contact(db).contact.sources == 1
        with pytest.raises(StoreError, match="read-only"):
            stored(db, tmp_path / "posts")
    finally:
        tmp_path.chmod(stat.S_IRWXU)


def test_a_writer_keeps_out_another(tmp_path: Path, db: str) -> None:
    folder = archive(tmp_path / "posts", a=post("通話", *FULL))
    stored(db, folder)
    other = engine.connect(engine.parse_url(db), write=True).execution_options(**{dialects.WRITES: True})
    with open_store(db, write=True, patience=0.05) as store:
        with other.begin():
            with pytest.raises(StoreError, match="in use by another program"):
                build([folder], store, jobs=1, coder="tests.toy:Toy")
            with open_store(db) as reader:  # readers read on
                assert reader.totals().posts == 1
        build([folder], store, jobs=1, coder="tests.toy:Toy")
    other.close()


def test_a_build_keeps_out_another(tmp_path: Path, db: str) -> None:
    folder = archive(tmp_path / "posts", a=post("通話", *FULL))
    with open_store(db, write=True) as store, open_store(db, write=True, patience=0.05) as other:
        with store.alone():
            with pytest.raises(StoreError, match="in use by another program"):
                build([folder], other, jobs=1, coder="tests.toy:Toy")
            assert list(other.runs()) == []
            assert other.begin_run("1", [], 1) == 1  # who does not ask for it can write
        build([folder], other, jobs=1, coder="tests.toy:Toy")
    assert [path.name for path in tmp_path.glob("*-lock")] == []


def test_a_reader_sees_one_state(tmp_path: Path, db: str) -> None:
    folder = archive(tmp_path / "posts", a=post("通話", *FULL))
    stored(db, folder)
    with open_store(db) as reader:
        contacts = reader.contacts()
        seen = [next(contacts)]
        archive(folder, b=post("任命", "@appointment held main 2021 who=秦剛:CN"))
        stored(db, folder)
        assert reader.totals().posts == 1  # as long as an answer is being read
        seen += contacts
        assert (len(seen), reader.totals().posts) == (2, 2)


def test_a_full_disk_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = tmp_path / "a.db"
    folder = archive(tmp_path / "posts", a=post("通話", *FULL))
    stored(db, folder)
    noise = os.urandom(60_000).hex()
    archive(folder, b=post("很長", noise))
    with open_store(db) as store:
        before = store.digest()
    pages = sql(db, "PRAGMA page_count")[0][0]
    with monkeypatch.context() as patch:
        patch.setattr(sqlite, "PRAGMAS", ("foreign_keys = ON", f"max_page_count = {pages + 4}"))
        with open_store(db, write=True) as store, pytest.raises(StoreError, match="disk is full"):
            build([folder], store, jobs=1, coder="tests.toy:Toy")
    with open_store(db) as store:
        assert store.digest() == before
    stored(db, folder)
    with open_store(db) as store:
        assert store.totals().posts == 2


# --- what goes in comes out


def coded(text: str, path: str = "a.md") -> list[Reading]:
    return [Toy()(item) for item in posts(path, text.encode()) if isinstance(item, Post)]


def cut(text: str, spans: tuple[Span, ...]) -> list[str]:
    return [text[span.start : span.end] for span in spans]


def plain(reading: Reading) -> dict[str, Any]:
    """A reading with every span replaced by the text it covers."""
    text = reading.article.post.text
    article = reading.article
    records = []
    for record in (*reading.engagements, *reading.readouts, *reading.quotes, *reading.statements):
        fields = {name: getattr(record, name) for name in type(record).__dataclass_fields__ if name != "id"}
        fields["spans"] = {name: cut(text, spans) for name, spans in record.spans.items()}
        if "participants" in fields:
            fields["participants"] = [
                (each.name, each.latin, each.office, each.polity, each.person, cut(text, each.spans))
                for each in fields["participants"]
            ]
        records.append(fields)
    kept = ("outlet", "script", "paragraphs", "published_local", "day", "dateline", "reporters", "captions")
    return {
        "title": article.post.title.text,
        "title at": cut(text, (article.post.title.span(0, len(article.post.title)),)) if article.post.title else None,
        "body at": text[slice(*article.post.body)].strip(),
        "text": article.body.text,
        "origins": [text[s:e] for s, e in zip(article.body.starts, article.body.ends, strict=True)],
        **{name: getattr(article, name) for name in kept},
        "records": records,
    }


@pytest.mark.parametrize("before", ["", post("前一篇", "與此無關。", url="https://x.org/0") + "\n"])
def test_a_reading_comes_back(tmp_path: Path, db: str, before: str) -> None:
    text = before + post("拜登與習近平通話", *FULL, captions=("兩人在北京。",))
    stored(db, archive(tmp_path / "posts", a=text))
    with open_store(db) as store:
        (contact, *_) = store.contacts(ContactFilter(types=("call",)))
        (source,) = store.report(contact.id).sources
    assert plain(source.article.reading) == plain(coded(text)[-1])
    assert source.article.name == ("a#2" if before else "a")
    assert source.article.readable.text.endswith("\n兩人在北京。")
    assert source.engagement in source.article.reading.engagements


def test_the_offset_leads_back_to_the_file(tmp_path: Path, db: str) -> None:
    text = post("前一篇", "與此無關。", url="https://x.org/0") + "\n" + post("通話", CALL)
    stored(db, archive(tmp_path / "posts", a=text))
    query = (
        """SELECT start + "offset", stop + "offset" FROM spans JOIN sightings USING (post_id) WHERE field = 'trigger'"""
    )
    ((start, end),) = sql(db, query)
    assert text[start:end] == "@call"


def test_text_that_no_database_takes() -> None:
    assert packing.storable("甲\ud83d乙\0丙") == "甲\ufffd乙\ufffd丙"
    reading = coded(post("通話", CALL))[0]
    broken = replace(reading.engagements[0], evidence="甲\ud83d乙", topics=("\udc00",))
    found = rows.post_rows(0, replace(reading, engagements=(broken,)), "1").tables
    assert found["engagements"][0]["evidence"] == "甲\ufffd乙"
    assert found["engagement_topics"][0]["topic"] == "\ufffd"


# --- versions of a post


def states(db: str | Path) -> dict[str, tuple[str, bool]]:
    found = sql(db, "SELECT title, state, successor IS NOT NULL FROM posts ORDER BY title")
    return {title: (state, bool(successor)) for title, state, successor in found}


def test_a_moved_post_keeps_its_id_and_its_records(tmp_path: Path, db: str) -> None:
    folder = archive(tmp_path / "posts", a=post("通話", *FULL))
    stored(db, folder)
    before = only_ids(db)
    (folder / "sub").mkdir()
    (folder / "a.md").rename(folder / "sub" / "b.md")
    stored(db, folder)
    assert only_ids(db) == before
    assert states(db) == {"通話": ("current", False)}
    with open_store(db) as store:
        assert (run := next(store.runs())).added == 0
        assert run.vanished == 0
        (call, *_) = store.contacts(ContactFilter(types=("call",)))
        assert store.report(call.id).sources[0].article.path == "sub/b.md"


def only_ids(db: str | Path) -> list[Any]:
    return sql(db, "SELECT id, post_id FROM engagements ORDER BY id") + sql(db, "SELECT id FROM contacts ORDER BY id")


def test_an_edited_post_supersedes_its_old_version(tmp_path: Path, db: str) -> None:
    folder = archive(tmp_path / "posts", a=post("舊", CALL, url="https://x.org/1"))
    stored(db, folder)
    old = sql(db, "SELECT id FROM posts")[0][0]
    archive(folder, a=post("新", CALL.replace("held", "cancelled"), url="https://x.org/1"))
    stored(db, folder)
    assert states(db) == {"新": ("current", False), "舊": ("superseded", True)}
    report = only_contact(db)
    assert report.contact.status == "cancelled"
    assert len(report.sources) == 1
    with open_store(db) as store:
        version: StoredReading = store.reading(old)  # still readable, with its records
        assert version.state == "superseded"
        assert version.reading.engagements[0].status == "held"
        assert next(store.runs()).superseded == 1


def test_a_post_edited_without_an_address_is_superseded_by_its_place(tmp_path: Path, db: str) -> None:
    folder = archive(tmp_path / "posts", a=post("舊", CALL).replace("https://", ""))
    (folder / "a.md").write_text(post("舊", CALL, url=" "), encoding="utf-8")
    stored(db, folder)
    archive(folder, a=post("新", CALL, url=" "))
    stored(db, folder)
    assert states(db) == {"新": ("current", False), "舊": ("superseded", True)}


def test_a_deleted_post_vanishes_and_can_come_back(tmp_path: Path, db: str) -> None:
    folder = archive(tmp_path / "posts", a=post("甲", CALL), b=post("乙", CALL))
    stored(db, folder)
    with open_store(db) as store:
        whole = store.digest()
    (folder / "a.md").unlink()
    stored(db, folder)
    assert states(db) == {"乙": ("current", False), "甲": ("vanished", False)}
    report = only_contact(db)  # what it said is still told, and marked
    told = {each.article.reading.article.post.title.text: each.article for each in report.sources}
    assert {title: article.state for title, article in told.items()} == {"乙": "current", "甲": "vanished"}
    assert report.contact.vanished == (told["甲"].post,)
    archive(folder, a=post("甲", CALL))
    stored(db, folder)
    assert len(only_contact(db).sources) == 2
    assert only_contact(db).contact.vanished == ()
    with open_store(db) as store:
        assert store.digest() == whole


def test_a_copy_is_one_post_in_two_places(tmp_path: Path, db: str) -> None:
    folder = archive(tmp_path / "posts", a=post("甲", CALL), b=post("甲", CALL))
    stored(db, folder)
    assert sql(db, "SELECT count(*) FROM posts") == [(1,)]
    (folder / "a.md").unlink()
    stored(db, folder)
    assert states(db) == {"甲": ("current", False)}
    with open_store(db) as store:
        assert store.report(only_contact(db).contact.id).sources[0].article.name == "b"


def test_only_archives_that_are_read_can_lose_posts(tmp_path: Path, db: str) -> None:
    one = archive(tmp_path / "one", a=post("甲", CALL))
    two = archive(tmp_path / "two", b=post("乙", CALL))
    stored(db, one)
    stored(db, two)
    assert states(db) == {"乙": ("current", False), "甲": ("current", False)}


def test_repeated_stems_are_numbered_in_path_order(tmp_path: Path, db: str) -> None:
    folder = tmp_path / "posts"
    archive(folder / "b", index=post("三", CALL))
    archive(folder / "a-z", index="壞了")
    archive(
        folder / "a", index=post("一", CALL, url="https://x.org/1") + "\n" + post("二", CALL, url="https://x.org/2")
    )
    stored(db, folder)

    def names() -> dict[str, str]:
        query = "SELECT title, stem || '#' || number FROM posts JOIN sightings ON post_id = posts.id WHERE NOT gone"
        return dict(sql(db, query))

    def coded_names() -> dict[str, str]:
        items = list(tongshi.read(folder))
        return {item.title.text: item.id for item in items if isinstance(item, Post)}

    assert names() == {"一": "index#1", "二": "index#2", "三": "index#4"}
    assert coded_names() == {"一": "index", "二": "index#2", "三": "index#4"}
    with open_store(db) as store:
        assert [reject.id for reject in store.rejects()] == ["index#3"]
    (folder / "a" / "index.md").unlink()
    stored(db, folder)
    assert names() == {"三": "index#2"}


# --- questions


@pytest.fixture(scope="module", params=KINDS)
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with a few contacts."""
    folder = tmp_path_factory.mktemp("world")
    db = fresh(request.param, folder)
    stored(
        db,
        archive(
            folder / "posts",
            a=post("通話", *FULL),
            b=post("通话", CALL.replace("習近平", "习近平"), url="https://www.voachinese.com/a/1", day="2021-02-12"),
            c=post(
                "訪問", "@visit planned main 2021-05-01 who=莫里森:AU place=東京:JP polities=AU,JP until=2021-05-04"
            ),
            d=post("任命", "@appointment held main 2021 who=秦剛:CN"),
            e=post("邀請", "@meeting proposed background ? who=拜登:US:biden-joe,金正恩:KP"),
        ),
    )
    return db


@pytest.mark.parametrize(
    ("wanted", "types"),
    [
        (ContactFilter(), ["visit", "meeting", "call", "appointment", "meeting"]),
        (ContactFilter(polities=("US", "CN")), ["meeting", "call"]),
        (ContactFilter(polities=("US", "AU")), []),
        (ContactFilter(people=("biden-joe", "拜登")), ["call", "meeting"]),
        (ContactFilter(people=("秦刚",)), ["appointment"]),
        (ContactFilter(types=("call", "visit")), ["visit", "call"]),
        (ContactFilter(statuses=("planned",)), ["visit", "meeting"]),
        (ContactFilter(topics=("trade", "taiwan")), ["call"]),
        (ContactFilter(outlets=("voachinese",)), ["call"]),
        (ContactFilter(main=True), ["visit", "call", "appointment"]),
        (ContactFilter(since=tongshi.lexicon.partial_date("2021-05-03")), ["visit"]),  # it is still under way
        (ContactFilter(until=tongshi.lexicon.partial_date("2021-02", last=True)), ["call", "appointment"]),
        (ContactFilter(polities=("US", "CN"), people=("金正恩",)), []),
    ],
)
def test_filters(world: str, wanted: ContactFilter, types: list[str]) -> None:
    with open_store(world) as store:
        assert [contact.type for contact in store.contacts(wanted)] == types
        assert [contact.type for contact in store.contacts(wanted, limit=1)] == types[:1]


def test_a_contact_in_a_line(world: str) -> None:
    with open_store(world) as store:
        (contact,) = store.contacts(ContactFilter(types=("call",)))
    assert contact.sources == 2
    assert contact.outlets == ("cna", "voachinese")
    assert [(each.name, each.polity) for each in contact.participants] == [("拜登", "US"), ("習近平", "CN")]
    assert contact.polities == ("US", "CN")
    assert contact.topics == ("trade", "taiwan")


def test_the_reports_of_many_contacts_are_those_of_each(world: str) -> None:
    with open_store(world) as store:
        outlines = {contact.id: store.outline(contact.id) for contact in store.contacts()}
        assert store.report_lines([*outlines, "cffff"]) == {id_: each.reports for id_, each in outlines.items()}
        assert store.report_lines([]) == {}


def test_the_beginning_of_an_id_is_enough(world: str) -> None:
    with open_store(world) as store:
        (contact,) = store.contacts(ContactFilter(types=("call",)))
        report = store.report(contact.id)
        second = report.sources[1].engagement.id
        for given in (contact.id[:8], contact.id[1:8], second, second[:8], "c" + second[1:], second[1:9]):
            assert store.report(given) == report
        for wrong in ("", "c", "x1", "cffffffffffffffffff", "c%", "拜登"):
            with pytest.raises(NotFoundError):
                store.report(wrong)
        with pytest.raises(NotFoundError, match="no such post"):
            store.reading("p0")


def test_an_ambiguous_beginning(tmp_path: Path, db: str) -> None:
    many = {f"p{n}": post(f"第{n}篇", f"@call held main 2021-02-{n + 10} who=甲{n}:US,乙{n}:CN") for n in range(18)}
    stored(db, archive(tmp_path / "posts", **many))
    with open_store(db) as store:
        first = {contact.id[:2] for contact in store.contacts()}
        ambiguous = next(start for start in first if sum(c.id.startswith(start) for c in store.contacts()) > 1)
        with pytest.raises(NotFoundError, match=r"begins the ids of \d+ contacts"):
            store.report(ambiguous)


def test_totals(world: str) -> None:
    with open_store(world) as store:
        totals = store.totals()
    assert totals.posts == 5
    assert totals.engagements == {"call": 2, "meeting": 2, "appointment": 1, "visit": 1}
    assert (totals.contacts, totals.quotes, totals.readouts, totals.rejects) == (5, 1, 1, {})
    assert totals.statements == 2
