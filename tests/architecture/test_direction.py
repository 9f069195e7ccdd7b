"""The house stands: imports and foreign keys run intel → sales → customers → crm."""

import ast
from itertools import product
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import CASCADE
from django.db.models.fields.related import ForeignObject

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ["crm", "customers", "sales", "intel"]
SHORTCUTS = {
    "assign_perm",
    "remove_perm",
    "get_objects_for_user",
    "get_perms",
    "get_users_with_perms",
}


def python_files(folder):
    return [path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts]


def imported(path) -> set[str]:
    """Every module a file imports, at the top or inside a function."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def above(app):
    return APPS[APPS.index(app) + 1 :]


@pytest.mark.parametrize("app", APPS)
def test_no_room_imports_one_above_it(app):
    upward = [
        (path.relative_to(ROOT), module)
        for path in python_files(app)
        for module, higher in product(imported(path), above(app))
        if module.split(".")[0] == higher
    ]
    assert upward == []


def test_the_check_sees_an_upward_import(tmp_path):
    bad = tmp_path / "bad.py"
    bad.write_text("def f():\n    from intel.models import Fact\n")
    assert "intel.models" in imported(bad)


def foreign_keys():
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in APPS:
            for field in model._meta.get_fields():
                if isinstance(field, ForeignObject) and not field.auto_created:
                    yield model, field


def test_no_foreign_key_points_upwards():
    upward = [
        str(field)
        for model, field in foreign_keys()
        if field.related_model._meta.app_label in above(model._meta.app_label)
    ]
    assert upward == []


def test_nothing_of_ours_goes_when_a_user_goes():
    users = apps.get_model("crm.User")
    cascading = [
        str(field)
        for model, field in foreign_keys()
        if field.related_model is users
        and field.remote_field.on_delete is CASCADE
        # The plain tables behind AbstractUser's own groups and permissions are Django's.
        and not model._meta.auto_created
    ]
    assert cascading == []


def test_there_are_no_generic_foreign_keys():
    generic = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in APPS
        for field in model._meta.private_fields
        if field.__class__.__name__ == "GenericForeignKey"
    ]
    assert generic == []


@pytest.mark.parametrize("app", APPS)
def test_guardian_is_storage_only(app):
    """Its look-ups know neither expiry nor parent teams."""
    used = [
        (path.relative_to(ROOT), module)
        for path in python_files(app)
        for module in imported(path)
        if module.startswith("guardian") and module.rpartition(".")[2] in SHORTCUTS
    ]
    assert used == []


@pytest.mark.parametrize("folder", ["templates"])
def test_no_page_has_inline_script_or_style(folder):
    inline = [
        path.relative_to(ROOT)
        for path in (ROOT / folder).rglob("*.html")
        if any(mark in path.read_text() for mark in (' style="', "<script>", " onclick=", "<style"))
    ]
    assert inline == []
