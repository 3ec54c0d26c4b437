"""Reading formulas: text to tokens, tokens to a flat postfix program, without recursion.

The shunting yard of Dijkstra (1961), with a stack of its own, so that no nesting of brackets exhausts
Python's.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from typing import Literal, NamedTuple

from tanzuji.documents.errors import CodedError, Problem
from tanzuji.engine.formula_functions import BINARY, BRACKET, COMPARISON, FUNCTIONS, NOT, POWER, PREFIX, SIGN
from tanzuji.engine.formula_messages import (
    BAD_CHARACTER,
    NOT_A_NUMBER,
    SYNTAX,
    TOO_DEEP,
    TOO_LONG,
    UNKNOWN_FUNCTION,
    WRONG_ARGUMENT_COUNT,
    close_names,
    listed,
    shown,
    shown_character,
    where,
)

MAX_CHARACTERS = 10_000
MAX_TOKENS = 2_000
MAX_DEPTH = 64

_TOKEN = re.compile(
    r"""(?P<blank>[ \t\r\n]+)
      | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
      | (?P<name>[^\W\d]\w*)
      | (?P<symbol>\*\*|<=|>=|==|<>|!=|[-+*/^(),;<>=−×÷≤≥≠])""",
    re.VERBOSE,
)
_NAME = re.compile(r"[^\W\d]\w*")
_SAME = {
    "**": "^",
    "==": "=",
    "!=": "<>",
    "≠": "<>",
    "≤": "<=",
    "≥": ">=",
    "−": "-",
    "×": "*",
    "÷": "/",
    ";": ",",
}
_CAN_PILE_UP = frozenset({BRACKET, NOT, SIGN, POWER})
"""Operators that nest without end; the others wait at most five high within one of these."""


class Token(NamedTuple):
    kind: Literal["number", "name", "symbol", "end"]
    text: str
    position: int


class Step(NamedTuple):
    """One instruction: push a constant, push a named value, or apply an operation to the top values."""

    constant: float | None = None
    name: str | None = None
    operation: str = ""
    arity: int = 0


def steps(text: str) -> tuple[Step, ...]:
    """The postfix program of a formula. Raises the formula.* errors of reading."""
    return _Reader(tokens(text)).read()


def tokens(text: str) -> list[Token]:
    """The tokens of `text` and an end mark. Raises formula.too-long, .bad-character and .syntax."""
    if len(text) > MAX_CHARACTERS:
        raise TOO_LONG.error(limit=MAX_CHARACTERS, measure_zh="字符数", measure_en="characters")
    if (bad := _forbidden(text)) is not None:
        raise CodedError([_bad_character(text, bad)])
    found: list[Token] = []
    index = 0
    while index < len(text):
        match = _TOKEN.match(text, index)
        if match is None:
            raise CodedError([_bad_character(text, index)])
        follows = text[match.end() : match.end() + 1]
        if match["number"]:
            if follows in {"_", "."} or follows.isalnum():
                raise _syntax(Token("symbol", follows, match.end()), "运算符", "an operator after the number")
            found.append(Token("number", match[0], index))
        elif match["name"]:
            found.append(Token("name", match[0].casefold(), index))
        elif match["symbol"]:
            found.append(Token("symbol", _SAME.get(match[0], match[0]), index))
        if len(found) > MAX_TOKENS:
            raise TOO_LONG.error(limit=MAX_TOKENS, measure_zh="项数", measure_en="tokens")
        index = match.end()
    found.append(Token("end", "", len(text)))
    return found[1:] if found[0].text == "=" and not text.lstrip().startswith("==") else found


def name_problem(name: str) -> Problem | None:
    """What keeps `name` from being one that a formula can refer to, if anything."""
    if (bad := _forbidden(name)) is not None:
        return _bad_character(name, bad)
    if not name:
        return SYNTAX.problem(expected_zh="参数名", expected_en="the name of a parameter", **where(1, ""))
    match = _NAME.match(name)
    if match is None or match.end() < len(name):
        return _bad_character(name, match.end() if match else 0)
    return None


def _forbidden(text: str) -> int | None:
    """Index of the first character that NFKC would change, or of a decimal digit of another script."""
    normal = unicodedata.normalize("NFKC", text)
    if normal != text:
        pairs = zip(text, normal, strict=False)
        return next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(text), len(normal)) - 1)
    return next((i for i, c in enumerate(text) if c.isdecimal() and not c.isascii()), None)


def _bad_character(text: str, index: int) -> Problem:
    return BAD_CHARACTER.problem(position=index + 1, character=shown_character(text[index]))


def _syntax(token: Token, zh: str, en: str) -> CodedError:
    told = where(token.position + 1, shown(token.text))
    return SYNTAX.error(expected_zh=zh, expected_en=en, **told)


_NOTHING = Step()


@dataclass(slots=True)
class _Pending:
    """An operator waiting for its right side, or an open bracket and the function it belongs to, if any."""

    token: Token
    precedence: int
    step: Step = _NOTHING
    function: str | None = None
    arguments: int = 1


class _Reader:
    def __init__(self, found: list[Token]) -> None:
        self.tokens = found
        self.next = 0
        self.steps: list[Step] = []
        self.waiting: list[_Pending] = []
        self.depth = 0

    def read(self) -> tuple[Step, ...]:
        self._operand()
        while self._after_operand():
            self._operand()
        return tuple(self.steps)

    def _take(self) -> Token:
        token = self.tokens[self.next]
        self.next += 1
        return token

    def _operand(self) -> None:
        """Read prefix operators and opening brackets up to one operand."""
        while True:
            token = self._take()
            if token.kind == "number":
                self._number(token)
                return
            if token.text == "(":
                self._push(_Pending(token, BRACKET))
            elif token.text in PREFIX:
                self._prefix(token)
            elif token.kind != "name" or token.text in BINARY:
                raise _syntax(token, "数字、参数名或“(”", "a number, a name or “(”")
            elif self.tokens[self.next].text == "(":
                self._take()
                if self._open_call(token):
                    return
            elif token.text in FUNCTIONS:
                bracket = self.tokens[self.next]
                raise _syntax(bracket, f"函数 {token.text} 后的“(”", f"“(” after function {token.text}")
            else:
                self.steps.append(Step(name=token.text))
                return

    def _number(self, token: Token) -> None:
        number = float(token.text)
        if not math.isfinite(number):
            raise NOT_A_NUMBER.error(text=shown(token.text))
        self.steps.append(Step(constant=number))

    def _prefix(self, token: Token) -> None:
        operation, precedence = PREFIX[token.text]
        if precedence == NOT and self.waiting and self.waiting[-1].precedence > NOT:
            raise _syntax(
                token, "数字、参数名或“(”（not 须加括号）", "a number, a name or “(” (put not in brackets)"
            )
        self._push(_Pending(token, precedence, Step(operation=operation, arity=1)))

    def _open_call(self, token: Token) -> bool:
        """Open the bracket of a function; True where it closes at once, without arguments."""
        if token.text not in FUNCTIONS:
            raise UNKNOWN_FUNCTION.error(
                name=shown(token.text),
                position=token.position + 1,
                close=close_names(token.text, {name: name for name in FUNCTIONS}),
                functions=listed(FUNCTIONS),
            )
        self._push(_Pending(token, BRACKET, function=token.text))
        if self.tokens[self.next].text != ")":
            return False
        self.waiting[-1].arguments = 0
        self._close_bracket(self._take())
        return True

    def _after_operand(self) -> bool:
        """Read closing brackets up to an operator or comma; False at the end of the text."""
        while True:
            token = self._take()
            if token.kind == "end":
                self._finish(token)
                return False
            if token.text == ")":
                self._close_bracket(token)
            elif token.text == ",":
                self._comma(token)
                return True
            elif token.text in BINARY:
                self._binary(token)
                return True
            else:
                raise _syntax(token, "运算符或“)”", "an operator or “)”")

    def _finish(self, end: Token) -> None:
        self._reduce(1)
        if self.waiting:
            opened = self.waiting[-1].token.position + 1
            raise _syntax(end, f"“)”（括号始于第 {opened} 个字符）", f"“)” (opened at character {opened})")

    def _comma(self, token: Token) -> None:
        self._reduce(1)
        if not self.waiting or self.waiting[-1].function is None:
            raise _syntax(token, "运算符（小数请用“.”）", "an operator (decimals take a point)")
        self.waiting[-1].arguments += 1

    def _binary(self, token: Token) -> None:
        operation, precedence = BINARY[token.text]
        self._reduce(precedence + 1)
        if self.waiting and self.waiting[-1].precedence == precedence:
            if precedence == COMPARISON:
                raise _syntax(token, " and 或 or（比较不能连写）", "and, or (comparisons cannot be chained)")
            if precedence != POWER:
                self._reduce(precedence)
        self._push(_Pending(token, precedence, Step(operation=operation, arity=2)))

    def _push(self, pending: _Pending) -> None:
        self.depth += pending.precedence in _CAN_PILE_UP
        if self.depth > MAX_DEPTH:
            raise TOO_DEEP.error(limit=MAX_DEPTH, position=pending.token.position + 1)
        self.waiting.append(pending)

    def _pop(self) -> _Pending:
        pending = self.waiting.pop()
        self.depth -= pending.precedence in _CAN_PILE_UP
        return pending

    def _reduce(self, precedence: int) -> None:
        """Finish the waiting operators that bind at least as tightly as `precedence`."""
        while self.waiting and self.waiting[-1].precedence >= precedence:
            self.steps.append(self._pop().step)

    def _close_bracket(self, token: Token) -> None:
        self._reduce(1)
        if not self.waiting:
            raise _syntax(
                token, "运算符或结尾（此括号没有开头）", "an operator or the end (nothing opened this)"
            )
        opened = self._pop()
        if opened.function is None:
            return
        _, least, most = FUNCTIONS[opened.function]
        if opened.arguments < least or (most is not None and opened.arguments > most):
            raise WRONG_ARGUMENT_COUNT.error(
                name=opened.function,
                position=opened.token.position + 1,
                expected=f"≥ {least}" if most is None else f"{least}" if most == least else f"{least}–{most}",
                given=opened.arguments,
            )
        self.steps.append(Step(operation=opened.function, arity=opened.arguments))
