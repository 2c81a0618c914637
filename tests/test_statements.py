"""The statements stage: quotations with their speakers, readouts by side, the lexicon's own examples."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cases import rows
from tongshi import lexicon
from tongshi.errors import LexiconError
from tongshi.language import fold
from tongshi.offsets import verbatim
from tongshi.phrases import load_phrases
from tongshi.records import Actor, Article, Engagement, Participant, Post, Quote, Readout, Statement, When
from tongshi.statements import (
    SpeechLexicon,
    find_quotes,
    find_readouts,
    find_statements,
    hear,
    load_speech,
)
from tongshi.statements.marks import find_passages
from tongshi.statements.patterns import LIST_KINDS, Listed, Patterns, alternatives, build_patterns

#: Where the test articles begin in their posts, to tell positions in the post from positions in the body.
OFFSET = 7


@functools.cache
def loaded() -> SpeechLexicon:
    return load_speech()


@pytest.fixture
def speech() -> SpeechLexicon:
    return loaded()


def article_of(text: str) -> Article:
    body = verbatim("-" * OFFSET + text, OFFSET, OFFSET + len(text))
    paragraphs, at = [], 0
    for line in text.split("\n"):
        paragraphs.append((at, at + len(line)))
        at += len(line) + 1
    post = Post(id="case", path="case.md", form="feed", text="-" * OFFSET + text, body=(OFFSET, OFFSET + len(text)))
    return Article(post=post, outlet="cna", script="Hant", body=body, paragraphs=tuple(paragraphs), blocks=())


def actors_of(text: str, who: dict[str, Any]) -> list[Actor]:
    """An actor wherever a phrase or, later, the bare name stands; pronouns by themselves."""
    found: dict[int, Actor] = {}
    taken: set[int] = set()

    def add(start: int, end: int, actor: dict[str, Any]) -> None:
        if not taken.intersection(range(start, end)):
            taken.update(range(start, end))
            found[start] = Actor(start=start, end=end, **actor)

    for phrase, (name, polity, role) in sorted(who.items(), key=lambda item: -len(item[0])):
        for match in re.finditer(re.escape(phrase), text):
            inside = match.start() + phrase.index(name) if name else 0
            kind = "person" if name else "polity" if role == "state" else "office" if role else "institution"
            span = (inside, inside + len(name)) if name else None
            add(*match.span(), {"name": span, "polity": polity, "role": role, "kind": kind, "person": name or ""})
        for match in re.finditer(re.escape(name), text) if name else ():
            add(*match.span(), {"name": match.span(), "polity": polity, "role": role, "person": name})
    for match in re.finditer("他们|[双雙]方|[他她其]", text):
        add(*match.span(), {"kind": "pronoun", "office": match.span()})
    return [found[start] for start in sorted(found)]


def quotes_of(text: str, who: dict[str, Any], speech: SpeechLexicon) -> tuple[Quote, ...]:
    article = article_of(text)
    return find_quotes(article, hear(article, fold(text), actors_of(text, who), speech), speech)


def statements_of(
    text: str, who: dict[str, Any], speech: SpeechLexicon, engagements: Sequence[Engagement] = ()
) -> tuple[tuple[Readout, ...], tuple[Statement, ...]]:
    article = article_of(text)
    hearing = hear(article, fold(text), actors_of(text, who), speech)
    quotes = find_quotes(article, hearing, speech)
    said = find_statements(article, hearing, quotes, topics=topic_words, phrases=load_phrases(), speech=speech)
    return find_readouts(article, hearing, engagements, said, (), speech)


def cases(name: str) -> list[Any]:
    found = rows(name)
    ids = [row["text"] for row in found]
    assert name == "readouts" or len(ids) == len(set(ids)), f"{name}.yml repeats a case"
    return [
        pytest.param(row, id=row["text"][:30], marks=[pytest.mark.xfail(strict=True)] if "gap" in row else [])
        for row in found
    ]


@pytest.mark.parametrize("case", cases("quotes"))
def test_quotes(case: dict[str, Any], speech: SpeechLexicon) -> None:
    article = article_of(case["text"])
    found = quotes_of(case["text"], case.get("who", {}), speech)
    assert [[quote.text, quote.speaker or "?"] for quote in found] == case["want"]
    for quote in found:
        check(quote, article)


def check(quote: Quote, article: Article) -> None:
    """What holds for every quotation: it stands where it says, in the body and in the post."""
    post = article.post.text
    assert article.body.text[quote.start : quote.end] == quote.text
    assert len(quote.text) >= 6
    assert quote.text == quote.text.strip()
    assert [post[span.start : span.end] for span in quote.spans["text"]] == [quote.text]
    assert (quote.speaker is None) == ("speaker" not in quote.spans)
    for span in quote.spans.get("speaker", ()):
        assert post[span.start : span.end] == quote.speaker
    assert 0 < quote.confidence <= 1


def test_polity_is_of_representatives_only(speech: SpeechLexicon) -> None:
    text = "安德森說：「我們已經等得夠久了。」有網民問：「為什麼現在才說？」"
    quotes = quotes_of(text, {"安德森": ["安德森", "SE", "head-of-government"]}, speech)
    assert [quote.polity for quote in quotes] == ["SE", None]


def test_without_actors_and_marks_there_is_nothing(speech: SpeechLexicon) -> None:
    for text in ("", "沒有引號的一段話。", "「」『』", "「短」"):
        assert quotes_of(text, {}, speech) == ()


@given(st.text(alphabet="甲乙說他，。：「」『』“”‘’\"' \n為的ab", max_size=60))
@settings(max_examples=200)
def test_any_marks_are_read(text: str) -> None:
    article = article_of(text)
    passages = find_passages(text, fold(text), article.paragraphs)
    for passage in passages:
        assert 0 <= passage.open <= passage.start <= passage.end <= passage.close <= len(text)
    for left, right in pairwise(passages):
        assert left.close <= right.open
    who = {"甲": ["甲", "SE", ""]}
    for quote in quotes_of(text, who, loaded()):
        check(quote, article)
    for statement in statements_of(text, who, loaded())[1]:
        check_statement(statement, article)


def check_statement(statement: Statement, article: Article) -> None:
    """What holds for every statement: each field stands where it says."""
    post = article.post.text
    assert article.body.text[statement.start : statement.end] == statement.text != ""
    assert [post[span.start : span.end] for span in statement.spans["text"]] == [statement.text]
    for field in ("speaker", "office", "verb", "addressee", "medium"):
        value, spans = getattr(statement, field), statement.spans.get(field, ())
        assert bool(value) == bool(spans), field
        assert all(post[span.start : span.end] == value for span in spans), field
    for number, link in enumerate(statement.chain):
        assert [post[span.start : span.end] for span in statement.spans[f"chain.{number}"]] == [link]
    assert statement.form != "mixed" or re.search("[「」『』“”‘’\"']", statement.text)
    assert 0 < statement.confidence <= 1


#: What a case gives of a statement besides its content and its speaker.
GIVEN = ("manner", "form", "addressee", "medium", "chain", "verb")


@pytest.mark.parametrize("case", cases("statements"))
def test_statements(case: dict[str, Any], speech: SpeechLexicon) -> None:
    _, found = statements_of(case["text"], case.get("who", {}), speech)
    assert [[each.text, each.speaker or "?"] for each in found] == [row[:2] for row in case["want"]]
    for statement, row in zip(found, case["want"], strict=True):
        check_statement(statement, article_of(case["text"]))
        for key, value in (row[2] if len(row) > 2 else {}).items():
            assert key in GIVEN
            told = getattr(statement, key)
            assert (list(told) if key == "chain" else told) == value, key


def topic_words(folded: str, start: int, end: int) -> tuple[str, ...]:
    words = {"贸易": "trade", "气候": "climate"}
    return tuple(code for word, code in words.items() if word in folded[start:end])


@pytest.mark.parametrize("case", cases("readouts"))
def test_readouts(case: dict[str, Any], speech: SpeechLexicon) -> None:
    text, contact = case["text"], case["contact"]
    article = article_of(text)
    engagement = Engagement(
        type=contact.get("type", "meeting"),
        status=contact.get("status", "held"),
        salience="main",
        participants=tuple(Participant(name=name, person=name) for name in contact["names"]),
        polities=tuple(contact["polities"]),
        when=When(),
        topics=tuple(contact["topics"]),
        trigger=contact.get("trigger", "會面"),
        evidence="",
    )
    found, statements = statements_of(text, case["who"], speech, [engagement])
    assert {each.side for each in statements if each.engagement == 0} == {readout.side for readout in found}
    assert {readout.side: [list(readout.sources), list(readout.topics)] for readout in found} == case["want"]
    for readout in found:
        assert readout.engagement == 0
        for span, source in zip(readout.spans["sources"], readout.sources, strict=True):
            assert article.post.text[span.start : span.end] == source
        for topic in readout.topics:
            assert readout.spans[f"topics.{topic}"]


def test_an_account_is_of_the_encounter_whose_people_are_named_last(speech: SpeechLexicon) -> None:
    """Of two encounters of the same sides; those who are named in one sentence can have been met together."""

    def sides(text: str) -> list[tuple[int, str]]:
        people = {"安德森": "SE", "杜邦": "FR", "勒梅": "FR"}
        who = {name: [name, polity, "foreign-minister"] for name, polity in people.items()}
        met = [
            Engagement(
                type="meeting",
                status="held",
                salience="main",
                participants=tuple(Participant(name=name, person=name) for name in ("安德森", other)),
                polities=("SE", "FR"),
                when=When(),
                topics=(),
                trigger="會面",
                evidence="",
            )
            for other in ("杜邦", "勒梅")
        ]
        return [(each.engagement, each.side) for each in statements_of(text, who, speech, met)[0]]

    apart = "安德森昨天先與杜邦會面。\n安德森又與勒梅會面。安德森在會面時表示，雙方談到貿易。"
    together = "安德森昨天與杜邦、勒梅分別會面。\n安德森在會面時表示，雙方談到貿易。"
    assert sides(apart) == [(1, "SE")]
    assert sides(together) == [(0, "SE"), (1, "SE")]


def entries(name: str) -> list[Any]:
    return [pytest.param(entry, id=entry["id"]) for entry in lexicon.entries(name)]


def holds(entry: dict[str, Any], sentence: str, speech: SpeechLexicon) -> bool:
    """Whether a sentence holds a word of an entry, longer words that hide it left aside."""
    if entry["kind"] in LIST_KINDS:
        return is_found(entry["kind"], fold(sentence), speech.patterns)
    if entry["kind"] == "same-text":
        return fold(sentence).endswith(speech.same_text.get(fold(entry["of"]), ()))
    words = {fold(word) for word in entry["words"]}
    finders = {"verb": speech.verbs, "writing": speech.writings, "person": speech.persons}
    finder = finders.get(entry["kind"])
    if finder is None:
        return any(word in fold(sentence) for word in words)
    return any(word in words for _, _, word in finder(fold(sentence)))


#: By what a list is asked for, where that is not called as it is.
ASKED_BY = {
    "asker": "askers", "but-left": "left_unsaid", "ends-paper": "paper", "frame-event": "reported_frame",
    "has-not": "left_unsaid", "he-joining": "joining", "in-detail": "left_unsaid", "in-line-with": "by_account",
    "issuing": "issues", "giving-out": "issues", "account-text": "its_account", "many": "there_are",
    "media-of-place": "media",
    "media-of-state": "state_media", "medium-name": "like_medium", "medium-noun": "same_medium",
    "ends-medium": "names_body", "news-noun": "report", "of-name": "behind_name", "pointed-at": "points",
    "publishing": "its", "report-noun": "same_medium", "supplying": "its_account", "tells-medium": "told_medium",
    "told-only": "points", "tongue": "in_tongue", "while": "while_", "with-medium": "no_link",
}  # fmt: skip
#: Lists whose pattern is found without their words, only elsewhere or shorter.
WHOLE = frozenset(["account-text", "he-joining", "letter", "meeting-time", "publishing", "stance", "supplying"])


def is_found(kind: str, text: str, patterns: Patterns) -> bool:
    """Whether a list is found in a folded text as the reader asks for it."""
    asked = getattr(patterns, ASKED_BY.get(kind, kind.replace("-", "_")))
    if isinstance(asked, re.Pattern):
        found = asked.fullmatch(text) if kind in WHOLE else asked.search(text)
        return found is not None and bool(found[0])
    if isinstance(asked, frozenset):
        return text in asked
    return text.startswith(asked) if kind == "says-when" else text.endswith(asked)


@pytest.mark.parametrize("entry", entries("speech"))
def test_speech_entry(entry: dict[str, Any], speech: SpeechLexicon) -> None:
    assert entry["examples"]
    assert entry["not"]
    assert all(holds(entry, sentence, speech) for sentence in entry["examples"])
    assert not any(holds(entry, sentence, speech) for sentence in entry["not"])


def lists() -> dict[str, Listed]:
    found = dict.fromkeys(LIST_KINDS, Listed(()))
    for entry in lexicon.entries("speech"):
        if entry["kind"] in found:
            known = found[entry["kind"]]
            words, unless = (tuple(map(fold, lexicon.strings(entry, key))) for key in ("words", "unless"))
            found[entry["kind"]] = Listed((*known.words, *words), (*known.unless, *unless))
    return found


@pytest.mark.parametrize("kind", LIST_KINDS)
def test_a_list_without_words_finds_no_example(kind: str) -> None:
    """So it is the words of the list by which its examples are found, not those of another or none."""
    examples = [each for entry in lexicon.entries("speech") if entry["kind"] == kind for each in entry["examples"]]
    without = build_patterns({**lists(), kind: Listed(())})
    assert examples
    assert not any(is_found(kind, fold(each), without) for each in examples)


@pytest.mark.parametrize(
    ("entry", "wrong"),
    [
        ("{id: perhaps, kind: asked}", "speech.yml: missing: perhaps"),
        ("{id: maybe, kind: maybe, words: [或许]}", "own/speech.yml:1: maybe: unknown kind or class"),
    ],
)
def test_each_list_that_a_pattern_names_has_an_entry(entry: str, wrong: str) -> None:
    with pytest.raises(LexiconError, match=wrong):
        load_speech((lexicon.Layer("own", (("speech", f"- {entry}"),)),))


def test_words_inside_longer_ones_do_not_count() -> None:
    found = re.compile(alternatives(["会", "当", "大使", "方"], ["社会", "委员会", "会议", "当天", "驻大使馆"])).findall
    assert found("社会委员会会议当天驻大使馆") == []
    assert found("会当大使馆驻大使方") == ["会", "当", "大使", "大使", "方"]
    assert re.search(alternatives([]), "会") is None


@pytest.mark.parametrize("entry", entries("not_quotes"))
def test_not_quotes_entry(entry: dict[str, Any], speech: SpeechLexicon) -> None:
    """Examples hold a passage in marks and no quotation; the others hold one."""
    for sentence in entry["examples"]:
        assert quotes_of(sentence, {}, speech) == (), sentence
    for sentence in entry["not"]:
        assert quotes_of(sentence, {}, speech), sentence
