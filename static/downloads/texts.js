// The texts of the page as marks, line by line: each with its middle, its baseline and its font.

import { plain } from "./color.js";

/** @typedef {import("./seen.js").Text} TextMark */
/** @typedef {import("./seen.js").Rect} Rect */

/** @type {CanvasRenderingContext2D | null} */
let ruler = null;

/**
 * The lines of a text of the page; of an element without one, its value in its middle.
 * @param {Text | HTMLElement} node
 * @param {CSSStyleDeclaration} style of the element that it is in
 * @param {number} opacity
 * @returns {{mark: TextMark, rect: Rect}[]}
 */
export function textsIn(node, style, opacity) {
  const lines = node instanceof Text ? linesOf(node, style) : [{ text: valueOf(node), rect: node.getBoundingClientRect() }];
  const size = parseFloat(style.fontSize);
  const italic = style.fontStyle === "italic";
  ruler ??= document.createElement("canvas").getContext("2d");
  if (ruler) ruler.font = `${italic ? "italic " : ""}${style.fontWeight} ${size}px ${style.fontFamily}`;
  const { fontBoundingBoxAscent: ascent = 0, fontBoundingBoxDescent: descent = 0 } = ruler?.measureText("x") ?? {};
  const { hex, alpha } = plain(style.color);
  return lines.map(({ text, rect }) => ({
    mark: {
      kind: "text",
      x: rect.x + rect.width / 2,
      y: rect.y + (rect.height + ascent - descent) / 2,
      text,
      size,
      family: style.fontFamily,
      weight: style.fontWeight,
      italic,
      color: hex,
      opacity: opacity * alpha,
    },
    rect,
  }));
}

/** @param {HTMLElement} element */
const valueOf = (element) => (element instanceof HTMLInputElement ? element.value : (element.dataset.value ?? ""));

/** What is seen of a text, line by line. @param {Text} node @param {CSSStyleDeclaration} style */
function linesOf(node, style) {
  /** @type {{text: string, rect: Rect}[]} */
  const lines = [];
  if (!node.data.trim()) return lines;
  const host = /** @type {HTMLElement} */ (node.parentElement);
  const isCut = style.textOverflow === "ellipsis" && host.scrollWidth > host.clientWidth;
  const end = isCut ? host.getBoundingClientRect().right - parseFloat(style.fontSize) : Infinity;
  const range = document.createRange();
  for (const { segment, index } of new Intl.Segmenter().segment(node.data)) {
    range.setStart(node, index);
    range.setEnd(node, index + segment.length);
    const { x, y, width, height } = range.getBoundingClientRect();
    if (width === 0 || x + width > end) continue;
    const line = lines.at(-1);
    if (line && Math.abs(line.rect.y - y) < height / 2) {
      line.text += segment;
      const left = Math.min(line.rect.x, x);
      line.rect = { ...line.rect, x: left, width: Math.max(line.rect.x + line.rect.width, x + width) - left };
    } else lines.push({ text: segment, rect: { x, y, width, height } });
  }
  const last = lines.at(-1);
  if (isCut && last) last.text += "…";
  return lines.filter(({ text }) => text.trim() !== "");
}
