"""What the archive teaches of people: mentions in one article, and the people that all of them make."""

from tongshi.learning.entries import (
    Evidence,
    LearntName,
    LearntOffice,
    LearntPerson,
    Sighting,
    learnt_people,
)
from tongshi.learning.mentions import find_mentions
from tongshi.learning.naming import Naming, load_naming
from tongshi.learning.people import learn

__all__ = [
    "Evidence",
    "LearntName",
    "LearntOffice",
    "LearntPerson",
    "Naming",
    "Sighting",
    "find_mentions",
    "learn",
    "learnt_people",
    "load_naming",
]
