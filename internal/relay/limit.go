package relay

import (
	"net/netip"
	"sync"
	"time"
)

// maxClients bounds how many clients are remembered; full buckets are forgotten first, they say nothing.
const maxClients = 4096

// limiter gives each client, and all of them together, so many requests a minute, and as many at once as ten seconds hold.
type limiter struct {
	now       func() time.Time
	perClient float64 // requests a minute
	global    float64

	mu      sync.Mutex
	clients map[string]*bucket
	all     bucket
	swept   time.Time // when full buckets were last looked for
}

type bucket struct {
	tokens float64
	at     time.Time // when tokens was counted
}

func newLimiter(perClient, global int, now func() time.Time) *limiter {
	return &limiter{now: now, perClient: float64(perClient), global: float64(global), clients: map[string]*bucket{}}
}

// burst is the most a bucket holds.
func burst(perMinute float64) float64 { return max(1, perMinute/6) }

// fill adds what the time since gave.
func (b *bucket) fill(perMinute float64, now time.Time) {
	if b.at.IsZero() {
		b.tokens = burst(perMinute)
	} else {
		b.tokens = min(burst(perMinute), b.tokens+perMinute*now.Sub(b.at).Minutes())
	}
	b.at = now
}

// take takes one request of a client; wait is 0 when it may go, else when the next one may.
func (l *limiter) take(client string) (wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	client = network(client)
	c := l.clients[client]
	if c == nil {
		if len(l.clients) >= maxClients && now.Sub(l.swept) >= time.Second {
			l.swept = now
			for key, b := range l.clients {
				if b.fill(l.perClient, now); b.tokens >= burst(l.perClient) {
					delete(l.clients, key)
				}
			}
		}
		if len(l.clients) >= maxClients {
			return time.Second
		}
		c = &bucket{}
		l.clients[client] = c
	}
	c.fill(l.perClient, now)
	l.all.fill(l.global, now)
	if c.tokens < 1 {
		return until(c, l.perClient)
	}
	if l.all.tokens < 1 {
		return until(&l.all, l.global)
	}
	c.tokens--
	l.all.tokens--
	return 0
}

func until(b *bucket, perMinute float64) time.Duration {
	return time.Duration((1 - b.tokens) / perMinute * float64(time.Minute))
}

// network is who a client counts as: an IPv4 address, or the /64 of an IPv6 one, which is one machine's.
func network(client string) string {
	at, err := netip.ParseAddrPort(client)
	addr := at.Addr()
	if err != nil {
		if addr, err = netip.ParseAddr(client); err != nil {
			return client
		}
	}
	addr = addr.Unmap().WithZone("")
	if addr.Is6() {
		prefix, _ := addr.Prefix(64)
		return prefix.String()
	}
	return addr.String()
}
