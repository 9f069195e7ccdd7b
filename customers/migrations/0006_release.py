"""Release: when each customer is due, the nights that release, their brakes."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0005_batches"),
        ("crm", "0002_workdays"),
    ]

    operations = [
        migrations.CreateModel(
            name='DryRun',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('until', models.DateTimeField()),
                ('customer_ids', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, size=None)),
                ('rules', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('dues', django.contrib.postgres.fields.ArrayField(base_field=models.DateTimeField(), default=list, size=None)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'dry run',
                'verbose_name_plural': 'dry runs',
            },
        ),
        migrations.CreateModel(
            name='Night',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(default=django.utils.timezone.localdate, verbose_name='day')),
                ('is_by_clock', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('preparing', 'preparing'), ('running', 'running'), ('asking', 'asking'), ('finished', 'finished'), ('stopped', 'stopped')], default='preparing', max_length=10, verbose_name='state')),
                ('due', models.PositiveIntegerField(default=0, verbose_name='due')),
                ('released', models.PositiveIntegerField(default=0, verbose_name='released')),
                ('kept', models.PositiveIntegerField(default=0, verbose_name='no longer due')),
                ('unwarned', models.PositiveIntegerField(default=0, verbose_name='not yet warned')),
                ('batch', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='night', to='customers.batch')),
                ('stopped_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'night of release',
                'verbose_name_plural': 'nights of release',
            },
        ),
        migrations.CreateModel(
            name='Brake',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('count', models.PositiveIntegerField(verbose_name='would leave')),
                ('held', models.PositiveIntegerField(verbose_name='holds')),
                ('decision', models.CharField(blank=True, choices=[('release', 'released'), ('leave', 'left'), ('lapsed', 'not decided')], max_length=10, verbose_name='decision')),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                ('night', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='brakes', to='customers.night')),
            ],
            options={
                'verbose_name': 'brake',
                'verbose_name_plural': 'brakes',
            },
        ),
        migrations.CreateModel(
            name='ReleaseWarning',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField()),
                ('days', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customers.customer')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddIndex(
            model_name='night',
            index=models.Index(fields=['-day', '-id'], name='night_by_day'),
        ),
        migrations.AddConstraint(
            model_name='night',
            constraint=models.UniqueConstraint(condition=models.Q(('is_by_clock', True)), fields=('day',), name='one_night_a_day_by_clock'),
        ),
        migrations.AddIndex(
            model_name='brake',
            index=models.Index(condition=models.Q(('decision', '')), fields=['owner'], name='brake_undecided'),
        ),
        migrations.AddConstraint(
            model_name='brake',
            constraint=models.UniqueConstraint(fields=('night', 'owner'), name='one_brake_an_owner_a_night'),
        ),
        migrations.AddConstraint(
            model_name='releasewarning',
            constraint=models.UniqueConstraint(fields=('customer', 'due_at', 'days', 'to'), name='one_warning_a_date'),
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(condition=models.Q(('release_due_at__isnull', False)), fields=['owner', 'release_due_at'], name='leaving_by_owner'),
        ),
    ]
