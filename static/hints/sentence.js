// The sentence about a control: the hint of its setting, or its own description; a picture without words has its name, too.

/** @typedef {{host: HTMLElement, name: string, words: string, explained: string}} About `explained`: the name of a longer explanation, or "" */

const CONTROLS = "button, a, input, select, summary, [aria-description]";
/** What says elsewhere what it is: a neuron in the readout, a point in its table. */
const APART = ".neuron, .links *, .cell *";

/** What is said about the control that an element belongs to. @param {Element} element @returns {About | null} */
export function about(element) {
  const own = controlOf(element);
  const field = /** @type {HTMLElement | null} */ (element.closest(".field"));
  const explained = /** @type {HTMLElement | null} */ (element.closest("[data-explained]"))?.dataset.explained ?? "";
  const description = own?.ariaDescription ?? "";
  if (own && (description || isPicture(own))) return { host: own, name: isPicture(own) ? (own.ariaLabel ?? "") : "", words: description, explained };
  const words = field ? hintOf(field) : "";
  const host = field ?? /** @type {HTMLElement | null} */ (element.closest("[data-explained]"));
  // Of a setting whose help stands below it, the explanation alone is offered; elsewhere there is something to say.
  return host && (words || (field && explained)) ? { host, name: "", words, explained } : null;
}

/** The control at an element; of a label, the control that it names. @param {Element} element */
function controlOf(element) {
  const found = element.closest(CONTROLS) ?? element.closest("label")?.control ?? null;
  return found instanceof HTMLElement && !found.matches(APART) ? found : null;
}

/** Whether a control shows no words. @param {HTMLElement} control */
const isPicture = (control) => control.matches("button, label *, a") && Boolean(control.ariaLabel) && !/\p{L}/u.test(control.textContent ?? "");

/** The hint of a setting; in a low window, where its help has no room, its help. @param {HTMLElement} field */
function hintOf(field) {
  const shown = [...field.querySelectorAll(":scope > .help")].filter((help) => help.matches(".hint") || getComputedStyle(help).position === "absolute");
  const texts = shown.map((help) => /** @type {HTMLElement} */ (help)).map((help) => [...(help.children.length ? help.children : [help])].filter((part) => !/** @type {HTMLElement} */ (part).hidden).map((part) => part.textContent?.trim()).join(" "));
  return texts.find(Boolean) ?? "";
}
