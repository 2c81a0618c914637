from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Table, delete, insert, update

from tests.databases import KINDS, fresh, older
from tests.test_build import run
from tests.test_cli import Tongshi, command
from tests.toy import archive, post
from tongshi.errors import QueryError
from tongshi.language import fold
from tongshi.query import And, Not, Or, Query, Word, holds, parse, wanted_words
from tongshi.ranking import score
from tongshi.search import load_aliases
from tongshi.store import ArticleFilter, engine, fts5, fulltext, gin, open_store
from tongshi.store import tables as t
from tongshi.store.dialects import WRITES

__all__ = ["command"]


# --- what is asked


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("拜登 會晤", And((Word("拜登"), Word("会晤")))),
        ("a OR b c", Or((Word("a"), And((Word("b"), Word("c")))))),
        ("(a OR b) AND c", And((Or((Word("a"), Word("b"))), Word("c")))),
        ('"a b" -c', And((Word("a b"), Not(Word("c"))))),
        ("NOT (a b)", Not(And((Word("a"), Word("b"))))),
        ("-(a b)", Not(And((Word("a"), Word("b"))))),
        ("a-b", Word("a-b")),
        ("- a", And((Word("-"), Word("a")))),
        ("and or not", And((Word("and"), Word("or"), Word("not")))),
        ('"OR"', Word("or")),
        ("２０２０年", Word("2020年")),
    ],
)
def test_queries(written: str, read: Query) -> None:
    assert parse(written) == read


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (" ", "no word is given"),
        ("a AND", "a AND: a word is missing at the end"),
        ("OR a", "OR a: a word is missing before OR at character 1"),
        ("a AND OR b", "a AND OR b: a word is missing before OR at character 7"),
        ("()", "(): a word is missing before ) at character 2"),
        ("x (a", "x (a: the parenthesis at character 3 is not closed"),
        ("a)", "a): no parenthesis is open for ) at character 2"),
        ('a "b', 'a "b: the quotation mark at character 3 is not closed'),
        ('a ""', 'a "": nothing stands between the quotation marks at character 3'),
        ("a " * 300, "more than 200 words are asked for"),
        ("NOT " * 40 + "a", "more than 30 parentheses or NOT within each other"),
        ("a\udc80", "the query holds bytes that are no characters"),
    ],
)
def test_wrong_queries(written: str, told: str) -> None:
    with pytest.raises(QueryError, match=re.escape(told)):
        parse(written)


def test_words_that_are_wanted() -> None:
    assert list(wanted_words(parse("a NOT (b NOT c) OR d"))) == ["a", "c", "d"]


# --- an index finds what a scan finds

LETTERS = st.text("拜登登会會中国國ab1,.，。·-\"'% _\U0010f82c\U0010f8fe", max_size=9)
WORDS = st.text("拜登登会會中国國ab1,.，。·-\"'% _\n\U0010f82c\U0010f8fe", min_size=1, max_size=4).map(fold).map(Word)
QUERIES = st.recursive(
    WORDS,
    lambda part: st.one_of(
        part.map(Not),
        st.lists(part, min_size=2, max_size=3).map(tuple).map(And),
        st.lists(part, min_size=2, max_size=3).map(tuple).map(Or),
    ),
    max_leaves=5,
)
DAYS = st.sampled_from(["", "2020-01-01T00:00:00+00:00", "2020-01-01T09:00:00+00:00", "2021-05-05T00:00:00+00:00"])
TEXTS = st.lists(st.tuples(LETTERS, st.lists(LETTERS, max_size=3).map("\n".join), DAYS), max_size=7)


