package main

import (
	"encoding/base64"
	"fmt"
	"io"
	"strings"
)

// A log is an endless text of one shape: a block over and over, after each period another text before it.
type log struct {
	name   string
	size   int64 // bytes read of it
	budget int   // MB for each second on one core of the command line: design, "Budgets"; a worst case is within a third of its like
	block  func() string
	first  string
	period int // blocks
}

const (
	megabyte = 1 << 20
	gigabyte = 1 << 30
)

// logs are few blocks of at most a megabyte: a program started from here counts our memory as its own first.
var logs = []log{
	{name: "sparse: a token response every 16 MB", size: gigabyte, budget: 600, block: plain, first: tokenResponse(0), period: 16},
	{name: "plain: no auth content at all", size: gigabyte, budget: 600, block: plain},
	{name: "dense: a token response every 2 KB", size: 256 * megabyte, budget: 40, block: dense},
	{name: "JSON lines: a failure every 16 MB", size: gigabyte, budget: 200, block: func() string { return jsonLines(1 << 30) }, first: jsonLine(0, 1), period: 16},
	{name: "JSON lines: a failure every 20 KB", size: 256 * megabyte, budget: 40, block: func() string { return jsonLines(180) }},
	{name: "lines of 1 MB", size: 256 * megabyte, budget: 200, block: func() string { return strings.Repeat("status=ok; ", megabyte/11) + "\n" }},
	{name: "no newline at all", size: 256 * megabyte, budget: 200, block: func() string { return strings.Repeat("status=ok; ", megabyte/11) }},
	{name: "unbalanced braces", size: 64 * megabyte, budget: 13, block: func() string { return strings.Repeat(strings.Repeat(`{"a":[`, 600)+`"oauth":`, megabyte/3608) }},
	{name: "closed braces, 10 000 deep", size: 64 * megabyte, budget: 13, block: func() string { return strings.Repeat(`{"a":`, 10_000) + `"oauth"` + strings.Repeat("}", 10_000) + "\n" }},
	{name: "near misses of every trigger", size: 64 * megabyte, budget: 13, block: nearMisses},
}

// read returns the first size bytes of the log.
func (l log) read(size int64) io.Reader {
	return io.LimitReader(&repeated{now: l.first, first: l.first, block: l.block(), period: max(1, l.period)}, size)
}

// repeated is first, then period blocks, over and over.
type repeated struct {
	now          string // what is being read
	first, block string
	period       int
	blocks       int // begun
}

func (r *repeated) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		if r.now == "" {
			if r.now = r.block; r.blocks > 0 && r.blocks%r.period == 0 && r.first != "" {
				r.now = r.first + r.block
			}
			r.blocks++
		}
		c := copy(p[n:], r.now)
		n, r.now = n+c, r.now[c:]
	}
	return n, nil
}

// fill makes a text of at least size bytes from numbered lines.
func fill(size int, line func(i int) string) string {
	var b strings.Builder
	b.Grow(size + 64<<10)
	for i := 0; b.Len() < size; i++ {
		b.WriteString(line(i))
	}
	return b.String()
}

// clock is the time of the i-th line.
func clock(i int) string {
	return fmt.Sprintf("2025-03-%02d %02d:%02d:%02d,%03d", 1+i/86400%28, i/3600%24, i/60%60, i%60, i*37%1000)
}

func appLine(i int) string {
	return []string{
		clock(i) + " INFO  [worker-3] com.example.orders.OrderService - order " + fmt.Sprint(100000+i) + " stored in 12 ms\n",
		clock(i) + " DEBUG [http-7] com.example.web.Access - GET /api/orders/" + fmt.Sprint(i) + "?page=2 200 4312 bytes\n",
		clock(i) + " WARN  [pool-1] com.example.db.Pool - connection borrowed for 5012 ms by thread orders-" + fmt.Sprint(i%16) + "\n",
		clock(i) + " INFO  [worker-1] com.example.mail.Sender - queue length 17, oldest message 3 s\n",
	}[i%4]
}

// tokenResponse is one step of a log as clients print it, with a JWT of an invented subject.
func tokenResponse(i int) string {
	part := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	iat := 1740787200 + i
	claims := fmt.Sprintf(`{"exp":%d,"iat":%d,"jti":"%08x-0000-4000-8000-000000000000","iss":"https://id.example.com/realms/demo","aud":"orders","sub":"user-%d","typ":"Bearer","azp":"web","scope":"openid email"}`, iat+300, iat, i, i)
	jwt := part(`{"alg":"RS256","typ":"JWT","kid":"bench-key-1"}`) + "." + part(claims) + "." + part(strings.Repeat(fmt.Sprintf("%08x", i*2654435761), 32))
	return fmt.Sprintf("%s ERROR [http-7] com.example.login.Client - Authentication error: POST https://id.example.com/realms/demo/protocol/openid-connect/token 200 OK\nResponse body: {\"access_token\":\"%s\",\"expires_in\":300,\"refresh_expires_in\":1800,\"token_type\":\"Bearer\",\"session_state\":\"%08x\",\"scope\":\"openid email\"}\n", clock(i), jwt, i)
}

func plain() string { return fill(megabyte, appLine) }

func dense() string {
	return fill(megabyte, func(i int) string {
		step := tokenResponse(i)
		for j := 0; len(step) < 2048; j++ {
			step += appLine(i + j)
		}
		return step
	})
}

// jsonLines is a log in which one line in so many is of a token request that failed.
func jsonLines(every int) string {
	return fill(megabyte, func(i int) string { return jsonLine(i+1, every) })
}

func jsonLine(i, every int) string {
	level, message := "info", fmt.Sprintf("order %d stored", i)
	if i%every == 0 {
		level, message = "error", `token request failed: {\"error\":\"invalid_grant\",\"error_description\":\"Code not valid\"}`
	}
	return fmt.Sprintf(`{"level":%q,"time":"2025-03-01T%02d:%02d:%02d.%03dZ","logger":"orders","thread":"worker-%d","message":"%s","ms":%d}`+"\n",
		level, i/3600%24, i/60%60, i%60, i*37%1000, i%8, message, i%90)
}

// paste is what somebody in front of a failed login copies: 10 KB around two answers of a token endpoint.
func paste() string {
	text := tokenResponse(0) + "> POST /realms/demo/protocol/openid-connect/token HTTP/1.1\n> Host: id.example.com\n> Content-Type: application/x-www-form-urlencoded\n>\n" +
		"< HTTP/1.1 400 Bad Request\n< Content-Type: application/json\n<\n{\"error\":\"invalid_grant\",\"error_description\":\"Code not valid\"}\n"
	for i := 0; len(text) < 10_000; i++ {
		text += appLine(i)
	}
	return text
}

// nearMisses begin like everything the engine looks for and are none of it.
func nearMisses() string {
	words := []string{
		"access_tokens", "access_toke", "accesstoken", "eyJ", "eyJx", "eyJ.eyJ.", "error_", "errors", "terror", "err=", "invalid_", "invalid_grants",
		"Bearer", "bearer of news", "HTTP/", "HTTP/1.", "id_tok", "refresh_", "codec=", "encode=", "state_", "AADST", "AADSTS", "IDX", "KC-SERVICES",
		"grant_", "client_", "oauth2", "openid", "token_", "{\"", "\"error", "\\\"error\\", "%22error", "type=LOGI", "401k", "https://", "Caused by", "curl -", "iss:", "redirect_",
	}
	return fill(megabyte, func(i int) string {
		return words[i%len(words)] + " " + words[(i*7+3)%len(words)] + string(" \t=:;,{[\"'"[i%10])
	})
}
