"""Engagements of several articles → contacts: which reports tell of the same meeting, and why.

Careful before complete: two contacts shown apart are seen and mended by a reader, two shown as one are not. What
cannot be told is left to a person, as a `Doubt`.
"""

from tongshi.fusion.candidates import Candidate, Contact, Doubt, Member, Who, block, contact_id
from tongshi.fusion.claims import Claim, Value, claims
from tongshi.fusion.deciding import as_corrected, decided
from tongshi.fusion.fuse import Fused, are_tied, fuse
from tongshi.fusion.history import Reported, history, in_course
from tongshi.fusion.linking import Linkable, Part, parts
from tongshi.fusion.reading import candidate_of, is_inferred, who_of
from tongshi.fusion.together import conflicts, distinct, texts, together
from tongshi.fusion.words import Told, role_of, told_by

__all__ = [
    "Candidate",
    "Claim",
    "Contact",
    "Doubt",
    "Fused",
    "Linkable",
    "Member",
    "Part",
    "Reported",
    "Told",
    "Value",
    "Who",
    "are_tied",
    "as_corrected",
    "block",
    "candidate_of",
    "claims",
    "conflicts",
    "contact_id",
    "decided",
    "distinct",
    "fuse",
    "history",
    "in_course",
    "is_inferred",
    "parts",
    "role_of",
    "texts",
    "together",
    "told_by",
    "who_of",
]
