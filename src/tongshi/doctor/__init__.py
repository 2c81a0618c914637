"""A report on archives before they are built: what is in them, and what is wrong with it. Nothing is written.

`facts`: what is told of one file, in a worker. `contradictions`: where a post disagrees with itself. `ledger`: what
many posts have in common, counted outside of memory. `examine`: all files → `report`. `tables`, `page`: the report as
text and as HTML.
"""

from tongshi.doctor.examine import Examined as Examined
from tongshi.doctor.examine import examine as examine
from tongshi.doctor.report import Report as Report
