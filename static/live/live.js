// The live connection: sends commands, receives frames, notices when the connection is dead, and connects again.

import { diagnose, visitor } from "./diagnosis.js";
import { t } from "../words/messages.js";
import { Polling } from "./polling.js";
import { Refused } from "./rest.js";
import { opened } from "./started.js";
import { waitAfter } from "./wait.js";
import { Wants } from "./wants.js";
import { read } from "./wire.js";

/** @typedef {import("./wire.js").Frame} Frame */
/** @typedef {import("./wire.js").Failure} Failure */
/** @typedef {import("./started.js").Line} Line */

/** In milliseconds. */
export const defaults = {
  first_wait: 500,
  longest_wait: 15_000,
  /** The longest wait for the server's welcome. */
  connecting: 5_000,
  /** After this silence, the page pings the server; */
  quiet: 3_000,
  /** after this time without an answer, the page shows that the server is silent; */
  doubtful: 3_000,
  /** after this time, the page closes the connection; on a slow one, which has failed before, later. */
  patience: 7_000,
  longest_patience: 28_000,
  /** Who has been sent something on a connection that has lasted so long connects again soon, else later each time. */
  steady: 10_000,
  /** A connection that has lasted so long is not suspected of losing messages. */
  proven: 60_000,
  /** The longest duration of a command. */
  command: 20_000,
};

/** What a listener does of which it says nothing. @type {Listener} */
const UNHEARD = { welcome() {}, lost() {}, polling() {}, frame() {}, notice() {} };

/** The interval, in milliseconds, at which the page looks whether the server is there. */
const LOOK = 1000;

/**
 * The listener: `welcome` is called when the server accepts commands, `lost` when it does not, with the reason as far as
 * it is known, `polling` when WebSockets are blocked.
 * @typedef {object} Listener
 * @property {() => void} welcome
 * @property {(trouble: {code: string}) => void} lost
 * @property {() => void} polling
 * @property {(frame: Frame) => void} frame
 * @property {(notice: import("./wire.js").Notice) => void} notice
 */

export class Live {
  /**
   * @param {string} [url] of the socket; beside the page, unless another is given
   * @param {{socket?: (url: string) => Line, polling?: () => Line, examine?: () => Promise<Refused | null>, who?: () => Promise<string | null>}} [ways]
   */
  constructor(url = new URL("live", document.baseURI).href.replace(/^http/, "ws"), { socket = opened, polling = () => new Polling(), examine = diagnose, who = visitor } = {}) {
    this.url = url;
    this.ways = { socket, polling };
    this.examine = examine;
    /** @type {Listener | null} */
    this.listener = null;
    /** @type {((listener: Listener) => void)[]} */
    this.unheard = [];
    /** @type {() => void} */
    this.welcome = () => {};
    /** @type {Promise<void>} resolves when the server accepts commands */
    this.welcomed = new Promise((resolve) => (this.welcome = resolve));
    /** Who is told of classes (see static/classroom/attendant.js). @type {Set<import("../classroom/attendant.js").Attendant>} */
    this.attendants = new Set();
    /** Who watches a run that is not the page's own, such as a family, by its id. @type {Map<string, import("../families/family.js").Family>} */
    this.others = new Map();
    this.wants = new Wants(this, who);
    /** A mark of the visitor whose connection it is. */
    this.visitor = "";
    this.attempts = 0;
    this.lastId = 0;
    /** @type {Map<number, {since: number, resolve: (answer: object) => void, reject: (failure: Failure) => void}>} */
    this.waiting = new Map();
    /** @type {Line | null} */
    this.line = null;
    this.isPolling = false;
    /** How many WebSockets in a row failed although the server responded. */
    this.blocked = 0;
    /** @type {Refused | null} the server's refusal on this connection, if it was the last message */
    this.refusal = null;
    /** The times of opening, of the welcome, of the last message, of the last news and of the last ping; 0 where there was none. */
    this.since = { opened: 0, welcome: 0, heard: 0, news: 0, asked: 0 };
    /** When the page last looked whether the server is there, and whether it has said that it is silent. */
    this.looked = 0;
    this.isDoubted = false;
    /** @type {any} the timers */
    this.retrying = null;
    /** @type {any} */
    this.looking = null;
    this.connect();
  }

