"""What a line break in a template means: nothing between elements and texts, one blank between attributes.

Chinese is written without blanks, so a line break that reaches the page shows as a gap inside a sentence. Here it does
not reach the page: blanks with a line break in them are taken out when the template is compiled. A gap that is meant is
a blank inside a line, or `&#32;` at its end. Values of attributes, <pre>, <script>, <style> and <textarea> stay whole.
"""

import re
from pathlib import Path

from django.template.base import DebugLexer, Lexer, Parser, Template, Token, TokenType
from django.template.loaders import base, cached

OURS = Path(__file__).resolve().parents[2]
BREAK = re.compile(r"[ \t]*\r?\n[ \t\r\n]*")
WHOLE = ("pre", "script", "style", "textarea")
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
_STOP_IN_TAG = re.compile("[\"'>]")


class Joiner:
    """Reads the texts of one template in order and remembers where in the markup it stands."""

    def __init__(self):
        self.tag = ""  # the element whose tag we stand in
        self.quote = ""  # the quotation mark that ends the value we stand in
        self.whole = ""  # the element whose content stays as it is

    def join(self, text: str, before_block: bool) -> str:
        """One text between two template tags; before_block: `{% … %}` follows it."""
        done = []
        while text:
            if self.quote:
                read = self._value
            elif self.tag:
                read = self._inside_tag
            else:
                read = self._content
            piece, text = read(text, before_block)
            done.append(piece)
        return "".join(done)

    def _value(self, text, before_block):
        head, mark, rest = text.partition(self.quote)
        if mark:
            self.quote = ""
        return head + mark, rest

    def _inside_tag(self, text, before_block):
        stop = _STOP_IN_TAG.search(text)
        end = stop.start() if stop else len(text)
        blanks = BREAK.sub(" ", text[:end])
        mark = stop.group() if stop else ""
        if mark == ">" or (not stop and before_block):
            if BREAK.search(text[:end]):
                blanks = blanks.rstrip(" ")
        if mark == ">":
            self.whole = self.tag if self.tag in WHOLE else ""
            self.tag = ""
        else:
            self.quote = mark
        return blanks + mark, text[end + len(mark) :]

    def _content(self, text, before_block):
        start = self._next_tag(text)
        if not start:
            return text if self.whole else BREAK.sub("", text), ""
        head = text[: start.start()]
        self.tag = "/" if start[1] else start[2].lower()
        head = head if self.whole else BREAK.sub("", head)
        self.whole = ""
        return head + start.group(), text[start.end() :]

    def _next_tag(self, text):
        if self.whole:
            return re.compile(rf"<(/)({self.whole})\b", re.IGNORECASE).search(text)
        return _TAG.search(text)


def joined(tokens: list[Token]) -> list[Token]:
    """The tokens of a template without the line breaks of its layout, and without texts that were nothing else.

    Numbers of lines stay true."""
    joiner = Joiner()
    following = [*tokens[1:], None]
    for token, after in zip(tokens, following, strict=True):
        if token.token_type == TokenType.TEXT:
            before_block = after is not None and after.token_type == TokenType.BLOCK
            token.contents = joiner.join(token.contents, before_block)
    return [token for token in tokens if token.contents]


class PageTemplate(Template):
    """A template of ours."""

    def compile_nodelist(self):
        """As Django does, with the tokens joined."""
        if self.engine.debug:
            lexer = DebugLexer(self.source)
        else:
            lexer = Lexer(self.source)
        tokens = joined(lexer.tokenize())
        parser = Parser(
            tokens, self.engine.template_libraries, self.engine.template_builtins, self.origin
        )
        try:
            return parser.parse()
        except Exception as error:
            if self.engine.debug:
                error.template_debug = self.get_exception_info(error, error.token)
            raise


class _PageLoader(base.Loader):
    def get_template(self, template_name, skip=None):
        """Templates of other packages stay as Django reads them."""
        template = super().get_template(template_name, skip)
        if template.name.endswith(".html") and OURS in Path(template.origin.name).parents:
            return PageTemplate(template.source, template.origin, template.name, self.engine)
        return template


class Loader(cached.Loader, _PageLoader):
    """Django's cached loader, for pages whose layout does not reach the reader."""
