// The room of a text: Chinese characters, and others of full width, take as much of it as two letters.

const FULL = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3001-\u301f\uff01-\uff5e]/u;

/** @param {string} text */
export const letters = (text) => Array.from(text).reduce((sum, each) => sum + (FULL.test(each) ? 2 : 1), 0);
