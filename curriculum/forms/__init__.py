from curriculum.forms.attendance import AttendanceForm
from curriculum.forms.content import CurriculumForm, ModuleForm, ProgrammeForm, ThemeForm, TrackForm
from curriculum.forms.material import FileForm, LinkForm, MaterialForm
from curriculum.forms.removing import RemoveSessionForm
from curriculum.forms.sessions import PlanForm, SessionForm

__all__ = [
    "AttendanceForm",
    "CurriculumForm",
    "FileForm",
    "LinkForm",
    "MaterialForm",
    "ModuleForm",
    "PlanForm",
    "ProgrammeForm",
    "RemoveSessionForm",
    "SessionForm",
    "ThemeForm",
    "TrackForm",
]
