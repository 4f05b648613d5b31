from curriculum.models.content import Curriculum, Module, Programme, Theme, Track
from curriculum.models.material import Material
from curriculum.models.session import Attendance, Session

__all__ = ["Attendance", "Curriculum", "Material", "Module", "Programme", "Session", "Theme", "Track"]
