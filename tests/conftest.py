"""For all tests: property tests repeat themselves exactly, unless told to explore, and nothing
that goes to the embedded workspace or comes from it may break Notion's published schemas.

`make explore` draws anew at every run.
"""

import gc
import os
from collections.abc import Generator, Iterator
from typing import Any

import pytest
from hypothesis import settings

from tests.support.conformance import ABSENT, Witness, watch
from tests.support.examples import PROFILE
from tests.support.postgres import (
    ADDRESS,
    NO_POSTGRES,
    NoPostgres,
    own_database,
    own_schema,
    postgres,
)
from tests.support.seeded import begin, seed_ids

settings.register_profile(
    "repeatable", derandomize=True, deadline=None, print_blob=True, max_examples=50
)
settings.register_profile("explore", deadline=None, print_blob=True, max_examples=400)
settings.load_profile(PROFILE)

_WITNESS = pytest.StashKey[Witness | None]()


def pytest_configure(config: pytest.Config) -> None:
    gc.disable()  # a fifth of what collecting the tests takes, for nothing that goes
    patch = pytest.MonkeyPatch()
    config.add_cleanup(patch.undo)
    config.stash[_WITNESS] = watch(patch)
    seed_ids(patch)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browsers first: they are waited for, and all else fills the time of the other workers. Last,
    they were what one worker still waited for when the others had nothing left to do."""
    items.sort(key=lambda item: "browser" not in item.path.parts)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """As in the server: a full collection walks all that lives, so what is there now stays."""
    gc.freeze()
    gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: browsers, and servers that start, are waited for."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    begin(item.nodeid)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None]:
    """What a file's tests have read once for all is kept from the collector with what was there."""
    yield
    if nextitem is None or nextitem.path != item.path:
        gc.collect()
        gc.freeze()
    if witness := item.config.stash[_WITNESS]:
        findings = witness.take()
        assert not findings, "\n".join(findings)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker of pytest-xdist hands on what it counted, which it has no terminal to tell."""
    witness = session.config.stash[_WITNESS]
    if witness and (output := getattr(session.config, "workeroutput", None)) is not None:
        output["seen"] = dict(witness.seen)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    if witness := node.config.stash[_WITNESS]:
        witness.seen.update(getattr(node, "workeroutput", {}).get("seen", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    witness = terminalreporter.config.stash[_WITNESS]
    told = witness.summary if witness else f"not checked against schemas: {ABSENT}"
    terminalreporter.write_line(told)


@pytest.fixture(scope="session")
def postgres_database() -> Iterator[str]:
    """The address of a database of this process's own."""
    if not ADDRESS:
        pytest.skip(NO_POSTGRES)
    with own_database(ADDRESS) as address:
        yield address


@pytest.fixture
def database(postgres_database: str) -> str:
    """The address of an empty schema in it, which stands for a database of the test's own."""
    return own_schema(postgres_database)


@pytest.fixture(scope="module")
def own_postgres() -> Iterator[str]:
    """The address of a Postgres of the module's own, for what is started as operators start it."""
    try:
        with postgres() as address:
            yield address
    except NoPostgres as missing:
        pytest.skip(str(missing))
