// The live socket: sends commands, hears frames, and finds its way back when the connection is lost.

import { read } from "./wire.js";

/** @typedef {import("./wire.js").Frame} Frame */
/** @typedef {import("./wire.js").Failure} Failure */

export const defaults = { first_wait: 500, longest_wait: 15_000 };

/**
 * Who listens: `welcome` when the server can be spoken to, `lost` with the seconds until the next try.
 * @typedef {object} Listener
 * @property {() => void} welcome
 * @property {(seconds: number) => void} lost
 * @property {(frame: Frame) => void} frame
 * @property {(notice: import("./wire.js").Notice) => void} notice
 */

export class Live {
  /** @param {string} url */
  constructor(url) {
    this.url = url;
    /** @type {Listener | null} */
    this.listener = null;
    /** @type {((listener: Listener) => void)[]} */
    this.unheard = [];
    /** @type {() => void} */
    this.welcome = () => {};
    /** @type {Promise<void>} the server has said that it hears commands */
    this.welcomed = new Promise((resolve) => (this.welcome = resolve));
    this.attempts = 0;
    this.lastId = 0;
    /** @type {Map<number, {resolve: (answer: object) => void, reject: (failure: Failure) => void}>} */
    this.waiting = new Map();
    this.connect();
  }

  /** @param {Listener} listener is told everything, what came before it included */
  listen(listener) {
    this.listener = listener;
    for (const telling of this.unheard.splice(0)) telling(listener);
  }

  /** @param {(listener: Listener) => void} telling */
  tell(telling) {
    if (this.listener) telling(this.listener);
    else this.unheard.push(telling);
  }

  connect() {
    const socket = new WebSocket(this.url);
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => this.hear(read(data));
    socket.onclose = () => this.retry();
    this.socket = socket;
  }

  /** Wait longer after every failure, and never in step with the rest of the class. */
  retry() {
    const longest = Math.min(defaults.first_wait * 2 ** this.attempts++, defaults.longest_wait);
    const wait = longest * (0.5 + Math.random() / 2);
    for (const { reject } of this.waiting.values()) {
      reject({ type: "error", id: null, code: "lost", where: null, message: "", text: "", values: {} });
    }
    this.waiting.clear();
    this.tell((listener) => listener.lost(wait / 1000));
    setTimeout(() => this.connect(), wait);
  }

  /** @param {import("./wire.js").Message} message */
  hear(message) {
    if (message.type === "frame") {
      this.attempts = 0;
      this.tell((listener) => listener.frame(message));
    } else if (message.type === "welcome") {
      this.welcome();
      this.tell((listener) => listener.welcome());
    } else if (message.type === "notice") this.tell((listener) => listener.notice(message));
    else if (message.id !== null) {
      const waiting = this.waiting.get(message.id);
      this.waiting.delete(message.id);
      if (message.type === "done") waiting?.resolve(message);
      else waiting?.reject(message);
    }
  }

  /**
   * Send a command; resolves when it was carried out, rejects with the server's reason.
   * @param {{do: string, run: string} & Record<string, unknown>} command
   * @returns {Promise<object>}
   */
  send(command) {
    return new Promise((resolve, reject) => {
      if (this.socket?.readyState !== WebSocket.OPEN) {
        reject({ type: "error", id: null, code: "lost", where: null, message: "", text: "", values: {} });
        return;
      }
      const id = ++this.lastId;
      this.waiting.set(id, { resolve, reject });
      this.socket.send(JSON.stringify({ ...command, id }));
    });
  }

  /**
   * Tell the server that a frame has been drawn; it does not answer.
   * @param {string} run
   * @param {number} number
   */
  acknowledge(run, number) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify({ do: "ack", run, number }));
  }
}
