// Parts of a text are joined by the marks of the reader's language.

import assert from "node:assert/strict";
import { test } from "node:test";

const messages = JSON.stringify({ ", ": "，", "; ": "；", "{title}: {words}": "{title}：{words}", "{words} ({more})": "{words}（{more}）" });
const documentElement = { lang: "zh-Hans" };
Object.assign(globalThis, { document: { getElementById: () => ({ textContent: messages }), documentElement } });
const { bracketed, joinClauses, joinGroups, joinNames, joinSentences, titled } = await import("../../static/words/joined.js");

test("Chinese parts are joined without any mark of ours", () => {
  assert.equal(joinNames(["ReLU", "", "tanh", "ELU"]), "ReLU、tanh、ELU");
  assert.equal(joinSentences(["已满足。", "", "还没有队伍。"]), "已满足。还没有队伍。");
  assert.equal(joinClauses(["第 3 轮", "", "损失 0.2"]), "第 3 轮，损失 0.2");
  assert.equal(titled("删除", bracketed("圆环", joinGroups(["8-4", "第 2 步"]))), "删除：圆环（8-4；第 2 步）");
  assert.equal(joinNames([]) + joinSentences([]) + joinClauses([""]), "");
});

test("English ones are as they were", async () => {
  documentElement.lang = "en";
  Object.assign(globalThis, { document: { getElementById: () => null, documentElement } });
  const again = "../../static/words/joined.js?english";
  const english = /** @type {typeof import("../../static/words/joined.js")} */ (await import(again));
  assert.equal(english.joinNames(["ReLU", "tanh", "ELU"]), "ReLU, tanh, ELU");
  assert.equal(english.joinSentences(["Met.", "No team yet."]), "Met. No team yet.");
});

test("one part alone is as it is: what joins parts takes long to make, and the first frame has none to join", async () => {
  const { ListFormat } = Intl;
  try {
    Object.assign(Intl, { ListFormat: null });
    const again = "../../static/words/joined.js?alone";
    const alone = /** @type {typeof import("../../static/words/joined.js")} */ (await import(again));
    assert.equal(alone.joinSentences(["", "Met."]) + alone.joinNames([""]), "Met.");
  } finally {
    Object.assign(Intl, { ListFormat });
  }
});
