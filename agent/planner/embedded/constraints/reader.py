"""The order of reading: what is most clearly marked first, so that nothing is read twice."""

from agent.planner.brief import MOST_DATABASES, MOST_SUB_PAGES, PropertyList
from agent.planner.embedded.constraints.choices import read_bracketed, read_choices
from agent.planner.embedded.constraints.counts import (
    read_database_count,
    read_further,
    read_sample_count,
    read_sub_page_count,
    within_limits,
)
from agent.planner.embedded.constraints.edits import read_removals, read_renames
from agent.planner.embedded.constraints.looks import read_icon, read_looks, read_title
from agent.planner.embedded.constraints.names import Names, read_names
from agent.planner.embedded.constraints.options import read_options
from agent.planner.embedded.constraints.phrases import DATABASE, SUB_PAGE
from agent.planner.embedded.constraints.properties import read_properties
from agent.planner.embedded.constraints.relations import read_relations, read_rollups, take_links
from agent.planner.embedded.constraints.topic import read_topic
from agent.planner.embedded.constraints.types import properties_in
from agent.planner.embedded.constraints.unmarked import read_bare_list
from agent.planner.embedded.constraints.views import read_views
from agent.planner.embedded.text import Scan
from agent.planner.embedded.wants import Wants, merged
from agent.planner.language import without_language


def read(text: str) -> Wants:
    """Everything that a wish, or feedback on a design, asks for."""
    scan = Scan(without_language(text))
    icon = read_icon(scan)
    samples = read_sample_count(scan)
    options = read_options(scan)
    further_pages, further_databases = read_further(scan, SUB_PAGE), read_further(scan, DATABASE)
    renames, removals = read_renames(scan), read_removals(scan)
    relations, rollups = read_relations(scan), read_rollups(scan)
    sub_pages = read_names(scan, SUB_PAGE)
    sub_page_count = read_sub_page_count(scan)
    properties = [*read_properties(scan), *read_choices(scan)]
    databases = read_names(scan, DATABASE)
    database_count = read_database_count(scan)
    bare = [] if databases.exact else read_bare_list(scan)
    bracketed = read_bracketed(scan)
    take_links(scan)
    views, views_only = read_views(scan)
    title = read_title(scan)
    looks = read_looks(scan)
    said = Wants(
        title=title,
        icon=icon,
        databases=databases.exact[:MOST_DATABASES],
        more_databases=databases.more[:MOST_DATABASES],
        database_count=_count(databases, database_count),
        sub_pages=sub_pages.exact[:MOST_SUB_PAGES],
        more_sub_pages=sub_pages.more[:MOST_SUB_PAGES],
        sub_page_count=_count(sub_pages, sub_page_count),
        further_databases=min(further_databases, MOST_DATABASES),
        further_sub_pages=min(further_pages, MOST_SUB_PAGES),
        sample_count=samples,
        properties=[*properties, *bare, *bracketed, *_in_brackets(scan, databases)],
        options=options,
        views=views,
        views_only=views_only,
        relations=relations,
        rollups=rollups,
        removals=removals,
        renames=renames,
        topic=read_topic(scan),
    )
    return merged(within_limits(said), looks).model_copy(
        update={"dashboard": looks.dashboard, "topic": said.topic}
    )


def _count(names: Names, counted: int | None) -> int | None:
    return names.count if names.count is not None else counted


def _in_brackets(scan: Scan, databases: Names) -> list[PropertyList]:
    """`Clients (Name, Email), Deals (Amount)`: the brackets hold each database's properties."""
    return [
        PropertyList(database=name, exact=True, properties=properties)
        for name, inside in databases.inside.items()
        if (properties := properties_in(scan, inside))
    ]
