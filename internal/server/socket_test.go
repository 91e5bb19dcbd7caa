package server

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"grantlens/internal/logparse"
	"grantlens/internal/logparse/report"
	"grantlens/internal/rpc"
	"grantlens/internal/rpc/engine"
)

// dial opens a WebSocket, or returns nil and the status of the refusal.
func dial(t *testing.T, s *service, headers ...string) (*websocket.Conn, int) {
	t.Helper()
	header := http.Header{}
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		header.Add(name, value)
	}
	conn, res, err := websocket.DefaultDialer.Dial("ws://"+s.addr+"/ws", header)
	if err != nil && res == nil {
		t.Fatal(err)
	}
	if err != nil {
		return nil, res.StatusCode
	}
	t.Cleanup(func() { conn.Close() })
	return conn, res.StatusCode
}

// call sends one JSON-RPC request and decodes the result; an error of the peer is returned.
func call[R any](t *testing.T, conn *websocket.Conn, method string, params any) (result R, failure *rpc.Error) {
	t.Helper()
	err := conn.WriteJSON(map[string]any{"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
	if err != nil {
		t.Fatal(err)
	}
	answer := struct {
		Result *R
		Error  *rpc.Error
	}{&result, nil}
	if err := conn.ReadJSON(&answer); err != nil {
		t.Fatalf("%s: %v", method, err)
	}
	return result, answer.Error
}

func TestSocketGivesTheSameReport(t *testing.T) {
	s := start(t, Config{})
	conn, _ := dial(t, s)
	opened, failure := call[engine.Opened](t, conn, "diagnose.open", engine.OpenParams{Lang: "ru"})
	if failure != nil {
		t.Fatal(failure)
	}
	for _, piece := range []string{sampleLog[:30], sampleLog[30:]} {
		if _, failure := call[engine.Fed](t, conn, "diagnose.feed", engine.FeedParams{Session: opened.Session, Text: piece}); failure != nil {
			t.Fatal(failure)
		}
	}
	got, failure := call[report.Report](t, conn, "diagnose.close", engine.CloseParams(opened))
	if failure != nil {
		t.Fatal(failure)
	}
	if want := report.JSON(diagnosed(logparse.Options{Lang: "ru"}, sampleLog)); string(report.JSON(&got)) != string(want) {
		t.Errorf("got %s\nwant %s", report.JSON(&got), want)
	}
}

// TestSocketFailsInTheLanguageAskedFor: a call says its language; where it says none, the browser's counts.
func TestSocketFailsInTheLanguageAskedFor(t *testing.T) {
	s := start(t, Config{})
	type params = map[string]any
	refused := params{"id": "a", "method": "GET", "url": "https://id.example.com/"}
	refusedRussian := params{"id": "b", "method": "GET", "url": "https://id.example.com/", "lang": "ru"}
	for _, tt := range []struct {
		header, method string
		params         params
		russian        bool
	}{
		{"ru", "diagnose.close", params{"session": "9"}, true},
		{"en", "diagnose.close", params{"session": "9"}, false},
		{"en", "diagnose.close", params{"session": "9", "lang": "ru"}, true},
		{"ru", "diagnose.close", params{"session": "9", "lang": "en"}, false},
		{"ru", "diagnose.open", params{"now": "yesterday"}, true},
		{"ru", "diagnose.open", params{"now": 7}, true},
		{"ru", "waves.sign", params{}, true},
		{"ru", "relay.send", refused, true},
		{"en", "relay.send", refused, false},
		{"en", "relay.send", refusedRussian, true},
	} {
		conn, _ := dial(t, s, "Accept-Language: "+tt.header)
		_, failure := call[struct{}](t, conn, tt.method, tt.params)
		if failure == nil || isRussian(failure.Message) != tt.russian {
			t.Errorf("%s %v on a connection in %s: %+v", tt.method, tt.params, tt.header, failure)
		}
		if failure != nil && failure.Data != nil && isRussian(failure.Data.Hint) != tt.russian {
			t.Errorf("%s %v on a connection in %s: the hint is %q", tt.method, tt.params, tt.header, failure.Data.Hint)
		}
	}
}

func TestSocketKeepsConnectionsApart(t *testing.T) {
	s := start(t, Config{})
	one, _ := dial(t, s)
	other, _ := dial(t, s)
	opened, failure := call[engine.Opened](t, one, "diagnose.open", engine.OpenParams{})
	if failure != nil {
		t.Fatal(failure)
	}
	if _, failure := call[report.Report](t, other, "diagnose.close", engine.CloseParams(opened)); failure == nil {
		t.Error("a connection closed the diagnosis of another and would have got its report")
	}
}

func TestSocketAnswersWhatIsNoRequest(t *testing.T) {
	s := start(t, Config{})
	conn, _ := dial(t, s)
	for _, message := range []string{"", "eyJ", "[]", "{}", `{"jsonrpc":"2.0"}`, `{"jsonrpc":"2.0","id":1,"method":"diagnose.open","params":7}`} {
		if err := conn.WriteMessage(websocket.TextMessage, []byte(message)); err != nil {
			t.Fatal(err)
		}
		var answer struct{ Error *rpc.Error }
		if err := conn.ReadJSON(&answer); err != nil || answer.Error == nil {
			t.Errorf("%q: %+v, %v; want an error, and the connection to go on", message, answer, err)
		}
	}
}

func TestSocketRefusesAMessageOverItsLimit(t *testing.T) {
	s := start(t, Config{})
	conn, _ := dial(t, s)
	conn.WriteMessage(websocket.TextMessage, make([]byte, maxMessage+1)) // may fail: the server hangs up while it comes
	_, _, err := conn.ReadMessage()
	if err == nil {
		t.Error("the message was answered")
	}
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
}

func TestSocketsAreBounded(t *testing.T) {
	s := start(t, Config{MaxSockets: 1})
	conn, _ := dial(t, s)
	if _, failure := call[engine.Hello](t, conn, "hello", nil); failure != nil {
		t.Fatal(failure)
	}
	if second, status := dial(t, s); second != nil || status != http.StatusServiceUnavailable {
		t.Errorf("a second connection got %d; want 503", status)
	}
}

func TestStopSaysGoodbyeToSockets(t *testing.T) {
	s := start(t, Config{})
	conn, _ := dial(t, s)
	if _, failure := call[engine.Hello](t, conn, "hello", nil); failure != nil {
		t.Fatal(failure)
	}
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	_, _, err := conn.ReadMessage()
	var closed *websocket.CloseError
	if !errors.As(err, &closed) || closed.Code != websocket.CloseGoingAway {
		t.Errorf("got %v; want close 1001", err)
	}
}

// No method of the server can take a seed or a private key. The list is closed: a new method is to be judged here.
func TestMethodsTakeNoSecretKey(t *testing.T) {
	allowed := []string{
		"diagnose.close", "diagnose.feed", "diagnose.open", "hello", // a log
		"rules.list", "providers.list", // a language
		"redact",                     // a log
		"relay.send", "relay.cancel", // a request: what of it is secret, the provider is to get
		"live.close", "live.open", // a session id
	}
	s := start(t, Config{})
	conn, _ := dial(t, s)
	hello, failure := call[engine.Hello](t, conn, "hello", nil)
	if failure != nil {
		t.Fatal(failure)
	}
	if len(hello.Methods) == 0 {
		t.Fatal("hello lists no method")
	}
	for _, method := range hello.Methods {
		if !slices.Contains(allowed, method) {
			t.Errorf("the server offers %s", method)
		}
	}
	for _, method := range []string{"waves.sign", "waves.verify", "token.sign"} {
		if _, failure := call[json.RawMessage](t, conn, method, map[string]string{"seed": "none"}); failure == nil || failure.Code != rpc.CodeNoMethod {
			t.Errorf("%s: %v; want that there is no such method", method, failure)
		}
	}
}
