"""Lists as they leave the store: each record with what it was made from, and at the end how much was withheld.

The command line and the pages write the same lists by this. `left_out` is looked at when all lines are written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from tongshi import display
from tongshi.provenance import Provenance


def json_lines(lines: Iterable[str], provenance: Provenance, left_out: Mapping[str, int]) -> Iterator[str]:
    """Objects, each with its provenance: whoever sorts, cuts or joins files keeps it. Then what was withheld."""
    made = json.dumps(provenance.fields, ensure_ascii=False)
    for line in lines:
        yield f'{line.removesuffix("}")}, "provenance": {made}}}'
    yield from withheld_lines(left_out)


def csv_lines(lines: Iterable[str], provenance: Provenance, left_out: Mapping[str, int]) -> Iterator[str]:
    """The same as a last column, and as a comment; comments stay as they are."""
    made = display.csv_line((provenance.line,))
    for number, line in enumerate(lines):
        yield line if line.startswith("# ") else f"{line},{made if number else 'provenance'}"
    if told := display.withheld_line(left_out):
        yield f"# {told}"


def closing_notes(provenance: Provenance, left_out: Mapping[str, int]) -> Iterator[str]:
    """At the foot of a page or of a text that is kept: what it was made from, and what was withheld."""
    yield f"provenance: {provenance.line}"
    if told := display.withheld_line(left_out):
        yield told


def withheld_lines(left_out: Mapping[str, int]) -> Iterator[str]:
    """The last line of a list of objects, where something was withheld."""
    if any(left_out.values()):
        yield display.withheld_json(left_out)
