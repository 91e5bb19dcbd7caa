package artifact

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"grantlens/internal/source"
)

// Access lines of web servers and proxies whose request is one to an authorization server, and nginx's error lines that
// name such a request: nginx, Apache, Traefik, Envoy, HAProxy, AWS's load balancer, oauth2-proxy, uvicorn, gunicorn, morgan, Gin, Serilog.
//
//	192.0.2.7 - - [04/Mar/2025:09:12:44 +0000] "POST /oauth/token HTTP/1.1" 401 94
//	127.0.0.1 - - [2025/03/04 09:12:44] app.example.com GET - "/oauth2/auth" HTTP/1.1 "…" 401 13 0.000
//	[W 2025-03-04 09:12:44.583 JupyterHub log:100] 403 GET /hub/oauth_callback?code=… 311.85ms
//	… while connecting to upstream, client: …, request: "POST /oauth/token HTTP/1.1", upstream: "…"
//	GET /auth/callback?code=… 404 3.2 ms - 150        http: GET /api/connect/google/callback (11 ms) 404
//	Started GET "/auth/google/callback?code=…" … Completed 500 Internal Server Error in 10ms
//	POST https://id.example.com/oauth/token [HTTP/1.1 401 Unauthorized 120ms]
//	[GIN] 2025/03/04 - 09:12:44 | 401 |     1.2ms |      192.0.2.7 | POST     "/oauth/token"
//	[debug] POST https://id.example.com/oauth/token -> 401 (12.345 ms)                     Tesla
//	at=info method=GET path="/auth/callback?code=…" host=app.example.com status=500        Heroku, lograge, Grafana
//	INF request http.status_code=401 uri=/oauth/token method=POST                         loggers of Go, in any order
//	completed POST /login/oauth/access_token for 192.0.2.7:4674, 200 OK in 170.2ms          Gitea, Forgejo
//	Received response to POST https://id.example.com/oauth/token: 200                       Synapse
//	POST request for "https://id.example.com/oauth/token" resulted in 200 (OK)              Spring, older
//	2026-03-04 09:12:44 10.0.3.4 POST /connect/token - 443 - 192.0.2.7 200 0 0 15           IIS
//	POST	/oauth/token	200                                                                   a table of Kibana
//	HTTP POST https://id.example.com/oauth/token … Response 200 OK                          Spring, the answer on a line below

var _ = register(Recogniser{ID: "access-log", Rank: 26, Read: readAccessLog})

// endpointWords stand in the address of every endpoint that authTarget knows.
var endpointWords = findLiterals("/token", "/access_token", "/accesstoken", "/authorize", "/userinfo", "introspect", "check_token", "/jwks", "openid", "oauth",
	"oidc", "/connect/", "/realms/", "device_authorization", "/refresh_token", "/callback", "/auth/complete/", "/signin-")

func readAccessLog(r *Reader) {
	text := r.View.Text
	last, read := 0, false
	for _, h := range r.hits(endpointWords) {
		if h.at < last {
			continue
		}
		target := source.Span{Start: h.at, End: h.at}
		for target.End < len(text) && isURLByte(text[target.End]) {
			target.End++
		}
		for target.Start > last && isURLByte(text[target.Start-1]) && h.at-target.Start < 512 {
			target.Start--
		}
		for target.End > h.at && strings.IndexByte(":,", text[target.End-1]) >= 0 {
			target.End--
		}
		last = target.End
		if authTarget(text[target.Start:target.End]) && r.Free(target) {
			last = max(last, r.accessLine(target))
			read = true
		}
	}
	if !read {
		return
	}
	// Beside them an API's refusal is of the token that came: GET https://api.example.com/orders 401
	for _, h := range r.hits(refusals) {
		target := source.Span{Start: h.at, End: h.at}
		for target.End > 0 && strings.IndexByte(" ->=:", text[target.End-1]) >= 0 {
			target.End--
		}
		for target.Start = target.End; target.Start > 0 && isURLByte(text[target.Start-1]) && target.Len() < 512; {
			target.Start--
		}
		if address := text[target.Start:target.End]; strings.HasPrefix(address, "http") && strings.Contains(address, "://") && !authTarget(strings.TrimRight(address, ")")) && r.Free(target) {
			r.accessLine(target)
		}
	}
}

// refusals are the statuses by which an API refuses a token.
var refusals = findLiterals(" 401", " 403")

