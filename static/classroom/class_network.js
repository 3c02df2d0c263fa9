// The class network: the teacher's network in front of all, with its map, its losses, and the ways to run it.

import { colors } from "../paint/colors.js";
import { enlarged, enlargedClasses, Painting } from "../paint/map.js";
import { PlaySwitch } from "../run/play_switch.js";
import { joinClauses } from "../words/joined.js";
import { figure, inPercent, t } from "../words/messages.js";
import { Said } from "../words/said.js";
import { attribute, show, write } from "../words/write.js";
import { Painter } from "./painter.js";
import { Plane } from "./plane.js";
import { button, find, reasonOf } from "./site.js";
import { TakingAlong } from "./taking_along.js";
import { withCurve } from "./tiles.js";

/** How much larger its map is painted than it comes, and how often and how fine it is wanted. */
export const defaults = { times: 5, views: { tile: true, resolution: 60, still_resolution: 60, frames_per_second: 15 } };

export class ClassNetworkView {
  /** @param {import("../live/live.js").Live} live @param {boolean} isTeachers whether the network can be run from here */
  constructor(live, isTeachers) {
    this.live = live;
    this.host = find("class-network");
    this.plane = find("network-plane");
    this.painting = new Painting();
    this.plane.append(this.painting.canvas);
    this.colors = colors();
    this.marks = new Plane(this.plane, this.colors);
    this.curve = /** @type {HTMLCanvasElement} */ (find("network-curve"));
    this.painter = new Painter(this.curve);
    /** The run, and the one that is watched. @type {string | null} */
    this.run = null;
    /** @type {string | null} */
    this.watched = null;
    this.isShown = false;
    /** @type {import("../live/wire.js").Frame | null} */
    this.frame = null;
    this.isTeachers = isTeachers;
    this.along = isTeachers ? new TakingAlong() : null;
    this.fault = new Said(find("network-fault"));
    /** Before a question's start there is one way to let it run: that which ends the guessing. */
    this.isHeld = false;
    /** Called when it stands still. */
    this.stood = () => {};
    this.switch = new PlaySwitch((command) => this.act(command));
    button("network-play").addEventListener("click", () => this.switch.press(this.frame));
    button("network-reset").addEventListener("click", () => this.act("reset"));
    new ResizeObserver(() => this.draw()).observe(this.curve);
    document.addEventListener("chalknet-theme", () => {
      this.colors = this.marks.colors = colors();
      this.draw();
      this.marks.draw(this.marks.drawn);
    });
  }

  /** @param {"play" | "pause" | "reset"} command @returns {Promise<number | null>} when it was carried out, in seconds of the server's clock */
  async act(command) {
    const say = this.fault.begin();
    try {
      const { taken } = /** @type {{taken: number}} */ (await this.live.send({ do: command, run: this.run }));
      return taken;
    } catch (error) {
      const { text, values } = /** @type {import("../live/wire.js").Failure} */ (error);
      say(t(text, values) || reasonOf(error));
      return null;
    }
  }

  /** Show a run, or none, while the view is open. @param {string | null} run @param {boolean} isShown @param {boolean} isBare whether the plane is shown without a run, too */
  follow(run, isShown, isBare) {
    if (run !== this.run) {
      this.frame = null;
      this.switch.forget();
      this.painting.canvas.width = 0;
    }
    this.run = run;
    this.isShown = isShown;
    show(this.host, isShown && (isBare || run !== null));
    show(this.curve, run !== null);
    this.draw();
    this.watch();
  }

  /** Watch what is shown; after a lost connection `again`. @param {boolean} [again] */
  watch(again = false) {
    const wanted = this.isShown ? this.run : null;
    if (!this.live.since.welcome || (wanted === this.watched && !again)) return;
    if (this.watched && !again) this.live.unwatch(this.watched);
    this.watched = wanted;
    if (wanted) this.live.want({ do: "watch", run: wanted, views: defaults.views }).catch(({ code }) => code !== "lost" && this.watched === wanted && (this.watched = null));
  }

  /** @param {import("../live/wire.js").Frame} frame */
  take(frame) {
    if (frame.run !== this.run) return;
    if (this.frame?.state === "playing" && frame.state !== "playing") this.stood();
    this.frame = withCurve(frame, this.frame);
    this.switch.tell(frame);
    this.draw();
    this.live.acknowledge(frame.run, frame.number);
  }

  draw() {
    const { frame, painting } = this;
    show(find("network-acts"), this.isTeachers && frame !== null && !this.isHeld);
    show(find("network-figures"), frame !== null);
    this.along?.follow(frame);
    if (!frame) {
      show(this.plane, true);
      return attribute(this.plane, "aria-label", t("Plane without a network"));
    }
    const { tile, tile_winner, tile_line } = frame.arrays;
    show(this.plane, Boolean(tile || tile_line));
    if (tile) {
      const [side = 1] = tile.shape;
      const bytes = enlarged(/** @type {Int8Array} */ (tile.data), side, defaults.times);
      if (tile_winner) painting.paintClasses(bytes, enlargedClasses(/** @type {Uint8Array} */ (tile_winner.data), /** @type {Int8Array} */ (tile.data), side, defaults.times), side * defaults.times, this.colors.winners(frame.sizes.at(-1) ?? 2));
      else painting.paint(bytes, side * defaults.times, this.colors.smooth);
    } else if (tile_line) {
      const most = Math.max(0.1, ...Array.from(tile_line.data, Math.abs));
      painting.paintCurve(tile_line.data, [-most, most], this.colors.smooth);
    }
    const words = [t("epoch {epoch}", { epoch: Math.floor(frame.epoch) }), `${lossOf()} ${figure(frame.train_loss)}`, `${testOf()} ${figure(frame.test_loss)}`];
    if (frame.test_accuracy !== null) words.push(`${accuracyOf()} ${inPercent(frame.test_accuracy)}`);
    write(find("network-figures"), words.join(" · "));
    attribute(this.plane, "aria-label", joinClauses([t("Map of the class network"), ...words]));
    write(button("network-play"), frame.state === "playing" ? t("Pause") : t("Run"));
    const { clientWidth: width, clientHeight: height } = this.curve;
    if (!width) return;
    Object.assign(this.curve, { width: Math.round(width * devicePixelRatio), height: Math.round(height * devicePixelRatio) });
    this.painter.context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    this.painter.drawCurve(frame, 1, 2, width - 2, height - 4, this.colors);
  }
}

const lossOf = () => t("Training loss");
const testOf = () => t("Test loss");
const accuracyOf = () => t("Test accuracy");
