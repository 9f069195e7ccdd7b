"""Notices, the choice of a daily mail, and outgoing webhooks."""

import crm.notices.fields
import django.contrib.postgres.fields
import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('crm', '0002_workdays'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='daily_mail',
            field=models.BooleanField(default=True, verbose_name='daily mail of unread notices'),
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(editable=False, max_length=40, verbose_name='what')),
                ('details', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('url', models.CharField(editable=False, max_length=500)),
                ('list_url', models.CharField(blank=True, editable=False, max_length=500)),
                ('count', models.PositiveIntegerField(default=1)),
                ('batch', models.CharField(blank=True, editable=False, max_length=80)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('read_at', models.DateTimeField(null=True)),
                ('mailed_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
            },
        ),
        migrations.CreateModel(
            name='Webhook',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('form', models.CharField(choices=[('wecom', 'WeCom'), ('dingtalk', 'DingTalk'), ('feishu', 'Feishu')], max_length=10, verbose_name='message form')),
                ('address', crm.notices.fields.EncryptedField(verbose_name='address')),
                ('secret', crm.notices.fields.EncryptedField(blank=True, verbose_name='signing secret')),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None, verbose_name='tells of')),
                ('language', models.CharField(choices=[('zh-hans', 'Chinese'), ('en', 'English')], default='zh-hans', max_length=10, verbose_name='language')),
                ('is_active', models.BooleanField(default=True, verbose_name='switched on')),
                ('last_status', models.CharField(blank=True, choices=[('sent', 'sent'), ('failed', 'failed')], editable=False, max_length=10)),
                ('last_error', models.TextField(blank=True, editable=False)),
                ('last_sent_at', models.DateTimeField(editable=False, null=True)),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='webhooks', to='crm.team', verbose_name='team')),
            ],
            options={
                'verbose_name': 'webhook',
                'verbose_name_plural': 'webhooks',
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='crm.notice')),
                ('webhook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='crm.webhook')),
            ],
            options={
                'verbose_name': 'delivery',
                'verbose_name_plural': 'deliveries',
            },
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(fields=['user', '-at', '-id'], name='notice_by_user'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('read_at', None)), fields=['user'], name='notice_unread'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(condition=models.Q(('batch', ''), _negated=True), fields=('user', 'kind', 'batch'), name='one_notice_a_batch'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(fields=('webhook', 'notice'), name='one_delivery_a_notice'),
        ),
    ]
