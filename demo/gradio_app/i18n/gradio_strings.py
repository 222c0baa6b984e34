"""What Gradio says in English whatever the browser's language, and what it says instead on a French page.

Gradio 6.31 translates its labels, but neither what it tells screen readers, nor the queue, nor its own errors.
`assets/js/demo.js` puts these in place: regular expressions of JavaScript, each for a whole text, name or title.
"""

import json

from colourizer.photo.formats import named
from demo.gradio_app.i18n.typography import unbroken

FRENCH: dict[str, str] = {
    # The queue, and errors
    r"processing \|": "en cours |",
    r"queue: (.*) \|": "file d’attente : $1 |",
    r"Uploading (\d+)\s+files?\.\.\.": "Envoi : $1 …",
    r"In queue: (\d+) of (\d+)": "Dans la file : place $1 sur $2",
    r"Error": "Erreur",
    r"Invalid file type: (.*)\. Only .* allowed\.": (
        f"« $1 » n’est pas une photographie lisible ici. Choisissez un fichier {named('ou')}."
    ),
    r"Queue is full\..*": "Beaucoup de visiteurs attendent déjà. Réessayez dans un instant.",
    r"Connection Lost": "Connexion perdue",
    r"Connection to the server was lost\. .*": "La connexion au serveur est perdue. Nouvelle tentative…",
    # Names and titles of controls
    r"Click to upload or drop files": "Cliquez pour choisir des photographies, ou déposez-les",
    r"File upload": "Choix de fichiers",
    r"Remove this file": "Retirer ce fichier",
    r"Fullscreen": "Plein écran",
    r"Exit fullscreen mode": "Quitter le plein écran",
    r"Thumbnail (\d+) of (\d+)": "Vignette $1 sur $2",
    r"range slider for (.*)": "curseur : $1",
    r"number input for (.*)": "nombre : $1",
    r"Reset to default value": "Revenir à la valeur de départ",
    r"Close": "Fermer",
    r"Empty value": "Vide",
    r"Gradio footer navigation": "Bas de page",
    # Ours, where Gradio takes one language only
    r"Before and after": "Avant et après",
    r"Table of results": "Tableau des résultats",
    r"Table of errors": "Tableau des erreurs",
    r"The photograph, original colours": "La photographie, couleurs d’origine",
    r"The photograph, grey": "La photographie, en gris",
    r"The photograph, errors of (.*)": "La photographie, erreurs de $1",
    r"The photograph, 144 × 144 by (.*)": "La photographie, en 144 × 144 par $1",
    r"The photograph, (.*)": "La photographie, $1",
    r"The bundled photographs with the largest errors: .*": (
        "Les photographies fournies aux plus grandes erreurs : original, gris, puis chaque réseau"
    ),
}


def as_script() -> str:
    """The table as JavaScript."""
    return json.dumps({english: unbroken(french, "fr") for english, french in FRENCH.items()}, ensure_ascii=False)
