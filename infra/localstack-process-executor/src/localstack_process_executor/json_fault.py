"""What is wrong with text that is not JSON, in the words of Jackson, the parser that AWS uses."""

import re
from dataclasses import dataclass, field
from typing import NoReturn

HIDDEN_SOURCE = "[Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled)"
"""The parser says where it stopped, not what it read."""

TOKENS = "JSON String, Number, Array, Object or token 'null', 'true' or 'false'"

SPACE = re.compile(r"[ \t\r\n]*")
STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"')
UNCLOSED_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*\Z')
SCALAR = re.compile(r"(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|(?:null|true|false)(?!\w))")
WORD = re.compile(r"[^\W\d][\w$]*")
NOT_NUMBERS = {"NaN", "Infinity"}
NOT_ENABLED = "enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow"
NAMES = {"{": "Object", "[": "Array"}
CLOSERS = {"{": "}", "[": "]"}


class JsonFault(Exception):
    """The message is a sentence and, in a second line, the place."""


@dataclass(kw_only=True)
class JsonReader:
    """Reads to the first fault. `open` has the positions of the containers that are not closed yet."""

    text: str
    position: int = 0
    open: list[int] = field(default_factory=list)

    def read(self) -> None:
        """Raise JsonFault at the first fault that this reader knows. It knows the frequent ones, not all."""
        self._value()
        while self.open:
            self._after_value()

    def _value(self) -> None:
        """Read a value, of a container its beginning."""
        character = self._next_character() or self._end_of_input()
        if character in NAMES:
            self._container(character)
        elif character == '"':
            self._string("Unexpected end-of-input: was expecting closing quote for a string value")
        elif found := SCALAR.match(self.text, self.position):
            self.position = found.end()
        else:
            self._no_value(character)

    def _container(self, opener: str) -> None:
        self.open.append(self.position)
        self.position += 1
        character = self._next_character() or self._unclosed()
        if character == CLOSERS[opener]:
            self._close()
        else:
            self._entry(opener, character)

    def _after_value(self) -> None:
        opener = self.text[self.open[-1]]
        character = self._next_character() or self._unclosed()
        if character == CLOSERS[opener]:
            self._close()
        elif character == ",":
            self.position += 1
            self._entry(opener, self._next_character() or self._end_of_input())
        else:
            self._refuse_closer(character)
            self._unexpected(character, f"was expecting comma to separate {NAMES[opener]} entries")

    def _entry(self, opener: str, character: str) -> None:
        if opener == "{":
            self._name(character)
        self._value()

    def _name(self, character: str) -> None:
        if character != '"':
            self._refuse_closer(character)
            self._unexpected(character, "was expecting double-quote to start field name")
        self._string("Unexpected end-of-input in field name")
        colon = self._next_character() or self._end_of_input()
        if colon != ":":
            self._unexpected(colon, "was expecting a colon to separate field name and value")
        self.position += 1

    def _string(self, unclosed: str) -> None:
        if found := STRING.match(self.text, self.position):
            self.position = found.end()
        elif UNCLOSED_STRING.match(self.text, self.position):
            self._fail(unclosed, len(self.text))
        else:
            # A bad escape or an unescaped control character, which this reader does not look for.
            raise JsonFault(f"Invalid JSON string\n at {self.place(self.position)}")

    def _close(self) -> None:
        self.open.pop()
        self.position += 1

    def _next_character(self) -> str:
        """The next one that is no space, or an empty string at the end."""
        if found := SPACE.match(self.text, self.position):
            self.position = found.end()
        return self.text[self.position : self.position + 1]

    def _no_value(self, character: str) -> NoReturn:
        if word := WORD.match(self.text, self.position):
            # The parser stops behind the character that ends the word.
            after = min(word.end() + 1, len(self.text))
            if word.group() in NOT_NUMBERS:
                self._fail(f"Non-standard token '{word.group()}': {NOT_ENABLED}", word.end())
            self._fail(f"Unrecognized token '{word.group()}': was expecting ({TOKENS})", after)
        self._unexpected(character, _wanted_instead_of(character))

    def _refuse_closer(self, character: str) -> None:
        start = self.open[-1]
        opener = self.text[start]
        if character in CLOSERS.values() and character != CLOSERS[opener]:
            expected = f"expected '{CLOSERS[opener]}' (for {NAMES[opener]} starting at {self.place(start)})"
            self._fail(f"Unexpected close marker '{character}': {expected}", self.position)

    def _unexpected(self, character: str, expectation: str) -> NoReturn:
        self._fail(f"Unexpected character ({_described(character)}): {expectation}", self.position)

    def _unclosed(self) -> NoReturn:
        start = self.open[-1]
        name = NAMES[self.text[start]]
        expectation = f"expected close marker for {name} (start marker at {self.place(start)})"
        self._fail(f"Unexpected end-of-input: {expectation}", len(self.text))

    def _end_of_input(self) -> NoReturn:
        where = NAMES[self.text[self.open[-1]]] if self.open else "root"
        self._fail(f"Unexpected end-of-input within/between {where} entries", len(self.text))

    def _fail(self, sentence: str, position: int) -> NoReturn:
        raise JsonFault(f"{sentence}\n at {self.place(position)}")

    def place(self, position: int) -> str:
        """Line and column as Jackson counts: from 1, the column in bytes."""
        line_start = self.text.rfind("\n", 0, position) + 1
        column = len(self.text[line_start:position].encode()) + 1
        return f"{HIDDEN_SOURCE}; line: {self.text.count(chr(10), 0, position) + 1}, column: {column}]"


def json_fault_of(text: str) -> str:
    """Return what is wrong with this text. A fault that the reader does not know is called invalid JSON."""
    reader = JsonReader(text=text)
    try:
        reader.read()
    except JsonFault as fault:
        return str(fault)
    except RecursionError:
        return f"Invalid JSON\n at {reader.place(reader.position)}"
    return f"Invalid JSON\n at {reader.place(reader.position)}"


def _wanted_instead_of(character: str) -> str:
    return "expected a value" if character in "]}," else f"expected a valid value ({TOKENS})"


def _described(character: str) -> str:
    code = ord(character)
    if code < 32 or 127 <= code < 160:
        return f"(CTRL-CHAR, code {code})"
    return f"'{character}' (code {code})" if code <= 255 else f"'{character}' (code {code} / 0x{code:x})"
