// The notation: the course's names for weights, biases and units, as text and as small HTML.

/** The features in the order of the wire, in mathematical notation. */
export const FEATURES = /** @type {const} */ (["x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2"]);

/** @type {Record<string, string>} */
const FEATURE_TEXT = {
  x1: "x₁",
  x2: "x₂",
  x1_squared: "x₁²",
  x2_squared: "x₂²",
  x1_x2: "x₁x₂",
  sin_x1: "sin x₁",
  sin_x2: "sin x₂",
};

/** @param {string} feature */
export const featureText = (feature) => FEATURE_TEXT[feature] ?? feature;

/** @param {string} feature @returns {Node[]} */
export function featureName(feature) {
  if (isFormula(feature)) return formula(feature);
  const parts = featureText(feature).match(/sin |x|₁|₂|²/g) ?? [feature];
  return parts.map((part) => {
    if (part === "x") return element("i", part);
    if (part === "sin ") return document.createTextNode("sin\u2009");
    return element(part === "²" ? "sup" : "sub", { "₁": "1", "₂": "2", "²": "2" }[part] ?? part);
  });
}

/** Whether a feature is a formula of one's own. @param {string} feature */
export const isFormula = (feature) => !(feature in FEATURE_TEXT);

/** A formula as it was typed, with its variables as elsewhere. @param {string} text @returns {Node[]} */
function formula(text) {
  return text.split(/(x[12])/).flatMap((part) => /** @type {Node[]} */ (/^x[12]$/.test(part) ? [element("i", "x"), element("sub", part.slice(1))] : [document.createTextNode(part)]));
}

/**
 * A letter with its layer above and its indices below, such as w[2] with 1,3.
 * @param {string} letter
 * @param {number | string} layer its number, or a word
 * @param {(number | string)[]} indices from 1, or the letter of a gate
 * @returns {Node[]}
 */
export function symbol(letter, layer, ...indices) {
  const scripts = element("span", "");
  scripts.className = "scripts";
  scripts.append(element("sup", `[${layer}]`), element("sub", indices.join(",")));
  return [element("i", letter), scripts];
}

/**
 * The same as text, for screen readers.
 * @param {string} letter
 * @param {number | string} layer its number, or a word
 * @param {(number | string)[]} indices from 1, or the letter of a gate
 */
export const symbolText = (letter, layer, ...indices) => `${letter}[${layer}]${indices.join(",")}`;

/**
 * @param {string} tag
 * @param {string} text
 */
function element(tag, text) {
  const node = document.createElement(tag);
  node.textContent = text;
  return node;
}
