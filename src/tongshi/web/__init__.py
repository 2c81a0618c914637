"""The pages of a store: read, compare, follow, correct."""

from tongshi.web.application import create_app as create_app
from tongshi.web.settings import SiteSettings as SiteSettings
