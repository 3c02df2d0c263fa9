// What a page is told of a class; app/live/attendance.py decides who is told what.

/** @typedef {{id: string, nickname: string | number, standing: "in" | "waiting" | "out" | "barred", task: string, hand: boolean, done: boolean, message: string, run: string | null, earlier: Earlier[], chalk: boolean, has_chalk?: boolean, finished: string[], place?: number}} Member `chalk`: a teacher has it, `has_chalk`: the one who is told; `place` of the task in the list, from 1 on; 0: in none; a number stands for the name in an anonymous class; `earlier` is told to the student alone */
/** @typedef {{id: string, run: string, why: "push" | "chalk", step: number, changed: Record<string, [unknown, unknown]>, is_read: boolean}} Earlier what a student had before the teacher changed it */
/** @typedef {{id: string, title: string, text: string, experiment: import("../address/address.js").Experiment, hide: string[], lock: string[], challenge?: import("./rule.js").Challenge | null}} Task */
/** @typedef {{id: string, nickname: string, task: string, taken_at: number, sign: import("./signs.js").Sign, settings: Record<string, unknown>}} Still a snapshot of a student's board; without a nickname, it is to be without */
/** @typedef {{run: string, nickname?: string | null, lit?: boolean, mine?: boolean, named?: boolean, member?: string, is_lit?: boolean, is_named?: boolean}} OwnSpotlight what a student is told of it; the wall, of its run and name alone */
/**
 * @typedef {object} Told
 * @property {"classroom"} type
 * @property {string} code
 * @property {"student" | "teacher" | "projector" | "gone"} role gone: one's right in the class has ended
 * @property {boolean} [over] whether it has, because the class was deleted
 * @property {string} title
 * @property {boolean} [paused]
 * @property {string | null} [present] the id of the present task
 * @property {"together" | "each"} [pace]
 * @property {number} [place] of one's task in the list, from 1 on; 0: it is not in it
 * @property {number} [places] how many tasks there are
 * @property {string | null} [next] the task to which one may go on
 * @property {import("./together.js").OnWall} [on_wall] what the projector shows
 * @property {string | null} [network] the run of the class network
 * @property {import("./guesses.js").Question & {guess: import("./guesses.js").Guess | null} | null} [question] which a student is asked
 * @property {import("./drawing_points.js").Pool} [pool] what a student is told of the points that all draw
 * @property {string[]} [axes] of the plot of settings: across, and up
 * @property {Member} [member] one's own seat
 * @property {OwnSpotlight | null} [spotlight] a teacher is told of whom it shows
 * @property {Still[]} [stills]
 * @property {string | Still | null} [presented] a teacher is told the id of the snapshot, the wall what it is
 * @property {Task | null} [task] at which one is
 * @property {{task: string, title: string, run: string}[]} [begun] one's runs; without a task, both texts are empty
 * @property {Member[]} members
 * @property {Task[]} [tasks]
 * @property {boolean} [locked]
 * @property {boolean} [admits_each]
 * @property {boolean} [anonymous]
 * @property {number} [expires_at] in seconds since 1970
 */

import { t } from "../words/messages.js";

/** What a page of the class says while it hears nothing new. */
export const LOST = t("The connection is lost. The page connects again by itself.");

/** How a member is called. @param {Pick<Member, "nickname">} member */
export const nameOf = ({ nickname }) => (typeof nickname === "number" ? t("Student {number}", { number: nickname }) : nickname);

/** @param {number} count */
export const students = (count) => (count === 1 ? t("1 student") : t("{count} students", { count }));

/** A code in two groups, as it is read aloud. @param {string} code */
export const spaced = (code) => `${code.slice(0, 3)} ${code.slice(3)}`;

/** A day. @param {number} seconds since 1970 */
export const day = (seconds) => new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long" }).format(1000 * seconds);

/** A day and a time of it. @param {number} seconds since 1970 */
export const moment = (seconds) => new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" }).format(1000 * seconds);

/** Why a page has nothing to show of a class any more. @param {Told | null} told @param {string} otherwise where the class is still there */
export const whyGone = (told, otherwise) => (told?.over ? t("This class is over: it was deleted, with the networks in it.") : otherwise);
