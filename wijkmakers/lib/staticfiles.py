"""Static files as they are served: our style sheets without the air, names with a hash, compressed once."""

import re
from typing import Any

from django.core.files.base import ContentFile, File
from whitenoise.storage import CompressedManifestStaticFilesStorage


def squeezed(css: str) -> str:
    """The same rules in fewer bytes. For our own sheets, which have no quoted space that matters."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,]) ?", r"\1", css)
    return css.replace(": ", ":").replace(";}", "}").strip()


class Storage(CompressedManifestStaticFilesStorage):
    """What collectstatic writes to."""

    def _save(self, name: str, content: File) -> Any:
        if name.startswith("css/") and name.endswith(".css"):
            content = ContentFile(squeezed(content.read().decode()).encode())
        return super()._save(name, content)
