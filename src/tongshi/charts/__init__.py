"""Charts that the server draws: a frozen record in, SVG and a table of the same numbers out.

    stacked     counts by period, with what the archive holds of each
    timeline    contacts on time, in lanes, with the gaps between them
    calendar    days of years as cells
    network     who met whom
    tenures     offices over time
    bars        one or several bars for each name; `mirrored`: two sides back to back
    ridges      counts over time of several things

They need no script: colours are classes, for which `web/static/charts.css` has the colours. All words come from who
calls, and all of them are escaped. A chart keeps its height and the size of its texts, and takes the width of its page;
see `bands`.
"""

from tongshi.charts.axis import Window
from tongshi.charts.bars import Bars, Named, Value, bars, mirrored
from tongshi.charts.calendar import Calendar, Day, calendar
from tongshi.charts.chart import Category, Cell, Chart, Frame, Sign, Table
from tongshi.charts.marks import Held
from tongshi.charts.network import Edge, Network, Node, network
from tongshi.charts.ridges import Point, Ridge, Ridges, ridges
from tongshi.charts.stacked import Bar, Stacked, stacked
from tongshi.charts.tenures import Evidence, Tenure, Tenures, tenures
from tongshi.charts.timeline import Mark, Pause, Timeline, timeline

__all__ = [
    "Bar", "Bars", "Calendar", "Category", "Cell", "Chart", "Day", "Edge", "Evidence", "Frame", "Held", "Mark", "Named",
    "Network", "Node", "Pause", "Point", "Ridge", "Ridges", "Sign", "Stacked", "Table", "Tenure", "Tenures", "Timeline",
    "Value", "Window", "bars", "calendar", "mirrored", "network", "ridges", "stacked", "tenures", "timeline",
]  # fmt: skip
