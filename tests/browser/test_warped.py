"""The warped plane on the page: layer after layer by keyboard, in words, and with a reason where there is none."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit, follow, until
from tests.browser.test_looks import violations

DRAWN = "document.querySelector('#warped-plane canvas').toDataURL()"
STATIONS = """(() => {
  globalThis.stations = [];
  const where = document.getElementById("warped-where");
  new MutationObserver(() => stations.at(-1) !== where.textContent && stations.push(where.textContent))
    .observe(where, {subtree: true, childList: true, characterData: true});
})()"""
"""Keeps where the walk comes to from now on."""


def test_the_plane_is_carried_from_layer_to_layer(visit: Visit) -> None:
    page = visit("/#data.kind=spiral&network.hidden=5,2")
    page.locator("#warped summary").click()
    where, about = page.locator("#warped-where"), page.locator("#warped-about")
    expect(where).to_have_text("Plane of the inputs")
    expect(about).to_contain_text("before any layer")
    flat = page.evaluate(DRAWN)
    slider = page.get_by_role("slider", name="Layer", exact=True)
    slider.press("ArrowRight")
    expect(where).to_have_text("Layer 1")
    expect(about).to_contain_text("two principal components (PC) of the layer's 5 units")
    expect(page.locator("#warped-tightness-below")).to_contain_text("In the plane of the inputs it is")
    until(page, f"{DRAWN} !== {flat!r}")
    slider.press("End")
    expect(where).to_have_text("Layer 2")
    expect(slider).to_have_attribute("aria-valuetext", "Layer 2")
    expect(
        page.get_by_role("img", name=re.compile("^Layer 2. The plane by the layer's two units"))
    ).to_be_visible()
    # The whole way again, which without motion goes from layer to layer at once.
    page.evaluate(STATIONS)  # it stays at none for long
    page.get_by_role("button", name="From the inputs to the last layer").click()
    until(page, "stations.join() === 'Plane of the inputs,Layer 1,Layer 2'")
    # It lives while the run trains.
    before = page.evaluate(DRAWN)
    page.locator("#play").click()
    until(page, f"{DRAWN} !== {before!r}")
    page.locator("#play").click()
    assert violations(page, ".warped") == []
    page.set_viewport_size({"width": 360, "height": 740})
    until(page, "document.documentElement.scrollWidth === 360")
    page.set_viewport_size({"width": 1280, "height": 800})
    follow(page, "#network.hidden=")
    expect(about).to_contain_text("no hidden layer, which would bend it")
    expect(page.locator("#warped-play")).to_be_disabled()
    follow(page, "#data.kind=sine")
    expect(page.locator("#warped-refusal")).to_contain_text("These data have no plane")
    expect(page.locator("#warped-plane")).to_be_hidden()

    # A deep random network needs no data.
    page.locator("[name=warped-network][value=random]").check(force=True)
    expect(where).to_have_text("Plane of the inputs")
    slider.press("End")
    expect(where).to_have_text("Layer 40")
    expect(about).to_contain_text("principal components (PC) of the layer's 16 units")
    thread = page.evaluate(DRAWN)
    scale = page.get_by_role("slider", name="Size of the weights")
    scale.press("ArrowLeft")
    until(page, f"{DRAWN} !== {thread!r}")
    page.get_by_label("Units of each layer").select_option("2")
    expect(about).to_contain_text("The plane by the layer's two units.")
    page.locator("[name=seed]").fill("7")
    slider.press("Home")
    expect(where).to_have_text("Plane of the inputs")
    assert violations(page, ".warped") == []
    page.locator("[name=warped-network][value=own]").check(force=True)
    expect(page.locator("#warped-refusal")).to_contain_text("These data have no plane")
