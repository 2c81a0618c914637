"""A comparison as one page that needs nothing else: every cell leads to its sentence at the foot of the page.

No script and no network; where a sentence may not be given, a cell leads to the article's own address.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tongshi.annals import coverage_told
from tongshi.compare import ByOutlet, Comparison, Item, Naming, Place, Row, Side, Telling, Wording
from tongshi.display import short
from tongshi.hypertext import Markup, document, element, link, own_direction
from tongshi.language import fold, sentences
from tongshi.offsets import SourceText, Span
from tongshi.sides.parts import Numbers, Part, parts, uses_of
from tongshi.sides.told import (
    CLASSES,
    around,
    cited,
    count_of,
    day,
    handed_on,
    heading,
    means,
    names_of,
    only_through,
    others,
    outlet_share,
    share_of,
    silence,
    span,
    speaker,
    told_of,
    unlinked,
)
from tongshi.sides.told import phrase as phrase_told
from tongshi.store import StoredReading

_STYLE = """
:root { color-scheme: light dark; --ink: #1d2430; --soft: #5b6575; --line: #d9dee6; --paper: #fff; --wash: #f5f7fa;
  --link: #1b5c86; --mark: #fff1b8; --target: #ffd75e; --state: #5b6575; --stress: #1f4fa3; --urge: #8a5a00;
  --warn: #a04400; --criticise: #a3262b; --deny: #7d1d3f; --promise: #1d6b3a; --praise: #2f6d12; --threaten: #7a1fa2;
  --thank: #0b6a74; --propose: #2a5f8f }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e9ee; --soft: #a2acba; --line: #38414e; --paper: #161b22; --wash: #1f2630; --link: #8cc4ea;
  --mark: #4a4115; --target: #7a6410; --state: #a2acba; --stress: #8fb4ff; --urge: #e6b858; --warn: #ffa565;
  --criticise: #ff8f8f; --deny: #ff9cc0; --promise: #7fd69b; --praise: #a8d983; --threaten: #d9a2f5; --thank: #6fd0da;
  --propose: #8cc0ee }
}
* { box-sizing: border-box }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem }
body { margin: 0 auto; padding: 2rem 1rem 4rem; max-width: 76rem; color: var(--ink); background: var(--paper);
  font: 16px/1.6 system-ui, sans-serif; overflow-wrap: anywhere }
h1 { font-size: 1.5rem; line-height: 1.3; margin: 0 0 .3rem }
h2 { font-size: 1.15rem; margin: 2.4rem 0 .6rem; padding-top: .8rem; border-top: 1px solid var(--line) }
h3 { font-size: 1rem; margin: 1.4rem 0 .3rem }
p { margin: .3rem 0 .8rem; color: var(--soft) }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: .15em }
ul, ol { margin: 0; padding: 0; list-style: none }
table { border-collapse: collapse; width: 100%; table-layout: fixed }
th { text-align: left; font-size: .85rem; color: var(--soft); font-weight: 600; padding: .3rem 1rem .3rem 0;
  border-bottom: 1px solid var(--line) }
td { vertical-align: top; padding: .55rem 1rem .55rem 0; border-bottom: 1px solid var(--line) }
th:last-child, td:last-child { padding-right: 0 }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 1rem }
.cards > div { background: var(--wash); border-radius: .5rem; padding: .8rem 1rem }
.cards h3 { margin: 0 0 .3rem }
.cards li + li { margin-top: .3rem }
.who, .soft { color: var(--soft); font-size: .88rem }
.warning { color: var(--criticise); font-weight: 600; font-size: .9rem }
.verb { font-size: .82rem; font-weight: 600; white-space: nowrap; border: 1px solid; border-radius: .3rem;
  padding: 0 .35rem; margin-right: .35rem; display: inline-block; line-height: 1.5 }
