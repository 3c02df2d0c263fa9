// The moves: what the next step of each method does from the ball, as arrows of the plane and as a table.

import { optionText } from "../words/options.js";
import { figure, t } from "../words/messages.js";
import { attribute, write } from "../words/write.js";

/** @typedef {import("./plane.js").Point} Point */
/** @typedef {import("./plane.js").Move & {isOwn: boolean, name: string, loss: number | null, swatch: string}} Move `isOwn`: of the run's own method; `loss`: after it */

/** The colours of the other optimisers' steps. */
const OTHERS = ["class-0", "class-1", "class-2", "class-3", "class-4", "class-8", "class-9"];

/** Downhill, what is carried on, and the next steps. @param {import("../live/wire.js").Frame} frame @param {import("../live/wire.js").Ground} about @param {import("../paint/colors.js").Colors} colors @param {boolean} areAll whether the other methods' steps are among them @returns {Move[]} */
export function movesOf(frame, { downhill, coast, steps }, { token }, areAll) {
  const rate = frame.learning_rate;
  /** @type {Move[]} */
  const moves = [];
  const add = (/** @type {string} */ name, /** @type {Point | null | undefined} */ by, /** @type {string} */ color, /** @type {{isOwn?: boolean, loss?: number | null, width?: number, dash?: number[]}} */ how = {}) => {
    if (by) moves.push({ by, color: token(color), swatch: color, width: how.width ?? 2.2, ...(how.dash && { dash: how.dash }), isOwn: how.isOwn ?? false, name, loss: how.loss ?? null });
  };
  add(t("Negative gradient × learning rate, all samples"), downhill && [rate * downhill[0], rate * downhill[1]], "accent", { isOwn: true, dash: [5, 4] });
  if (coast && Math.hypot(...coast) > 0) add(t("Velocity: carried on from the steps before"), coast, "beside", { isOwn: true, width: 1.8 });
  const own = steps?.find((each) => each.own);
  if (own) add(t("Next step: {method}", { method: optionText("optimizer.kind", own.method) }), own.by, "ink", { isOwn: true, loss: own.loss, width: 4 });
  if (areAll) {
    (steps ?? []).forEach(({ method, own: isOwn, by, loss }, nth) => isOwn || add(optionText("optimizer.kind", method), by, OTHERS[nth % OTHERS.length] ?? "muted", { loss, width: 1.6 }));
  }
  return moves;
}

/** Whether a loss rises or falls. @param {number} after @param {number | null | undefined} before */
const arrow = (after, before) => (before == null || after === before ? "" : after > before ? "↑" : "↓");

/** A row for each move. */
export class MoveTable {
  /** @param {HTMLTableSectionElement} body */
  constructor(body) {
    this.body = body;
  }

  /** @param {import("../live/wire.js").Ground} about @param {Move[]} moves */
  draw({ loss }, moves) {
    while (this.body.rows.length > moves.length) this.body.deleteRow(-1);
    moves.forEach(({ name, swatch, by, loss: after, dash }, nth) => {
      const row = this.body.rows[nth] ?? this.row();
      const line = row.querySelector("line");
      if (line) attribute(line, "stroke", `var(--${swatch})`);
      if (line) attribute(line, "stroke-dasharray", dash ? "4 3" : "");
      write(row.querySelector(".name"), name);
      write(row.querySelector(".length"), figure(Math.hypot(...by)));
      write(row.querySelector(".after"), after === null ? "" : `${figure(after)} ${arrow(after, loss)}`.trim());
    });
  }

  row() {
    const row = this.body.insertRow();
    row.innerHTML = '<th scope="row"><svg width="22" height="8" aria-hidden="true"><line x1="1" y1="4" x2="21" y2="4" stroke-width="2.5"/></svg><span class="name"></span></th><td class="length"></td><td class="after"></td>';
    return row;
  }
}
