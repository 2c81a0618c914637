"""A contact that no reading found, added with its evidence: no field without the words that say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tongshi import codec, identity
from tongshi.decisions import Decision
from tongshi.errors import LedgerError
from tongshi.lexicon import Layers
from tongshi.offsets import Span
from tongshi.review.deciding import Reviewer
from tongshi.review.typed import typed
from tongshi.rights import StoreRelease


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What a reviewer tells of a contact; fields as he types them (`tongshi.review.typed`)."""

    sentence: str  # as written, which proves it
    trigger: str  # the word of it that tells the contact
    type: str
    status: str = "held"
    salience: str = "background"
    participants: str = ""
    date: str = "?"
    date_words: str = ""  # that say the date
    place: str = "?"
    polities: str = ""  # besides those of participants and place
    topics: str = ""


def add(store: StoreRelease, reviewer: Reviewer, post: str, told: Added, why: str, layers: Layers = ()) -> Decision:
    """Add it to an article; raises LedgerError where the article does not have the words, NotFoundError for no post."""
    id_ = store.post_named(post)
    value: dict[str, Any] = {
        name: typed(name, getattr(told, name), layers)
        for name in ("type", "status", "salience", "participants", "date", "place", "polities", "topics")
    }
    polities = [each["polity"] for each in (*value["participants"], value["place"]) if each["polity"]]
    value["polities"] = list(dict.fromkeys([*polities, *value["polities"]]))
    value |= {"post": id_, "trigger": told.trigger, "evidence": told.sentence}
    value["spans"] = {name: [list(span)] for name, span in _spans(store, id_, told, value).items()}
    engagement = codec.engagement_from(value)
    (key,) = identity.engagement_ids(id_, 0, [engagement])
    return reviewer.decision("add", [key], why, value=value)


def _spans(store: StoreRelease, post: str, told: Added, value: dict[str, Any]) -> dict[str, Span]:
    evidence = _stands(store, post, told.sentence)
    trigger = _stands(store, post, told.trigger, evidence)
    if not _inside(trigger, evidence):
        raise LedgerError(f"{told.trigger}: not a word of the sentence")
    spans = {"trigger": trigger, "evidence": evidence, "status": trigger}
    for number, each in enumerate(value["participants"]):
        spans[f"participants.{number}"] = _stands(store, post, each["name"] or each["office"], evidence)
    if value["date"]["start"]:
        if not told.date_words:
            raise LedgerError("date: give the words that say it")
        spans["date"] = _stands(store, post, told.date_words, evidence)
    if place := value["place"]["city"]:
        spans["place"] = _stands(store, post, place, evidence)
    elif value["place"]["polity"]:
        raise LedgerError("place: give the words that say it, as 北京:CN")
    return spans


def _stands(store: StoreRelease, post: str, words: str, near: Span | None = None) -> Span:
    """Where words stand in a post, in the sentence if they do; raises LedgerError."""
    found = store.places_of(post, words)
    if not found:
        raise LedgerError(f"{words}: the article does not have these words")
    return next((span for span in found if near and _inside(span, near)), found[0])


def _inside(span: Span, whole: Span) -> bool:
    return whole.start <= span.start and span.end <= whole.end
