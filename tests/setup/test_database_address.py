import pytest

from crm.postgres import PostgresError, Server, database_settings, database_url

FULL = "postgres://ren%40work:p%2Fw%3A@db.example:6543/crm%20one?sslmode=require"


def _settings(url, **environ):
    return database_settings({"DATABASE_URL": url, **environ})


def test_every_part_of_an_address_is_decoded():
    said = _settings(FULL)
    assert (said["USER"], said["PASSWORD"]) == ("ren@work", "p/w:")
    assert (said["HOST"], said["PORT"], said["NAME"]) == ("db.example", "6543", "crm one")
    assert said["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize(
    "url, host, port",
    [
        ("postgres://me@[::1]:5433/crm", "::1", "5433"),
        ("postgresql://me@localhost/crm", "localhost", ""),
        ("postgres:///crm", "", ""),
        ("postgres://me@%2FRun%2Fpg/crm", "/Run/pg", ""),
        ("postgres:///crm?host=/run/pg&port=5433", "/run/pg", "5433"),
    ],
)
def test_hosts_may_be_addresses_names_and_folders(url, host, port):
    said = _settings(url)
    assert (said["HOST"], said["PORT"]) == (host, port)


@pytest.mark.parametrize(
    "url, reason",
    [
        ("mysql://me:hidden@here/crm", "must look like"),
        ("here/crm", "must look like"),
        ("postgres://me:hidden@here", "names no database"),
        ("postgres://me:hidden@here:many/crm", "is no port"),
        ("postgres://me:hidden@here:99999/crm", "is no port"),
    ],
)
def test_a_wrong_address_is_refused_without_telling_the_password(url, reason):
    with pytest.raises(PostgresError, match=reason) as refusal:
        _settings(url)
    assert "hidden" not in str(refusal.value)


def test_the_pool_is_as_large_as_asked_and_off_at_zero():
    assert _settings(FULL)["OPTIONS"]["pool"]["max_size"] == 8
    assert _settings(FULL, DATABASE_POOL="1")["OPTIONS"]["pool"]["max_size"] == 1
    assert "pool" not in _settings(FULL, DATABASE_POOL="0")["OPTIONS"]
    with pytest.raises(PostgresError, match="DATABASE_POOL is 'all'"):
        _settings(FULL, DATABASE_POOL="all")


def test_settings_start_no_server_but_the_url_does(home):
    environ = {"ZHIBI_HOME": str(home)}
    assert database_settings(environ)["ENGINE"] == "crm.postgres"
    assert Server(home).running() is None
    assert Server(home).place.socket_folder.name in database_url(environ)
    assert Server(home).running()
