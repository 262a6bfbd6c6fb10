from django.db import migrations, models

# Why it is so: portal/search/backends
CREATE = {
    "sqlite": [
        """
        CREATE VIRTUAL TABLE search_draft_words USING fts5(
            text, prefix = '1', tokenize = "unicode61 remove_diacritics 0 tokenchars '.'"
        )
        """,
    ],
    "postgresql": [
        "ALTER TABLE search_draft ADD text text NOT NULL DEFAULT ''",
        "ALTER TABLE search_draft ALTER text SET STORAGE EXTERNAL",
        "CREATE INDEX search_draft_text ON search_draft USING gin (search_vector(text)) WITH (gin_pending_list_limit = 512)",
        "ALTER INDEX search_draft_text ALTER 1 SET STATISTICS 0",
    ],
}
DROP = {
    "sqlite": ["DROP TABLE search_draft_words"],
    "postgresql": ["ALTER TABLE search_draft DROP text"],
}


def execute(statements):
    """Give the function of a migration that executes the statements for the database at hand."""

    def run(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement, params=None)

    return run


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('key', models.BigIntegerField()),
            ],
            options={
                'verbose_name': '可查找的未公开内容',
                'verbose_name_plural': '可查找的未公开内容',
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('kind', 'key'), name='search_draft_once')],
            },
        ),
        migrations.RunPython(execute(CREATE), execute(DROP)),
    ]
