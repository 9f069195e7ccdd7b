"""Whether the tables here are those of a backup, and making them where there are none."""

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from crm.backup.manifest import Manifest
from crm.refusals import Refused

Migrations = set[tuple[str, str]]


def refuse_unless_fitting(manifest: Manifest, *, replace: bool):
    """Raises Refused unless the backup can go into this database."""
    loader = MigrationLoader(connection)
    here, known = set(loader.applied_migrations), set(loader.disk_migrations)
    _refuse_unknown(manifest, known)
    if has_people() and not replace:
        raise Refused(
            _("This database holds a company already. Nothing was changed."),
            _("Name another one by DATABASE_URL or ZHIBI_HOME, or say --replace to lose this one."),
        )
    _refuse_other_state(manifest, here)


def make_tables(manifest: Manifest):
    """Brings a database without people to the state of the backup; each step of it is a migration's."""
    if here_applied() != manifest.migrations:
        executor = MigrationExecutor(connection)
        executor.migrate(_ends_of(manifest.migrations, executor.loader))
    call_command("createcachetable", verbosity=0)


def is_behind() -> bool:
    return here_applied() != set(MigrationLoader(None).disk_migrations)


def bring_up_to_date():
    """What is new since an older backup."""
    ContentType.objects.clear_cache()
    call_command("migrate", interactive=False, verbosity=0)


def here_applied() -> Migrations:
    return set(MigrationLoader(connection).applied_migrations)


def has_people() -> bool:
    user = get_user_model()
    is_made = user._meta.db_table in connection.introspection.table_names()
    return is_made and user.objects.exists()


def _refuse_unknown(manifest: Manifest, known: Migrations):
    if unknown := sorted(manifest.migrations - known):
        raise Refused(
            _("The backup is newer than this program, which does not know its %(migration)s.")
            % {"migration": _worded(unknown)},
            _("Restore it with Zhibi %(version)s or a newer one.") % {"version": manifest.version},
        )


def _refuse_other_state(manifest: Manifest, here: Migrations):
    if here == manifest.migrations or (here < manifest.migrations and not has_people()):
        return
    if ahead := sorted(here - manifest.migrations):
        raise Refused(
            _("This database is ahead of the backup by %(migration)s.")
            % {"migration": _worded(ahead)},
            _(
                "Restore into a database without tables, which is brought up to date afterwards, "
                "or with Zhibi %(version)s."
            )
            % {"version": manifest.version},
        )
    raise Refused(
        _("This database is behind the backup by %(migration)s.")
        % {"migration": _worded(sorted(manifest.migrations - here))},
        _("Run “manage.py migrate” first."),
    )


def _ends_of(migrations: Migrations, loader: MigrationLoader) -> list[tuple[str, str]]:
    """Those that no other of them builds upon: migrating to them makes them all."""
    nodes = loader.graph.node_map
    return sorted(
        key for key in migrations if not {child.key for child in nodes[key].children} & migrations
    )


def _worded(migrations: list[tuple[str, str]]) -> str:
    """The last of them, with how many there are besides, as "customers.0017_pools (+2)"."""
    labels = [label.label for label in apps.get_app_configs()]
    app, name = max(
        migrations, key=lambda key: (labels.index(key[0]) if key[0] in labels else -1, key)
    )
    more = f" (+{len(migrations) - 1})" if len(migrations) > 1 else ""
    return f"{app}.{name}{more}"
