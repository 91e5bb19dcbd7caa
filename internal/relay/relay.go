// Package relay turns one HTTP request that a browser may not send into its exchange, its trace and its report.
//
//	Request ─rules─▶ target ─dns, connect, tls─▶ connection ─send, wait, body─▶ Response ─logparse─▶ Report
//
// The guard lets out what no flag of a client can widen: https to the hosts of the provider profiles and to those the
// operator names, from addresses judged when they are dialled; no redirect is followed; everything is bounded. Of a
// request and its answer only host, kind of endpoint, status, sizes and times are logged.
package relay

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"github.com/rs/zerolog"

	"grantlens/internal/logparse"
	"grantlens/internal/logparse/report"
	"grantlens/internal/providers"
	"grantlens/internal/rpc"
)

// Config is what a Relay may be told. The zero value works.
type Config struct {
	// Allow names hosts beside those of the profiles, as host or host:port, or as *.host all below one. Such a host may have
	// a private or loopback address; with a port it may be reached there, and over http.
	Allow          []string
	Roots          *x509.CertPool // authorities trusted; nil means the system's
	ConnectTimeout time.Duration  // DNS, connection and TLS together; 0 means DefaultConnectTimeout
	Timeout        time.Duration  // the whole exchange; 0 means DefaultTimeout
	MaxInFlight    int            // exchanges at one time; 0 means DefaultMaxInFlight, below 0 turns the relay off
	PerClient      int            // requests a minute of one client; 0 means DefaultPerClient
	Global         int            // requests a minute of all; 0 means DefaultGlobal
	UserAgent      string         // of requests that bring none; "" means Grantlens
	Resolver       Resolver       // nil means the system's
	Log            zerolog.Logger // one line an exchange; the zero Logger is silent
	Now            func() time.Time
}

// Defaults of Config.
const (
	DefaultConnectTimeout = 10 * time.Second
	DefaultTimeout        = 30 * time.Second
	DefaultMaxInFlight    = 16
	DefaultPerClient      = 60
	DefaultGlobal         = 600
)

// Relay sends requests. New makes one; its methods may be called concurrently.
type Relay struct {
	cfg     Config
	targets []string // patterns of the profiles' hosts
	ports   []uint16 // of hosts whose port the operator did not name
	allowed []allowed
	dial    func(context.Context, *net.Dialer, netip.AddrPort) (net.Conn, error)
	limits  *limiter
	slots   chan struct{} // one element for each exchange under way
	self    atomic.Pointer[func(netip.AddrPort) bool]
}

