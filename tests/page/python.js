// Python's answer to a script, for tests that hold the page against the server's own modules.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const OURS = join(ROOT, ".venv", "bin", "python");

/** What the script prints. @param {string} script @param {...string} values its arguments */
export const python = (script, ...values) => execFileSync(existsSync(OURS) ? OURS : "python3", ["-c", script, ...values], { cwd: ROOT, maxBuffer: 1 << 24 });

/** The JSON value on each line that the script prints. @param {string} script @param {...string} values @returns {any[]} */
export const lines = (script, ...values) => String(python(script, ...values)).trim().split("\n").map((line) => JSON.parse(line));
