"""Archives → posts: `archive_files` finds the files, `posts` reads one, `read` reads them all."""

from tongshi.readers.archive import archive_files as archive_files
from tongshi.readers.archive import unread_told as unread_told
from tongshi.readers.captures import Capture as Capture
from tongshi.readers.encoding import encoding_of as encoding_of
from tongshi.readers.explained import FileForm as FileForm
from tongshi.readers.explained import explained as explained
from tongshi.readers.files import ArchiveFile as ArchiveFile
from tongshi.readers.files import stem as stem
from tongshi.readers.forms import posts as posts
from tongshi.readers.forms import posts_of as posts_of
from tongshi.readers.forms import read as read
from tongshi.readers.forms import shape_of as shape_of
from tongshi.readers.frontmatter import FIELDS as FIELDS
from tongshi.readers.frontmatter import FrontMatter as FrontMatter
from tongshi.readers.frontmatter import front_matter as front_matter
from tongshi.readers.lines import FieldMap as FieldMap
from tongshi.readers.lines import field_map as field_map
from tongshi.readers.stamps import epoch_moment as epoch_moment
from tongshi.readers.stamps import parse_printed as parse_printed
from tongshi.readers.stamps import parse_stamp as parse_stamp
from tongshi.readers.stamps import printed_stamps as printed_stamps
