"""Rules about the code, told as "path:line: what is wrong"."""

import ast
from collections.abc import Iterator

from tests.house.tree import PACKAGES, Files, code, module_of, parsed, views

FUNCTION_LINES = 30
FILE_LINES = 400
CELLAR, GROUND, WINGS, ROOF = 0, 1, 2, 3
SOLVERS = ("placements.rotation", "curriculum.timetable")
CLOCKS = {
    "timezone.now", "timezone.localdate", "timezone.localtime", "date.today", "datetime.now",
    "datetime.today", "datetime.utcnow", "dt.date.today", "dt.datetime.now", "dt.datetime.today", "time.time",
}  # fmt: skip
# Who stands at the edge, where a moment begins: pages, commands, jobs, and what stands around them. Besides
# these only what does by hand what `auto_now` does elsewhere.
READS_THE_CLOCK = {"views", "tasks", "admin", "management", "middleware", "auth", "demo", "versions"}
# Calls that ask the database: with anything between the brackets, or only with nothing there.
QUERIES = {"filter", "exclude", "aggregate", "annotate", "values_list", "select_related", "prefetch_related"}
BARE_QUERIES = {"exists", "count", "first", "last"}
ENTRIES = {"anyone", "signed_in", "coordinator", "trainee", "supervisor", "lecturer"}
# What has nobody to sign it.
WITHOUT_BY = {"find_or_add_skills": "a skill is a word, and belongs to nobody"}
# Django's paginator has its count as a property.
PROPERTIES_OF_DJANGO = {"wijkmakers/lib/admin.py: count"}


def imports_go_down(files: Files) -> Iterator[str]:
    """roof > wings, which never import each other > ground floor > cellar."""
    for path, tree in parsed(code(files)):
        own = module_of(path)
        for node, imported in _imports(tree):
            if imported.split(".")[0] in PACKAGES and not _is_below(imported, own):
                yield f"{path}:{node.lineno}: {own} imports {imported}"


def imports_are_plain(files: Files) -> Iterator[str]:
    """At the top of the file, by full name."""
    for path, tree in parsed(_ours(files)):
        inside = {id(node) for function in _functions(tree) for node in ast.walk(function)}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.level:
                yield f"{path}:{node.lineno}: relative import"
        for node, imported in _imports(tree):
            if id(node) in inside and imported.split(".")[0] in (*PACKAGES, "tests"):
                yield f"{path}:{node.lineno}: {imported} imported inside a function"


def solvers_stand_alone(files: Files) -> Iterator[str]:
    """The planner and the timetable know neither Django nor an app."""
    for path, tree in parsed(code(files)):
        own = module_of(path)
        if not own.startswith(SOLVERS):
            continue
        for node, imported in _imports(tree):
            if imported.split(".")[0] in ("django", *PACKAGES) and not imported.startswith(SOLVERS):
                yield f"{path}:{node.lineno}: {own} imports {imported}"


def functions_are_short(files: Files) -> Iterator[str]:
    """From `def` to the end; what is explained in the docstring does not count."""
    for path, tree in parsed(code(files)):
        for function in _functions(tree):
            lines = _length(function) - (_length(function.body[0]) if ast.get_docstring(function) else 0)
            if lines >= FUNCTION_LINES:
                yield f"{path}:{function.lineno}: {function.name} has {lines} lines"


def files_are_short(files: Files) -> Iterator[str]:
    for path, text in files.items():
        lines = len(text.splitlines())
        if path.endswith((".py", ".js", ".css")) and "/migrations/" not in path and lines >= FILE_LINES:
            yield f"{path}: {lines} lines"


def views_leave_filtering_to_querysets(files: Files) -> Iterator[str]:
    for path, tree in parsed(views(files)):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _called(node) in {"filter", "exclude"}:
                yield f"{path}:{node.lineno}: .{_called(node)}("


def views_are_functions(files: Files) -> Iterator[str]:
    for path, tree in parsed(views(files)):
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and any("View" in ast.unparse(base) for base in node.bases):
                yield f"{path}:{node.lineno}: {node.name} is a class"
    for path, tree in parsed({path: text for path, text in code(files).items() if path.endswith("urls.py")}):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _called(node) == "as_view":
                yield f"{path}:{node.lineno}: as_view("


def entry_comes_first(files: Files) -> Iterator[str]:
    """The decorator that says who may enter stands outermost: nothing happens before it."""
    for path, tree in parsed(views(files)):
        for function in _functions(tree):
            names = [_last_name(each) for each in function.decorator_list]
            if ENTRIES & set(names[1:]):
                yield f"{path}:{function.lineno}: {function.name} does {names[0]} before it asks who enters"


