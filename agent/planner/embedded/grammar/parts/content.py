"""New rows, blocks and sub-pages."""

from typing import Any

from pydantic import TypeAdapter

from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.clauses.phrases import Phrase, segments
from agent.planner.embedded.grammar.new.naming import fresh_names, may_be_name, name_runs
from agent.planner.embedded.grammar.text.clocks import count_of
from agent.planner.embedded.grammar.text.names import Entity
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import concept_worded
from tools.blueprint.blocks import Block
from tools.blueprint.model import SubPage
from tools.workspace.actions.blocks import AddBlocks
from tools.workspace.actions.new_parts import AddSubPage
from tools.workspace.change import Change

_BLOCK: TypeAdapter[Block] = TypeAdapter(Block)
_PAIR = 2
_PLACES = ("place.top", "place.bottom", "place.below")
_LISTS = frozenset({"to_do", "numbered_list_item", "bulleted_list_item"})
_BARE = frozenset({"divider", "table_of_contents"})
_WITHIN = frozenset({"code", "quote"})  # words that end the names of other things
_LINKED = frozenset({"bookmark", "image"})


def add_sub_page(clause: Clause) -> list[Change]:
    """`add a sub-page called Minutes`."""
    if clause.take("noun.sub_page") is None:
        noun = clause.find("noun.page")
        at = [p for p in clause.phrases if noun in p.tokens and p.plays("at", "from", "of", "to")]
        if noun is None or at or clause.find("block.") or clause.does("write"):
            raise Refused
        said = [t for p in clause.phrases if noun in p.tokens for t in p.tokens]
        if concept_worded(clause.words(said)):
            raise Refused  # "a page count" is a column
        clause.use(noun)
    clause.take_all("place.bottom", "place.page", "noun.page")  # where it comes anyway
    clause.take_plain("verb.write")  # "a page to write the minutes on"
    clause.take_all("it.")  # "put a page called Ideas in it"
    names = [_purpose(clause)] if clause.find("relative.") else fresh_names(clause)
    clause.memory.remember(Entity("sub_page", names[-1], ""))
    return [AddSubPage(action="add_sub_page", page=SubPage(title=name)) for name in names]


def _purpose(clause: Clause) -> str:
    """What a page is called that is asked for by what it is for ("where I can write my goals")."""
    verbs = [t for t in clause.tokens if t.has("verb.")]
    named = [t for t in clause.free(clause.tokens) if verbs and t.start > verbs[-1].start]
    clause.use(*clause.free(clause.tokens))
    name = clause.words(named)
    if not name:
        raise Refused
    return name[:1].upper() + name[1:]


def add_blocks(clause: Clause) -> list[Change]:
    """`add a to-do list: A, B, C`."""
    text = _text_led(clause)
    placed = clause.find(*_PLACES, among=clause.tokens) is not None
    goes_on = clause.memory.changed == "add_blocks"  # "a divider, and the title …"
    headed = placed or (clause.does("add") and (goes_on or _is_on_page(clause)))
    block = clause.find("block.", *(["noun.title"] if headed else []), among=clause.tokens)
    spelled = bool(text or clause.said.payload) or any(
        t.kind in ("quoted", "url") for t in clause.everything
    )
    bare = block is not None and block.group("block.") in _BARE  # "and a divider under it"
    if clause.said.verb is None and not (spelled or bare):
        raise Refused
    noted = clause.does("add") and sum(t.kind == "quoted" for t in clause.tokens) == 1
    written = block is None and (
        (clause.does("write") and bool(clause.find("place.", "noun.page"))) or (noted and placed)
        or (bool(spelled and (placed or _is_on_page(clause))) and _take_note(clause))
    )  # fmt: skip
    others = clause.find("noun.property", "noun.option", "noun.view", among=clause.tokens)
    if (block is None and not written) or others:
        raise Refused
    homes = [
        t
        for t in clause.free(clause.tokens)
        if t.kind != "quoted" and clause.entities(t, "database")
    ]
    if homes and not clause.find("place."):
        raise Refused
    quoted = next((p for p in clause.phrases if p.plays("quote") and _is_quoted(p)), None)
    if quoted is None and written and noted:  # "put in the notice '…' at the bottom"
        texts = tuple(t for t in clause.tokens if t.kind == "quoted")
        quoted = Phrase(frozenset({"quote"}), (texts,))
    kind = (block.group("block.") or "heading_2") if block else "paragraph"
    if quoted is not None and block is not None and not block.has("block."):
        kind = "paragraph"  # "write '…' as a guiding text"
    clause.use(*([block] if block else []))
    clause.take_all("noun.block")
    target = _sub_page(clause)
    after = None if target else _after(clause)
    first = clause.take("place.top", among=clause.tokens) is not None
    clause.take_all("place.bottom", "place.page", "noun.page")
    if text and kind not in _LISTS | _BARE | _LINKED:
        said = [_said(kind, text)]
    elif quoted is not None and kind not in _LISTS | _BARE | _LINKED:
        said = [_said(kind, str(quoted.tokens[0].value))]
        clause.use(*clause.free())
    else:
        said = _blocks(clause, kind)
    if first and target:
        raise Refused  # what stands there nobody has read
    place = {"after": after, "first": first and after is None} | (
        {"target": target} if target else {}
    )
    blocks = [_BLOCK.validate_python(one) for one in said]
    clause.memory.remember(Entity("block", str(said[-1].get("text", "")), ""))
    return [AddBlocks.model_validate({"action": "add_blocks", "blocks": blocks, **place})]


