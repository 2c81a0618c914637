"""Comparisons to look at: as text, as one page that needs nothing else, as JSON lines."""

from tongshi.sides.lines import comparison_lines as comparison_lines
from tongshi.sides.lines import outlet_lines as outlet_lines
from tongshi.sides.page import comparison_page as comparison_page
from tongshi.sides.page import outlet_page as outlet_page
from tongshi.sides.text import comparison_text as comparison_text
from tongshi.sides.text import outlet_text as outlet_text
