package weave

import "hash/fnv"

// motif is a drawing of seven rows by twelve columns: '#' figure, 'o' accent,
// '.' ground.
type motif [motifHeight]string

// family is a set of motifs that show one thing.
type family struct {
	name   string
	themes []string // the themes of the shipped content that it stands for
	motifs []motif
}

// Families are the names of the families of motifs.
func Families() []string {
	names := make([]string, len(families))
	for i, f := range families {
		names[i] = f.name
	}
	return names
}

// ThemeOf is a theme that a family stands for.
func ThemeOf(family string) string {
	for _, f := range families {
		if f.name == family {
			return f.themes[0]
		}
	}
	return ""
}

// familyOf is the family that stands for a theme. A theme that no family names
// gets one by its spelling, for ever the same.
func familyOf(theme string) *family {
	for i := range families {
		for _, t := range families[i].themes {
			if t == theme {
				return &families[i]
			}
		}
	}
	h := fnv.New32a()
	h.Write([]byte(theme))
	return &families[h.Sum32()%uint32(len(families))]
}

// borders run along a band, above and below. They repeat, slowly, because every
// change of thread is written out.
var borders = []string{"#", "o", "######......", "######oooooo", "oooooo......", "oooooooo####"}

// hearts are the plain stripes of a square: six rows that repeat.
var hearts = [][SquareWidth - 2*BandHeight]string{
	{".", "o", "o", "o", "o", "."},
	{".", "#", ".", ".", "#", "."},
	{".", "o", "#", "#", "o", "."},
	{".", ".", "##..", "..##", ".", "."},
	{".", "o", ".", ".", "o", "."},
	{".", "#o", "o", "o", "o#", "."},
}

