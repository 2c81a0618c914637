"""The database: posts, articles, records, contacts, and when they were read."""

from tongshi.store.engine import place_of as place_of
from tongshi.store.store import Store as Store
from tongshi.store.store import open_store as open_store
from tongshi.store.views import ChangedArticle as ChangedArticle
from tongshi.store.views import Contact as Contact
from tongshi.store.views import ContactFilter as ContactFilter
from tongshi.store.views import ContactReport as ContactReport
from tongshi.store.views import FoundArticle as FoundArticle
from tongshi.store.views import KnowledgeFile as KnowledgeFile
from tongshi.store.views import KnowledgeVersion as KnowledgeVersion
from tongshi.store.views import PostCopy as PostCopy
from tongshi.store.views import PostLine as PostLine
from tongshi.store.views import PostPlace as PostPlace
from tongshi.store.views import PostWords as PostWords
from tongshi.store.views import ReportedContact as ReportedContact
from tongshi.store.views import Run as Run
from tongshi.store.views import Source as Source
from tongshi.store.views import StatementFilter as StatementFilter
from tongshi.store.views import StoredMention as StoredMention
from tongshi.store.views import StoredReading as StoredReading
from tongshi.store.views import StoredReject as StoredReject
from tongshi.store.views import StoredStatement as StoredStatement
from tongshi.store.views import Totals as Totals
from tongshi.store.writing import Settled as Settled
