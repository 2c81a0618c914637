"""Coding articles by hand: the form, what is wrong in it, and how far two coders agree."""

from tongshi.annotation.agreement import Agreement as Agreement
from tongshi.annotation.agreement import agree as agree
from tongshi.annotation.checking import Codes as Codes
from tongshi.annotation.checking import Problem as Problem
from tongshi.annotation.checking import complete as complete
from tongshi.annotation.checking import problems as problems
from tongshi.annotation.form import Form as Form
from tongshi.annotation.form import Lines as Lines
from tongshi.annotation.form import Path as Path
from tongshi.annotation.form import blank as blank
from tongshi.annotation.form import coded as coded
from tongshi.annotation.form import form_text as form_text
from tongshi.annotation.form import prefilled as prefilled
from tongshi.annotation.form import read_forms as read_forms
from tongshi.annotation.numbered import NumberedText as NumberedText
