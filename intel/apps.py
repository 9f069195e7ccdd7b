from django.apps import AppConfig


class IntelConfig(AppConfig):
    name = "intel"

    def ready(self):
        from intel.registration import register

        register()
