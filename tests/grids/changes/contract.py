"""What every list promises about changing its cells; `GridContract` inherits it."""

from django.urls import reverse

from crm.grid.changes.models import Change, ChangeSet
from tests.factories import make_category, make_pool, make_user
from tests.house import browser_of


class EditingContract:
    def editor(self):
        """Somebody who may change the rows."""
        return self.owner

    def reader(self, row):
        """Somebody who may read everything of the row's customer, and change nothing."""
        reader = make_user("Reader", team=make_pool())
        customer = row.customer_of() if hasattr(row, "customer_of") else row
        customer.refresh_from_db()
        customer.share(reader, by=self.editor(), scope="everything")
        return reader

    def editable(self):
        return self.asked(user=self.editor()).editable_columns

    def cell_url(self, row, name):
        return f"{reverse('grids:cell', args=[self.grid.key])}?id={row.pk}&column={name}"

    def open_cell(self, user, row, name):
        return browser_of(user).get(self.cell_url(row, name))

    def save_cell(self, user, row, name, data):
        return browser_of(user).post(self.cell_url(row, name), data)

    def test_every_editable_cell_opens_at_the_same_cost_among_one_row_and_three(self):
        row = self.make(self.owner)
        for name in self.editable():
            self.open_cell(self.editor(), row, name)
            costs = []
            for _rows in range(2):
                with self.counted() as queries:
                    assert self.open_cell(self.editor(), row, name).status_code == 200, name
                costs.append(len(queries))
                self.make(self.owner)
            assert costs[0] == costs[1], name

    def test_a_cell_saved_as_it_was_opened_changes_nothing(self):
        row = self.make(self.owner)
        for name in self.editable():
            posted = as_opened(self.open_cell(self.editor(), row, name))
            response = self.save_cell(self.editor(), row, name, posted)
            assert response.status_code == 200, name
            assert f'data-id="{row.pk}"' in response.content.decode()
        assert not ChangeSet.objects.exists()

    def test_a_changed_cell_is_drawn_written_down_and_undone(self):
        row = self.make(self.owner)
        for name in self.editable():
            self.change_and_undo(row, name)

    def change_and_undo(self, row, name):
        form = self.open_cell(self.editor(), row, name).context["form"]
        field = self.editable()[name].form_field
        before = form.plain(field, form.read(form.instance, field))
        after = self.another(form, field, before)
        if after is None:
            return
        seen = form["seen"].value()
        response = self.save_cell(self.editor(), row, name, {field: after, "seen": seen})
        assert response.status_code == 200, (name, response.content.decode())
        change = Change.objects.latest("pk")
        assert (change.state, change.column, change.old) == ("done", name, before)
        browser_of(self.editor()).post(change.change_set.url("undo"))
        change.refresh_from_db()
        assert change.state == "back", (name, change.why)
        form = self.open_cell(self.editor(), row, name).context["form"]
        assert form.plain(field, form.read(form.instance, field)) == before

    def another(self, form, field, before):
        """Another value that the field takes; None where there is no other."""
        made = form.fields[field]
        if hasattr(made, "axis"):
            return str(make_category(made.axis).pk)
        if choices := getattr(made, "choices", None) or getattr(made.widget, "choices", None):
            return another_choice(choices, before)
        widget = getattr(made.widget, "input_type", "")
        typed_as = {"decimal": "number", "url": "url"}.get(made.widget.attrs.get("inputmode"))
        examples = {"date": "2026-03-02", "datetime-local": "2026-03-02T09:30", "number": "7"}
        examples |= {"email": "new@example.com", "checkbox": "on", "url": "https://example.com/"}
        special = {"phones": "0571 8888 6666", "mobile": "139 5810 6397", "phone": "0571 88886666"}
        special |= {"credit_code": "91330100799655058B", "website": "example.com"}
        if getattr(made.widget, "attrs", {}).get("inputmode") == "decimal":
            return "7"
        special |= {"owner": str(make_user("Another").pk)}
        return special.get(field) or examples.get(typed_as or widget, "Something else")

    def test_a_reader_may_not_open_or_save_a_cell(self):
        row = self.make(self.owner)
        reader = self.reader(row) if self.editable() else None
        for name in self.editable():
            assert self.open_cell(reader, row, name).status_code == 403
            assert self.save_cell(reader, row, name, {"x": "1"}).status_code == 403
        if reader:
            assert "data-edit" not in browser_of(reader).get(reverse(self.url)).content.decode()

    def test_to_a_stranger_no_cell_exists(self):
        row = self.make(self.owner)
        for name in self.editable():
            assert self.open_cell(self.stranger, row, name).status_code == 404
            assert self.save_cell(self.stranger, row, name, {"x": "1"}).status_code == 404

    def test_the_editor_sees_which_cells_open(self):
        row = self.make(self.owner)
        cols = ",".join(column.name for column in self.asked().columns)
        page = browser_of(self.editor()).get(f"{reverse(self.url)}?cols={cols}")
        (drawn,) = [r for r in page.context["grid"].table if r.pk == row.pk]
        assert {cell.column.name for cell in drawn.cells if cell.editable} == set(self.editable())


def as_opened(response) -> dict:
    """What a browser posts back from an editor in which nothing was typed."""
    form = response.context["form"]
    values = {n: form.plain(n, form.read(form.instance, n)) for n in form.fields if n != "seen"}
    return {**values, "seen": form["seen"].value()}


def another_choice(choices, before):
    values = [str(value) for value, _label in choices if str(value) not in ("", str(before))]
    values = [value for value in values if value != before and value not in before]
    return ([values[0]] if isinstance(before, list) else values[0]) if values else None
