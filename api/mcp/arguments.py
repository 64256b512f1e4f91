"""Arguments that several tools take, as models are told of them."""

from typing import Annotated

from pydantic import Field

from api.requests import Options

ThreadId = Annotated[str, Field(description="The conversation, as design answered it.")]
PlanId = Annotated[str, Field(description="The plan, as a conversation's `plan` names it.")]
WishText = Annotated[
    str,
    Field(
        description="What the person wants, in their own words and language; do not translate. "
        "2 to 2,000 characters."
    ),
]
Wanted = Annotated[
    Options | None, Field(description="What the person prefers beside their words, which win.")
]
Parent = Annotated[str | None, Field(description="The Notion page (id or address) to build under.")]
