// What the head start has begun (see head_start.js); each is taken once.

/** @type {{socket: WebSocket | null, heard: MessageEvent[], run: Promise<Response> | null, runs: Promise<Response> | null, watched: string}} */
const start = /** @type {any} */ (globalThis).headStart ?? { socket: null, heard: [], run: null, runs: null, watched: "" };

/**
 * A WebSocket, or an object with the same interface.
 * @typedef {object} Line
 * @property {((event: {data: ArrayBuffer}) => void) | null} onmessage
 * @property {((reason?: any) => void) | null} onclose
 * @property {(text: string, hasTime?: boolean) => void} send
 * @property {() => void} close
 */

/** The socket that the head start has opened, or a new one. @param {string} url @returns {Line} */
export function opened(url) {
  const socket = takeSocket(url) ?? new WebSocket(url);
  socket.binaryType = "arraybuffer";
  return /** @type {any} */ (socket);
}

/** The socket, if it is not closed. Its messages so far come after `onmessage` is set. @param {string} url @returns {WebSocket | null} */
function takeSocket(url) {
  const { socket, heard } = start;
  start.socket = null;
  if (socket?.url !== url || socket.readyState > WebSocket.OPEN) {
    start.watched = "";
    return null;
  }
  socket.onmessage = null;
  queueMicrotask(() => {
    for (const event of heard) socket.onmessage?.(event);
  });
  return socket;
}

/** The run that the head start has asked to watch, without views of its own, by command 0; "": none. */
export const watched = () => start.watched;

/** The response with the run of a first visit, if it was asked for. @returns {Promise<Response> | null} */
export function takeRun() {
  const { run } = start;
  start.run = null;
  return run;
}

/** The response with the runs of who comes back, if they were asked for. @returns {Promise<Response> | null} */
export function takeRuns() {
  const { runs } = start;
  start.runs = null;
  return runs;
}
