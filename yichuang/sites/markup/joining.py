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
        """One text between two template tags, without the breaks of the layout.

        before_block: `{% … %}` follows it.
        """
        pieces = []
        while text:
            if self.quote:
                read = self._value
            elif self.tag:
                read = self._inside_tag
            else:
                read = self._content
            piece, text = read(text, before_block)
            pieces.append(piece)
        return "".join(pieces)

    def _value(self, text, before_block):
        """The rest of an attribute's value, as it is.

        And what follows it.
        """
        head, mark, following = text.partition(self.quote)
        if mark:
            self.quote = ""
        return head + mark, following

    def _inside_tag(self, text, before_block):
        """What stands in a tag up to its end or to a value; and what follows it.

        Blanks with a line break are one blank, and none at the end.
        """
        stop = _STOP_IN_TAG.search(text)
        if stop:
            end = stop.start()
            mark = stop.group()
        else:
            end = len(text)
            mark = ""
        head = text[:end]
        blanks = BREAK.sub(" ", head)
        at_end = mark == ">" or (not stop and before_block)
        if at_end and BREAK.search(head):
            blanks = blanks.rstrip(" ")
        if mark == ">":
            self._end_tag()
        else:
            self.quote = mark
        after = end + len(mark)
        return blanks + mark, text[after:]

    def _end_tag(self):
        """Behind it stands content, as it is within an element of WHOLE."""
        self.whole = ""
        if self.tag in WHOLE:
            self.whole = self.tag
        self.tag = ""

    def _content(self, text, before_block):
        """What stands between two tags, and the beginning of the second.

        And what follows it.
        """
        start = self._next_tag(text)
        if not start:
            return self._as_shown(text), ""
        head = self._as_shown(text[: start.start()])
        closing, name = start.groups()
        self.tag = "/" if closing else name.lower()
        self.whole = ""
        after = start.end()
        return head + start.group(), text[after:]

    def _as_shown(self, text):
        """Content without its line breaks; of an element of WHOLE, as it is."""
        if self.whole:
            return text
        return BREAK.sub("", text)

    def _next_tag(self, text):
        """Where the next tag begins.

        In an element of WHOLE it is the tag that ends the element.
        """
        if self.whole:
            end = re.compile(rf"<(/)({self.whole})\b", re.IGNORECASE)
            return end.search(text)
        return _TAG.search(text)


def joined(tokens: list[Token]) -> list[Token]:
    """The tokens of a template without the line breaks of its layout.

    Texts that were nothing else are left out. Numbers of lines stay
    true.
    """
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
        engine = self.engine
        parser = Parser(tokens, engine.template_libraries, engine.template_builtins, self.origin)
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
        file = Path(template.origin.name)
        is_ours = OURS in file.parents
        if not is_ours or not template.name.endswith(".html"):
            return template
        return PageTemplate(template.source, template.origin, template.name, self.engine)


class Loader(cached.Loader, _PageLoader):
    """Django's cached loader, for pages whose layout does not reach the reader."""
