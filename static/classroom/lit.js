// One network on the wall, in place of the tiles: live in the spotlight, or as a snapshot that is presented.

import { rounded } from "../paint/axes.js";
import { t } from "../words/messages.js";
import { Card } from "./card.js";
import { layersOf } from "./changes.js";
import { find } from "./site.js";
import { settingsIn, tileOf } from "./still.js";

/** What the wall asks of it. */
const VIEWS = { tile: true, resolution: 100, still_resolution: 100 };

export class Lit {
  /** @param {import("../live/live.js").Live} live */
  constructor(live) {
    this.live = live;
    this.card = new Card(find("card"));
    /** @type {import("./still.js").Still | null} */
    this.still = null;
    /** @type {{run: string, nickname?: string | null} | null} */
    this.spotlight = null;
    /** @type {import("./signs.js").Sign} */
    this.sign = "well";
    /** The latest of the spotlight's network. @type {import("../live/wire.js").Frame | null} */
    this.frame = null;
  }

  /**
   * @param {{run: string, nickname?: string | null} | null | undefined} spotlight
   * @param {import("./still.js").Still | null} still what is presented while nothing is in the spotlight
   */
  show(spotlight, still) {
    const presented = spotlight ? null : still;
    if (presented?.id !== this.still?.id || presented?.nickname !== this.still?.nickname) this.present(presented);
    const before = this.spotlight?.run;
    this.spotlight = spotlight ?? null;
    if (before === spotlight?.run) return this.draw();
    [this.sign, this.frame] = ["well", null];
    if (before) this.live.unwatch(before);
    if (!presented) this.card.show(null);
    this.watch();
  }

  /** @param {import("./still.js").Still | null} still */
  async present(still) {
    this.still = still;
    const tile = still && (await tileOf(still).catch(() => null)); // one that was deleted meanwhile is not shown
    if (this.still === still) this.card.show(tile, still ? settingsIn(still) : "");
  }

  /** Watch it, also on a new connection. */
  watch() {
    if (this.spotlight) this.live.want({ do: "watch", run: this.spotlight.run, views: VIEWS }).catch(() => {});
  }

  /** @param {import("../live/wire.js").Frame} frame */
  take(frame) {
    if (frame.run !== this.spotlight?.run) return;
    this.live.acknowledge(frame.run, frame.number);
    this.frame = frame;
    this.draw();
  }

  /** How it goes, by the rules of the board. @param {import("../live/wire.js").Board} news */
  hear({ signs }) {
    const sign = signs[this.spotlight?.run ?? ""];
    if (!sign || sign === this.sign) return;
    this.sign = sign;
    this.draw();
  }

  draw() {
    const { spotlight, frame, sign } = this;
    if (!spotlight || !frame) return;
    const member = /** @type {import("./told.js").Member} */ ({ id: frame.run, nickname: spotlight.nickname ?? t("A student's network"), task: "" });
    this.card.show({ member, frame, sign, moved: 0 }, t("layers {layers}", { layers: layersOf(frame) }) + " · " + t("rate {rate}", { rate: rounded(frame.learning_rate) }));
  }
}
