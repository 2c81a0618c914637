"""Charts: what is drawn is what is counted, nothing lies over anything else, no word of an archive becomes markup."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongshi import charts
from tongshi.charts import Category, Chart, Frame, Window
from tongshi.charts.axis import round_scale, ticks
from tongshi.charts.bands import BANDS, WIDTHS
from tongshi.charts.calendar import step_of, steps
from tongshi.charts.clustering import APART, clustered
from tongshi.charts.labelling import Disc, boxes, sides
from tongshi.charts.placing import positions
from tongshi.charts.svg import is_page, pixels
from tongshi.charts.text import LONGEST, fitted, width
from tongshi.periods import Unit, periods
from tongshi.web.rendering import environment

STATIC = Path(charts.__file__).parents[1] / "web/static"

TYPES = (Category("type-call", "Calls"), Category("type-meeting", "Meetings"), Category("type-visit", "Visits"))
STATUSES = tuple(Category(each, each) for each in ("held", "planned", "proposed", "cancelled", "refused", "denied"))
EXTENTS = (Category("covered", "covered"), Category("thin", "thin"), Category("none", "nothing"))
FRAME = Frame(id="it", title="What is drawn", description="In a sentence.")
DAYS = st.dates(dt.date(2009, 1, 1), dt.date(2024, 12, 31))
COUNTS = st.integers(0, 300)


# --- what is drawn, read back


def drawn(chart: Chart) -> Xml.Element:
    """The drawing; raises where it is no whole markup."""
    return Xml.fromstring(f"<div>{chart.drawing}</div>")


def classes(element: Xml.Element) -> list[str]:
    return element.get("class", "").split()


def of_class(root: Xml.Element, name: str) -> Iterator[Xml.Element]:
    return (each for each in root.iter() if name in classes(each))


def share(element: Xml.Element, name: str) -> float:
    """A place or length across."""
    value = element.get(name, "")
    assert value.endswith("%") or value == "0"
    return float(value.rstrip("%")) / 100


def shown(element: Xml.Element, band: str) -> bool:
    return "only" not in classes(element) or band in classes(element)


# --- one of each


def stacked_of(first: dt.date, counts: Sequence[Sequence[int]], unit: Unit = "month") -> charts.Stacked:
    units = periods(first, dt.date.max, unit)
    return charts.Stacked(
        frame=FRAME,
        unit=unit,
        categories=TYPES,
        extents=EXTENTS,
        head=("Month", "All", "Archive"),
        bars=[
            charts.Bar(
                period=period,
                counts={kind.key: number for kind, number in zip(TYPES, row, strict=True) if number},
                label=f"{period.label}: {sum(row)}",
                extent=EXTENTS[index % 3].key,
                href=f"/contacts?when={period.label}",
            )
            for index, (row, period) in enumerate(zip(counts, units, strict=False))
        ],
    )


def timeline_of(window: Window, marks: Sequence[charts.Mark]) -> charts.Timeline:
    return charts.Timeline(
        frame=FRAME,
        window=window,
        lanes=TYPES,
        marks=marks,
        together=lambda some: (f"{len(some)} together", f"/timeline?from={some[0].first}"),
        pauses=[charts.Pause(first=window.first, last=window.first, label="a day without", text="1")],
        held=[charts.Held(first=window.first, last=window.last, extent="thin", label="thin")],
        statuses=STATUSES,
        extents=EXTENTS,
        pause_label="none known",
        head=("Date", "Contact"),
    )


def mark(first: dt.date, lane: int = 0, status: str = "held", days: int = 0, *, exact: bool = True) -> charts.Mark:
    return charts.Mark(
        first=first,
        last=first + dt.timedelta(days=days),
        exact=exact,
        lane=TYPES[lane].key,
        key=TYPES[lane].key,
        status=status,
        label=f"{first} {status}",
        href=f"/contact/{first}",
    )


def calendar_of(first: dt.date, last: dt.date, counts: dict[dt.date, int]) -> charts.Calendar:
    return charts.Calendar(
        frame=FRAME,
        first=first,
        last=last,
        days=[
            charts.Day(day=day, count=count, label=f"{day}: {count}", href=f"/{day}") for day, count in counts.items()
        ],
        empty=[(first, first + dt.timedelta(days=9))],
        nothing="no contact",
        unknown="nothing archived",
        head=("Day", "Contacts"),
    )


def network_of(count: int, pairs: Sequence[tuple[int, int]], name: str = "王毅 Wang") -> charts.Network:
    weights = Counter(each for pair in pairs for each in pair)
    return charts.Network(
        frame=FRAME,
        nodes=[
            charts.Node(
                id=f"n{each}",
                label=f"{name} {each}",
                told=f"node {each}",
                contacts=1 + weights[each],
                href=f"/n/{each}",
            )
            for each in range(count)
        ],
        edges=[
            charts.Edge(
                one=f"n{one}", other=f"n{other}", told=f"{one} – {other}", contacts=1 + one, href=f"/e/{one}-{other}"
            )
            for one, other in pairs
        ],
        categories=[Category("group-1", "US")],
        head=("Pair", "Contacts"),
    )


def tenures_of(first: dt.date, last: dt.date, label: str = "外交部長") -> charts.Tenures:
    evidence = [charts.Evidence(day=first, label=f"{first}", href="/a")]
    row = charts.Tenure(
        label=label, first=first, last=last, open_end=True, dates=f"{first} –", evidence=evidence, href="/o"
    )
    return charts.Tenures(
        frame=FRAME,
        window=Window(first, last),
        rows=[row, replace(row, open_start=True, open_end=False)],
        head=("Office", "Dates", "Evidence"),
    )


def bars_of(amounts: Sequence[tuple[int, int]], label: str = "台灣") -> charts.Bars:
    return charts.Bars(
        frame=FRAME,
        categories=[Category("side-1", "US"), Category("side-2", "CN")],
        head="Topic",
        rows=[
            charts.Named(
                label=label,
                href="/topic",
                values=[charts.Value(amount=each, text=f"{each}", label=f"{each} times", href="/s") for each in row],
            )
            for row in amounts
        ],
    )


def ridges_of(rows: Sequence[Sequence[int]], label: str = "台灣") -> charts.Ridges:
    units = list(periods(dt.date(2020, 1, 1), dt.date(2029, 12, 31), "quarter"))[: len(rows[0])]
    return charts.Ridges(
        frame=FRAME,
        unit="quarter",
        periods=units,
        rows=[
            charts.Ridge(
                label=label, href="/t", points=[charts.Point(count=each, label=f"{each}", href="/s") for each in row]
            )
            for row in rows
        ],
        head=("Topic", "All"),
    )


def one_of_each(words: str = "Words") -> dict[str, Chart]:
    """Charts that draw all that they can, with the same words wherever there are any."""
    first, last = dt.date(2020, 12, 1), dt.date(2021, 2, 28)
    marks = [replace(mark(first, index % 3, each.key, index), label=words) for index, each in enumerate(STATUSES)]
    marks += [replace(mark(last, exact=False), label=words)] * 3
    return {
        "stacked": charts.stacked(
            replace(
                stacked_of(first, [[1, 2, 3], [0, 0, 0], [4, 0, 1]]),
                frame=Frame(id="it", title=words, description=words),
            )
        ),
        "timeline": charts.timeline(
            replace(timeline_of(Window(first, last), marks), lanes=[replace(each, label=words) for each in TYPES])
        ),
        "calendar": charts.calendar(
            replace(calendar_of(first, last, {first: 1, last: 9}), nothing=words, unknown=words)
        ),
        "network": charts.network(network_of(4, [(0, 1), (1, 2)], words)),
        "tenures": charts.tenures(tenures_of(first, last, words)),
        "bars": charts.bars(bars_of([(1, 2), (0, 3)], words)),
        "mirrored": charts.mirrored(bars_of([(1, 2), (0, 3)], words)),
        "ridges": charts.ridges(ridges_of([[1, 0, 3], [0, 0, 0]], words)),
    }


KINDS = sorted(one_of_each())


# --- what is drawn is what is counted


@given(DAYS, st.lists(st.tuples(COUNTS, COUNTS, COUNTS), min_size=1, max_size=130))
@settings(max_examples=40)
def test_bars_add_up_and_stand_beside_each_other(first: dt.date, counts: list[tuple[int, int, int]]) -> None:
    chart = charts.stacked(stacked_of(first, counts))
    root = drawn(chart)
    height = float(next(root.iter("svg")).get("height", ""))
    scale = round_scale(max(map(sum, counts)))
    bars = list(of_class(root, "bar"))
    assert len(bars) == len(counts)
    right = 0.0
    for bar, row in zip(bars, counts, strict=True):
        parts = list(of_class(bar, "filled"))
        assert [part.get("class") for part in parts] == [
            f"{kind.key} filled" for kind, number in zip(TYPES, row, strict=True) if number
        ]
        assert sum(float(part.get("height", "")) for part in parts) == pytest.approx(
            190 * sum(row) / scale[-1], abs=0.05
        )
        assert all(0 <= float(part.get("y", "")) < height for part in parts)
        for part in parts:
            assert right - 1e-3 <= share(part, "x")
            assert share(part, "x") + share(part, "width") <= 1
        right = share(next(of_class(bar, "reach")), "x") + share(next(of_class(bar, "reach")), "width")
    assert [[cell.value for cell in row[1:5]] for row in chart.table.rows] == [[*row, sum(row)] for row in counts]
    assert sum(share(each, "width") for each in of_class(root, "extent-mark")) == pytest.approx(1, abs=0.01)


MARKS = st.builds(
    mark,
    DAYS,
    st.integers(0, 2),
    st.sampled_from([each.key for each in STATUSES]),
    st.integers(0, 40),
    exact=st.booleans(),
)


@given(st.lists(MARKS, max_size=60), DAYS, st.integers(0, 4000))
@settings(max_examples=40)
def test_each_contact_of_the_window_is_drawn_once_at_every_width(
    marks: list[charts.Mark], first: dt.date, days: int
) -> None:
    window = Window(first, first + dt.timedelta(days=days))
    chart = charts.timeline(timeline_of(window, marks))
    root = drawn(chart)
    inside = [each for each in marks if each.last >= window.first and each.first <= window.last]
    assert len(chart.table.rows) == len(inside)
    for band in BANDS:
        alone = [each for each in of_class(root, "mark") if shown(each, band) and each.tag == "a"]
        together = [int("".join(each.itertext()).split()[0]) for each in of_class(root, "cluster") if shown(each, band)]
        assert len(alone) + sum(together) == len(inside)
    assert all(0 <= share(each, "x") <= 1 for each in root.iter("use"))
    assert all(0 <= share(each, "x1") <= share(each, "x2") <= 1 for each in of_class(root, "lasting"))


@given(DAYS, st.integers(0, 800), st.data())
@settings(max_examples=20)
def test_each_day_of_the_years_is_a_cell(first: dt.date, days: int, data: st.DataObject) -> None:
    last = first + dt.timedelta(days=days)
    within = st.dates(first, last)
    counts = data.draw(st.dictionaries(within, st.integers(0, 90), max_size=40))
    chart = charts.calendar(calendar_of(first, last, counts))
    root = drawn(chart)
    cells = len(list(of_class(root, "cell")))
    other = sum(each.get("d", "").count("M") for name in ("quiet", "unknown") for each in of_class(root, name))
    assert cells == len(chart.table.rows) == sum(1 for count in counts.values() if count)
    assert cells + other == (dt.date(last.year, 12, 31) - dt.date(first.year, 1, 1)).days + 1
    assert {row[0].value: row[1].value for row in chart.table.rows} == {
        day.isoformat(): count for day, count in counts.items() if count
    }
    places = [(month, each.get("x"), each.get("y")) for month in root.iter("svg") for each in of_class(month, "cell")]
    assert len(set(places)) == len(places)


def test_days_without_contacts_are_quiet_or_unknown() -> None:
    root = drawn(charts.calendar(calendar_of(dt.date(2021, 3, 1), dt.date(2021, 3, 31), {dt.date(2021, 3, 2): 4})))
    assert sum(each.get("d", "").count("M") for each in of_class(root, "unknown")) == 9
    assert sum(each.get("d", "").count("M") for each in of_class(root, "quiet")) == 365 - 10


@pytest.mark.parametrize(
    ("counts", "bounds"),
    [
        ([], ()),
        ([3], (3,)),
        ([1, 1, 2, 9], (1, 2, 9)),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], (3, 5, 7, 9, 10)),
        ([1] * 90 + [2, 3, 4, 5, 6, 7], (1, 7)),
    ],
)
def test_steps_hold_as_many_days_as_there_can_be(counts: list[int], bounds: tuple[int, ...]) -> None:
    assert steps(counts) == bounds


@given(st.lists(st.integers(1, 200), min_size=1))
def test_more_is_never_a_weaker_step(counts: list[int]) -> None:
    bounds = steps(counts)
    found = [step_of(count, bounds) for count in sorted(counts)]
    assert found == sorted(found)
    assert len(set(found)) == len(bounds)
    assert found[-1] == "step-5"


@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=1, max_size=12))
def test_lengths_of_bars_are_in_proportion(amounts: list[tuple[int, int]]) -> None:
    most = max(map(max, amounts))
    for draw, longest in ((charts.bars, 0.8), (charts.mirrored, 0.4)):
        chart = draw(bars_of(amounts))
        found = [share(each, "width") for each in of_class(drawn(chart), "filled")]
        expected = [longest * each / most if most else 0 for row in amounts for each in row]
        assert found == pytest.approx(expected, abs=1e-4)
        assert [[cell.value for cell in row[1:]] for row in chart.table.rows] == [
            [str(each) for each in row] for row in amounts
        ]


def test_two_sides_stand_back_to_back() -> None:
    left, right = of_class(drawn(charts.mirrored(bars_of([(4, 2)]))), "filled")
    assert (share(left, "x"), share(left, "width")) == (0.1, 0.4)
    assert (share(right, "x"), share(right, "width")) == (0.5, 0.2)


@given(st.lists(st.lists(COUNTS, min_size=8, max_size=8), min_size=1, max_size=6))
def test_rows_over_time_have_one_scale(rows: list[list[int]]) -> None:
    chart = charts.ridges(ridges_of(rows))
    most = max(1, *(each for row in rows for each in row))
    found = [float(each.get("height", "")) for each in of_class(drawn(chart), "filled")]
    assert found == pytest.approx([max(26 * each / most, 1.5) for row in rows for each in row if each], abs=0.01)
    assert [row[-1].value for row in chart.table.rows] == [sum(row) for row in rows]


def test_an_office_is_drawn_from_its_first_day_to_its_last_with_its_evidence() -> None:
    window = Window(dt.date(2021, 1, 1), dt.date(2021, 4, 10))  # a hundred days
    chart = tenures_of(dt.date(2021, 1, 11), dt.date(2021, 1, 30))
    root = drawn(charts.tenures(replace(chart, window=window)))
    assert [(share(each, "x"), share(each, "width")) for each in of_class(root, "filled")] == [(0.1, 0.2)] * 2
    assert [share(each, "cx") for each in of_class(root, "evidence")] == [0.105] * 2
    # the one end that is open, and the other one's
    assert [share(each, "x") for each in root.iter("svg") if each.find("path") is not None] == [0.3, 0.1]


# --- nothing lies over anything else


@given(
    DAYS,
    st.integers(0, 9000),
    st.sampled_from(list(WIDTHS.values())),
    st.sampled_from(["day", "month", "quarter", "year"]),
)
def test_labels_of_an_axis_stand_apart(first: dt.date, days: int, room: int, finest: Unit) -> None:
    window = Window(first, first + dt.timedelta(days=days))
    found = ticks(window, window.at, room, finest=finest)
    for line in (0, 1):
        places = [(each.at * room, width(each.label)) for each in found if each.line == line]
        assert all(left + wide < right for (left, wide), (right, _) in pairwise(places))
        assert all(left >= 0 and left + wide <= room for left, wide in places)


@pytest.mark.parametrize(
    ("first", "last", "room", "labels"),
    [
        ("2014-01-01", "2023-12-31", 260, "2014 2016 2018 2020 2022"),
        ("2021-01-01", "2021-12-31", 480, "01 02 03 04 05 06 07 08 09 10 11 12 2021"),
        ("2021-12-30", "2022-01-02", 260, "30 31 1 2 2021 12 2022 01"),
        ("2021-02-27", "2021-03-31", 260, "1 6 11 16 21 26 2021 03"),
        ("2021-02-20", "2021-04-02", 260, "21 1 11 21 1 2021 03"),
    ],
)
def test_the_finest_step_that_has_room(first: str, last: str, room: int, labels: str) -> None:
    window = Window(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    assert " ".join(each.label for each in ticks(window, window.at, room)) == labels


@given(st.lists(st.floats(0, 1), max_size=200).map(sorted), st.sampled_from(list(WIDTHS.values())))
def test_marks_of_a_lane_stand_apart(places: list[float], room: int) -> None:
    found = clustered(places, room, 5.5)
    assert [each for cluster in found for each in cluster.members] == list(range(len(places)))
    assert all(
        (right.at - left.at) * room >= left.reach + right.reach + APART - 1e-6 for left, right in pairwise(found)
    )
    assert all(each.at * room - each.reach >= -1e-6 and each.at * room + each.reach <= room + 1e-6 for each in found)


DISCS = st.lists(
    st.builds(Disc, st.floats(0.05, 0.95), st.floats(20, 400), st.floats(4, 16), st.text("王a布林肯", max_size=12)),
    max_size=40,
)


@given(DISCS)
def test_labels_of_a_network_lie_over_nothing(discs: list[Disc]) -> None:
    for room in WIDTHS.values():
        chosen = sides(discs, room)
        found = [dict(boxes(disc, room))[side] for disc, side in zip(discs, chosen, strict=True) if side]
        assert not any(one.meets(other) for one, other in combinations(found, 2))
        assert all(box.left >= 0 and box.right <= room for box in found)


def test_labels_of_a_network_stand_where_there_is_room() -> None:
    lone = Disc(0.5, 50, 5, "王毅")
    assert sides([lone], 260) == ["right"]
    assert sides([replace(lone, at=0.97)], 260) == ["left"]
    assert sides([lone, replace(lone, at=0.52)], 260) == ["left", "right"]
    assert sides([lone, replace(lone, at=0.54), replace(lone, at=0.46)], 260) == ["below", "right", "left"]
    assert sides([lone] * 6, 260).count(None) == 4  # to the right of the first and to the left of the second


EDGES = st.sets(st.tuples(st.integers(0, 59), st.integers(0, 59)).filter(lambda pair: pair[0] < pair[1]), max_size=120)


@given(EDGES)
@settings(max_examples=15)
def test_a_network_is_drawn_alike_each_time_and_within_its_bounds(edges: set[tuple[int, int]]) -> None:
    chart = network_of(60, sorted(edges))
    found = charts.network(chart)
    mixed = replace(chart, nodes=list(reversed(chart.nodes)), edges=list(reversed(chart.edges)))
    assert charts.network(mixed) == found
    places = positions(60, sorted(edges))
    assert len(set(places)) == 60
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in places)
    assert len(found.table.rows) == len(edges)
    assert len([each for each in drawn(found).iter("a") if each.get("data-node")]) == 60


def test_who_met_stands_near_and_who_did_not_stands_far() -> None:
    # two threads of five, joined by nothing
    edges = [(each, each + 1) for each in range(4)] + [(each, each + 1) for each in range(5, 9)]
    places = [complex(*place) for place in positions(10, edges)]
    near = [abs(places[one] - places[other]) for one, other in edges]
    ends = [abs(places[0] - places[4]), abs(places[5] - places[9])]
    assert max(near) < min(ends)


@given(st.text(), st.floats(0, 400))
def test_what_is_fitted_fits(text: str, room: float) -> None:
    found = fitted(text, room)
    assert width(found) <= max(room, width("…"))
    assert len(found) <= LONGEST


@given(st.integers(0, 10**7))
def test_a_scale_is_round_and_not_much_higher_than_what_it_holds(most: int) -> None:
    scale = round_scale(most)
    assert scale[0] == 0
    assert scale[-1] >= max(most, 1) > scale[-2]
    assert 2 <= len(scale) <= 5
    assert re.fullmatch("[125]0*", str(scale[1]))


@pytest.mark.parametrize(
    ("length", "written"), [(0.0, "0"), (-0.001, "0"), (10.0, "10"), (100.456, "100.46"), (-8, "-8")]
)
def test_lengths_are_written_shortly(length: float, written: str) -> None:
    assert pixels(length) == written


# --- for whom it is drawn


@pytest.mark.parametrize("kind", KINDS)
def test_every_mark_that_leads_somewhere_is_named(kind: str) -> None:
    root = drawn(one_of_each()[kind])
    links = list(root.iter("a"))
    assert links
    assert all(each.findtext("title") for each in links)
    for svg in root.iter("svg"):
        if svg.get("role"):
            assert svg.get("aria-label") or svg.findtext("title")
            assert svg.get("role") == ("group" if list(svg.iter("a")) else "img")
    ids = [each.get("id") for each in root.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    told = {
        each
        for name in ("aria-labelledby", "aria-describedby")
        for at in root.iter()
        for each in at.get(name, "").split()
    }
    assert told <= set(ids)


def test_a_drawing_without_links_is_a_picture() -> None:
    chart = stacked_of(dt.date(2021, 1, 1), [[1, 2, 3]])
    root = drawn(charts.stacked(replace(chart, bars=[replace(each, href="") for each in chart.bars])))
    assert next(root.iter("svg")).get("role") == "img"


@pytest.mark.parametrize("status", [each.key for each in STATUSES])
def test_each_status_has_a_shape_of_its_own(status: str) -> None:
    day = dt.date(2021, 2, 1)
    shapes = {}
    for each in STATUSES:
        root = drawn(charts.timeline(timeline_of(Window(day, day), [mark(day, status=each.key)])))
        (use,) = root.iter("use")
        (found,) = (at for at in root.iter("g") if at.get("id") == use.get("href", "").removeprefix("#"))
        shapes[each.key] = [(at.tag, at.get("class"), at.get("d")) for at in found]
    assert [each for each, shape in shapes.items() if shape == shapes[status]] == [status]


@pytest.mark.parametrize("kind", KINDS)
def test_every_class_has_its_style(kind: str) -> None:
    style = "".join((STATIC / name).read_text(encoding="utf-8") for name in ("tongshi.css", "charts.css", "network.js"))
    chart = one_of_each()[kind]
    root = Xml.fromstring(f"<div>{chart.drawing}{''.join(sign.drawing for sign in chart.signs)}</div>")
    used = {name for each in root.iter() for name in classes(each)}
    assert not {name for name in used if not re.search(rf"\.{name}(?![\w-])", style)}


TOKEN = re.compile(r"--([\w-]+): (#[0-9a-f]{6})")


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_colours_stand_out_from_the_paper(mode: int) -> None:
    style = "".join((STATIC / name).read_text(encoding="utf-8") for name in ("tongshi.css", "charts.css"))
    found: dict[str, list[str]] = {}
    for name, colour in TOKEN.findall(style):
        found.setdefault(name, []).append(colour)
    paper = luminance(found["paper"][mode])
    names = "call meeting visit talks conference message appointment held planned proposed cancelled refused denied"
    for name in (*names.split(), *(f"step-{step}" for step in range(1, 6))):
        dark, light = sorted((luminance(found[name][mode]), paper))
        assert (light + 0.05) / (dark + 0.05) >= 3, name


# --- what an archive says is hostile


#: All that charts are made of.
ELEMENTS = frozenset(
    (
        "div",
        "p",
        "span",
        "svg",
        "title",
        "desc",
        "defs",
        "pattern",
        "path",
        "g",
        "a",
        "rect",
        "line",
        "circle",
        "text",
        "use",
    )
)

HOSTILE = "<script>alert(1)</script>\"' onload=x \u202e\u2066\x00" + "王毅 & " * 20000


@pytest.mark.parametrize("kind", KINDS)
def test_words_stay_words(kind: str) -> None:
    chart = one_of_each(HOSTILE)[kind]
    root = drawn(chart)
    assert "<script" not in chart.drawing
    assert not re.search("[\u202e\u2066\x00]", chart.drawing)
    assert {each.tag for each in root.iter()} <= ELEMENTS
    assert not [name for each in root.iter() for name in each.attrib if name == "style" or name.startswith("on")]
    assert len(chart.drawing) < 60_000
    page = (
        environment()
        .from_string('{% import "charts.html" as c %}{{ c.chart(it, "it", words, words) }}')
        .render(it=chart, words="numbers")
    )
    assert "<script" not in page
    assert len(page) < 90_000


@pytest.mark.parametrize(
    ("address", "leads"),
    [
        ("/contacts?type=call", True),
        ("contacts/c1.html#a:b", True),
        ("?since=2021", True),
        ("https://example.org/", True),
        ("", False),
        ("javascript:alert(1)", False),
        (" java\nscript:alert(1)", False),
        ("\x01DATA:text/html,x", False),
        ("vbscript:x", False),
    ],
)
def test_no_mark_leads_to_a_script(address: str, leads: bool) -> None:
    assert is_page(address) is leads
    day = dt.date(2021, 2, 1)
    root = drawn(charts.timeline(timeline_of(Window(day, day), [replace(mark(day), href=address)])))
    assert bool(list(root.iter("a"))) is leads


def test_the_numbers_are_a_table() -> None:
    chart = charts.stacked(stacked_of(dt.date(2021, 1, 1), [[1200, 2, 3]]))
    page = environment().from_string('{% import "charts.html" as c %}{{ c.chart(it, "it", "Numbers", "By month") }}')
    root = Xml.fromstring(page.render(it=chart))
    assert [each.text for each in root.iter("th")][:6] == ["Month", "Calls", "Meetings", "Visits", "All", "Archive"]
    assert ["".join(each.itertext()) for each in root.iter("td")] == ["1,200", "2", "3", "1,205", "covered"]
    assert root.findtext(".//caption") == "By month"
    assert [each.get("href") for each in root.findall(".//tbody//a")] == ["/contacts?when=2021-01"]
