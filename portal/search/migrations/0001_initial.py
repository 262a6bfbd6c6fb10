from django.db import migrations, models

import portal.shared.fields
from portal.search.backends import backend


def create(apps, schema_editor):
    for statement in backend(schema_editor.connection).create:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in backend(schema_editor.connection).drop:
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('key', models.BigIntegerField()),
                ('title', models.CharField(max_length=250)),
                ('lead', models.TextField()),
                ('address', models.CharField(max_length=300)),
                ('section', models.CharField(max_length=80)),
                ('day', portal.shared.fields.PartialDateField(max_length=10, null=True)),
                ('year', models.PositiveSmallIntegerField(null=True)),
                ('until', models.DateTimeField(null=True)),
                ('spelling', models.CharField(max_length=800)),
            ],
            options={
                'verbose_name': '可查找的内容',
                'verbose_name_plural': '可查找的内容',
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('kind', 'key'), name='search_entry_once')],
            },
        ),
        migrations.RunPython(create, drop),
    ]