.said { display: block; margin-top: .15rem }
.ref { font-size: .82rem; white-space: nowrap; margin-left: .15rem }
.common { display: block; color: var(--soft); font-size: .82rem; margin-top: .2rem }
.bar { display: block; height: .45rem; background: var(--wash); border-radius: .2rem; margin-top: .25rem }
.bar i { display: block; height: 100%; background: var(--link); border-radius: .2rem }
mark { background: var(--mark); color: inherit; padding: .05em 0 }
mark:target, mark:target mark { background: var(--target); outline: 2px solid var(--link); outline-offset: 1px }
.source { border: 1px solid var(--line); border-radius: .5rem; padding: .7rem 1rem; margin: .8rem 0 }
.source:target { border-color: var(--link) }
.source h3 { margin: 0 }
.source li { margin: .35rem 0 }
.legend .verb { margin-bottom: .3rem }
dl { display: grid; grid-template-columns: 7.5rem 1fr; gap: .15rem 1rem; margin: 0 }
dt { color: var(--soft); font-size: .9rem }
dd { margin: 0 }
@media (max-width: 44rem) {
  thead { position: absolute; left: -9999px }
  table, tbody, tr { display: block }
  tr { border-bottom: 2px solid var(--line); padding: .3rem 0 }
  td { display: block; border: 0; padding: .25rem 0 }
  td:empty { display: none }
  td[data-of]::before { content: attr(data-of); display: block; color: var(--soft); font-size: .8rem; font-weight: 600 }
  dl { grid-template-columns: 1fr }
  dd { margin-bottom: .4rem }
}
@page { size: A4; margin: 16mm }
@media print {
  body { max-width: none; padding: 0; font-size: 10.5pt }
  tr, .cards > div, .source li { break-inside: avoid }
  h2, h3 { break-after: avoid }
}
""" + "".join(f".{name} {{ color: var(--{name}) }}\n" for name in CLASSES)

_LANGUAGES = {"Hant": "zh-Hant", "Hans": "zh-Hans"}


def comparison_page(compared: Comparison, notes: Iterable[str] = ()) -> str:
    """The sides of a contact as one page; `notes` at its foot tell what it was made from and what is left out of it."""
    told = _Sides(compared)
    return document(heading(compared.contact), _STYLE, told.body(notes))


def outlet_page(told: ByOutlet, notes: Iterable[str] = ()) -> str:
    """The outlets that tell of a contact as one page."""
    return document(heading(told.contact), _STYLE, _outlets(told, notes))


class _Sources:
    """The articles by number, and the places that cells lead to; when all are known, the sentences they stand in."""

    def __init__(self, articles: Sequence[StoredReading]) -> None:
        self._articles = articles
        self._numbers = Numbers(articles)
        self._places: dict[str, dict[Span, str]] = {article.post: {} for article in articles}

    def reference(self, place: Place) -> Markup:
        """`[2]`, leading to the place; to the article's address where its sentence is not given."""
        article = place.article
        label = f"[{self._numbers.of(article)}]"
        title = f"{article.reading.article.outlet} {day(article)}"
        where = place.span
        if where is None or not place.words:
            address = article.reading.article.post.url
            told = link(address, label, class_="ref", title=f"{title} {span(place)}") if address else None
            return told or element("a", label, href=f"#{self._article(article)}", class_="ref", title=title)
        known = self._places[article.post]
        anchor = known.setdefault(where, f"{self._article(article)}-{len(known) + 1}")
        return element("a", label, href=f"#{anchor}", class_="ref", title=title)

    def references(self, articles: Iterable[StoredReading]) -> Markup:
        """References to whole articles."""
        numbers, more = cited(map(self._numbers.of, articles))
        found = (
            element("a", f"[{number}]", href=f"#{self._article(self._articles[number - 1])}", class_="ref")
            for number in numbers
        )
        return Markup("".join(found) + more)

    def cited(self, places: Iterable[Place]) -> Markup:
        """References to places, the first of each article."""
        first, more = self._numbers.cited(places)
        return Markup("".join(map(self.reference, first)) + more)

    def listed(self) -> Iterator[Markup]:
        """Each article with the sentences that are referred to."""
        yield element("h2", "Sources")
        for article in self._articles:
            yield element("div", *self._listed(article), class_="source", id=self._article(article))

    def _listed(self, article: StoredReading) -> Iterator[Markup]:
        post = article.reading.article.post
        language = _LANGUAGES.get(article.reading.article.script, "zh")
        title = own_direction(" ".join(post.title.text.split()))
        yield element("h3", f"[{self._numbers.of(article)}] ", element("span", title, lang=language))
        head = f"{article.reading.article.outlet} {day(article)}, {short(article.post)}"
        yield element("div", own_direction(head), class_="soft")
        if post.url:
            yield element("div", link(post.url, own_direction(post.url)), class_="soft")
        found = [item for text in Place(article, None).texts for item in _marked(text, self._places[article.post])]
        if found:
            yield element("ul", *found, lang=language)

    def _article(self, article: StoredReading) -> str:
        return f"a{self._numbers.of(article)}"


def _marked(text: SourceText, places: dict[Span, str]) -> Iterator[Markup]:
    """The sentences of a text in which some of the places stand, each of them marked under its name."""
    found = ((*place, name) for where, name in places.items() if (place := text.find(where)))
    ranges = sorted(found, key=lambda mark: (mark[0], -mark[1]))
    last = 0
    for start, end in sentences(fold(text.text)) if ranges else ():
        here = [
            (max(first, start), min(stop, end), name if first >= start else "")
            for first, stop, name in ranges
            if first < end and start < stop
        ]
        if here:
            gap = Markup("… ") if last and text.text[last:start].strip() else Markup("")
            yield element("li", gap, *_pieces(text.text, start, end, here))
            last = end


