"""Posts → articles: running text in paragraphs, everything else beside it and named."""

from tongshi.clean.article import clean as clean
from tongshi.clean.outlets import Outlet as Outlet
from tongshi.clean.outlets import Outlets as Outlets
from tongshi.clean.outlets import load_outlets as load_outlets
