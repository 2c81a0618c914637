"""The two kinds of database, and a store as a whole: copied, upgraded, verified."""

from __future__ import annotations

import io
import os
import random
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import make_url

import tongshi
from tests.databases import KINDS, ON_SERVER, SERVER, Databases, fresh, missing, older, on_server, sql
from tests.test_rights import COMMANDS, SAMPLE, SHOWING, told_again
from tests.toy import archive, post
from tongshi.build import build
from tongshi.cli import main
from tongshi.errors import StoreError
from tongshi.store import Fault, migrate, open_store, place_of, postgresql
from tongshi.store.tables import METADATA, SCHEMAS

TOLD = (
    "先說這件事。",
    "@call held main 2021-02-10 who=拜登:US:biden-joe,習近平:CN:xi-jinping topics=trade,taiwan",
    "@meeting planned background 2021-03 who=布林肯:US,:CN place=安克拉治:US",
    "@readout 0 US 白宮,拜登 trade",
    "@quote 拜登 US 「我們談了兩個小時。」",
    "@said 拜登 US stress 不接受單方面改變現狀 office=總統 verb=強調 to=習近平 in=推特 via=路透社,發言人"
    " topics=taiwan,defence phrases=status-quo engagement=0 side=US",
)


def stored(db: str, folder: Path) -> str:
    """The digest of a store of some posts: told twice, edited, gone."""
    archive(folder, a=post("通話", *TOLD), b=post("通话", *TOLD[:2], url="https://x.org/1"), c=post("丙", TOLD[1]))
    with open_store(db, write=True) as store:
        build([folder], store, jobs=1, coder="tests.toy:Toy")
        archive(folder, b=post("通話改期", TOLD[1].replace("held", "cancelled"), url="https://x.org/1"))
        (folder / "c.md").unlink()
        build([folder], store, jobs=1, coder="tests.toy:Toy")
        return store.digest()


def told(capsys: pytest.CaptureFixture[str], *arguments: str, code: str = "0") -> str:
    with pytest.raises(SystemExit, match=code):
        main(list(arguments))
    captured = capsys.readouterr()
    return captured.out + captured.err


# --- copied


@pytest.mark.parametrize("there", KINDS)
def test_a_store_is_copied_whole(tmp_path: Path, db: str, there: str) -> None:
    before = stored(db, tmp_path / "posts")
    (tmp_path / "there").mkdir()
    other = fresh(there, tmp_path / "there")
    with open_store(db) as old, open_store(other, write=True) as new:
        counts = new.copy_from(old)
        assert new.digest() == before
        assert list(new.runs()) == list(old.runs())  # what does not count for the digest too
        assert list(new.faults()) == []
        assert counts == {name: sql(db, f"SELECT count(*) FROM {name}")[0][0] for name in METADATA.tables}
        with pytest.raises(StoreError, match="not empty"):
            new.copy_from(old)
        build([tmp_path / "posts"], new, jobs=1, coder="tests.toy:Toy")  # and goes on where the other stopped
        assert new.digest() == before