def _pieces(text: str, start: int, end: int, marks: Sequence[tuple[int, int, str]]) -> Iterator[str]:
    """The characters `[start, end)` with marks in order, longer ones first; what begins in another ends with it."""
    at = start
    while marks:
        (first, stop, name), *others = marks
        inside = [(begin, min(close, stop), other) for begin, close, other in others if begin < stop]
        marks = [mark for mark in others if mark[0] >= stop]
        yield text[at:first]
        yield element("mark", *_pieces(text, first, stop, inside), id=name)
        at = stop
    yield text[at:end]


class _Sides:
    """The parts of a comparison of sides."""

    def __init__(self, compared: Comparison) -> None:
        self._compared = compared
        self._sources = _Sources(compared.articles)

    def body(self, notes: Iterable[str]) -> Iterator[str]:
        compared = self._compared
        yield element("h1", own_direction(heading(compared.contact)))
        yield element("p", f"{short(compared.contact.id)}, as told by {len(compared.articles)} ",
                      f"article{'s' * (len(compared.articles) > 1)}. Words are the sources’ own.")  # fmt: skip
        yield element("div", *(self._card(side) for side in compared.sides), class_="cards")
        for said in filter(None, (silence(compared), around(compared.coverage))):
            yield element("p", said)
        yield from self._shares()
        yield from self._legend()
        for part in parts(compared):
            yield from self._part(part)
        yield from self._phrases()
        yield from _namings(compared.namings, "side", self._sources)
        if compared.aside:
            yield element("h2", "Others say")
            yield element("p", "Third parties and people who speak for no side: no account of a side.")
            rows = [[each.side or "–", self._cell(each)] for each in compared.aside]
            yield _table(("who", "says"), rows, "6rem")
        yield from self._sources.listed()
        for note in notes:
            yield element("p", note)

    def _card(self, side: Side) -> Markup:
        items = []
        for voice in side.voices:
            via = means(voice.media, (each.name for each in voice.links))
            office = voice.office if voice.office != voice.name else None
            told = [own_direction(f"{voice.name or '–'} "), element("span", office or "", class_="who")]
            rest = f" {count_of(voice)}" + (f", {via}" if via else "")
            items.append(
                element("li", *told, element("span", rest, class_="who"), self._sources.references(voice.articles))
            )
        through = only_through(side)
        warning = [element("div", through, class_="warning")] if through else []
        return element("div", element("h3", f"{side.polity} says"), *warning, element("ul", *items))

    def _shares(self) -> Iterator[Markup]:
        sides = self._compared.sides
        topics = list(dict.fromkeys(share.topic for side in sides for share in side.topics))
        if not topics:
            return
        yield element("h2", "Order and share of the topics")
        yield element("p", "Order in which a side first mentions them, share of the characters of all that it says; "
                           "a statement on two topics counts for both.")  # fmt: skip
        shares = [{share.topic: share for share in side.topics} for side in sides]
        rows: list[list[str]] = []
        for topic in topics:
            cells: list[str] = []
            for own in shares:
                if topic not in own:
                    cells.append("")
                    continue
                share = own[topic]
                bar = element("span", element("i", style=f"width: {share.share:.0%}"), class_="bar")
                cells.append(element("span", share_of(share), self._sources.reference(share.first), bar))
            rows.append([topic, *cells])
        yield _table(("topic", *(side.polity for side in sides)), rows, "12rem")

    def _legend(self) -> Iterator[Markup]:
        wordings = [*(each for side in self._compared.sides for each in side.wordings), *self._compared.aside]
        used = {manner for each in wordings for verb, manner in each.verbs if verb}
        badges = [element("span", told, class_=f"verb {name}") for name, told in CLASSES.items() if name in used]
        if badges:
            yield element("p", "Classes of verbs: ", *badges, class_="legend")

    def _part(self, part: Part) -> Iterator[Markup]:
        labels = {
            "shared": "Raised by both" if len(self._compared.sides) < 3 else "Raised by several",
            "only": f"Raised by {part.side} only",
            "other": "On no topic of the list",
        }
        yield element("h2", labels[part.kind])
        polities = [side.polity for side in self._compared.sides]
        at = [number for number, polity in enumerate(polities) if part.side in {"", polity}]
        for topic, rows in part.topics:
            if topic:
                yield element("h3", topic)
            own = [self._row(row, at) for row in rows]
            yield _table([polities[number] for number in at], own, head=len(at) > 1)

    def _row(self, row: Row, at: Sequence[int]) -> list[str]:
        cells = [row.cells[number] for number in at]
        shown: list[str] = [self._cell(cell) if cell else "" for cell in cells]
        if row.common:
            last = max(number for number, cell in enumerate(cells) if cell)
            common = element("span", f"in common: {'、'.join(row.common)}", class_="common")
            shown[last] = Markup(shown[last] + common)
        return shown

    def _cell(self, wording: Wording) -> Markup:
        statement = wording.statement
        via = handed_on(wording)
        head = [element("span", own_direction(speaker(wording)), f" ({via})" if via else "", class_="who"), Markup(" ")]
        for verb, manner in wording.verbs:
            if verb:
                head.append(element("span", own_direction(verb), f" {CLASSES[manner]}", class_=f"verb {manner}"))
        words = " ".join(statement.text.split()) or span(wording.told[0].place)
        given = f"「{words}」" if statement.text and statement.form == "direct" else words
        language = _LANGUAGES.get(wording.told[0].place.article.reading.article.script, "zh")
        references = self._sources.cited(each.place for each in wording.told)
        said = element("span", own_direction(given), references, class_="said", lang=language)
        return Markup("".join([*head, said]))

    def _phrases(self) -> Iterator[Markup]:
        sides = self._compared.sides
        phrases = list(dict.fromkeys(phrase for side in sides for phrase in side.phrases))
        if phrases:
            yield element("h2", "Set phrases")
            words = self._compared.phrases
            rows = [
                [phrase_told(phrase, words[phrase]), *(self._with(side, phrase) for side in sides)]
                for phrase in phrases
            ]
            yield _table(("phrase", *(side.polity for side in sides)), rows, "15rem")

    def _with(self, side: Side, phrase: str) -> Markup:
        """Where a side uses a phrase, by the words that it has there."""
        found = uses_of(side, phrase)
        return Markup(
            "、".join(element("span", words) + self._sources.cited(places) for words, places in found.items())
        )