  /** @param {Partial<Listener>} listener called for all events, past ones included */
  listen(listener) {
    this.listener = { ...UNHEARD, ...listener };
    for (const telling of this.unheard.splice(0)) telling(this.listener);
  }

  /** @param {(listener: Listener) => void} telling */
  tell(telling) {
    if (this.listener) telling(this.listener);
    else this.unheard.push(telling);
  }

  connect() {
    this.rest();
    this.refusal = null;
    const now = (this.looked = Date.now());
    this.since = { opened: now, welcome: 0, heard: now, news: 0, asked: 0 };
    this.isDoubted = false;
    const line = (this.line = this.isPolling ? this.ways.polling() : this.ways.socket(this.url));
    line.onmessage = ({ data }) => this.hear(read(data));
    line.onclose = (reason) => this.lose("lost", reason instanceof Refused ? reason : this.refusal);
    this.looking = setInterval(() => this.look(), LOOK);
  }

  /** Make a scheduled attempt at once. */
  hurry() {
    if (!this.line) this.connect();
    else this.wants.hurry();
  }

  /** Close the connection, until `connect`. */
  rest() {
    clearTimeout(this.retrying);
    clearInterval(this.looking);
    const { line } = this;
    this.line = null;
    if (!line) return;
    line.onmessage = line.onclose = null;
    line.close();
    for (const { reject } of this.waiting.values()) reject(failure("lost", t("The connection is lost.")));
    this.waiting.clear();
  }

  /** Check whether the server is still there. Pages cannot see the protocol's own pings. */
  look() {
    const now = Date.now();
    this.rise(now - this.looked - LOOK);
    this.looked = now;
    const { opened, welcome, heard, news, asked } = this.since;
    for (const [id, { since, reject }] of this.waiting) {
      if (now - since < defaults.command) continue;
      this.waiting.delete(id);
      reject(failure("late", t("The server has not carried this out in time: it may be busy.")));
    }
    const patience = Math.min(defaults.patience * 2 ** (news ? 0 : this.attempts), defaults.longest_patience);
    if (!welcome) {
      if (now - opened >= defaults.connecting) this.lose("unopened");
    } else if (!asked) {
      if (now - heard < defaults.quiet) return;
      this.since.asked = now;
      this.line?.send(JSON.stringify({ do: "ping", id: ++this.lastId }));
    } else if (now - asked >= patience) this.lose("silent");
    else if (now - asked >= defaults.doubtful) {
      this.isDoubted = true;
      this.tell((listener) => listener.lost({ code: "silent" }));
    }
  }

  /** A page that has slept has waited for no answer meanwhile: what has come is read only after this. @param {number} slept in milliseconds */
  rise(slept) {
    if (slept < LOOK) return;
    this.since.opened += slept;
    if (this.since.asked) this.since.asked += slept;
    for (const waiting of this.waiting.values()) waiting.since += slept;
  }

  /**
   * The connection has failed: find the reason, and open another one.
   * @param {"lost" | "unopened" | "silent"} how
   * @param {Refused | null} [refusal]
   */
  async lose(how, refusal = null) {
    const { welcome, news } = this.since;
    this.rest();
    const held = welcome ? Date.now() - welcome : 0;
    if (news && held >= defaults.steady) this.attempts = 0;
    this.tell((listener) => listener.lost({ code: how }));
    const { since } = this;
    const trouble = refusal && refusal.code !== "no-visitor" ? refusal : await this.examine();
    if (since !== this.since) return; // another attempt has begun meanwhile
    if (trouble) this.tell((listener) => listener.lost(trouble));
    let wait = waitAfter(this.attempts++, defaults);
    if (this.isPolling) this.isPolling = !trouble; // after an outage, WebSockets may work again
    else if (!trouble && this.suspects(how, held)) {
      this.isPolling = true;
      wait = 0;
      this.tell((listener) => listener.polling());
    }
    this.retrying = setTimeout(() => this.connect(), wait);
  }

