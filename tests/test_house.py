"""The house: imports run downhill, versions agree, the packages are ours."""

import ast
import functools
import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest

import agent
import api
import cli
import sandbox
import tools
from settings import VERSION

HOME = Path(__file__).resolve().parent.parent
FLOORS = ("sandbox", "tools", "agent", "api", "cli")
ALLOWED = {
    "sandbox": {"sandbox"},
    "tools": {"tools"},
    "agent": {"tools", "agent"},
    "api": {"tools", "agent", "api", "settings"},
    # A client like any other: it opens a server at most, and knows nothing of what that does.
    "cli": {"cli", "server", "settings", "tools"},
}
OURS = {*FLOORS, "settings", "server", "wiring", "minds", "embedded", "stores", "bench", "tests"}


@functools.cache
def imports(path: Path) -> tuple[list[ast.stmt], list[ast.stmt]]:
    """All imports of a file, and those of them outside functions: read once for all who ask."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    everywhere, above = (
        [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]
        for nodes in (ast.walk(tree), tree.body)
    )
    return everywhere, above


def modules_of(path: Path) -> set[str]:
    """The modules that a file imports, or imports from."""
    found: set[str] = set()
    for node in imports(path)[0]:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def imports_of(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in modules_of(path)} & OURS


@pytest.mark.parametrize("floor", FLOORS)
def test_imports_run_downhill(floor):
    for path in (HOME / floor).rglob("*.py"):
        assert imports_of(path) <= ALLOWED[floor], path.relative_to(HOME)


def test_the_sandbox_is_handed_in_from_one_place():
    """All else knows it by protocols, so that it stays an independent witness."""
    reaching = {path.name for path in HOME.glob("*.py") if "sandbox" in imports_of(path)}

    assert reaching == {"embedded.py"}


def shipped() -> dict[str, Path]:
    """Every module that ships, by its name."""
    paths = [*HOME.glob("*.py"), *(p for floor in FLOORS for p in (HOME / floor).rglob("*.py"))]
    parts = {path: path.relative_to(HOME).with_suffix("").parts for path in paths}
    return {".".join(found).removesuffix(".__init__"): path for path, found in parts.items()}


def stands_on(name: str, modules: dict[str, Path]) -> set[str]:
    """The modules that must be there before one is: no imports within functions."""
    found: set[str] = set()
    for node in imports(modules[name])[1]:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {path if path in modules else node.module for path in inner}
    return (found & modules.keys()) - {name}


def test_the_house_is_low():
    """The longest chain of modules that import one another: the higher it is, the more must be
    understood before the top. What two need lies below both, or is handed in by a protocol."""
    modules = shipped()

    @functools.cache
    def floor(name: str) -> int:
        return 1 + max(map(floor, stands_on(name, modules)), default=0)

    assert max(map(floor, modules)) <= 20


def test_one_module_compiles_what_is_sent_to_notion():
    """Creations, changes and the ways back of both: what makes and what turns is private to it."""
    parts = ("tools.notion.compile.compiler", "tools.notion.modify.diff")
    reaching = {
        name
        for name, path in shipped().items()
        if not name.startswith(parts) and any(m.startswith(parts) for m in modules_of(path))
    }

    assert reaching == {"tools.notion.difference"}


def test_the_core_knows_the_seam_and_no_planner_behind_it():
    """Else a word would mean something else where another planner is chosen."""
    seam = HOME / "agent" / "planner"
    core = [p for floor in ("agent", "api") for p in (HOME / floor).rglob("*.py")]
    reaching = {
        str(path.relative_to(HOME)): found
        for path in core
        if seam not in path.parents
        and (found := {name for name in modules_of(path) if "agent.planner.embedded" in name})
    }

    assert reaching == {}


@pytest.mark.parametrize("package", [agent, api, cli, sandbox, tools])
def test_the_packages_are_those_of_this_checkout(package):
    """Another distribution could bring a top-level package of the same name."""
    assert package.__file__ is not None
    assert Path(package.__file__).parent.parent == HOME


def test_one_place_says_which_version_this_is():
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))

    assert project["tool"]["hatch"]["version"]["path"] == "settings.py"
    assert VERSION in (HOME / "settings.py").read_text(encoding="utf-8")


def test_the_licence_of_whatever_is_installed_is_named():
    lines = (HOME / "NOTICE").read_text(encoding="utf-8").splitlines()
    named = {line.partition(": ")[0] for line in lines if line.partition(": ")[2]}
    pinned = (HOME / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert named == {line.partition("==")[0].partition("[")[0] for line in pinned if "==" in line}


def test_what_is_declared_is_pinned():
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned = {
        line.partition("==")[0].lower().replace("_", "-")
        for line in (HOME / "requirements.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    }

    declared = {item.partition(">=")[0].partition("==")[0] for item in project["dependencies"]}

    assert declared <= pinned


def test_whatever_is_imported_is_declared():
    """What only comes along with another library may leave with its next release, and what we
    develop with is nowhere else."""
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [listed for name, listed in project["optional-dependencies"].items() if name != "dev"]
    said = [*project["dependencies"], *(one for listed in extras for one in listed)]
    declared = {re.split(r"[^\w-]", one)[0].lower().replace("_", "-") for one in said}
    distributions = importlib.metadata.packages_distributions()

    undeclared = {
        name
        for path in shipped().values()
        for name in {module.partition(".")[0] for module in modules_of(path)}
        if name in distributions
        if not declared & {one.lower().replace("_", "-") for one in distributions[name]}
    }

    assert undeclared == set()


def test_no_file_of_the_project_is_longer_than_a_newcomer_can_hold():
    """320 lines, as the house has it; migrations are written by a machine."""
    long = {
        str(path.relative_to(HOME)): lines
        for path in (*shipped().values(), *(HOME / "bench").rglob("*.py"))
        if "migrations" not in path.parts
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > 320
    }

    assert long == {}


def test_no_function_is_longer_than_a_screen():
    """70 lines, as the house has it, tests and migrations included."""
    found = HOME.rglob("*.py")
    own = (path for path in found if not path.relative_to(HOME).parts[0].startswith("."))
    long = {
        f"{path.relative_to(HOME)}: {node.name}"
        for path in own
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
        if node.end_lineno - node.lineno >= 70
    }

    assert long == set()


def asked_which(path: Path) -> list[int]:
    """The lines on which a file asks which kind of plan a subject is."""
    calls = (n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call))
    return [
        call.lineno
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in ("isinstance", "issubclass")
        if "subject" in ast.unparse(call.args[0])
    ]


def test_nobody_asks_which_kind_a_plan_is_of():
    """What differs between kinds is said behind their protocol; kinds may know one another."""
    outside = [p for p in (HOME / "agent").rglob("*.py") if p.parent.name != "plans"]
    assert {str(path): lines for path in outside if (lines := asked_which(path))} == {}


def test_whatever_the_documents_name_of_the_project_is_there():
    """A document that leads to a file which has moved sends its reader looking."""
    begins = "|".join(
        path.name for path in HOME.iterdir() if path.is_dir() and "." not in path.name
    )
    named = re.compile(rf"`((?:{begins})/[\w./-]*)`")
    documents = [*HOME.glob("*.md"), *(HOME / "docs").rglob("*.md")]
    gone = {
        (document.name, place)
        for document in documents
        for place in named.findall(document.read_text(encoding="utf-8"))
        if not (HOME / place).exists()
    }

    assert gone == set()
