"""Broken blueprints: what is wrong with them, and small ones to break."""

from typing import Any

import pytest

from tests.support.designs import STATUS, database, paragraph
from tools.blueprint.parse import parse
from tools.errors import BlueprintInvalid, Problem

Json = dict[str, Any]
DUE = {"name": "Due", "type": "date"}
OWN = {"name": "ID", "type": "unique_id"}


def found(blueprint: Any) -> list[Problem]:
    with pytest.raises(BlueprintInvalid) as caught:
        parse(blueprint)
    return list(caught.value.problems)


def page(*blocks: Json, **more: Any) -> Json:
    return {"title": "Home", "blocks": list(blocks), **more}


def tables(*databases: Json) -> Json:
    return page(databases=list(databases))


def with_values(*properties: Json, **values: Any) -> Json:
    table = database("a", *properties)
    return tables({**table, "rows": [{"values": values}]})


def with_view(view: Json, *properties: Json) -> Json:
    return tables(database("a", STATUS, DUE, OWN, *properties, views=[view]))


def run(**more: Any) -> Json:
    return paragraph([{"text": "x", **more}])


VALUES = "databases[0].rows[0].values"
VIEW = "databases[0].views[0]"
PROPERTIES = "databases[0].properties"
