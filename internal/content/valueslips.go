package content

import (
	"strings"
	"unicode"
)

// valueSlip says what is wrong with a value that stands on the line of its key.
func valueSlip(key, value string) (text, hint string, sure bool) {
	switch value[0] {
	case '"', '\'':
		quote := value[:1]
		end := closingQuote(value)
		if end < 0 {
			return openQuotes, "ciérrelas al final de esa línea: " + key + ": " + clip(value) + quote, false
		}
		if after := strings.TrimSpace(value[end+1:]); after != "" && after[0] != '#' {
			other := "'"
			if quote == "'" {
				other = `"`
			}
			return "hay texto después de las comillas que cierran",
				"encierre todo el valor entre comillas; las de dentro, de otra clase: " + key + ": " + other + clip(value) + other, true
		}
	case '[', '{':
		if strings.Count(value, "[") != strings.Count(value, "]") || strings.Count(value, "{") != strings.Count(value, "}") {
			return "unos corchetes se abren y no se cierran", "por ejemplo: " + key + ": [uno, otro]", false
		}
		return afterBracket(key+": ", value, isListKey(key))
	case '@', '`', '%':
		return "un valor no puede empezar con «" + value[:1] + "»", "póngalo entre comillas: " + key + `: "` + clip(value) + `"`, true
	case '*', '&', '!', ',', ']', '}':
		return "un valor no puede empezar con «" + value[:1] + "»", "póngalo entre comillas: " + key + `: "` + clip(value) + `"`, true
	case '?':
		if strings.HasPrefix(value, "? ") {
			return "un valor no puede empezar con «?»", "póngalo entre comillas: " + key + `: "` + clip(value) + `"`, true
		}
	case '-':
		if strings.HasPrefix(value, "- ") {
			return "hay un guion de lista donde no puede ir", "empiece la lista en la línea siguiente", true
		}
	case '|', '>':
		return "después de «" + value[:1] + "» no va texto en la misma línea", "empiece el texto en la línea siguiente, con dos espacios al comienzo", true
	default:
		plain, _, _ := strings.Cut(value, " #")
		if strings.Contains(plain, ": ") || strings.HasSuffix(strings.TrimRightFunc(plain, unicode.IsSpace), ":") {
			quote := `"`
			if strings.Contains(value, `"`) {
				quote = "'"
			}
			return "el valor de «" + clip(key) + "» lleva dos puntos y no está entre comillas",
				"póngalo entre comillas: " + key + ": " + quote + clip(straight(strings.TrimSpace(plain))) + quote, true
		}
	}
	return "", "", false
}

// afterBracket says what is wrong with a value that starts with a bracket and
// goes on after the one that closes it: it is a text, or it is a list that was
// closed too soon.
func afterBracket(before, value string, list bool) (text, hint string, sure bool) {
	end := strings.IndexByte(value, map[byte]byte{'[': ']', '{': '}'}[value[0]])
	if end < 0 {
		return "", "", false
	}
	after := strings.TrimSpace(value[end+1:])
	if after == "" || strings.ContainsAny(after[:1], "#,:]}") || strings.ContainsAny(value[1:end], "[{") {
		return "", "", false
	}
	if list && value[0] == '[' {
		return "hay texto después del corchete que cierra la lista",
			"ponga todo dentro de los corchetes, con comas: " + before + value[:end] + ", " + clip(strings.Trim(after, ", ")) + "]", true
	}
	quote := `"`
	if strings.Contains(value, quote) {
		quote = "'"
	}
	return "un texto que empieza con «" + value[:1] + "» debe ir entre comillas",
		"póngalo entre comillas: " + before + quote + clip(value) + quote, true
}

// isListKey reports whether a key takes a list in some kind of entry.
func isListKey(key string) bool {
	for _, e := range entities {
		if i, ok := e.plan.byKey[key]; ok && e.plan.fields[i].list {
			return true
		}
	}
	return false
}

// straight takes off the quotes of a printed page, which would end up inside
// those that are proposed.
func straight(s string) string {
	if inner, ok := uncurled(s); ok {
		return inner
	}
	return s
}

// closingQuote returns where the quotes that value starts with are closed, or -1.
func closingQuote(value string) int {
	quote := value[0]
	for i := 1; i < len(value); i++ {
		switch {
		case value[i] == '\\' && quote == '"':
			i++
		case value[i] == quote:
			if quote == '\'' && i+1 < len(value) && value[i+1] == '\'' {
				i++
				continue
			}
			return i
		}
	}
	return -1
}
