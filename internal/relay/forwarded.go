package relay

import (
	"errors"
	"net/http"
	"net/netip"
	"strings"
)

// ParseProxy reads one value of -trusted-proxy: an address, or a range of them as CIDR. Everybody is no proxy: a range of
// all addresses fails.
func ParseProxy(value string) (netip.Prefix, error) {
	prefix, err := netip.ParsePrefix(value)
	if addr, e := netip.ParseAddr(value); err != nil && e == nil && addr.Zone() == "" {
		addr = addr.Unmap()
		return netip.PrefixFrom(addr, addr.BitLen()), nil
	}
	switch {
	case err != nil || prefix.Addr().Is4In6():
		return prefix, errors.New("relay: proxy: want an address or a range like 10.0.0.0/8")
	case prefix.Bits() == 0:
		return prefix, errors.New("relay: proxy: a range of all addresses would let every client say who it is")
	}
	return prefix.Masked(), nil
}

// ClientOf is the address a request came from: remote, or where that is a trusted proxy, the last address that the
// proxies before it do not vouch for, by X-Forwarded-For or Forwarded (RFC 7239). A client can send either header: what
// stands before that address is not looked at, and where both are there and disagree, one of them was made up, and the
// proxy counts as the client.
func ClientOf(remote string, h http.Header, trusted []netip.Prefix) string {
	if len(trusted) == 0 {
		return remote
	}
	var by [2]string
	for i, chain := range [2][]string{forwardedFor(h.Values("X-Forwarded-For")), forwarded(h.Values("Forwarded"))} {
		if by[i] = lastUntrusted(remote, chain, trusted); len(chain) == 0 {
			by[i] = ""
		}
	}
	switch {
	case by[0] == "" && by[1] == "", by[0] != "" && by[1] != "" && by[0] != by[1]:
		return remote
	case by[0] == "":
		return by[1]
	}
	return by[0]
}

// lastUntrusted walks from the connection back along the chain, as long as a trusted proxy names who came before it.
func lastUntrusted(remote string, chain []string, trusted []netip.Prefix) string {
	at, _ := addressOf(remote)
	for i := len(chain) - 1; i >= 0 && isTrusted(at, trusted); i-- {
		before, ok := addressOf(chain[i])
		if !ok {
			break // unknown, or hidden (RFC 7239 section 6)
		}
		at = before
	}
	if !at.IsValid() {
		return remote
	}
	return at.String()
}

func isTrusted(addr netip.Addr, trusted []netip.Prefix) bool {
	for _, p := range trusted {
		if p.Contains(addr) {
			return true
		}
	}
	return false
}

// addressOf reads an address with or without port, an IPv6 one with or without brackets.
func addressOf(s string) (netip.Addr, bool) {
	at, err := netip.ParseAddrPort(s)
	addr := at.Addr()
	if err != nil {
		addr, err = netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(s, "["), "]"))
	}
	return addr.Unmap().WithZone(""), err == nil
}

func forwardedFor(lines []string) []string {
	var out []string
	for _, line := range lines {
		for part := range strings.SplitSeq(line, ",") {
			out = append(out, strings.TrimSpace(part))
		}
	}
	return out
}

// forwarded gives the for= of each element (RFC 7239 section 4); an element without one hides who it was.
func forwarded(lines []string) []string {
	var out []string
	for _, line := range lines {
		for element := range strings.SplitSeq(line, ",") {
			node := ""
			for pair := range strings.SplitSeq(element, ";") {
				if name, value, ok := strings.Cut(strings.TrimSpace(pair), "="); ok && strings.EqualFold(name, "for") {
					node = strings.Trim(value, `"`)
				}
			}
			out = append(out, node)
		}
	}
	return out
}