// New returns a Relay. It fails when a name of Allow is none.
func New(cfg Config) (*Relay, error) {
	def := func(n *int, value int) {
		if *n == 0 {
			*n = value
		}
	}
	def(&cfg.MaxInFlight, DefaultMaxInFlight)
	def(&cfg.PerClient, DefaultPerClient)
	def(&cfg.Global, DefaultGlobal)
	if cfg.ConnectTimeout <= 0 {
		cfg.ConnectTimeout = DefaultConnectTimeout
	}
	if cfg.Timeout <= 0 {
		cfg.Timeout = DefaultTimeout
	}
	if cfg.UserAgent == "" {
		cfg.UserAgent = "Grantlens"
	}
	if cfg.Resolver == nil {
		cfg.Resolver = net.DefaultResolver
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	r := &Relay{cfg: cfg, ports: []uint16{443, 8443}, dial: dial, limits: newLimiter(cfg.PerClient, cfg.Global, cfg.Now), slots: make(chan struct{}, max(0, cfg.MaxInFlight))}
	for _, p := range providers.All() {
		r.targets = append(r.targets, p.Hosts()...)
	}
	for _, value := range cfg.Allow {
		a, err := parseAllowed(value)
		if err != nil {
			return nil, err
		}
		r.allowed = append(r.allowed, a)
	}
	return r, nil
}

// CheckAllow reports what is wrong with a value of Config.Allow.
func CheckAllow(value string) error {
	_, err := parseAllowed(value)
	return err
}

// Self tells the relay which addresses are the server's own; it never connects to them.
func (r *Relay) Self(own func(netip.AddrPort) bool) { r.self.Store(&own) }

// Phase is one step of an exchange: dns, connect, tls, send, wait (for the first byte) or body. Times are milliseconds
// since the exchange began; End is nil while it runs.
type Phase struct {
	Name   string   `json:"name"`
	Start  float64  `json:"start"`
	End    *float64 `json:"end,omitempty"`
	Detail string   `json:"detail"`
}

// Trace is where the time of an exchange went.
type Trace struct {
	Address string  `json:"address,omitempty"` // that answered
	Phases  []Phase `json:"phases"`
	TLS     *TLS    `json:"tls,omitempty"`
	Total   float64 `json:"total"` // milliseconds
}

// Sent is a request as it went out.
type Sent struct {
	Method       string      `json:"method"`
	URL          string      `json:"url"`
	Headers      [][2]string `json:"headers"`
	Body         string      `json:"body"`
	BodyEncoding string      `json:"bodyEncoding"` // utf-8 or base64
}

// Note explains what the relay did or did not do: redirect, truncated.
type Note struct {
	Code string `json:"code"`
	rpc.Said
	Words rpc.Words `json:"words"`
}

// Result is an exchange: what went out, what came, and what it means. Either Response or Failure may be missing.
type Result struct {
	Request    Sent           `json:"request"`
	Response   *Response      `json:"response,omitempty"`
	Failure    *Failure       `json:"failure,omitempty"`
	Notes      []Note         `json:"notes"`
	Trace      Trace          `json:"trace"`
	Transcript string         `json:"transcript"` // what the spans of Report point into
	Report     *report.Report `json:"report"`
}

// Options of one Send.
type Options struct {
	Client string      // who asks, for the rate limit: an address with or without port
	Lang   string      // en or ru
	Trace  func(Phase) // called when a phase begins and again when it ends; may be nil
}

// Send sends one request and returns the exchange, failed or not. The error is a *Refusal or a *Limited: nothing was sent.
func (r *Relay) Send(ctx context.Context, req Request, opts Options) (*Result, error) {
	t, err := r.target(req, opts.Lang)
	if err != nil {
		r.cfg.Log.Info().Str("refused", err.(*Refusal).Rule).Msg("relay")
		return nil, err
	}
	if wait := r.limits.take(opts.Client); wait > 0 {
		return nil, &Limited{After: wait}
	}
	select {
	case r.slots <- struct{}{}:
		defer func() { <-r.slots }()
	default:
		return nil, &Limited{Busy: true, After: time.Second}
	}
	ctx, cancel := context.WithTimeout(ctx, r.cfg.Timeout)
	defer cancel()
	x := &exchange{relay: r, t: t, opts: opts, began: time.Now()}
	x.out = &Result{Notes: []Note{}, Trace: Trace{Phases: []Phase{}}, Request: sent(t)}
	if err := x.run(ctx); err != nil {
		var refusal *Refusal
		if errors.As(err, &refusal) {
			r.cfg.Log.Info().Str("refused", refusal.Rule).Str("host", t.host).Msg("relay")
			return nil, refusal
		}
		x.fail(ctx, err)
	}
	x.out.Trace.Total = x.now()
	x.explain()
	x.log()
	return x.out, nil
}

func sent(t target) Sent {
	s := Sent{Method: t.method, URL: t.url, Headers: t.headers, Body: string(t.body), BodyEncoding: "utf-8"}
	if !utf8.Valid(t.body) {
		s.Body, s.BodyEncoding = base64.StdEncoding.EncodeToString(t.body), "base64"
	}
	return s
}

// exchange is one Send under way.
type exchange struct {
	relay *Relay
	t     target
	opts  Options
	began time.Time
	out   *Result
	err   error // what failed, for the transcript
}

// now is the time since the exchange began, in milliseconds.
func (x *exchange) now() float64 { return float64(time.Since(x.began).Microseconds()) / 1000 }

func (x *exchange) begin(name, detail string) {
	x.out.Trace.Phases = append(x.out.Trace.Phases, Phase{Name: name, Start: x.now(), Detail: detail})
	x.tell()
}

func (x *exchange) end(detail string) {
	p := x.phase()
	now := x.now()
	p.End = &now
	if detail != "" {
		p.Detail = detail
	}
	x.tell()
}

func (x *exchange) phase() *Phase { return &x.out.Trace.Phases[len(x.out.Trace.Phases)-1] }

func (x *exchange) tell() {
	if x.opts.Trace != nil {
		x.opts.Trace(*x.phase())
	}
}

// run goes through the phases; an error is that of the last one begun.
func (x *exchange) run(ctx context.Context) error {
	r, t := x.relay, x.t
	connecting, cancel := context.WithTimeout(ctx, r.cfg.ConnectTimeout)
	defer cancel()

	x.begin("dns", t.host)
	addrs, err := r.resolve(connecting, t, x.opts.Lang)
	if err != nil {
		return err
	}
	shown := make([]string, 0, 4)
	for _, a := range addrs[:min(len(addrs), 8)] {
		shown = append(shown, a.Addr().String())
	}
	x.end(strings.Join(shown, ", "))

	x.begin("connect", addrs[0].String())
	conn, err := r.connect(connecting, t, addrs, x.opts.Lang)
	if err != nil {
		return err
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.SetDeadline(time.Unix(1, 0)) }) // wakes whatever waits
	defer stop()
	x.out.Trace.Address = conn.RemoteAddr().String()
	x.end(x.out.Trace.Address)

	if t.scheme == "https" {
		x.begin("tls", t.host)
		if conn, err = x.handshake(connecting, conn); err != nil {
			return err
		}
		x.end(x.out.Trace.TLS.Version + " " + x.out.Trace.TLS.Cipher)
	}

	raw := t.raw()
	x.begin("send", x.size(len(raw)))
	if _, err := conn.Write(raw); err != nil {
		return err
	}
	x.end("")

	x.begin("wait", "")
	br := bufio.NewReaderSize(conn, 16<<10)
	if _, err := br.Peek(1); err != nil {
		return err
	}
	x.end("")

	x.begin("body", "")
	res, err := readResponse(br, t.method)
	x.out.Response = res
	if err != nil {
		return err
	}
	x.end(x.size(int(res.Size)))
	return nil
}