var families = []family{
	{"olas", []string{"agua-y-saneamiento"}, []motif{
		{
			"..#####.....",
			".##...##....",
			"##..#..##...",
			"##.###..##..",
			"##..####.##.",
			".##.......##",
			"o.##########",
		}, {
			"##........##",
			"###......###",
			".###....###.",
			"o.###..###.o",
			"oo.######.oo",
			"ooo.####.ooo",
			"oooo....oooo",
		}, {
			"..##....##..",
			".####..####.",
			"##..####..##",
			"#.oo.##.oo.#",
			".oooo..oooo.",
			"oo..oooo..oo",
			"o....oo....o",
		},
	}},
	{"surcos", []string{"alimentacion"}, []motif{
		{
			"#.#.#.oooooo",
			"#.#.#.......",
			"#.#.#.oooooo",
			"#.#.#.......",
			"#.#.#.oooooo",
			"#.#.#.......",
			"#.#.#.oooooo",
		}, {
			".....##.....",
			"..##.##.##..",
			"...######...",
			".##.####.##.",
			"..########..",
			".....##.....",
			"oooo.##.oooo",
		}, {
			"#o........o#",
			"##o......o##",
			".##o....o##.",
			"..##o..o##..",
			"...##oo##...",
			"o...####...o",
			"oo...##...oo",
		},
	}},
	{"semillas", []string{"primera-infancia"}, []motif{
		{
			".....##.....",
			"...######...",
			"..##oooo##..",
			".##oo##oo##.",
			"..##oooo##..",
			"...######...",
			".....##.....",
		}, {
			".##......##.",
			"####.oo.####",
			".##.oooo.##.",
			"...oo##oo...",
			".##.oooo.##.",
			"####.oo.####",
			".##......##.",
		}, {
			".....oo.....",
			"..##.oo.##..",
			".#..####..#.",
			".#.##..##.#.",
			".#..####..#.",
			"..##.oo.##..",
			".....oo.....",
		},
	}},
	{"rombos", []string{"violencia"}, []motif{
		{
			".....##.....",
			"...##oo##...",
			".##oo..oo##.",
			"##oo.##.oo##",
			".##oo..oo##.",
			"...##oo##...",
			".....##.....",
		}, {
			"..##....##..",
			".####..####.",
			"##oo####oo##",
			"#o..o##o..o#",
			"##oo####oo##",
			".####..####.",
			"..##....##..",
		}, {
			"############",
			".##########.",
			"..###oo###..",
			"...#oooo#...",
			"..###oo###..",
			".##########.",
			"############",
		},
	}},
	{"aves", []string{"identidad"}, []motif{
		{
			"...###......",
			"..##o##.....",
			"######....##",
			"...#####.##.",
			"...#######..",
			"....#####...",
			".....o.o....",
		}, {
			"#....##....#",
			"##..####..##",
			".###.##.###.",
			"..########..",
			"...######...",
			".....##.....",
			"....oooo....",
		}, {
			"..##........",
			".#o##....#..",
			"##.##...##..",
			"...########.",
			"....#######.",
			"oo...#####..",
			"oooo..o.o...",
		},
	}},
	{"cerros", []string{"riesgo-de-desastres"}, []motif{
		{
			".....oo.....",
			"....o##o....",
			"...o####o...",
			"..o##..##o..",
			".o##.oo.##o.",
			"o##.oooo.##o",
			"##.oooooo.##",
		}, {
			"..##....oo..",
			".####..oooo.",
			"##..##oo..oo",
			"#.oo.##.##.o",
			".oooo..####.",
			"oo..oo##..##",
			"o....##....#",
		}, {
			"..........##",
			".....##..###",
			"....####.##.",
			"#..##oo####.",
			"##.#oooo##.o",
			".###.oo.#.oo",
			"..#......ooo",
		},
	}},
	{"escaleras", []string{"economia-local"}, []motif{
		{
			".....##.....",
			"....####....",
			"...##oo##...",
			"..##oooo##..",
			".##oo..oo##.",
			"##oo.##.oo##",
			"#oo.####.oo#",
		}, {
			"######......",
			"..####..oo..",
			"..######oo..",
			"....####....",
			"oo..######..",
			"oo....####..",
			"......######",
		}, {
			"####....oooo",
			"####....oooo",
			"..####oooo..",
			"..####oooo..",
			"....##oo....",
			"oo..##oo..##",
			"oooo....####",
		},
	}},
	{"estrellas", []string{"educacion"}, []motif{
		{
			"#...####...#",
			".##.####.##.",
			".####..####.",
			"..##.oo.##..",
			".####..####.",
			".##.####.##.",
			"#...####...#",
		}, {
			"..#..##..#..",
			"...#.##.#...",
			"o...####...o",
			"oo########oo",
			"o...####...o",
			"...#.##.#...",
			"..#..##..#..",
		}, {
			".#....oo....",
			"###...oo....",
			".#..oooooo..",
			"...oooo.oooo",
			".#..oooooo..",
			"###...oo....",
			".#....oo....",
		},
	}},
	{"gente", []string{"participacion-y-gestion"}, []motif{
		{
			"..##....oo..",
			"..##....oo..",
			".####..oooo.",
			"#.##.##.oo.#",
			"..##....oo..",
			".#..#..o..o.",
			".#..#..o..o.",
		}, {
			".....##.....",
			"#....##....#",
			"##..####..##",
			".##########.",
			"o...####...o",
			"oo..#..#..oo",
			"ooo.#..#.ooo",
		},
	}},
	{"ojos", []string{"personas-adultas-mayores"}, []motif{
		{
			"###########.",
			"#.........#.",
			"#.ooooooo.#.",
			"#.oo###oo.#.",
			"#.ooooooo.#.",
			"#.........#.",
			"###########.",
		}, {
			"############",
			"##........##",
			"##.oooooo.##",
			"##.oo##oo.##",
			"##.oooooo.##",
			"##........##",
			"############",
		}, {
			"...######...",
			".###....###.",
			"##..oooo..##",
			"#.oo.##.oo.#",
			"##..oooo..##",
			".###....###.",
			"...######...",
		},
	}},
	{"caminos", []string{"discapacidad"}, []motif{
		{
			"######......",
			"#....#.oooo.",
			"#.##.#.o..o.",
			"#..#.#.o.oo.",
			"####.#.o....",
			".....#.ooooo",
			"######......",
		}, {
			"##########..",
			"##......##..",
			"##..oo..##..",
			"##..oo..##..",
			"##..oo......",
			"##..oooooooo",
			"##..........",
		}, {
			"##....oo....",
			".##....oo...",
			"..##....oo..",
			"...##....oo.",
			"..##....oo..",
			".##....oo...",
			"##....oo....",
		},
	}},
	{"redes", []string{"residuos-y-ambiente"}, []motif{
		{
			"##...oo...##",
			".##......##.",
			"..##....##..",
			"o..######..o",
			"..##....##..",
			".##......##.",
			"##...oo...##",
		}, {
			"####....####",
			"...##..##...",
			"....####....",
			"oo..####..oo",
			"....####....",
			"...##..##...",
			"####....####",
		}, {
			"oooo...#...o",
			"oo....###...",
			"o....#####..",
			"....###.###.",
			"o....#####..",
			"oo....###...",
			"oooo...#...o",
		},
	}},
}
