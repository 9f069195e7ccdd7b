from django.apps import AppConfig


class CrmConfig(AppConfig):
    name = "crm"

    def ready(self):
        from crm.grid.exporting import places as _exporting  # noqa: F401 - registers them
        from crm.grid.removing import places as _removing  # noqa: F401 - registers them
        from crm.shell import places  # noqa: F401 - registers them
