"""Which frames may read a clause, by its verb."""

from collections.abc import Callable, Sequence

from agent.planner.embedded.grammar import remarks
from agent.planner.embedded.grammar.clauses.clause import Clause
from agent.planner.embedded.grammar.clauses.phrases import is_first
from agent.planner.embedded.grammar.formulas import linking, reckoning, rolling
from agent.planner.embedded.grammar.parts import content, databases, deleting, renaming
from agent.planner.embedded.grammar.properties import (
    dividing,
    exchanging,
    option_lists,
    options,
    parting,
    restyling,
    schema,
)
from agent.planner.embedded.grammar.rows import (
    amounts,
    coming,
    joined_rows,
    leaving,
    new_rows,
    records,
    resetting,
    shifting,
    valueless,
)
from agent.planner.embedded.grammar.told import telling
from agent.planner.embedded.grammar.told.happenings import is_news, says
from agent.planner.embedded.grammar.unread import words_of
from agent.planner.embedded.grammar.views import arranging, limiting, placing, swapping
from agent.planner.embedded.grammar.views.viewing import tells_of_now
from tools.workspace.change import Change

Frame = Callable[[Clause], list[Change]]


_PLACING: tuple[Frame, ...] = (placing.move_views, placing.move_columns)


# The values of rows: as told part by part, else by the words around each.
_SETTING: tuple[Frame, ...] = (coming.tell_coming, shifting.shift_dates, records.set_told)


_ADDING: tuple[Frame, ...] = (
    limiting.limit_view, *_PLACING, restyling.set_look, parting.part, rolling.add_rollup,
    reckoning.add_spelt, linking.add_relation, content.add_sub_page, arranging.add_view,
    databases.add_database, new_rows.add_full, options.add_option, schema.add_property,
    content.add_blocks, new_rows.add_told, records.set_told, new_rows.add_rows,
)  # fmt: skip


_ALTERING: tuple[Frame, ...] = (
    limiting.limit_view, *_PLACING, restyling.set_look, parting.part, amounts.grow,
    restyling.recolor, swapping.swap_view, restyling.set_unit, restyling.retype,
    option_lists.set_options, dividing.divide, resetting.check_boxes, *_SETTING,
    arranging.update_view, renaming.rename,
)  # fmt: skip


# For each verb the frames that may read its clause, the most particular one first.
_FRAMES: dict[str, tuple[Frame, ...]] = {
    "add": (amounts.grow, *_ADDING),
    "want": (restyling.recolor, restyling.retype, *_ADDING, arranging.update_view),
    "touch": (),  # only said of what is to stay
    "write": (
        renaming.write_name,
        content.add_blocks,
        *_SETTING,
        databases.add_database,
        schema.add_noted,
    ),
    "delete": (
        arranging.off_view,
        resetting.check_boxes,
        restyling.set_look,
        parting.part,
        leaving.keep_only,
        amounts.grow,
        resetting.clear_held,
        leaving.delete_others,
        deleting.delete_rows,
        deleting.delete_named,
    ),
    "change": (*_ALTERING, arranging.add_view, schema.add_noted, valueless.ask_value),
    "do": (rolling.add_rollup, *_ALTERING, arranging.add_view),
    "rename": (renaming.rename,),
    "split": (parting.part, parting.split_up, dividing.divide),
    "move": (parting.part, *_PLACING, restyling.move, restyling.move_across, *_SETTING),
    "sort": (arranging.update_view, arranging.add_view),
    "group": (
        parting.part,
        parting.split_up,
        option_lists.set_options,
        dividing.divide,
        arranging.update_view,
        arranging.add_view,
    ),
    "choose": (
        options.add_more,
        option_lists.set_options,
        dividing.divide,
        restyling.retype,
        schema.add_property,
    ),
    "show": (
        *_PLACING,
        placing.show_columns,
        rolling.add_rollup,
        restyling.retype,
        arranging.update_view,
        arranging.add_view,
        schema.add_noted,
    ),
    "hide": (arranging.update_view,),
    "link": (parting.part, linking.add_relation, joined_rows.join_rows),
    "clear": (restyling.set_look, amounts.grow, resetting.clear_values),
    "finish": (*_SETTING,),
    "later": (shifting.shift_dates, *_SETTING),
    "earlier": (shifting.shift_dates, *_SETTING),
    "exchange": (swapping.swap_view, exchanging.exchange),
    "": (
        leaving.keep_only,
        *_ALTERING[:14],
        arranging.add_view,
        *_ALTERING[14:],
        *_ADDING,
    ),
}

# What may be read of a clause that tells how something came about.
TELLING: tuple[Frame, ...] = (
    amounts.grow, shifting.shift_dates, records.set_told,
    telling.tell_of_rows,
)  # fmt: skip


