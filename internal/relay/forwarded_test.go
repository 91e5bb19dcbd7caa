package relay

import (
	"net/http"
	"net/netip"
	"testing"
)

// Who a request behind proxies counts as: never whom the client says it is.
func TestClientBehindProxies(t *testing.T) {
	var trusted []netip.Prefix
	for _, value := range []string{"10.0.0.0/8", "2001:db8:1::/48", "127.0.0.1"} {
		p, err := ParseProxy(value)
		if err != nil {
			t.Fatal(err)
		}
		trusted = append(trusted, p)
	}
	for _, test := range []struct {
		name, remote, want string
		forwardedFor       []string
		forwarded          []string
	}{
		{name: "no proxy", remote: "198.51.100.7:5000", want: "198.51.100.7:5000"},
		{name: "a stranger's header", remote: "198.51.100.7:5000", forwardedFor: []string{"203.0.113.9"}, want: "198.51.100.7"},
		{name: "one proxy", remote: "10.0.0.2:5000", forwardedFor: []string{"203.0.113.9"}, want: "203.0.113.9"},
		{name: "a forged entry before", remote: "10.0.0.2:5000", forwardedFor: []string{"192.0.2.66, 203.0.113.9"}, want: "203.0.113.9"},
		{name: "two proxies, two lines", remote: "127.0.0.1:5000", forwardedFor: []string{"192.0.2.66, 203.0.113.9", "10.1.2.3"}, want: "203.0.113.9"},
		{name: "with port", remote: "10.0.0.2:5000", forwardedFor: []string{"203.0.113.9:41000"}, want: "203.0.113.9"},
		{name: "IPv6", remote: "[2001:db8:1::1]:5000", forwardedFor: []string{"2001:db8:9::5"}, want: "2001:db8:9::5"},
		{name: "IPv6 with port", remote: "10.0.0.2:5000", forwardedFor: []string{"[2001:db8:9::5]:443"}, want: "2001:db8:9::5"},
		{name: "IPv4 as IPv6", remote: "[::ffff:10.0.0.2]:5000", forwardedFor: []string{"::ffff:203.0.113.9"}, want: "203.0.113.9"},
		{name: "no header", remote: "10.0.0.2:5000", want: "10.0.0.2:5000"},
		{name: "no address", remote: "10.0.0.2:5000", forwardedFor: []string{"203.0.113.9, unknown"}, want: "10.0.0.2"},
		{name: "all are proxies", remote: "10.0.0.2:5000", forwardedFor: []string{"10.0.0.9"}, want: "10.0.0.9"},
		{name: "Forwarded", remote: "10.0.0.2:5000", forwarded: []string{`for=192.0.2.66, for=203.0.113.9;proto=https;by=10.0.0.2`}, want: "203.0.113.9"},
		{name: "Forwarded, IPv6", remote: "10.0.0.2:5000", forwarded: []string{`For="[2001:db8:9::5]:4711"`}, want: "2001:db8:9::5"},
		{name: "Forwarded, hidden", remote: "10.0.0.2:5000", forwarded: []string{`for=203.0.113.9, for=_hidden`}, want: "10.0.0.2"},
		{name: "Forwarded without for", remote: "10.0.0.2:5000", forwarded: []string{`proto=https`}, want: "10.0.0.2"},
		{name: "both agree", remote: "10.0.0.2:5000", forwardedFor: []string{"203.0.113.9"}, forwarded: []string{"for=203.0.113.9"}, want: "203.0.113.9"},
		{name: "one of both is the client's", remote: "10.0.0.2:5000", forwardedFor: []string{"203.0.113.9"}, forwarded: []string{"for=192.0.2.66"}, want: "10.0.0.2:5000"},
	} {
		h := http.Header{"X-Forwarded-For": test.forwardedFor, "Forwarded": test.forwarded}
		if got := ClientOf(test.remote, h, trusted); got != test.want {
			t.Errorf("%s: %s; want %s", test.name, got, test.want)
		}
		if got := ClientOf(test.remote, h, nil); got != test.remote {
			t.Errorf("%s: %s without a trusted proxy", test.name, got)
		}
	}
}

func TestProxiesAreAddresses(t *testing.T) {
	for _, value := range []string{"", "proxy.example.com", "0.0.0.0/0", "::/0", "10.0.0.0/33", "10.0.0.1:80", "fe80::1%eth0", "::ffff:10.0.0.0/104"} {
		if got, err := ParseProxy(value); err == nil {
			t.Errorf("%q is taken as %s", value, got)
		}
	}
}
