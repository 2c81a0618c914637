"""A coder for tests: posts say themselves what is to be read in them, a line each.

    @meeting held main 2021-02-10 who=拜登:US,習近平:CN topics=trade,taiwan place=北京:CN
    @readout 0 US 白宮 trade,taiwan
    @quote 拜登 US 「我們談了兩個小時。」
    @said 拜登 US stress 談判還沒有結果 office=總統 verb=強調 to=習近平 in=推特 via=路透社,發言人 topics=trade
        phrases=status-quo engagement=0 side=US person=biden-joe form=direct
    @fail, @unclean, @die, @stall

Dates are a day, a month, a year or `?`; `until=` and `alt=` take days. People of the registry are `name:CODE:id`.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import time
from dataclasses import replace
from pathlib import Path

from tongshi.errors import ReadError
from tongshi.offsets import SourceText, Span, join, verbatim
from tongshi.pipeline import Knowledge
from tongshi.records import (
    Article,
    Block,
    Engagement,
    Participant,
    Place,
    Post,
    Quote,
    Reading,
    Readout,
    Role,
    Statement,
    When,
)
from tongshi.registry import Registry

_ZONE = dt.timezone(dt.timedelta(hours=8))
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_CAPTION = re.compile(r"<figcaption>(.*?)</figcaption>", re.DOTALL)


class Toy:
    """The coder."""

    version = "toy-1"

    def prepare(self) -> None:
        pass

    def curated(self) -> Registry:
        return Knowledge.shipped().registry

    def __call__(self, post: Post) -> Reading:
        body = post.text[slice(*post.body)]
        if "@unclean" in body:
            raise ReadError("nothing but markup")
        if "@fail" in body:
            raise RuntimeError("a rule\nfell over")
        if "@die" in body:
            os._exit(9)
        if "@stall" in body:
            time.sleep(120)
        article = _article(post)
        records: dict[str, list[tuple[list[str], int]]] = {"readout": [], "quote": [], "said": [], "engagement": []}
        for line in re.finditer(r"^@(\w+) (.*)$", article.body.text, re.MULTILINE):
            kind, words = line[1], line[2].split()
            if kind in {"readout", "quote", "said"}:
                records[kind].append((words, line.start(2)))
            else:
                records["engagement"].append(([kind, *words], line.start()))
        return Reading(
            article=article,
            engagements=tuple(_engagement(article.body, words, at) for words, at in records["engagement"]),
            readouts=tuple(_readout(article.body, words, at) for words, at in records["readout"]),
            quotes=tuple(_quote(article.body, words, at) for words, at in records["quote"]),
            statements=tuple(_statement(article.body, words, at) for words, at in records["said"]),
        )


class Retrained(Toy):
    """The same with other rules: it takes nobody's word."""

    version = "toy-2"

    def __call__(self, post: Post) -> Reading:
        reading = super().__call__(post)
        return replace(reading, engagements=tuple(replace(each, status="denied") for each in reading.engagements))


def _article(post: Post) -> Article:
    start, end = post.body
    runs = [verbatim(post.text, *match.span(1)) for match in _PARAGRAPH.finditer(post.text, start, end)]
    captions = [verbatim(post.text, *match.span(1)) for match in _CAPTION.finditer(post.text, start, end)]
    body = join(runs, "\n")
    ranges, place = [], 0
    for run in runs:
        ranges.append((place, place + len(run)))
        place += len(run) + 1
    published = dt.datetime.fromisoformat(post.published) if post.published else None
    local = published.astimezone(_ZONE) if published else None
    return Article(
        post=post,
        outlet=re.sub(r"^https?://(?:www\.)?([a-z0-9]+).*$", r"\1", post.url) or "unknown",
        script="Hant",
        body=body,
        paragraphs=tuple(ranges),
        blocks=(*(_block("paragraph", run) for run in runs), *(_block("caption", caption) for caption in captions)),
        published_local=local,
        day=local.date() if local else None,
        captions=tuple(caption.text for caption in captions),
    )


def _block(role: Role, text: SourceText) -> Block:
    return Block(role, text, text.span(0, len(text)) if text else Span(0, 0))


