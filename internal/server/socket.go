package server

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"grantlens/internal/relay"
	"grantlens/internal/rpc"
)

// Limits of one WebSocket connection.
const (
	maxMessage   = 8 << 20          // bytes of one request: a long log comes in several diagnose.feed
	pingInterval = 25 * time.Second // a browser answers a ping by itself
	pongTimeout  = 60 * time.Second // two pings missed: the other side is gone
	sendTimeout  = 10 * time.Second // one message out
)

var upgrader = websocket.Upgrader{
	HandshakeTimeout: headerTimeout,
	CheckOrigin:      func(*http.Request) bool { return true },                // socket has checked it
	Error:            func(http.ResponseWriter, *http.Request, int, error) {}, // socket returns the failure
}

// socket speaks JSON-RPC 2.0, one request a message, with methods and sessions of this connection's own.
func (s *Server) socket(w http.ResponseWriter, r *http.Request) error {
	if crossSite(r) {
		return errCrossSite
	}
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	default:
		return errBusy
	}
	s.sockets.Add(1)
	defer s.sockets.Done()
	conn, err := upgrader.Upgrade(w, r, nil)
	if errors.As(err, new(websocket.HandshakeError)) {
		return errUpgrade
	}
	if err != nil {
		return nil // the client went away while connecting
	}
	defer conn.Close()
	ctx, cancel := context.WithCancel(s.closing)
	go keepAlive(ctx, conn)

	conn.SetReadLimit(maxMessage)
	conn.SetReadDeadline(time.Now().Add(pongTimeout))
	conn.SetPongHandler(func(string) error { return conn.SetReadDeadline(time.Now().Add(pongTimeout)) })
	out := &outbox{conn: conn, rec: w.(*recorder)}
	lang := language(r)
	mux := rpc.Mux{Lang: lang}
	s.register(&mux, &relaying{server: s, ctx: ctx, client: relay.ClientOf(r.RemoteAddr, r.Header, s.cfg.Proxies), lang: lang, out: out, running: map[string]context.CancelFunc{}})
	defer mux.Wait() // for requests being relayed, which cancel ends
	defer cancel()
	for {
		_, request, err := conn.ReadMessage()
		if err != nil {
			return nil
		}
		mux.Serve(request, out.send)
		conn.SetReadDeadline(time.Now().Add(pongTimeout)) // a pong may have waited behind a long request
	}
}

// outbox writes messages one at a time: answers come from more than one goroutine.
type outbox struct {
	mu   sync.Mutex
	conn *websocket.Conn
	rec  *recorder
}

// send writes a message. A client that takes none for sendTimeout is gone.
func (o *outbox) send(message []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.conn.SetWriteDeadline(time.Now().Add(sendTimeout))
	if o.conn.WriteMessage(websocket.TextMessage, message) != nil {
		o.conn.Close()
		return
	}
	o.rec.bytes += int64(len(message))
}

// keepAlive pings until the connection ends, and ends it with "going away" when the server stops. Control messages may be
// written beside the answers.
func keepAlive(ctx context.Context, conn *websocket.Conn) {
	ticker := time.NewTicker(pingInterval)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			if conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(sendTimeout)) != nil {
				conn.Close()
				return
			}
		case <-ctx.Done():
			goodbye := websocket.FormatCloseMessage(websocket.CloseGoingAway, "")
			conn.WriteControl(websocket.CloseMessage, goodbye, time.Now().Add(time.Second))
			conn.Close()
			return
		}
	}
}
