"""The working calendar, people's leave, and the functions that count by both."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# Not a managed table, so that TRUNCATE between tests spares it. The index on ordinals is not unique:
# an UPDATE that moves them all would collide half way.
WORKDAYS = """
CREATE TABLE crm_workday (
    day date PRIMARY KEY,
    is_working boolean NOT NULL,
    ordinal integer NOT NULL
) WITH (fillfactor = 50);
CREATE INDEX crm_workday_by_ordinal ON crm_workday (ordinal) INCLUDE (day) WHERE is_working;

CREATE FUNCTION crm_due_workdays() RETURNS SETOF crm_workday LANGUAGE sql STABLE AS $$
    SELECT day, is_working, (count(*) FILTER (WHERE is_working) OVER (ORDER BY day))::integer
        FROM (
            SELECT d.day, COALESCE(s.is_working, extract(isodow FROM d.day) < 6) AS is_working
                FROM (
                    SELECT date '2010-01-01' + n AS day
                        FROM generate_series(0, date '2060-12-31' - date '2010-01-01') n
                ) d LEFT JOIN crm_specialday s ON s.day = d.day
        ) days
$$;

CREATE FUNCTION crm_refresh_workdays() RETURNS void LANGUAGE sql VOLATILE AS $$
    UPDATE crm_workday w SET is_working = d.is_working, ordinal = d.ordinal
        FROM crm_due_workdays() d
        WHERE w.day = d.day AND (w.is_working, w.ordinal) IS DISTINCT FROM (d.is_working, d.ordinal);
    INSERT INTO crm_workday SELECT * FROM crm_due_workdays() d
        WHERE NOT EXISTS (SELECT FROM crm_workday w WHERE w.day = d.day);
$$;
"""

NO_WORKDAYS = """
DROP FUNCTION crm_refresh_workdays;
DROP FUNCTION crm_due_workdays;
DROP TABLE crm_workday;
"""

# Two look-ups by ordinal, and in the same breath a glance at whether any leave matters. Where the
# dense table does not reach, weekdays are counted from Monday 0001-01-01 on and corrected by the
# special days; the n-th is then found by stepping as many days ahead as are missing, which never
# steps past it.
#
# Leaves are taken in the order they begin: one that begins before the end so far moves it on by
# its working days that no earlier leave covers, and so past itself.
COUNTING = """
CREATE FUNCTION crm_workdays_between(start date, finish date, person integer DEFAULT NULL)
RETURNS integer LANGUAGE plpgsql STABLE AS $$
DECLARE
    epoch CONSTANT date := '0001-01-01';
    total integer;
    is_away boolean;
    covered date := start;
    leave record;
BEGIN
    IF start IS NULL OR finish IS NULL THEN RETURN NULL; END IF;
    IF finish <= start THEN RETURN 0; END IF;
    SELECT f.ordinal - s.ordinal, EXISTS (
            SELECT FROM crm_leave WHERE person_id = person AND deleted_at IS NULL
                AND last_day > start AND first_day <= finish
        ) INTO total, is_away
        FROM crm_workday s, crm_workday f WHERE s.day = start AND f.day = finish;
    IF total IS NULL THEN
        total := (finish - epoch) / 7 * 5 + LEAST((finish - epoch) % 7 + 1, 5)
               - (start - epoch) / 7 * 5 - LEAST((start - epoch) % 7 + 1, 5)
               + (SELECT COALESCE(sum(is_working::integer
                                      - (extract(isodow FROM day) < 6)::integer), 0)
                      FROM crm_specialday WHERE day > start AND day <= finish);
        is_away := person IS NOT NULL;
    END IF;
    IF NOT is_away THEN RETURN total; END IF;
    FOR leave IN
        SELECT first_day, last_day FROM crm_leave
            WHERE person_id = person AND deleted_at IS NULL
                AND last_day > start AND first_day <= finish
            ORDER BY first_day
    LOOP
        total := total - crm_workdays_between(
            GREATEST(covered, leave.first_day - 1), LEAST(leave.last_day, finish));
        covered := GREATEST(covered, leave.last_day);
    END LOOP;
    RETURN total;
END $$;

CREATE FUNCTION crm_workday_after(start date, days integer, person integer DEFAULT NULL)
RETURNS date LANGUAGE plpgsql STABLE AS $$
DECLARE
    finish date;
    missing integer := days;
    is_away boolean;
    covered date := start;
    leave record;
