"""Every sentence that the Gradio pages show, in English and in French, to be read, corrected and translated together.

A key of `WORDS` with its two sentences; braces are filled in. `texts.py` puts them on the page. The long text of the
third tab is in `about_words.py`.
"""

WORDS: dict[str, tuple[str, str]] = {
    # Masthead and tabs
    "tagline": (
        "Old landscape photographs, imagined in colour.",
        "De vieilles photographies de paysages, imaginées en couleur.",
    ),
    "steps": (
        "Drop a photograph, or pick an example. Its colours appear at once. Drag the line to compare.",
        "Déposez une photographie ou choisissez un exemple. Ses couleurs apparaissent. Déplacez la ligne.",
    ),
    "tab_colourise": ("Colourise", "Coloriser"),
    "tab_compare": ("Compare", "Comparer"),
    "tab_about": ("About", "À propos"),
    # Choosing
    "upload": ("Your photographs", "Vos photographies"),
    # Gradio's own words, which would speak of files, or of nothing.
    "upload_text.drop_file": ("Drop photographs here", "Déposez des photographies ici"),
    "upload_text.click_to_upload": ("or click to choose them", "ou cliquez pour les choisir"),
    "common.upload": ("Add photographs", "Ajouter des photographies"),
    "upload_note": (
        "One, or up to {files} at once; paste works, too. JPEG, PNG, WebP, TIFF, HEIC, AVIF or BMP, up to {megapixels} "
        "megapixels. Deleted within {hours}.",
        "Une seule, ou jusqu’à {files} à la fois ; vous pouvez aussi coller. JPEG, PNG, WebP, TIFF, HEIC, AVIF ou BMP, "
        "jusqu’à {megapixels} mégapixels. Supprimée en moins d’{hours}.",
    ),
    "hour": ("an hour", "une heure"),
    "hours": ("{number} hours", "{number} heures"),
    "examples": ("Or pick an example", "Ou choisissez un exemple"),
    # The result
    "stage": ("Before and after", "Avant et après"),
    "before": ("Black and white", "Noir et blanc"),
    "after": ("Coloured", "Colorisée"),
    "in_original": ("Original colours", "Couleurs d’origine"),
    "pane": (
        "The photograph. Plus and minus come closer and go back, 0 shows it whole, 1 at 100 %; arrows move it",
        "La photographie. Plus et moins : de plus près, de plus loin ; 0 : en entier ; 1 : à 100 % ; les flèches la "
        "déplacent",
    ),
    "zoom": ("How close", "De près ou de loin"),
    "zoom_in": ("Closer", "De plus près"),
    "zoom_out": ("Further away", "De plus loin"),
    "zoom_whole": (
        "one pixel of the photograph on one of the screen",
        "un pixel de la photographie pour un de l’écran",
    ),
    "fit": ("Fit", "Ajuster"),
    "zoom_fit": ("the whole photograph", "la photographie entière"),
    "fullscreen": ("Full screen", "Plein écran"),
    "zoom_hint": ("Ctrl + wheel, or two fingers, come closer.", "Ctrl + molette ou deux doigts : de plus près."),
    "divider": ("Dividing line, 0 is left, 100 is right", "Ligne de partage, 0 à gauche, 100 à droite"),
    "simulated": (
        "These colours are simulated: the model invents plausible colours, it does not recover the true ones.",
        "Ces couleurs sont simulées : le modèle invente des couleurs plausibles, il ne retrouve pas les vraies.",
    ),
    "facts": ("{model} · {width} × {height} pixels.", "{model} · {width} × {height} pixels."),
    "is_example": ("An example, to begin with.", "Un exemple, pour commencer."),
    "set_aside": (
        "This photograph was in colour. Its colours were set aside, and only its lightness was used.",
        "Cette photographie était en couleur. Ses couleurs ont été écartées ; seule sa clarté a servi.",
    ),
    "toned": (
        "This print is {tone}. The tone was set aside, and only its lightness was used.",
        "Ce tirage est {tone}. La teinte a été écartée ; seule sa clarté a servi.",
    ),
    "tone_sepia": ("toned brown, like sepia", "viré au brun, comme un sépia"),
    "tone_cyanotype": ("toned blue, like a cyanotype", "viré au bleu, comme un cyanotype"),
    "tone_toned": ("toned", "viré"),
    "pages": ("The first of the file’s {pages} pages.", "La première des {pages} pages du fichier."),
    "sixteen": (
        "The file has 16 bits: download TIFF to keep them.",
        "Le fichier a 16 bits : téléchargez en TIFF pour les garder.",
    ),
    "landscape": ("Looks like: {landscape} ({percent}%).", "Reconnu : {landscape} ({percent} %)."),
    "unlike": (
        "This looks unlike what the models learned from: none of their six kinds of landscape comes out as likely. "
        "Trust these colours even less.",
        "Cette image ne ressemble pas à ce que les modèles ont appris : aucune de leurs six sortes de paysages ne "
        "paraît probable. Fiez-vous encore moins à ces couleurs.",
    ),
    "coast": ("a coast", "une côte"),
    "forest": ("a forest", "une forêt"),
    "mountain": ("mountains", "des montagnes"),
    "open-country": ("open country", "une campagne ouverte"),
    "street": ("a street or town", "une rue ou une ville"),
    "tall-building": ("tall buildings", "de hauts bâtiments"),
    "people": (
        "Are there people in the picture? Nothing here looks for them. The report left people out, because the colour "
        "of skin cannot be known from grey: do not take theirs from here.",
        "Y a-t-il des personnes sur l’image ? Rien ici ne les cherche. Le rapport les a exclues, car la couleur de la "
        "peau ne se lit pas dans le gris : ne la reprenez pas d’ici.",
    ),
    # Controls
    "model": ("Model", "Modèle"),
    "vividness": ("Vividness", "Vivacité"),
    "vividness_info": ("0: the safest guess. 1: the boldest.", "0 : le plus prudent. 1 : le plus hardi."),
    "one_reading": (
        "This network knows one colour only at each point: no vividness, certainty or alternatives.",
        "Ce réseau ne connaît qu’une couleur par point : ni vivacité, ni certitude, ni autres choix.",
    ),
    "strength": ("Strength", "Intensité"),
    "strength_info": ("0: grey. 1: as the model has it.", "0 : gris. 1 : telle que le modèle la voit."),
    "warmth": ("Warmth", "Chaleur"),
    "warmth_info": ("-1: bluer. 1: more golden.", "-1 : bleuté. 1 : doré."),
    "alternatives": ("Other conceivable colours", "D’autres couleurs concevables"),
    "alternatives_info": (
        "The first is the model’s choice; click another to see it large.",
        "La première est le choix du modèle ; cliquez sur une autre pour la voir en grand.",
    ),
    "no_alternatives": (
        "For this photograph the model sees no other colours worth showing.",
        "Pour cette photographie, le modèle ne voit pas d’autres couleurs à montrer.",
    ),
    # Certainty
    "certainty": ("Show where the model is guessing", "Montrer où le modèle devine"),
    "certainty_sure": (
        "No lines: right for {high} of 100 points or more",
        "Sans lignes : juste pour {high} points sur 100 ou plus",
    ),
    "certainty_unsure": (
        "Lines: unsure, right for {low} to {high} of 100 points",
        "Lignes : incertain, juste pour {low} à {high} points sur 100",
    ),
    "certainty_guess": (
        "Crossed lines: the model is guessing here, right for fewer than {low}",
        "Lignes croisées : ici, le modèle devine, juste pour moins de {low}",
    ),
    "certainty_mean": (
        "{words}: by its own reckoning, checked on other photographs, its colours come close to the truth at about "
        "{percent} of 100 points of this picture.",
        "{words} : d’après sa propre estimation, vérifiée sur d’autres photographies, ses couleurs sont proches de la "
        "vérité en {percent} points sur 100 de cette image environ.",
    ),
    "mostly_sure": ("The model is fairly sure", "Le modèle est assez sûr"),
    "partly_sure": ("The model is sure in parts", "Le modèle est sûr par endroits"),
    "hardly_sure": ("The model is mostly guessing", "Le modèle devine surtout"),
    # Downloads
    "format": ("File format", "Format du fichier"),
    "mark": ("Draw a small palette into the corner", "Dessiner une petite palette dans le coin"),
    "download": ("Download at full size", "Télécharger en taille réelle"),
    "save": ("Save the file", "Enregistrer le fichier"),
    "preparing": ("Preparing the file at full size …", "Préparation du fichier en taille réelle …"),
    "prepared": ("Ready: {name}, {megabytes} MB.", "Prêt : {name}, {megabytes} Mo."),
    "says_so": (
        "The file itself says that its colours are simulated, by which model, and with which settings.",
        "Le fichier dit lui-même que ses couleurs sont simulées, par quel modèle et avec quels réglages.",
    ),
    # Several at once
    "batch": ("In colour", "En couleur"),
    "batch_again": ("Colour all again as set", "Tout recoloriser selon les réglages"),
    "batch_zip": ("Download all (ZIP)", "Tout télécharger (ZIP)"),
    "batch_progress": (
        "Photograph {number} of {count} …",
        "Photographie {number} sur {count} …",
    ),
    "batch_done": ("{done} of {count} photographs in colour.", "{done} photographies sur {count} en couleur."),
    "batch_sixteen": (
        "{count} of these files have 16 bits, which this format cuts to 8. To keep them, choose TIFF and colour all "
        "again.",
        "{count} de ces fichiers ont 16 bits, que ce format réduit à 8. Pour les garder, choisissez TIFF, puis "
        "recolorisez tout.",
    ),
    "batch_failed": ("Left out:", "Écartées :"),
    "batch_too_many": (
        "That is {count} photographs. Up to {files} can be coloured at once: the first {files} are.",
        "Cela fait {count} photographies. On peut en coloriser {files} à la fois : les {files} premières le sont.",
    ),
    # Compare
    "compare_lead": (
        "Your photograph, coloured by each network. Put any two under the line, and see what each believes. One in "
        "colour is best: it is made grey first, and then the truth is known.",
        "Votre photographie, colorisée par chaque réseau. Mettez-en deux sous la ligne et voyez ce que chacun croit. "
        "Le mieux : une en couleur ; elle est d’abord mise en gris, et la vérité est connue.",
    ),
    "first_of": (
        "Of your {count} photographs this is the first: one is compared at a time.",
        "De vos {count} photographies, voici la première : on en compare une à la fois.",
    ),
    "left": ("Left", "À gauche"),
    "right": ("Right", "À droite"),
    "in_grey": ("Grey", "Gris"),
    "how_far": ("How far from the truth", "À quelle distance de la vérité"),
    "how_far_lead": (
        "This photograph had colours, so each network can be judged. Measured at {side} pixels on the long side. "
        "Grey, with no colour at all, stands beside them as a warning: it does well on the first two numbers.",
        "Cette photographie avait des couleurs : chaque réseau peut être jugé. Mesuré sur {side} pixels de long. "
        "Le gris, sans aucune couleur, les accompagne en guise d’avertissement : il s’en tire bien aux deux premiers.",
    ),
    "no_truth": (
        "This photograph has no colours of its own, so nothing can be measured. Choose one in colour to see errors.",
        "Cette photographie n’a pas de couleurs propres : rien ne se mesure. Prenez-en une en couleur.",
    ),
    "mae": ("MAE", "MAE"),
    "mae_means": (
        "Mean difference of red, green and blue, from 0 to 1. Lower is better; timid grey does well.",
        "Écart moyen de rouge, vert et bleu, de 0 à 1. Plus bas est mieux ; le gris timide s’en tire bien.",
    ),
    "psnr": ("PSNR, dB", "PSNR, dB"),
    "psnr_means": (
        "The same with large errors weighted more, in decibels. Higher is better.",
        "De même, les grandes erreurs pesant plus, en décibels. Plus haut est mieux.",
    ),
    "ciede2000": ("CIEDE2000", "CIEDE2000"),
    "ciede2000_means": (
        "Difference as people see it: about 1 is just noticeable. Lower is better.",
        "Écart tel que l’œil le voit : 1 est à peine perceptible. Plus bas est mieux.",
    ),
    "colourfulness": ("Colourfulness", "Coloration"),
    "colourfulness_means": (
        "How vivid, whatever the truth: 0 is grey. Nearest to the original’s is best.",
        "Si les couleurs sont vives, quelle que soit la vérité : 0 est gris. Au plus près de l’original est le mieux.",
    ),
    "error_maps_lead": (
        "Black is right; purple, orange, yellow is ever further off (CIEDE2000, yellow from {worst} on).",
        "Noir : juste ; violet, orange, jaune : de plus en plus loin (CIEDE2000, jaune à partir de {worst}).",
    ),
    "own_pictures": ("The networks’ own 144 × 144 pictures", "Les images 144 × 144 des réseaux eux-mêmes"),
    "own_pictures_lead": (
        "What each network itself paints, as in the report, of the photograph squeezed to a square: lightness included "
        "for the report’s two. Elsewhere only its colours are used, on the photograph’s own lightness.",
        "Ce que chaque réseau peint lui-même, comme dans le rapport, de la photographie réduite à un carré, clarté "
        "comprise pour les deux du rapport. Ailleurs, seules ses couleurs servent, sur la clarté d’origine.",
    ),
    "layers": ("The networks’ layers", "Les couches des réseaux"),
    "layers_count": (
        "{count} layers with weights, {parameters} million numbers learned",
        "{count} couches avec poids, {parameters} millions de nombres appris",
    ),
    # About
    "data": ("Photographs by source, class and split", "Les photographies par source, classe et partage"),
    "trained": (
        "{images} photographs seen in training, in {minutes} minutes",
        "{images} photographies vues pendant l’entraînement, en {minutes} minutes",
    ),
    # Refusals
    "no_photo": ("Choose a photograph first.", "Choisissez d’abord une photographie."),
    "no_address": (
        "No photograph is fetched from an address. Send its file.",
        "Aucune photographie n’est cherchée à une adresse. Envoyez son fichier.",
    ),
    "no_such_model": (
        "There is no such model. Choose one of: {names}.",
        "Ce modèle n’existe pas. Choisissez parmi : {names}.",
    ),
    "no_such_format": (
        "There is no such format. Choose one of: {names}.",
        "Ce format n’existe pas. Choisissez parmi : {names}.",
    ),
    "not_certain": (
        "The model {model} cannot say how sure it is. Choose one of: {names}.",
        "Le modèle {model} ne sait pas dire s’il est sûr. Choisissez parmi : {names}.",
    ),
    "gone": (
        "This photograph has been deleted from the server by now, as promised. Choose it again.",
        "Cette photographie a été supprimée du serveur, comme promis. Choisissez-la de nouveau.",
    ),
}
