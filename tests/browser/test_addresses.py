"""Addresses as people have them: what can be taken over opens, and what cannot is said."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, drawn, until
from tests.browser.test_looks import violations


def test_a_faulty_field_costs_no_other(visit: Visit) -> None:
    page = visit("/#data.kind=xor&data.noise=loud&training.batch_size=400&look.show_test=true&fun=1")
    until(page, "location.hash === '#data.kind=xor&training.batch_size=250&look.show_test=true'")
    notes = page.locator("#notes li")
    expect(notes).to_have_text(
        [
            "fun is not known.",
            "data.noise is 'loud', but must be a number. Taken: 0.",
            "The training set has only 250 samples: a batch of 400 is too large. Taken: 250.",
        ]
    )
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        drawn(page)
        assert violations(page, "#notes") == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Close", exact=True).first.click()
    expect(page.locator("#notes")).to_be_hidden()


@pytest.mark.parametrize("form", ["/#", "/?"])
def test_an_address_of_tensorflow_playground(visit: Visit, form: str) -> None:
    page = visit(form + "activation=swish&dataset=gauss&noise=80&networkShape=20&hideText=true")
    until(page, "location.hash.startsWith('#data.kind=gaussians&data.noise=80&network.hidden=16&')")
    assert "?" not in page.url
    expect(page.locator("#notes li")).to_have_text(
        [
            "activation=swish: TensorFlow Playground takes tanh.",
            "Over a plane a layer may have 16 units at most, each of which is drawn: it has 20. Taken: 16.",
        ]
    )


def test_a_place_on_the_page_is_no_address(visit: Visit) -> None:
    page = visit("/#data.kind=xor")
    page.evaluate("location.hash = '#output'")
    until(page, "location.hash === '#data.kind=xor'")
    expect(page.locator("#undo")).to_be_disabled()


def test_a_fault_in_an_address_of_an_open_run_is_said(visit: Visit) -> None:
    page = visit()
    page.evaluate("location.hash = '#objective.loss=perceptron&network.hidden=3&data.kind=moons'")
    expect(page.locator("#notes")).to_contain_text("cannot teach hidden layers")
    until(page, "location.hash === '#data.kind=moons&network.hidden=3'")
    page.evaluate("location.hash = ''")
    until(page, "document.querySelector('[name=kind][value=circle]').checked")
    expect(page.locator("#notes")).to_be_hidden()


def test_an_address_with_pictures_of_somebody_else_says_so_once(visit: Visit) -> None:
    album = f"{{'id':'{'0' * 32}','pictures':40,'classes':2}}"
    page = visit(f"/#data.kind=pictures&data.album={album}&network.hidden=3", expected="404")
    until(page, "location.hash === '#network.hidden=3'")
    expect(page.locator("#notes li")).to_have_text(["There is no such file here: it may have been deleted."])


def test_an_address_of_a_list_of_layers(visit: Visit) -> None:
    layers = "network.layers=[{'kind':'dense','units':3},{'kind':'activation','function':'relu'}]"
    page = visit(f"/#{layers}")
    page.locator("#optimizer-learning_rate").fill("0.3")
    page.locator("#optimizer-learning_rate").press("Enter")
    until(page, "location.hash.includes('learning_rate')")
    assert page.evaluate("location.hash") == f"#{layers}&optimizer.learning_rate=0.3"
    page.evaluate('location.hash = \'#network.layers=[{"kind":"dense"\'')
    expect(page.locator("#notes")).to_contain_text("network.layers is ")
    until(page, "location.hash === ''")
    expect(page.locator("#undo")).to_be_enabled()
