"""The long text of the third tab, HTML, in English and in French, section by section; braces are filled in."""

SECTIONS: dict[str, tuple[str, str]] = {
    "what": (
        """<h2>What this is</h2>
<p>Colourizelt! colours black-and-white photographs of landscapes: coasts, forests, mountains, open country, streets
and tall buildings. It grew out of a student report that trained two networks to do so. Both are here, and a third
that answers the report’s own list of what to do next.</p>
<p>A network looks at a reduced copy of the photograph and proposes colours. These are laid over <b>the photograph’s
own lightness, at its full size</b>: every edge, every grain and every shadow in the result is the photographer’s.</p>
<h2>The three networks</h2>
<p><b>The baseline</b> is a plain autoencoder. It squeezes the picture through a narrow middle and is taught to come
as close to the true colours as it can <i>on average</i>. Where several colours are possible it settles between them,
so it errs towards muted browns and greys.</p>
<p><b>The cGAN</b> is the report’s conditional generative adversarial network. Its generator, a U-net, hands details
past the narrow middle; a second network, the discriminator, learns meanwhile to tell true colours from painted ones,
patch by patch, and the generator is taught to convince it. It dares more vivid colours, and its mistakes are vivid,
too.</p>
<p><b>Chroma</b> begins with a network that already knows a thousand kinds of things, and gives at each point not one
colour but how likely each colour is. That is why it alone can say where it guesses, show other conceivable colours,
and be more or less bold.</p>""",
        """<h2>De quoi il s’agit</h2>
<p>Colourizelt! colorise des photographies de paysages en noir et blanc : côtes, forêts, montagnes, campagnes, rues et
hauts bâtiments. Le projet est né d’un rapport d’étudiants qui a entraîné deux réseaux à le faire. Tous deux sont ici,
avec un troisième qui répond à la liste que le rapport dressait lui-même de ce qui restait à faire.</p>
<p>Un réseau regarde une copie réduite de la photographie et propose des couleurs. Elles sont posées sur <b>la clarté
même de la photographie, en taille réelle</b> : chaque contour, chaque grain, chaque ombre du résultat est du
photographe.</p>
<h2>Les trois réseaux</h2>
<p><b>La référence</b> (baseline) est un simple autoencodeur. Il fait passer l’image par un milieu étroit et apprend à
s’approcher le plus possible des vraies couleurs <i>en moyenne</i>. Là où plusieurs couleurs sont possibles, il se
tient entre elles, et penche donc vers des bruns et des gris éteints.</p>
<p><b>Le cGAN</b> est le réseau antagoniste génératif conditionnel du rapport. Son générateur, un U-net, fait passer
les détails à côté du milieu étroit ; un second réseau, le discriminateur, apprend pendant ce temps à distinguer les
vraies couleurs des couleurs peintes, et le générateur apprend à le convaincre. Il ose des couleurs plus vives ; ses
erreurs sont vives aussi.</p>
<p><b>Chroma</b> part d’un réseau qui connaît déjà un millier de sortes de choses, et donne en chaque point non pas
une couleur, mais la vraisemblance de chacune. C’est pourquoi lui seul peut dire où il devine, montrer d’autres
couleurs concevables, et être plus ou moins hardi.</p>""",
    ),
    "learned": (
        """<h2>What they learned from</h2>
<p>From modern photographs of landscapes in colour, made grey: the network saw the grey version, and was corrected by
the colours. Grey and toned pictures and near duplicates were left out. They are small pictures of our own
time: of old towns, fashions, inks and prints the networks know nothing.</p>""",
        """<h2>De quoi ils ont appris</h2>
<p>De photographies modernes de paysages en couleur, mises en gris : le réseau voyait le gris, et les couleurs le
corrigeaient. Les images grises ou virées et les quasi-doublons ont été écartés. Ce sont de petites images
de notre temps : des villes, des modes, des encres et des tirages d’autrefois, les réseaux ne savent rien.</p>""",
    ),
    "results": (
        """<h2>How good they are</h2>
<p>Measured on {count} photographs that no network learned from, at {size} × {size} pixels. The grey row is the same
photograph with no colour at all: it does well in MAE and PSNR, because a timid guess is never far off. Look at
colourfulness, too, which is best near the originals’.</p>""",
        """<h2>Ce qu’ils valent</h2>
<p>Mesuré sur {count} photographies dont aucun réseau n’a rien appris, en {size} × {size} pixels. La ligne « gris »
est la même photographie sans aucune couleur : elle s’en tire bien en MAE et en PSNR, car qui devine timidement n’est
jamais loin. Regardez aussi la coloration, la meilleure étant proche de celle des originaux.</p>""",
    ),
    "failures": (
        """<h2>Where they fail</h2>
<ul><li><b>They do not know.</b> A grey value says nothing about whether a door was red or green. Expect the likely
answer, not the true one, and less likely things painted like likely ones.</li>
<li>Sunsets may turn into plain daylight, red sand and red brick grey or pale, autumn into summer.</li>
<li>Colours may spill over thin or distant things.</li>
<li>Portraits, interiors and drawings are foreign to them.</li></ul>
<p>Below: the bundled photographs on which the errors are largest, chosen by number and not by eye. From left to
right: original, grey, then each network.</p>""",
        """<h2>Où ils échouent</h2>
<ul><li><b>Ils ne savent pas.</b> Une valeur de gris ne dit rien d’une porte rouge ou verte. Attendez-vous à la
réponse vraisemblable, non à la vraie, et à voir le rare peint comme le courant.</li>
<li>Les couchers de soleil deviennent parfois plein jour, le sable et la brique rouges gris ou pâles.
L’automne peut passer pour l’été.</li>
<li>Les couleurs peuvent déborder sur ce qui est fin ou lointain.</li>
<li>Portraits, intérieurs et dessins leur sont étrangers.</li></ul>
<p>Ci-dessous : les photographies fournies sur lesquelles les erreurs sont les plus grandes, choisies par le nombre et
non à l’œil. De gauche à droite : original, gris, puis chaque réseau.</p>""",
    ),
    "ethics": (
        """<h2>Before you share a result</h2>
<ul><li><b>It is an illustration, not evidence.</b> A colour photograph of the past that was not taken in colour shows
what a network finds likely today. Do not use it to argue what somebody or something looked like.</li>
<li><b>The photographer chose black and white</b>, or had no choice, and composed for it. Show the original beside
it.</li>
<li><b>People.</b> The report left people out, because the colour of skin cannot be known from grey, and a network
that guesses it repeats whatever its photographs had most of. The same is true of clothes, flags and uniforms.</li>
<li><b>Say so.</b> Name the model, and say that the colours are simulated. The files you download say it already, in
their metadata: the sentence, the model, the settings, and a fingerprint (SHA-256) of the file that was coloured. A
small palette can be drawn into the corner, for places that drop metadata.</li></ul>""",
        """<h2>Avant de partager un résultat</h2>
<ul><li><b>C’est une illustration, non une preuve.</b> Une photographie en couleur du passé qui n’a pas été prise en
couleur montre ce qu’un réseau trouve vraisemblable aujourd’hui. N’en tirez pas argument sur l’aspect de quelqu’un ou
de quelque chose.</li>
<li><b>Le photographe a choisi le noir et blanc</b>, ou n’avait pas le choix, et a composé pour lui. Montrez
l’original à côté.</li>
<li><b>Les personnes.</b> Le rapport les a exclues, car la couleur de la peau ne se lit pas dans le gris, et un
réseau qui la devine répète ce que ses photographies avaient en plus grand nombre. Il en va de même des vêtements,
des drapeaux et des uniformes.</li>
<li><b>Dites-le.</b> Nommez le modèle, et dites que les couleurs sont simulées. Les fichiers téléchargés le disent
déjà dans leurs métadonnées : la phrase, le modèle, les réglages et une empreinte (SHA-256) du fichier colorisé. Une
petite palette peut être dessinée dans le coin, là où les métadonnées se perdent.</li></ul>""",
    ),
    "privacy": (
        """<h2>What happens to your photograph</h2>
<p>It is sent to the server that runs this page, coloured there, and kept only so that you can see and download the
result. Upload and results are deleted <b>within {hours}</b>, and when the server stops. Nothing is shown to other
visitors, nothing is used for training, no statistics are collected, and no history is kept in your browser. The
position and camera data in the file are dropped; of what the file says of itself, only its description, author,
copyright, date and resolution go into the result.</p>""",
        """<h2>Ce que devient votre photographie</h2>
<p>Elle est envoyée au serveur de cette page, colorisée là, et gardée seulement pour que vous puissiez voir et
télécharger le résultat. L’envoi et les résultats sont supprimés <b>en moins d’{hours}</b>, et à l’arrêt du serveur.
Rien n’est montré aux autres visiteurs, rien ne sert à l’entraînement, aucune statistique n’est tenue, aucun
historique n’est gardé dans votre navigateur. La position et l’appareil sont écartés ; de ce que le fichier dit de
lui-même, seuls sa description, son auteur, son droit d’auteur, sa date et sa résolution passent dans le
résultat.</p>""",
    ),
    "credits": ("<h2>The sample photographs</h2>", "<h2>Les photographies d’exemple</h2>"),
}
