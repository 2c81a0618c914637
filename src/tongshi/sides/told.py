"""What text, page and lines tell in the same words."""

from __future__ import annotations

from collections.abc import Iterable

from tongshi.annals import coverage_told
from tongshi.compare import (
    ByOutlet,
    Comparison,
    Item,
    Link,
    Place,
    Share,
    Side,
    Telling,
    TopicShare,
    Unlinked,
    Voice,
    Wording,
)
from tongshi.compare.records import unique_names
from tongshi.coverage import Coverage
from tongshi.display import date, where, who
from tongshi.store import Contact, StoredReading

#: What a verb class is called.
CLASSES = {
    "state": "states", "stress": "stresses", "urge": "urges", "warn": "warns", "criticise": "criticises",
    "deny": "denies", "promise": "promises", "praise": "praises", "threaten": "threatens", "thank": "thanks",
    "propose": "proposes",
}  # fmt: skip

#: Of those who take part so many are named in a heading.
_MOST = 6

#: So many references stand in one place.
_MOST_REFERENCES = 12


def heading(contact: Contact) -> str:
    """`meeting, held, 2021-03-18, 安克雷奇 (US): 布林肯 (US)、王毅 (CN)`."""
    people = [who(each) for each in contact.participants]
    named = [*people[:_MOST], "…"] if len(people) > _MOST else people
    head = ", ".join(filter(None, (contact.type, contact.status, date(contact.when), where(contact))))
    return f"{head}: {'、'.join(named) or ' '.join(contact.polities)}"


def cited(numbers: Iterable[int]) -> tuple[list[int], str]:
    """The numbers of articles in ascending order, each once, and ` +3` for those beyond the first twelve."""
    listed = sorted(set(numbers))
    more = len(listed) - _MOST_REFERENCES
    return listed[:_MOST_REFERENCES], f" +{more}" if more > 0 else ""


def phrase(id_: str, words: str) -> str:
    """`red-line 红线`."""
    return f"{id_} {words}".strip()


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
    """In what it was said, and through whom it is told; nothing where neither is known.

    Who belongs to another polity than the speaker is told with its code: `新華社 CN`.
    """
    return means(wording.media, (" → ".join(_link(link, wording) for link in each.links) for each in wording.told))


def means(forms: Iterable[str], links: Iterable[str]) -> str:
    """`in 聲明; through 路透社 → 英国官员`."""
    parts = (("in", unique_names(forms)), ("through", unique_names(link for link in links if link)))
    return "; ".join(f"{word} {'、'.join(names)}" for word, names in parts if names)


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
    return f"{share.order}. {percent(share.share)}, {articles}"


def percent(share: float) -> str:
    """`34%`; what is there, but less than one in a hundred, is `<1%`."""
    return "<1%" if 0 < share < 0.01 else f"{share:.0%}"


def outlet_share(share: Share) -> str:
    """`34%: 120 characters, 20 quoted`, without a percentage where none can be told."""
    told = f"{share.characters} characters" + (f", {share.quoted} quoted" if share.quoted else "")
    return told if share.share is None else f"{percent(share.share)}: {told}"


def count_of(voice: Voice) -> str:
    """`3 statements, 1 quoted`."""
    count = f"{voice.wordings} statement{'s' * (voice.wordings > 1)}"
    return f"{count}, {voice.quoted} quoted" if voice.quoted else count


def names_of(telling: Telling) -> tuple[tuple[str, tuple[Item, ...]], ...]:
    """The people whom an outlet names, whom it names first apart, each list under its label."""
    return ("names first", telling.people[:1]), ("names", telling.people[1:])


def told_of(telling: Telling) -> tuple[tuple[str, tuple[Item, ...]], ...]:
    """What else an outlet tells of, and what it leaves out, each list under its label."""
    return (
        ("topics", telling.topics),
        ("phrases", telling.phrases),
        ("people left out", telling.without_people),
        ("topics left out", telling.without_topics),
        ("phrases left out", telling.without_phrases),
    )


def unlinked(told: Unlinked) -> str:
    """What else a side says in an outlet's articles, of which it is not known whether it belongs to the contact."""
    return f"{told.statements} statement{'s' * (told.statements > 1)} not read as said of it"


def silence(compared: Comparison) -> str:
    """Who has no account. Nobody is said to have said nothing: only these articles are known."""
    if compared.silent:
        return f"silent in these articles: {' '.join(compared.silent)}"
    return "" if compared.sides else "no account of a side in these articles"


def around(coverage: Coverage | None) -> str:
    """What the archive holds of the days around a contact: what is not told there need not have been silence.

    `the archive from 2021-02-09 to 2021-02-17: covered: 120 articles of 9 outlets where 110 are usual, …`; nothing
    where that is not known.
    """
    if coverage is None:
        return ""
    told = f"the archive from {coverage.first} to {coverage.last}: {coverage_told(coverage)}"
    return f"{told}; nothing of {' '.join(coverage.silent)}" if coverage.silent else told


def others(told: ByOutlet) -> str:
    """Of which other outlets the archive holds articles of these days."""
    return f"articles of these days, but none that tells of it: {' '.join(told.others)}" if told.others else ""
