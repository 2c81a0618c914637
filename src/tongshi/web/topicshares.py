"""How much of what each side says is on which topic, as a picture and as numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from tongshi.charts import Bars, Category, Cell, Chart, Frame, Named, Table, Value, bars, mirrored
from tongshi.compare import Side, TopicShare
from tongshi.compare.records import unique
from tongshi.sides.told import percent
from tongshi.web.labels import Labels

_BOTH = 2


def topic_shares(sides: Sequence[Side], labels: Labels, there: Callable[[str], str]) -> Chart | None:
    """Two sides back to back, one by itself; topics that several raise first. None where there is no topic.

    `there`: where what is said on a topic stands.
    """
    shares = [{share.topic: share for share in side.topics} for side in sides]
    topics = sorted(unique(topic for own in shares for topic in own), key=lambda each: _alone(each, shares))
    if not topics:
        return None
    t = labels.words
    chart = Bars(
        frame=Frame(id="shares", title=t("compare.shares"), description=t("compare.shares_told")),
        categories=[Category(f"side-{at}", labels.polity(side.polity)) for at, side in enumerate(sides, 1)],
        rows=[
            Named(
                label=labels.topic(topic),
                href=there(topic),
                values=[_value(side, topic, own.get(topic), labels) for side, own in zip(sides, shares, strict=True)],
            )
            for topic in topics
        ],
        head=labels.field("topic"),
    )
    drawn = mirrored(chart) if len(sides) == _BOTH else bars(chart)
    return replace(drawn, table=_numbers(sides, topics, shares, labels, there))


def anchor(topic: str) -> str:
    """Where a topic stands in the page."""
    return f"topic-{topic}"


def _alone(topic: str, shares: Sequence[dict[str, TopicShare]]) -> bool:
    return sum(topic in own for own in shares) < _BOTH


def _value(side: Side, topic: str, share: TopicShare | None, labels: Labels) -> Value:
    told = percent(share.share) if share else "–"
    of = f"{labels.polity(side.polity)}{labels.words('site.comma')}{labels.topic(topic)}"
    return Value(amount=share.share if share else 0.0, text=told, label=labels.words.told(of, told))


def _numbers(
    sides: Sequence[Side],
    topics: Sequence[str],
    shares: Sequence[dict[str, TopicShare]],
    labels: Labels,
    there: Callable[[str], str],
) -> Table:
    """For each side when it first raises a topic, how much of its words that is, and how many articles tell it."""
    t = labels.words
    head = [labels.field("topic")]
    for side in sides:
        head += [t.told(side.polity, t(f"compare.{column}")) for column in ("order", "share", "articles")]
    rows = []
    for topic in topics:
        row = [Cell(labels.topic(topic), there(topic))]
        for own in shares:
            share = own.get(topic)
            row += [Cell(share.order), Cell(percent(share.share)), Cell(share.articles)] if share else [Cell("–")] * 3
        rows.append(tuple(row))
    return Table(tuple(head), tuple(rows))