def _text_led(clause: Clause) -> str:
    """The text that words lead to ("a note saying …"): all that follows, read from now on."""
    lead = next((t for t in clause.tokens if t.has("says.") and t.kind == "word"), None)
    after = [t for t in clause.everything if lead and t.start > lead.start]
    if not after:
        return ""
    quoted = [t for t in after if t.kind == "quoted"]
    if len(quoted) == 1 and after[0] is quoted[0]:
        clause.use(*quoted)  # what follows says where it is to stand
        return str(quoted[0].value)
    clause.use(*after)
    return clause.said.text[after[0].start : after[-1].end]


def is_written(clause: Clause) -> bool:
    """Whether a text is spelled out that is to be written on the page, and no column is meant."""
    noun = clause.find("block.", "writing.", "concept.note", among=clause.tokens)
    spelled = clause.said.payload or any(t.kind == "quoted" for t in clause.tokens)
    return noun is not None and not noun.names and bool(spelled) and _is_on_page(clause)


def _is_on_page(clause: Clause) -> bool:
    """Whether words say that something is to stand on the page."""
    led = (p for p in clause.phrases if p.plays("at", "to", "from"))
    on = any(t.has("noun.page") and not t.names for p in led for t in p.tokens)
    return on or clause.find("place.page") is not None


def _take_note(clause: Clause) -> bool:
    """Whether a word says that something is written down ("a note"), which is read then."""
    return clause.take("concept.note", "writing.", among=clause.tokens) is not None


def _sub_page(clause: Clause) -> str | None:
    """The sub-page that blocks are to stand on, read from now on.

    "Behind the sub-page" is a place on the page itself.
    """
    led = led_sub_page(clause)
    if led is None:
        return None
    clause.use(led)
    clause.take_all("noun.sub_page", "noun.page", "place.page")
    return clause.entities(led, "sub_page")[0].name


def led_sub_page(clause: Clause) -> Token | None:
    """The name of the sub-page that something is said to be on."""
    if any(t.has("place.below", "place.above", "verb.move") for t in clause.tokens):
        return None
    onto = any(t.has("place.page") for t in clause.tokens)
    led = (t for p in clause.phrases if onto or p.plays("at", "to", "of", "from") for t in p.tokens)
    return next((token for token in led if clause.entities(token, "sub_page")), None)


def _after(clause: Clause) -> str | None:
    """The block that new ones stand behind, read from now on."""
    below = clause.find("place.below", among=clause.tokens)
    top = {block.id for block in clause.world.structure.blocks}
    if below is None:
        return None
    named = [(t, e) for t, e in clause.named("block") if e.id in top]
    last = clause.memory.last
    if not named and last is not None and last.kind == "block" and last.id in top:
        clause.use(below)
        clause.take("it.it")
        return last.name  # "a heading, and below it …"
    blocks = clause.world.structure.blocks
    if not named and clause.memory.changed == "add_blocks" and blocks[-1].type in _BARE:
        clause.use(below)
        clause.take("it.it")
        return None  # what was put at the end has no words by which it could be named
    if not named:
        raise Refused
    clause.use(below, named[0][0])
    clause.take_all("noun.block")
    return named[0][1].name


def _blocks(clause: Clause, kind: str) -> list[dict[str, Any]]:
    if kind in _BARE:
        return [{"type": kind}]
    if kind in _LINKED:
        url = next((t for t in clause.everything if t.kind == "url"), None)
        if url is None:
            raise Refused
        clause.use(url)
        return [{"type": kind, "url": url.text.rstrip(".,)")}]
    if clause.said.payload:
        if kind in _LISTS or (kind.startswith("heading") and _are_several(clause)):
            pieces = segments(clause.said.payload)
            clause.use(*clause.said.payload)
            items = [{"type": kind, "text": clause.raw(piece)} for piece in pieces]
            return [*_titled(clause, kind), *items]
        text = _payload_text(clause)
    else:
        runs = name_runs(clause)
        clause.use(*(token for run in runs for token in run))
        if kind == "toggle" and len(runs) == _PAIR:  # "a toggle called X with the text Y"
            inside = [{"type": "paragraph", "text": clause.words(runs[1])}]
            return [{"type": kind, "text": clause.words(runs[0]), "children": inside}]
        if kind in _LISTS and len(runs) > 1:
            return [{"type": kind, "text": clause.words(run)} for run in runs]
        text = clause.words([token for run in runs for token in run])
        if kind in _WITHIN:
            raise Refused  # "a dress code" is something of its own
    if not text:
        raise Refused
    return [_said(kind, text)]


def _titled(clause: Clause, kind: str) -> list[dict[str, Any]]:
    """What a list is called, as a heading over it ("a packing checklist: …"), read from now on."""
    runs = name_runs(clause, payload=False) if kind in _LISTS else []
    if len(runs) != 1 or not may_be_name(runs[0]):
        return []
    clause.use(*runs[0])
    return [{"type": "heading_3", "text": clause.words(runs[0])}]


def _said(kind: str, text: str) -> dict[str, Any]:
    return {"type": kind, "text": text, **({"icon": "💡"} if kind == "callout" else {})}


def _are_several(clause: Clause) -> bool:
    """Whether a number of headings is asked for ("three headings: …")."""
    counts = [t for t in clause.tokens if (count_of(t) or 0) > 1]
    clause.use(*counts)
    return bool(counts)


def _is_quoted(phrase: Phrase) -> bool:
    return len(phrase.tokens) == 1 and phrase.tokens[0].kind == "quoted"


def _payload_text(clause: Clause) -> str:
    clause.use(*clause.said.payload)
    return clause.raw(clause.said.payload)
