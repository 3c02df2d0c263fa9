// The fields of an experiment, as the server puts them into the page, for modules that read them when they are loaded.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SCRIPT = `
import json
from app.web.fields import fields_of
from engine.experiment import Experiment
print(json.dumps([field.coded for field in fields_of(Experiment.model_json_schema())]))
`;

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const OURS = join(ROOT, ".venv", "bin", "python");

/** @type {import("../../static/address/schema.js").Field[]} */
export const fields = JSON.parse(execFileSync(existsSync(OURS) ? OURS : "python3", ["-c", SCRIPT], { cwd: ROOT, encoding: "utf8" }));
