from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "customers"

    def ready(self):
        from customers import departures, notice_kinds, places  # noqa: F401 - they register what they hold
        from customers.imports import registration, telling  # noqa: F401 - it says what people are told
        from customers.merging import attached  # noqa: F401 - it says what moves along
        from customers.release import listening, panel  # noqa: F401 - so do they

        registration.register()