func (x *exchange) size(n int) string {
	return fmt.Sprintf(text{"%d B", "%d Б"}.in(x.opts.Lang), n)
}

// handshake verifies the chain always; what the server sent is shown also when it fails.
func (x *exchange) handshake(ctx context.Context, conn net.Conn) (net.Conn, error) {
	shown := &TLS{Chain: []Certificate{}, ServerName: x.t.host}
	x.out.Trace.TLS = shown
	asked := false
	tc := tls.Client(conn, &tls.Config{
		ServerName: x.t.host,
		RootCAs:    x.relay.cfg.Roots,
		NextProtos: []string{"http/1.1"},
		MinVersion: tls.VersionTLS12,
		Time:       x.relay.cfg.Now,
		GetClientCertificate: func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
			asked = true
			return &tls.Certificate{}, nil
		},
	})
	err := tc.HandshakeContext(ctx)
	shown.ClientCertificate = asked
	var unverified *tls.CertificateVerificationError
	if errors.As(err, &unverified) {
		shown.Chain = chainOf(unverified.UnverifiedCertificates)
	}
	state := tc.ConnectionState()
	if state.Version != 0 {
		shown.Version, shown.Cipher, shown.ALPN = tls.VersionName(state.Version), tls.CipherSuiteName(state.CipherSuite), state.NegotiatedProtocol
	}
	if err != nil {
		return nil, err
	}
	shown.Chain = chainOf(state.PeerCertificates)
	return tc, nil
}

// fail ends the phase that was under way with what went wrong in it.
func (x *exchange) fail(ctx context.Context, err error) {
	x.err = spoken(ctx, err, x.t.host)
	phase := x.phase().Name
	lang := x.opts.Lang
	f := failureOf(ctx, phase, err, x.t.host, lang)
	shown := x.out.Trace.TLS
	if f.Code == "tls_failed" {
		code, fill := problem(err, x.t.host, x.relay.cfg.Now())
		f = fail(phase, code, lang, fill)
		shown.Problem = f.Message
	}
	var remote *net.OpError
	if shown != nil && shown.ClientCertificate && errors.As(err, &remote) && remote.Op == "remote error" {
		// Asked for a certificate it did not get, the server ended the connection; in TLS 1.3 after the handshake.
		f = fail(phase, "tls_client_certificate", lang, nil)
		shown.Problem = f.Message
	}
	x.out.Failure = f
	x.end(f.Message)
}

// explain adds the notes, the transcript and the report.
func (x *exchange) explain() {
	res, lang := x.out.Response, x.opts.Lang
	if res != nil {
		if to := res.header("Location"); to != "" && res.Status >= 300 && res.Status < 400 {
			x.note("redirect", blanks{"status": both(fmt.Sprint(res.Status))})
		}
		if res.Truncated {
			x.note("truncated", nil)
		}
	}
	x.out.Transcript = transcript(x.t, res, x.err)
	parser := logparse.New(logparse.Options{Lang: lang, Now: x.relay.cfg.Now()})
	parser.Feed([]byte(x.out.Transcript))
	x.out.Report = parser.Close()
}

// notes are the words of every Note.
var notes = map[string]phrase{
	"redirect": {
		text{"The answer is a redirect ({status}), and the relay follows none: it could lead anywhere, with the secrets of the request.", "Ответ — перенаправление ({status}), relay по нему не переходит: оно может вести куда угодно вместе с секретами запроса."},
		text{"Look at Location. A token endpoint that redirects usually has another URL: https, another host, or a path with or without the last slash. Send the request there on purpose.", "Посмотрите Location. Если перенаправляет token endpoint, обычно у него другой URL: https, другой хост, путь со слешем на конце или без него. Отправьте запрос туда сами."}},
	"truncated": {
		text{"The body is larger than 2 MB, or does not unpack whole: its beginning is shown.", "Тело больше 2 МБ или не распаковывается целиком: показано его начало."},
		text{"No answer of a protocol is so large; look at what it begins with.", "Ответы протокола такими большими не бывают; посмотрите, с чего оно начинается."}},
}

func (x *exchange) note(code string, fill blanks) {
	words := notes[code].words(fill)
	x.out.Notes = append(x.out.Notes, Note{code, words.In(x.opts.Lang), words})
}

// log writes the one line of an exchange.
func (x *exchange) log() {
	line := x.relay.cfg.Log.Info().Str("host", x.t.host)
	for _, e := range x.out.Report.Exchanges {
		if e.Endpoint != "" {
			line = line.Str("endpoint", e.Endpoint)
			break
		}
	}
	if x.out.Failure != nil {
		line = line.Str("failure", x.out.Failure.Code)
	}
	if x.out.Response != nil {
		line = line.Int("status", x.out.Response.Status).Int64("received", x.out.Response.Size)
	}
	line.Int("sent", len(x.t.body)).Float64("ms", x.out.Trace.Total).Msg("relay")
}
