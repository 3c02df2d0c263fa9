// The marks of the classes: a shape for each, the same in points, legend and tables, so that colour is never the only
// sign.

import { t } from "../words/messages.js";

const SVG = "http://www.w3.org/2000/svg";

/** Each shape looks about as large as a circle of radius 1. */
export const SHAPES = [
  "M0-1.25L1.25 0L0 1.25L-1.25 0Z",
  "M1 0A1 1 0 1 1-1 0A1 1 0 1 1 1 0Z",
  "M0-1.25L1.25 1L-1.25 1Z",
  "M-.95-.95H.95V.95H-.95Z",
  "M-.4-1.2H.4V-.4H1.2V.4H.4V1.2H-.4V.4H-1.2V-.4H-.4Z",
  "M0 1.25L-1.25-1L1.25-1Z",
  "M0-1.4L.38-.5L1.33-.43L.61.2L.82 1.13L0 .64L-.82 1.13L-.61.2L-1.33-.43L-.38-.5Z",
  "M0-.55L.6-1.15L1.15-.6L.55 0L1.15.6L.6 1.15L0 .55L-.6 1.15L-1.15.6L-.55 0L-1.15-.6L-.6-1.15Z",
  "M-1.05-1.15H1.05L.25 0L1.05 1.15H-1.05L-.25 0Z",
  "M-1.4-.6H1.4V.6H-1.4Z",
  "M-.6-1.4H.6V1.4H-.6Z",
  "M1.25 0L-1 1.25L-1-1.25Z",
  "M-1.25 0L1-1.25L1 1.25Z",
  "M1.2 0A1.2 1.2 0 1 1-1.2 0A1.2 1.2 0 1 1 1.2 0ZM.5 0A.5.5 0 1 0-.5 0A.5.5 0 1 0 .5 0Z",
  "M-1.15-1.05L0-.25L1.15-1.05V1.05L0 .25L-1.15 1.05Z",
  "M-1.1-1.1H1.1V1.1H-1.1ZM-.45-.45V.45H.45V-.45Z",
  "M-1.3.65A1.3 1.3 0 0 1 1.3.65Z",
  "M-1.3-.65A1.3 1.3 0 0 0 1.3-.65Z",
  "M0-1.25L1.25.1V1.15L0-.1L-1.25 1.15V.1Z",
  "M-1.1-1.1H-.1V.1H1.1V1.1H-1.1Z",
];

/** The shapes as paths of a canvas. */
export const paths = () => SHAPES.map((shape) => new Path2D(shape));

/**
 * A class's mark as a small drawing beside its name.
 * @param {number} label
 */
export function mark(label) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "mark-of-class");
  svg.setAttribute("viewBox", "-1.6 -1.6 3.2 3.2");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", SHAPES[label] ?? "");
  path.style.fill = `var(--class-${label})`;
  svg.append(path);
  return svg;
}

/** A legend's items: a mark and a name for each class. @param {string[]} names */
export const markedNames = (names) =>
  names.map((text, label) => {
    const item = document.createElement("li");
    const word = Object.assign(document.createElement("span"), { className: "unseen", textContent: `${t("Class")} ` });
    const name = Object.assign(document.createElement("span"), { className: "class-name", textContent: text, title: text });
    item.append(mark(label), word, name);
    return item;
  });