def _namings(namings: Sequence[Naming], user: str, sources: _Sources) -> Iterator[Markup]:
    if namings:
        yield element("h2", "Names for the same thing")
        rows: list[list[str]] = []
        for naming in namings:
            for who_ in dict.fromkeys(use.user for use in naming.uses):
                names = [
                    Markup(element("b", own_direction(name)) + sources.cited(use.place for use in uses))
                    for name, uses in naming.by(who_).items()
                ]
                rows.append([naming.thing, who_, Markup("、".join(names))])
        yield _table(("thing", user, "calls it"), rows, "12rem")


def _outlets(told: ByOutlet, notes: Iterable[str]) -> Iterator[str]:
    sources = _Sources(told.articles)
    yield element("h1", own_direction(heading(told.contact)))
    yield element("p", f"{short(told.contact.id)}, as each outlet tells it. Words are the sources’ own.")
    for note in filter(None, (around(told.coverage), others(told))):
        yield element("p", note)
    yield element("div", *(_telling(each, sources) for each in told.tellings), class_="cards")
    yield from _namings(told.namings, "outlet", sources)
    yield from sources.listed()
    for note in notes:
        yield element("p", note)


def _telling(telling: Telling, sources: _Sources) -> Markup:
    rows: list[tuple[str, str]] = [(label, _items(items, sources)) for label, items in names_of(telling)]
    for share in telling.shares:
        full = element("i", style=f"width: {share.share:.0%}") if share.share is not None else ""
        bar = element("span", full, class_="bar") if full else ""
        words = element("span", f"{outlet_share(share)} ")
        rows.append((f"words of {share.polity}", Markup(words + sources.reference(share.first) + bar)))
    for other in telling.unlinked:
        words = element("span", f"{unlinked(other)} ")
        rows.append((f"{other.polity} elsewhere", Markup(words + sources.reference(other.first))))
    rows += [(label, _items(items, sources)) for label, items in told_of(telling)]
    if telling.coverage:
        rows.append(("the archive", element("span", coverage_told(telling.coverage))))
    items = [part for label, value in rows if value for part in (element("dt", label), element("dd", value))]
    heading_ = element("h3", own_direction(telling.outlet), sources.references(telling.articles))
    return element("div", heading_, element("dl", *items))


def _items(items: Iterable[Item], sources: _Sources) -> Markup:
    """What is told of, each with its reference; of what is left out, to where another outlet has it."""
    return Markup(
        ", ".join(own_direction(phrase_told(item.name, item.words)) + sources.reference(item.place) for item in items)
    )


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]], first: str = "", *, head: bool = True) -> Markup:
    """A table whose rows become blocks where the page is narrow, each cell under its column's name."""
    heads = (
        element("th", name, scope="col", style=f"width: {first}" if first and not at else "")
        for at, name in enumerate(columns)
    )
    lines = (
        element("tr", *(element("td", _value(value), data_of=name if head and value else "")
                        for name, value in zip(columns, row, strict=True)))
        for row in rows
    )  # fmt: skip
    body = element("tbody", *lines)
    return element("table", element("thead", element("tr", *heads)), body) if head else element("table", body)


def _value(value: str) -> str:
    return value if isinstance(value, Markup) or not value else own_direction(value)
