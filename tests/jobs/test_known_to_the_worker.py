"""A job that the worker does not know fails the moment it is taken up."""

from pathlib import Path

from django.apps import apps
from django.conf import settings

APPS = ["crm", "customers", "sales", "intel"]


def rooms_with_tasks() -> set[str]:
    """The modules that declare what the worker does."""
    root = Path(settings.BASE_DIR)
    files = (path for app in APPS for path in (root / app).rglob("*.py"))
    declaring = (path for path in files if "@app.task" in path.read_text(encoding="utf-8"))
    return {".".join(path.relative_to(root).with_suffix("").parts) for path in declaring}


def test_the_worker_imports_every_module_of_tasks():
    found_by_itself = {f"{app.name}.tasks" for app in apps.get_app_configs()}
    assert rooms_with_tasks() - found_by_itself <= set(settings.PROCRASTINATE_IMPORT_PATHS)
    assert "customers.handover.tasks" in rooms_with_tasks()
