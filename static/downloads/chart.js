// The chart of the losses as marks: uPlot's axes and lines, drawn again as paths and texts, so that they stay sharp on a
// slide.

import { placed } from "../curve/milestones.js";

/** The height of a line of text, and how far its baseline is below its middle, in font sizes. */
export const defaults = { row: 1.3, below: 0.35 };

/**
 * @param {import("./seen.js").Seen} seen
 * @param {import("../curve/curve.js").Curve} curve
 */
export function chart(seen, { plot, state }) {
  if (!plot) return;
  const { token } = state.colors;
  const style = getComputedStyle(plot.root);
  const size = parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.857;
  const area = plot.over.getBoundingClientRect();
  const x = (/** @type {number} */ value) => area.left + plot.valToPos(value, "x");
  const y = (/** @type {number} */ value) => area.top + plot.valToPos(value, "y");
  const ruler = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  ruler.font = `${size}px ${style.fontFamily}`;
  const measure = (/** @type {string} */ words) => ruler.measureText(words).width;
  const write = (/** @type {string} */ text, /** @type {number} */ middle, /** @type {number} */ centre) => {
    const width = measure(text);
    const mark = { kind: /** @type {const} */ ("text"), x: middle, y: centre + size * defaults.below, text, size, family: style.fontFamily, weight: "400", italic: false, color: token("muted"), opacity: 1 };
    seen.add(mark, { x: middle - width / 2, y: centre - size / 2, width, height: size });
  };

  const [across, up] = plot.axes.map((axis) => /** @type {{_splits?: number[], _values?: string[], _show?: boolean}} */ (axis));
  up?._splits?.forEach((value, i) => {
    const text = up._values?.[i];
    if (!text) return;
    seen.line([[area.left, y(value)], [area.right, y(value)]], { color: token("line"), width: 1 });
    write(text, area.left - 6 - measure(text) / 2, y(value));
  });
  across?._splits?.forEach((value, i) => across._values?.[i] && write(across._values[i] ?? "", x(value), area.bottom + 4 + size / 2));

  const [steps = [], ...columns] = plot.data;
  columns.forEach((column, i) => {
    const series = plot.series[i + 1];
    if (!series?.show) return;
    const points = Array.from(steps, (step, nth) => [step, column[nth]]).filter((point) => point[1] != null);
    const line = /** @type {[number, number][]} */ (points).map(([step, loss]) => /** @type {[number, number]} */ ([x(step), y(loss)]));
    const color = token(/** @type {string} */ (["batch", "accent", "ink", "validation"][i]));
    if (line.length > 1) seen.line(line, { color, width: series.width ?? 1, dash: series.dash ?? [] });
  });

  const { min = 0, max = 0 } = plot.scales.x ?? {};
  const { lines, labels } = placed(state.scene?.milestones ?? [], [min ?? 0, max ?? 0], x, area, measure, 1);
  for (const place of lines) seen.line([[place, area.top], [place, area.bottom]], { color: token("muted"), width: 1, dash: [3, 3] });
  for (const { words, start, width, row } of labels) {
    const top = area.top + row * size * defaults.row;
    seen.box({ x: start - 2, y: top, width: width + 4, height: size * defaults.row }, 0, "#ffffff", 0.8);
    write(words, start + width / 2, top + (size * defaults.row) / 2);
  }
}
