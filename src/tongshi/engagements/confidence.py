"""How sure a record is: what is known of it, weighed as records of hand-coded articles proved right."""

from __future__ import annotations

from tongshi.engagements.contacts import Contact
from tongshi.engagements.weights import Weights
from tongshi.records import Engagement


def evidence(
    contact: Contact, engagement: Engagement, *, in_headline: bool, articles_contacts: int
) -> dict[str, float]:
    """What speaks for and against a record, by name; the weights say how much."""
    best = contact.best
    start, _ = best.sentence
    named = [actor for actor in best.actors if actor.name is not None]
    return {
        "bias": 1.0,
        f"type {engagement.type}": 1.0,
        f"rule {best.draft.rule}": 1.0,
        f"status {engagement.status}": 1.0,
        f"salience {engagement.salience}": 1.0,
        f"date {engagement.when.precision}": 1.0,
        f"named {min(len(named), 2)}": 1.0,
        "date in the clause": float(best.firm),
        "told again": float(len(contact.mentions) > 1),
        "in the headline": float(in_headline),
        "in the lead": float(any(mention.lead and not mention.caption for mention in contact.mentions)),
        "in a caption only": float(all(mention.caption for mention in contact.mentions)),
        "looks back": float(all(mention.looks_back for mention in contact.mentions)),
        "weak word": float(best.draft.weak),
        "subject left unsaid": float(any(actor.start < start for actor in best.actors)),
        "a place": float(engagement.place.polity is not None),
        "all persons known": float(bool(named) and all(actor.person for actor in named)),
        "many contacts": float(articles_contacts > _MANY),
    }


def confidence(weights: Weights, features: dict[str, float]) -> float:
    """The probability, to two places."""
    return round(weights(features), 2)


#: Contacts above which an article is a survey of many rather than news of one.
_MANY = 8
