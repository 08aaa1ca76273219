package markdown

import (
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// FuzzConvert holds every text to the same laws: no panic, the same result
// twice, HTML in which a sanitiser finds nothing to change and that needs no
// repair, positions inside the file, and goldmark's HTML where nothing of ours
// is involved.
func FuzzConvert(f *testing.F) {
	for _, src := range seeds(f) {
		f.Add(src)
	}
	conv, safe, plain := New(), policy(), plainGoldmark()
	o := Options{File: "content/practicas/agua/index.md", Line: 3}
	f.Fuzz(func(t *testing.T, src string) {
		doc, problems := conv.Convert([]byte(src), o)
		checkSafe(t, safe, doc)
		sameAsGoldmark(t, conv, plain, src)

		lines := 1 + strings.Count(strings.ReplaceAll(strings.ReplaceAll(src, "\r\n", "\n"), "\r", "\n"), "\n")
		for _, p := range problems {
			if p.Line < 3 || p.Line >= 3+lines || p.Column < 1 || p.Text == "" || p.Hint == "" {
				t.Errorf("problem %+v in %d lines", p, lines)
			}
		}
		again, list := conv.Convert([]byte(src), o)
		if !reflect.DeepEqual(doc, again) || !reflect.DeepEqual(problems, list) {
			t.Error("the second time is not like the first")
		}
	})
}

// seeds are the inputs of all cases, and texts that have hurt others.
func seeds(t testing.TB) []string {
	t.Helper()
	var all []string
	names, err := filepath.Glob("testdata/cases/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		input := string(file(archive, "input.md"))
		all = append(all, input)
		all = append(all, strings.Split(input, "\n\n")...)
	}
	for _, s := range xss {
		all = append(all, s, "["+s+"]("+s+")", "![a]("+s+")", "[a](<"+s+">)", "`"+s+"`", "## "+s, "[a](/b \""+s+"\")", "|"+s+"|\n|-|\n|"+s+"|")
	}
	all = append(all, naughty...)
	for _, s := range hostile() {
		all = append(all, s[:min(len(s), 200)])
	}
	return all
}

// xss are payloads against careless renderers and sanitisers.
var xss = []string{
	`<script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `<svg/onload=alert(1)>`, `<svg><style><img src=x onerror=alert(1)>`,
	`"><script>alert(1)</script>`, `'"><img src=x onerror=alert(1)>`, `" onmouseover="alert(1)`, `' onfocus='alert(1)' autofocus='`,
	`javascript:alert(1)`, `JaVaScRiPt:alert(1)`, `javascript&colon;alert(1)`, `javascript&#58;alert(1)`, `javascript&#x3A;alert(1)`,
	`&#106;avascript:alert(1)`, `java&#10;script:alert(1)`, `java&Tab;script:alert(1)`, `&#1;javascript:alert(1)`, "\x01javascript:alert(1)",
	`javascript\:alert(1)`, `\javascript:alert(1)`, `javascript%3Aalert(1)`, `%6Aavascript:alert(1)`, "java\tscript:alert(1)", "java\nscript:alert(1)",
	"\u200bjavascript:alert(1)", "\u00a0javascript:alert(1)", "java\u00adscript:alert(1)", `ｊavascript:alert(1)`, `javascript：alert(1)`, `jAvascript&sol;&sol;%0aalert(1)`,
	`vbscript:msgbox(1)`, `data:text/html;base64,PHNjcmlwdD4=`, `data:image/svg+xml,<svg onload=alert(1)>`, `file:///etc/passwd`, `blob:https://a.pe/x`, `view-source:x`, `feed:javascript:alert(1)`,
	`//a.pe/x`, `\\a.pe\x`, `/\a.pe`, `/\/a.pe`, `https:/a.pe`, `https:///a.pe`, `https:a.pe`, `http://a.pe\@b.pe`, `http://a.pe@b.pe`, `http://a.pe:80:80/`, `http://a.pe%00.b.pe/`, `http://[::1]/`, `http://a.pe/<script>`, `http://a.pe/"onclick="x`, `http://a.pe/?'"<>#'"<>`,
	`../../../../etc/passwd`, `%2e%2e/%2e%2e/x`, `..%2f..%2fx`, `..\..\x`, `/..//a.pe`, `/.//a.pe`, `.//a.pe`, `./\a.pe`, `a.pdf/../../x`, `/temas/../../x`, `?javascript:alert(1)`, `#"><script>`, `#javascript:alert(1)`,
	`mailto:a@b.pe?body=<script>`, `mailto:<script>@b.pe`, `tel:<script>`, `tel:+51"onclick="`, `mailto:a@b.pe%0aBcc:c@d.pe`,
	`</p><script>alert(1)</script>`, `</title></textarea></style><script>alert(1)</script>`, `<!--><script>alert(1)</script>-->`, `<!-- --!><script>alert(1)</script>`, `<![CDATA[<script>alert(1)</script>]]>`, `<?xml?><script>`, `<a href="javascript:alert(1)">x</a>`, `<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>`, `<noscript><p title="</noscript><img src=x onerror=alert(1)>">`,
	`&lt;script&gt;alert(1)&lt;/script&gt;`, `&amp;lt;script&amp;gt;`, `&#60;script&#62;`, `\<script\>`, `<scr<script>ipt>`, `<img src="x:x" alt="&quot;onerror=alert(1)">`, `{{constructor.constructor('alert(1)')()}}`, "`<script>`", `<javascript:alert(1)>`, `<a@b.pe"onclick="x>`, `<http://a.pe/"onclick="x>`,
}

// naughty are texts that are legal and awkward.
var naughty = []string{
	"\ufeff# BOM", "a\u2028b\u2029c", "a\u202eb\u2066c", "\u200b\u200c\u200d", "e\u0301\u0301\u0301", "👩‍👩‍👧‍👦 🏳️‍🌈", "ﷺ", "田中さん", "الكل", "Ω≈ç√∫", "\x00", "\xff\xfe", "\xc3", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\u0085", "\ufffe", "\U0010ffff",
	"a\r\nb\rc", "\t- a\n\t\t- b", "> \t- a", "-\t\ta", "1.\ta\n\n\t\tb", "  \t  ", "- \n\n  a", "-\n  a", "* a\n\n\n  b", "0. a", "999999999. a", "1234567890. a", "-1. a",
	"***a** b*", "**a*b**c*", "*a **b* c**", "__a__b", "_a_b_", "~~~", "~a~~b~", "~~a~", "`` ` ``", "``` a ``` b", "`a\nb`", "`\n`", "` `", "a\\\nb", "a  \nb", "\\", "a\\", "&", "&;", "&#;", "&#x;", "&#xg;", "&#99999999;", "&#xFFFFFF;", "&#xD800;", "&copy", "&copy;", "&nbsp;a", "&NotEqualTilde;",
	"[", "]", "[]", "[]()", "[a]()", "[a](", "[a]( )", "[a](<>)", "[a](<b", "[a](b 'c", "[a](b 'c')", "[a](b (c))", "[a][]", "[a]\n\n[a]: <>", "[a]: b\n[A]", "[a]: b 'c\nd'\n\n[a]", "[[a](b)](c)", "[![a](b.jpg)](c)", "![[a](b)](c.jpg)", "![![a](b.jpg)](c.jpg)", "![a](b.jpg)\n![c](d.jpg)", "![a](b.jpg) c", "![a](b.jpg 'c')", "[<http://a.pe>](/b/)", "[http://a.pe](/b/)", "[a](/b/ \"&quot;\")",
	"a\n=", "a\n-", "a\n---", "---", "- - -", "- ---", "# ", "#", "####### a", "## a ##", "## a #b", "##a", "a\nb\n===", "> # a", "- # a", "- a\n  ---", "## *a*", "## `a`", "## ![a](b.jpg)", "## \u00a0", "## \u200b", "[\u00a0](/b/)", "![\u200b](b.jpg)", "## [a](/b/)",
	"|a|\n|-|", "a|b\n-|-", "a|b\n:-|-:\n", "|a|\n|:-:|\n|b|c|", "|\\||\n|-|", "|`\\|`|\n|-|", "a\n-|-", "|a|b|\n|-|-|\nc", "> |a|\n> |-|", "- |a|\n  |-|", "x\n|a|\n|-|", "|a|\n|-|\n\n|b|\n|-|", "|![a](b.jpg)|\n|-|", "|[a](/b/)|\n|-|", "|a|\n|-|\n|<b>|", "||\n|-|",
	"<", "<a", "<a>", "</a>", "<a/>", "<!", "<!-", "<!--", "<!---->", "<!--->", "<!-->", "<!-- a -- b -->", "<?", "<a@b>", "<a@b.c>", "<http:>", "<http://>", "<x:y>", "<div>\n*a*\n</div>", "a <b", "a\n<div>", "- <div>", "> <div>\n> a", "<pre>\n\n</pre>", "<script>\n\n</script>a",
	"http://", "https://a", "https://a.", "https://a.b", "https://a.b.", "(https://a.b)", "https://a.b/(c)", "https://a.b/c)", "*https://a.b*", "https://a.b*c*", "https://a.b_c_", "ahttps://a.b", "https://a.b\\c", "https://a.b`c`", "[https://a.b", "https://a.b](c)", "https://a.b<c>", "https://https://a.b", "http:https://a.b", "\\https://a.b", "https\\://a.b", "https:\\//a.b", "https://a.b|c", "https://.a.b", "https://a..b", "https://-a.b",
	"    a", "\ta", "```\n", "```\na", "~~~ a\nb\n~~~", "> ```\n> a\n", "- ```\n  a\n", "```a`b\n", "    a\n\n    b", "    \n",
}