@pytest.fixture(scope="module", params=KINDS)
def connection(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    address = fresh(request.param, tmp_path_factory.mktemp("search"))
    open_store(address, write=True).close()
    with engine.connect(engine.parse_url(address), write=True).execution_options(**{WRITES: True}) as made:
        yield made


def blank(table: Table) -> dict[str, object]:
    """A row that says nothing."""
    blanks: dict[type, object] = {str: "", int: 0, bytes: b""}
    return {each.name: None if each.nullable else blanks.get(each.type.python_type, []) for each in table.c}


def write(connection: Connection, texts: list[tuple[str, str, str]]) -> dict[str, tuple[str, str]]:
    """Store articles; by id their folded texts and when they were published."""
    articles = {f"p{n}": (fold(f"{title}\n{body}"), at) for n, (title, body, at) in enumerate(texts)}
    for id_, (folded, at) in articles.items():
        connection.execute(insert(t.posts), blank(t.posts) | {"id": id_, "state": "current"})
        told = {"post_id": id_, "folded": folded, "published_at": at}
        connection.execute(insert(t.articles), blank(t.articles) | told)
    fulltext.index_of(connection).refresh(connection, list(articles))
    return articles


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=TEXTS, query=QUERIES, gone=st.sets(st.integers(0, 6)), limit=st.integers(1, 4))
def test_an_index_finds_what_a_scan_finds(
    connection: Connection, texts: list[tuple[str, str, str]], query: Query, gone: set[int], limit: int
) -> None:
    connection.rollback()
    index, layers = fulltext.index_of(connection), fts5.LAYERS
    through, gin.LOOKED_THROUGH = gin.LOOKED_THROUGH, 3
    fts5.LAYERS = tuple((start, size) for (start, _), size in zip(layers, (1, 2), strict=True))  # so that days overflow
    try:
        articles = write(connection, texts)
        old = [f"p{number}" for number in gone if f"p{number}" in articles]
        connection.execute(update(t.posts).where(t.posts.c.id.in_(old)).values(state="vanished"))
        index.refresh(connection, old)
        current = {id_: told for id_, told in articles.items() if id_ not in old}
        want = sorted(id_ for id_, (folded, _) in current.items() if holds(query, folded))
        newest = sorted(want, key=lambda id_: current[id_][1], reverse=True)
        assert sorted(index.posts(connection, query, [])) == want
        assert index.count(connection, query, []) == len(want)
        assert index.newest(connection, query, [], None) == newest
        assert index.newest(connection, query, [], limit) == newest[:limit]
        if isinstance(query, Word):
            titled = [id_ for id_ in newest if query.text in current[id_][0].partition("\n")[0] + "\n"]
            assert index.newest(connection, query, [], None, title=True) == titled
        index.fill(connection)
        assert sorted(index.posts(connection, query, [])) == want
        index.forget(connection, list(current))
        connection.execute(delete(t.articles))
        assert index.posts(connection, query, []) == []
    finally:
        fts5.LAYERS, gin.LOOKED_THROUGH = layers, through
        connection.rollback()


# --- the order


def test_the_best_first() -> None:
    query = parse("稀土")
    in_title, twice, once, long = "稀土\n", "会\n稀土,稀土", "会\n稀土," + "x" * 2, "会\n稀土" + "x" * 2000
    assert score(query, in_title) > score(query, twice) > score(query, once) > score(query, long) > 0
    assert score(parse("a OR b"), "\nab") == score(parse("a"), "\naa")
    assert score(parse("NOT a"), "\naa") == 0


# --- a store

CALL = "@call held main 2021-02-10 who=拜登:US:biden-joe,習近平:CN:xi-jinping topics=trade"


def titles(db: Path, written: str, wanted: ArticleFilter | None = None, *, newest: bool = False) -> list[str]:
    with open_store(db) as store:
        return [each.title for each in store.found(parse(written), wanted, newest=newest)]


