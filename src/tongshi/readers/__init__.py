"""Archives → posts: `archive_files` finds the files, `posts` reads one, `read` reads them all."""

from tongshi.readers.archive import ArchiveFile as ArchiveFile
from tongshi.readers.archive import archive_files as archive_files
from tongshi.readers.archive import stem as stem
from tongshi.readers.forms import posts as posts
from tongshi.readers.forms import read as read
from tongshi.readers.stamps import parse_stamp as parse_stamp
