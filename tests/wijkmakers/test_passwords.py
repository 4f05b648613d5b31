"""Which passwords are refused, in the words that somebody sees who chooses one."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tests.factories import TraineeFactory, UserFactory
from tests.wijkmakers.conftest import page

OLD = "vlieger-boven-de-wijk"
REFUSED = {
    "elf-tekens1": "Dit wachtwoord is te kort. Kies minstens 12 tekens.",
    "x" * 65 + "y" * 64: "Je wachtwoord heeft hooguit 128 tekens.",
    "918273645546372819": "Dit wachtwoord bevat alleen cijfers.",
    "password12345": "Dit wachtwoord is te algemeen.",
    "noor-dijkema1": "Dit wachtwoord lijkt te veel op je achternaam.",
    "ndijkstra@example.org": "Dit wachtwoord lijkt te veel op je e-mailadres.",
}


@pytest.fixture
def noor(db, client):
    user = UserFactory(first_name="Noor", last_name="Noor-Dijkema", email="ndijkstra@example.org")
    user.set_password(OLD)
    user.save()
    TraineeFactory(user=user)
    client.force_login(user)
    return user


@pytest.mark.parametrize("password", REFUSED)
def test_refused_and_told_why(client, noor, password):
    answer = client.post(
        "/accounts/password/change/", {"oldpassword": OLD, "password1": password, "password2": password}
    )
    assert answer.status_code == 200
    assert REFUSED[password] in page(answer)
    noor.refresh_from_db()
    assert noor.check_password(OLD)


@pytest.mark.parametrize("password", ["twaalf-teken", "x" * 65 + "y" * 63])
def test_the_shortest_and_the_longest_will_do(client, noor, password):
    client.post(
        "/accounts/password/change/", {"oldpassword": OLD, "password1": password, "password2": password}
    )
    noor.refresh_from_db()
    assert noor.check_password(password)


@pytest.mark.parametrize("password", ["Noor-Dijkema!", "918273645546372819"])
def test_also_where_an_account_begins(noor, password):
    """A command and the administration ask the same validators."""
    with pytest.raises(ValidationError):
        validate_password(password, noor)
