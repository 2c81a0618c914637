"""What a chart is made of: a drawing, what its marks mean, and its numbers as a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tongshi.charts.text import clipped
from tongshi.hypertext import Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What every chart is told: an id that no other thing of the page has, its name, and what it shows in words."""

    id: str
    title: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """What is counted apart: the class of its colour (`type-call`), and its name."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One of a table: a text, or a number, which may lead somewhere."""

    value: str | int
    href: str = ""

    @property
    def text(self) -> str:
        """As it is shown."""
        return clipped(self.value) if isinstance(self.value, str) else f"{self.value:,}"

    @property
    def is_number(self) -> bool:
        """Whether it stands to the right."""
        return not isinstance(self.value, str)


@dataclass(frozen=True, slots=True)
class Table:
    """All that a chart draws, in the order in which it does; the first cell of a row names it."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """A mark as it is drawn, and what it means."""

    drawing: Markup
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as a template takes it."""

    drawing: Markup
    signs: tuple[Sign, ...]
    table: Table


def table(head: Iterable[str], rows: Iterable[Iterable[Cell]]) -> Table:
    """A table of what is given one by one."""
    return Table(tuple(map(clipped, head)), tuple(tuple(row) for row in rows))
