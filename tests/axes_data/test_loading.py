import pytest
from django.core.management import call_command

from customers.axes_data import STANDARD_AXES
from customers.axes_loader import load_standard_axes
from customers.models import Axis, Category

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_axes():
    """The ground other tests may have laid is taken away for this one."""
    Category.objects.all().delete()
    Axis.objects.all().delete()


@pytest.fixture
def loaded(no_axes):
    load_standard_axes()


def everything():
    return [
        *Axis.objects.order_by("pk").values_list(),
        *Category.objects.order_by("pk").values_list(),
    ]


def test_every_axis_stands_at_its_position_with_all_its_categories(loaded):
    for position, standard in enumerate(STANDARD_AXES, start=1):
        axis = Axis.objects.get(key=standard.key)
        assert axis.position == axis.order == position
        assert axis.categories.count() == len(standard.categories())


def test_a_region_hangs_in_its_tree(loaded):
    district = Category.objects.get(axis__key="region", code="330106")
    assert [district.name_zh, district.parent.name_zh] == ["西湖区", "杭州市"]
    assert district.parent.parent.name_zh == "浙江省"
    province = Category.objects.filter(pk=district.parent.parent_id)
    assert district.pk in province.subtree_ids()


def test_loading_again_changes_nothing(loaded):
    before = everything()
    load_standard_axes()
    assert everything() == before


def test_what_an_admin_edited_stays(loaded):
    industry = Axis.objects.get(key="industry")
    Axis.objects.filter(pk=industry.pk).update(name_zh="所属行业", order=9)
    farming = Category.objects.filter(axis=industry, code="01")
    farming.update(name_en="Farms", order=99, tone="sky", parent=None)
    before = everything()
    load_standard_axes()
    assert everything() == before


def test_what_is_archived_stays_archived(loaded):
    Category.objects.get(axis__key="size", code="micro").archive()
    load_standard_axes()
    assert Category.objects.get(axis__key="size", code="micro").is_archived


def test_a_missing_category_comes_back_under_the_parent_that_is_there(loaded):
    city = Category.objects.get(axis__key="region", code="330100")
    city.children.filter(code="330106").delete()
    load_standard_axes()
    assert city.children.filter(code="330106").exists()


def test_an_axis_of_the_admins_own_stays(no_axes):
    own = Axis.objects.create(key="colour", position=16, name_zh="颜色", name_en="Colour")
    load_standard_axes()
    assert Axis.objects.count() == len(STANDARD_AXES) + 1
    assert Axis.objects.get(pk=own.pk).position == 16


def test_few_queries_load_thousands_of_categories(no_axes, django_assert_max_num_queries):
    with django_assert_max_num_queries(160):
        load_standard_axes()


def test_the_command_says_what_is_there(no_axes, capsys):
    call_command("load_axes")
    total = sum(len(axis.categories()) for axis in STANDARD_AXES)
    assert f"15 axes, {total} categories" in capsys.readouterr().out
