"""Two people open the same form. What each changed is kept, or asked about; nothing is lost."""

import pytest

from crm.refusals import Refused
from customers.forms.contact import ContactForm
from customers.forms.customer import CustomerForm
from customers.models import Contact, Customer
from tests.factories import make_axis, make_category, make_contact, make_customer, make_user

pytestmark = pytest.mark.django_db

BOXES = ["name", "title", "mobile", "phone", "email", "wechat", "remarks"]


def opened(contact) -> dict:
    """What a browser would post back from the form as it is drawn now."""
    form = ContactForm(instance=Contact.objects.get(pk=contact.pk))
    return {name: form[name].value() or "" for name in [*BOXES, "seen"]}


def saved(contact, posted, by, **typed):
    """The form after `by` typed over what was opened and saved."""
    form = ContactForm(posted | typed, instance=Contact.objects.get(pk=contact.pk))
    form.was_saved = form.settle(by=by)
    return form


@pytest.fixture
def two():
    return make_user("Ann", is_admin=True), make_user("Bob", is_admin=True)


@pytest.fixture
def contact():
    return make_contact(make_customer(), "Wu Tao", title="Engineer", remarks="one\ntwo")


def test_two_people_who_change_different_fields_both_win(contact, two):
    ann, bob = opened(contact), opened(contact)
    assert saved(contact, ann, two[0], title="Chief").was_saved
    assert saved(contact, bob, two[1], wechat="wutao").was_saved
    contact.refresh_from_db()
    assert (contact.title, contact.wechat) == ("Chief", "wutao")


def test_a_field_that_both_changed_is_disputed_and_nothing_is_saved(contact, two):
    ann, bob = opened(contact), opened(contact)
    saved(contact, ann, two[0], title="Chief")
    form = saved(contact, bob, two[1], title="Director", wechat="wutao")
    assert not form.was_saved
    contact.refresh_from_db()
    assert (contact.title, contact.wechat) == ("Chief", "")


def test_a_dispute_shows_both_values_who_and_when(contact, two):
    ann, bob = opened(contact), opened(contact)
    saved(contact, ann, two[0], title="Chief")
    form = saved(contact, bob, two[1], title="Director")
    dispute = form.disputes["title"]
    assert (dispute.value, dispute.by) == ("Chief", two[0])
    assert dispute.at is not None
    html = str(form["title"].as_field_group())
    assert 'value="Director"' in html
    assert "Ann changed this" in html
    assert "Chief" in html


def again(form, **typed):
    """What comes back from a disputed form."""
    return {name: form[name].value() or "" for name in [*BOXES, "seen"]} | typed


def disputed(contact, two, **typed):
    ann, bob = opened(contact), opened(contact)
    saved(contact, ann, two[0], title="Chief")
    return saved(contact, bob, two[1], **({"title": "Director"} | typed))


@pytest.mark.parametrize(("choice", "kept"), [("mine", "Director"), ("theirs", "Chief")])
def test_the_second_save_decides_knowingly(contact, two, choice, kept):
    form = disputed(contact, two, wechat="wutao")
    posted = again(form, **{"title-choice": choice})
    assert saved(contact, posted, two[1]).was_saved
    contact.refresh_from_db()
    assert (contact.title, contact.wechat) == (kept, "wutao")


def test_without_a_choice_it_stays_disputed(contact, two):
    posted = again(disputed(contact, two))
    assert not saved(contact, posted, two[1]).was_saved
    contact.refresh_from_db()
    assert contact.title == "Chief"


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_a_choice_about_a_value_that_moved_once_more_is_asked_again(contact, two, choice):
    posted = again(disputed(contact, two), **{"title-choice": choice})
    saved(contact, opened(contact), two[0], title="President")
    form = saved(contact, posted, two[1])
    assert not form.was_saved
    assert form.disputes["title"].value == "President"


def test_both_typing_the_same_is_no_dispute(contact, two):
    ann, bob = opened(contact), opened(contact)
    saved(contact, ann, two[0], title="Chief")
    assert saved(contact, bob, two[1], title="Chief").was_saved


def test_a_form_that_does_not_say_what_it_showed_disputes_every_difference(contact, two):
    posted = opened(contact) | {"seen": "", "title": "Director"}
    form = saved(contact, posted, two[0])
    assert list(form.disputes) == ["title"]


