package relay

import (
	"net/netip"
	"strings"
	"testing"
)

// registries are the first and last addresses of every entry of the two IANA Special-Purpose Address Registries, read from
// them and not from the table of the guard.
var registries = []string{
	// IPv4
	"0.0.0.0 0.255.255.255", "0.0.0.0 0.0.0.0", "10.0.0.0 10.255.255.255", "100.64.0.0 100.127.255.255", "127.0.0.0 127.255.255.255",
	"169.254.0.0 169.254.255.255", "172.16.0.0 172.31.255.255", "192.0.0.0 192.0.0.255", "192.0.0.0 192.0.0.7", "192.0.0.8 192.0.0.8",
	"192.0.0.9 192.0.0.9", "192.0.0.10 192.0.0.10", "192.0.0.170 192.0.0.170", "192.0.0.171 192.0.0.171", "192.0.2.0 192.0.2.255",
	"192.31.196.0 192.31.196.255", "192.52.193.0 192.52.193.255", "192.88.99.0 192.88.99.255", "192.168.0.0 192.168.255.255",
	"192.175.48.0 192.175.48.255", "198.18.0.0 198.19.255.255", "198.51.100.0 198.51.100.255", "203.0.113.0 203.0.113.255",
	"240.0.0.0 255.255.255.255", "255.255.255.255 255.255.255.255",
	// IPv6
	"::1 ::1", ":: ::", "::ffff:0.0.0.0 ::ffff:255.255.255.255", "64:ff9b:: 64:ff9b::ffff:ffff",
	"64:ff9b:1:: 64:ff9b:1:ffff:ffff:ffff:ffff:ffff", "100:: 100::ffff:ffff:ffff:ffff", "100:0:0:1:: 100:0:0:1:ffff:ffff:ffff:ffff",
	"2001:: 2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:: 2001:0:ffff:ffff:ffff:ffff:ffff:ffff", "2001:1::1 2001:1::1", "2001:1::2 2001:1::2",
	"2001:1::3 2001:1::3", "2001:2:: 2001:2:0:ffff:ffff:ffff:ffff:ffff", "2001:3:: 2001:3:ffff:ffff:ffff:ffff:ffff:ffff",
	"2001:4:112:: 2001:4:112:ffff:ffff:ffff:ffff:ffff", "2001:10:: 2001:1f:ffff:ffff:ffff:ffff:ffff:ffff",
	"2001:20:: 2001:2f:ffff:ffff:ffff:ffff:ffff:ffff", "2001:30:: 2001:3f:ffff:ffff:ffff:ffff:ffff:ffff",
	"2001:db8:: 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2002:: 2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
	"2620:4f:8000:: 2620:4f:8000:ffff:ffff:ffff:ffff:ffff", "3fff:: 3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff",
	"5f00:: 5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fc00:: fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fe80:: febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
	// Multicast and what is not given out
	"224.0.0.0 239.255.255.255", "ff00:: ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fec0:: feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
	"4000:: 5eff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "200:: 1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
}

func TestEveryEdgeOfTheRegistriesIsRefused(t *testing.T) {
	for _, entry := range registries {
		for _, edge := range strings.Fields(entry) {
			b, public := judge(netip.MustParseAddr(edge))
			if public {
				t.Errorf("%s passes", edge)
			} else if b.name.en == "" || b.name.ru == "" || b.source == "" {
				t.Errorf("%s: refused as %+v; want the name and source of a block", edge, b)
			}
		}
	}
}

// Where the block of an edge ends, the public addresses begin again: the guard is no wall around everything.
func TestNeighboursOfTheRegistriesPass(t *testing.T) {
	neighbours := 0
	for _, entry := range registries {
		edges := strings.Fields(entry)
		for _, a := range []netip.Addr{netip.MustParseAddr(edges[0]).Prev(), netip.MustParseAddr(edges[1]).Next()} {
			inside := !a.IsValid() || a.Is4In6() || a.Is6() && (a.Less(netip.MustParseAddr("2000::")) || netip.MustParseAddr("3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff").Less(a))
			for _, other := range registries {
				first, last, _ := strings.Cut(other, " ")
				inside = inside || a.Compare(netip.MustParseAddr(first)) >= 0 && a.Compare(netip.MustParseAddr(last)) <= 0
			}
			if inside {
				continue
			}
			neighbours++
			if b, public := judge(a); !public {
				t.Errorf("%s is refused as %+v", a, b)
			}
		}
	}
	if neighbours < 40 {
		t.Errorf("only %d neighbours: the test does not look at the edges", neighbours)
	}
}

