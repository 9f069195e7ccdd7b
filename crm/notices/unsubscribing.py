"""Links that end the daily mail of one person without signing in, and can do nothing else."""

from django.core import signing

from crm.people.models import User

SIGNER = signing.Signer(salt="crm.notices.daily_mail")


def key_of(user) -> str:
    """The signed key of a link; good for as long as the mails lie about."""
    return SIGNER.sign(user.pk)


def user_of(key: str) -> User | None:
    """Whose mail the key ends; None for one that we did not sign."""
    try:
        return User.objects.filter(pk=SIGNER.unsign(key)).first()
    except signing.BadSignature:
        return None


def end_daily_mail(user) -> None:
    user.daily_mail = False
    user.save(update_fields=["daily_mail"])
