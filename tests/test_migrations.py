"""Rule 5 of the house: no missing migration, and migrations are linear."""

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db.migrations.graph import MigrationGraph, Node
from django.db.migrations.loader import MigrationLoader

OURS = [
    app.label for app in apps.get_app_configs() if app.path.startswith(str(settings.BASE_DIR / app.label))
]


def forks(graph: MigrationGraph, app: str) -> list[tuple[str, str]]:
    """The migrations of an app that more than one other continues from, or that join two."""

    def own(nodes: set[Node]) -> list[Node]:
        return [node for node in nodes if node.key[0] == app]

    nodes = [node for key, node in graph.node_map.items() if key[0] == app]
    return [node.key for node in nodes if len(own(node.children)) > 1 or len(own(node.parents)) > 1]


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=3)


@pytest.mark.parametrize("app", OURS)
def test_migrations_are_linear(app):
    graph = MigrationLoader(None).graph

    assert forks(graph, app) == []
    assert len(graph.leaf_nodes(app)) <= 1


def test_a_fork_is_seen():
    graph = MigrationGraph()
    for name in ("0001", "0002_mine", "0002_yours"):
        graph.add_node(("app", name), None)
    for name in ("0002_mine", "0002_yours"):
        graph.add_dependency(None, ("app", name), ("app", "0001"))

    assert forks(graph, "app") == [("app", "0001")]