// accessLine reads the line around a request's target; it returns where to go on.
func (r *Reader) accessLine(target source.Span) int {
	text := r.View.Text
	line := source.Span{Start: r.lineStart(target.Start, 1024), End: r.lineEnd(target.End, 1024)}
	key := fieldName(text, line.Start, &target)
	method, ok := source.Span{}, false
	status, found := source.Span{}, false
	if key.Empty() {
		method, ok = methodBefore(text, line.Start, target.Start)
	} else if method, ok = r.field(line, key, target, methodFields); ok {
		status, found = r.field(line, key, target, statusFields)
	}
	if !ok {
		return target.End
	}
	if !found {
		status, found = iisStatus(text, target.End, line.End)
	}
	if !found {
		status, found = statusAfter(text, target.End, line.End)
	}
	if !found {
		status, found = statusTold(text, target.End, line.End)
	}
	if !found {
		status, found = r.statusBelow(target.End, line, method)
	}
	if !found {
		status, found = statusBefore(text, line.Start, method.Start)
	}
	var what Value
	if found {
		what = r.Value(status)
	} else if what, found = r.upstreamFailure(source.Span{Start: line.Start, End: method.Start}); !found {
		return target.End
	}
	when, _ := r.lineStamp(line)
	pair := r.NextPair()
	asked := source.Span{Start: min(method.Start, target.Start), End: target.End}
	request := r.add()
	request.Kind, request.Format, request.Span = Request, "access-log", r.View.Origin(asked)
	request.Method, request.URL, request.Time, request.Pair = r.Value(method), r.Value(target), when, pair
	response := r.add()
	response.Kind, response.Format, response.Span, response.Status, response.Time, response.Pair = Response, "access-log", what.Span, what, when, pair
	if !status.Empty() {
		response.Code, _ = strconv.Atoi(what.Text)
	}
	r.Take(asked)
	if status.Start > 0 && text[status.Start-1] == '[' {
		r.Take(status) // its words are no second answer: [400 Bad Request, 412B]
	}
	return line.End
}

// methodBefore finds the method that stands before a target: `"POST `, `POST - "`, `| POST "`, `Request finished HTTP/1.1 POST `.
func methodBefore(text string, from, at int) (source.Span, bool) {
	end := at - len(text[from:at]) + len(strings.TrimSuffix(text[from:at], ` request for "`))
	for end > from && strings.IndexByte(" -\"\t", text[end-1]) >= 0 {
		end--
	}
	start := end
	for start > from && text[start-1] >= 'A' && text[start-1] <= 'Z' {
		start--
	}
	for _, m := range methods {
		if text[start:end] == m && (start == from || strings.IndexByte(" \t\"|'[=(", text[start-1]) >= 0) {
			return source.Span{Start: start, End: end}, true
		}
	}
	return source.Span{}, false
}

// iisStatus finds the status of a line of IIS, which writes the query, the port and who asked before it, and two numbers more
// behind: `POST /connect/token - 443 - 192.0.2.7 200 0 0 15`.
func iisStatus(text string, from, end int) (source.Span, bool) {
	var last [3]source.Span
	for n, at := 0, from; ; n++ {
		at = skipSpaces(text, at, end)
		w := source.Span{Start: at, End: at}
		for w.End < end && text[w.End] > ' ' {
			w.End++
		}
		if w.Empty() || n == 0 && strings.HasPrefix(text[w.Start:w.End], "HTTP/") || n == 1 && !allDigits(text[w.Start:w.End]) {
			return source.Span{}, false
		}
		last = [3]source.Span{last[1], last[2], w}
		if s := last[0]; n > 4 && s.Len() == 3 && text[s.Start] >= '1' && text[s.Start] <= '5' && allDigits(text[s.Start:s.End]) && allDigits(text[last[1].Start:last[1].End]) && allDigits(text[w.Start:w.End]) {
			return s, true
		}
		at = w.End
	}
}

