"""Review: what waits for a person, and what he gives → decisions."""

from tongshi.review.adding import Added as Added
from tongshi.review.adding import add as add
from tongshi.review.answering import Answers as Answers
from tongshi.review.deciding import Reviewer as Reviewer
from tongshi.review.deciding import confirm as confirm
from tongshi.review.deciding import correct as correct
from tongshi.review.deciding import judge as judge
from tongshi.review.deciding import keep as keep
from tongshi.review.deciding import merge as merge
from tongshi.review.deciding import person_key as person_key
from tongshi.review.deciding import split as split
from tongshi.review.deciding import undo as undo
from tongshi.review.outlook import NO_SURPRISE as NO_SURPRISE
from tongshi.review.outlook import Outlook as Outlook
from tongshi.review.outlook import outlook as outlook
from tongshi.review.queue import ITEM_KINDS as ITEM_KINDS
from tongshi.review.queue import Item as Item
from tongshi.review.queue import waiting as waiting
from tongshi.review.session import Session as Session
