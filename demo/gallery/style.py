"""The few CSS rules that Streamlit's own settings cannot express."""

STYLE = """<style>
/* Streamlit leaves more room above than its bar of pages needs. */
[data-testid="stMainBlockContainer"] { padding-top: 4.5rem; max-width: 90rem; }
[data-testid="stMainBlockContainer"] h1 { font-size: 2rem; }
[data-testid="stMainBlockContainer"] h2 { font-size: 1.5rem; }
/* Captions are read, so they need more contrast than Streamlit gives them. */
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] * { opacity: 1; }
.st-key-colours img { border: 1px solid #8888; }
[data-testid="stTable"] td span { font-size: 0.92em !important; }
.strip { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 1rem; }
.strip figure { margin: 0; max-width: 24rem; }
.strip img { display: block; width: 100%; border-radius: 0.5rem; }
.strip figcaption { padding-top: 0.4rem; text-align: center; font-size: 0.875rem; line-height: 1.5; }
.strip .missing { display: grid; place-items: center; aspect-ratio: 1; padding: 1rem; border-radius: 0.5rem;
  text-align: center; font-size: 0.875rem; background: #8882; }
/* On a phone it puts columns under one another; the versions of one picture stay two and two, to be compared. */
@media (max-width: 640px) {
  .strip { grid-template-columns: 1fr 1fr; gap: 0.75rem; }
  .strip:has(> :nth-child(3):last-child) { grid-template-columns: repeat(3, 1fr); gap: 0.5rem; }
  .strip:has(> :nth-child(3):last-child) figcaption { font-size: 0.75rem; }
  [data-testid="stMainBlockContainer"] { padding-top: 3.5rem; }
  [data-testid="stMainBlockContainer"] h1 { font-size: 1.6rem; padding-top: 0; }
  :is(.st-key-sorting, .st-key-error-maps, .st-key-certainty-maps, .st-key-colours)
    [data-testid="stColumn"] { min-width: calc(50% - 1rem); flex: 1 1 calc(50% - 1rem); }
  [data-testid="stTable"] :is(td, th) { padding: 0.25rem !important; font-size: 0.7rem; }
  /* A wide table is pushed aside by the finger; its faded edge says that it goes on. */
  [data-testid="stTable"] { mask-image: linear-gradient(to right, #000 calc(100% - 1.5rem), #0004); }
  [data-testid="stTable"] table { margin-right: 1.5rem; }
}
</style>"""
