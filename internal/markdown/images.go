package markdown

import (
	"fmt"
	"net/url"
	"strings"
)

// judgeImage decides which file beside the entry dest names. Images from
// elsewhere are refused: every page would ask a third party for them, and they
// could change or vanish.
func (s site) judgeImage(dest string) (name string, c complaint) {
	if ownDisk(dest) {
		return "", complaint{text: fmt.Sprintf("la foto «%s» está en su computadora, donde nadie más la ve", excerpt(dest)),
			hint: "copie la foto a la carpeta de esta entrada y escriba solo su nombre: pileta.jpg"}
	}
	if c := badCharacters(dest); c.text != "" {
		return "", c
	}
	if dest == "" {
		return "", complaint{text: "la foto no dice cuál es su archivo",
			hint: "escriba su nombre entre paréntesis: ![descripción](pileta.jpg)"}
	}
	if i := strings.IndexAny(dest, ":/?#"); i >= 0 && dest[i] == ':' || strings.HasPrefix(dest, "//") {
		return "", complaint{text: fmt.Sprintf("la foto «%s» está en otro sitio", excerpt(dest)),
			hint: "guarde una copia en la carpeta de esta entrada, si tiene permiso para usarla, y escriba su nombre"}
	}
	p, err := url.PathUnescape(dest)
	if err == nil {
		c = badCharacters(p)
	}
	name, ok := beside(p)
	switch {
	case c.text != "":
		return "", c
	case err != nil || !ok:
		return "", complaint{text: fmt.Sprintf("«%s» no es el nombre de una foto junto a la entrada", excerpt(dest)),
			hint: "copie la foto a la carpeta de esta entrada y escriba solo su nombre: pileta.jpg"}
	case !isImage(extOf(name)):
		return "", complaint{text: fmt.Sprintf("«%s» no es una foto que se pueda mostrar", excerpt(name)),
			hint: "guárdela como .jpg o .png"}
	case !s.folder:
		return "", s.needsFolder(name)
	}
	return name, complaint{}
}
