"""Time words of news prose and the days they mean.

`find` reads folded text; words are data (`lexicons/times.yml`).
"""

from __future__ import annotations

from tongshi.times.mentions import Finder as Finder
from tongshi.times.mentions import TimeMention as TimeMention
from tongshi.times.mentions import find as find
from tongshi.times.mentions import load_finder as load_finder
