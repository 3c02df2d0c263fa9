// A penalty: a loss of one weight, the same with a penalty, and where each is smallest.

import { t } from "../words/messages.js";
import { mark, said, say, sliderOf, svgOf, through } from "../figures/drawing.js";

/** The loss alone is smallest at `best`. */
export const defaults = { best: 0.8, width: 320, height: 160, range: [-1, 2], highest: 2.4 };

/** @param {number} w */
const loss = (w) => (w - defaults.best) ** 2;

/** The loss with each penalty, and the weight at which it is smallest. @type {Record<string, {objective: (w: number, rate: number) => number, best: (rate: number) => number}>} */
export const PENALTIES = {
  L1: { objective: (w, rate) => loss(w) + rate * Math.abs(w), best: (rate) => Math.max(0, defaults.best - rate / 2) },
  L2: { objective: (w, rate) => loss(w) + (rate / 2) * w ** 2, best: (rate) => defaults.best / (1 + rate / 2) },
};

/** @type {import("../figures/figures.js").Figure} */
export function penalty(figure) {
  const { width, height, range, highest } = defaults;
  const [low = 0, high = 1] = range;
  const svg = svgOf(figure, width, height);
  const half = width / 2;
  const rate = sliderOf(figure, { label: t("Regularisation rate"), low: 0, high: 2, step: 0.1, value: 0.5 }, draw);

  function draw() {
    svg.replaceChildren();
    Object.entries(PENALTIES).forEach(([label, { objective, best }], nth) => {
      const place = (/** @type {number} */ w, /** @type {number} */ value) => /** @type {[number, number]} */ ([nth * half + ((w - low) / (high - low)) * (half - 14), height - 14 - (Math.min(value, highest) / highest) * (height - 20)]);
      const curve = (/** @type {(w: number) => number} */ of) => through(Array.from({ length: 91 }, (_, i) => low + ((high - low) * i) / 90).filter((w) => of(w) <= highest).map((w) => place(w, of(w))));
      const [x, y] = place(best(rate()), objective(best(rate()), rate()));
      const [zero] = place(0, 0);
      svg.append(
        mark("path", { class: "ground", d: `M${nth * half} ${height - 14}h${half - 14}M${zero} ${height - 14}V6` }),
        mark("path", { class: "truth", d: curve(loss) }),
        mark("path", { class: "curve-line", d: curve((w) => objective(w, rate())) }),
        mark("circle", { class: "dot now", cx: x, cy: y, r: 5 }),
        mark("text", { x: nth * half + half / 2, y: 14, "text-anchor": "middle" }, label),
        mark("text", { x: zero - 4, y: height - 1 }, "0"),
      );
    });
    const found = { l1: said(PENALTIES.L1?.best(rate()) ?? 0), l2: said(PENALTIES.L2?.best(rate()) ?? 0) };
    say(figure, t("The best weight: {l1} with L1, {l2} with L2, 0.8 without.", found));
  }
  return draw;
}