def test_old_versions_are_not_found(tmp_path: Path) -> None:
    folder, url = tmp_path / "posts", "https://www.cna.com.tw/1"
    db = tmp_path / "a.db"
    run(db, archive(folder, a=post("舊題", "這是稀土。", url=url), b=post("他題", "也有稀土。")))
    assert sorted(titles(db, "稀土")) == ["他題", "舊題"]
    run(db, archive(folder, a=post("新題", "這是關稅。", url=url)))
    assert titles(db, "稀土") == ["他題"]
    assert titles(db, "关税") == ["新題"]
    (folder / "b.md").unlink()
    run(db, folder)
    assert titles(db, "稀土") == []
    run(db, archive(folder, b=post("他題", "也有稀土。")))
    assert titles(db, "稀土") == ["他題"]


def test_an_older_store_is_filled(tmp_path: Path) -> None:
    whole, db = tmp_path / "whole.db", tmp_path / "a.db"
    run(whole, archive(tmp_path / "posts", a=post("題", "這是稀土。")))
    older(str(db), "0009", str(whole))
    open_store(db, write=True).close()
    assert titles(db, "稀土") == titles(db, "稀") == ["題"]


def test_conditions(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    run(
        db,
        archive(
            tmp_path / "posts",
            a=post("甲", CALL, url="https://www.cna.com.tw/1", day="2021-02-11"),
            b=post("乙", "拜登說話。", url="https://www.voachinese.com/2", day="2021-03-01"),
        ),
    )
    assert titles(db, "拜登", newest=True) == ["乙", "甲"]
    for wanted in (
        ArticleFilter(outlets=("cna",)),
        ArticleFilter(people=("biden-joe",)),
        ArticleFilter(polities=("US", "CN"), types=("call",), statuses=("held",), topics=("trade",)),
    ):
        assert titles(db, "拜登", wanted) == titles(db, "登 拜登", wanted) == ["甲"]
        with open_store(db) as store:
            assert store.count_found(parse("拜登"), wanted) == 1
    assert titles(db, "拜登", ArticleFilter(types=("visit",))) == []
    assert titles(db, "NOT 說話", ArticleFilter(outlets=("cna",))) == ["甲"]


def test_other_names() -> None:
    aliases = load_aliases()
    assert "特朗普" in aliases.of("川普")
    assert aliases.of("沒有這個人") == ()
    assert holds(aliases.expanded(parse("川普 NOT 拜登")), fold("特朗普來了"))


# --- the command


@pytest.fixture
def searching(command: Tongshi, tmp_path: Path) -> Tongshi:
    posts = {"a": post("甲", "特朗普談稀土。", day="2021-02-11"), "b": post("乙", "川普來了。", day="2021-02-12")}
    archive(tmp_path / "posts", **posts)
    assert command("build", "posts", "--jobs", 1, "--coder", "tests.toy:Toy", "--quiet").code == 0
    return command


def test_formats(searching: Tongshi) -> None:
    assert "1 of 1 article\n" in searching("search", "稀土", "--text", "full").out
    hit, counts = map(json.loads, searching("search", "稀土", "--text", "full", "--format", "jsonl").out.splitlines())
    (snippet,) = hit["snippets"]
    assert [snippet["text"][start:end] for start, end in snippet["marks"]] == ["稀土"]
    assert counts["found"] == {"shown": 1, "articles": 1}
    head, row, count = searching("search", "稀土", "--text", "full", "--format", "csv").out.splitlines()
    assert (head.split(",")[-2], count) == ("snippets", "# 1 of 1 article")
    assert "⟦稀土⟧" in row
    none = searching("search", "稀土", "--text", "none").out
    assert "稀土" not in none
    assert "甲" not in none


def test_expand(searching: Tongshi) -> None:
    assert searching("search", "川普").out.endswith("1 of 1 article\n")
    told = searching("search", "川普", "--expand", "--newest")
    assert told.out.endswith("2 of 2 articles\n")
    assert "川普: also as" in told.error
    assert "1 of 2 articles" in searching("search", "川普", "--expand", "--limit", "1").out


def test_what_is_wrong_is_told_in_a_line(searching: Tongshi) -> None:
    assert searching("search", "(拜登").mistake == "(拜登: the parenthesis at character 1 is not closed"
    assert searching("search", " ").mistake == "no word is given"
