"""The texts about a coloured photograph: that its colours are simulated, what was done, how certain the model is."""

from weakref import WeakKeyDictionary

import numpy as np

from colourizer import Colourization, Photo
from colourizer.classes import LandscapeClass
from colourizer.frame.frame import Frame
from colourizer.frame.negative import looks_negative
from colourizer.photo.toning import Kind
from colourizer.subject import Subject, subject_of
from demo.gradio_app import certainty_overlay, pictures
from demo.gradio_app.i18n import texts
from demo.gradio_app.i18n.texts import Key

RECOGNISED, UNLIKE = 0.5, 0.33  # a class is named above the first probability; below the second, no class is likely
_SURE, _PARTLY = 0.6, 0.4  # mean certainty: the limits between the texts
_PALE = 8  # units of chroma, CIE ab: below, a colour looks nearly grey
_SUBJECTS: WeakKeyDictionary[Photo, tuple[Frame, Subject | None]] = WeakKeyDictionary()
_TONES = {Kind.SEPIA: "tone_sepia", Kind.CYANOTYPE: "tone_cyanotype", Kind.TONED: "tone_toned"}


def caption(coloured: Colourization, size: tuple[int, int], *, example: bool = False) -> str:
    """The text below a photograph of `size` (width, height), as HTML in every language."""
    sentences = [texts.multilingual("is_example")] if example else []
    sentences += [texts.multilingual(key, **values) for key, values in _facts(coloured, size)]
    count = len(coloured.settings.hints)
    first = texts.multilingual("hints_are_given", count=count) if count else texts.multilingual("simulated")
    if example:  # known to be a landscape: detecting faces would only delay the page
        _SUBJECTS[coloured.photo] = coloured.frame, None
    warnings = [first, *(texts.multilingual(key) for key in warning_keys(coloured))]
    return (
        texts.notice(*warnings)
        + texts.paragraph(*sentences)
        + texts.paragraph(texts.multilingual("people"), style="people")
    )


def description(coloured: Colourization) -> str:
    """The caption for programs: plain text, in English."""
    facts = [texts.say(key, **values) for key, values in _facts(coloured, coloured.size)]
    count = len(coloured.settings.hints)
    first = texts.say("hints_are_given", count=count) if count else texts.say("simulated")
    return " ".join([*facts, first, *(texts.say(key) for key in warning_keys(coloured))])


def certainty_text(coloured: Colourization) -> str:
    """The mean certainty in words, and on which photographs it was checked, as HTML; empty for a model without one."""
    mean = _mean_certainty(coloured)
    return texts.paragraph(mean, texts.multilingual("certainty_checked")) if mean else ""


def announcement(coloured: Colourization) -> str:
    """What was done, for screen readers, as HTML: by which model, which alternative, and how certain."""
    return " ".join(
        [texts.multilingual("said_done", model=model_name(coloured.model)), _which(coloured), _mean_certainty(coloured)]
    )


def _mean_certainty(coloured: Colourization) -> str:
    mean = coloured.mean_certainty
    if mean is None:
        return ""
    if _mostly_grey(coloured):  # grey is close to many true colours, but not because the model knows them
        return texts.multilingual("certainty_grey", percent=round(100 * mean))
    words = "mostly_sure" if mean >= _SURE else "partly_sure" if mean >= _PARTLY else "hardly_sure"
    return texts.multilingual("certainty_mean", words=Key(words), percent=round(100 * mean))


def _mostly_grey(coloured: Colourization) -> bool:
    """Whether most of the model's colours look nearly grey, whatever strength the visitor chose."""
    return bool((np.hypot(coloured.chroma[..., 0], coloured.chroma[..., 1]) < _PALE).mean() > 0.5)


def alts(coloured: Colourization) -> dict[str, list[str]]:
    """The text alternatives of the two halves, by language."""
    which, name = _which(coloured), model_name(coloured.model)
    return {
        language: [
            texts.say("alt_before", language),
            f"{texts.say('alt_after', language, model=name)}. {texts.pick_language(which, language)}".strip(),
        ]
        for language in texts.LANGUAGES
    }