// statusAfter finds the status behind a target: the first number of three digits that stands by itself, past the
// protocol and what is in quotation marks.
func statusAfter(text string, from, end int) (source.Span, bool) {
	at := from
	if at < end && text[at] == '"' { // oauth2-proxy and Gin close it here
		at++
	}
	at = skipSpaces(text, at, end)
	if strings.HasPrefix(text[at:end], `"HTTP/`) { // httpx
		at++
	}
	http := strings.HasPrefix(text[at:end], "HTTP/")
	if http {
		for at < end && text[at] != ' ' && text[at] != '"' {
			at++
		}
	}
	if at < end && text[at] == '"' {
		at++
	}
	if at-from > 1 && http || at == from || at == from+1 {
		at = skipSpaces(text, at, end)
		if at < end && text[at] == '"' { // a user agent
			if i := strings.IndexByte(text[at+1:end], '"'); i >= 0 {
				at = skipSpaces(text, at+i+2, end)
			}
		}
		if at < end && text[at] == '(' { // Strapi: (11 ms) 404
			if i := strings.Index(text[at:end], " ms) "); i >= 0 && i < 12 {
				at += i + len(" ms) ")
			}
		}
		if strings.HasPrefix(text[at:end], "[HTTP/") { // Firefox
			if i := strings.IndexByte(text[at:end], ' '); i > 0 {
				at += i + 1
			}
		}
		for _, word := range [...]string{"responded ", "-> ", "- ", "→ ", "=> ", "["} {
			at += len(text[at:end]) - len(strings.TrimPrefix(text[at:end], word))
		}
		s := source.Span{Start: at, End: at + 3}
		if s.End <= end && allDigits(text[s.Start:s.End]) && text[s.Start] >= '1' && text[s.Start] <= '5' && (s.End == end || strings.IndexByte(" ,\"\t]|", text[s.End]) >= 0) {
			return s, true
		}
	}
	return source.Span{}, false
}

// toldBy are the words by which a line goes on from the address of a request to the status of its answer.
var toldBy = [...]string{": ", " -> ", " => ", " returned ", " responded with ", " completed with ", ` " resulted in `, `" resulted in `, " resulted in "}

// statusTold finds the status of an answer that was no error: those are told in sentences, which readStatusSentences knows.
func statusTold(text string, from, end int) (source.Span, bool) {
	rest := text[from:end]
	if after, ok := strings.CutPrefix(rest, " for "); ok { // whom
		if i := strings.Index(after, ", "); i > 0 && i < 60 && strings.IndexByte(after[:i], ' ') < 0 {
			return goodStatus(text[:end], end-len(after)+i+len(", "))
		}
	}
	for _, words := range toldBy {
		if strings.HasPrefix(rest, words) {
			return goodStatus(text[:end], from+len(words))
		}
	}
	return source.Span{}, false
}

// goodStatus reads a status below 400 that stands by itself.
func goodStatus(text string, at int) (source.Span, bool) {
	s := source.Span{Start: at, End: at + 3}
	ok := s.End <= len(text) && allDigits(text[s.Start:s.End]) && (text[at] == '2' || text[at] == '3') && (s.End == len(text) || strings.IndexByte(" ,.\r", text[s.End]) >= 0)
	return s, ok
}

// The ends of the names under which lines of logfmt write a request and its answer: http.method, RequestMethod, status_code.
var (
	targetFields = [...]string{"path", "uri", "url", "target"}
	methodFields = []string{"method="}
	statusFields = []string{"status=", "status_code=", "statuscode="}
)

// fieldName is the name of the field of logfmt whose value a target is, up to the value; the target begins behind it then.
func fieldName(text string, from int, target *source.Span) source.Span {
	name := source.Span{Start: target.Start, End: target.Start}
	if head, _, ok := strings.Cut(text[target.Start:target.End], "="); ok && !strings.ContainsAny(head, "/?") {
		name.End += len(head) + 1 // an unquoted value
	} else if strings.HasSuffix(text[from:target.Start], `="`) {
		for name.Start > from && text[name.Start-1] > ' ' {
			name.Start--
		}
	}
	said := strings.ToLower(strings.TrimRight(text[name.Start:name.End], `="`))
	for _, end := range targetFields {
		if strings.HasSuffix(said, end) && !strings.Contains(said, "redirect") {
			target.Start = name.End
			return name
		}
	}
	return source.Span{}
}

// field finds the value of a field of logfmt beside the target: a method, or a status.
func (r *Reader) field(line, key, target source.Span, names []string) (source.Span, bool) {
	for _, part := range [...]source.Span{{Start: line.Start, End: key.Start}, {Start: target.End, End: line.End}} {
		for _, name := range names {
			i := strings.Index(r.Lower[part.Start:part.End], name)
			if i < 0 {
				continue
			}
			s := source.Span{Start: part.Start + i + len(name)}
			if s.Start < part.End && r.Lower[s.Start] == '"' {
				s.Start++
			}
			for s.End = s.Start; s.End < part.End && isWord(r.Lower[s.End]); {
				s.End++
			}
			value := r.View.Text[s.Start:s.End]
			if s.End < line.End && strings.IndexByte(" \"\t\r", r.Lower[s.End]) < 0 {
				continue
			}
			if slices.Contains(methods[:], value) || len(value) == 3 && allDigits(value) && value[0] >= '1' && value[0] <= '5' {
				return s, true
			}
		}
	}
	return source.Span{}, false
}

