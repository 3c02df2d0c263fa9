// SVG: a picture of marks as a file that stands alone. It has plain shapes, texts and embedded images, which slide
// programs read; nothing of the page's styles, and no HTML.

/** @typedef {import("./seen.js").Mark} Mark */
/** @typedef {import("./seen.js").Picture} Picture */

/** @param {string} text */
const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`).replace(/[\0-\x08\x0b\x0c\x0e-\x1f]/g, "");

/** The names of fonts that only browsers know. */
const OF_BROWSERS = /^(system-ui|-apple-system|ui-[a-z-]+)$/;

/** The families of a list that other programs know. @param {string} families */
const familyOf = (families) =>
  families
    .split(/,\s*/)
    .filter((name) => !OF_BROWSERS.test(name))
    .map((name) => name.replaceAll('"', "'"))
    .join(", ");

/** At most two decimals. @param {number} value */
const round = (value) => String(Math.round(value * 100) / 100);

/** Attributes, without those that have their usual value. @param {Record<string, string | number | null | undefined>} values */
function attributes(values) {
  const given = Object.entries(values).filter(([, value]) => value !== null && value !== undefined);
  return given.map(([name, value]) => ` ${name}="${typeof value === "number" ? round(value) : escaped(String(value))}"`).join("");
}

/** @param {number} value */
const unlessOne = (value) => (value < 1 ? value : null);

/** Each mark as an element, in the coordinates of the page. @type {{[kind in Mark["kind"]]: (mark: any) => string}} */
const ELEMENTS = {
  box: ({ x, y, width, height, radius, color, opacity }) =>
    `<rect${attributes({ x, y, width, height, rx: radius || null, fill: color, "fill-opacity": unlessOne(opacity) })}/>`,
  path: ({ d, matrix, fill, stroke, width, dash, opacity }) =>
    `<path${attributes({
      d,
      transform: matrix && `matrix(${matrix.map((/** @type {number} */ value) => +value.toFixed(4)).join(" ")})`,
      fill: fill ?? "none",
      stroke,
      "stroke-width": stroke ? width : null,
      "stroke-dasharray": stroke && dash.length > 0 ? dash.map(round).join(" ") : null,
      "stroke-linejoin": stroke ? "round" : null,
      opacity: unlessOne(opacity),
    })}/>`,
  image: ({ x, y, width, height, canvas, opacity }) =>
    `<image${attributes({ x, y, width, height, preserveAspectRatio: "none", opacity: unlessOne(opacity), href: canvas.toDataURL("image/png") })}/>`,
  text: ({ x, y, text, size, family, weight, italic, color, opacity }) =>
    `<text${attributes({
      x,
      y,
      "text-anchor": "middle",
      "font-family": familyOf(family),
      "font-size": size,
      "font-weight": weight === "400" ? null : weight,
      "font-style": italic ? "italic" : null,
      fill: color,
      "fill-opacity": unlessOne(opacity),
    })}>${escaped(text)}</text>`,
};

/**
 * The file.
 * @param {Picture} picture
 * @param {string} title what a screen reader says of it
 * @param {string} language
 */
export function svgOf({ x, y, width, height, marks }, title, language) {
  const view = [x, y, width, height].map(round).join(" ");
  const size = attributes({ width, height, viewBox: view, "xml:lang": language });
  const lines = marks.map((mark) => ELEMENTS[mark.kind](mark));
  const paper = ELEMENTS.box({ x, y, width, height, radius: 0, color: "#ffffff", opacity: 1 });
  return [`<svg xmlns="http://www.w3.org/2000/svg"${size}>`, `<title>${escaped(title)}</title>`, paper, ...lines, "</svg>", ""].join("\n");
}