def _which(coloured: Colourization) -> str:
    """Which of several alternatives is shown, as HTML; empty for a model without alternatives."""
    if coloured.distribution is None:
        return ""
    number = coloured.settings.alternative
    if not number:
        return f"{texts.multilingual('choice')}."
    return f"{texts.multilingual('alternative', number=number, count=len(coloured.alternatives))}."


def legend() -> str:
    """What the lines of the certainty overlay mean, as HTML."""
    low, high = round(100 * certainty_overlay.GUESSING), round(100 * certainty_overlay.SURE)
    rows = "".join(
        f'<li><i class="swatch {name}"></i>{texts.multilingual(f"certainty_{name}", low=low, high=high)}</li>'
        for name in ("sure", "unsure", "guess")
    )
    return f'<ul class="legend">{rows}</ul>'


def model_name(model: str) -> str:
    """A network's name for people, to fill in a sentence."""
    return texts.model(model, pictures.title(model))


def recognised(coloured: Colourization) -> tuple[LandscapeClass, float] | None:
    """The likeliest class and its probability, if it is likely enough."""
    likeliest = max(coloured.landscapes.items(), key=lambda pair: pair[1], default=None)
    return likeliest if likeliest and likeliest[1] >= RECOGNISED else None


def is_unlike(coloured: Colourization) -> bool:
    """Whether the photograph is unlike the training data; never for an untrained classifier."""
    chances = list(coloured.landscapes.values())
    return bool(chances) and max(chances) < UNLIKE and max(chances) - min(chances) > 1e-3


def warning_keys(coloured: Colourization) -> list[str]:
    """Keys of the warnings for a picture that is not a photograph of a landscape."""
    subject = _subject(coloured)
    found = [f"subject_{subject.value}"] if subject else []
    if is_unlike(coloured) and subject in (None, Subject.TINY):
        found.append("unlike")
    return [*found, *(["negative_found"] if is_negative(coloured) and subject is not Subject.PAPER else [])]


def _subject(coloured: Colourization) -> Subject | None:
    """What the picture is instead of a landscape. Cached per photograph and frame, since settings do not change it."""
    photo, frame = coloured.photo, coloured.frame
    known = _SUBJECTS.get(photo)
    if known is None or known[0] != frame:
        known = _SUBJECTS[photo] = frame, subject_of(photo, frame)
    return known[1]


def is_negative(coloured: Colourization) -> bool:
    """Whether the photograph looks like a negative."""
    return looks_negative(coloured.photo, coloured.frame)


def _facts(coloured: Colourization, size: tuple[int, int]) -> list[tuple[str, dict]]:
    """Keys of sentences, and the values that fill them in."""
    photo = coloured.photo
    width, height = size
    facts = [("facts", {"model": model_name(coloured.model), "width": width, "height": height})]
    if found := recognised(coloured):
        facts.append(("landscape", {"landscape": Key(found[0].value), "percent": round(100 * found[1])}))
    if not coloured.frame.whole:
        several = len(coloured.frame.areas) > 1
        key = "frame_prints" if several else "frame_chosen" if coloured.frame.reason == "chosen" else "frame_found"
        share = max(1, round(100 * coloured.frame.share))
        facts.append((key, {"count": len(coloured.frame.areas)} if several else {"percent": share}))
    if photo.negative:
        facts.append(("negative_turned", {}))
    if photo.in_colour:
        facts.append(("set_aside", {}))
    if photo.kind.toned:
        facts.append(("toned", {"tone": Key(_TONES[photo.kind])}))
    if photo.pages > 1:
        facts.append(("pages", {"pages": photo.pages}))
    if photo.levels:
        black, white = (texts.Number(f"{100 * end:.1f}") for end in (photo.levels.black, photo.levels.white))
        facts.append(("stretched", {"black": black, "white": white}))
    elif photo.span.narrow:
        end = Key("end_white" if photo.span.nearly_white else "end_black")
        values = Key("values_few" if photo.span.apart else "values_all")
        percent = texts.Number(f"{100 * photo.span.share:.1f}")
        facts.append(("narrow", {"values": values, "percent": percent, "end": end}))
    if photo.depth > 8:
        facts.append(("sixteen", {}))
    return facts
