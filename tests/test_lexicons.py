"""Every entry of every lexicon finds its own examples and leaves its counter-examples alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tongshi import lexicon
from tongshi.clean.credits import load_credits
from tongshi.clean.media import load_media
from tongshi.clean.usage import load_usages
from tongshi.engagements.cues import Cues, load_cues
from tongshi.engagements.grammar import load_grammar
from tongshi.engagements.modality import Modality, load_modality
from tongshi.engagements.topics import Topics, load_topics
from tongshi.fusion import agreement, days, parties
from tongshi.fusion import rules as fusion_rules
from tongshi.language import fold
from tongshi.learning import load_naming
from tongshi.levels import load_levels
from tongshi.phrases import load_phrases
from tongshi.pipeline import Knowledge
from tongshi.records import Participant
from tongshi.registry import Registry, find_names


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Knowledge.shipped().registry


def cases(name: str, key: str) -> list[Any]:
    return list(_cases(name, key))


def _cases(name: str, key: str) -> Iterator[Any]:
    for entry in lexicon.entries(name):
        for kind, wanted in (("examples", True), ("not", False)):
            sentences = lexicon.strings(entry, kind)
            assert sentences, f"{name}.yml: {entry.get(key)} has no {kind}"
            for sentence in sentences:
                yield pytest.param(entry[key], sentence, wanted, id=f"{entry[key]}-{kind}-{sentence[:12]}")


def people_cases() -> list[Any]:
    return [case for name in ("people",) for case in cases(name, "id")]


def refs(registry: Registry, sentence: str) -> set[str]:
    return {ref for hit in registry.scan(fold(sentence)) for ref in hit.ref}


@pytest.mark.parametrize(("code", "sentence", "wanted"), cases("polities", "code"))
def test_polity(registry: Registry, code: str, sentence: str, wanted: bool) -> None:
    folded = fold(sentence)
    found = {hit.ref[0] for hit in registry.scan(folded) if hit.kind == "polity"}
    found |= {actor.polity for actor in find_names(folded, registry, None)[0] if actor.office}
    assert (code in found) == wanted


@pytest.mark.parametrize(("person", "sentence", "wanted"), people_cases())
def test_person(registry: Registry, person: str, sentence: str, wanted: bool) -> None:
    read = {actor.person for actor in find_names(fold(sentence), registry, None)[0]}
    assert (person in refs(registry, sentence) | read) == wanted


@pytest.mark.parametrize(("office", "sentence", "wanted"), cases("offices", "id"))
def test_office(registry: Registry, office: str, sentence: str, wanted: bool) -> None:
    assert (office in refs(registry, sentence)) == wanted


@pytest.mark.parametrize(("institution", "sentence", "wanted"), cases("institutions", "id"))
def test_institution(registry: Registry, institution: str, sentence: str, wanted: bool) -> None:
    assert (institution in refs(registry, sentence)) == wanted


CUES: Cues = load_cues()
TOPICS: Topics = load_topics()
GRAMMAR = load_grammar()
MODALITY: Modality = load_modality(GRAMMAR)


@pytest.mark.parametrize(("cue", "sentence", "wanted"), cases("engagements", "id"))
def test_cue(cue: str, sentence: str, wanted: bool) -> None:
    assert (cue in {hit.cue.id for hit in CUES.find(fold(sentence))}) == wanted


@pytest.mark.parametrize(("topic", "sentence", "wanted"), cases("topics", "code"))
def test_topic(topic: str, sentence: str, wanted: bool) -> None:
    assert (topic in TOPICS(fold(sentence))) == wanted


PHRASES = load_phrases()


@pytest.mark.parametrize(("phrase", "sentence", "wanted"), cases("phrases", "id"))
def test_phrase(phrase: str, sentence: str, wanted: bool) -> None:
    assert (phrase in PHRASES(fold(sentence))) == wanted


def test_phrases_are_found_at_their_places() -> None:
    text = "甲：单方面改变现状；乙：「一個中國」政策"
    found = [(text[hit.start : hit.end], hit.id) for hit in PHRASES.find(fold(text))]
    assert found == [("改变现状", "status-quo"), ("「一個中國」政策", "one-china-policy")]
    assert [hit.start for hit in PHRASES.find(fold(text), 8)] == [12]
    assert PHRASES(fold(text), 0, 5) == ()


@pytest.mark.parametrize(("status", "sentence", "wanted"), cases("modality", "status"))
def test_status_word(status: str, sentence: str, wanted: bool) -> None:
    """The status is read beside the sentence's own cue, or beside its last word where it has none."""
    folded = fold(sentence)
    cues = list(CUES.find(folded))
    place = (cues[-1].start, cues[-1].end) if cues else (len(folded) - 1, len(folded))
    assert (MODALITY.judge(folded, (0, len(folded)), place).status == status) == wanted


