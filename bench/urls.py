"""The product's own addresses, and two that only the bench has."""

import os

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from wijkmakers.urls import *

UNIT = "/bench/unit/"
PROCESSES = "/bench/processes/"


def unit(request: HttpRequest) -> HttpResponse:
    """The cheapest page for somebody who is signed in: session, person, one query, 32 bytes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM trainees_cohort WHERE id = %s", [request.user.pk])
        cursor.fetchall()
    return HttpResponse(b"." * 32)


def processes(request: HttpRequest) -> HttpResponse:
    """The numbers of the two processes that answer: this one, and that of the database."""
    connection.ensure_connection()
    return HttpResponse(f"{os.getpid()} {connection.connection.info.backend_pid}")


urlpatterns = [path(UNIT[1:], unit), path(PROCESSES[1:], processes), *urlpatterns]
