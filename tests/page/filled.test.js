// In Chinese, whether there is a blank beside a value depends on the value.

import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.js";
import { filled } from "../../static/words/filled.js";

test("no blank is between Chinese characters, and one between them and letters or digits", () => {
  assert.equal(filled("{field} 的范围是空的：两端都是 {low}。", { field: "学习率", low: 1 }), "学习率的范围是空的：两端都是 1。");
  assert.equal(filled("{field} 的范围趋近 1", { field: "Adam β₁" }), "Adam β₁ 的范围趋近 1");
  assert.equal(filled("正在询问{nickname}是否可以", { nickname: "Ada" }), "正在询问 Ada 是否可以");
  assert.equal(filled("正在打开 {name}……", { name: "数据（一）" }), "正在打开数据（一）……");
  assert.equal(filled("正确 {share}，{of} {what}", { share: "90%", of: "测试集", what: "损失" }), "正确 90%，测试集损失");
  assert.equal(filled("“{title}” 连同", { title: "高一" }), "“高一” 连同");
  assert.equal(filled("Column {name} has {count} values", { name: "身高", count: 2 }), "Column 身高 has 2 values");
  assert.equal(filled("{width} × {height} 像素", { width: 10000, height: 9999 }), "10,000 × 9,999 像素");
});
