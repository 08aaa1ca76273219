package content

// help says what goes into a key, with an example; "" when nothing is written
// about it. Every required key has its help.
func help(entity, key string) string {
	if h, ok := helps[entity+"."+key]; ok {
		return h
	}
	return helps[key]
}

// helps are kept by entity and key, or by key alone where all entities agree.
var helps = map[string]string{
	"sitio.titulo":      "el nombre del sitio, por ejemplo: titulo: Buenas prácticas locales",
	"sitio.url":         "la dirección en que se publica, por ejemplo: url: https://practicas.ejemplo.gob.pe/",
	"sitio.ejemplos":    "escriba ejemplos: false para publicar el sitio sin las entradas de ejemplo, o borre la línea",
	"sitio.menu.titulo": "lo que se lee en el menú, por ejemplo: titulo: Prácticas",
	"sitio.menu.url":    "una dirección de este sitio, por ejemplo: url: /practicas/",

	"practica.titulo":                      "qué se logró o qué se hace, en 120 caracteres como máximo, por ejemplo: titulo: Agua segura en doce caseríos",
	"practica.resumen":                     "de qué trata, en 40 a 400 caracteres, por ejemplo: resumen: Vecinas capacitadas visitan a las familias y enseñan a tratar el agua en casa.",
	"practica.municipalidad":               "el ubigeo de la municipalidad, entre comillas, por ejemplo: municipalidad: \"021509\"",
	"practica.edicion":                     "el nombre del archivo de la edición sin «.md», por ejemplo: edicion: \"3\" para ediciones/3.md",
	"practica.reconocimiento":              "ganadora, finalista, mencion-honrosa u otra, por ejemplo: reconocimiento: ganadora",
	"practica.temas":                       "uno o más temas, con el nombre de su archivo sin «.md», por ejemplo: temas: [agua-y-saneamiento]",
	"practica.fuentes":                     "de dónde sale la información, por ejemplo, en dos líneas: «fuentes:» y debajo «  - titulo: Informe final, 2023»",
	"practica.estado":                      "borrador, publicada o retirada, por ejemplo: estado: borrador",
	"practica.embargo":                     "el día y la hora de Lima desde los que se puede publicar, por ejemplo: embargo: \"2026-03-15 09:00\"; si no hay embargo, borre la línea",
	"practica.actualizada":                 "el día de la última revisión, por ejemplo: actualizada: 2025-04-24",
	"practica.resultados.indicador":        "qué se midió, por ejemplo: indicador: Hogares con agua clorada",
	"practica.aliados.nombre":              "la institución que ayudó, por ejemplo: nombre: Puesto de salud",
	"practica.replicas.municipalidad":      "el ubigeo de la municipalidad que la replicó, entre comillas, por ejemplo: municipalidad: \"021510\"",
	"practica.replicas.fuente":             "de dónde se sabe, por ejemplo: fuente: Informe de la municipalidad, 2024",
	"practica.imagenes.archivo":            "el nombre de la imagen que está junto a index.md, por ejemplo: archivo: taller.jpg",
	"practica.imagenes.alt":                "qué se ve, para quien no puede verla, por ejemplo: alt: Dos vecinas miden el cloro de un balde de agua",
	"practica.imagenes.credito":            "quién hizo la imagen, por ejemplo: credito: Municipalidad Distrital de Pampas",
	"practica.imagenes.consentimiento":     "dónde se guarda la autorización de los padres, por ejemplo: consentimiento: Actas firmadas, archivo de la gerencia; o use otra imagen",
	"practica.materiales.titulo":           "qué es el archivo, por ejemplo: titulo: Cuaderno de visitas",
	"practica.materiales.archivo":          "el nombre del archivo que está junto a index.md, por ejemplo: archivo: cuaderno.pdf",
	"practica.costo.monto":                 "la cantidad en soles, solo el número, por ejemplo: monto: 48500",
	"practica.costo.financiamiento":        "una o más fuentes, por ejemplo: financiamiento: [recursos-propios, comunidad]",
	"practica.resultados":                  "una lista, por ejemplo, en dos líneas: «resultados:» y debajo «  - indicador: Hogares con agua clorada»",
	"practica.ejemplo":                     "escriba ejemplo: true si la práctica es inventada; si no, borre la línea",
	"practica.imagenes.menores":            "escriba menores: true si se reconoce a menores de edad; si no, menores: false",
	"contacto.area":                        "la oficina que responde, nunca una persona, por ejemplo: area: Gerencia de Desarrollo Social",
	"fuentes.titulo":                       "el nombre del documento o de la página, por ejemplo: titulo: Nota de prensa del MIDIS",
	"municipalidad.ubigeo":                 "el código de seis dígitos, entre comillas, por ejemplo: ubigeo: \"021509\"",
	"municipalidad.nombre":                 "el nombre del distrito o de la provincia, por ejemplo: nombre: Pampas",
	"municipalidad.tipo":                   "provincial o distrital, por ejemplo: tipo: distrital",
	"municipalidad.departamento":           "el nombre del departamento, por ejemplo: departamento: Áncash",
	"municipalidad.provincia":              "el nombre de la provincia, por ejemplo: provincia: Pallasca",
	"municipalidad.reconocimientos.fuente": "de dónde se sabe, por ejemplo: fuente: R.M. D000052-2025-MIDIS",
	"municipalidad.ejemplo":                "escriba ejemplo: true si la municipalidad es inventada; si no, borre la línea",

	"edicion.numero":      "el número de la edición, por ejemplo: numero: 3",
	"edicion.nombre":      "el nombre con que se conoce, por ejemplo: nombre: Tercera edición",
	"edicion.anio_inicio": "el año en que empezó, por ejemplo: anio_inicio: 2018",
	"tema.nombre":         "el nombre del tema, por ejemplo: nombre: Agua y saneamiento",
	"tema.descripcion":    "qué abarca, en una o dos frases, por ejemplo: descripcion: Agua potable, desagüe y hábitos de higiene.",
	"meta.nombre":         "el nombre de la meta, por ejemplo: nombre: Agua clorada en los hogares",
	"meta.descripcion":    "qué pide, en una o dos frases, por ejemplo: descripcion: Que el agua de la red tenga cloro suficiente.",

	"enlace.departamento":       "el código del departamento, entre comillas, por ejemplo: departamento: \"02\"",
	"enlace.oficina":            "el nombre de la oficina, por ejemplo: oficina: Oficina de enlace de Áncash",
	"enlace.actualizada":        "el día de la última revisión, por ejemplo: actualizada: 2025-04-24",
	"enlace.ejemplo":            "escriba ejemplo: true si los datos son inventados; si no, borre la línea",
	"enlace.sesiones.fecha":     "el día, con la hora si se conoce, por ejemplo: fecha: \"2026-03-15 09:00\"",
	"enlace.sesiones.titulo":    "de qué trata la sesión, por ejemplo: titulo: Cómo postular una práctica",
	"enlace.sesiones.modalidad": "presencial, telefono, virtual o visita, por ejemplo: modalidad: virtual",

	"pagina.titulo":  "el título de la página, por ejemplo: titulo: Accesibilidad",
	"pagina.resumen": "de qué trata, en una frase, por ejemplo: resumen: Cómo leer este sitio con ayuda técnica.",
}
