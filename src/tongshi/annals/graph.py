"""Who met whom: as a table, JSON lines, CSV, and GraphML, which Gephi, igraph and NetworkX read."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import get_args
from xml.etree import ElementTree as Xml

from rich.console import RenderableType

from tongshi.display import csv_line, new_table, short
from tongshi.network import Edge, Network, Node
from tongshi.records import EngagementType

_TYPES: tuple[str, ...] = get_args(EngagementType)

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"

#: Contacts shown of an edge.
_MOST_CONTACTS = 3


def network_table(told: Network, limit: int | None = None) -> RenderableType:
    """A line for each edge, most contacts first."""
    names = {node.id: _named(node) for node in told.nodes}
    table = new_table("one", "other")
    table.add_column("contacts", justify="right")
    for name in ("of type", "first", "last", "ids"):
        table.add_column(name, overflow="fold")
    for edge in told.edges[:limit]:
        more = len(edge.contacts) - _MOST_CONTACTS
        ids = " ".join(short(id_) for id_ in edge.contacts[:_MOST_CONTACTS])
        table.add_row(
            names[edge.one], names[edge.other], str(len(edge.contacts)),
            ", ".join(f"{count} {type_}" for type_, count in edge.types.items()),
            _day(edge.first), _day(edge.last), f"{ids} +{more}" if more > 0 else ids,
        )  # fmt: skip
    return table


def _named(node: Node) -> str:
    return node.name if node.name == node.polity else f"{node.name} ({node.polity})"


def network_lines(told: Network) -> Iterator[str]:
    """One JSON object for each node and then each edge; `kind` tells which."""
    for node in told.nodes:
        offices = [
            {"title": each.title, "contacts": each.contacts, "first": _day(each.first) or None,
             "last": _day(each.last) or None}
            for each in node.offices
        ]  # fmt: skip
        yield json.dumps(
            {"kind": "node", "id": node.id, "name": node.name, "polity": node.polity, "offices": offices,
             "contacts": node.contacts}, ensure_ascii=False,
        )  # fmt: skip
    for edge in told.edges:
        yield json.dumps(
            {"kind": "edge", "one": edge.one, "other": edge.other, "contacts": len(edge.contacts),
             "types": dict(edge.types), "first": _day(edge.first) or None, "last": _day(edge.last) or None,
             "ids": list(edge.contacts)}, ensure_ascii=False,
        )  # fmt: skip


def network_csv(told: Network) -> Iterator[str]:
    """The edges, with a column for each type; Gephi takes the names of the first two columns."""
    yield csv_line(["Source", "Target", "contacts", *_TYPES, "first", "last", "ids"])
    for edge in told.edges:
        types = [str(edge.types.get(each, 0)) for each in _TYPES]
        head = [edge.one, edge.other, str(len(edge.contacts))]
        yield csv_line([*head, *types, _day(edge.first), _day(edge.last), ";".join(edge.contacts)])


def node_csv(told: Network) -> Iterator[str]:
    """The nodes."""
    yield csv_line(["Id", "Label", "polity", "offices", "contacts"])
    for node in told.nodes:
        yield csv_line([node.id, node.name, node.polity, _offices(node), str(node.contacts)])


def _offices(node: Node) -> str:
    return ";".join(each.title for each in node.offices)


def graphml(told: Network, comment: str = "") -> Iterator[str]:
    """The whole network as GraphML, line by line; `comment` stands at its head."""
    root = Xml.Element("graphml", xmlns=_NAMESPACE)
    counts = dict.fromkeys(("contacts", *_TYPES), "int")
    declared = {
        "node": {"label": "string", "polity": "string", "offices": "string", "contacts": "int"},
        "edge": {"weight": "int", **counts, "first": "string", "last": "string", "ids": "string"},
    }
    for owner, keys in declared.items():
        for name, kind in keys.items():
            Xml.SubElement(root, "key", {"id": f"{owner}-{name}", "for": owner, "attr.name": name, "attr.type": kind})
    graph = Xml.SubElement(root, "graph", id=told.kind, edgedefault="undirected")
    for node in told.nodes:
        element = Xml.SubElement(graph, "node", id=_xml(node.id))
        _data(element, "node", {"label": node.name, "polity": node.polity, "offices": _offices(node),
                                "contacts": node.contacts})  # fmt: skip
    for at, edge in enumerate(told.edges):
        element = Xml.SubElement(graph, "edge", id=f"e{at}", source=_xml(edge.one), target=_xml(edge.other))
        _data(element, "edge", _edge_data(edge))
    Xml.indent(root)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    if comment:
        yield f"<!-- {comment} -->"
    yield from Xml.tostring(root, encoding="unicode").split("\n")


def _edge_data(edge: Edge) -> dict[str, object]:
    size = len(edge.contacts)
    days = {name: _day(day) for name, day in (("first", edge.first), ("last", edge.last)) if day}
    return {"weight": size, "contacts": size, **edge.types, **days, "ids": " ".join(edge.contacts)}


def _data(parent: Xml.Element, owner: str, values: dict[str, object]) -> None:
    for name, value in values.items():
        Xml.SubElement(parent, "data", key=f"{owner}-{name}").text = _xml(str(value))


#: What XML cannot hold, escaped or not.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _xml(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
