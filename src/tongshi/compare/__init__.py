"""A contact as each side tells it, and as each outlet does: who says what, what both raise, what only one does.

report ─→ accounts ─→ rows by topic, names, shares     (Comparison)
                 └──→ what each outlet gives and leaves out  (ByOutlet)
"""

from tongshi.compare.comparison import by_outlet as by_outlet
from tongshi.compare.comparison import compare as compare
from tongshi.compare.namings import Names as Names
from tongshi.compare.namings import load_names as load_names
from tongshi.compare.records import ByOutlet as ByOutlet
from tongshi.compare.records import Comparison as Comparison
from tongshi.compare.records import Item as Item
from tongshi.compare.records import Link as Link
from tongshi.compare.records import NameUse as NameUse
from tongshi.compare.records import Naming as Naming
from tongshi.compare.records import Place as Place
from tongshi.compare.records import Row as Row
from tongshi.compare.records import Share as Share
from tongshi.compare.records import Side as Side
from tongshi.compare.records import Telling as Telling
from tongshi.compare.records import Told as Told
from tongshi.compare.records import TopicShare as TopicShare
from tongshi.compare.records import Unlinked as Unlinked
from tongshi.compare.records import Voice as Voice
from tongshi.compare.records import Wording as Wording
from tongshi.compare.terms import Terms as Terms
from tongshi.compare.terms import load_terms as load_terms
