"""Time words of news prose and the days they mean.

`find` reads folded text; words are data (`lexicons/times.yml`).
"""

from __future__ import annotations

from tongshi.times.mentions import TimeMention as TimeMention
from tongshi.times.mentions import find as find
