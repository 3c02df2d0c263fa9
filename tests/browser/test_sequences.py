"""Sequences on the page: their data sets, a network unrolled in time, what is typed, and plain layers beside LSTM."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit, until
from tests.browser.test_looks import violations

ECHO = (
    "data.kind=echo&data.samples=200&data.steps=8&network.layers=[{'kind':'lstm','units':6,'returns':'every_step'}]"
    "&objective.loss=softmax"
)
STRIPS = "Array.from(document.querySelectorAll('#unrolled canvas'), (each) => each.toDataURL()).join()"


def test_a_network_through_time_is_unrolled_reads_what_is_typed_and_is_compared(visit: Visit) -> None:
    page = visit(f"/#{ECHO}", locale="zh-CN", theme="dark")
    page.locator("#through-time summary").click()
    expect(page.locator("#unrolled canvas")).to_have_count(6)  # the states, four gates and the cells
    expect(page.locator("#arriving-own-words")).to_contain_text("第 8 步")
    sampled = page.evaluate(STRIPS)
    page.locator("#sequence-typed").fill("abx")
    expect(page.locator("#sequence-refusal")).to_contain_text("x 不在其中")
    page.locator("#sequence-typed").fill("abba")
    expect(page.locator("#sequence-refusal")).to_be_hidden()
    expect(page.locator("[data-row=symbols] td").nth(3)).to_have_text("a")
    expect(page.locator("[data-row=symbols] td").nth(4)).to_have_text("")
    until(page, f"{STRIPS} !== {sampled!r}")
    expect(page.locator("[data-row=sure] td").first).to_have_text(re.compile(r"^\d+$"))
    page.locator("#arriving-compare").click()
    expect(page.locator("#arriving-other-title")).to_have_text("简单循环网络")
    expect(page.locator("#arriving-compare")).to_be_hidden()
    assert violations(page) == []


def test_data_sets_of_sequences_bring_layers_that_read_them(visit: Visit) -> None:
    page = visit("/#data.kind=circle", expected="422")
    expect(page.locator("#through-time")).to_be_hidden()
    page.locator("[name=group][value=sequences]").check(force=True)
    expect(page.locator("label.kind:has([value=brackets])")).to_be_visible()
    page.locator("[name=kind][value=brackets]").check(force=True)
    until(page, "location.hash.includes(\"[{'kind':'gru','units':16}]\")")
    page.locator("[name=kind][value=wave]").check(force=True)
    until(page, "location.hash.includes(\"'returns':'every_step'\")")
    page.locator("#open-layers").click()
    for kind in ("recurrent", "gru", "lstm", "time_distributed"):
        expect(page.locator(f"#layers-kind option[value={kind}]")).to_have_count(1)
    page.locator("#layers-kind").select_option("convolution")
    page.locator("#add-layer").click()
    expect(page.locator("#layers-list .error").last).to_contain_text("but sequences come in")
    page.locator("#close-layers").click()
    page.locator("[name=group][value=classification]").check(force=True)
    expect(page.locator("label.kind:has([value=circle])")).to_be_visible()
    page.locator("[name=kind][value=circle]").check(force=True)
    until(page, "!location.hash.includes('network.layers')")
