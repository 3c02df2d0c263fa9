// The fields of an experiment, as the server puts them into the page, for modules that read them when they are loaded.

import { lines } from "./python.js";

const SCRIPT = `
import json
from app.web.fields import fields_of
from engine.experiment import Experiment
print(json.dumps([field.coded for field in fields_of(Experiment.model_json_schema())]))
`;

/** @type {import("../../static/address/schema.js").Field[]} */
export const fields = lines(SCRIPT)[0];
