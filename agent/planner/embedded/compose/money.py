"""Amounts of samples: patterns and the lexicon give them in won."""

from agent.planner.embedded.compose.draft import changed
from agent.planner.patterns import Pattern, RowPattern
from tools.blueprint.base import Language
from tools.blueprint.properties import NumberFormat

_CURRENCIES: dict[Language, NumberFormat] = {"ko": "won", "en": "dollar", "ja": "yen"}
# How many won make one of a currency, roughly, so that prices look as they do there.
_WON_PER = {"won": 1, "yen": 10, "yuan": 200}
_WON_PER_COIN = 1000


def currency_of(language: Language) -> NumberFormat:
    """The currency of amounts where none was said."""
    return _CURRENCIES[language]


def amount(won: float, currency: str) -> int | float:
    """An amount in won in another currency, roughly to scale and round."""
    coins = won / _WON_PER.get(currency, _WON_PER_COIN)
    return int(coins) if coins == int(coins) else round(coins, 2)


def with_currency(pattern: Pattern, currency: NumberFormat) -> Pattern:
    """The pattern with its amounts in won turned into another currency."""
    databases = []
    for database in pattern.databases:
        amounts = {p.key for p in database.properties if p.type == "number" and p.format == "won"}
        properties = [
            changed(p, format=currency) if p.key in amounts else p for p in database.properties
        ]
        rows = [_exchanged(row, amounts, currency) for row in database.rows]
        databases.append(changed(database, properties=properties, rows=rows))
    return changed(pattern, databases=databases)


def _exchanged(row: RowPattern, amounts: set[str], currency: str) -> RowPattern:
    values = {
        key: amount(value, currency) if key in amounts and isinstance(value, int | float) else value
        for key, value in row.values.items()
    }
    return changed(row, values=values)
