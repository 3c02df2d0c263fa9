// The wall: what a projector shows of a class. It is told nothing that is the teacher's alone, and changes nothing.

import { Live } from "../live/live.js";
import { t } from "../words/messages.js";
import { tab } from "../run/storage.js";
import { show, write } from "../words/write.js";
import { Attendant } from "./attendant.js";
import { BoardView } from "./board_view.js";
import { qrOf } from "./invitation.js";
import { Key } from "./key.js";
import { Lit } from "./lit.js";
import { RankingView } from "./ranking_view.js";
import { api, begin, code, doorOf, find, reasonOf } from "./site.js";
import { Together } from "./together.js";
import { LOST, students, whyGone } from "./told.js";

begin();

/** @param {string} words */
function shut(words) {
  find("wall").hidden = true;
  find("shut").hidden = false;
  find("shut-words").textContent = words;
}

/** An address that breaks into lines after its slashes, never within the code. @param {string} address */
const brokenBySlashes = (address) => address.split(/(?<=\/)/).flatMap((part) => [part, document.createElement("wbr")]);

async function enter() {
  const told = new URLSearchParams(location.hash.slice(1)).get("key");
  const remembered = `chalknet-wall-${code}`;
  if (told) tab.set(remembered, told);
  if (location.hash) history.replaceState(null, "", location.pathname);
  const key = new Key(`${api}/wall`, () => told ?? tab.get(remembered));
  if (told) await key.enter();
  const door = doorOf();
  find("link").replaceChildren(...brokenBySlashes(door.replace(/^https?:\/\//, "")));
  /** @type {HTMLImageElement} */ (find("qr")).src = qrOf(door);
  const live = new Live();
  addEventListener("pagehide", () => live.rest());
  addEventListener("pageshow", ({ persisted }) => persisted && live.connect());
  const view = new BoardView(find("tiles"), { see: (visible) => attendant.see(visible), fills: true });
  const lit = new Lit(live);
  const together = new Together(live);
  const lost = find("lost-words");
  live.listen(together.listener({
    welcome: () => (show(lost, false), lit.watch()),
    lost: () => (write(lost, LOST), show(lost, true)),
    frame: (frame) => lit.take(frame),
  }));
  const ranking = new RankingView();
  const attendant = new Attendant(live, code, "projector", {
    classroom(told) {
      key.isShown = false;
      if (told.role !== "projector") return shut(whyGone(told, t("The projector's link was renewed: open the new one.")));
      view.setMembers(told.members);
      lit.show(told.spotlight, typeof told.presented === "object" ? told.presented : null);
      ranking.setMembers(told.members);
      write(find("title"), told.title);
      document.title = `${told.title} – Chalknet`;
      write(find("count"), students(told.members.length));
      show(find("pause-words"), Boolean(told.paused));
      together.show(told);
      const on_wall = told.spotlight || told.presented ? null : (told.on_wall ?? "tiles"); // one network is in place of all others
      together.choose(on_wall);
      show(find("tiles"), on_wall === "tiles");
      ranking.stand(on_wall ?? told.spotlight?.run ?? "a snapshot");
    },
    challenge: (standing) => ranking.take(standing),
    shared: (message) => together.take(message),
    board(news) {
      view.take(news);
      lit.hear(news);
    },
    refused: (failure) => key.enterAgain(failure, attendant).catch((error) => shut(reasonOf(error))),
  });
}

enter().catch((error) => shut(reasonOf(error)));