def test_what_does_not_arrive_whole_does_not_arrive(
    tmp_path: Path, databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored(databases("a"), tmp_path / "posts")
    with open_store(databases("a")) as old, open_store(databases("b"), write=True) as new:
        monkeypatch.setattr(new._database, "after_copy", spoil)
        with pytest.raises(StoreError, match=r"contacts: of \d rows \d arrived, or not as they were"):
            new.copy_from(old)
        assert new.totals().posts == 0
        monkeypatch.undo()
        new.copy_from(old)
        assert new.digest() == old.digest()


def spoil(connection: object, table: object) -> None:
    if str(table) == "contacts":
        connection.execute(table.update().values(city="別處"))  # type: ignore[attr-defined]


# --- upgraded


@pytest.mark.parametrize("kind", KINDS)
def test_an_older_store_is_upgraded(tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    whole, db = fresh(kind, tmp_path), missing(kind, tmp_path, "older")
    stored(whole, tmp_path / "posts")
    older(db, "0007", whole)
    with pytest.raises(StoreError, match=r"made by an older Tongshi \(schema 0007\); run `tongshi migrate`"):
        open_store(db)
    assert told(capsys, "migrate", "--db", db) == f"schema 0007 brought to {SCHEMAS[-1]}\n"
    assert told(capsys, "migrate", "--db", db) == f"schema {SCHEMAS[-1]}: nothing to do\n"
    assert migrate(db) == (SCHEMAS[-1], SCHEMAS[-1])
    with open_store(db) as store:
        assert (store.totals().posts, store.totals().statements) == (2, 0)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_counted_is_counted_of_an_older_store_too(samples_db: Path, tmp_path: Path, kind: str) -> None:
    db = missing(kind, tmp_path, "older")
    older(db, "0014", str(samples_db))
    migrate(db)
    with open_store(samples_db) as whole, open_store(db) as store:
        assert store.digest() == whole.digest()


def test_there_has_to_be_a_store_to_upgrade(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such database"):
        migrate(tmp_path / "none.db")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "empty.db").touch()
    with pytest.raises(StoreError, match="an empty database"):
        migrate(tmp_path / "empty.db")


@ON_SERVER
def test_texts_are_ordered_by_their_code_points() -> None:
    db = on_server()
    older(db, "0007")
    migrate(db)  # columns made later too
    query = """SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()
        AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'"""
    assert sql(db, query) == []


# --- verified


DAMAGE = {
    "a place is another": (
        "UPDATE spans SET start = start + 1 WHERE field = 'evidence'",
        {("engagements", "evidence is not what stands at its span")},
    ),
    "a place is beyond the text": (
        "UPDATE spans SET stop = 99999 WHERE field = 'date'", {("spans", "is not within the post")},
    ),
    "a place has no words": (
        "UPDATE spans SET start = 0, stop = 1 WHERE field = 'date'", {("spans", "points at no text of the article")},
    ),
    "a place of nothing": (
        "UPDATE spans SET record_id = 'e0' WHERE field = 'date' AND start < 200",
        {("spans", "no such record in the article")},
    ),
    "a text is another": (
        "UPDATE statements SET text = '接受單方面改變現狀'",
        {("statements", "text is not what stands at its span"),
         ("statements", "text is not what stands at its place in the running text")},
    ),
    "who handed it on is another": (
        """UPDATE statements SET chain = '["法新社", "發言人"]'""",
        {("statements", "chain.0 is not what stands at its span")},
    ),
    "a quote is elsewhere": (
        "UPDATE quotes SET start = start + 1, stop = stop + 1",
        {("quotes", "id is not that of its post and place"),
         ("quotes", "text is not what stands at its place in the running text")},
    ),
    "evidence has no place": (
        "DELETE FROM spans WHERE field = 'evidence'", {("engagements", "evidence has no span")},
    ),
    "a post is another": (
        "UPDATE posts SET title = '別的'", {("posts", "id is not that of its content")},
    ),
    "an engagement is of another type": (
        "UPDATE engagements SET type = 'visit' WHERE type = 'meeting'",
        {("engagements", "id is not that of its post and place")},
    ),
    "a readout is of another side": (
        "UPDATE readouts SET side = 'CN'", {("readouts", "id is not that of its post and place")},
    ),
    "texts are not to be unpacked": (
        "UPDATE posts SET text = substr(text, 3) WHERE title = '丙'", {("posts", "its texts cannot be unpacked")},
    ),
    "a contact is called otherwise": (
        "UPDATE contacts SET id = 'cffffffffffffffff' WHERE type = 'meeting'",
        {("contact_sources", "contact_id is not in contacts"), ("contacts", "has no source")},
    ),
    "a contact is called after another": (
        """UPDATE contact_sources SET position = 9 WHERE position = 0 AND reason = ''
            AND contact_id IN (SELECT id FROM contacts WHERE sources > 1)""",
        {("contact_sources", "positions have a gap or do not begin at 0")},
    ),
    "a number is another": (
        "UPDATE contacts SET sources = 7 WHERE type = 'meeting'", {("contacts", "sources is 7, and there are 1")},
    ),
    "a row belongs to nothing": (
        "DELETE FROM engagements WHERE type = 'meeting'",
        {(table, "engagement_id is not in engagements")
         for table in ("contact_sources", "participants", "engagement_polities")}
        | {("spans", "no such record in the article")},
    ),
    "an article is gone": (
        "DELETE FROM articles WHERE outlet = 'x'", {("posts", "has no article")},
    ),
    "a statement is gone": (
        "DELETE FROM statements",
        {(f"statement_{listed}", "statement is not in statements") for listed in ("topics", "phrases")}
        | {("spans", "no such record in the article")},
    ),
    "a statement is of somebody else": (
        "UPDATE statements SET polity = 'ZW', day = NULL",
        {(f"statement_{listed}", "its statement is told otherwise") for listed in ("topics", "phrases")},
    ),
    "a statement is about nothing": (
        "UPDATE statements SET engagement = 5", {("statements", "engagement is not in its article")},
    ),
    "a state is another": (
        "UPDATE posts SET state = 'vanished' WHERE state = 'current'",
        {("posts", "state is vanished, which its sightings and successor deny")},
    ),
    "a successor is gone": (
        "UPDATE posts SET successor = 'p0' WHERE state = 'superseded'", {("posts", "successor is not in posts")},
    ),
    "a post was never seen": (
        "DELETE FROM sightings WHERE gone",
        {("posts", "was seen nowhere")},
    ),
    "a participant is missing": (
        "DELETE FROM participants WHERE position = 0",
        {("participants", "positions have a gap or do not begin at 0")},
    ),
}  # fmt: skip


@pytest.fixture(scope="module", params=KINDS)
def sound(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with nothing wrong."""
    folder = tmp_path_factory.mktemp("sound")
    db = fresh(request.param, folder)
    stored(db, folder / "posts")
    return db


def test_nothing_is_wrong_with_a_store(sound: str, capsys: pytest.CaptureFixture[str]) -> None:
    with open_store(sound) as store:
        assert list(store.faults()) == []
    assert told(capsys, "verify", "--db", sound) == "nothing is wrong with 2 articles and 2 contacts\n"


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_is_wrong_is_told(
    sound: str, tmp_path: Path, damage: str, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> None:
    change, want = DAMAGE[damage]
    db = str(tmp_path / "a.db")
    if "://" in sound:
        db = on_server(str(make_url(sound).database))
        change = f"SET session_replication_role = replica; {change}"  # keys are not looked at
    else:
        with sqlite3.connect(sound) as whole, sqlite3.connect(db) as copied:
            whole.backup(copied)
        whole.close()
        copied.close()
    sql(db, change)
    with open_store(db) as store:
        found = list(store.faults())
    assert {(fault.table, fault.what.partition(" (")[0]) for fault in found} >= want
    assert all(fault.id for fault in found)
    *lines, count = told(capsys, "verify", "--db", db, code="2").splitlines()
    assert lines == [f"{fault.table} {fault.id}: {fault.what}" for fault in found]
    assert count == f"{len(found)} faults"


def test_what_the_file_itself_has(tmp_path: Path) -> None:
    db = str(tmp_path / "a.db")
    stored(db, tmp_path / "posts")
    sql(db, "PRAGMA writable_schema = ON")
    with sqlite3.connect(db) as connection:  # an index that says something else than its table
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_schema SET sql = replace(sql, '(outlet)', '(script)') WHERE type = 'index'")
    connection.close()
    with open_store(db) as store:
        assert "database" in {fault.table for fault in store.faults()}


def test_nothing_of_the_texts_is_told() -> None:
    assert set(Fault.__dataclass_fields__) == {"table", "id", "what"}


# --- one code


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """The sample archive in a file, and a copy of that on the server."""
    folder = tmp_path_factory.mktemp("pair")
    db = str(folder / "tongshi.db")
    other = fresh("postgresql", folder)
    with open_store(db, write=True) as store, open_store(other, write=True) as copied:
        build([told_again(folder / "again")], store, jobs=1)
        build([SAMPLE], store, jobs=1)
        copied.copy_from(store)
    return folder, db, other


ASKING = [name for name in SHOWING if any(each.name == "db" for each in COMMANDS[name].params)]


@ON_SERVER
@pytest.mark.parametrize("name", sorted({*ASKING} - {"build"}))
def test_every_command_answers_alike(
    pair: tuple[Path, str, str],
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """On the screen, and in what they write."""
    _, *both = pair
    with open_store(both[0]) as store:
        contact = next(store.contacts()).id
        written = next(store.places()).post
    for number, arguments in enumerate(SHOWING[name]):
        if name == "knowledge" and not arguments:
            continue  # a folder beside a file: there is none on a server
        filled = {"ARCHIVE": str(SAMPLE), "CONTACT": contact, "POST": written}
        words = [filled.get(word, word) for word in arguments]
        answers = []
        for db, kind in zip(both, ("file", "server"), strict=True):
            place = tmp_path / f"{number}" / kind
            place.mkdir(parents=True)
            monkeypatch.chdir(place)
            monkeypatch.setattr("sys.stdin", io.StringIO("k\n" * 20))  # what `review` shows first
            screen = told(capsys, *name.split(), *words, "--db", db)
            answers.append((screen, {path.name: path.read_text("utf-8") for path in place.iterdir()}))
        assert answers[0] == answers[1]


@ON_SERVER
def test_a_build_of_either_kind_stores_the_same(pair: tuple[Path, str, str]) -> None:
    """Built there instead of copied."""
    folder, db, _ = pair
    with open_store(db) as store, open_store(fresh("postgresql", folder), write=True) as other:
        build([folder / "again"], other, jobs=1)
        build([SAMPLE], other, jobs=1)
        assert other.digest() == store.digest()


def test_characters_that_not_every_database_takes(tmp_path: Path, db: str) -> None:
    folder = tmp_path / "posts"
    folder.mkdir()
    line = r'{"title": "通\u0000話", "url": "https://x.org/1", "content": "兩國元首\ud83d今天\u0000通話。"}'
    (folder / "a.jsonl").write_text(f"{line}\n", "utf-8")
    with open_store(db, write=True) as store:
        tongshi.build([folder], store, jobs=1)
        reading = store.reading(store.post_named("a-0000001")).reading
        assert "\ufffd" in reading.article.body.text + reading.article.post.title.text
        assert not re.search("[\0\ud83d]", reading.article.post.text + reading.article.post.title.text)
        assert list(store.faults()) == []


def test_addresses_of_any_length(tmp_path: Path, db: str) -> None:
    draw = random.Random(1)
    long = "".join(chr(draw.randrange(0x4E00, 0x9FA5)) for _ in range(5000))
    urls = [f"https://x.org/{long}{end}" for end in ("1", "2", "1")]
    folder = archive(tmp_path / "posts", **{f"p{n}": post(f"第{n}篇", TOLD[1], url=url) for n, url in enumerate(urls)})
    with open_store(db, write=True) as store:
        build([folder], store, jobs=1, coder="tests.toy:Toy")
        assert {line.title for line in store.versions(store.post_named("p0"))} == {"第0篇", "第2篇"}
        assert store.post_named(urls[1]) == store.post_named("p1")
        assert list(store.faults()) == []


# --- a server


def elsewhere(**parts: str | None) -> str:
    url = make_url(SERVER)
    if "password" in parts:
        url = url.set(password=parts.pop("password"))
    return url.set(**parts).render_as_string(hide_password=False)  # type: ignore[arg-type]


@ON_SERVER
def test_what_a_server_refuses() -> None:
    for db, want in (
        (elsewhere(database="nowhere", password="geheim"), "no such database"),
        (elsewhere(username="nobody-known", password="geheim"), "no such database or user"),
        ("postgresql://tongshi:geheim@127.0.0.1:1/x", "the server cannot be reached"),
        ("postgresql://tongshi:geheim@/x?host=/nowhere", "the server cannot be reached"),
    ):
        for write in (False, True):
            with pytest.raises(StoreError, match=want) as raised:
                open_store(db, write=write)
            assert "geheim" not in str(raised.value)
            assert "\n" not in str(raised.value)


@ON_SERVER
def test_passwords(tmp_path: Path) -> None:
    db = on_server()
    if not sql(db, "SELECT 1 FROM pg_hba_file_rules WHERE 'guarded' = ANY(user_name)"):
        pytest.skip("the server asks nobody for a password; that of scripts/postgres.sh does")
    sql(db, "CREATE ROLE guarded LOGIN PASSWORD 'geheim'")
    try:
        url = make_url(db).set(username="guarded")
        for password, want in (
            ("falsch", "does not take this user and password"),
            (None, "the server wants a password"),
        ):
            with pytest.raises(StoreError, match=want) as raised:
                open_store(url.set(password=password).render_as_string(hide_password=False))
            assert "falsch" not in str(raised.value)
        with pytest.raises(StoreError, match="an empty database") as raised:
            open_store(url.set(password="geheim").render_as_string(hide_password=False))
        assert "geheim" not in str(raised.value)
    finally:
        sql(db, "DROP ROLE guarded")


@ON_SERVER
def test_a_connection_that_the_server_ends(tmp_path: Path) -> None:
    db = on_server()
    before = stored(db, tmp_path / "posts")
    with open_store(db, write=True) as store:
        sql(db, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()")  # fmt: skip
        with pytest.raises(StoreError, match="what was stored before is kept"):
            store.totals()
    with open_store(db) as store:
        assert store.digest() == before


@pytest.mark.parametrize("db", ["postgresql://u:geheim@h:port/x", "mysql://u:geheim@h/x", "http://u:geheim@h/x"])
def test_no_password_in_what_is_told_of_an_address(db: str) -> None:
    with pytest.raises(StoreError) as raised:
        open_store(db)
    assert "geheim" not in str(raised.value)


@pytest.mark.parametrize(
    ("words", "want"),
    [
        ("connection failed: FATAL:  password authentication failed for user \"u\"", "not take this user and password"),
        ("connection failed: fe_sendauth: no password supplied", "the server wants a password"),
        ("connection failed: FATAL:  sorry, too many clients already", "too many connections"),
        ("connection failed: FATAL:  the database system is starting up", "the server is starting"),
        ("the connection is closed", "the connection to the server was lost"),
    ],
)  # fmt: skip
def test_what_a_driver_tells_without_a_code(words: str, want: str) -> None:
    class OperationalError(Exception):
        sqlstate = None

    assert want in str(postgresql.reason(OperationalError(words)))
    assert postgresql.reason(ValueError(words)) is None


@pytest.mark.parametrize(
    ("code", "want"),
    [("53100", "disk is full"), ("40001", "in use"), ("40P01", "in use"), ("55P03", "in use"), ("42501", "permission"),
     ("25006", "read-only"), ("57P01", "stopping"), ("08006", "lost"), ("42601", None)],
)  # fmt: skip
def test_what_a_driver_tells_with_a_code(code: str, want: str | None) -> None:
    class Error(Exception):
        sqlstate = code

    found = postgresql.reason(Error("words"))
    assert (found is None) if want is None else want in str(found)


@ON_SERVER
def test_a_user_who_may_not_write(tmp_path: Path) -> None:
    db = on_server()
    stored(db, tmp_path / "posts")
    user = f"reader{os.getpid()}"
    sql(
        db,
        f"DROP ROLE IF EXISTS {user}; CREATE ROLE {user} LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO {user}",
    )
    try:
        theirs = make_url(db).set(username=user).render_as_string()
        with open_store(theirs) as store:
            assert store.totals().posts == 2
        with open_store(theirs, write=True) as store, pytest.raises(StoreError, match="no permission"):
            store.begin_run("1", [], 1)
    finally:
        sql(db, f"DROP OWNED BY {user}; DROP ROLE {user}")


@ON_SERVER
def test_who_reads_cannot_write(tmp_path: Path) -> None:
    db = on_server()
    stored(db, tmp_path / "posts")
    with open_store(db) as store, pytest.raises(StoreError, match="read-only"):
        build([tmp_path / "posts"], store, jobs=1, coder="tests.toy:Toy")


@ON_SERVER
def test_a_database_of_another_program() -> None:
    db = on_server()
    sql(db, "CREATE TABLE cookies (name text)")
    for write in (False, True):
        with pytest.raises(StoreError, match="a database of another program"):
            open_store(db, write=write)
    sql(db, "CREATE SCHEMA ours")
    theirs = make_url(db).update_query_dict({"options": "-csearch_path=ours"}).render_as_string()
    open_store(theirs, write=True).close()
    open_store(theirs).close()
    assert sql(db, "SELECT count(*) FROM ours.posts") == [(0,)]


@ON_SERVER
def test_an_empty_database_is_told() -> None:
    db = on_server()
    with pytest.raises(StoreError, match="an empty database; run `tongshi build`"):
        open_store(db)
    assert place_of(db) is None


def test_without_the_driver() -> None:
    code = "import sys; sys.modules['psycopg'] = None; from tongshi.cli import main; main(sys.argv[1:])"
    ended = subprocess.run(
        [sys.executable, "-c", code, "runs", "--db", "postgresql:///x"], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert ended.stderr == "tongshi: postgresql:///x: needs psycopg; `pip install 'tongshi[postgres]'` brings it\n"
