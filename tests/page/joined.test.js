// Parts of a text are joined by the marks of the reader's language.

import assert from "node:assert/strict";
import { test } from "node:test";

import { document, given } from "./page.js";
import { gap, joinNames, joinSentences } from "../../static/words/joined.js";
import { messages } from "../../static/words/messages.js";

const chinese = { ", ": "，", "; ": "；", "{title}: {words}": "{title}：{words}", "{words} ({more})": "{words}（{more}）" };

/** What joins, loaded anew: it joins in the language of its first parts. @param {string} query @returns {Promise<typeof import("../../static/words/joined.js")>} */
const anew = (query) => import(`../../static/words/joined.js?${query}`);

test("Chinese parts are joined without any mark of ours", async (t) => {
  Object.assign(messages, chinese);
  t.after(() => Object.keys(chinese).forEach((message) => delete messages[message]));
  given(t, { document: { ...document, documentElement: { lang: "zh-Hans" } } });
  const { bracketed, gap, joinClauses, joinGroups, joinNames, joinSentences, titled } = await anew("chinese");
  assert.equal(joinNames(["ReLU", "", "tanh", "ELU"]), "ReLU、tanh、ELU");
  assert.equal(joinSentences(["已满足。", "", "还没有队伍。"]), "已满足。还没有队伍。");
  assert.equal(gap(), "");
  assert.equal(joinClauses(["第 3 轮", "", "损失 0.2"]), "第 3 轮，损失 0.2");
  assert.equal(titled("删除", bracketed("圆环", joinGroups(["8-4", "第 2 步"]))), "删除：圆环（8-4；第 2 步）");
  assert.equal(joinNames([]) + joinSentences([]) + joinClauses([""]), "");
});

test("English ones are as they were", () => {
  assert.equal(joinNames(["ReLU", "tanh", "ELU"]), "ReLU, tanh, ELU");
  assert.equal(joinSentences(["Met.", "No team yet."]), `Met.${gap()}No team yet.`);
  assert.equal(gap(), " ");
});

test("one part alone is as it is: what joins parts takes long to make, and the first frame has none to join", async () => {
  const { ListFormat } = Intl;
  try {
    Object.assign(Intl, { ListFormat: null });
    const alone = await anew("alone");
    assert.equal(alone.joinSentences(["", "Met."]) + alone.joinNames([""]), "Met.");
  } finally {
    Object.assign(Intl, { ListFormat });
  }
});
