"""Old records keep their authors: whoever is unknown becomes an inactive person."""

from threading import Barrier, Thread

import pytest
from allauth.account.models import EmailAddress
from django.db import connections
from django.urls import reverse

from crm.people.authors import people_by_names
from crm.people.fields import PersonField
from crm.people.models import User
from crm.sentences import as_read
from tests.factories import make_user
from tests.house import browser_of
from tests.people.sheets.conftest import Desk, outcomes


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["李娜", " lina", "LINA@example.com", "Lina"])
def test_an_author_is_known_by_name_user_name_or_email(rep, name):
    assert people_by_names([name]).people == {name: rep}
    assert User.objects.filter(from_import=True).count() == 0


@pytest.mark.django_db
def test_who_left_still_is_the_author_of_what_they_did(rep):
    gone = make_user("王离", is_active=False)
    assert people_by_names(["王离"]).people == {"王离": gone}


@pytest.mark.django_db
def test_unknown_names_become_inactive_people_once():
    found = people_by_names(["单晓", "单 晓", "单晓", "old.rep", "old@example.com"]).people

    assert found["单晓"] == found["单 晓"]
    assert people_by_names(["单晓"]).people["单晓"] == found["单晓"]
    names = {user.username: user.name for user in User.objects.filter(from_import=True)}
    assert names == {
        "import.shanxiao": "单晓",
        "old.rep": "old.rep",
        "old@example.com": "old@example.com",
    }
    for user in found.values():
        assert user.from_import and not user.is_active and not user.has_usable_password()


@pytest.mark.django_db
def test_names_that_sound_alike_stay_two_people():
    found = people_by_names(["张伟", "章炜"]).people
    assert {user.username for user in found.values()} == {"import.zhangwei", "import.zhangwei2"}


@pytest.mark.django_db
def test_a_name_of_several_is_unclear_and_a_user_name_is_not(rep):
    make_user("李娜", username="lina2", is_active=False)

    authors = people_by_names(["李娜", "lina"])

    assert authors.people == {"lina": rep}
    assert as_read(authors.unclear["李娜"]) == "2 people are called “李娜”: write the user name."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "why"),
    [("—", "is no name of a person"), ("", "is no name of a person"), ("长" * 81, "is too long")],
)
def test_what_is_no_name_makes_nobody(name, why):
    assert why in as_read(people_by_names([name]).unclear[name])
    assert User.objects.count() == 0


@pytest.mark.django_db
def test_nobody_is_made_where_that_was_not_asked(rep):
    authors = people_by_names(["李娜", "Nobody"], create_inactive=False)

    assert authors.people == {"李娜": rep}
    assert as_read(authors.unclear["Nobody"]) == "“Nobody” is unknown."
    assert not User.objects.filter(from_import=True).exists()


@pytest.mark.django_db
def test_they_are_shown_as_such_and_offered_nowhere(as_admin, rep):
    person = people_by_names(["单晓"]).people["单晓"]

    page = as_admin.get(reverse("people:list"), {"state": "imported"})
    assert list(page.context["page"]) == [person]
    assert "From an import" in page.content.decode()
    assert (
        list(as_admin.get(reverse("people:list"), {"state": "deactivated"}).context["page"]) == []
    )
    assert "单晓" not in as_admin.get(reverse("people:options"), {"q": "单"}).content.decode()
    assert PersonField().find(str(person.pk)) is None


@pytest.mark.django_db
def test_they_cannot_sign_in_and_get_no_link(as_admin, client, mailoutbox):
    person = people_by_names(["old@example.com"]).people["old@example.com"]
    assert EmailAddress.objects.filter(user=person).exists()

    as_admin.post(reverse("people:send_link", args=[person.pk]))
    client.logout()
    client.post(reverse("account_reset_password"), {"email": "old@example.com"})

    assert not any("/password/reset/key/" in message.body for message in mailoutbox)


@pytest.mark.django_db
def test_the_sheet_of_people_finds_them_and_makes_them_colleagues(admin):
    person = people_by_names(["old.rep"]).people["old.rep"]
    desk = Desk(browser_of(admin))

    page = desk.look([["Name", "User name", "Active"], ["New Rep", "old.rep", "yes"]])
    assert outcomes(page) == ["changed"]
    desk.take(page)

    person.refresh_from_db()
    assert (person.name, person.is_invited, person.from_import) == ("New Rep", True, False)


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_make_one_person_of_a_name():
    barrier, found = Barrier(2), []

    def look_up():
        barrier.wait()
        found.append(people_by_names(["单晓", "old.rep"]).people)
        connections.close_all()

    threads = [Thread(target=look_up) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found[0] == found[1]
    assert User.objects.count() == 2
