"""The verb reveal: counted, whole for one person and one day, and kept."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone, translation

from crm.people.models import User
from crm.refusals import NotAllowed, Refused
from customers.models import Customer, Reveal
from customers.pool.grids import RevealGrid
from customers.pool.masking import masks_for
from customers.pool.reveals import reveal, reveals
from tests.factories import make_customer, make_pool, make_user
from tests.grids.contract import GridContract
from tests.house import browser_of
from tests.pool.ruling import FIELDS, MOBILE, SWITCHBOARD, make_secretive, rule

RIVALS = 20


class TestTheList(GridContract):
    grid, url = RevealGrid, "customers:reveals"
    can_be_renamed = False

    def make(self, owner):
        customer = make_customer(pool=owner.team)
        return Reveal.objects.create(person=owner, customer=customer, on=timezone.localdate())

    def take_out_of_sight(self, row):
        Reveal.objects.filter(pk=row.pk).update(person=self.stranger)


@pytest.fixture
def pooled(house):
    rule(house.east, masked=FIELDS, reveals=2)
    return make_secretive(house.east, by=house.manager)


def page_of(customer, user) -> str:
    return browser_of(user).get(customer.get_absolute_url()).content.decode()


@pytest.mark.django_db
class TestReveal:
    def test_it_shows_the_customer_whole_to_one_person(self, house, pooled):
        other = make_user(team=house.east)
        assert reveal(pooled, by=house.mate)
        assert SWITCHBOARD in page_of(pooled, house.mate)
        assert SWITCHBOARD not in page_of(pooled, other)

    def test_it_shows_in_lists_and_is_found_by_its_numbers(self, house, pooled):
        reveal(pooled, by=house.mate)
        listed = browser_of(house.mate).get(reverse("customers:contacts"), {"q": "731659"})
        assert MOBILE in listed.content.decode()

    def test_it_ends_with_the_day(self, house, pooled):
        reveal(pooled, by=house.mate)
        yesterday = timezone.localdate() - timedelta(days=1)
        Reveal.objects.update(on=yesterday)
        assert masks_for(pooled, house.mate)
        assert reveals(house.mate, house.east).used == 0

    def test_the_last_of_the_day_is_refused_with_the_figures(self, house, pooled):
        for number in range(2):
            reveal(make_customer(f"Works {number}", pool=house.east), by=house.mate)
        with pytest.raises(Refused, match="your 2 reveals of today. Claim it, or come"):
            reveal(pooled, by=house.mate)
        assert not Reveal.objects.filter(customer=pooled).exists()

    def test_the_same_customer_again_takes_none(self, house, pooled):
        assert [reveal(pooled, by=house.mate) for _time in range(3)] == [True, False, False]
        assert reveals(house.mate, house.east).left == 1

    def test_who_sees_it_whole_anyway_reveals_nothing(self, house, pooled):
        assert not reveal(pooled, by=house.manager)
        assert not reveal(house.customer, by=house.owner)
        assert not Reveal.objects.exists()

    def test_without_a_number_in_the_rules_there_is_no_limit(self, house):
        rule(house.west, masked=["phones"])
        for number in range(3):
            assert reveal(make_customer(f"West {number}", pool=house.west), by=house.stranger)
        assert reveals(house.stranger, house.west).left is None

    def test_nobody_reveals_through_somebody_elses_eyes(self, house, pooled):
        house.mate.viewed_by = house.admin
        with pytest.raises(NotAllowed, match="looking as somebody else"):
            reveal(pooled, by=house.mate)


@pytest.mark.django_db
class TestInTheBrowser:
    def test_the_page_says_how_many_are_left_and_the_button_shows_it(self, house, pooled):
        assert "2 left today" in page_of(pooled, house.mate)
        answer = browser_of(house.mate).post(reverse("customers:reveal", args=[pooled.pk]))
        assert answer.url == pooled.get_absolute_url()
        page = page_of(pooled, house.mate)
        assert SWITCHBOARD in page
        assert "left today" not in page

    def test_a_used_up_day_says_so_instead(self, house, pooled):
        for number in range(2):
            reveal(make_customer(f"Works {number}", pool=house.east), by=house.mate)
        assert "You have used your reveals of today." in page_of(pooled, house.mate)

    def test_a_stranger_gets_404(self, house, pooled):
        url = reverse("customers:reveal", args=[pooled.pk])
        assert browser_of(house.stranger).post(url).status_code == 404
        assert not Reveal.objects.exists()

    def test_masked_numbers_are_no_links(self, house, pooled):
        page = page_of(pooled, house.mate)
        assert "057****9173" in page
        assert "tel:" not in page
        assert "mailto:" not in page


@pytest.mark.django_db
class TestTheListOfReveals:
    def seen_by(self, user) -> str:
        return browser_of(user).get(reverse("customers:reveals")).content.decode()

    def test_managers_and_admins_see_who_looked_at_what(self, house, pooled):
        reveal(pooled, by=house.mate)
        for user in (house.manager, house.director, house.admin):
            assert "Mate" in self.seen_by(user)
            assert pooled.name in self.seen_by(user)

    def test_others_see_their_own_alone(self, house, pooled):
        reveal(pooled, by=house.mate)
        assert pooled.name in self.seen_by(house.mate)
        assert pooled.name not in self.seen_by(house.owner)

    def test_a_customer_that_moved_on_is_not_named(self, house, pooled):
        reveal(pooled, by=house.mate)
        pooled.claim(by=house.owner)
        assert pooled.name not in self.seen_by(house.mate)
        assert "no longer open to you" in self.seen_by(house.mate)
        assert pooled.name in self.seen_by(house.manager)


@pytest.mark.django_db(transaction=True)
def test_of_twenty_threads_at_the_last_reveal_one_wins():
    pool = make_pool("East")
    rule(pool, masked=FIELDS, reveals=5)
    rep = make_user(team=pool)
    customers = [make_customer(f"Works {n}", pool=pool) for n in range(RIVALS + 4)]
    for customer in customers[RIVALS:]:
        reveal(customer, by=rep)
    refused = together([c.pk for c in customers[:RIVALS]], rep.pk)
    assert Reveal.objects.filter(person=rep).count() == 5
    assert len(refused) == RIVALS - 1
    assert all("your 5 reveals of today" in str(refusal) for refusal in refused)


def together(pks, rep_pk) -> list[Refused]:
    """Everybody reveals another customer at one moment; what was refused."""
    barrier, refused = threading.Barrier(len(pks)), []

    def run(pk):
        customer, rep = Customer.objects.get(pk=pk), User.objects.get(pk=rep_pk)
        try:
            with translation.override("en"):
                barrier.wait()
                reveal(customer, by=rep)
        except Refused as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[pk]) for pk in pks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused
