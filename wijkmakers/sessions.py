"""Sessions in the database that end a fixed time after somebody signed in, however much they are used."""

from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession

ENDS_AT = "ends_at"


class SessionStore(db.SessionStore):
    """Django moves the end with every save. Here the first save of who has signed in decides it."""

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        if SESSION_KEY not in data:
            return super().create_model_instance(data)
        ends_at = data.setdefault(ENDS_AT, self.get_expiry_date().isoformat())
        row = super().create_model_instance(data)
        row.expire_date = datetime.fromisoformat(ends_at)
        return row
