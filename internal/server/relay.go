package server

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"math"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"grantlens/internal/relay"
	"grantlens/internal/rpc"
	"grantlens/internal/rpc/profiles"
)

// Limits of what a client posts, in bytes.
const (
	maxRelayMessage = 2 << 20 // 256 KB to relay may take six times as much in JSON
	maxCallback     = 64 << 10
)

const relayPath = "/api/relay"

// relayOnce sends the request that the JSON body describes, and answers with the exchange.
func (s *Server) relayOnce(w http.ResponseWriter, r *http.Request) error {
	lang, err := wantedLanguage(r)
	if err != nil {
		return err
	}
	if mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); mediaType != "application/json" {
		return errNotJSON
	}
	raw, err := readSmall(w, r, maxRelayMessage, errRelayTooLarge)
	if err != nil {
		return err
	}
	var req relay.Request
	if json.Unmarshal(raw, &req) != nil {
		return errBadJSON
	}
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	defer context.AfterFunc(s.closing, cancel)() // a stopping server does not wait for other people's
	result, err := s.relay.Send(ctx, req, relay.Options{Client: relay.ClientOf(r.RemoteAddr, r.Header, s.cfg.Proxies), Lang: lang})
	if err != nil {
		var limited *relay.Limited
		if errors.As(err, &limited) && !limited.Busy {
			w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(limited.After.Seconds()))))
		}
		return relayError(err)
	}
	http.NewResponseController(w).SetWriteDeadline(time.Now().Add(writeTimeout)) // the time of the exchange does not count
	return writeJSON(w, lang, result)
}

// relayError puts what the guard says into the API's words.
func relayError(err error) error {
	var refusal *relay.Refusal
	var limited *relay.Limited
	switch {
	case errors.As(err, &refusal):
		return &apiError{http.StatusForbidden, "relay_refused", words(refusal.Words["en"]), words(refusal.Words["ru"])}
	case errors.As(err, &limited) && limited.Busy:
		return errRelayBusy
	case limited != nil:
		return errRelayLimit
	}
	return err
}

// providers lists the profiles.
func (s *Server) providers(w http.ResponseWriter, r *http.Request) error {
	lang, err := wantedLanguage(r)
	if err != nil {
		return err
	}
	return writeJSON(w, lang, profiles.Of(lang))
}

// callback takes a login's answer that the provider has the browser post (OAuth 2.0 Form Post Response Mode), and hands it
// to the page in the fragment, which no server sees.
func (s *Server) callback(w http.ResponseWriter, r *http.Request) error {
	if mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); mediaType != "application/x-www-form-urlencoded" {
		return errNotForm
	}
	raw, err := readSmall(w, r, maxCallback, errFormTooLarge)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Location", callbackPath+"#"+reencode(string(raw)))
	w.WriteHeader(http.StatusSeeOther)
	return nil
}

const callbackPath = "/callback"

// reencode writes the pairs of a form again, in their order and as often as they stand, so that nothing but a form comes out.
func reencode(form string) string {
	var out []string
	for pair := range strings.SplitSeq(form, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		out = append(out, url.QueryEscape(unescape(name))+"="+url.QueryEscape(unescape(value)))
	}
	return strings.Join(out, "&")
}

// unescape undoes form encoding; what is not so encoded stays as it is.
func unescape(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

// readSmall reads a body of at most limit bytes.
func readSmall(w http.ResponseWriter, r *http.Request, limit int64, tooLarge error) ([]byte, error) {
	body := &failing{Reader: http.MaxBytesReader(w, r.Body, limit)}
	raw, err := io.ReadAll(body)
	if err != nil {
		if failure := body.failure(); failure != errTooLarge {
			return nil, failure
		}
		return nil, tooLarge
	}
	http.NewResponseController(w).SetReadDeadline(time.Time{}) // or it would end the request while the relay waits
	return raw, nil
}

// wantedLanguage is language, but fails on a lang there is no text in.
func wantedLanguage(r *http.Request) (string, error) {
	lang := language(r)
	if query := r.URL.Query(); query.Has("lang") && query.Get("lang") != lang {
		return "", errBadLanguage
	}
	return lang, nil
}

func writeJSON(w http.ResponseWriter, lang string, v any) error {
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Content-Language", lang)
	h.Set("Cache-Control", "no-store")
	h.Set("Vary", "Accept-Language")
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.Encode(v) // a client that went away is no failure of ours
	return nil
}

// relaying is what one WebSocket connection has under way.
type relaying struct {
	server *Server
	ctx    context.Context // ends with the connection
	client string
	lang   string // of a request that names none
	out    *outbox

	mu      sync.Mutex
	running map[string]context.CancelFunc
}

// sendParams are the parameters of relay.send. ID is the caller's own name for the exchange.
type sendParams struct {
	relay.Request
	ID   string `json:"id"`
	Lang string `json:"lang"`
}

// traceParams are those of the notification relay.trace.
type traceParams struct {
	ID    string      `json:"id"`
	Phase relay.Phase `json:"phase"`
}

func (r *relaying) send(p sendParams) (any, error) {
	if p.Lang == "" {
		p.Lang = r.lang
	}
	ctx, cancel := context.WithCancel(r.ctx)
	defer cancel()
	r.mu.Lock()
	_, taken := r.running[p.ID]
	if !taken {
		r.running[p.ID] = cancel
	}
	r.mu.Unlock()
	if taken {
		return nil, &rpc.Failure{Code: rpc.CodeInvalidParams, Message: rpc.Text{EN: "a request of this id is being relayed", RU: "запрос с таким id уже отправляется"}}
	}
	defer func() {
		r.mu.Lock()
		delete(r.running, p.ID)
		r.mu.Unlock()
	}()
	result, err := r.server.relay.Send(ctx, p.Request, relay.Options{Client: r.client, Lang: p.Lang, Trace: func(phase relay.Phase) {
		if message, err := rpc.Notification("relay.trace", traceParams{p.ID, phase}); err == nil {
			r.out.send(message)
		}
	}})
	var failure *apiError
	if errors.As(relayError(err), &failure) {
		said := failure.everyLanguage()
		say := said.In(p.Lang)
		return nil, &rpc.Error{Code: rpc.CodeBadInput, Message: say.Message, Data: &rpc.Hint{Hint: say.Hint, Code: failure.code, Words: said}}
	}
	if err != nil {
		return nil, err
	}
	return result, nil
}

// cancelParams are the parameters of relay.cancel.
type cancelParams struct {
	ID string `json:"id"`
}

// cancelled is the answer of relay.cancel: false when there was nothing to cancel any more.
type cancelled struct {
	Cancelled bool `json:"cancelled"`
}

func (r *relaying) cancel(p cancelParams) (any, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	stop, ok := r.running[p.ID]
	if ok {
		stop()
	}
	return cancelled{ok}, nil
}
