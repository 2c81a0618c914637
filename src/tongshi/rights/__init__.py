"""What may leave the store: how much of the texts, and what is withheld. Every command's records pass through here.

The store keeps whole texts for its owner. A `Release` stands between it and a command: it answers as the store does,
with records from which everything is gone that the command's `Rights` do not give, and counts what was withheld.

    none      records, places (spans) and addresses; no sentence, no title, no title in a file name
    evidence  also titles, and the sentences in which some field of a record stands
    full      whole texts
"""

from tongshi.rights.policy import Rights as Rights
from tongshi.rights.policy import Texts as Texts
from tongshi.rights.release import Release as Release
from tongshi.rights.statements import ToldStatement as ToldStatement
from tongshi.rights.store import StoreRelease as StoreRelease
