// Polling: the connection where WebSockets are blocked. It requests messages repeatedly, and has a WebSocket's
// interface.

import { ask, fetched, Refused } from "./rest.js";

export class Polling {
  constructor() {
    /** @type {(event: {data: ArrayBuffer}) => void} */
    this.onmessage = () => {};
    /** @type {(refused?: Refused) => void} */
    this.onclose = () => {};
    this.path = "";
    /** @type {string[]} messages that may wait for the next request */
    this.later = [];
    /** @type {string[]} */
    this.urgent = [];
    this.isSending = false;
    this.ending = new AbortController();
    this.converse();
  }

  async converse() {
    try {
      const { id } = await ask("api/lines", { method: "POST" });
      this.path = `api/lines/${id}`;
      if (this.ending.signal.aborted) this.leave();
      while (!this.ending.signal.aborted) {
        const response = await this.post("/messages", this.later.splice(0));
        for (const data of messagesIn(await response.arrayBuffer())) this.onmessage({ data });
      }
    } catch (error) {
      this.end(error);
    }
  }

  /** @param {string} text @param {boolean} [hasTime] whether it may wait for the next poll */
  send(text, hasTime = false) {
    (hasTime ? this.later : this.urgent).push(text);
    if (!hasTime) this.flush();
  }

  /** Send one request at a time, so that commands keep their order. */
  async flush() {
    if (this.isSending) return;
    this.isSending = true;
    try {
      while (this.urgent.length > 0) await this.post("", [...this.later.splice(0), ...this.urgent.splice(0)]);
    } catch (error) {
      this.end(error);
    }
    this.isSending = false;
  }

  /** @param {string} path @param {string[]} texts */
  post(path, texts) {
    const { signal } = this.ending;
    return fetched(this.path + path, { method: "POST", body: texts.join("\n"), headers: { "content-type": "text/plain" }, signal });
  }

  /** @param {unknown} error */
  end(error) {
    if (this.ending.signal.aborted) return;
    this.ending.abort();
    this.onclose(error instanceof Refused && error.code.startsWith("too-many-") ? error : undefined);
  }

  close() {
    if (this.ending.signal.aborted) return;
    this.ending.abort();
    if (this.path) this.leave();
  }

  leave() {
    fetch(this.path, { method: "DELETE", keepalive: true }).catch(() => {});
  }
}

/** The messages of a response, each after its length as a little-endian uint32. @param {ArrayBuffer} answer */
export function* messagesIn(answer) {
  const view = new DataView(answer);
  for (let at = 0; at < answer.byteLength; ) {
    const end = at + 4 + view.getUint32(at, true);
    yield answer.slice(at + 4, end);
    at = end;
  }
}
