"""The user's own knowledge: a folder of YAML beside the store, in the forms of the shipped lexicons."""

from tongshi.project.folder import beside as beside
from tongshi.project.folder import initialise as initialise
from tongshi.project.folder import project_layer as project_layer
from tongshi.project.folder import read_project as read_project
from tongshi.project.problems import LEXICONS as LEXICONS
from tongshi.project.problems import problems as problems
from tongshi.project.summary import Addition as Addition
from tongshi.project.summary import additions as additions
