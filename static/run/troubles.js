// The troubles: obstacles of the page's connection or of its run, in words, with their remedies.

import { t } from "../words/messages.js";
import { translated } from "../words/refusals.js";

/** @typedef {{code: string, text?: string, values?: Record<string, string | number>}} Trouble */

/**
 * The text of a trouble: `title` is one sentence, `words` the remedy for the reader, `keeper` the remedy for the operator;
 * `offersRuns` is whether one of the visitor's own runs may be opened instead.
 * @typedef {{title: string, words: string, keeper?: string, offersRuns?: boolean}} Text
 */

/** Sentences, joined as the language requires. @param {string[]} sentences */
export const joined = (...sentences) => sentences.filter(Boolean).join(document.documentElement.lang.startsWith("zh") ? "" : " ");

const again = () => t("The page tries again, and continues by itself.");

/** @type {Record<string, (trouble: Trouble) => Text>} */
const TEXTS = {
  connecting: () => ({ title: t("Connecting to the server …"), words: "" }),
  lost: () => ({ title: t("The connection is lost."), words: again() }),
  silent: () => ({
    title: t("The server has fallen silent."),
    words: joined(t("The connection is open, but no data arrive any more."), again()),
  }),
  unopened: () => ({
    title: t("The connection to the server does not open."),
    words: joined(t("A device on the way blocks it."), again()),
  }),
  unreachable: () =>
    navigator.onLine
      ? {
          title: t("The server cannot be reached."),
          words: joined(t("It may just be starting, or the network on the way is down."), again()),
          keeper: t("Is the server running, and does its address answer from this network?"),
        }
      : { title: t("This device is offline."), words: joined(t("Connect it to the network again."), again()) },
  unanswered: () => ({
    title: t("The server has not answered in time."),
    words: joined(t("It may be busy, or the network is slow."), again()),
    keeper: t("A proxy on the way may take requests without passing them on."),
  }),
  "in-between": ({ values }) => ({
    title: t("Something between this page and the server answers in its place."),
    words: joined(t("If this network asks people to sign in, do that in another tab."), again()),
    keeper: t("A proxy answers with status {status}: is the server behind it running, and does the proxy have its right address?", { status: values?.status ?? "?" }),
  }),
  "no-visitor": () =>
    keepsCookies()
      ? {
          title: t("The server does not get this browser's cookie."),
          words: t("The server tells visitors apart by a cookie. Please show this page to the server's administrator."),
          keeper: t("A proxy must pass the headers Set-Cookie and Cookie on, and must not keep the page in a cache."),
        }
      : {
          title: t("This browser blocks cookies."),
          words: t("The server tells visitors apart by a cookie. Allow cookies for {host} in the settings of the browser, then load the page again.", {
            host: location.host,
          }),
        },
  "wrong-origin": () => ({
    title: t("The server takes this page for a page of another site."),
    words: t("A setting is missing on the way. Please show this page to the server's administrator."),
    keeper: t("Let the proxy pass the header Host on unchanged (nginx: {nginx}), or name this page's address to the server: {setting}", {
      nginx: "proxy_set_header Host $http_host;",
      setting: `CHALKNET_ALLOWED_ORIGINS='["${location.origin}"]'`,
    }),
  }),
  "too-many-runs": (trouble) => ({
    title: reason(trouble),
    words: t("Close another tab of Chalknet, and this page continues by itself. Or open one of your networks here:"),
    offersRuns: true,
  }),
  "server-full": (trouble) => ({
    title: reason(trouble),
    words: t("As soon as a visitor leaves, this page continues by itself. Or open one of your networks here:"),
    keeper: t("The setting {setting} sets the limit.", { setting: "CHALKNET_RUNS_PER_SERVER" }),
    offersRuns: true,
  }),
  "too-many-sockets": (trouble) => ({
    title: reason(trouble),
    words: t("Close another tab of Chalknet, and this page continues by itself."),
    keeper: t("The setting {setting} sets the limit.", { setting: "CHALKNET_SOCKETS_PER_VISITOR, CHALKNET_SOCKETS_PER_ADDRESS" }),
  }),
  "too-many-visitors": (trouble) => ({
    title: reason(trouble),
    words: again(),
    keeper: t("The setting {setting} sets the limit.", { setting: "CHALKNET_VISITORS_PER_MINUTE_PER_ADDRESS" }),
  }),
  "storage-down": (trouble) => ({
    title: reason(trouble),
    words: again(),
    keeper: t("The log says what is wrong with the database."),
  }),
  taken: () => ({ title: t("This network is open in another tab now."), words: t("This page no longer updates.") }),
};

/** Whether the browser stores a cookie; `navigator.cookieEnabled` misses some ways to block them. */
function keepsCookies() {
  const cookie = "chalknet_try=1; samesite=lax";
  try {
    document.cookie = cookie;
    const isKept = document.cookie.includes("chalknet_try=1");
    document.cookie = `${cookie}; max-age=0`;
    return isKept;
  } catch {
    return false;
  }
}

/** Codes of troubles that may pass, so that the page tries again. */
const PASSING = new Set([...Object.keys(TEXTS), "too-many-commands", "too-many-subscriptions", "host-restarted", "internal", "too-slow"]);

/** @param {Trouble} trouble */
export const passes = ({ code }) => PASSING.has(code);

/** @param {Trouble} trouble @returns {Text} */
export const sayTrouble = (trouble) => TEXTS[trouble.code]?.(trouble) ?? { title: reason(trouble), words: again() };

/** @param {Trouble} trouble the server's own words */
const reason = ({ text = "", values = {} }) => translated({ text, values });

/** The present troubles of the connection and of the run. */
class Troubles {
  constructor() {
    /** @type {{run: Trouble | null, line: Trouble | null}} */
    this.now = { run: null, line: null };
    /** @type {() => void} */
    this.changed = () => {};
  }

  /** @param {"run" | "line"} what @param {Trouble | null} trouble */
  set(what, trouble) {
    this.now[what] = trouble;
    this.changed();
  }

  /** The trouble to show: without a run, the connection does not matter. */
  get first() {
    return this.now.run ?? this.now.line;
  }
}

export const troubles = new Troubles();
