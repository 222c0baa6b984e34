"""Errors with a code, so that pages can say them in other languages. Each has a whole English sentence of its own."""

from typing import ClassVar, Self


class CodedError(ValueError):
    """Something that people can put right; the message is a sentence that says how.

    code: a key of `sentences`; empty for an error that is said in English alone. values: what fills in the sentence.
    """

    sentences: ClassVar[dict[str, str]] = {}
    code: str = ""
    values: dict[str, str]

    def __init__(self, message: str = ""):
        super().__init__(message)
        self.values = {}

    @classmethod
    def of(cls, code: str, **values: object) -> Self:
        """The error of a code, its English sentence filled with `values`."""
        error = cls(cls.sentences[code].format(**values))
        error.code, error.values = code, {name: str(value) for name, value in values.items()}
        return error
