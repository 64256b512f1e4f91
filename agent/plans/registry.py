"""Which kinds of plan and of wishes there are: nothing but the wiring knows them all."""

from agent.plans.change import Modification
from agent.plans.create import Creation
from agent.plans.dashboard import Dashboard
from agent.plans.importing import Importing
from agent.plans.ingest import Ingestion
from agent.plans.kinds import Subject, Wish
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

# Wishes that come to a plan of another kind, by the name that what was heard bears.
WISHES: dict[str, type[Wish]] = {"dashboard": Dashboard, "import": Importing}
