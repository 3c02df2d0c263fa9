"""A network of toys that tests/app/toys alone knows has an address, from which a page makes it again."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.app.client import serving_from
from tests.browser.conftest import Visit

ADDRESS = (
    "#data.kind=toy_stripes&data.noise=10&data.stripes=2"
    "&network.layers=[{'kind':'dense','units':4},{'kind':'activation'},{'kind':'toy_gain','start':1.5}]"
    "&objective.loss=toy_log_cosh&optimizer.kind=toy_soft_signs&optimizer.learning_rate=0.002"
)


@pytest.fixture(scope="module")
def address(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Of a server that knows the toys. (That of all other tests has made the bundle.)"""
    database = tmp_path_factory.mktemp("toys") / "chalknet.db"
    with serving_from(database, program=("-m", "tests.app.toys.serve")) as server:
        yield server.url


def test_an_address_of_toys_is_the_experiment_that_trains(visit: Visit) -> None:
    first, *others = ADDRESS[1:].split("&")
    page = visit("/#" + "&".join([*others, first]))
    expect(page.locator("#notes")).to_be_hidden()
    expect(page.get_by_role("combobox", name="Loss", exact=True)).to_have_value("toy_log_cosh")
    expect(page.get_by_role("combobox", name="Optimiser", exact=True)).to_have_value("toy_soft_signs")
    expect(page.get_by_role("radio", name="Toy stripes")).to_be_checked()
    page.click("#step")
    expect(page.locator("#iteration")).to_have_text("1")
    assert page.evaluate("location.hash") == ADDRESS  # in its own order again
