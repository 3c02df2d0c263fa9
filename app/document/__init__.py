"""The run document: everything of a run, in one documented format, as it is stored, saved and handed to a host.

It is one MessagePack map; bytes are little-endian arrays. Both sides of the process wall read it: the training process
makes a run of it (`packed`), the server only tells runs apart (`summary`), and either knows its version (`versions`).

| field        | what                                                                                              |
|--------------|---------------------------------------------------------------------------------------------------|
| version      | of this format; a document without one is of version 1                                            |
| experiment   | the description, as `Experiment` dumps it. Data have the fields of their kind: documents of before |
|              | have those of all kinds, of which the others are left out when one is opened                      |
| theta        | f4 (P,), the parameters: layers of weights first, then the others                                 |
| slots        | f4 (n_slots, P), what the optimiser remembers                                                     |
| statistics   | f4 (S,), what layers learned without a gradient                                                   |
| updates      | how many updates the slots remember                                                               |
| step, samples_seen | so many were taken, and seen                                                                |
| generator, position | JSON: the state of the generator when this epoch's order was drawn; samples dealt since    |
| chance       | JSON: the state of dropout's generator, or null                                                   |
| augmenting   | JSON: the state of the generator that changes pictures, or null; may be missing: null             |
| best         | null, or early stopping's best state: `step`, `loss`, and `theta` and `statistics` as above       |
| waited       | epochs since then                                                                                 |
| stopped_at   | the step after which the run stopped by itself, or null                                           |
| losses       | the batches' losses: `steps` i8 (h,), `values` f4 (h, 1), `every` so many-th is kept of `offered` |
| evaluations  | the same of the losses over the training, the test and perhaps the validation set: f4 (h, 2 or 3) |
| milestones   | `[step, {"part.field": [before, after]}]` for each step after which the conditions changed; may    |
|              | be missing: none                                                                                  |
| origin       | what the lowest layers begin with where it came from a saved network, also when the run is reset: |
|              | for each that learns `shapes` of its parameters and statistics, and `theta` and `statistics` as   |
|              | above; may be missing: nothing. A run that has not begun has only this, `experiment` and `step` 0 |
| playing, speed | whether it trains, and how many steps a second; null: as fast as it can                         |
| diverged_at  | the step at which the loss became infinite, or null                                               |
"""
