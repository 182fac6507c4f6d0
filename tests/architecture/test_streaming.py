"""An answer that streams leaves without a seat, so it must not ask the database (docs/adr/0061): each place that sends
one is listed with what it sends, and the list may only shrink."""

import ast

from tests.architecture.conftest import sources
from tests.architecture.test_clock import name_of

STREAMS = {"StreamingHttpResponse", "FileResponse"}
SENT = {
    "sites/console/excel.py": "a spreadsheet that is written to a temporary file before it is sent",
    "sites/desk/review/files.py": "the file of a paper, from the storage",
}


def test_only_files_stream():
    senders = {name_of(path) for path, tree in sources().items() if _streams(tree)}
    assert senders == set(SENT)


def test_what_streams_is_read_from_a_file_and_made_by_no_generator():
    for path, tree in sources().items():
        if name_of(path) in SENT:
            assert not [node for node in ast.walk(tree) if _is_made_while_read(node)], path


def _streams(tree: ast.AST) -> bool:
    named = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    reached = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return bool(STREAMS & (named | reached)) or "streaming_content" in reached


def _is_made_while_read(node: ast.AST) -> bool:
    """Whether a streaming answer is given anything but a name or the opened file."""
    if not isinstance(node, ast.Call) or ast.unparse(node.func) not in STREAMS:
        return False
    sent = node.args[0]
    opens = isinstance(sent, ast.Call) and ast.unparse(sent.func) == "default_storage.open"
    return not (isinstance(sent, ast.Name) or opens)