@pytest.mark.parametrize("seen", ["{", "[]", "null", '{"values": 3, "disputed": []}', "[" * 9999])
def test_a_garbled_memory_of_what_was_seen_loses_nothing(contact, two, seen):
    form = saved(contact, opened(contact) | {"seen": seen, "title": "Director"}, two[0])
    assert not form.was_saved
    contact.refresh_from_db()
    assert contact.title == "Engineer"


def test_line_breaks_as_browsers_send_them_are_no_change(contact, two):
    posted = opened(contact)
    saved(contact, opened(contact), two[0], remarks="three")
    assert saved(contact, posted, two[1], remarks="one\r\ntwo").was_saved
    contact.refresh_from_db()
    assert contact.remarks == "three"


def test_a_field_missing_from_the_post_is_left_alone(contact, two):
    posted = opened(contact)
    del posted["title"]
    assert saved(contact, posted, two[0], wechat="x").was_saved
    contact.refresh_from_db()
    assert contact.title == "Engineer"


def test_an_emptied_field_is_a_change_like_any_other(contact, two):
    assert saved(contact, opened(contact), two[0], title="").was_saved
    contact.refresh_from_db()
    assert contact.title == ""


def test_an_invalid_form_keeps_what_was_typed_and_what_was_seen(contact, two):
    form = saved(contact, opened(contact), two[0], email="nonsense", title="Chief")
    assert not form.was_saved
    assert form["title"].value() == "Chief"
    saved(contact, opened(contact), two[1], title="Director")
    second = saved(contact, again(form, email=""), two[0])
    assert list(second.disputes) == ["title"]


def test_a_record_deleted_meanwhile_is_refused(contact, two):
    posted, form = opened(contact), ContactForm(instance=contact)
    contact.put_aside(by=two[0])
    form = ContactForm(posted, instance=contact)
    with pytest.raises(Refused, match="deleted meanwhile"):
        form.settle(by=two[1])


def test_saving_without_a_change_writes_nothing(contact, two):
    before = contact.updated_at
    assert saved(contact, opened(contact), two[0]).was_saved
    contact.refresh_from_db()
    assert contact.updated_at == before


def test_a_stale_form_does_not_bring_back_an_old_owner(two):
    customer = make_customer(owner=two[0])
    stale = Customer.objects.get(pk=customer.pk)
    Customer.objects.filter(pk=customer.pk).update(owner=two[1])
    form = CustomerForm(
        {"name": "New name", "seen": CustomerForm(instance=stale)["seen"].value()}, instance=stale
    )
    assert form.settle(by=two[0])
    customer.refresh_from_db()
    assert (customer.name, customer.owner) == ("New name", two[1])


def test_a_save_counts_the_version_and_names_who(two):
    customer = make_customer(owner=two[0])
    seen = CustomerForm(instance=customer)["seen"].value()
    assert CustomerForm({"name": "Other", "seen": seen}, instance=customer).settle(by=two[1])
    customer.refresh_from_db()
    assert (customer.version, customer.updated_by) == (2, two[1])


def test_two_axes_changed_by_two_people_both_stay(two):
    places, sizes = make_axis("place"), make_axis("sizes")
    north, large = make_category(places, "North"), make_category(sizes, "Large")
    customer = make_customer(owner=two[0])
    seen = CustomerForm(instance=customer)["seen"].value()
    for by, field, category in ((two[0], "axis_place", north), (two[1], "axis_sizes", large)):
        posted = {"name": customer.name, "seen": seen, field: str(category.pk)}
        row = Customer.objects.get(pk=customer.pk)
        assert CustomerForm(posted, instance=row).settle(by=by)
    customer.refresh_from_db()
    assert customer.category_ids == [north.pk, large.pk]


def test_one_axis_changed_by_two_people_is_disputed_by_name(two):
    axis = make_axis("place")
    north, south = make_category(axis, "North"), make_category(axis, "South")
    customer = make_customer(owner=two[0])
    seen = CustomerForm(instance=customer)["seen"].value()
    for by, category in ((two[0], north), (two[1], south)):
        posted = {"name": customer.name, "seen": seen, "axis_place": str(category.pk)}
        form = CustomerForm(posted, instance=Customer.objects.get(pk=customer.pk))
        form.settle(by=by)
    assert (form.disputes["axis_place"].value, form.disputes["axis_place"].by) == ("North", two[0])
