"""Every sentence that the Gradio pages show, in one place, to be read, corrected and translated together."""

import html

TITLE = "Colourizelt!"
TAGLINE = "Old landscape photographs, imagined in colour."
STEPS = "Drop a photograph, or pick an example. Its colours appear at once. Drag the line to compare."
HEADER = f"<h1>{TITLE}</h1><p class='tagline'>{TAGLINE}</p><p class='steps'>{STEPS}</p>"

TAB_COLOURISE, TAB_COMPARE, TAB_ABOUT = "Colourise", "Compare", "About"

UPLOAD = "Your photograph"
MODEL = "Model"
STAGE = "Before and after"
EXAMPLES = "Or pick an example"
EXAMPLE_NAMES = {  # files of assets/samples, one for each landscape class
    "mountain/lake-sherburne.jpg": "Lake Sherburne",
    "coast/eilean-donan-castle.jpg": "Eilean Donan",
    "forest/stream-in-the-woods.jpg": "Forest stream",
    "open-country/canyon-de-chelly.jpg": "Canyon de Chelly",
    "street/rome-colosseum.jpg": "Colosseum, Rome",
    "tall-building/summer-palace-pagoda.jpg": "Summer Palace",
}

BEFORE, AFTER = "Black and white", "Coloured"
ORIGINAL = "Original colours"
DIVIDER = "Dividing line, 0 at the left edge, 100 at the right"
DOWNLOAD_JPEG, DOWNLOAD_PNG = "Download JPEG", "Download PNG"
PREPARING_JPEG, PREPARING_PNG = "Preparing JPEG …", "Preparing PNG …"

SIMULATED = "These colours are simulated: the model invents plausible colours, it does not recover the true ones."
SET_ASIDE = "This photograph was in colour. Its colours were set aside, and only its lightness was used."
IS_EXAMPLE = "An example, to begin with."

COMPARE_LEAD = "The same photograph, coloured by each network. Pick one, and look for what each of them believes."
NETWORK_PICTURES = "The networks’ own 144 × 144 pictures, as in the report"
NETWORK_PICTURES_LEAD = (
    "What each network itself paints, lightness included, of the photograph squeezed to a square. "
    "Elsewhere on these pages only its colours are used, on the photograph’s own lightness."
)

NO_PHOTO = "Choose a photograph first."
NO_SUCH_MODEL = "There is no such model. Choose one of: {names}."
GONE = "Your photograph has been deleted from this server by now. Choose it again."

FILE_FORMAT, RESULT, RESULTS, DESCRIPTION = "File format", "In colour, full size", "Full size", "What was done"
API_COLOURISE = (
    "Colours one photograph (JPEG, PNG, WebP, TIFF or BMP) and returns it at its full size, with a sentence about it. "
    "The lightness stays the photograph's own; the colours are invented."
)
API_COMPARE = (
    "Colours one photograph with every model and returns full-size PNG files: photo-grey.png, "
    "then photo-MODEL.png for each model."
)

ABOUT = """
## What this is

Colourizelt! colours black-and-white photographs of landscapes: coasts, forests, mountains, open country, streets and
tall buildings. It grew out of a student report that trained two networks to do so, and shows both.

A network looks at a reduced copy of the photograph and proposes colours. These are laid over **the photograph’s own
lightness, at its full size**: every edge, every grain and every shadow in the result is the photographer’s.

## The two networks

**The baseline** is a plain autoencoder. It squeezes the picture through a narrow middle and is taught to come as close
to the true colours as it can *on average*. Where several colours are possible it settles between them, so it errs
towards muted browns and greys.

**The cGAN** is a conditional generative adversarial network. Its generator, a U-net, hands details past the narrow
middle; a second network, the discriminator, learns meanwhile to tell true colours from painted ones, patch by patch,
and the generator is taught to convince it. It dares more vivid colours, and its mistakes are vivid, too.

## What they cannot do

- **They do not know.** A grey value says nothing about whether a door was red or green. Expect the likely answer,
  not the true one, and less likely things painted like likely ones.
- They have seen small photographs of six kinds of landscape. Portraits, interiors and drawings are foreign to them:
  **they were not made for pictures of people**, and colour skin and clothes by chance.
- Colours may spill over thin or distant things.

## Please

A coloured photograph is an illustration, **not evidence**. Keep the original with it, say that its colours are
simulated, and do not use it to argue what somebody or something looked like. The files you download say so, too: in
their metadata stand the sentence, the model, and a fingerprint (SHA-256) of the file that was coloured.

## What happens to your photograph

It is sent to the server that runs this page, coloured there, and kept only so that you can see and download the
result. Upload and results are deleted **within {hours}**, and when the server stops. Nothing is shown to
other visitors, nothing is used for training, no statistics are collected, and no history is kept in your browser.
Position, date and camera data in the file are not copied into the results.
"""

CREDITS_HEADING = "## The sample photographs"
CREDIT = "- {file}: “{title}” by {author}, [{licence}]({licence_url}){page}; {changes}."
CREDIT_PAGE = ", [source]({url})"
PUBLIC_DOMAIN = "public domain"


def notice(sentence: str) -> str:
    """A sentence below the photographs, as HTML."""
    return f'<p class="notice">{html.escape(sentence)}</p>'


def upload_note(max_pixels: int, kept_for: int) -> str:
    """What can be dropped, and what becomes of it."""
    return f"JPEG, PNG, WebP, TIFF or BMP, up to {max_pixels // 10**6} megapixels. Deleted within {hours(kept_for)}."


def hours(seconds: int) -> str:
    """A time in words: 3600 → "an hour"."""
    whole = -(-seconds // 3600)
    return "an hour" if whole == 1 else f"{whole} hours"


def alt(title: str) -> str:
    """For those who cannot see a picture: what it is."""
    return f"The photograph, {title[:1].lower() + title[1:] if title[1:2].islower() else title}"


def facts(model: str, size: tuple[int, int]) -> str:
    """What was done: "cGAN (U-net) · 4000 × 3000 pixels"."""
    return f"{model} · {size[0]} × {size[1]} pixels"
