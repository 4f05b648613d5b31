from curriculum.forms.attendance import AttendanceForm, CodeForm, TermForm
from curriculum.forms.content import CopyForm, CurriculumForm, GoalForm, ModuleForm, ThemeForm, TrackForm
from curriculum.forms.coverage import CoverageForm
from curriculum.forms.lessons import LessonsForm
from curriculum.forms.material import FileForm, LinkForm, MaterialForm
from curriculum.forms.opinions import FeedbackForm
from curriculum.forms.places import MyUnavailableForm, RoomForm, UnavailableForm, UnavailableListForm
from curriculum.forms.programme import ProgrammeForm
from curriculum.forms.sessions import (
    DropForm,
    LayForm,
    PlanForm,
    PublishForm,
    SessionForm,
    SessionTextForm,
    SplitForm,
    SwapForm,
)
from curriculum.forms.unlaying import UnlayForm

__all__ = [
    "AttendanceForm",
    "CodeForm",
    "CopyForm",
    "CoverageForm",
    "CurriculumForm",
    "DropForm",
    "FeedbackForm",
    "FileForm",
    "GoalForm",
    "LayForm",
    "LessonsForm",
    "LinkForm",
    "MaterialForm",
    "ModuleForm",
    "MyUnavailableForm",
    "PlanForm",
    "ProgrammeForm",
    "PublishForm",
    "RoomForm",
    "SessionForm",
    "SessionTextForm",
    "SplitForm",
    "SwapForm",
    "TermForm",
    "ThemeForm",
    "TrackForm",
    "UnavailableForm",
    "UnavailableListForm",
    "UnlayForm",
]
