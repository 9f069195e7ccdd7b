"""Users and the tree of teams they work in."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser, Group
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from crm.people.principals import principals_of


class Team(Group):
    """A node in the tree of teams. Extends Group so that a team's id is its group's id."""

    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent team"),
    )
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="managed_teams",
        verbose_name=_("manager"),
    )

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        constraints = [
            models.CheckConstraint(
                condition=~Q(parent=F("group_ptr")), name="team_is_not_its_own_parent"
            )
        ]


class User(AbstractUser):
    """Somebody who works here. Never deleted, only deactivated: what they did stays theirs."""

    first_name = None
    last_name = None
    display_name = models.CharField(_("display name"), max_length=80)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(
        _("language"), max_length=10, blank=True, choices=settings.LANGUAGES
    )
    team = models.ForeignKey(
        Team,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
        verbose_name=_("team"),
    )
    is_admin = models.BooleanField(_("administrator"), default=False)

    REQUIRED_FIELDS = ["email", "display_name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self):
        return self.display_name or self.username

    @cached_property
    def principals(self) -> list[int]:
        return principals_of(self)

    @property
    def reads_all(self) -> bool:
        return self.is_admin

    @cached_property
    def is_manager(self) -> bool:
        return self.managed_teams.exists()

    def manages(self, user) -> bool:
        """Whether `user` works somewhere below this one; nobody manages themselves."""
        return user is not None and user.pk != self.pk and user.pk in self.principals
