"""What the pages say of the frame around a photograph, and of negatives, in English and in French."""

WORDS: dict[str, tuple[str, str]] = {
    "frame": ("The photograph within the scan", "La photographie dans la numérisation"),
    "frame_whole": (
        "The whole picture is taken for the photograph.",
        "L’image entière est prise pour la photographie.",
    ),
    "frame_found": (
        "A border was found. Only the photograph within it, {percent}% of the picture, is coloured.",
        "Une bordure a été trouvée. Seule la photographie à l’intérieur, soit {percent} % de l’image, est colorisée.",
    ),
    "frame_prints": (
        "{count} photographs were found. Each is coloured by itself, and nothing around them.",
        "{count} photographies ont été trouvées. Chacune est colorisée séparément, et rien autour.",
    ),
    "frame_chosen": (
        "Only what you have framed, {percent}% of the picture, is coloured.",
        "Seul ce que vous avez cadré, soit {percent} % de l’image, est colorisé.",
    ),
    "frame_left": ("Left edge, %", "Bord gauche, %"),
    "frame_top": ("Top edge, %", "Bord haut, %"),
    "frame_right": ("Right edge, %", "Bord droit, %"),
    "frame_bottom": ("Bottom edge, %", "Bord bas, %"),
    "frame_show": ("Show the frame, to drag its edges", "Montrer le cadre, pour en déplacer les bords"),
    "frame_use": ("Use this frame", "Appliquer ce cadre"),
    "frame_reset": ("As found", "Comme trouvé"),
    "frame_off": ("No frame", "Sans cadre"),
    "frame_wrong": (
        "A frame needs edges from 0 to 100%, the left one left of the right one and the top one above the bottom one.",
        "Un cadre a des bords de 0 à 100 %, le gauche à gauche du droit et le haut au-dessus du bas.",
    ),
    "negative": ("It is a negative: turn dark and light", "C’est un négatif : inverser clair et sombre"),
    "negative_found": (
        "This looks like a negative. If it is one, turn dark and light below.",
        "On dirait un négatif. Si c’en est un, inversez le clair et le sombre ci-dessous.",
    ),
    "negative_turned": (
        "Dark and light were turned, as of a negative.",
        "Le clair et le sombre ont été inversés, comme pour un négatif.",
    ),
}
