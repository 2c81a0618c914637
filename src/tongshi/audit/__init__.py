"""Auditing: a sample of a store's own records, judged by people, and how many of all records are right by it."""

from tongshi.audit.drawing import draw as draw
from tongshi.audit.figures import agreements as agreements
from tongshi.audit.figures import differences as differences
from tongshi.audit.figures import precisions as precisions
from tongshi.audit.records import STRATA as STRATA
from tongshi.audit.records import listed as listed
from tongshi.audit.records import row as row
from tongshi.audit.sheet import FIELDS as FIELDS
from tongshi.audit.sheet import Drawing as Drawing
from tongshi.audit.sheet import Row as Row
from tongshi.audit.sheet import Sheet as Sheet
from tongshi.audit.sheet import read_sheet as read_sheet
from tongshi.audit.sheet import sheet_lines as sheet_lines
