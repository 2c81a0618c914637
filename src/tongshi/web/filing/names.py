"""What files are called: the same on every file system, whatever the name of a page holds.

A name that is short, in small letters and digits, stays as it is (`biden-joe`), and so do the codes of polities, which
are in capitals. Of any other as much is kept as can be read, and a digest tells it from all others: `_` stands in no
name that is kept as it is, so that no two pages have one file, also where capitals do not count.
"""

from __future__ import annotations

import hashlib
import re

_PLAIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CODE = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")
_OTHER = re.compile(r"[^a-z0-9]+")

#: Characters of a name that is kept, and of what is kept of another.
_LONGEST = 60

#: What Windows takes for a device, with any ending.
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})

#: What is named by codes of polities, as a view or in a query.
_OF_POLITIES = frozenset({"pair", "pairs", "polity", "polities"})


def file_name(part: str, kind: str) -> str:
    """The name of a file for a part of an address, which is a name of `kind`; without an ending."""
    plain = _CODE if kind in _OF_POLITIES else _PLAIN
    if len(part) <= _LONGEST and plain.fullmatch(part) and part.lower() not in _DEVICES:
        return part
    kept = _OTHER.sub("-", part[:_LONGEST].lower()).strip("-") or "x"
    digest = hashlib.blake2b(part.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return f"{kept}_{digest}"
