from django.db import migrations, models

import portal.shared.fields

# Why it is so: portal/search/backends
CREATE = {
    "sqlite": [
        """
        CREATE VIRTUAL TABLE search_words USING fts5(
            head, text, body UNINDEXED, prefix = '1', tokenize = "unicode61 remove_diacritics 0 tokenchars '.'"
        )
        """,
    ],
    "postgresql": [
        """
        CREATE FUNCTION search_vector(text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000
        AS $$ SELECT array_to_tsvector(array_remove(string_to_array($1, ' '), '')) $$
        """,
        """
        ALTER TABLE search_entry
        ADD head text NOT NULL DEFAULT '', ADD text text NOT NULL DEFAULT '', ADD body text NOT NULL DEFAULT ''
        """,
        "ALTER TABLE search_entry ALTER text SET STORAGE EXTERNAL",  # beside the rows, read quickly rather than kept small
        "CREATE INDEX search_entry_head ON search_entry USING gin (search_vector(head)) WITH (gin_pending_list_limit = 512)",
        "CREATE INDEX search_entry_text ON search_entry USING gin (search_vector(text)) WITH (gin_pending_list_limit = 512)",
        "ALTER INDEX search_entry_head ALTER 1 SET STATISTICS 0",
        "ALTER INDEX search_entry_text ALTER 1 SET STATISTICS 0",
    ],
}
DROP = {
    "sqlite": ["DROP TABLE search_words"],
    "postgresql": ["ALTER TABLE search_entry DROP head, DROP text, DROP body", "DROP FUNCTION search_vector"],
}


def execute(statements):
    """Give the function of a migration that executes the statements for the database at hand."""

    def run(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement, params=None)

    return run


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
        migrations.RunPython(execute(CREATE), execute(DROP)),
    ]
