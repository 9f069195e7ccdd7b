"""What the worker does for people."""

from procrastinate.contrib.django import app

from crm.people import invitations
from crm.people.models import User


@app.task(name="mail_invitation")
def mail_invitation(pk: int, by: int):
    """Mail somebody the link on which they choose a password, unless they did meanwhile."""
    user = User.objects.get(pk=pk)
    if user.is_invited:
        invitations.send_invitation(user, by=User.objects.get(pk=by))
