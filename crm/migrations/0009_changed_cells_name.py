from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('crm', '0008_views_remember'),
    ]

    operations = [
        migrations.RenameField(model_name='change', old_name='record_name', new_name='name'),
    ]
