"""A contact as some of its sources tell it."""

from __future__ import annotations

from dataclasses import replace

from tongshi import fusion
from tongshi.decisions import attributes
from tongshi.records import Engagement, Status
from tongshi.store import Contact, Source


def retold(contact: Contact, sources: list[Source]) -> Contact:
    """The contact as these of its sources report it, under the id it has; what people decided on stays."""
    fused = fusion.together([fusion.Member(source.candidate, source.reason, source.score) for source in sources])
    told = [_as_corrected(source) for source in sources]
    people = fusion.distinct(each for engagement in told for each in engagement.participants)
    polities = tuple(dict.fromkeys(code for engagement in told for code in engagement.polities))
    topics = tuple(dict.fromkeys(topic for engagement in told for topic in engagement.topics))
    decided = contact.corrected
    return replace(
        contact,
        type=contact.type if "type" in decided else fused.type,
        status=contact.status if "status" in decided else fused.status,
        salience=contact.salience if "salience" in decided else fused.salience,
        when=contact.when if "date" in decided else fused.when,
        place=contact.place if "place" in decided else fused.place,
        participants=contact.participants if "participants" in decided else people,
        polities=contact.polities if "polities" in decided else polities,
        topics=contact.topics if "topics" in decided else topics,
        outlets=tuple(dict.fromkeys(source.article.reading.article.outlet for source in sources)),
        posts=tuple(dict.fromkeys(source.article.post for source in sources)),
        vanished=tuple(sorted({source.article.post for source in sources if source.article.state == "vanished"})),
        sources=fused.sources,
        first_report=fused.first_report,
        history=fusion.history(map(_told, sources)),
        conflicts=tuple(field for field in fused.conflicts if field not in decided),
    )


def _told(source: Source) -> tuple[Status, str, str]:
    local = source.article.reading.article.published_local
    return source.engagement.status, source.article.published_at, local.date().isoformat() if local else ""


def _as_corrected(source: Source) -> Engagement:
    return replace(source.engagement, **attributes(source.corrected, source.engagement.participants))
