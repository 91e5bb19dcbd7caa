package exchange

import (
	"strconv"
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/source"
)

func (e *Exchange) contentType() (artifact.Param, bool) {
	if e.Response == nil {
		return artifact.Param{}, false
	}
	return e.Response.Headers.Get("Content-Type")
}

// HTML reports whether the answer is a page.
func (e *Exchange) HTML() bool {
	if e.Body != nil && e.Body.Kind != artifact.BodyText && e.Body.Kind != artifact.BodyEmpty {
		return e.Body.Kind == artifact.BodyHTML
	}
	p, ok := e.contentType()
	return ok && strings.HasPrefix(strings.ToLower(p.Value.Text), "text/html")
}

// errorPage is the place of a status such as `<title>403 Forbidden` in a page: web servers print their own errors so.
func (e *Exchange) errorPage() source.Span {
	if e.Body == nil || e.Body.Kind != artifact.BodyHTML {
		return source.Span{}
	}
	low := strings.ToLower(e.Body.Text)
	for _, tag := range [...]string{"<title>", "<h1>"} {
		i := strings.Index(low, tag)
		if i < 0 || i+len(tag)+3 > len(low) {
			continue
		}
		at := i + len(tag)
		const words = 40 // `502 Bad Gateway`, `Error 502 (Server Error)`, `HTTP Status 404 – Not Found`
		for end := min(at+words, len(low)); at+3 <= end && low[at] != '<'; at++ {
			code, err := strconv.Atoi(low[at : at+3])
			if err == nil && code >= 400 && code < 600 && (at+3 == len(low) || low[at+3] < '0' || low[at+3] > '9') && (low[at-1] < '0' || low[at-1] > '9') {
				return source.Span{Start: e.Body.Span.Start + at, End: e.Body.Span.Start + at + 3}
			}
		}
	}
	return source.Span{}
}

// bodyStatus is the HTTP status that frameworks repeat in the JSON of an error: {"status":401,"message":…}.
func (e *Exchange) bodyStatus() (artifact.Param, int) {
	if e.Body == nil || e.Body.Kind != artifact.BodyJSON {
		return artifact.Param{}, 0
	}
	for _, name := range [...]string{"status", "statusCode"} {
		p, ok := e.Body.Members.Get(name)
		if code, err := strconv.Atoi(p.Value.Text); ok && err == nil && code >= 400 && code < 600 && (e.Body.Members.Has("message") || e.Body.Members.Has("error") || e.Body.Members.Has("detail")) {
			return p, code
		}
	}
	return artifact.Param{}, 0
}

// PageStatus is the status of the answer, or the one its error page prints in its place; 0 without either.
func (e *Exchange) PageStatus() int {
	if code := e.Status(); code != 0 {
		return code
	}
	s := e.errorPage()
	if s.Empty() {
		return 0
	}
	code, _ := strconv.Atoi(e.Body.Text[s.Start-e.Body.Span.Start : s.End-e.Body.Span.Start])
	return code
}

// StaticFile reads nginx's ETag, hex mtime and hex size, of a static file: it agrees with Last-Modified and
// Content-Length (ngx_http_set_etag).
func (e *Exchange) StaticFile() (size int64, mtime int64, ok bool) {
	tag := strings.Trim(strings.TrimPrefix(e.Header("ETag"), "W/"), `"`)
	a, b, found := strings.Cut(tag, "-")
	if !found {
		return 0, 0, false
	}
	mtime, err1 := strconv.ParseInt(a, 16, 64)
	size, err2 := strconv.ParseInt(b, 16, 64)
	if err1 != nil || err2 != nil || mtime < 1e9 || mtime > 4e9 {
		return 0, 0, false
	}
	return size, mtime, true
}

// loginPage is the place in a page, printed without its request, by which it asks to sign in.
func (e *Exchange) loginPage() source.Span {
	if e.Body == nil || e.Body.Kind != artifact.BodyHTML || e.Request != nil && e.Request.Header("Authorization") == "" && !strings.Contains(e.URL(), "/api/") {
		return source.Span{}
	}
	low := strings.ToLower(e.Body.Text)
	for _, mark := range [...]string{`type="password"`, "<title>sign in", "<title>log in", "<title>login", "<title>anmelde", "<title>вход"} {
		if i := strings.Index(low, mark); i >= 0 && len(low) == e.Body.Span.Len() {
			return source.Span{Start: e.Body.Span.Start + i, End: e.Body.Span.Start + i + len(mark)}
		}
	}
	return source.Span{}
}
