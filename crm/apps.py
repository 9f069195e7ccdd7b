from django.apps import AppConfig


class CrmConfig(AppConfig):
    name = "crm"

    def ready(self):
        from crm.shell import places  # noqa: F401 - registers them
