"""Which kinds of plan there are: nothing but the wiring knows them all."""

from agent.plans.change import Modification
from agent.plans.create import Creation
from agent.plans.ingest import Ingestion
from agent.plans.kinds import Subject
from agent.plans.manage import Managing
from agent.plans.recipe import RecipeOfPage

# Every kind of plan, by the name that what was heard and its subject bear.
KINDS: dict[str, type[Subject]] = {
    "create": Creation,
    "modify": Modification,
    "manage": Managing,
    "recipe": RecipeOfPage,
    "ingest": Ingestion,
}