// statusBelow finds the status on a line below: Firefox prints it on the next one, Rails with “Completed”.
func (r *Reader) statusBelow(at int, line, method source.Span) (source.Span, bool) {
	text := r.View.Text
	if next := line.End + 1; strings.TrimSpace(text[at:line.End]) == "" && next < len(text) && strings.HasPrefix(text[next:], "[HTTP/") {
		if i := strings.IndexByte(text[next:r.lineEnd(next, 40)], ' '); i > 0 {
			return threeDigits(text, next+i+1)
		}
	}
	if strings.HasSuffix(text[line.Start:method.Start], " HTTP ") && strings.TrimSpace(text[at:line.End]) == "" {
		const reach = 4000
		below := text[line.End:min(len(text), line.End+reach)]
		for _, next := range [...]string{" HTTP GET ", " HTTP POST "} { // the answer would be that one's
			if i := strings.Index(below, next); i >= 0 {
				below = below[:i]
			}
		}
		if i := strings.Index(below, " Response "); i >= 0 {
			return goodStatus(text, line.End+i+len(" Response "))
		}
	}
	if strings.HasSuffix(text[line.Start:method.Start], "Started ") {
		const reach = 6000 // of the lines of one request
		below := text[line.End:min(len(text), line.End+reach)]
		if i := strings.Index(below, "\nStarted "); i >= 0 {
			below = below[:i]
		}
		if i := strings.Index(below, "Completed "); i >= 0 {
			return threeDigits(text, line.End+i+len("Completed "))
		}
	}
	return source.Span{}, false
}

func threeDigits(text string, at int) (source.Span, bool) {
	s := source.Span{Start: at, End: at + 3}
	ok := s.End < len(text) && allDigits(text[s.Start:s.End]) && text[s.Start] >= '1' && text[s.Start] <= '5' && text[s.End] == ' '
	return s, ok
}

// statusBefore finds the status that Tornado (JupyterHub) writes before the method: `403 GET /hub/oauth_callback?…`; and
// that of a load balancer, which tells the times first: `10/0/30/69/109 401 275 … "POST ` (HAProxy), `0.048 0.037 401 401 0 57 "POST ` (AWS).
func statusBefore(text string, from, at int) (source.Span, bool) {
	if at > from && text[at-1] == '"' {
		timed := false
		for start := from; start < at-4; {
			end := start + strings.IndexByte(text[start:at], ' ')
			if end < start {
				break
			}
			if s := (source.Span{Start: start, End: end}); timed && end-start == 3 && allDigits(text[start:end]) && text[start] <= '5' {
				return s, true
			}
			timed = isTime(text[start:end])
			start = end + 1
		}
		return source.Span{}, false
	}
	if first := strings.Index(text[from:at], " | "); first >= 0 && strings.HasSuffix(text[from:at], " | ") { // Gin
		return threeDigits(text[:at], from+first+len(" | "))
	}
	s := source.Span{Start: at - 4, End: at - 1}
	if s.Start <= from || text[s.End] != ' ' || text[s.Start-1] != ' ' || !allDigits(text[s.Start:s.End]) || text[s.Start] < '1' || text[s.Start] > '5' {
		return source.Span{}, false
	}
	return s, true
}

// isTime reports whether a word is the time a request took: seconds, or HAProxy's five of milliseconds.
func isTime(word string) bool {
	for _, c := range []byte(word) {
		if (c < '0' || c > '9') && c != '.' && c != '/' && c != '-' {
			return false
		}
	}
	return strings.Count(word, "/") == 4 || len(word) > 3 && strings.IndexByte(word, '.') == 1 && strings.Count(word, ".") == 1
}

func skipSpaces(text string, at, end int) int {
	for at < end && (text[at] == ' ' || text[at] == '\t') {
		at++
	}
	return at
}

// upstreamFailure reads what nginx says instead of a status: `connect() failed (111: Connection refused) while …`.
func (r *Reader) upstreamFailure(s source.Span) (Value, bool) {
	low := r.Lower[s.Start:s.End]
	end := strings.Index(low, " while ")
	if end < 0 || !strings.Contains(low[end:], "upstream") && !strings.Contains(low[end:], "handshak") {
		return Value{}, false
	}
	start := strings.LastIndexByte(low[:end], '*') // `6#6: *17 `
	if start < 0 {
		return Value{}, false
	}
	for start < end && low[start] != ' ' {
		start++
	}
	return r.Value(trim(r.View.Text, source.Span{Start: s.Start + start, End: s.Start + end})), true
}

