"""Users and the tree of teams they work in."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser, Group, GroupManager
from django.contrib.auth.models import UserManager as BaseUserManager
from django.db import models
from django.db.models import Count, F, Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from crm.matching import Matchable, MatchableQuerySet
from crm.people.principals import Standing, standing_of


class HeldRows(models.QuerySet):
    def still_has(self, record) -> bool:
        """Whether the record is among these; nobody changes that before the transaction ends."""
        held = self.select_for_update(no_key=True, of=("self",)).filter(pk=record.pk)
        return held.first() is not None


class TeamQuerySet(HeldRows):
    def with_counts(self):
        """Each team with `active_members`: how many people who can sign in sit in it."""
        active = Count("members", filter=Q(members__is_active=True))
        return self.annotate(active_members=active)


class TeamManager(GroupManager.from_queryset(TeamQuerySet)):
    use_in_migrations = False


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
    has_pool = models.BooleanField(
        _("keeps a pool of its own"),
        default=False,
        help_text=_("Without one, its members use the pool of the team above."),
    )

    objects = TeamManager()

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        constraints = [
            models.CheckConstraint(
                condition=~Q(parent=F("group_ptr")), name="team_is_not_its_own_parent"
            )
        ]


class UserQuerySet(MatchableQuerySet, HeldRows):  # type: ignore[override]
    def active(self):
        return self.filter(is_active=True)

    def led_by(self, user):
        """`user` and the active people they manage; for an administrator everybody."""
        everybody = self.active()
        return everybody if user.is_admin else everybody.filter(pk__in=user.principals)

    def admins(self):
        """Who can administer today: admins that can sign in."""
        return self.active().filter(is_admin=True)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    use_in_migrations = False

    # Sign-in looks addresses up in lower case, so that is how they are kept.
    @classmethod
    def normalize_email(cls, email):
        return (email or "").strip().lower()

    def create_superuser(self, username, email=None, password=None, **fields):
        fields.setdefault("is_admin", True)
        return super().create_superuser(username, email, password, **fields)


class User(Matchable, AbstractUser):
    """Somebody who works here. Never deleted, only deactivated: what they did stays theirs."""

    matched_by = ("display_name", "username", "email", "phone")
    has_surname = True

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
    daily_mail = models.BooleanField(_("daily mail of unread notices"), default=True)
    # Stands for a name in old records; nobody has ever signed in as them.
    from_import = models.BooleanField(_("from an import"), default=False, editable=False)

    # While an administrator sees the product as this user: that administrator (`viewing.py`).
    viewed_by: "User | None" = None

    objects = UserManager()

    REQUIRED_FIELDS = ["email", "display_name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="one_user_a_user_name",
                violation_error_message=_("Somebody already has this user name."),
            ),
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="one_user_an_email",
                violation_error_message=_("Somebody already has this email address."),
            ),
        ]

    def __str__(self):
        return self.display_name or self.username

    @property
    def name(self) -> str:
        return str(self)

    def names_to_match(self) -> list[str]:
        return [self.name, self.username, self.email]

    def numbers_to_match(self) -> list[str]:
        return [self.phone]

    def get_full_name(self):
        return self.name

    get_short_name = get_full_name

    @cached_property
    def standing(self) -> Standing:
        """Read once for each loaded instance."""
        return standing_of(self)

    @property
    def principals(self) -> list[int]:
        """Ids this user may be granted a row under."""
        return self.standing.principals

    @property
    def reads_all(self) -> bool:
        return self.is_admin

    @property
    def is_manager(self) -> bool:
        return self.standing.is_manager

    @property
    def is_invited(self) -> bool:
        """Whether they were invited and have not chosen a password yet."""
        return self.is_active and self.last_login is None and not self.has_usable_password()

    def manages(self, user) -> bool:
        """Whether `user` works somewhere below this one; nobody manages themselves."""
        return user is not None and user.pk != self.pk and user.pk in self.principals
