"""An encoder and a decoder: one recurrent layer reads the text, another one writes the answer from the state in which
the first one ended."""

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from engine.array import Array
from engine.circumstances import Circumstances
from engine.fault import Fault
from engine.initializers import InitializerName
from engine.layers.block import Block
from engine.layers.building import built
from engine.layers.dense import Units
from engine.layers.description import Around, Description, Form
from engine.layers.kinds import described
from engine.layers.layer import Layer
from engine.layers.recurrent import Recurrent
from engine.layers.through_time import SequenceDescription, Truncation, sequence
from engine.layers.trace import Trace

Cells = Literal["recurrent", "gru", "lstm"]


class EncoderDecoderDescription(SequenceDescription):
    """Two recurrent layers of one kind and size, each with weights of its own (Sutskever, Vinyals and Le, 2014). What
    stands above reads the state after every step: of the encoder while the text is read, and then of the decoder."""

    starts: ClassVar = ("initializer", "bias")

    kind: Literal["encoder_decoder"] = "encoder_decoder"
    cells: Cells = "lstm"
    """The kind of both layers."""
    units: Units
    """The units of each."""
    truncation: Truncation | None = None
    """At every so many steps of the whole, text and answer, the gradient stops; null: it goes back to the first step
    of the text."""
    initializer: InitializerName | None = None
    """How its weights are drawn; null: as the network's."""
    bias: float | None = Field(default=None, ge=-1, le=1)
    """Where its biases begin; null: where the network's do."""

    @property
    def held(self) -> Description:
        """The description of the encoder, and of the decoder."""
        shared = self.model_dump(include={"units", "truncation", "initializer", "bias", "frozen"})
        return described({"kind": self.cells, "returns": "every_step", **shared})

    def leaves(self) -> list[Description]:
        return [self.held, self.held]

    def shape_out(self, shape_in: Form) -> Form:
        _, T = sequence(shape_in)
        return self.units, T

    def layer(self, shape_in: Form, around: Around) -> Layer:
        alone = around._replace(following=None)
        [encoder], [decoder] = (built([self.held], shape_in, alone) for _ in range(2))
        assert isinstance(encoder, Recurrent) and isinstance(decoder, Recurrent)
        encoder.phase, decoder.phase = "reading", "writing"
        return EncoderDecoder(encoder, decoder)

    def check(self, circumstances: Circumstances) -> None:
        if not circumstances.writes:
            raise Fault(
                "An encoder with a decoder needs data in which a text is read and an answer is written, such as the "
                "translation of numbers or your own pairs."
            )


class EncoderDecoder(Block):
    """A_t = the encoder's h_t while the text is read, then the decoder's; h and c of the decoder begin as those of the
    encoder ended."""

    def __init__(self, encoder: Recurrent, decoder: Recurrent) -> None:
        super().__init__([encoder, decoder])
        self.encoder, self.decoder = encoder, decoder

    def forward(self, A_prev: Array) -> Array:
        read = self.encoder.forward(A_prev)
        self.decoder.first = self.encoder.last
        return self.either(read, self.decoder.forward(A_prev))

    def predict(self, A_prev: Array) -> Array:
        read = self.encoder.predict(A_prev)
        self.decoder.first = self.encoder.last
        return self.either(read, self.decoder.predict(A_prev))

    @property
    def reads(self) -> NDArray[np.bool_]:
        """Where the text is read, (R, 1, T, m)."""
        assert self.encoder.lengths is not None
        return self.encoder.lengths.reading[:, np.newaxis]

    def either(self, read: Array, written: Array) -> Array:
        """Of the states (R, n T, m) of both layers those that go out."""
        by_step = len(read), self.encoder.n, -1, read.shape[-1]
        found: Array = np.where(self.reads, read.reshape(by_step), written.reshape(by_step))
        return found.reshape(read.shape)

    def parted(self, dA: Array) -> tuple[Array, Array]:
        """The gradients of what went out, for the encoder and for the decoder."""
        by_step = dA.reshape(len(dA), self.encoder.n, -1, dA.shape[-1])
        of_encoder = by_step * self.reads
        return of_encoder.reshape(dA.shape), (by_step - of_encoder).reshape(dA.shape)

    def backward(self, dA: Array) -> Array:
        """The decoder's gradient goes on into the state in which the encoder ended."""
        of_encoder, of_decoder = self.parted(dA)
        dA_prev = self.decoder.backward(of_decoder)
        self.encoder.d_last = self.decoder.d_first
        dA_prev += self.encoder.backward(of_encoder)
        return dA_prev

    def gradients(self, dA: Array) -> None:
        of_encoder, of_decoder = self.parted(dA)
        self.decoder.gradients(of_decoder)
        self.encoder.d_last = self.decoder.d_first
        self.encoder.gradients(of_encoder)

    def trace(self, trace: Trace, A_prev: str) -> str:
        assert self.encoder.lengths is not None
        phases = trace.phases(self.encoder.lengths)
        return trace.pair((self.encoder, self.decoder), self.description.kind, A_prev, self.shape_out, phases)
