"""Views between a blueprint's words and the kept form: Notion's settings, with properties by id."""

from collections.abc import Callable, Mapping
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from tools.blueprint.base import Language
from tools.blueprint.fitting import GROUPINGS, misplaced
from tools.blueprint.views import (
    WIDGETS_IN_ROW,
    DashboardView,
    View,
    called,
)
from tools.notion.render.views import Kinds, view_body
from tools.workspace.model import ExistingProperty, ExistingView, Json
from tools.workspace.references import Naming, in_condition, in_configuration, in_sorts

_VIEW: TypeAdapter[View] = TypeAdapter(View)
# What a blueprint can set of each type of view.
_FIELDS = {
    get_args(model.model_fields["type"].annotation)[0]: frozenset(model.model_fields)
    for model in get_args(get_args(View)[0])
}

# What a view cannot be without, where it has it: the settings that hold a property.
_NEEDED = {
    "board": (("group_by", "property_id"),),
    "calendar": (("date_property_id",),),
    "timeline": (("date_property_id",),),
    "chart": (("x_axis", "property_id"), ("y_axis", "property_id"), ("value", "property_id")),
}
# Where Notion keeps the properties that have to be of certain types, by a blueprint's settings.
_TYPED = {
    "date_property": ("date_property_id",),
    "end_date_property": ("end_date_property_id",),
    **{name: (name, "property_id") for name in GROUPINGS},
}


def kept_view(
    view: View, kinds: Kinds, fresh: Callable[[], str], language: Language
) -> ExistingView:
    """A view that names properties by id, and the widgets of a dashboard; `kinds` are the types of
    all properties by id."""
    name, body = fresh(), view_body(view, kinds, _same, language)
    widgets = [
        kept_view(widget, kinds, fresh, language).model_copy(
            update={"row_index": at // WIDGETS_IN_ROW}
        )
        for at, widget in enumerate(view.widgets if isinstance(view, DashboardView) else ())
    ]
    return ExistingView(
        id=name,
        name=called(view, language),
        type=view.type,
        filter=body.get("filter"),
        sorts=body.get("sorts"),
        configuration=body.get("configuration", {"type": view.type}),
        widgets=widgets,
        unnamed=view.name is None,
    )


def _same(name: str) -> str:
    return name


def view_of(
    view: ExistingView, properties: Mapping[str, ExistingProperty], language: Language
) -> View | None:
    """A kept view as a blueprint describes it; None where it cannot be without what is gone."""
    if any(_lacks(view, path, properties) for path in _NEEDED.get(view.type, ())):
        return None

    def naming(name: str) -> str | None:
        return properties[name].name if name in properties else None

    known = _FIELDS.get(view.type, frozenset[str]())
    said = {name: value for name, value in _settings(view, naming).items() if name in known}
    said["type"] = view.type
    if widgets := [view_of(widget, properties, language) for widget in view.widgets]:
        said["widgets"] = [widget for widget in widgets if widget is not None]
    found = _read(said)
    if found is None:
        return None
    is_named = not view.unnamed or called(found, language) != view.name
    return found.model_copy(update={"name": view.name}) if is_named else found


def _read(said: Json) -> View | None:
    """A view without the settings that a blueprint has no words for."""
    try:
        return _VIEW.validate_python(said)
    except ValidationError as error:
        odd = {str(step) for problem in error.errors() for step in problem["loc"][1:2]}
    left = {name: value for name, value in said.items() if name not in odd}
    return _read(left) if len(left) < len(said) and "type" in left else None


def _settings(view: ExistingView, naming: Naming) -> Json:
    """What is set, by the fields of a blueprint's view."""
    held = in_configuration(view.configuration, naming)
    said: Json = {
        "filter": in_condition(view.filter, naming),
        "sorts": in_sorts(view.sorts, naming) or [],
        "date_property": held.pop("date_property_id", None),
        "end_date_property": held.pop("end_date_property_id", None),
        "zoom_level": (held.pop("preference", None) or {}).get("zoom_level"),
        **{name: (held.pop(name, None) or {}).get("property_id") for name in GROUPINGS},
    }
    if (cover := held.pop("cover", None)) is not None:
        said["cover"] = cover.get("property_id") or cover["type"]
    if (axis := held.pop("value", None) or held.pop("y_axis", None)) is not None:
        measured = {"property": axis["property_id"]} if "property_id" in axis else {}
        said["y_axis"] = {"aggregator": axis.get("aggregator", "count"), **measured}
    if (shown := held.pop("properties", None)) is not None:
        said["properties"] = [item["property_id"] for item in shown if item.get("visible")]
    return {name: value for name, value in {**held, **said}.items() if value is not None}


def _lacks(
    view: ExistingView, path: tuple[str, ...], properties: Mapping[str, ExistingProperty]
) -> bool:
    held = _at(view, path)
    return held is not None and held not in properties


def _at(view: ExistingView, path: tuple[str, ...]) -> Any:
    held: Any = view.configuration
    for step in path:
        held = held.get(step) if isinstance(held, dict) else None
    return held


def stands_on(view: ExistingView, prop_id: str) -> bool:
    """Whether a view could not be without a property."""
    return any(_at(view, path) == prop_id for path in _NEEDED.get(view.type, ()))


def is_misplaced(view: ExistingView, prop: ExistingProperty) -> bool:
    """Whether a view could not be what it is on a property of that type."""
    held = (setting for setting, path in _TYPED.items() if _at(view, path) == prop.id)
    return any(misplaced(view.type, setting, prop.type) for setting in held)
