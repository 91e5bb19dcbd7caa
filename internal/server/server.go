// Package server turns the engine and the built page into an HTTP service.
//
//	request ─checks (Host, cross-site)─▶ routes ─▶ page | diagnose | relay | socket ─▶ answer, or an error written in one place
//
// Nothing a request carries is kept, and of a request only its method, route, status, sizes and times are logged; of a
// relayed one its host and kind of endpoint too.
package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"net"
	"net/http"
	"net/netip"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"grantlens/internal/logparse/report"
	"grantlens/internal/relay"
	"grantlens/internal/rpc"
	"grantlens/internal/rpc/engine"
	"grantlens/internal/rpc/profiles"
)

// Config is what a Server may be told. The zero value works: it serves the API to this machine, without a page.
type Config struct {
	Page         fs.FS          // the built page: index.html, assets/, and .br and .gz beside each; nil means none
	Listen       string         // host:port the listener is bound to; its host is a name this server answers to
	Hosts        []string       // further names this server answers to, without port
	MaxInput     int64          // bytes of one posted log, after decompression; 0 means DefaultMaxInput
	MaxDiagnoses int            // posted logs read at the same time; 0 means four a processor
	MaxSockets   int            // WebSocket connections open at the same time; 0 means DefaultMaxSockets
	Relay        relay.Config   // what may be relayed; Log and UserAgent are the server's own
	Proxies      []netip.Prefix // reverse proxies that are believed who the client is; nil means none
	Log          zerolog.Logger // access lines and failures; the zero Logger is silent
}

// Defaults of Config.
const (
	DefaultMaxInput   = 4 << 30 // reading is streamed: this bounds time, not memory
	DefaultMaxSockets = 32
)

// Time limits. What depends on the size of a log has a limit a piece, not one for the whole.
const (
	headerTimeout   = 10 * time.Second // all headers of a request
	readTimeout     = 30 * time.Second // a request's body, or each piece of a posted log
	writeTimeout    = 60 * time.Second // an answer, from the moment it is ready
	idleTimeout     = 2 * time.Minute  // a kept-alive connection between two requests
	shutdownTimeout = 10 * time.Second // answers under way when the server is told to stop
	maxHeaderBytes  = 32 << 10
)

// Server answers HTTP requests. New makes one.
type Server struct {
	cfg        Config
	page       *page
	relay      *relay.Relay
	mux        *http.ServeMux
	hosts      map[string]bool
	anyAddress bool // listening on every address: any IP literal names this server
	bodyLimit  time.Duration
	diagnoses  chan struct{}   // one element for each posted log under way
	slots      chan struct{}   // one element for each open WebSocket
	sockets    sync.WaitGroup  // open WebSockets: http.Server does not wait for them
	closing    context.Context // ends when the server is told to stop
	close      context.CancelFunc
}

// New returns a Server. It fails only when the page cannot be read or Relay.Allow names no host.
func New(cfg Config) (*Server, error) {
	if cfg.MaxInput <= 0 {
		cfg.MaxInput = DefaultMaxInput
	}
	if cfg.MaxDiagnoses <= 0 {
		cfg.MaxDiagnoses = 4 * runtime.GOMAXPROCS(0)
	}
	if cfg.MaxSockets <= 0 {
		cfg.MaxSockets = DefaultMaxSockets
	}
	page, err := newPage(cfg.Page)
	if err != nil {
		return nil, err
	}
	cfg.Relay.Log, cfg.Relay.UserAgent = cfg.Log, "Grantlens/"+engine.Version
	guarded, err := relay.New(cfg.Relay)
	if err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	s := &Server{
		cfg:       cfg,
		page:      page,
		relay:     guarded,
		hosts:     map[string]bool{"localhost": true},
		bodyLimit: readTimeout,
		diagnoses: make(chan struct{}, cfg.MaxDiagnoses),
		slots:     make(chan struct{}, cfg.MaxSockets),
	}
	s.closing, s.close = context.WithCancel(context.Background())
	for _, name := range append([]string{hostOf(cfg.Listen)}, cfg.Hosts...) {
		s.hosts[strings.ToLower(name)] = true
	}
	delete(s.hosts, "")
	if listen := hostOf(cfg.Listen); cfg.Listen != "" {
		addr, err := netip.ParseAddr(listen)
		s.anyAddress = listen == "" || err == nil && addr.IsUnspecified()
	}
	s.mux = newMux(s.routes())
	return s, nil
}

// routes is everything this server answers, in one list.
func (s *Server) routes() []route {
	return []route{
		{"GET", "/", s.page.serve},
		{"GET", "/healthz", s.healthz},
		{"GET", "/callback", s.page.serve},
		{"POST", "/callback", s.callback},
		{"POST", "/api/diagnose", s.diagnose},
		{"GET", "/api/providers", s.providers},
		{"POST", relayPath, s.relayOnce},
		{"GET", "/ws", s.socket},
	}
}

// register adds the methods a WebSocket connection offers. None of them takes a seed or a private key.
func (s *Server) register(m *rpc.Mux, r *relaying) {
	engine.Register(m)
	engine.RegisterRules(m)
	profiles.Register(m)
	m.RegisterSlow("relay.send", rpc.Typed(r.send))
	m.Register("relay.cancel", rpc.Typed(r.cancel))
}

// Serve answers connections of ln until ctx ends, then lets answers under way finish and closes the WebSockets.
func (s *Server) Serve(ctx context.Context, ln net.Listener) error {
	s.relay.Self(relay.Own(ln.Addr()))
	srv := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       s.bodyLimit,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          log.New(s.cfg.Log, "", 0),
	}
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		s.close()
		limit, cancel := context.WithTimeout(context.Background(), shutdownTimeout)
		defer cancel()
		err := srv.Shutdown(limit)
		if err != nil {
			srv.Close()
		}
		stopped <- err
	}()
	if err := srv.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	err := <-stopped
	s.sockets.Wait()
	return err
}

// healthz says that the server answers, and as what.
func (s *Server) healthz(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	return json.NewEncoder(w).Encode(struct {
		Status  string `json:"status"`
		Version string `json:"version"`
		Schema  int    `json:"schema"`
	}{"ok", engine.Version, report.Schema})
}
