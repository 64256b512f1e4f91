"""Find the type of a formula's result, and the mistakes that can be told without values."""

from collections.abc import Mapping

from sandbox.notion.formula.errors import FormulaError
from sandbox.notion.formula.functions import (
    ANY,
    BOOLEAN,
    DATE,
    NUMBER,
    PAGE,
    STRING,
    common_type,
    element_of,
    list_of,
)
from sandbox.notion.formula.lists import LIST_FORMS
from sandbox.notion.formula.nodes import Call, ListLiteral, Literal, Name, Node, Property
from sandbox.notion.formula.registry import FUNCTIONS, check_call

Types = Mapping[str, str]

PROPERTY_TYPES: Types = {
    **dict.fromkeys(("title", "rich_text", "select", "status", "url", "email"), STRING),
    **dict.fromkeys(("phone_number", "unique_id", "string"), STRING),
    "number": NUMBER,
    **dict.fromkeys(("checkbox", "boolean"), BOOLEAN),
    **dict.fromkeys(("date", "created_time", "last_edited_time"), DATE),
    **dict.fromkeys(("multi_select", "people", "files"), list_of(STRING)),
    "relation": list_of(PAGE),
    "array": list_of(ANY),
    **dict.fromkeys(("created_by", "last_edited_by", "verification", "place"), STRING),
}
"""Type by property type. Formulas and rollups are known by the types of their results."""


def infer(node: Node, properties: Types | None, names: Types) -> str:
    """The type of the node's value.

    `properties` are the Notion types by property name, None if not known yet; `names` the types of
    what is defined around the node. Raises FormulaError for unknown functions, names, properties
    and for wrong numbers of arguments.
    """
    match node:
        case Literal(value=bool()):
            return BOOLEAN
        case Literal(value=value):
            return STRING if isinstance(value, str) else NUMBER
        case Property(name=name):
            return _property_type(name, properties)
        case Name(name=name, position=position):
            return _name_type(name, position, names)
        case ListLiteral(items=items):
            return list_of(common_type([infer(item, properties, names) for item in items]))
        case Call():
            check_call(node)
            return _call_type(node, properties, names)


def _property_type(name: str, properties: Types | None) -> str:
    if properties is None:
        return ANY
    if name not in properties:
        raise FormulaError(f"Could not find property {name}; known are {', '.join(properties)}.")
    return PROPERTY_TYPES.get(properties[name], ANY)


def _name_type(name: str, position: int, names: Types) -> str:
    if name in names:
        return names[name]
    raise FormulaError(
        f'Unknown name {name} at position {position}; properties are written prop("{name}").'
    )


def _call_type(call: Call, properties: Types | None, names: Types) -> str:
    if call.name in ("let", "lets"):
        return _let_type(call, properties, names)
    if call.name in LIST_FORMS:
        return _list_form_type(call, properties, names)
    types = [infer(argument, properties, names) for argument in call.arguments]
    if call.name == "if":
        return common_type(types[1:])
    if call.name == "ifs":
        # As in evaluation, an odd number of arguments ends with a default.
        default = types[-1:] if len(types) % 2 else []
        return common_type(types[1::2] + default)
    if call.name in ("and", "or"):
        return BOOLEAN
    if call.name == "prop":
        return ANY
    return FUNCTIONS[call.name].result_type(types)


def _let_type(call: Call, properties: Types | None, names: Types) -> str:
    *pairs, body = call.arguments
    for variable, value in zip(pairs[::2], pairs[1::2], strict=True):
        if not isinstance(variable, Name):
            raise FormulaError(f"{call.name} at position {call.position} needs a name to define.")
        names = {**names, variable.name: infer(value, properties, names)}
    return infer(body, properties, names)


def _list_form_type(call: Call, properties: Types | None, names: Types) -> str:
    list_type = infer(call.arguments[0], properties, names)
    inner = {**names, "current": element_of(list_type), "index": NUMBER}
    bodies = [infer(argument, properties, inner) for argument in call.arguments[1:]]
    return LIST_FORMS[call.name].result([list_type, *bodies])
