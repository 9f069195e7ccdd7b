"""A view that goes while somebody else is about to do something with it."""

import pytest

from crm.grid.doors import grid_for
from crm.grid.saved import keeping, placing
from crm.grid.saved.models import SavedView
from crm.refusals import Refused
from tests.factories_views import make_view
from tests.grids.changes.test_races import together
from tests.house import house  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


def test_a_view_that_was_deleted_meanwhile_is_not_moved(house):  # noqa: F811
    view, other = (make_view(house.owner, for_everybody=True) for _number in range(2))
    held = SavedView.objects.get(pk=view.pk)
    view.put_aside(by=house.owner)
    placing.move(held, house.mate, by=1)
    assert list(SavedView.objects.visible_to(house.mate)) == [other]


def test_a_view_that_was_deleted_meanwhile_is_not_saved_over(house):  # noqa: F811
    view = make_view(house.owner, for_everybody=True)
    held = SavedView.objects.get(pk=view.pk)
    view.put_aside(by=house.owner)
    with pytest.raises(Refused, match="nothing of yours was saved"):
        keeping.save_anew(
            held, grid_for(house.owner, "customers", "q=x"), by=house.owner, version=1
        )


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_a_view_at_once_one_is_refused(house):  # noqa: F811
    view = make_view(house.owner, for_everybody=True)

    def saving(text):
        held = SavedView.objects.get(pk=view.pk)
        grid = grid_for(house.owner, "customers", f"q={text}")
        return lambda: keeping.save_anew(held, grid, by=house.owner, version=1)

    results = together(saving("one"), saving("two"))
    assert sorted(isinstance(result, Refused) for result in results) == [False, True]
    view.refresh_from_db()
    assert view.version == 2
