"""The weights that a client gives to what it accepts: the languages, media types and codings of its headers."""

import re

WEIGHT = re.compile(r"0(\.\d*)?|1(\.0*)?")


def weights_in(accepted: str) -> dict[str, float]:
    """The weight of each name in an Accept header, from 0 (refused) to 1, by RFC 9110, section 12.4.2.

    Names are in lower case. A name whose weight cannot be read is left out.
    """
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, *parameters = part.split(";")
        pairs = (each.partition("=") for each in parameters)
        weight = next((value.strip() for key, _, value in pairs if key.strip() == "q"), "1")
        if name.strip() and WEIGHT.fullmatch(weight):
            weights[name.strip()] = float(weight)
    return weights
