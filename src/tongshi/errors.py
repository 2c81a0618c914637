"""Every error that a user can cause or an archive can contain, in one family.

    TongshiError            a clear line for the user, exit code 2
    ├── ReadError           one post cannot be read: becomes a row in `rejects`, the build goes on
    ├── ArchiveError        the archive as a whole cannot be read (no such path, not an archive)
    ├── ProcessError        no process can be started to read with
    ├── LexiconError        a lexicon file is wrong, with file and entry
    ├── StoreError          the database cannot be opened, is another program's, or has a newer schema
    ├── GoldError           a gold file is not in the codebook's file form
    ├── FormError           a form of a coded article is wrong, with file and line
    ├── SheetError          an audit's sheet is wrong, with file and line
    ├── WithholdError       a withhold list is wrong, with file and line
    ├── LedgerError         a decision, or a file of decisions, is not in the form of one
    ├── QueryError          a query is not well formed, with the place
    ├── AccessError         a token, a file of users, or an address to listen on is not as it has to be
    └── NotFoundError       no such engagement, person or post
        └── UnknownError    nothing is called so, whereas other things may be several, or withheld

Anything else that is raised is a bug and keeps its traceback.
"""

from __future__ import annotations


class TongshiError(Exception):
    """Root of the family; `str()` is the one line shown to the user."""


class ReadError(TongshiError):
    """One post cannot be read; the reason is what `rejects` keeps."""


class ArchiveError(TongshiError):
    """The archive as a whole cannot be read."""


class ProcessError(TongshiError):
    """The processes that read cannot be started."""


class LexiconError(TongshiError):
    """A lexicon file is wrong."""


class StoreError(TongshiError):
    """The database cannot be used."""


class GoldError(TongshiError):
    """A file of coded records is not in the codebook's form."""


class FormError(TongshiError):
    """A form that a coder filled in cannot be read."""


class SheetError(TongshiError):
    """A sheet of an audit is not as it was written, or is filled in wrongly."""


class WithholdError(TongshiError):
    """A withhold list is wrong."""


class LedgerError(TongshiError):
    """What is given is no decision."""


class NotFoundError(TongshiError):
    """Nothing is stored under that name."""


class UnknownError(NotFoundError):
    """The name is nothing's: neither several things' nor one's that may not be told of."""


class QueryError(TongshiError):
    """What is asked of the full text is not well formed."""


class AccessError(TongshiError):
    """Who may come in is not told as it has to be."""
