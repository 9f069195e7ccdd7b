"""django-allauth's pages, without those in which people would change their own address."""

from django.urls import include, path, reverse_lazy
from django.views.generic import RedirectView

from crm.notices.views import end_daily_mail

to_profile = RedirectView.as_view(url=reverse_lazy("people:profile"))

urlpatterns = [
    path("email/", to_profile, name="account_email"),
    path("confirm-email/", to_profile, name="account_email_verification_sent"),
    path("confirm-email/<str:key>/", to_profile, name="account_confirm_email"),
    path("daily-mail/<str:key>/", end_daily_mail, name="daily_mail_off"),
    path("", include("allauth.urls")),
]
