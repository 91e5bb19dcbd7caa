package relay

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"testing"
	"time"
)

func TestRatePerClientAndForAll(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	l := newLimiter(60, 120, func() time.Time { return now })
	take := func(client string) int {
		n := 0
		for l.take(client) == 0 {
			n++
		}
		return n
	}
	if n := take("192.0.2.1:1111"); n != 10 {
		t.Errorf("%d requests at once; want 10, a sixth of a minute's", n)
	}
	if wait := l.take("192.0.2.1:2222"); wait <= 0 || wait > time.Second {
		t.Errorf("another port is another client: wait %v", wait)
	}
	if n := take("192.0.2.2"); n != 10 {
		t.Errorf("%d requests of another client; want 10", n)
	}
	if n := take("192.0.2.3"); n != 0 {
		t.Errorf("%d requests over the limit of all", n)
	}
	now = now.Add(3 * time.Second)
	if n := take("192.0.2.1:1111"); n != 3 {
		t.Errorf("%d requests after three seconds; want 3", n)
	}
	now = now.Add(time.Hour)
	if n := take("192.0.2.1:1111"); n != 10 {
		t.Errorf("%d requests after an hour; want 10", n)
	}
}

func TestClientsOfOneNetworkAreOne(t *testing.T) {
	for _, same := range [][2]string{{"[2001:db8::1]:1", "[2001:db8::ffff]:2"}, {"192.0.2.1:1", "[::ffff:192.0.2.1]:2"}, {"fe80::1%eth0", "fe80::2"}} {
		if a, b := network(same[0]), network(same[1]); a != b {
			t.Errorf("%s counts as %s, %s as %s", same[0], a, same[1], b)
		}
	}
	if network("192.0.2.1") == network("192.0.2.2") {
		t.Error("two addresses count as one")
	}
}

func TestClientsAreNotRememberedForEver(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	l := newLimiter(60, 1<<30, func() time.Time { return now })
	for i := range 3 * maxClients {
		l.take(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}).String())
	}
	if n := len(l.clients); n > maxClients {
		t.Errorf("%d clients remembered", n)
	}
	if l.take("192.0.2.1") == 0 {
		t.Error("a new client passes while all the remembered ones are busy")
	}
	now = now.Add(time.Minute)
	if l.take("192.0.2.1") != 0 {
		t.Error("a new client must wait though the others have gone")
	}
}

func TestSendIsLimited(t *testing.T) {
	addr := rawServer(t, func(conn net.Conn, _ string) { fmt.Fprint(conn, "HTTP/1.1 200 OK\r\n\r\n") })
	r := newRelay(t, Config{Allow: []string{addr}, PerClient: 6})
	req := Request{Method: "GET", URL: "http://" + addr + "/"}
	if _, err := r.Send(t.Context(), Request{Method: "GET", URL: "https://evil.example.com/"}, Options{Client: "192.0.2.1"}); ruleOf(err) != "target" {
		t.Fatal(err)
	}
	if _, err := r.Send(t.Context(), req, Options{Client: "192.0.2.1"}); err != nil {
		t.Fatalf("a refused request counts: %v", err)
	}
	_, err := r.Send(t.Context(), req, Options{Client: "192.0.2.1"})
	var limited *Limited
	if !errors.As(err, &limited) || limited.Busy || limited.After <= 0 {
		t.Errorf("%v; want a limit and when to try again", err)
	}
}

func TestOnlySoManyAtOneTime(t *testing.T) {
	inside, release := make(chan struct{}), make(chan struct{})
	addr := rawServer(t, func(conn net.Conn, _ string) {
		inside <- struct{}{}
		<-release
		fmt.Fprint(conn, "HTTP/1.1 200 OK\r\n\r\n")
	})
	r := newRelay(t, Config{Allow: []string{addr}, MaxInFlight: 1})
	req := Request{Method: "GET", URL: "http://" + addr + "/"}
	first := make(chan error)
	go func() {
		_, err := r.Send(t.Context(), req, Options{Client: "192.0.2.1"})
		first <- err
	}()
	<-inside
	_, err := r.Send(t.Context(), req, Options{Client: "192.0.2.2"})
	var limited *Limited
	if !errors.As(err, &limited) || !limited.Busy {
		t.Errorf("%v; want busy", err)
	}
	close(release)
	if err := <-first; err != nil {
		t.Error(err)
	}
	go func() { <-inside }()
	if _, err := r.Send(t.Context(), req, Options{Client: "192.0.2.2"}); err != nil {
		t.Errorf("the slot was not given back: %v", err)
	}
}
