package dropping

import "testing"

func TestDroppings(t *testing.T) {
	for _, name := range []string{
		"agua.md~", ".#agua.md", "#agua.md#", "#agua.md", ".agua.md.swp", ".agua.md.swo", "agua.md.swx", "4913", ".DS_Store",
		"._agua.md", ".goutputstream-1X2Y3Z", "agua.md.tmp", "agua.md.tmp.2210.17", ".agua.md.kate-swp",
		"agua.md___jb_tmp___", "agua.md___jb_old___", ".~lock.agua.odt#", "~$agua.docx",
	} {
		if !Is(name) {
			t.Errorf("%q is content", name)
		}
	}
	for _, name := range []string{
		"agua.md", "4913.md", "49130", ".well-known", ".htaccess", "agua.tmp", "tmp", ".tmp", "agua.md.tmpl",
		"agua.tmp.md", "~agua.md", "ágüa.md", "agua#1.md",
	} {
		if Is(name) {
			t.Errorf("%q is passed over", name)
		}
	}
}
