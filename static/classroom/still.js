// A still: a student's tile at one moment, as the class keeps it. The page calls it a snapshot.

import { settingsOf } from "../curve/milestones.js";
import { Refused } from "../live/rest.js";
import { read } from "../live/wire.js";
import { t } from "../words/messages.js";
import { api } from "./site.js";

/** @typedef {import("./told.js").Still} Still */

/** How it is called. @param {Still} still */
export const titleOf = ({ nickname, task }) => [nickname || t("A student's network"), task].filter(Boolean).join(" · ");

/** Its settings in words. @param {Still} still */
export const settingsIn = ({ settings }) => settingsOf(Object.fromEntries(Object.entries(settings).map(([field, value]) => [field, [null, value]])));

/** @param {Still} still @returns {Promise<import("./tiles.js").Tile>} */
export async function tileOf(still) {
  const response = await fetch(`${api}/stills/${encodeURIComponent(still.id)}`);
  if (!response.ok) throw new Refused((await response.json()).error);
  const frame = /** @type {import("../live/wire.js").Frame} */ (read(await response.arrayBuffer()));
  const member = /** @type {import("./told.js").Member} */ ({ id: still.id, nickname: titleOf(still), task: "" });
  return { member, frame, sign: still.sign, moved: 0 };
}
