"""Who met whom: people or polities, of the contacts that are chosen, at any time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from starlette.responses import Response

from tongshi import annals
from tongshi import network as networks
from tongshi.catalogue import Choice, Selection
from tongshi.charts import Category, Chart, Edge, Frame, Network, Node, network
from tongshi.coverage import Coverage, Holdings
from tongshi.errors import TongshiError
from tongshi.exports import closing_notes
from tongshi.network import ENCOUNTERS, Kind
from tongshi.periods import Period, periods
from tongshi.web.addresses import Query
from tongshi.web.asked import choice_of, query_of
from tongshi.web.filters import Filters, filters, held, holdings
from tongshi.web.visits import View, Visit

#: How many nodes can be drawn.
TOPS = (20, 40, 60)

#: Lines that can be followed.
EDGES = 240

#: Polities that have a colour of their own.
_GROUPS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkPage:
    """The nodes of most contacts and what joins them."""

    filters: Filters
    chart: Chart
    kind: Kind
    top: int
    tops: tuple[int, ...]
    nodes: int  # in all
    edges: int  # in all
    drawn: networks.Network
    alone: int  # contacts that join no two
    total: int
    months: tuple[Period, ...]  # those of the slider
    choice: Choice
    file: str
    coverage: Coverage | None


@dataclass(frozen=True, slots=True)
class _Met:
    """What was asked, and the network of it, as a whole and as far as it is drawn."""

    choice: Choice  # as asked
    selection: Selection
    kind: Kind
    top: int
    whole: networks.Network
    drawn: networks.Network


def _met(visit: Visit) -> _Met:
    choice = choice_of(visit.query, visit.catalogue, visit.site.layers)
    kind, top = _kind(visit.asked("of")), _top(visit.asked("top"))
    # as `tongshi network` does where neither is given
    chosen = replace(choice, type=choice.type or ENCOUNTERS, status=choice.status or ("held",))
    selection = visit.catalogue.select(chosen)
    whole = networks.network(selection, kind)
    return _Met(choice, selection, kind, top, whole, _largest(whole, top))


def _largest(told: networks.Network, most: int) -> networks.Network:
    """The nodes of most contacts, and between these the edges of most."""
    nodes = told.nodes[:most]
    ids = {each.id for each in nodes}
    edges = tuple(each for each in told.edges if each.one in ids and each.other in ids)[:EDGES]
    joined = {id_ for each in edges for id_ in (each.one, each.other)}
    return replace(told, nodes=tuple(each for each in nodes if each.id in joined), edges=edges)


def _kind(given: str) -> Kind:
    if given in {"", "people"}:
        return "people"
    if given == "polities":
        return "polities"
    raise TongshiError(f"of: {given}: not one of people, polities")


def _top(given: str) -> int:
    for number in TOPS:
        if f"{number}" == (given or f"{TOPS[1]}"):
            return number
    raise TongshiError(f"top: {given}: not one of {', '.join(map(str, TOPS))}")


def _page(visit: Visit) -> Response:
    met = _met(visit)
    kept = _kept(met)
    known = holdings(visit, met.choice)
    told = NetworkPage(
        filters=filters(
            visit, visit.catalogue.select(met.choice), visit.url.network, kept, "of", "top", "since", "until"
        ),
        chart=_chart(visit, met),
        kind=met.kind,
        top=met.top,
        tops=TOPS,
        nodes=len(met.whole.nodes),
        edges=len(met.whole.edges),
        drawn=met.drawn,
        alone=met.whole.alone,
        total=met.selection.total,
        months=tuple(_months(known, met.choice)),
        choice=met.choice,
        file=visit.url.network_file((*query_of(met.choice), *kept)),
        coverage=held(known, met.choice),
    )
    return visit.page("network.html", room="network", told=told)


def _kept(met: _Met) -> Query:
    told = [("of", met.kind if met.kind != "people" else ""), ("top", f"{met.top}" if met.top != TOPS[1] else "")]
    return [each for each in told if each[1]]


def _months(known: Holdings, choice: Choice) -> Iterator[Period]:
    """The months of the archive and of the days chosen."""
    ends = [each for each in (known.first, known.last, choice.since, choice.until) if each]
    if ends:
        yield from periods(min(ends), max(ends), "month")


def _chart(visit: Visit, met: _Met) -> Chart:
    groups = _groups(met.drawn)
    names = {each.id: _name(visit, met.kind, each) for each in met.drawn.nodes}
    return network(
        Network(
            frame=Frame(id="network", title=visit.words("network.title")),
            nodes=[
                Node(
                    id=each.id,
                    label=names[each.id],
                    told=_told(visit, met.kind, each, names[each.id]),
                    contacts=each.contacts,
                    key=groups.get(each.polity, "group-other") if met.kind == "people" else "group-1",
                    href=visit.url.person(each.id) if met.kind == "people" else visit.url.polity(each.id),
                )
                for each in met.drawn.nodes
            ],
            edges=[_edge(visit, met, each, names) for each in met.drawn.edges],
            categories=[
                *(Category(key, visit.labels.polity(code)) for code, key in groups.items()),
                Category("group-other", visit.words("network.other_polities")),
            ]
            if met.kind == "people"
            else (),
            head=(visit.words(f"network.pair_of_{met.kind}"), visit.words("contacts.title")),
        )
    )


def _groups(told: networks.Network) -> dict[str, str]:
    """The polities of most people, each with the class of its colour."""
    counts = Counter(each.polity for each in told.nodes)
    ordered = sorted(counts, key=lambda code: (-counts[code], code))
    return {code: f"group-{number}" for number, code in enumerate(ordered[:_GROUPS], start=1)}


def _name(visit: Visit, kind: Kind, node: networks.Node) -> str:
    return node.name if kind == "people" else visit.labels.polity(node.id)


def _told(visit: Visit, kind: Kind, node: networks.Node, name: str) -> str:
    number = visit.words.count("site.contacts", node.contacts)
    return visit.words.told(visit.words.aside(name, node.polity) if kind == "people" else name, number)


def _edge(visit: Visit, met: _Met, edge: networks.Edge, names: dict[str, str]) -> Edge:
    types = visit.words.listed(f"{visit.labels.type(type_)} {count}" for type_, count in edge.types.items())
    number = visit.words.count("site.contacts", len(edge.contacts))
    return Edge(
        one=edge.one,
        other=edge.other,
        told=visit.words.told(f"{names[edge.one]} – {names[edge.other]}", visit.words.aside(number, types)),
        contacts=len(edge.contacts),
        href=visit.url.contacts(_of_both(met, edge)),
    )


def _of_both(met: _Met, edge: networks.Edge) -> Sequence[tuple[str, str]]:
    """The query of the contacts of two nodes."""
    chosen = met.selection.choice
    both = (edge.one, edge.other)
    if met.kind == "people":
        return query_of(replace(chosen, beside=tuple(dict.fromkeys((*chosen.beside, *both)))))
    return query_of(replace(chosen, polity=tuple(dict.fromkeys((*chosen.polity, *both)))))


def _file(visit: Visit) -> Response:
    met = _met(visit)
    lines = annals.graphml(met.drawn, closing_notes(visit.release.provenance, visit.withheld))
    name = f"network-{met.kind}.graphml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response("".join(f"{line}\n" for line in lines), headers=headers, media_type="application/graphml+xml")


VIEWS = (
    View("/network", _page),
    View("/network.graphml", _file),
)
