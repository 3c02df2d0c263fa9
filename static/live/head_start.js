// The head start, inline in the page: opens the live socket, and on a first visit begins a run and watches it, while the
// modules load; of a visitor who comes back it lists the runs. Behind a proxy with a path prefix, the page may be opened
// without the final slash, which the server cannot see: then it is opened again with it, since the page's addresses are
// relative.
{
  const { pathname, search, hash } = location;
  if (!pathname.endsWith("/")) location.replace(`${pathname}/${search}${hash}`);
  else {
    const socket = new WebSocket(new URL("live", document.baseURI).href.replace(/^http/, "ws"));
    socket.binaryType = "arraybuffer";
    /** @type {MessageEvent[]} */
    const heard = [];
    const welcomed = new Promise((resolve) => {
      socket.onmessage = (event) => resolve(heard.push(event));
    });
    let remembers = false;
    try {
      remembers = sessionStorage.getItem("chalknet-run") !== null;
    } catch {
      // The browser blocks its storage (see run/storage.js).
    }
    const none = /** @type {Promise<Response> | null} */ (null);
    const start = { socket, heard, run: none, runs: none, watched: "" };
    const isFirst = document.currentScript?.dataset.first === "true";
    const signal = AbortSignal.timeout(20_000);
    if (!isFirst && !search && !hash && !remembers) {
      // It is read at once: what is read later than the signal is lost.
      start.runs = fetch("api/runs", { signal }).then(async (response) => new Response(await response.text(), response));
      start.runs.catch(() => {}); // run.js reports it
    }
    if (isFirst && !search && !hash && !remembers) {
      start.run = fetch("api/runs", { method: "POST", headers: { "content-type": "application/json" }, body: "{}", signal });
      Promise.all([start.run.then((response) => response.clone().json()), welcomed])
        .then(([{ id }]) => {
          if (!id || start.socket !== socket) return; // the modules have taken it, and watch the run
          socket.send(JSON.stringify({ do: "watch", run: id, id: 0 }));
          start.watched = id;
        })
        .catch(() => {}); // run.js reports it
    }
    Object.assign(globalThis, { headStart: start });
    // What lies below the playground is laid out after the first frame, in any case soon.
    const { classList } = document.documentElement;
    classList.add("early");
    addEventListener("load", () => setTimeout(() => classList.remove("early"), 1000));
  }
}