# What takes words for names of parts, which no news is, and nothing that is cried out.
_NAMING = (
    schema.add_property, schema.add_noted, options.add_option, option_lists.set_options,
    dividing.divide, renaming.rename, restyling.retype,
)  # fmt: skip


def frames_for(clause: Clause, *, is_lost: bool = False) -> Sequence[Frame]:
    """The frames for a verb; a word that may be several verbs gets all of theirs.

    Behind what nobody understood (`is_lost`) a value without a verb may be of what that spoke of.
    """
    rows = (token for token in clause.free() if clause.entities(token, "row"))
    lost = is_lost and clause.said.verb is None and next(rows, None) is None
    frames = [f for f in _frames_for(clause) if not (lost and f is records.set_told)]
    news = remarks.tells_news(clause.said) or remarks.exclaims(clause.said)
    verb, said, led = clause.said.verb, words_of(clause.said), clause.said.tokens[:1]
    news = news or ((verb is None or clause.does("change", "do")) and is_news(said))
    marked = verb is not None and says("marked", verb.text)  # "mark X as paid"
    news = news or (marked and any(p.plays("to") for p in clause.phrases))
    news |= verb is None and any(  # "$25 deposit" tells an amount
        t.kind == "number" or (t.has("format.") and not t.text.isalnum()) for t in led
    )
    return [f for f in frames if not (news and f in _NAMING)]


def _frames_for(clause: Clause) -> tuple[Frame, ...]:
    verb = clause.said.verb
    if verb is not None and verb.has("noun.row") and " " in verb.text:
        return (new_rows.add_rows,)  # "start me off with A, B"
    listed = any(t.text == "," or t.has("role.and") for t in clause.said.tokens)
    if clause.memory.usual and listed and (verb is None or clause.does("write", "want")):
        return (databases.add_listed, *_by_verb(clause))
    if any(t.has("nested.") and not t.names for t in clause.tokens) and not clause.does("delete"):
        return (linking.nest,)  # nothing else is asked for by such words
    if any(t.has("links.") and not t.names for t in clause.tokens) and not clause.does("delete"):
        return (linking.add_relation, *_by_verb(clause))
    if content.is_written(clause) and clause.does("add", "write"):
        return (content.add_blocks, *_by_verb(clause))
    if reckoning.is_reckoned(clause):
        worked_out = (reckoning.add_worked_out, rolling.add_rollup, reckoning.add_spelt)
        return (*worked_out, arranging.add_view)
    if reckoning.is_worked_out(clause):
        return (reckoning.add_worked_out, *_by_verb(clause))
    return _by_verb(clause)


def _seeing(clause: Clause) -> tuple[Frame, ...]:
    """What comes first where nothing is said to be done with the rows that are spoken of, or some
    are to be put on top."""

    def says(*senses: str) -> bool:
        return any(t.has(*senses) for t in clause.said.tokens)

    if clause.said.verb is None and says("only.", "role.only") and not tells_of_now(clause):
        return (leaving.keep_only, arranging.add_view, arranging.update_view)
    on_top = clause.does("add") and says("rank.") and says("place.top", "lead.")
    return (arranging.update_view,) if on_top else ()


def _makes_new(clause: Clause) -> bool:
    """Whether "make" leads what is new ("make a column …"), and not what becomes another."""
    verb = clause.said.verb
    behind = next((t for t in clause.tokens if verb and t.start > verb.end), None)
    return verb is not None and verb.has("make.") and behind is not None and behind.has("new.new")


def _by_verb(clause: Clause) -> tuple[Frame, ...]:
    verb = clause.said.verb
    led = clause.free()[:1]
    calculates = any(t.has("math.") and not t.names for t in clause.everything)
    if verb is None and (calculates or any(t.text == "=" for t in clause.tokens)):
        return (reckoning.add_spelt,)
    noun = any(t.has("new.new") for t in clause.said.tokens[:2])  # behind an article
    noun = noun or any(t.has("also.also") for t in clause.said.tokens)  # "… too"
    unknown = verb is None and bool(led) and led[0].kind == "unknown" and not noun
    if unknown and is_first(led[0], clause.world.lexis):
        return _ALTERING  # it may be a verb that nobody knows
    senses = sorted(verb.senses, key=lambda s: (s != "verb.exchange", s)) if verb else ["verb."]
    actions = [s[5:] for s in senses if s.startswith("verb.")]
    if _makes_new(clause):
        actions = ["add", *actions]
    frames = [*_seeing(clause), *(f for one in actions for f in _FRAMES[one]), *records.RECORDS]
    if verb is not None and verb.has("make.") and clause.find("noun.database"):
        frames += [databases.add_database]  # "make" changes what it is said of, or makes it
    if calculates and not clause.does("delete", "rename"):
        frames = [reckoning.add_spelt, *frames]
    return tuple(dict.fromkeys(frames))
