"""Every entry of every lexicon finds its own examples and leaves its counter-examples alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Case:
    """An entry with the sentences in which it must be found and those in which it must not."""

    name: str
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]

    def wrong(self, finds: Callable[[str], bool]) -> dict[str, str]:
        """The sentences that are read otherwise, and how."""
        missed = {sentence: "not found" for sentence in self.examples if not finds(sentence)}
        return missed | {sentence: "found" for sentence in self.counter_examples if finds(sentence)}


def cases(name: str, key: str) -> list[Any]:
    """A case for each entry of a lexicon; all its sentences are tried, and those that fail are named."""
    found = []
    for entry in lexicon.entries(name):
        examples, counter_examples = (lexicon.strings(entry, kind) for kind in ("examples", "not"))
        assert examples, f"{name}.yml: {entry.get(key)} has no examples"
        assert counter_examples, f"{name}.yml: {entry.get(key)} has no counter-examples"
        found.append(pytest.param(Case(entry[key], examples, counter_examples), id=str(entry[key])))
    return found


def refs(registry: Registry, sentence: str) -> set[str]:
    return {ref for hit in registry.scan(fold(sentence)) for ref in hit.ref}


@pytest.mark.parametrize("case", cases("polities", "code"))
def test_polity(registry: Registry, case: Case) -> None:
    def finds(sentence: str) -> bool:
        folded = fold(sentence)
        found = {hit.ref[0] for hit in registry.scan(folded) if hit.kind == "polity"}
        found |= {actor.polity for actor in find_names(folded, registry, None)[0] if actor.office}
        return case.name in found

    assert case.wrong(finds) == {}


@pytest.mark.parametrize("case", cases("people", "id"))
def test_person(registry: Registry, case: Case) -> None:
    def finds(sentence: str) -> bool:
        read = {actor.person for actor in find_names(fold(sentence), registry, None)[0]}
        return case.name in refs(registry, sentence) | read

    assert case.wrong(finds) == {}


@pytest.mark.parametrize("case", cases("offices", "id"))
def test_office(registry: Registry, case: Case) -> None:
    assert case.wrong(lambda sentence: case.name in refs(registry, sentence)) == {}


@pytest.mark.parametrize("case", cases("institutions", "id"))
def test_institution(registry: Registry, case: Case) -> None:
    assert case.wrong(lambda sentence: case.name in refs(registry, sentence)) == {}


CUES: Cues = load_cues()
TOPICS: Topics = load_topics()
GRAMMAR = load_grammar()
MODALITY: Modality = load_modality(GRAMMAR)


@pytest.mark.parametrize("case", cases("engagements", "id"))
def test_cue(case: Case) -> None:
    assert case.wrong(lambda sentence: case.name in {hit.cue.id for hit in CUES.find(fold(sentence))}) == {}


@pytest.mark.parametrize("case", cases("topics", "code"))
def test_topic(case: Case) -> None:
    assert case.wrong(lambda sentence: case.name in TOPICS(fold(sentence))) == {}


PHRASES = load_phrases()


@pytest.mark.parametrize("case", cases("phrases", "id"))
def test_phrase(case: Case) -> None:
    assert case.wrong(lambda sentence: case.name in PHRASES(fold(sentence))) == {}


def test_phrases_are_found_at_their_places() -> None:
    text = "甲：单方面改变现状；乙：「一個中國」政策"
    found = [(text[hit.start : hit.end], hit.id) for hit in PHRASES.find(fold(text))]
    assert found == [("改变现状", "status-quo"), ("「一個中國」政策", "one-china-policy")]
    assert [hit.start for hit in PHRASES.find(fold(text), 8)] == [12]
    assert PHRASES(fold(text), 0, 5) == ()


@pytest.mark.parametrize("case", cases("modality", "status"))
def test_status_word(case: Case) -> None:
    """The status is read beside the sentence's own cue, or beside its last word where it has none."""

    def finds(sentence: str) -> bool:
        folded = fold(sentence)
        cues = list(CUES.find(folded))
        place = (cues[-1].start, cues[-1].end) if cues else (len(folded) - 1, len(folded))
        return MODALITY.judge(folded, (0, len(folded)), place).status == case.name

    assert case.wrong(finds) == {}


@pytest.mark.parametrize("case", cases("grammar", "id"))
def test_grammar(case: Case) -> None:
    """Examples end or begin where the frame looks, so a pattern bound to an end is tried at it."""

    def finds(text: str) -> bool:
        found = getattr(GRAMMAR, case.name.replace("-", "_")).search(fold(text))
        return found is not None and bool(found[0])

    assert case.wrong(finds) == {}


LEVELS = load_levels()


@pytest.mark.parametrize("case", cases("levels", "id"))
def test_level(case: Case) -> None:
    def finds(office: str) -> bool:
        return LEVELS.of_participant(Participant(name="某人", office=office), None) == case.name

    assert case.wrong(finds) == {}


def test_every_role_has_one_level() -> None:
    roles = [role for entry in lexicon.entries("levels") for role in lexicon.strings(entry, "roles")]
    held = [office.get("role", "other") for entry in lexicon.entries("people") for office in entry.get("offices") or ()]
    assert len(roles) == len(set(roles))
    assert {*held, *(entry["role"] for entry in lexicon.entries("offices"))} <= set(roles)


CREDITS = load_credits(load_media().agencies)
USAGES = load_usages()


@pytest.mark.parametrize("case", cases("credits", "id"))
def test_credit(case: Case) -> None:
    """A duty word is found as such; any entry of picture credits finds whom its examples credit."""
    duty = {"other-duties": "other"}.get(case.name, case.name)

    def finds(text: str) -> bool:
        folded = fold(text)
        duties = {CREDITS.duties[found["duty"] or found["at_once"]] for found in CREDITS.duty.finditer(folded)}
        return duty in duties if duty in CREDITS.duties.values() else any(CREDITS.pictures(folded))

    assert case.wrong(finds) == {}


@pytest.mark.parametrize("case", cases("usage", "id"))
def test_usage(case: Case) -> None:
    assert case.wrong(lambda text: bool(USAGES.votes(fold(text)))) == {}


NAMING = load_naming()


@pytest.mark.parametrize("case", cases("naming", "id"))
def test_naming(case: Case) -> None:
    """A herald stands right before a name and its bracket; the others are found where they stand."""

    def finds(text: str) -> bool:
        if case.name == "heralds":
            return any(word in fold(text) for word in NAMING.heralds)
        return getattr(NAMING, case.name).search(fold(text)) is not None

    assert case.wrong(finds) == {}


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
        assert entry["examples"], f"fusion.yml: {name} has no examples"
        assert entry["not"], f"fusion.yml: {name} has no counter-examples"
        yield pytest.param(patterns[name], Case(name, tuple(entry["examples"]), tuple(entry["not"])), id=name)


@pytest.mark.parametrize(("pattern", "case"), list(_fusion_cases()))
def test_fusion_words(pattern: re.Pattern[str], case: Case) -> None:
    def finds(sentence: str) -> bool:
        return any(match[match.re.groups] for match in pattern.finditer(fold(sentence)))

    assert case.wrong(finds) == {}


def test_fusion_weighs_all_that_it_finds() -> None:
    told = set()
    for module in (agreement, days, parties):
        told |= set(re.findall(r'"([a-z][a-z ,]+)"', Path(module.__file__).read_text("utf-8")))
    assert set(FUSION.weights) - {"bias"} <= told
    assert set(lexicon.document("fusion")["gatherings"]) <= set(FUSION.occasions) | {"OPEC"}
