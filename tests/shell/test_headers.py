"""A forged address of the page that htmx is said to stand on."""

import pytest
from django.test import Client
from django.urls import reverse

from crm.shell.headers import is_address

pytestmark = pytest.mark.django_db
FORGED = ["http://[", "http%3A//%5B", "//[::1", "http://[x]/"]


@pytest.mark.parametrize("forged", FORGED)
@pytest.mark.parametrize("encoded", ["", "true"])
def test_it_leads_to_the_sign_in_page_like_none(forged, encoded):
    told = {"HX-Request": "true", "HX-Current-URL": forged}
    told |= {"HX-Current-URL-URI-AutoEncoded": encoded} if encoded else {}
    response = Client().get(reverse("customers:list"), headers=told)
    assert response.status_code == 200
    assert response.headers["HX-Redirect"] == f"{reverse('account_login')}?next=/"


def test_a_sound_one_is_come_back_to():
    told = {"HX-Request": "true", "HX-Current-URL": "http://testserver/customers/?q=x"}
    response = Client().get(reverse("customers:list"), headers=told)
    assert response.headers["HX-Redirect"].endswith("?next=/customers/%3Fq%3Dx")


@pytest.mark.parametrize("text", ["", "x", "http://testserver/", "http://[::1]:8000/", "%"])
def test_whatever_can_be_split_is_kept(text):
    assert is_address(text)
