"""A comparison as text: sides in columns where there is room for them, each cell with references to its articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from tongshi.annals import coverage_told
from tongshi.compare import ByOutlet, Comparison, Item, Naming, Place, Side, Telling, Wording
from tongshi.display import indented, marked, new_grid, new_table, short
from tongshi.passages import Passage
from tongshi.sides.told import (
    CLASSES,
    around,
    cited,
    count_of,
    day,
    handed_on,
    heading,
    means,
    named,
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

#: Sides that stand beside each other; of more, each has lines of its own.
_MOST_COLUMNS = 3

#: How a verb class is coloured on a terminal.
_COLOURS = {
    "state": "", "stress": "bold blue", "urge": "yellow", "warn": "bold yellow", "criticise": "red",
    "deny": "bold red", "promise": "green", "praise": "bold green", "threaten": "bold magenta", "thank": "cyan",
    "propose": "bold cyan",
}  # fmt: skip


def comparison_text(compared: Comparison, *, colour: bool) -> RenderableType:
    """The sides of a contact: who speaks, topics with order and share, the wordings, phrases, names, sources."""
    told = _Comparison(compared, colour)
    return Group(*told.parts())


def outlet_text(told: ByOutlet, *, colour: bool) -> RenderableType:
    """The outlets that tell of a contact."""
    references = _References(told.articles)
    parts: list[RenderableType] = [Text(f"{short(told.contact.id)}  {heading(told.contact)}", "bold")]
    parts += [Text(note) for note in (around(told.coverage), others(told)) if note]
    for telling in told.tellings:
        parts += [Text(), *_telling(telling, references)]
    parts += _namings("names for the same thing", told.namings, references, colour=colour)
    return Group(*parts, *references.listed())


class _References:
    """The articles by number."""

    def __init__(self, articles: Sequence[StoredReading]) -> None:
        self._numbers = {article.post: number for number, article in enumerate(articles, 1)}
        self._articles = articles

    def of(self, articles: Iterable[StoredReading]) -> str:
        """`[1][3]`."""
        numbers, more = cited(self._numbers[each.post] for each in articles)
        return "".join(f"[{number}]" for number in numbers) + more

    def listed(self) -> Iterator[RenderableType]:
        """The list to which the numbers refer."""
        grid = new_grid(4)
        for article in self._articles:
            post = article.reading.article.post
            where = f"{article.reading.article.outlet} {day(article)}".strip()
            told = "\n".join(part for part in (" ".join(post.title.text.split()), post.url) if part)
            grid.add_row(f"[{self._numbers[article.post]}]", short(article.post), where, told)
        yield Text()
        yield Text("sources", "bold")
        yield indented(grid, 2)


class _Comparison:
    """The parts of a comparison, top to bottom."""

    def __init__(self, compared: Comparison, colour: bool) -> None:
        self._compared = compared
        self._colour = colour
        self._references = _References(compared.articles)

    def parts(self) -> Iterator[RenderableType]:
        compared = self._compared
        yield Text(f"{short(compared.contact.id)}  {heading(compared.contact)}", "bold")
        for side in compared.sides:
            yield Text()
            yield from self._voices(side)
        if notes := [note for note in (silence(compared), around(compared.coverage)) if note]:
            yield Text()
            yield from map(Text, notes)
        if compared.sides and any(side.topics for side in compared.sides):
            yield from self._shares()
        yield from self._rows(
            "raised by both" if len(compared.sides) < _MOST_COLUMNS else "raised by several", compared.shared
        )
        for side in compared.sides:
            yield from self._rows(f"only {side.polity}", compared.only(side), [side])
        yield from self._rows("on no topic of the list", ("",))
        yield from self._phrases()
        yield from _namings("names for the same thing", compared.namings, self._references, colour=self._colour)
        yield from self._aside()
        yield from self._references.listed()

    def _voices(self, side: Side) -> Iterator[RenderableType]:
        known = only_through(side)
        yield Text(f"{side.polity} says" + (f" ({known})" if known else ""), "bold")
        grid = new_grid(4)
        for voice in side.voices:
            name = named(voice.name, voice.office)
            via = means(voice.media, (link.name for link in voice.links))
            grid.add_row(name or "–", via, count_of(voice), self._references.of(voice.articles))
        yield indented(grid, 2)

    def _shares(self) -> Iterator[RenderableType]:
        sides = self._compared.sides
        table = new_table("topic", *(side.polity for side in sides))
        shares = [{share.topic: share for share in side.topics} for side in sides]
        for topic in dict.fromkeys(share.topic for side in sides for share in side.topics):
            table.add_row(topic, *(share_of(own[topic]) if topic in own else "–" for own in shares))
        yield Text()
        yield Text("topics: order of first mention, share of what the side says, articles", "bold")
        yield table

    def _rows(self, label: str, topics: Sequence[str], sides: Sequence[Side] | None = None) -> Iterator[RenderableType]:
        """The wordings on some topics: in columns, or where there are many sides one below the other."""
        compared = self._compared
        shown = sides or compared.sides
        at = [compared.sides.index(side) for side in shown]
        rows = [row for row in compared.rows if row.topic in topics]
        if not rows:
            return
        yield Text()
        yield Text(f"{label}: {' '.join(topics)}".rstrip(": "), "bold")
        columns = len(shown) <= _MOST_COLUMNS
        names = [side.polity for side in shown] if columns else ["side", "says"]
        table = _columns("topic" if topics != ("",) else "", names, equal=columns)
        last = None
        for row in rows:
            cells = [row.cells[number] for number in at]
            named = row.topic if row.topic != last else ""
            last = row.topic
            if columns:
                table.add_row(named, *(self._cell(cell) if cell else "" for cell in cells))
                continue
            for side, cell in zip(shown, cells, strict=True):
                if cell:
                    table.add_row(named, side.polity, self._cell(cell))
                    named = ""
        yield table

    def _cell(self, wording: Wording) -> Text:
        """Who says it with which verb, the words, and where they stand."""
        text = Text()
        if name := speaker(wording):
            text.append(f"{name} ", "dim")
        if via := handed_on(wording):
            text.append(f"({via}) ", "dim")
        for verb, manner in wording.verbs:
            if verb:
                text.append(f"{verb} {CLASSES[manner]}", _COLOURS[manner] if self._colour else "").append(" ")
        text.append(_words(wording) or span(wording.told[0].place))
        return text.append(f" {self._references.of(each.place.article for each in wording.told)}", "dim")

    def _phrases(self) -> Iterator[RenderableType]:
        sides = self._compared.sides
        phrases = list(dict.fromkeys(phrase for side in sides for phrase in side.phrases))
        if phrases:
            table = new_table("phrase", *(side.polity for side in sides))
            for phrase in phrases:
                shown = phrase_told(phrase, self._compared.phrases[phrase])
                table.add_row(shown, *(self._references.of(_articles_with(side, phrase)) or "–" for side in sides))
            yield Text()
            yield Text("set phrases", "bold")
            yield table

    def _aside(self) -> Iterator[RenderableType]:
        if self._compared.aside:
            yield Text()
            yield Text("others say (no account of a side)", "bold")
            table = _columns("who", ["says"], equal=False)
            for wording in self._compared.aside:
                table.add_row(wording.side or "–", self._cell(wording))
            yield table


def _words(wording: Wording) -> str:
    words = " ".join(wording.statement.text.split())
    return f"「{words}」" if words and wording.statement.form == "direct" else words


def _articles_with(side: Side, phrase: str) -> list[StoredReading]:
    told = [each for wording in side.wordings for each in wording.told if phrase in each.statement.phrases]
    return [each.place.article for each in told]


def _columns(first: str, names: Sequence[str], *, equal: bool) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_lines=False, padding=(0, 2, 0, 0))
    table.add_column(first, no_wrap=True, style="dim")
    for number, name in enumerate(names):
        wide = equal or number == len(names) - 1
        table.add_column(name, overflow="fold", ratio=1 if wide else None, no_wrap=not wide)
    table.expand = equal and len(names) > 1
    return table


def _namings(
    label: str, namings: Sequence[Naming], references: _References, *, colour: bool
) -> Iterator[RenderableType]:
    if not namings:
        return
    grid = new_grid(4)
    for naming in namings:
        thing = naming.thing
        for use in sorted(naming.uses, key=lambda each: (each.user, each.name)):
            shown = _sentence(use.place, colour=colour)
            grid.add_row(thing, use.user, use.name, shown.append(f" {references.of([use.place.article])}", "dim"))
            thing = ""
    yield Text()
    yield Text(label, "bold")
    yield indented(grid, 2)


def _sentence(place: Place, *, colour: bool) -> Text:
    passages: Sequence[Passage] = place.sentences
    return marked(passages[0], colour=colour) if passages else Text(span(place))


def _telling(telling: Telling, references: _References) -> Iterator[RenderableType]:
    first = telling.articles[0]
    yield Text(f"{telling.outlet}  {day(first)} {references.of(telling.articles)}", "bold")
    grid = new_grid()
    for label, items in names_of(telling):
        if items:
            grid.add_row(label, _items(items, references))
    for share in telling.shares:
        grid.add_row(f"words of {share.polity}", f"{outlet_share(share)} {references.of([share.first.article])}")
    for other in telling.unlinked:
        grid.add_row(f"{other.polity} elsewhere", f"{unlinked(other)} {references.of([other.first.article])}")
    for label, items in told_of(telling):
        if items:
            grid.add_row(label, _items(items, references))
    if telling.coverage:
        grid.add_row("the archive", coverage_told(telling.coverage))
    yield indented(grid, 2)


def _items(items: Iterable[Item], references: _References) -> str:
    return ", ".join(f"{phrase_told(item.name, item.words)} {references.of([item.place.article])}" for item in items)
