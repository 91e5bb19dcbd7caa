package relay

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// A Resolver finds the addresses of a host; *net.Resolver is one.
type Resolver interface {
	LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error)
}

// eachAttempt bounds one address of several, so that a dead one leaves time for the next.
const eachAttempt = 4 * time.Second

// allowedAddress judges one address at which a target is about to be reached.
func (r *Relay) allowedAddress(t target, at netip.AddrPort, lang string) error {
	addr := at.Addr()
	show := addr.String()
	if addr.Zone() != "" {
		show = addr.WithZone("").String()
	}
	words := []string{"host", t.host, "address", show, "target", r.flag(t)}
	if own := r.self.Load(); own != nil && (*own)(netip.AddrPortFrom(addr.Unmap(), at.Port())) {
		return refuse("self", lang, words...)
	}
	b, public := judge(addr)
	if public || b.named && t.named {
		return nil
	}
	where := b.name
	if b.prefix.IsValid() {
		where = text{b.prefix.String() + ", " + where.en, b.prefix.String() + ", " + where.ru}
	}
	if b.source != "" {
		where = text{where.en + " (" + b.source + ")", where.ru + " (" + b.source + ")"}
	}
	fill := pairsOf(words)
	fill["block"] = where
	if b.named {
		return refuseWith("private", lang, fill)
	}
	return refuseWith("address", lang, fill)
}

// resolve finds the addresses of the target's host and judges every one of them: a host that leads to a forbidden address
// beside a good one is not dialled at all.
func (r *Relay) resolve(ctx context.Context, t target, lang string) ([]netip.AddrPort, error) {
	var addrs []netip.Addr
	if literal, err := netip.ParseAddr(t.host); err == nil {
		addrs = []netip.Addr{literal}
	} else {
		name := t.host
		if !t.named {
			name += "." // no search list: accounts.example.com.corp.example.net is another host
		}
		addrs, err = r.cfg.Resolver.LookupNetIP(ctx, "ip", name)
		if err != nil {
			return nil, err
		}
	}
	var out []netip.AddrPort
	for _, a := range addrs {
		at := netip.AddrPortFrom(a.Unmap(), t.port)
		if a.Zone() != "" {
			at = netip.AddrPortFrom(a, t.port)
		}
		if err := r.allowedAddress(t, at, lang); err != nil {
			return nil, err
		}
		if !slices.Contains(out, at) {
			out = append(out, at)
		}
	}
	if len(out) == 0 {
		return nil, &net.DNSError{Err: "no such host", Name: t.host, IsNotFound: true}
	}
	return out, nil
}

func dial(ctx context.Context, d *net.Dialer, to netip.AddrPort) (net.Conn, error) {
	return d.DialContext(ctx, "tcp", to.String())
}

// connect opens a connection to the first address that answers. The system's own word for where the socket goes is judged
// once more, after whatever else could have changed it.
func (r *Relay) connect(ctx context.Context, t target, addrs []netip.AddrPort, lang string) (net.Conn, error) {
	var refused, failed error
	for i, at := range addrs {
		dialer := net.Dialer{Control: func(_, address string, _ syscall.RawConn) error {
			real, err := netip.ParseAddrPort(address)
			if err == nil {
				err = r.allowedAddress(t, real, lang)
			}
			refused = err
			return err
		}}
		if i < len(addrs)-1 {
			dialer.Timeout = eachAttempt
		}
		conn, err := r.dial(ctx, &dialer, at)
		if err == nil {
			return conn, nil
		}
		if refused != nil {
			return nil, refused
		}
		if failed == nil || ctx.Err() == nil {
			failed = err
		}
	}
	return nil, failed
}

// Own returns a judge of the addresses a listener answers at, for Relay.Self: bound to every address, all of this machine's.
func Own(listener net.Addr) func(netip.AddrPort) bool {
	host, port, err := net.SplitHostPort(listener.String())
	if err != nil {
		return func(netip.AddrPort) bool { return false }
	}
	n, _ := strconv.ParseUint(port, 10, 16)
	bound, err := netip.ParseAddr(strings.Trim(host, "[]"))
	everywhere := err != nil || bound.IsUnspecified()
	return func(to netip.AddrPort) bool {
		if uint64(to.Port()) != n {
			return false
		}
		if !everywhere {
			return to.Addr().Unmap() == bound.Unmap()
		}
		if to.Addr().Unmap().IsLoopback() || to.Addr().IsUnspecified() {
			return true
		}
		interfaces, err := net.InterfaceAddrs()
		if err != nil {
			return true // not known to be another machine
		}
		return slices.ContainsFunc(interfaces, func(a net.Addr) bool {
			prefix, err := netip.ParsePrefix(a.String())
			return err == nil && prefix.Addr().Unmap() == to.Addr().Unmap()
		})
	}
}
