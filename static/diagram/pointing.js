// Pointing: the focused neuron or link of the diagram, by pointer, by key, or pinned by a click.

import { t } from "../words/messages.js";
import { ParameterEditor } from "./parameter_editor.js";
import { Readout } from "./readout.js";
import { beside, laneBeside, wiringOf } from "./wiring.js";
import { show } from "../words/write.js";

/** @typedef {import("./links.js").Link} Link */

export const ariaLabel = t("Network: arrows move among the neurons, Space keeps one large, Enter goes to its weights, F2 changes a bias or a weight, Escape back");

export class Pointing {
  /** @param {import("./diagram.js").Diagram} diagram @param {import("../run/commands.js").Commands} commands */
  constructor(diagram, commands) {
    this.diagram = diagram;
    this.editor = new ParameterEditor(commands, (byKey) => this.edited(byKey));
    this.readout = new Readout(diagram.state);
    /** @type {Link | null} the link that is pointed at or has the focus */
    this.link = null;
    /** @type {string | null} the neuron that is pointed at, has the keyboard's focus or is pinned */
    this.shown = null;
    /** @type {string | null} the neuron that a click keeps large */
    this.pinned = null;
    /** @type {string | null} the neuron that the keyboard has reached */
    this.focused = null;
    this.isPressed = false;
    this.closer = /** @type {HTMLElement} */ (document.getElementById("unpin"));
    this.listen();
  }

