package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"vitrina/internal/syserr"
)

// listen opens the port, on this machine alone unless others are asked for.
func listen(addr string, expose bool) (net.Listener, error) {
	host, port, err := net.SplitHostPort(addr)
	n, errPort := strconv.Atoi(port)
	if err != nil || errPort != nil || n < 0 || n > 65535 {
		return nil, usageError{fmt.Sprintf("--addr «%s» no es una dirección con su puerto", addr), "escríbala así: 127.0.0.1:4321"}
	}
	if !expose && !loopback(host) {
		return nil, usageError{
			fmt.Sprintf("--addr «%s» abriría la vista previa a otros equipos, con sus borradores y lo que está bajo embargo", addr),
			"use 127.0.0.1; si de verdad lo quiere, añada --expose",
		}
	}
	listener, err := net.Listen("tcp", addr)
	switch {
	case err == nil && !expose && !listener.Addr().(*net.TCPAddr).IP.IsLoopback(): // a name may stand for any address
		listener.Close()
		return nil, usageError{fmt.Sprintf("--addr «%s» no es una dirección de este equipo solo", addr), "use 127.0.0.1"}
	case err == nil:
		return listener, nil
	case errors.Is(err, syscall.EADDRINUSE):
		hint := "cierre el otro programa"
		if free := nextFree(host, n); free > 0 {
			hint = fmt.Sprintf("cierre el otro programa, o use --addr %s, que está libre", net.JoinHostPort(host, strconv.Itoa(free)))
		}
		return nil, fmt.Errorf("el puerto %d ya está en uso; tal vez hay otra vista previa abierta\n  pista: %s", n, hint)
	case errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("no hay permiso para usar el puerto %d\n  pista: use uno mayor de 1023", n)
	}
	return nil, fmt.Errorf("no se puede atender en «%s»: %w", addr, syserr.Plain(err))
}

// loopback reports whether a host is this machine and no other can reach it.
func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// nextFree is a port after n on which nobody listens, or 0.
func nextFree(host string, n int) int {
	for port := n + 1; port <= min(n+50, 65535); port++ {
		if l, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(port))); err == nil {
			l.Close()
			return port
		}
	}
	return 0
}

// addresses are where a preview can be opened in a browser, the best for a person
// to type first: on this machine, and, when it answers to all of its addresses,
// on others of its network.
func addresses(addr net.Addr, own []net.Addr) (here string, others []string) {
	tcp := addr.(*net.TCPAddr)
	port := strconv.Itoa(tcp.Port)
	at := func(host string) string { return "http://" + net.JoinHostPort(host, port) + "/" }
	switch {
	case tcp.IP.IsLoopback():
		return at(tcp.IP.String()), nil
	case !tcp.IP.IsUnspecified():
		return at(tcp.IP.String()), []string{at(tcp.IP.String())}
	}
	var ips []net.IP
	for _, a := range own {
		if n, ok := a.(*net.IPNet); ok && n.IP.IsGlobalUnicast() {
			ips = append(ips, n.IP)
		}
	}
	rank := func(ip net.IP) int { // 192.168.1.20 before what nobody can type
		switch {
		case ip.To4() != nil && ip.IsPrivate():
			return 0
		case ip.To4() != nil:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(ips, func(a, b net.IP) int { return cmp.Compare(rank(a), rank(b)) })
	for _, ip := range ips {
		others = append(others, at(ip.String()))
	}
	return at("127.0.0.1"), others
}

// hosts are the names that a browser may ask for: any other one has been made to
// lead here by somebody else.
func hosts(addr net.Addr, expose bool) []string {
	host, port, _ := net.SplitHostPort(addr.String())
	names := []string{"127.0.0.1", "localhost", "::1", host}
	if expose {
		if all, err := net.InterfaceAddrs(); err == nil {
			for _, a := range all {
				if n, ok := a.(*net.IPNet); ok {
					names = append(names, n.IP.String())
				}
			}
		}
		if name, err := os.Hostname(); err == nil {
			names = append(names, strings.ToLower(name))
		}
	}
	var list []string
	for _, name := range names {
		full := net.JoinHostPort(name, port)
		list = append(list, full)
		if port == "80" {
			list = append(list, strings.TrimSuffix(full, ":80"))
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}