def _engagement(body: SourceText, words: list[str], at: int) -> Engagement:
    type_, status, salience, date, *rest = words
    options = dict(word.split("=", 1) for word in rest)
    line = body.text[at:].partition("\n")[0]
    people = []
    for one in filter(None, options.get("who", "").split(",")):
        name, polity, person = [*one.split(":"), ""][:3]
        spans = (_at(body, name, at),) if name else ()
        people.append(Participant(name=name or None, office=None if name else "代表團", polity=polity, person=person,
                                  spans=spans))  # fmt: skip
    city, _, polity = options.get("place", "").partition(":")
    spans = {"trigger": (body.span(at, at + 1 + len(type_)),), "evidence": (body.span(at, at + len(line)),)}
    if date != "?":
        spans["date"] = (_at(body, date, at),)
    polities = options["polities"].split(",") if "polities" in options else [each.polity or "" for each in people]
    return Engagement(
        type=type_,  # type: ignore[arg-type]
        status=status,  # type: ignore[arg-type]
        salience=salience,  # type: ignore[arg-type]
        participants=tuple(people),
        polities=tuple(dict.fromkeys(polities)),
        when=when(date, options.get("until"), options.get("alt")),
        place=Place(city=city or None, polity=polity or None),
        topics=tuple(filter(None, options.get("topics", "").split(","))),
        trigger=f"@{type_}",
        evidence=line,
        spans=spans,
        confidence=0.75,
        rule="toy",
    )


def when(date: str, until: str | None = None, alt: str | None = None) -> When:
    """A date as tests write it."""
    if date == "?":
        return When()
    precision = {4: "year", 7: "month", 10: "day"}[len(date)]
    return When(
        start=dt.date.fromisoformat(f"{date}-01-01"[:10]),
        end=dt.date.fromisoformat(until) if until else None,
        precision=precision,  # type: ignore[arg-type]
        alt=dt.date.fromisoformat(alt) if alt else None,
    )


def _at(body: SourceText, words: str, at: int) -> Span:
    start = body.text.index(words, at)
    return body.span(start, start + len(words))


def _readout(body: SourceText, words: list[str], at: int) -> Readout:
    number, side, sources, topics = words
    spans = {f"topics.{topic}": (_at(body, topic, at),) for topic in topics.split(",")}
    return Readout(
        engagement=int(number),
        side=side,
        sources=tuple(sources.split(",")),
        topics=tuple(topics.split(",")),
        spans={"sources": (_at(body, sources, at),), **spans},
    )


def _quote(body: SourceText, words: list[str], at: int) -> Quote:
    speaker, polity, text = words
    start = body.text.index(text, at) + 1
    end = start + len(text) - 2
    return Quote(
        text=text[1:-1],
        speaker=speaker,
        polity=polity,
        start=start,
        end=end,
        spans={"text": (body.span(start, end),), "speaker": (_at(body, speaker, at),)},
    )


def _statement(body: SourceText, words: list[str], at: int) -> Statement:
    speaker, polity, manner, text, *rest = words
    options = dict(word.split("=", 1) for word in rest)
    chain, topics, phrases = (
        tuple(filter(None, options.get(name, "").split(","))) for name in ("via", "topics", "phrases")
    )
    start = body.text.index(text, at)
    told = {"speaker": speaker, **{name: options[name] for name in ("office", "verb") if name in options}}
    told |= {field: options[name] for field, name in (("addressee", "to"), ("medium", "in")) if name in options}
    told |= {f"chain.{number}": link for number, link in enumerate(chain)}
    spans = {field: (_at(body, word, at),) for field, word in told.items() if word != "-"}
    return Statement(
        text=text,
        form=options.get("form", "indirect"),  # type: ignore[arg-type]
        speaker=None if speaker == "-" else speaker,
        office=options.get("office"),
        polity=None if polity == "-" else polity,
        person=options.get("person", ""),
        verb=options.get("verb", ""),
        manner=manner,  # type: ignore[arg-type]
        addressee=options.get("to"),
        medium=options.get("in"),
        chain=chain,
        topics=topics,
        phrases=phrases,
        engagement=int(options["engagement"]) if "engagement" in options else None,
        side=options.get("side", ""),
        start=start,
        end=start + len(text),
        spans={"text": (body.span(start, start + len(text)),), **spans},
    )


def post(title: str, *paragraphs: str, url: str = "", day: str = "2021-02-11", captions: tuple[str, ...] = ()) -> str:
    """A post without front matter, as archived; published at eight in the morning in Taipei."""
    moment = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(8), _ZONE)
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    body += "".join(f"<figure><figcaption>{caption}</figcaption></figure>" for caption in captions)
    address = url or f"https://www.cna.com.tw/news/{abs(hash_of(title))}.aspx"
    return f"<!--{int(moment.timestamp() * 1000)}-->\n[{title}]({address})\n------\n\n<div>{body}</div>\n"


def hash_of(text: str) -> int:
    """A number that is the same in every process."""
    return int.from_bytes(text.encode()[:6], "big")


def archive(folder: Path, **posts: str) -> Path:
    """A folder with a file for each post."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in posts.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return folder
