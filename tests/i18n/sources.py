"""What to look for in Python source: text that reaches people without passing gettext."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
LETTERS = re.compile(r"[A-Za-z\u3400-\u9fff]{2}")
MARKERS = {
    "_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy",
    "pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy",
}  # fmt: skip
# What these are called with is shown to people.
SPEAKING_CALLS = {"Refused", "NotAllowed", "ValidationError", "PermissionDenied", "Http404"}
SPEAKING_METHODS = {
    "messages": {"success", "info", "warning", "error"},
    "flash": {"done", "told", "refused"},
}
SPEAKING_KEYWORDS = {
    "label", "verbose_name", "verbose_name_plural", "help_text", "empty_label",
    "empty_value_display", "message", "next_step", "placeholder",
}  # fmt: skip

Finding = tuple[int, str]


def chinese_texts(source: str) -> Iterator[Finding]:
    """Line and text of each string literal with Han characters.

    Left out are docstrings, and patterns: they are matched with what people wrote.
    """
    tree = ast.parse(source)
    unseen = {id(node) for node in [*_docstrings(tree), *_patterns(tree)]}
    for node in _texts(tree):
        if id(node) not in unseen and HAN.search(node.value):
            yield node.lineno, node.value


def untranslatable_calls(source: str) -> Iterator[Finding]:
    """gettext calls that no catalogue can answer: formatted before they are looked up."""
    for call in _calls(ast.parse(source)):
        if _name(call.func) in MARKERS and any(_is_formatted(arg) for arg in call.args):
            yield call.lineno, ast.unparse(call)


def untranslated_texts(source: str) -> Iterator[Finding]:
    """Bare literals where people read: refusals, flash messages, labels, choices."""
    tree = ast.parse(source)
    for node in [*_spoken(tree), *_choices(tree)]:
        if _is_bare_text(node):
            yield node.lineno, ast.unparse(node)


def python_files(root: Path, *folders: str) -> list[Path]:
    found = [path for folder in folders for path in sorted((root / folder).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def _spoken(tree):
    for call in _calls(tree):
        if _is_speaking(call.func):
            yield from call.args
        yield from (word.value for word in call.keywords if word.arg in SPEAKING_KEYWORDS)
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name == "Meta":
            yield from (value for name, value in _assigned(node) if name in SPEAKING_KEYWORDS)


def _is_speaking(function):
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        return function.attr in SPEAKING_METHODS.get(function.value.id, ())
    return _name(function) in SPEAKING_CALLS


def _choices(tree):
    """Labels of TextChoices and IntegerChoices; without one, Django shows the constant's name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and any("Choices" in _name(base) for base in node.bases):
            for _, value in _assigned(node):
                yield value.elts[-1] if isinstance(value, ast.Tuple) else value


def _assigned(class_definition):
    for statement in class_definition.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            yield statement.targets[0].id, statement.value


def _is_bare_text(node):
    return any(LETTERS.search(text.value) for text in _bare_texts(node))


def _bare_texts(node):
    """Literals of an expression that are not inside a gettext or any other call."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node
    elif isinstance(node, ast.JoinedStr | ast.BinOp | ast.IfExp | ast.BoolOp | ast.List):
        for child in ast.iter_child_nodes(node):
            yield from _bare_texts(child)


def _is_formatted(node):
    is_format = isinstance(node, ast.Call) and _name(node.func) == "format"
    return is_format or isinstance(node, ast.JoinedStr | ast.BinOp)


def _calls(tree):
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _texts(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node


def _docstrings(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def _patterns(tree):
    for call in _calls(tree):
        if isinstance(call.func, ast.Attribute) and _name(call.func.value) == "re":
            yield from ast.walk(call)


def _name(node):
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
