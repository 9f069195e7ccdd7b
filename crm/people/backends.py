"""Who signs in, and who a session belongs to."""

from allauth.account.auth_backends import AuthenticationBackend

from crm.people.models import User


class Backend(AuthenticationBackend):
    def get_user(self, user_id):
        """With their team, which every page names."""
        user = User.objects.select_related("team").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