// What other relays let through, as measured.
func TestWhatOthersLetThrough(t *testing.T) {
	for tool, list := range map[string]string{
		"Smokescreen": "0.1.2.3 192.0.0.192 192.0.2.1 198.18.0.1 240.0.0.1 64:ff9b:1::1 64:ff9b:1::7f00:1 64:ff9b:1:7f00:0:100:: ::127.0.0.1 fec0::1 2001:db8::1 100::1 5f00::1",
		"IDPTools":    ":: 64:ff9b::7f00:1 2002:7f00:1:: 2001:0:4136:e378:8000:63bf:80ff:fffe ::127.0.0.1 224.0.0.1 240.0.0.1 255.255.255.255 fec0::1 ff02::1",
		"both judged": "127.0.0.1 10.1.2.3 172.31.255.255 192.168.1.1 169.254.169.254 100.100.100.200 ::1 ::ffff:127.0.0.1 ::ffff:a9fe:a9fe fe80::1 fd00:ec2::254 fd12::1",
	} {
		for _, a := range strings.Fields(list) {
			if _, public := judge(netip.MustParseAddr(a)); public {
				t.Errorf("%s, which %s lets through, passes", a, tool)
			}
		}
	}
}

func TestAddressInsideAnAddressIsNamed(t *testing.T) {
	for given, want := range map[string]string{
		"::ffff:10.0.0.1":      "private use",
		"::ffff:127.0.0.1":     "loopback",
		"64:ff9b::a9fe:a9fe":   "NAT64 of 169.254.169.254",
		"2002:7f00:1::":        "6to4 of 127.0.0.1",
		"2002:808:808::1":      "6to4 of 8.8.8.8", // refused though the address inside is public: 6to4 relays are gone
		"::10.0.0.1":           "IPv4-compatible of 10.0.0.1",
		"2001::f5ff:fffe":      "Teredo of 10.0.0.1",
		"fe80::1%lo":           "one network interface",
		"2606:4700::1111%eth0": "one network interface",
		"::ffff:1.2.3.4%eth0":  "one network interface",
	} {
		b, public := judge(netip.MustParseAddr(given))
		if public || !strings.Contains(b.name.en, want) {
			t.Errorf("%s: public %v, %q; want %q", given, public, b.name.en, want)
		}
	}
	for _, given := range []string{"8.8.8.8", "::ffff:8.8.8.8", "64:ff9b::808:808", "2606:4700::1111", "2a02:6b8::1"} {
		if b, public := judge(netip.MustParseAddr(given)); !public {
			t.Errorf("%s is refused as %+v", given, b)
		}
	}
	if _, public := judge(netip.Addr{}); public {
		t.Error("no address at all passes")
	}
}

// Naming a host opens private networks and this machine for it, nothing else.
func TestNamedHostsReachPrivateAddressesOnly(t *testing.T) {
	r := newRelay(t, Config{})
	for address, want := range map[string]string{
		"127.0.0.1": "", "127.8.8.8": "", "::1": "", "10.0.0.1": "", "172.16.0.1": "", "192.168.0.1": "", "100.64.0.1": "", "fd00::1": "", "8.8.8.8": "",
		"169.254.169.254": "address", "0.0.0.0": "address", "::": "address", "fe80::1": "address", "fe80::1%lo": "address", "240.0.0.1": "address",
		"224.0.0.1": "address", "64:ff9b::a00:1": "address", "64:ff9b:1::1": "address", "2002:a00:1::": "address", "::10.0.0.1": "address", "192.0.2.1": "address",
	} {
		for _, named := range []bool{true, false} {
			rule := want
			if b, public := judge(netip.MustParseAddr(address)); !named && !public && b.named {
				rule = "private"
			}
			err := r.allowedAddress(target{host: "idp.example.com", port: 443, named: named}, netip.AddrPortFrom(netip.MustParseAddr(address), 443), "en")
			if got := ruleOf(err); got != rule {
				t.Errorf("%s, named %v: %q; want %q", address, named, got, rule)
			}
		}
	}
}

func ruleOf(err error) string {
	if refusal, ok := err.(*Refusal); ok {
		return refusal.Rule
	}
	if err != nil {
		return err.Error()
	}
	return ""
}
