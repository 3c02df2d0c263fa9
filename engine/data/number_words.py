"""Numbers from 1 to 9,999 in English words and in Chinese numerals."""

SMALL = (
    "",
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
DIGITS = "零一二三四五六七八九"
PLACES = ("", "十", "百", "千")
LARGEST = 9_999


def in_words(number: int) -> str:
    """407 as four hundred and seven."""
    if number < 20:
        return SMALL[number]
    if number < 100:
        tens, rest = divmod(number, 10)
        return " ".join(filter(None, (TENS[tens], SMALL[rest])))
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        return f"{SMALL[hundreds]} hundred" + (f" and {in_words(rest)}" if rest else "")
    thousands, rest = divmod(number, 1000)
    joint = " and " if 0 < rest < 100 else " "
    return f"{SMALL[thousands]} thousand" + (f"{joint}{in_words(rest)}" if rest else "")


def in_numerals(number: int) -> str:
    """407 as 四百零七: a 零 stands for one or more places without a digit between two that have one, and 10 to 19 begin
    with 十."""
    digits = [int(digit) for digit in str(number)]
    text, gap = "", False
    for place, digit in zip(reversed(range(len(digits))), digits, strict=True):
        if not digit:
            gap = bool(text)
            continue
        text += (DIGITS[0] if gap else "") + DIGITS[digit] + PLACES[place]
        gap = False
    return text.removeprefix("一") if text.startswith("一十") else text
