"""The pages as files: for any host, for a folder, for the time when no server runs any more."""

from tongshi.web.filing.site import Done as Done
from tongshi.web.filing.site import FilingSettings as FilingSettings
from tongshi.web.filing.site import write_site as write_site
