"""What both databases share: which transactions write, how JSON is written, and one line for what is in use."""

from __future__ import annotations

import json

#: Execution option of a connection whose next transaction writes.
WRITES = "tongshi_writes"

#: Seconds that a writer waits for another one.
PATIENCE = 10.0

IN_USE = "the database is in use by another program; try again when that has ended"


def written_json(value: object) -> str:
    """JSON as it is stored: characters as they are, control characters escaped."""
    return json.dumps(value, ensure_ascii=False)