  listen() {
    const { host, linkView } = this.diagram;
    const key = (/** @type {Event} */ event) =>
      /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-neuron]"))?.dataset.neuron ?? null;
    const link = (/** @type {Event} */ event) => linkView.linkOf(/** @type {Element} */ (event.target));
    host.addEventListener("pointerover", (event) => this.pointAt(key(event), link(event)));
    host.addEventListener("pointerleave", () => this.pointAt(null, null));
    host.addEventListener("pointerdown", () => (this.isPressed = true));
    for (const kind of ["pointerup", "pointercancel"]) window.addEventListener(kind, () => (this.isPressed = false));
    host.addEventListener("focusin", (event) => {
      if (this.isPressed) return; // a click gives the focus, too, but points already
      this.focused = key(event);
      this.pointAt(null, link(event));
    });
    host.addEventListener("focusout", (event) => {
      if (event.relatedTarget !== this.readout.value) this.left(); // which is the value of what had the focus
    });
    this.readout.value.addEventListener("blur", () => this.left());
    host.addEventListener("click", (event) => {
      const clicked = key(event);
      if (link(event)) this.edit(link(event), null);
      else if (clicked) this.pin(clicked === this.pinned ? null : clicked);
    });
    this.readout.value.addEventListener("click", () => this.edit(this.link, this.shown));
    this.closer.addEventListener("click", () => {
      const neuron = this.pinned;
      this.leave();
      if (neuron) this.diagram.neurons.focus(neuron);
      this.leave(); // it has the keyboard's focus, but is not shown large
    });
    host.addEventListener("keydown", (event) => this.move(event));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented && this.shown && !document.querySelector("dialog[open], :popover-open:not(#hint)")) this.leave();
    });
  }

  /** The focus has left the diagram. */
  left() {
    this.focused = null;
    this.pointAt(null, null);
  }

  /** Back to the output, wherever the focus is. */
  leave() {
    this.focused = null;
    this.pin(null);
  }

  /** Keep a neuron large; null: none. @param {string | null} key */
  pin(key) {
    this.pinned = key;
    this.diagram.neurons.press(key);
    this.pointAt(key, null);
  }

  /** The neurons have changed: one that was removed loses the focus. */
  settle() {
    this.editor.end(false);
    const { drawn } = this.diagram.neurons;
    if (this.pinned && !drawn.has(this.pinned)) this.pin(null);
    else if (this.shown && !drawn.has(this.shown)) this.pointAt(null, null);
    this.diagram.neurons.press(this.pinned);
  }

  /**
   * @param {string | null} key of the neuron pointed at; without one, of the neuron that has the keyboard's focus, or is pinned
   * @param {Link | null} link
   */
  pointAt(key, link) {
    if (this.editor.place) return; // what is being changed stays in the readout
    const { state, neurons, linkView } = this.diagram;
    this.link = link;
    this.shown = key ?? this.focused ?? this.pinned;
    const [layer, unit] = this.shown?.split(".").map(Number) ?? [];
    const { sizes } = state;
    // The single output is large already.
    const isSmall = layer !== undefined && (layer < sizes.length - 1 || (sizes.at(-1) ?? 1) > 1);
    state.focus = isSmall ? { layer, unit: unit ?? 0 } : null;
    show(this.closer, Boolean(isSmall && this.pinned));
    neurons.highlight(this.shown);
    const touches = (/** @type {Link} */ each) =>
      (each.layer === layer && each.to === unit) || (each.layer === (layer ?? 0) + 1 && each.from === unit);
    linkView.highlight(link ? (each) => each === link : this.shown ? touches : null);
    this.read();
    state.changed();
  }

  /** Arrows go to the neuron beside, Enter into a neuron's weights, Escape back out. @param {KeyboardEvent} event */
  move(event) {
    const { links, linkView, neurons, state } = this.diagram;
    const sizes = state.drawnSizes;
    const target = /** @type {HTMLElement} */ (event.target);
    const focused = linkView.linkOf(target);
    if (event.key === "F2" || (event.key === "Enter" && focused)) {
      event.preventDefault();
      return this.edit(focused, focused ? null : (target.dataset.neuron ?? null));
    }
    const units = (/** @type {number} */ l) => /** @type {number} */ (sizes[l]);
    if (target.dataset.neuron) {
      let [layer = 1, unit = 0] = target.dataset.neuron.split(".").map(Number);
      const wiring = wiringOf(state.experiment);
      if (event.key === "ArrowRight") layer = beside(wiring, layer, 1, sizes)[0] ?? layer;
      else if (event.key === "ArrowLeft") layer = beside(wiring, layer, -1, sizes)[0] ?? layer;
      else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        const by = event.key === "ArrowDown" ? 1 : -1;
        const lane = unit + by < 0 || unit + by >= units(layer) ? laneBeside(wiring, layer, by, sizes) : null;
        unit = lane === null ? unit + by : by > 0 ? 0 : units(lane) - 1;
        layer = lane ?? layer;
      }
      else if (event.key === "Enter") {
        event.preventDefault();
        const first = links.find((link) => link.layer === layer && link.to === unit);
        return void (first && linkView.focus(first.key));
      }
      else return;
      event.preventDefault();
      neurons.focus(`${layer}.${Math.max(0, Math.min(units(layer) - 1, unit))}`);
    } else if (this.link && target.matches(".reach")) {
      const { layer, to } = this.link;
      const beside = links.filter((link) => link.layer === layer && link.to === to);
      const go = (/** @type {number} */ by) => {
        const next = beside.at((beside.indexOf(/** @type {Link} */ (this.link)) + by) % beside.length);
        if (next) linkView.focus(next.key);
      };
      if (event.key === "ArrowDown") go(1);
      else if (event.key === "ArrowUp") go(-1);
      else if (event.key === "Escape" || event.key === "ArrowRight") neurons.focus(`${layer}.${to}`);
      else return;
      event.preventDefault();
    }
  }

  /** The place and the value of a weight, or else of what is added to a unit's sums; null where there is none. @param {Link | null} link @param {string | null} key of a neuron */
  parameter(link, key) {
    const known = this.diagram.known();
    if (!known || (!link && !key)) return null;
    const [layer = 1, unit = 0] = key?.split(".").map(Number) ?? [];
    const shift = known.shift(layer, unit);
    const place = link
      ? { parameter: "W", layer: link.layer, unit: link.to, input: link.from }
      : { parameter: shift.letter === "β" ? "beta" : "b", layer, unit, input: 0 };
    const value = link ? this.diagram.weightOf(known, link) : shift.value;
    return value === null ? null : { place, value };
  }

  /** Change a weight, or a neuron's bias, in the readout. @param {Link | null} link @param {string | null} key */
  edit(link, key) {
    this.editor.end(false);
    const found = this.parameter(link, key);
    if (!found) return;
    this.pointAt(key, link);
    this.editor.begin(found.place, found.value);
  }

  /** @param {boolean} byKey */
  edited(byKey) {
    const { link, shown } = this;
    if (byKey && link) this.diagram.linkView.focus(link.key);
    else if (byKey && shown) this.diagram.neurons.focus(shown);
    else this.pointAt(null, null);
  }

  /** The weight or the unit that is pointed at, below the diagram. */
  read() {
    const known = this.diagram.known();
    this.readout.allow(this.parameter(this.link, this.shown) !== null);
    if (known && this.link) return this.readout.link(this.link, this.diagram.weightOf(known, this.link));
    if (!known || !this.shown) return this.readout.clear();
    const [layer = 1, unit = 0] = this.shown.split(".").map(Number);
    this.readout.unit(layer, unit, known.shift(layer, unit), this.diagram.isOut()?.(layer, unit) ?? false);
  }
}
