"""Parse tokens into a syntax tree by precedence climbing.

Notion: operators from weak to strong are `? :`, `or`, `and`, `== !=`, `< <= > >=`, `+ -`, `* / %`,
the signs and `not`, `^` (from the right), and method calls.
"""

from sandbox.notion.formula.errors import FormulaError
from sandbox.notion.formula.nodes import Call, ListLiteral, Literal, Name, Node, Property, depth_of
from sandbox.notion.formula.tokens import Kind, Token, tokenize

MAX_NESTING = 40
"""How deep brackets, signs and branches may nest."""

MAX_DEPTH = 100
"""How deep the tree may be; keeps evaluation far from Python's recursion limit."""

BINARY = {
    "||": (1, "or"),
    "or": (1, "or"),
    "&&": (2, "and"),
    "and": (2, "and"),
    "==": (3, "equal"),
    "!=": (3, "unequal"),
    "<": (4, "smaller"),
    "<=": (4, "smallerEq"),
    ">": (4, "larger"),
    ">=": (4, "largerEq"),
    "+": (5, "add"),
    "-": (5, "subtract"),
    "*": (6, "multiply"),
    "/": (6, "divide"),
    "%": (6, "mod"),
}
CHAINS = frozenset({"or", "and", "add", "multiply"})
"""Functions of any number of arguments: `a + b + c` is one call, so long texts stay flat."""

PREFIX = {"-": "unaryMinus", "+": "unaryPlus", "!": "not", "not": "not"}
CONSTANTS = {"true": True, "false": False}


def parse(expression: str) -> Node:
    """The tree of the expression. Raises FormulaError with the place of the first mistake."""
    parser = _Parser(tokenize(expression))
    tree = parser.expression()
    parser.expect(Kind.END, "")
    if depth_of(tree) > MAX_DEPTH:
        raise FormulaError(f"The formula nests deeper than {MAX_DEPTH} levels; split it up.")
    return tree


class _Parser:
    """A cursor over the tokens; every method reads one construct and moves on."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._index = 0
        self._nesting = 0

    def expression(self) -> Node:
        """`condition ? a : b`, or anything stronger."""
        self._enter()
        condition = self._binary(1)
        question = self._token
        if self._accept("?"):
            then = self.expression()
            self.expect(Kind.SYMBOL, ":")
            condition = Call("if", (condition, then, self.expression()), question.position)
        self._nesting -= 1
        return condition

    def expect(self, kind: Kind, text: str) -> None:
        """Move past the token that must stand here. Raises FormulaError if another does."""
        token = self._token
        if token.kind is not kind or token.text != text:
            raise FormulaError(f"Expected {text or 'the end'} but found {_shown(token)}.")
        self._advance()

    @property
    def _token(self) -> Token:
        return self._tokens[self._index]

    def _advance(self) -> Token:
        token = self._token
        # The cursor stays on the end, so looking at the next token is always safe.
        self._index += token.kind is not Kind.END
        return token

    def _accept(self, symbol: str) -> bool:
        found = self._token.kind is Kind.SYMBOL and self._token.text == symbol
        self._index += found
        return found

    def _enter(self) -> None:
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            raise FormulaError(f"The formula nests deeper than {MAX_NESTING} levels; use let().")

    def _operator(self) -> str:
        """The operator that stands here, "" if none does; a string is never one."""
        token = self._token
        return token.text if token.kind in (Kind.SYMBOL, Kind.NAME) else ""

    def _binary(self, weakest: int) -> Node:
        left = self._unary()
        while (found := BINARY.get(self._operator(), (0, "")))[0] >= weakest:
            strength, name = found
            position = self._advance().position
            # Only what binds stronger belongs to the right side: 5 - 2 - 1 is (5 - 2) - 1.
            right = self._binary(strength + 1)
            left = _join(name, left, right, position)
        return left

    def _unary(self) -> Node:
        # `not (a) == b` reads as a call of not(), as every name before a bracket does.
        name = PREFIX.get(self._operator())
        called = self._token.kind is Kind.NAME and self._follows("(")
        if name is None or called:
            return self._power()
        position = self._advance().position
        self._enter()
        operand = self._unary()
        self._nesting -= 1
        return Call(name, (operand,), position)

    def _follows(self, symbol: str) -> bool:
        following = self._tokens[min(self._index + 1, len(self._tokens) - 1)]
        return following.kind is Kind.SYMBOL and following.text == symbol

    def _power(self) -> Node:
        # Below the signs, so that -2 ^ 2 is -4; the exponent may have a sign of its own.
        base = self._postfix()
        position = self._token.position
        if not self._accept("^"):
            return base
        self._enter()
        exponent = self._unary()
        self._nesting -= 1
        return Call("pow", (base, exponent), position)

    def _postfix(self) -> Node:
        node = self._primary()
        while self._accept("."):
            method = self._advance()
            if method.kind is not Kind.NAME:
                raise FormulaError(f"Expected a function after . but found {_shown(method)}.")
            self.expect(Kind.SYMBOL, "(")
            node = Call(method.text, (node, *self._items(")")), method.position)
        return node

    def _primary(self) -> Node:
        token = self._advance()
        if token.kind is Kind.NUMBER:
            return Literal(float(token.text) if not token.text.isdigit() else _integer(token.text))
        if token.kind is Kind.STRING:
            return Literal(token.text)
        if token.kind is Kind.NAME:
            return self._named(token)
        if token.text == "(":
            node = self.expression()
            self.expect(Kind.SYMBOL, ")")
            return node
        if token.text == "[":
            return ListLiteral(self._items("]"))
        raise FormulaError(f"Expected a value but found {_shown(token)}.")

    def _named(self, token: Token) -> Node:
        if self._accept("("):
            return _called(token, self._items(")"))
        if token.text in CONSTANTS:
            return Literal(CONSTANTS[token.text])
        return Name(token.text, token.position)

    def _items(self, closing: str) -> tuple[Node, ...]:
        """Expressions between commas up to the closing bracket, which is read as well."""
        items: list[Node] = []
        if self._accept(closing):
            return ()
        while True:
            items.append(self.expression())
            if not self._accept(","):
                self.expect(Kind.SYMBOL, closing)
                return tuple(items)


def _integer(digits: str) -> int | float:
    # Beyond 15 digits a number is a float, as everywhere in Notion.
    return int(digits) if len(digits) <= 15 else float(digits)


def _join(name: str, left: Node, right: Node, position: int) -> Node:
    if name in CHAINS and isinstance(left, Call) and left.name == name:
        return Call(name, (*left.arguments, right), left.position)
    return Call(name, (left, right), position)


def _called(token: Token, arguments: tuple[Node, ...]) -> Node:
    if token.text != "prop":
        return Call(token.text, arguments, token.position)
    match arguments:
        case (Literal(value=str(name)),):
            return Property(name)
        case _:
            raise FormulaError(f'prop at position {token.position} takes a name: prop("Name").')


def _shown(token: Token) -> str:
    if token.kind is Kind.END:
        return "the end of the formula"
    return f"{token.text} at position {token.position}"