def properties_never_query(files: Files) -> Iterator[str]:
    for path, tree in parsed(code(files)):
        for function in _functions(tree):
            decorators = {_last_name(each) for each in function.decorator_list}
            ours = f"{path}: {function.name}" not in PROPERTIES_OF_DJANGO
            if ours and decorators & {"property", "cached_property"} and any(map(_asks, ast.walk(function))):
                yield f"{path}:{function.lineno}: {function.name} asks the database"


def only_the_edge_reads_the_clock(files: Files) -> Iterator[str]:
    """`today` and `now` are handed in."""
    for path, tree in parsed(code(files)):
        if READS_THE_CLOCK & set(path.removesuffix(".py").split("/")):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in CLOCKS and not node.args:
                yield f"{path}:{node.lineno}: {ast.unparse(node)}"


def lib_is_explained(files: Files) -> Iterator[str]:
    """A public function says what it does, unless two statements say so; all are annotated."""
    for path, tree in parsed(
        {path: text for path, text in code(files).items() if path.startswith("wijkmakers/lib/")}
    ):
        for node in tree.body:
            public = isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
            if public and len(node.body) > 2 and not ast.get_docstring(node):
                yield f"{path}:{node.lineno}: {node.name} has no docstring"
        for function in _functions(tree):
            if function.returns is None or any(each.annotation is None for each in _arguments(function)):
                yield f"{path}:{function.lineno}: {function.name} is not annotated"


def no_drawer_for_everything(files: Files) -> Iterator[str]:
    for path in _ours(files):
        if {"utils", "util", "helpers", "misc", "common"} & set(path.removesuffix(".py").split("/")):
            yield f"{path}: name it after its subject"


def nothing_hangs_on_signals(files: Files) -> Iterator[str]:
    for path, tree in parsed(_ours(files)):
        for node, imported in _imports(tree):
            if imported.startswith("django.dispatch") or "signals" in imported.split("."):
                yield f"{path}:{node.lineno}: {imported}"


def nothing_of_ours_is_mocked(files: Files) -> Iterator[str]:
    for path, tree in parsed(_ours(files)):
        for node, imported in _imports(tree):
            if imported.startswith("unittest.mock"):
                yield f"{path}:{node.lineno}: {imported}"


def actions_say_who_acts(files: Files) -> Iterator[str]:
    """What an `actions` package offers takes `by=`, by keyword."""
    offered = set()
    for path, tree in parsed(code(files)):
        if path.endswith("/actions/__init__.py"):
            offered |= {imported.split(".")[-1] for _, imported in _imports(tree)}
    for path, tree in parsed(code(files)):
        if "actions" in path.removesuffix(".py").split("/"):
            for node in tree.body:
                action = isinstance(node, ast.FunctionDef) and node.name in offered - set(WITHOUT_BY)
                if action and "by" not in {each.arg for each in node.args.kwonlyargs}:
                    yield f"{path}:{node.lineno}: {node.name} takes no by="


def _ours(files: Files) -> Files:
    tests = {path: text for path, text in files.items() if path.startswith("tests/") and path.endswith(".py")}
    return code(files) | tests


def _is_below(imported: str, own: str) -> bool:
    if _room(imported) == _room(own):
        return True
    return _floor(imported) < _floor(own)


def _room(module: str) -> str:
    if module.startswith("wijkmakers.lib"):
        return "lib"
    return module.split(".", maxsplit=1)[0]


def _floor(module: str) -> int:
    return {"lib": CELLAR, "trainees": GROUND, "placements": WINGS, "curriculum": WINGS}.get(
        _room(module), ROOF
    )


def _imports(tree: ast.Module) -> Iterator[tuple[ast.stmt, str]]:
    """Each import, and the full name of what it imports (`from wijkmakers import lib` is wijkmakers.lib)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, each.name) for each in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from ((node, f"{node.module}.{each.name}") for each in node.names)


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _length(node: ast.stmt) -> int:
    return (node.end_lineno or 0) - node.lineno + 1


def _arguments(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.arg]:
    given = function.args
    every = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    return [each for each in every if each and each.arg not in {"self", "cls"}]


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""


def _last_name(decorator: ast.expr) -> str:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return ast.unparse(called).split(".")[-1]


def _asks(node: ast.AST) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in QUERIES or (node.func.attr in BARE_QUERIES and not node.args)
    return isinstance(node, ast.Attribute) and node.attr == "objects"
