"""`python -m tongshi` loads the package before the module that runs it: an interrupt meanwhile is one line, too.

It does nothing where the package is imported as a library.
"""

from __future__ import annotations

import sys

from tongshi_command import hear

if sys.orig_argv[1:3] == ["-m", "tongshi"]:
    hear()