  /**
   * Whether WebSockets seem to be blocked: one was refused twice, was never answered, or soon went silent.
   * @param {"lost" | "unopened" | "silent"} how
   * @param {number} held how long the connection lasted
   */
  suspects(how, held) {
    if (held >= defaults.proven) this.blocked = 0;
    if (held === 0) this.blocked += how === "unopened" ? 2 : 1;
    else if (how === "silent") this.blocked += held < defaults.proven ? 2 : 1;
    return this.blocked >= 2;
  }

  /** @param {import("./wire.js").Message} message */
  hear(message) {
    this.since.heard = Date.now();
    const isBack = this.isDoubted;
    this.isDoubted = false;
    this.since.asked = 0;
    this.refusal = null;
    if (message.type === "frame" || message.type === "classroom" || message.type === "board") this.since.news = this.since.heard;
    if (message.type === "frame") {
      const other = this.others.get(message.run);
      if (other) other.take(/** @type {any} */ (message));
      else this.tell((listener) => listener.frame(message));
    } else if (message.type === "welcome") {
      this.since.welcome = Date.now();
      this.visitor = message.visitor;
      this.welcome();
      this.tell((listener) => listener.welcome());
      for (const attendant of this.attendants) attendant.attend();
      for (const other of this.others.values()) other.watch();
    } else if (message.type === "notice") {
      const other = this.others.get(message.run ?? "");
      if (other) other.notice(message);
      else this.tell((listener) => listener.notice(message));
    } else if (message.type === "classroom" || message.type === "board" || message.type === "shared" || message.type === "challenge") for (const attendant of this.attendants) attendant.hear(message);
    else if (message.id !== null) {
      const waiting = this.waiting.get(message.id);
      this.waiting.delete(message.id);
      if (message.type === "done") waiting?.resolve(message);
      else waiting?.reject(message);
    } else if (message.type === "error") this.refusal = new Refused(message);
    if (isBack && this.since.welcome) this.tell((listener) => listener.welcome());
  }

  /**
   * Send a command; resolves when it was carried out, rejects with the server's reason.
   * @param {{do: string} & Record<string, unknown>} command
   * @returns {Promise<object>}
   */
  send(command) {
    if (!this.line || !this.since.welcome) {
      this.hurry();
      return Promise.reject(failure("lost", t("The connection is lost.")));
    }
    const id = ++this.lastId;
    const answer = this.answerTo(id);
    this.line.send(JSON.stringify({ ...command, id }));
    return answer;
  }

  /** Ask for frames of a run, or news of a class, as long as the page is connected (see wants.js). @param {import("./wants.js").Want} want @param {(failure: Failure) => void} [told] of refusals that pass */
  want(want, told) {
    return this.wants.ask(want, told);
  }

  /** No more frames of a run. @param {string} run */
  unwatch(run) {
    this.wants.end(run);
    this.send({ do: "unwatch", run }).catch(() => {});
  }

  /** The server's answer to a command that is on its way. @param {number} id @returns {Promise<object>} */
  answerTo(id) {
    return new Promise((resolve, reject) => this.waiting.set(id, { since: Date.now(), resolve, reject }));
  }

  /**
   * Acknowledge that a frame has been drawn; there is no answer.
   * @param {string} run
   * @param {number} number
   */
  acknowledge(run, number) {
    if (this.since.welcome) this.line?.send(JSON.stringify({ do: "ack", run, number }), true);
  }
}

/** @param {string} code @param {string} text @returns {Failure} */
const failure = (code, text) => ({ type: "error", id: null, code, where: null, message: text, text, values: {} });
