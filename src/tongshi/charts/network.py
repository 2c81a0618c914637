"""Who met whom: discs by how many contacts, joined by lines by how many."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tongshi.charts.bands import BANDS, WIDTHS, Band, shown_in
from tongshi.charts.chart import Category, Cell, Chart, Frame, table
from tongshi.charts.labelling import Disc, Side, offset, sides
from tongshi.charts.marks import colour_sign
from tongshi.charts.placing import positions
from tongshi.charts.svg import anchor, classes, drawing, label, placed, shape, share
from tongshi.charts.text import fitted
from tongshi.hypertext import Markup

_LABEL = 130.0  # pixels of the longest label
_SMALL, _LARGE = 4.0, 16.0  # radii of discs
_EDGE = 26.0  # pixels above and below the outermost discs
_MARGIN = 0.07  # of the width at both sides


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A person or a polity: `key` is the class of its colour, `told` all that is known of it in a line."""

    id: str
    label: str
    told: str
    contacts: int
    key: str = "group-1"
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """Two nodes by id, and the contacts that they had."""

    one: str
    other: str
    told: str
    contacts: int
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Nodes and edges between them; sixty nodes can be read. `head` names the columns of the table: pair, contacts."""

    frame: Frame
    nodes: Sequence[Node]
    edges: Sequence[Edge]
    categories: Sequence[Category] = ()
    head: tuple[str, str]


def network(chart: Network) -> Chart:
    """The chart; the same network is always drawn alike."""
    nodes = sorted(chart.nodes, key=lambda node: (-node.contacts, node.id))
    index = {node.id: place for place, node in enumerate(nodes)}
    edges = sorted(chart.edges, key=lambda edge: (edge.contacts, edge.one, edge.other))
    discs = _discs(nodes, [(index[edge.one], index[edge.other]) for edge in edges])
    most = max((edge.contacts for edge in edges), default=1)
    lines = [_line(edge, discs[index[edge.one]], discs[index[edge.other]], most, index) for edge in edges]
    marks = [
        _node(node, disc, shown, number)
        for number, (node, disc, shown) in enumerate(zip(nodes, discs, _sides(discs), strict=True))
    ]
    used = {node.key for node in nodes}
    names = {node.id: node.label for node in nodes}
    return Chart(
        drawing(
            chart.frame,
            _height(len(nodes)),
            [*lines, *marks],
            class_="network",
        ),
        tuple(colour_sign(each) for each in chart.categories if each.key in used),
        table(
            chart.head,
            (
                [Cell(f"{names[edge.one]} – {names[edge.other]}", edge.href), Cell(edge.contacts)]
                for edge in reversed(edges)
            ),
        ),
    )


def _height(count: int) -> float:
    return min(640.0, 220.0 + 7.0 * count)


def _discs(nodes: Sequence[Node], edges: Sequence[tuple[int, int]]) -> list[Disc]:
    most = max((node.contacts for node in nodes), default=1)
    inner = _height(len(nodes)) - 2 * _EDGE
    return [
        Disc(
            _MARGIN + (1 - 2 * _MARGIN) * x,
            _EDGE + inner * y,
            _SMALL + (_LARGE - _SMALL) * math.sqrt(node.contacts / most),
            fitted(node.label, _LABEL),
        )
        for node, (x, y) in zip(nodes, positions(len(nodes), edges), strict=True)
    ]


def _sides(discs: Sequence[Disc]) -> Iterator[dict[Side | None, list[Band]]]:
    """Of each disc, the bands in which its label stands on each side."""
    by_band = [sides(discs, WIDTHS[band]) for band in BANDS]
    for chosen in zip(*by_band, strict=True):
        found: dict[Side | None, list[Band]] = defaultdict(list)
        for band, side in zip(BANDS, chosen, strict=True):
            found[side].append(band)
        yield found


def _line(edge: Edge, one: Disc, other: Disc, most: int, index: dict[str, int]) -> Markup:
    place: dict[str, str | float] = {"x1": share(one.at), "y1": one.y, "x2": share(other.at), "y2": other.y}
    thick = 1 + 6 * (edge.contacts - 1) / max(most - 1, 1)
    return anchor(
        edge.href,
        shape("line", class_="reach", stroke_width=max(thick, 9), title="", **place),
        shape("line", class_="edge", stroke_width=thick, title="", **place),
        title=edge.told,
        data_ends=f"{index[edge.one]} {index[edge.other]}",
    )


def _node(node: Node, disc: Disc, shown: dict[Side | None, list[Band]], number: int) -> Markup:
    parts = [shape("circle", r=max(disc.radius, 12), class_="reach"), shape("circle", r=disc.radius, class_="filled")]
    for side, bands in shown.items():
        dx, dy, end = offset(disc, side or "right")
        kind = "name halo" if side else "name halo spare"
        parts.append(label(disc.label, x=dx, y=dy, text_anchor=end, class_=classes(kind, shown_in(bands))))
    return anchor(
        node.href, placed(parts, disc.at, disc.y), title=node.told, class_=f"node {node.key}", data_node=str(number)
    )
