"""Who may come in, and what a browser may do with what it is given.

    settings → Policy        to whom the site is open: to who sits at the machine, to who logs in, to everybody
    Guard                    the rules in their order, around the application
    who, csrf_token          what rooms ask of a request

Every rule is a small ASGI application around the next; none knows of stores or rooms.
"""

from tongshi.web.guard.csrf import csrf_token
from tongshi.web.guard.gate import Guard
from tongshi.web.guard.policy import Access, Policy
from tongshi.web.guard.returning import own_path
from tongshi.web.guard.settings import GuardSettings, read_settings
from tongshi.web.guard.visitors import Visitor, is_shared, who, writer

__all__ = [
    "Access",
    "Guard",
    "GuardSettings",
    "Policy",
    "Visitor",
    "csrf_token",
    "is_shared",
    "own_path",
    "read_settings",
    "who",
    "writer",
]
