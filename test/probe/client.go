package probe

import (
	"encoding/json"
	"html"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"grantlens/internal/relay"
)

// Client sends requests, one at a time. An API client sends through the relay, as the page does. A browser sends by
// itself and keeps cookies, whatever their attributes say: the servers are reached over http, and mark theirs Secure.
type Client struct {
	relay   *relay.Relay
	cookies map[cookie]string // values
}

// cookie tells a browser's cookies apart: each realm of a Keycloak has its own of one name.
type cookie struct{ path, name string }

// API returns a client that sends through a relay which may reach one server, named host:port.
func API(server string) (*Client, error) {
	const perMinute = 1 << 20 // tests are in a hurry
	r, err := relay.New(relay.Config{Allow: []string{server}, PerClient: perMinute, Global: perMinute, UserAgent: "Grantlens"})
	return &Client{relay: r}, err
}

// Browser returns a client without a history.
func Browser() *Client { return &Client{cookies: map[cookie]string{}} }

// Header is one field of a request: name and value.
type Header [2]string

// Form posts a form.
func (c *Client) Form(t *testing.T, target string, form url.Values, headers ...Header) Answer {
	t.Helper()
	headers = append([]Header{{"Content-Type", "application/x-www-form-urlencoded"}}, headers...)
	return c.Do(t, "POST", target, form.Encode(), headers...)
}

// Get asks for an address.
func (c *Client) Get(t *testing.T, target string, headers ...Header) Answer {
	t.Helper()
	return c.Do(t, "GET", target, "", headers...)
}

var direct = http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// Do sends a request. A redirect is an answer.
func (c *Client) Do(t *testing.T, method, target, body string, headers ...Header) Answer {
	t.Helper()
	if c.relay != nil {
		return c.send(t, relay.Request{Method: method, URL: target, Headers: pairs(headers), Body: body})
	}
	req, err := http.NewRequest(method, target, strings.NewReader(body))
	if err != nil {
		t.Fatalf("probe: %v", err)
	}
	for _, h := range headers {
		req.Header.Add(h[0], h[1])
	}
	var sent []string
	for key, value := range c.cookies {
		if strings.HasPrefix(req.URL.Path, key.path) {
			sent = append(sent, key.name+"="+value)
		}
	}
	if len(sent) > 0 {
		slices.Sort(sent)
		req.Header.Set("Cookie", strings.Join(sent, "; "))
	}
	res, err := direct.Do(req)
	if err != nil {
		t.Fatalf("probe: %v", err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(res.Body, 1<<20))
	if err != nil {
		t.Fatalf("probe: %v", err)
	}
	for _, set := range res.Cookies() {
		key := cookie{set.Path, set.Name}
		if set.MaxAge < 0 || set.Value == "" {
			delete(c.cookies, key)
		} else {
			c.cookies[key] = set.Value
		}
	}
	a := Answer{Status: res.StatusCode, Header: res.Header, Body: string(raw)}
	var b strings.Builder
	b.WriteString(method + " " + req.URL.RequestURI() + " HTTP/1.1\r\nHost: " + req.URL.Host + "\r\n")
	writeHeader(&b, req.Header)
	b.WriteString("\r\n" + body)
	if body != "" {
		b.WriteString("\r\n\r\n")
	}
	b.WriteString(res.Proto + " " + res.Status + "\r\n")
	writeHeader(&b, res.Header)
	b.WriteString("\r\n" + a.Body + "\r\n")
	a.Transcript = b.String()
	return a
}

// send asks through the relay.
func (c *Client) send(t *testing.T, req relay.Request) Answer {
	t.Helper()
	res, err := c.relay.Send(t.Context(), req, relay.Options{})
	if err != nil {
		t.Fatalf("probe: %v", err)
	}
	if res.Failure != nil {
		t.Fatalf("probe: %s: %s", res.Failure.Code, res.Failure.Message)
	}
	if got, want := res.Report.Summary, Diagnose(res.Transcript).Summary; got != want {
		t.Errorf("probe: the relay's report says %+v; want %+v", got, want)
	}
	a := Answer{Status: res.Response.Status, Header: http.Header{}, Body: res.Response.Body, Transcript: res.Transcript}
	for _, h := range res.Response.Headers {
		a.Header.Add(h[0], h[1])
	}
	return a
}

func pairs(headers []Header) [][2]string {
	out := make([][2]string, 0, len(headers))
	for _, h := range headers {
		out = append(out, [2]string(h))
	}
	return out
}

func writeHeader(b *strings.Builder, h http.Header) {
	names := make([]string, 0, len(h))
	for name := range h {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range h[name] {
			b.WriteString(name + ": " + value + "\r\n")
		}
	}
}

var (
	formTag  = regexp.MustCompile(`(?s)<form[^>]*\baction="([^"]*)"[^>]*>(.*?)</form>`)
	inputTag = regexp.MustCompile(`<input[^>]*>`)
	attr     = regexp.MustCompile(`\b(name|value|type)="([^"]*)"`)
)

// PageForm reads the first form of a page: where it is posted, and its hidden fields.
func PageForm(t *testing.T, page Answer) (action string, fields url.Values) {
	t.Helper()
	m := formTag.FindStringSubmatch(page.Body)
	if m == nil {
		t.Fatalf("probe: no form in the page of status %d", page.Status)
	}
	fields = url.Values{}
	for _, tag := range inputTag.FindAllString(m[2], -1) {
		at := map[string]string{}
		for _, a := range attr.FindAllStringSubmatch(tag, -1) {
			at[a[1]] = html.UnescapeString(a[2])
		}
		if at["type"] == "hidden" {
			fields.Set(at["name"], at["value"])
		}
	}
	return html.UnescapeString(m[1]), fields
}

// Members reads an answer that has to be a success.
func Members(t *testing.T, a Answer) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal([]byte(a.Body), &m); err != nil || a.Status >= 300 {
		t.Fatalf("status %d: %s", a.Status, a.Body)
	}
	return m
}

// Member gives one text of such an answer, which has to be there.
func Member(t *testing.T, a Answer, name string) string {
	t.Helper()
	s, _ := Members(t, a)[name].(string)
	if s == "" {
		t.Fatalf("no %s in the answer", name)
	}
	return s
}
