"""Sequences on the page: their data sets, a network unrolled in time, what is typed, and plain layers beside LSTM."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Visit, choose, drawn, until
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
    page.locator("#arriving-own-table summary").click()
    table = page.locator("#arriving-own-table table")
    expect(table.locator("thead th")).to_have_count(5)  # four steps were typed
    expect(table.locator("tbody tr").last.locator("td").last).to_have_text("100")
    assert violations(page) == []


def test_a_time_step_is_worked_out_forward_and_back(visit: Visit) -> None:
    page = visit(f"/#{ECHO}")
    page.locator("#worked > summary").click()
    until(page, "document.querySelectorAll('#worked-update .katex').length > 0")
    lines = "Array.from(document.querySelectorAll('#worked-{} li[data-line]'), (each) => each.dataset.line)"
    forward = ["layer", "gate-i", "gate-f", "gate-g", "gate-o", "cell", "state"]
    assert page.evaluate(lines.format("forward")) == forward
    page.locator("#worked-row").fill("3")
    page.locator("#worked-row").press("Enter")
    until(page, "document.querySelector('[data-line=cell] annotation').textContent.includes('c^{[1]}_{1,3}')")
    # There is no step behind the last one.
    page.locator("#worked-row").fill("999")
    page.locator("#worked-row").press("Enter")
    last = page.locator("#worked-row").get_attribute("max") or ""
    expect(page.locator("#worked-row")).to_have_value(last)
    until(
        page, f"document.querySelector('[data-line=cell] annotation').textContent.includes('_{{1,{last}}}')"
    )
    page.locator("#worked-row").fill("3")
    page.locator("#worked-row").press("Enter")
    until(page, "document.querySelector('[data-line=cell] annotation').textContent.includes('_{1,3}')")
    backward = page.evaluate(lines.format("backward"))
    assert backward[:6] == ["came", "d-cell", "d-i", "d-f", "d-g", "d-o"]
    assert {"cell-before", "share", "gradient", "earlier", "back"} <= {*backward}
    page.locator("[data-line=came] .terms > summary").click()
    expect(page.locator("[data-line=came] .terms li .katex")).to_have_count(24)  # four gates of six units
    page.locator("#worked-weight-u").fill("2")
    page.locator("#worked-weight-u").press("Enter")
    until(page, "document.querySelector('[data-line=share] annotation').textContent.includes('w_{f,1,1}')")
    # The heads of the confusion matrix are the letters.
    page.locator("#inside > summary").click()
    expect(page.locator("#confusion-train thead th").first).to_have_text("predicted a")


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


def test_dense_layers_over_sequences_name_the_classes_once(visit: Visit) -> None:
    page = visit("/#data.kind=pairs&network.hidden=4")
    names = "[...document.querySelectorAll('#legend-classes .class-name')].map(each => each.textContent)"
    until(
        page,
        f"(names => names.includes('s') && new Set(names).size === names.length"
        f" && !names.some(name => /^\\d+$/.test(name)))({names})",
    )


def test_outputs_of_dense_layers_over_sequences_are_named_by_class_and_step(visit: Visit) -> None:
    names = (
        "[...document.querySelectorAll('.neuron')].filter(each => each.dataset.neuron.startsWith('2.'))"
        ".map(each => each.ariaLabel ?? '')"
    )
    page = visit("/#data.kind=echo&data.samples=100&data.steps=8&network.hidden=3&objective.loss=softmax")
    until(page, f"{names}.length === 20 && {names}[9].startsWith('Output for class b at step 2')")
    expect(page.locator(".rest").last).to_have_text("+ 12 more")
    page = visit("/#data.kind=wave&network.hidden=3&objective.loss=squared_error")
    until(page, f"{names}[9]?.startsWith('Output at step 10')")


def test_own_pairs_are_read_from_a_file_and_typed(visit: Visit, tmp_path: Path) -> None:
    page = visit(f"/#{ECHO}", expected="422")
    page.locator("label.kind:has([value=pairs])").click()
    box = page.locator("[data-kind=pairs] textarea")
    expect(box).to_have_value(re.compile("cat\tcats"))
    told = page.locator("[data-kind=pairs] [role=status]")
    bad, good = tmp_path / "bad.csv", tmp_path / "good.csv"
    bad.write_text("one\ntwo\nthree\n" * 5)
    choose(page.locator("[data-kind=pairs] input[type=file]"), bad)
    expect(told).to_contain_text("there is only one column")
    good.write_text("".join(f"{a}+{b},{a + b}\n" for a in range(4) for b in range(4)))
    choose(page.locator("[data-kind=pairs] input[type=file]"), good)
    expect(told).to_have_text("16 pairs are read.")
    expect(box).to_have_value(re.compile("3\\+3\t6$"))
    page.locator("#through-time summary").first.click()
    expect(page.locator("#sequence-symbols")).to_have_text(
        "Symbols: + 0 1 2 3"
    )  # of the texts: an answer's 6 and → are refused
    page.locator("#sequence-typed").fill("3+x")
    expect(page.locator("#sequence-refusal")).to_contain_text("x is none of them")
    page.locator("#sequence-typed").fill("3+3")
    expect(page.locator("#sequence-answer")).to_contain_text("It writes:")
    expect(page.locator("[data-row=symbols] td").nth(3)).to_have_text("→")
    box.fill("a, b")
    box.blur()
    expect(page.locator("[data-kind=pairs] .error")).to_contain_text("10")
    drawn(page)
    expect(box).to_have_value("a, b")  # which stays, to be corrected
