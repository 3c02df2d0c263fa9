"""The run document: the documented format in which a run is stored, saved and handed to a host.

It is one MessagePack map; bytes are little-endian arrays. Both sides of the process wall read it. The training process
makes a run of it (`trainer/run_document`), the server reads only a summary (`summary`), both convert old versions
(`versions`).

| field        | what                                                                                              |
|--------------|---------------------------------------------------------------------------------------------------|
| version      | of this format; a document without it has version 1                                               |
| experiment   | the description, as `Experiment` dumps it. Data have the fields of their kind; older documents    |
|              | have the fields of all kinds, and those of other kinds are dropped on opening                     |
| theta        | f4 (P,), the parameters: layers of weights first, then the others; f8 (as are the next two) where |
|              | `training.precision` is double                                                                    |
| slots        | f4 (n_slots, P), the optimiser's state                                                            |
| statistics   | f4 (S,), what layers estimate without a gradient                                                  |
| updates      | the number of updates in the slots                                                                |
| step, samples_seen | steps taken, and samples trained on                                                           |
| generator, position | JSON: the state of the generator when this epoch's order was drawn; samples drawn since    |
| chance       | JSON: the state of dropout's generator, or null                                                   |
| augmenting   | JSON: the state of the generator that changes pictures, or null; may be missing: null             |
| best         | null, or early stopping's best state: `step`, `loss`, and `theta` and `statistics` as above       |
| waited       | epochs since `best`                                                                               |
| stopped_at   | the step after which the run stopped by itself, or null                                           |
| losses       | the batches' losses: `steps` i8 (h,), `values` f4 (h, 1), `every` so many-th is kept of `offered` |
| evaluations  | the same of the losses over the training, the test and perhaps the validation set: f4 (h, 2 or 3) |
| milestones   | `[step, {"part.field": [before, after]}]` for each step after which the conditions changed; it     |
|              | may be missing: none                                                                              |
| origin       | the initial parameters of the lowest layers that came from a saved network, also for a reset:     |
|              | `shapes` of the parameters and statistics of each learning layer, and `theta` and `statistics` as |
|              | above; may be missing: none. A run that has not begun has only this, `experiment` and `step` 0    |
| is_loaded    | whether it continues a network from elsewhere; may be missing, as it is unknown: not              |
| playing, speed | whether it trains, and its steps a second; null: as fast as possible                            |
| diverged_at  | the step after which the loss is infinite, or null                                                |
| timeline     | the past of a run, from which its steps are computed again: `keyframes`, each the fields `theta`  |
|              | to `weights_edited` above, `is_of_change`, `kept` (u1 per hidden unit, or null) and `experiment`, |
|              | the number of one of the `experiments` (JSON), and their `stride`; it may be missing: its past    |
|              | begins where it is. Of runs that play, few keyframes are stored                                   |
| present      | of a run at a moment of its past: the document of the state in which it left the present; else    |
|              | missing                                                                                           |

A file and a saved network have the moment that is seen, without `timeline` and `present`.
"""
