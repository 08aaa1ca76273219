package content

import (
	"net"
	"net/url"

	"golang.org/x/net/idna"
)

// domains reads the names of machines as browsers do.
var domains = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.VerifyDNSLength(true), idna.StrictDomainName(false))

// siteHost is the host of an address, with its port, as it travels: in small
// letters, and "señal.gob.pe" as "xn--seal-hqa.gob.pe". One that no name server
// could be asked for is "".
func siteHost(u *url.URL) string {
	if net.ParseIP(u.Hostname()) != nil {
		return u.Host
	}
	name, err := domains.ToASCII(u.Hostname())
	if err != nil || name == "" {
		return ""
	}
	if u.Port() != "" {
		name += ":" + u.Port()
	}
	return name
}
