"""The type of a formula's result."""

import pytest

from sandbox.notion.formula import Formula, FormulaError

TYPES = {
    "Name": "title",
    "Points": "number",
    "Done": "checkbox",
    "Due": "date",
    "Tags": "multi_select",
    "Tasks": "relation",
    "Total": "number",
    "Numbers": "array",
    "Created": "created_time",
    "Unknown": "formula",
}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('prop("Name")', "string"),
        ('prop("Points") + 1', "number"),
        ('prop("Points") + "개"', "string"),
        ('prop("Done")', "boolean"),
        ('prop("Due") < now()', "boolean"),
        ('not prop("Points")', "boolean"),
        ('prop("Due")', "date"),
        ('prop("Created").dateAdd(1, "days")', "date"),
        ('dateBetween(prop("Due"), now(), "days")', "number"),
        ('formatDate(prop("Due"), "YYYY")', "string"),
        ('if(prop("Done"), 1, 2)', "number"),
        ('if(prop("Done"), 1, "")', "string"),
        ('if(prop("Done"), prop("Unknown"), 2)', "number"),
        ('ifs(prop("Done"), now(), today())', "date"),
        ('ifs(prop("Done"), true)', "boolean"),
        ('prop("Done") ? 1 : 2', "number"),
        ("let(x, 1, x + 1)", "number"),
        ('lets(x, 1, y, "a", y)', "string"),
        ("[1, 2].first()", "number"),
        ("[1, 2].map(current > 1).last()", "boolean"),
        ("[[1]].flat().at(0)", "number"),
        ("[now()].filter(true).first()", "date"),
        ("concat([1], [2]).first()", "number"),
        ('prop("Tasks").map(current.prop("X")).sum()', "number"),
        ('prop("Tasks").map(current.prop("X"))', "string"),
        ('prop("Tasks").first()', "string"),
        ('prop("Tags")', "string"),
        ('prop("Numbers").sum()', "number"),
        ('prop("Unknown")', "string"),
        ('prop("Unknown") + 1', "number"),
    ],
)
def test_result_types_follow_from_the_properties(expression, expected):
    assert Formula.parse(expression).result_type(TYPES) == expected


def test_an_unknown_property_is_refused_by_name():
    with pytest.raises(FormulaError, match="Could not find property Duee"):
        Formula.parse('prop("Duee")').result_type(TYPES)
