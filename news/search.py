"""How stories are found."""

from portal.search.searchables import Document, Searchable, published, searchable

from .models import Column, Feature


@searchable
class FeatureSearch(Searchable):
    model = Feature
    label = "新闻"
    number = 1
    related = {
        "chains.Source": "source",
        "library.Photo": "news_photoblock_set__photo",
        "library.Attachment": "news_attachmentblock_set__attachment",
    }

    def rows(self):
        return super().rows().select_related("column", "source").prefetch_related("credits")

    def document(self, row):
        credited = [f"{credit.role} {credit.name}" for credit in row.credits.all()]
        said = [row.body_words, row.kicker, row.subtitle, row.byline, row.source_wording, *credited]
        return Document(
            title=row.title,
            lead=row.summary,
            text="\n".join(said),
            address=row.get_absolute_url(),
            section=row.column.slug,
            **published(row),
        )

    def section_names(self):
        return dict(Column.objects.public().values_list("slug", "name"))
