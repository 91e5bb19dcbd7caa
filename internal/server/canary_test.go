package server

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/gorilla/websocket"
)

const canary = "CanarySecret-9f3a71c2"

// forms are the spellings in which the canary could slip through.
func forms() []string {
	return []string{
		canary, strings.ToLower(canary),
		url.QueryEscape(canary), hex.EncodeToString([]byte(canary)),
		base64.RawURLEncoding.EncodeToString([]byte(canary))[:24],
		fmt.Sprint([]byte(canary)),
	}
}

func checkClean(t *testing.T, where, text string) {
	t.Helper()
	for _, form := range forms() {
		if strings.Contains(strings.ToLower(text), strings.ToLower(form)) {
			t.Errorf("%s holds the canary as %q: %.300s", where, form, text)
		}
	}
}

// Whatever a client sends, wherever it stands, none of it comes back in an error or reaches the log.
func TestNothingSentReachesLogOrErrors(t *testing.T) {
	s := start(t, Config{Page: builtPage, MaxInput: 1 << 16})
	body := fmt.Sprintf("POST /token\n{\"access_token\":%q,\"error\":%q}\n", canary, canary)
	query := "?" + url.Values{"lang": {canary}, "now": {canary}, "token": {canary}, canary: {canary}}.Encode()
	everyHeader := []string{
		"Accept: " + canary, "Accept-Encoding: " + canary, "Accept-Language: " + canary, "Authorization: Bearer " + canary,
		"Content-Type: " + canary, "Cookie: session=" + canary, "Forwarded: for=" + canary, "If-None-Match: " + canary,
		"Referer: http://localhost/" + canary, "User-Agent: " + canary, "X-Api-Key: " + canary, canary + ": " + canary,
	}
	sent := 0
	for _, method := range []string{"GET", "HEAD", "POST", "PUT", "OPTIONS", canary} {
		for _, target := range []string{"/", "/healthz", "/api/diagnose", "/ws", "/assets/index-1a2b.js", "/" + canary, "//" + canary, "/callback", "/api/relay", "/api/providers"} {
			for _, headers := range [][]string{
				nil, everyHeader,
				{"Host: " + canary},
				{"Origin: https://" + canary},
				{"Sec-Fetch-Site: " + canary},
				{"Content-Encoding: " + canary},
				{"Content-Encoding: gzip"},
				{"Content-Type: multipart/form-data; boundary=" + canary},
				{"Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Key: " + canary, "Sec-WebSocket-Version: " + canary},
			} {
				for _, q := range []string{"", query} {
					got := s.do(t, method, target+q, strings.NewReader(body), headers...)
					sent++
					var head bytes.Buffer
					got.header.Write(&head)
					checkClean(t, "a header of "+target, head.String())
					if got.status != http.StatusOK {
						checkClean(t, "the error of "+target, got.body)
					}
				}
			}
		}
	}
	for _, raw := range []string{
		"GET /" + canary + " HTTP/9.9\r\n\r\n",
		canary + "\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: localhost\r\n" + canary + "\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: " + canary + "\r\nHost: " + canary + "\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: " + canary + "\r\n\r\n",
		"POST /api/diagnose HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + canary + "\r\n\r\n",
		"POST /api/diagnose HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + canary + "\r\n",
		"POST /api/diagnose HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\n" + canary,
		"GET http://" + canary + "/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: localhost\r\nCookie: " + strings.Repeat(canary, 4000) + "\r\n\r\n",
	} {
		conn, err := net.Dial("tcp", s.addr)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(conn, raw)
		conn.(*net.TCPConn).CloseWrite()
		got, _ := io.ReadAll(conn) // a reset after the answer is as good as an end
		conn.Close()
		checkClean(t, "the answer to a malformed request", string(got))
	}
	conn, _ := dial(t, s, "Cookie: "+canary, "Sec-WebSocket-Protocol: "+canary)
	for _, message := range []string{
		canary, `"` + canary + `"`,
		`{"jsonrpc":"2.0","id":1,"method":"` + canary + `"}`,
		`{"jsonrpc":"` + canary + `","id":1,"method":"hello"}`,
		`{"jsonrpc":"2.0","id":1,"method":"diagnose.open","params":{"now":"` + canary + `"}}`,
		`{"jsonrpc":"2.0","id":1,"method":"diagnose.open","params":"` + canary + `"}`,
		`{"jsonrpc":"2.0","id":1,"method":"diagnose.feed","params":{"session":"` + canary + `","text":"` + canary + `"}}`,
		"\x00" + `{"jsonrpc":"2.0","id":1,"method":"diagnose.feed","params":{"session":"` + canary + `"}}` + "\n" + canary,
		`{"jsonrpc":"2.0","id":1,"method":"waves.sign","params":{"seed":"` + canary + `"}}`,
	} {
		if err := conn.WriteMessage(websocket.TextMessage, []byte(message)); err != nil {
			t.Fatal(err)
		}
		_, got, err := conn.ReadMessage()
		if err != nil {
			t.Fatal(err)
		}
		checkClean(t, "the WebSocket's answer", string(got))
	}
	conn.Close()
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	logs := s.logs.String()
	checkClean(t, "the log", logs)
	if lines := strings.Count(logs, "\n"); lines < sent {
		t.Errorf("%d lines for %d requests: the log that was searched is not the log", lines, sent)
	}
}
