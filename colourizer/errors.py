"""Errors with a code, so that pages can translate them. Each has a complete English sentence."""

from typing import ClassVar, Self


class CodedError(ValueError):
    """An error that people can fix; the message is a sentence that says how.

    code: a key of `sentences`; empty for an untranslated error. values: to format the sentence.
    """

    sentences: ClassVar[dict[str, str]] = {}
    code: str = ""
    values: dict[str, str]

    def __init__(self, message: str = ""):
        super().__init__(message)
        self.values = {}

    @classmethod
    def of(cls, code: str, **values: object) -> Self:
        """The error for a code, with its English sentence formatted with `values`."""
        error = cls(cls.sentences[code].format(**values))
        error.code, error.values = code, {name: str(value) for name, value in values.items()}
        return error