// authTarget reports whether the target of a request is an endpoint of an authorization server.
func authTarget(target string) bool {
	query := ""
	if i := strings.IndexAny(target, "?#"); i >= 0 {
		target, query = target[:i], strings.ToLower(target[i:min(len(target), i+2000)])
	}
	if query != "" && len(target) <= 300 && isCallbackPath(strings.ToLower(target)) {
		// The redirect URI of a client, with what a redirect brings.
		for _, param := range [...]string{"code=", "error=", "access_token=", "id_token="} {
			if strings.Contains(query, param) {
				return true
			}
		}
	}
	if len(target) < 5 || len(target) > 300 {
		return false
	}
	path := strings.ToLower(strings.TrimRight(target, "/.,;"))
	if path == "/oauth2/auth" && query == "" {
		return false // what a proxy asks oauth2-proxy before every request: 401 sends the user to log in
	}
	switch path[strings.LastIndexByte(path, '/')+1:] {
	case "token", "access_token", "accesstoken", "token.php", "authorize", "userinfo", "introspect", "tokeninfo", "check_token",
		"openid-configuration", "oauth-authorization-server", "jwks", "jwks.json", "jwks_uri", "device_authorization", "refresh_token", "openid-connect", "signin-oidc", "end-session":
		return true
	case "auth", "callback", "oauth_callback", "certs", "keys", "device", "revoke", "par", "logout", "login-actions", "authenticate", "me", "v2.0":
		for _, word := range [...]string{"oauth", "openid", "oidc", "/connect/", "/realms/"} {
			if strings.Contains(path, word) {
				return true
			}
		}
	}
	return false
}

// isCallbackPath reports whether a path is one at which clients wait for a redirect.
func isCallbackPath(path string) bool {
	for _, part := range [...]string{"/callback", "/signin-", "/auth/complete/", "/login/oauth2/code/", "/oauth2callback", "/oauth_callback"} {
		if strings.Contains(path, part) {
			return true
		}
	}
	return false
}

// The names under which access logs in JSON write a request and its answer.
var (
	accessMethods  = dotted("method", "request_method", "RequestMethod", "requestMethod", "httpMethod", "http_method", "req.method", "request.method", "httpRequest.requestMethod", "http.method", "Method")
	accessTargets  = dotted("request_uri", "RequestPath", "uri", "path", "url", "requestUrl", "requestUri", "req.url", "request.uri", "request.url", "httpRequest.requestUrl", "http.url", "RequestUri", "Path", "event")
	accessStatuses = dotted("status", "status_code", "statusCode", "DownstreamStatus", "response_code", "res.statusCode", "response.status", "response.statusCode", "httpRequest.status", "http.status_code", "StatusCode", "code")
)

// accessFields gives the request and the answer out that the fields of a log record name.
func (r *Reader) accessFields(n *node, when time.Time) {
	method, target, status := n.first(accessMethods), n.first(accessTargets), n.first(accessStatuses)
	verb, address := r.nodeValue(method), r.nodeValue(target)
	if line := n.get("request"); method == nil && line != nil && line.typ == 's' { // nginx: "POST /oauth2/token HTTP/1.1"
		s := line.inside
		words := strings.SplitN(r.View.Text[s.Start:s.End], " ", 3)
		if len(words) < 3 || !strings.HasPrefix(words[2], "HTTP/") {
			return
		}
		at := s.Start + len(words[0]) + 1
		verb, address = r.Value(source.Span{Start: s.Start, End: at - 1}), r.Value(source.Span{Start: at, End: at + len(words[1])})
	}
	if verb.Text == "" || status == nil || !authTarget(address.Text) {
		return
	}
	code, err := strconv.Atoi(status.str())
	if err != nil || code < 100 || code > 599 {
		return
	}
	pair := r.NextPair()
	r.Add(Artifact{Kind: Request, Format: "access-log", Span: address.Span, Method: verb, URL: address, Time: when, Pair: pair})
	r.Add(Artifact{Kind: Response, Format: "access-log", Span: r.View.Origin(status.span), Status: r.nodeValue(status), Code: code, Time: when, Pair: pair})
}
