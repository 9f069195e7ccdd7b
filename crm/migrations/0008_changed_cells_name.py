from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('crm', '0007_exports'),
    ]

    operations = [
        migrations.RenameField(model_name='change', old_name='record_name', new_name='name'),
    ]
