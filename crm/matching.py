"""Quick match 首字母快速匹配: found by any part of a name, its pinyin, initials or a phone number.

`search_text` holds one line per spelling; `search_grams` its bigrams, for the GIN index; LIKE
on `search_text` rechecks what the bigrams let through. `sort_name` orders Chinese by pinyin,
since an embedded database may have no ICU; `initial` is the letter of the A–Z strip.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm import naming

DERIVED = ["search_text", "search_grams", "sort_name", "initial"]


class MatchableQuerySet(models.QuerySet):
    def matching(self, query: str):
        """Rows of which every term of `query` is a part, in some spelling."""
        terms = naming.query_terms(query)
        rows = self
        if grams := naming.query_grams(terms):
            rows = rows.filter(search_grams__contains=grams)
        for term in terms:
            rows = rows.filter(search_text__contains=term)
        return rows


class Matchable(models.Model):
    """A record with a name people type parts of."""

    matched_by: tuple[str, ...] = ("name",)
    derived: tuple[str, ...] = tuple(DERIVED)
    has_surname = False

    search_text = models.TextField(editable=False, default="")
    search_grams = ArrayField(models.TextField(), default=list, editable=False)
    sort_name = models.CharField(max_length=400, editable=False, default="")
    initial = models.CharField(_("initial"), max_length=1, editable=False, default="#")

    class Meta:
        abstract = True

    def save(self, *args, update_fields=None, **kwargs):
        if update_fields is None or set(update_fields) & set(self.matched_by):
            self.derive_names()
            update_fields = update_fields and {*update_fields, *self.derived}
        super().save(*args, update_fields=update_fields, **kwargs)

    def derive_names(self):
        """Fills the derived columns; bulk writers call it themselves."""
        surname = self.has_surname
        text = naming.search_text(self.names_to_match(), self.numbers_to_match(), surname=surname)
        self.search_text = text
        self.search_grams = naming.search_grams(text)
        self.sort_name = naming.sort_key(self.name, surname=surname)[:400]
        self.initial = naming.letter_of(self.sort_name)

    def names_to_match(self) -> list[str]:
        return [self.name]

    def numbers_to_match(self) -> list[str]:
        return []
