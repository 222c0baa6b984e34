"""Shows a picture for two seconds, with two buttons: real colours, or colourized?"""

from dataclasses import dataclass

from streamlit.components.v2 import component

SECONDS = 2

# The timer runs in the browser and starts when the picture is displayed. Its URL is removed with it, so that it cannot
# be opened again. All HTML is constant, as in the comparison slider.
_HTML = """
<div class="stage" role="status"><img hidden><p></p></div>
<div class="answers">
  <button class="show">Show the picture</button>
  <button class="real" hidden>Real colours</button>
  <button class="fake" hidden>Colourized</button>
</div>
"""

_CSS = """
:host, div { font-family: var(--st-font); color: var(--st-text-color); }
.stage { display: grid; place-items: center; width: min(100%, 24rem, 60vh); aspect-ratio: 1; margin: 0 auto;
  overflow: hidden; border-radius: 0.5rem; background: var(--st-secondary-background-color); }
.stage img { width: 100%; height: 100%; object-fit: contain; }
.stage p { margin: 0; padding: 1rem; text-align: center; }
.stage p:empty, [hidden] { display: none; }
.answers { display: flex; flex-wrap: wrap; justify-content: center; gap: 0.75rem; padding-top: 1rem;
  min-height: 2.75rem; }
button { padding: 0.6rem 1.4rem; border: 1px solid var(--st-primary-color); border-radius: 0.5rem; font: inherit;
  cursor: pointer; background: var(--st-background-color); color: var(--st-text-color); }
button:hover { background: var(--st-secondary-background-color); }
button:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px; }
"""

_JS = """
export default function ({ data, parentElement, setTriggerValue }) {
  const find = (selector) => parentElement.querySelector(selector);
  if (parentElement.round === data.round) return;  // drawn anew by something else on the page
  parentElement.round = data.round;
  const image = find("img"), text = find("p"), show = find(".show"), answers = [find(".real"), find(".fake")];
  clearTimeout(parentElement.timer);
  image.hidden = true;
  image.removeAttribute("src");
  text.textContent = `You will see a photograph for ${data.seconds} seconds.`;
  show.hidden = false;
  for (const button of answers) button.hidden = true;
  const start = async () => {
    const focused = parentElement.activeElement === show || document.activeElement === show;
    show.hidden = true;
    text.textContent = "";
    image.alt = "A photograph, real or colourized";
    image.src = data.image;
    await image.decode().catch(() => {});
    image.hidden = false;
    for (const button of answers) button.hidden = false;
    if (focused) answers[0].focus();
    parentElement.timer = setTimeout(() => {
      image.hidden = true;
      image.removeAttribute("src");
      text.textContent = "Were its colours real?";
    }, data.seconds * 1000);
  };
  show.onclick = start;
  answers.forEach((button, place) => {
    button.onclick = () => {
      clearTimeout(parentElement.timer);
      for (const other of answers) other.hidden = true;
      setTriggerValue("answer", { round: data.round, real: place === 0 });
    };
  });
  if (data.begin) start();
}
"""

_timed_image = component("colourizelt_timed_image", html=_HTML, css=_CSS, js=_JS)


@dataclass(frozen=True)
class TimedAnswer:
    """A visitor's answer: the round, and whether the colours looked real."""

    round: int
    real: bool


def timed_image(image: str, number: int, *, begin: bool) -> TimedAnswer | None:
    """Show a picture (a data URL) in round `number`, immediately if `begin`. Returns the answer once given."""
    data = {"image": image, "round": number, "seconds": SECONDS, "begin": begin}
    answer = _timed_image(data=data, key="timed-image", on_answer_change=lambda: None).answer
    try:
        return TimedAnswer(int(answer["round"]), answer["real"] is True)
    except (TypeError, KeyError, ValueError):
        return None
