"""Toys that tests/app/toys alone knows have controls on the page, and a network of them has an address."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.app.client import serving_from
from tests.browser.conftest import Visit, until

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


def test_a_field_has_its_control_and_its_place_in_addresses(visit: Visit) -> None:
    page = visit()
    stripes = page.get_by_role("spinbutton", name="Stripes")
    expect(stripes).to_be_hidden()
    page.get_by_role("radio", name="Toy stripes").check()
    expect(stripes).to_have_value("3")
    expect(page.get_by_text("Stripes of alternating classes.", exact=True)).to_be_visible()
    field = page.locator("[data-field='data.stripes']")
    expect(field).to_contain_text("pieces")
    expect(field).to_contain_text("How many stripes there are.")
    stripes.fill("9")
    stripes.press("Enter")
    expect(field).to_contain_text("Enter a number from 2 to 8.")
    stripes.fill("5")
    stripes.press("Enter")
    until(page, "location.hash.includes('data.stripes=5')")
    assert page.evaluate("location.hash") == "#data.kind=toy_stripes&data.stripes=5"
    page.get_by_role("radio", name="Circle").check()
    expect(stripes).to_be_hidden()
    until(page, "location.hash === ''")
    page.get_by_role("radio", name="Toy stripes").check()
    expect(stripes).to_have_value("5")


def test_an_address_fills_the_controls_and_their_conditions_hold(visit: Visit) -> None:
    page = visit(
        "/#data.kind=toy_stripes&data.direction=level&data.softness=0.25&data.swapped=true&data.marks=1,2.5"
    )
    page.locator("[data-more=data] > summary").click()
    direction = page.get_by_role("combobox", name="Direction")
    expect(direction).to_have_value("level")
    expect(page.locator("[data-field='data.direction']:visible")).to_contain_text(
        "They lie, and do not stand."
    )
    expect(page.get_by_role("spinbutton", name="Softness")).to_have_value("25")
    expect(page.get_by_role("checkbox", name="Swap the classes")).to_be_checked()
    assert "data.marks=1,2.5" in page.evaluate("location.hash")
    direction.select_option("Upright")
    expect(page.get_by_role("spinbutton", name="Softness")).to_be_hidden()
    until(page, "!location.hash.includes('direction')")
    assert page.evaluate("location.hash") == (
        "#data.kind=toy_stripes&data.softness=0.25&data.swapped=true&data.marks=1,2.5"
    )


def test_what_an_address_says_wrong_of_a_field_is_said(visit: Visit) -> None:
    page = visit("/#data.kind=toy_stripes&data.stripes=80&data.bits=3")
    expect(page.get_by_role("spinbutton", name="Stripes")).to_have_value("8")
    expect(page.locator("#notes")).to_contain_text("data.stripes")
    expect(page.locator("#notes")).to_contain_text("data.bits does not apply to this data set.")
