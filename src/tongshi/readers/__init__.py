"""Archives → posts: `archive_files` finds the files, `posts` reads one, `read` reads them all."""

from tongshi.readers.archive import ArchiveFile as ArchiveFile
from tongshi.readers.archive import archive_files as archive_files
from tongshi.readers.archive import stem as stem
from tongshi.readers.encoding import encoding_of as encoding_of
from tongshi.readers.forms import posts as posts
from tongshi.readers.forms import read as read
from tongshi.readers.frontmatter import FIELDS as FIELDS
from tongshi.readers.frontmatter import FrontMatter as FrontMatter
from tongshi.readers.frontmatter import front_matter as front_matter
from tongshi.readers.stamps import epoch_moment as epoch_moment
from tongshi.readers.stamps import parse_printed as parse_printed
from tongshi.readers.stamps import parse_stamp as parse_stamp
from tongshi.readers.stamps import printed_stamps as printed_stamps
