package check

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"vitrina/internal/diag"
)

// pieces are put together by the fuzzer, which would be long in finding them.
var pieces = []string{
	"<svg>", "</svg>", "<math>", "</math>", "<mi>", "</mi>", "<mtext>", "</mtext>", "<title>", "</title>", "<desc>", "</desc>",
	"<style>", "</style>", "<textarea>", "</textarea>", "<noscript>", "</noscript>", "<template>", "</template>", "<select>", "</select>",
	"<option>", "</option>", "<table>", "</table>", "<caption>", "</caption>", "<tr>", "</tr>", "<td>", "</td>", "<th>a", "</th>",
	"<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<form>", "</form>", "<a href=./>a", "</a>", "<button>a", "</button>",
	"<g>", "</g>", "<path/>", "<br>", "<!--", "-->", "--!>", "<![CDATA[", "]]>", "<?", ">", "<annotation>", "</annotation>",
	"<img onerror=x src=x>", "<p title='", "'>", "<p title=\"", "\">", "<script>x</script>", "<script src=x>", "<!--<script>", "</script>",
	"<li>", "</li>", "<ul>", "</ul>", "<h2>a", "</h2>", "<text>", "</text>", "<switch>", "</switch>", "<use/>", "<image/>", "</br>",
	"<html onclick=x>", "<body onload=x>", "<head>", "</body>", "</html>", "\x00", "&lt;", "<dd>", "<rp>", "<optgroup>", "<hr>", "<input>",
	"<summary>a", "</summary>", "<nobr>", "</nobr>", "<marquee>", "</marquee>", "<iframe>", "</iframe>", "<xmp>", "</xmp>", "<plaintext>",
}

// A page without problems must be as safe for a parser that builds the whole
// tree, with JavaScript or without it, as it seems to the tokenizer.
func FuzzAPageWithoutProblemsIsSafeForAParser(f *testing.F) {
	for _, s := range []string{
		`<p>a</p>`, `<svg><title><b>x</b></title></svg>`, `<svg><desc><style><img onerror=x></style></desc></svg>`,
		`<math><mtext><table><mglyph><style><img src=x onerror=y></style></mglyph></table></mtext></math>`,
		`<noscript><p title="</noscript><img src=x onerror=y>"></p></noscript>`, `<svg><p><style><img onerror=x></style></p></svg>`,
		`<select><textarea><img onerror=x></textarea></select>`, `<textarea><p onclick=x></textarea>`,
		`<table><a href=../>x<tr><td></a></table>`, `<a href="java&Tab;script:x">a</a>`, `<!--><img onerror=x>-->`,
		`<svg><![CDATA[><img src=x onerror=y>]]></svg>`, `<xmp><p title="</xmp><img onerror=x>"></xmp>`, `<template><p onclick=x></template>`,
		`<form><form action=//x></form></form>`, `<p><svg/><math><mi><p></mi></math>`, `<image src=//x/y>`, `<isindex>`,
		`<svg><mi></mi></svg>`, `<math><a href=javascript:x>b</a></math>`, `<option><select><script>x</script>`,
		`<math><annotation><svg><title></title></svg></annotation></math>`, `<svg><font color=x><style></style></font></svg>`,
	} {
		f.Add(s, []byte{})
	}
	f.Add("", []byte{0, 1, 2, 3, 4})
	f.Fuzz(func(t *testing.T, main string, picks []byte) {
		for _, pick := range picks {
			main += pieces[int(pick)%len(pieces)]
		}
		fsys := fault{file: practiceFile, new: main}.site(t)
		list, err := Site(t.Context(), fsys, Options{BaseURL: testBase})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range list {
			if p.File == practiceFile && p.Severity == diag.Error {
				return
			}
		}
		for _, scripting := range []bool{true, false} {
			doc, err := html.ParseWithOptions(bytes.NewReader(fsys[practiceFile].Data), html.ParseOptionEnableScripting(scripting))
			if err != nil {
				t.Fatal(err)
			}
			for n := range doc.Descendants() {
				if why := unsafe(n); why != "" {
					t.Fatalf("%s, scripting %v, in %q", why, scripting, main)
				}
			}
		}
	})
}

func unsafe(n *html.Node) string {
	if n.Type != html.ElementNode {
		return ""
	}
	if forbiddenTags[n.Data] || n.Data == "style" {
		return "tag " + n.Data
	}
	b, _ := parseBase(testBase)
	kind := ""
	src := false
	for _, a := range n.Attr {
		key := strings.ToLower(a.Key)
		switch {
		case strings.HasPrefix(key, "on"), key == "style", key == "srcdoc":
			return "attribute " + key
		case key == "type":
			kind = a.Val
		case key == "src", key == "href", key == "action", key == "formaction":
			src = src || key == "src"
			to := b.resolve("practicas/agua-segura/", a.Val)
			link := n.Data == "a" || n.Data == "area" || n.Data == "link"
			if to.reach == other && to.scheme != "mailto" && to.scheme != "tel" || to.reach == external && !link && key != "href" {
				return "address " + a.Val
			}
		}
	}
	if n.Data == "script" && !src && kind != linkedData {
		return "inline script"
	}
	return ""
}

// FuzzFilesOfAnyKind holds that no bytes make the inspection panic or depend on
// chance, and that every problem names a place that is there.
func FuzzFilesOfAnyKind(f *testing.F) {
	for name, file := range cleanSite() {
		f.Add(name, file.Data)
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		fsys := cleanSite()
		if _, ok := fsys[name]; !ok {
			return
		}
		fsys[name] = &fstest.MapFile{Data: data}
		list := inspectSite(t, fsys)
		lines := bytes.Count(data, []byte("\n")) + 1
		for _, p := range list {
			if p.File == name && p.Line > lines {
				t.Errorf("%s in a file of %d lines", p, lines)
			}
		}
		if again := inspectSite(t, fsys); printed(again) != printed(list) {
			t.Errorf("two runs differ:\n%s\n%s", printed(list), printed(again))
		}
	})
}
