from django.urls import path, register_converter

from customers.requests import views
from customers.requests.asking import ASKABLE


class KindConverter:
    regex = "|".join(ASKABLE)

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(KindConverter, "request_kind")
urlpatterns = [
    path("customers/<int:pk>/ask/<request_kind:kind>/", views.ask, name="ask"),
    path("requests/", views.listed, name="requests"),
    path("requests/ask/<request_kind:kind>/", views.ask_disclosed, name="ask_disclosed"),
    path("requests/<int:pk>/", views.detail, name="request"),
    path("requests/<int:pk>/grant/", views.grant, name="request_grant"),
    path("requests/<int:pk>/decline/", views.decline, name="request_decline"),
    path("requests/<int:pk>/rule/", views.rule, name="request_rule"),
    path("requests/<int:pk>/withdraw/", views.withdraw, name="request_withdraw"),
    path("requests/<int:pk>/note/", views.explain, name="request_note"),
    path("requests/<int:pk>/evidence/", views.add_evidence, name="request_evidence"),
]