@pytest.mark.parametrize(("entry", "text", "wanted"), cases("grammar", "id"))
def test_grammar(entry: str, text: str, wanted: bool) -> None:
    """Examples end or begin where the frame looks, so a pattern bound to an end is tried at it."""
    found = getattr(GRAMMAR, entry.replace("-", "_")).search(fold(text))
    assert (found is not None and bool(found[0])) == wanted


LEVELS = load_levels()


@pytest.mark.parametrize(("level", "office", "wanted"), cases("levels", "id"))
def test_level(level: str, office: str, wanted: bool) -> None:
    person = Participant(name="某人", office=office)
    assert (LEVELS.of_participant(person, None) == level) == wanted


def test_every_role_has_one_level() -> None:
    roles = [role for entry in lexicon.entries("levels") for role in lexicon.strings(entry, "roles")]
    held = [office.get("role", "other") for entry in lexicon.entries("people") for office in entry.get("offices") or ()]
    assert len(roles) == len(set(roles))
    assert {*held, *(entry["role"] for entry in lexicon.entries("offices"))} <= set(roles)


CREDITS = load_credits(load_media().agencies)
USAGES = load_usages()


@pytest.mark.parametrize(("entry", "text", "wanted"), cases("credits", "id"))
def test_credit(entry: str, text: str, wanted: bool) -> None:
    """A duty word is found as such; any entry of picture credits finds whom its examples credit."""
    folded = fold(text)
    duties = {CREDITS.duties[found["duty"] or found["at_once"]] for found in CREDITS.duty.finditer(folded)}
    duty = {"other-duties": "other"}.get(entry, entry)
    found = duty in duties if duty in CREDITS.duties.values() else any(CREDITS.pictures(folded))
    assert found == wanted


@pytest.mark.parametrize(("thing", "text", "wanted"), cases("usage", "id"))
def test_usage(thing: str, text: str, wanted: bool) -> None:
    assert bool(USAGES.votes(fold(text))) == wanted


NAMING = load_naming()


@pytest.mark.parametrize(("entry", "text", "wanted"), cases("naming", "id"))
def test_naming(entry: str, text: str, wanted: bool) -> None:
    """A herald stands right before a name and its bracket; the others are found where they stand."""
    if entry == "heralds":
        found = any(word in fold(text) for word in NAMING.heralds)
    else:
        found = getattr(NAMING, entry).search(fold(text)) is not None
    assert found == wanted


def test_people_are_many() -> None:
    assert len(Knowledge.shipped().registry.people) >= 300


def test_every_role_is_known(registry: Registry) -> None:
    roles = {office.role for office in registry.offices.values()} | {
        "former", "organisation-official", "foreign-policy-official", "religious", "other",
    }  # fmt: skip
    unknown = {
        (person.id, tenure.role) for person in registry.people.values() for tenure in person.tenures
        if tenure.role not in roles
    }  # fmt: skip
    assert not unknown


def test_polity_codes_are_unique() -> None:
    codes = [entry["code"] for entry in lexicon.entries("polities")]
    assert len(codes) == len(set(codes))


FUSION = fusion_rules.shipped()
_KINDS = ("forum", "signing", "summons", "welcome")
_WORDS = ("leaving", "video", "talks", "earlier", "asked", "calling", "ministers", "leaders", *_KINDS)


def _fusion_cases() -> Iterator[Any]:
    table = lexicon.document("fusion")
    patterns = dict(FUSION.occasions)
    entries = [(entry["id"], entry) for entry in table["occasions"]]
    for name in _WORDS:
        patterns[name] = {**FUSION.sessions, **FUSION.kinds}.get(name) or getattr(FUSION, name, None)
        entries.append((name, table["words"][name]))
    for name, entry in entries:
        for kind, wanted in (("examples", True), ("not", False)):
            assert entry[kind], f"fusion.yml: {name} has no {kind}"
            for sentence in entry[kind]:
                yield pytest.param(patterns[name], sentence, wanted, id=f"{name}-{kind}-{sentence[:12]}")


@pytest.mark.parametrize(("pattern", "sentence", "wanted"), list(_fusion_cases()))
def test_fusion_words(pattern: re.Pattern[str], sentence: str, wanted: bool) -> None:
    found = [match[match.re.groups] for match in pattern.finditer(fold(sentence))]
    assert any(found) == wanted


def test_fusion_weighs_all_that_it_finds() -> None:
    told = set()
    for module in (agreement, days, parties):
        told |= set(re.findall(r'"([a-z][a-z ,]+)"', Path(module.__file__).read_text("utf-8")))
    assert set(FUSION.weights) - {"bias"} <= told
    assert set(lexicon.document("fusion")["gatherings"]) <= set(FUSION.occasions) | {"OPEC"}
