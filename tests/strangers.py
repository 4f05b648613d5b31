"""People of one world, and all that is stored: to see what they can do to another."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.test import Client

from tests.worlds import World

OURS = {"trainees", "placements", "curriculum"}


def browser_of(user):
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(user)
    return client


def kept():
    """All that is stored, row by row, but when somebody signed in."""
    models = [model for model in apps.get_models() if model._meta.app_label in OURS]
    through = [field.remote_field.through for model in models for field in model._meta.local_many_to_many]
    return {
        model._meta.label: sorted(map(str, model._base_manager.values_list(*columns(model))))
        for model in {*models, *through}
        if not model._meta.proxy
    }


def columns(model):
    return [field.attname for field in model._meta.concrete_fields if field.name != "last_login"]


def coordinator(world: World) -> Any:
    return world.coordinator


def lecturer(world: World) -> Any:
    return world.lecturer


def trainee(world: World) -> Any:
    return world.trainee.user