BEGIN
    IF start IS NULL OR days IS NULL THEN RETURN NULL; END IF;
    IF days <= 0 THEN RETURN start; END IF;
    SELECT f.day, EXISTS (
            SELECT FROM crm_leave WHERE person_id = person AND deleted_at IS NULL
                AND last_day > start AND first_day <= f.day
        ) INTO finish, is_away
        FROM crm_workday s JOIN crm_workday f ON f.is_working AND f.ordinal = s.ordinal + days
        WHERE s.day = start;
    IF finish IS NULL THEN
        finish := start;
        WHILE missing > 0 LOOP
            finish := finish + missing;
            missing := days - crm_workdays_between(start, finish);
        END LOOP;
        is_away := person IS NOT NULL;
    END IF;
    IF NOT is_away THEN RETURN finish; END IF;
    FOR leave IN
        SELECT first_day, last_day FROM crm_leave
            WHERE person_id = person AND deleted_at IS NULL AND last_day > start
            ORDER BY first_day
    LOOP
        EXIT WHEN leave.first_day > finish;
        finish := crm_workday_after(finish, crm_workdays_between(
            GREATEST(covered, leave.first_day - 1), leave.last_day));
        covered := GREATEST(covered, leave.last_day);
    END LOOP;
    RETURN finish;
END $$;
"""

NO_COUNTING = """
DROP FUNCTION crm_workday_after;
DROP FUNCTION crm_workdays_between;
"""


class Migration(migrations.Migration):
    dependencies = [("crm", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Workday",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False, verbose_name="day")),
                ("is_working", models.BooleanField(verbose_name="working day")),
                ("ordinal", models.IntegerField()),
            ],
            options={
                "verbose_name": "workday",
                "verbose_name_plural": "workdays",
                "db_table": "crm_workday",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="SpecialDay",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True, verbose_name="day")),
                ("is_working", models.BooleanField(verbose_name="working day")),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="name")),
                ("is_loaded", models.BooleanField(default=False, editable=False, verbose_name="loaded")),
            ],
            options={
                "verbose_name": "special day",
                "verbose_name_plural": "special days",
                "ordering": ("day",),
            },
        ),
        migrations.CreateModel(
            name="Leave",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="deleted")),
                ("first_day", models.DateField(verbose_name="first day")),
                ("last_day", models.DateField(verbose_name="last day")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                ("created_by", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="created by")),
                ("deleted_by", models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="deleted by")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="leaves", to=settings.AUTH_USER_MODEL, verbose_name="person")),
            ],
            options={
                "verbose_name": "leave",
                "verbose_name_plural": "leaves",
                "ordering": ("first_day", "pk"),
            },
        ),
        migrations.AddIndex(
            model_name="leave",
            index=models.Index(condition=models.Q(("deleted_at", None)), fields=["person", "last_day"], name="leave_by_person"),
        ),
        migrations.AddConstraint(
            model_name="leave",
            constraint=models.CheckConstraint(condition=models.Q(("first_day__lte", models.F("last_day"))), name="leave_begins_before_it_ends"),
        ),
        migrations.RunSQL(WORKDAYS, NO_WORKDAYS),
        migrations.RunSQL(COUNTING, NO_COUNTING),
        pgtrigger.migrations.AddTrigger(
            model_name="specialday",
            trigger=pgtrigger.compiler.Trigger(name="one_calendar_at_a_time", sql=pgtrigger.compiler.UpsertTriggerSql(func="PERFORM pg_advisory_xact_lock(hashtext('crm_workday')); RETURN NULL;", hash="62ba81dfe654f9f76fa97947c065b70061d804da", level="STATEMENT", operation="INSERT OR UPDATE OR DELETE", pgid="pgtrigger_one_calendar_at_a_time_3d322", table="crm_specialday", when="BEFORE")),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="specialday",
            trigger=pgtrigger.compiler.Trigger(name="workdays_follow", sql=pgtrigger.compiler.UpsertTriggerSql(func="PERFORM crm_refresh_workdays(); RETURN NULL;", hash="de2ccf93df33f9c9b1fc78497baa5257f51e3c3a", level="STATEMENT", operation="INSERT OR UPDATE OR DELETE OR TRUNCATE", pgid="pgtrigger_workdays_follow_c801c", table="crm_specialday", when="AFTER")),
        ),
        migrations.RunSQL("SELECT crm_refresh_workdays()", migrations.RunSQL.noop),
    ]
