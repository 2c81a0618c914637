"""What people decide about records: single decisions, the state that they come to, and the file that keeps them."""

from tongshi.decisions.fields import FIELDS as FIELDS
from tongshi.decisions.fields import attributes as attributes
from tongshi.decisions.fields import differs as differs
from tongshi.decisions.fields import value_of as value_of
from tongshi.decisions.lines import dump as dump
from tongshi.decisions.lines import parse as parse
from tongshi.decisions.record import Decision as Decision
from tongshi.decisions.record import Kind as Kind
from tongshi.decisions.record import Scope as Scope
from tongshi.decisions.state import UNDECIDED_STATE as UNDECIDED_STATE
from tongshi.decisions.state import Conflict as Conflict
from tongshi.decisions.state import State as State
from tongshi.decisions.state import decided as decided
from tongshi.decisions.state import is_like as is_like
from tongshi.decisions.state import repeated as repeated
from tongshi.decisions.words import shown as shown
from tongshi.decisions.words import what as what
from tongshi.decisions.words import whose as whose
