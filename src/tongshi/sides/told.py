"""What text, page and lines tell in the same words."""

from __future__ import annotations

from collections.abc import Iterable

from tongshi.compare import Link, Place, Side, TopicShare, Wording
from tongshi.compare.records import unique_names
from tongshi.display import date, who
from tongshi.store import Contact, StoredReading

#: What a verb class is called.
CLASSES = {
    "state": "states", "stress": "stresses", "urge": "urges", "warn": "warns", "criticise": "criticises",
    "deny": "denies", "promise": "promises", "praise": "praises", "threaten": "threatens", "thank": "thanks",
    "propose": "proposes",
}  # fmt: skip

#: Of those who take part so many are named in a heading.
_MOST = 6


def heading(contact: Contact) -> str:
    """`call, held, 2021-10-13: 布林肯 (US)、王毅 (CN)`."""
    people = [who(each) for each in contact.participants]
    named = [*people[:_MOST], "…"] if len(people) > _MOST else people
    return f"{contact.type}, {contact.status}, {date(contact.when)}: {'、'.join(named) or ' '.join(contact.polities)}"


def day(article: StoredReading) -> str:
    """The day of publication where the outlet is; empty: not known."""
    local = article.reading.article.published_local
    return f"{local:%Y-%m-%d}" if local else article.published_at[:10]


def speaker(wording: Wording) -> str:
    """Who says it, as first written, and his office where he has a name."""
    return named(wording.statement.speaker, wording.statement.office)


def named(name: str | None, office: str | None) -> str:
    """`布林肯 美國國務卿`; an unnamed one by his office."""
    return " ".join(dict.fromkeys(part for part in (name, office) if part))


def handed_on(wording: Wording) -> str:
    """Through whom it is told, and in what: `路透社 → 英国官员、新聞稿`; nothing where neither is known.

    Who belongs to another polity than the speaker is told with its code: `新華社 CN`.
    """
    chains = (" → ".join(_link(link, wording) for link in each.links) for each in wording.told)
    return "、".join(unique_names(part for part in (*chains, *wording.media) if part))


def _link(link: Link, wording: Wording) -> str:
    return f"{link.name} {link.polity}" if link.polity not in {"", wording.side} else link.name


def span(place: Place) -> str:
    """Where words stand in the post, told where they are not shown."""
    return f"[{place.span.start}, {place.span.end})" if place.span else ""


def only_through(side: Side) -> str:
    """Whether a side's account is known through the other side alone."""
    return f"known only through {'、'.join(side.through)}" if side.through else ""


def share_of(share: TopicShare) -> str:
    """`1. 34%, 3 articles`."""
    articles = f"{share.articles} article{'s' * (share.articles > 1)}"
    return f"{share.order}. {share.share:.0%}, {articles}"


def silent(polities: Iterable[str]) -> str:
    """Nobody is said to have said nothing: only these articles are known."""
    return f"silent in these articles: {' '.join(polities)}"
