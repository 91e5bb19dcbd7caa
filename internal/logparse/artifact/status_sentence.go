package artifact

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"grantlens/internal/source"
)

// The status of an answer that a library names in a sentence of its own, with the address and the body beside it.
//
//	Request failed with status code 401                                       axios
//	Client error: `POST https://…` resulted in a `400 Bad Request` response:  Guzzle; the body follows
//	401 Client Error: Unauthorized for url: https://…                         requests
//	Unexpected response from token endpoint https://…. status=401, response={…}   Keycloak's broker
//	Response status code does not indicate success: 400 (Bad Request).        HttpClient
//	REQUEST onRequestResponse https://… 400 {                                 request, with NODE_DEBUG=request
//	(POST https://…) 400                                                      HttpResponse of the JDK
//	I get a 400 error at: https://…                                           a person; the address may stand on a line below
//
// A status that is the client's own (passport's statusCode: 500) is printed as a member, never in these sentences.

var _ = register(Recogniser{ID: "status-sentence", Rank: 48, Read: readStatusSentences})

// statusLead is what stands before the status.
type statusLead struct {
	text   string
	client string
	weak   bool // says so of other things too: the number must read like a status
	tail   string
}

var statusLeads = []statusLead{
	{text: "request failed with status code ", client: "axios"},
	{text: "received response. status code: ", client: "MSAL.NET"},
	{text: "status from server: ", client: "Keycloak adapter"},
	{text: "resulted in a `", client: "Guzzle"},
	{text: "expected 200 ok, got: ", client: "openid-client"},
	{text: "does not indicate success: ", client: ".NET HttpClient"},
	{text: "the remote server returned an error: (", client: ".NET WebRequest"}, {text: "сервер возвратил ошибку: (", client: ".NET WebRequest"},
	{text: "hat einen fehler zurückgegeben: (", client: ".NET WebRequest"}, {text: "distant a retourné une erreur : (", client: ".NET WebRequest"}, {text: "distant a retourné une erreur\u00a0: (", client: ".NET WebRequest"}, {text: "error en el servidor remoto: (", client: ".NET WebRequest"}, {text: "remoto retornou um erro: (", client: ".NET WebRequest"}, {text: "errore del server remoto: (", client: ".NET WebRequest"}, {text: "zdalny zwrócił błąd: (", client: ".NET WebRequest"}, {text: "sunucu hata döndürdü: (", client: ".NET WebRequest"}, {text: "远程服务器返回错误: (", client: ".NET WebRequest"}, {text: "遠端伺服器傳回一個錯誤: (", client: ".NET WebRequest"}, {text: "サーバーがエラーを返しました: (", client: ".NET WebRequest"}, {text: "원격 서버에서 (", client: ".NET WebRequest"}, {text: "server heeft een fout geretourneerd: (", client: ".NET WebRequest"}, {text: "server vrátil chybu: (", client: ".NET WebRequest"}, {text: "returnerade ett fel: (", client: ".NET WebRequest"},
	{text: "статус: "}, {text: "статус "}, {text: "статус ответа: "}, {text: "код ответа: "}, {text: "код ответа "}, {text: "код состояния: "}, {text: "код состояния "},
	{text: "server returned http response code: ", client: "Java HttpURLConnection"},
	{text: "the server responded with a status of ", client: "browser"},
	{text: "client error '", client: "httpx"}, {text: "server error '", client: "httpx"}, {text: "redirect response '", client: "httpx"},
	{text: "http error! status: "}, {text: "http error "}, {text: "http error code: "}, {text: "http status "}, {text: "http status: "}, {text: "http status code "}, {text: "http status code: "},
	{text: "status code "}, {text: "status code: "}, {text: "response code "}, {text: "response code: "}, {text: "with status "}, {text: "with status: "}, {text: "(status: "}, {text: "http response code: "},
	{text: "status code was "}, {text: "http status not ok: "}, {text: "status code of "}, {text: "unacceptablestatuscode(code: ", client: "Alamofire"},
	{text: ": response ", weak: true}, {text: "] response ", weak: true}, // Spring's RestTemplate and WebClient
	{text: "response(", client: "openidconnect", tail: ", ["}, {text: "kind: status(", client: "reqwest"},
	{text: "response[status: ", tail: ", status_text", client: "ureq"}, {text: "] response ", tail: " to ", client: "ureq"},
	{text: "error!': ", client: "Net::HTTP"}, {text: "-- response: status ", client: "Faraday"},
	{text: "statuscode: ", tail: ", reasonphrase", client: ".NET HttpClient"},
	{text: "status=", tail: ", message='", client: "aiohttp"}, {text: "received ", tail: " http response", client: "prawcore"},
	{text: ", code=", tail: ", message=", client: "OkHttp"}, // Response{protocol=h2, code=401, message=, url=https://…}
	{text: "status=", tail: ", reason="}, {text: "@status=", client: "Faraday"}, {text: "status_code: "}, {text: "'_rc' => ", client: "LWP"}, {text: "http/1.1', ", client: ":httpc"}, {text: "http/1.1\", ", client: ":httpc"}, {text: "http/1.1\",", client: ":httpc"},
	{text: "psr7\\response:private] => ", client: "Guzzle"}, {text: "psr7\\response\":private]=>\n  int(", client: "Guzzle"},
	{text: "status ", tail: ": "}, {text: "status=", tail: ", response="}, {text: "status=", tail: ", body="}, {text: "status=", tail: ", url="}, {text: "status: ", tail: ", body: "}, {text: "status: ", tail: " body: "}, {text: "status: ", tail: ", response: "},
	{text: "unexpected status ", weak: true}, {text: "unexpected status: ", weak: true}, {text: "got status: ", weak: true}, {text: "got status ", weak: true}, {text: "returned status ", weak: true},
	{text: "http ", weak: true}, {text: "returned ", weak: true}, {text: "responded with ", weak: true}, {text: "replied with ", weak: true}, {text: "failed with ", weak: true},
	{text: "failed: ", weak: true}, {text: "failed (", weak: true}, {text: "error: ", weak: true}, {text: "exception: ", weak: true}, {text: "exception: [", weak: true},
}

// reasons are the phrases of RFC 9110 §15 behind the numbers that matter here.
var reasons = []string{
	"400 bad request", "401 unauthorized", "401 authorization required", "403 forbidden", "404 not found", "405 method not allowed", "405 not allowed", "406 not acceptable", "408 request time", "409 conflict",
	"411 length required", "413 ", "414 ", "415 unsupported media type", "422 unprocessable", "429 too many requests", "431 request header", "500 internal server error", "501 not implemented", "502 bad gateway", "503 service", "504 gateway time",
}

// statusNames are how .NET and Java write a status.
var statusNames = map[string]int{
	"badrequest": 400, "unauthorized": 401, "forbidden": 403, "notfound": 404, "methodnotallowed": 405, "notacceptable": 406, "requesttimeout": 408, "conflict": 409, "unsupportedmediatype": 415,
	"unprocessableentity": 422, "toomanyrequests": 429, "internalservererror": 500, "badgateway": 502, "serviceunavailable": 503, "gatewaytimeout": 504, "ok": 200,
	"bad_request": 400, "not_found": 404, "method_not_allowed": 405, "internal_server_error": 500, "bad_gateway": 502, "service_unavailable": 503,
}

var (
	statusLeadLiterals = findLiterals(texts(statusLeads, func(l statusLead) string { return l.text })...)
	reasonLiterals     = findLiterals(reasons...)
	personLiterals     = findLiterals(" error at", " error from", " error on", " error for", " error when") // the number stands before them
	bodyLiterals       = findLiterals(" {\"error", " - {\"error")                                           // SDKs print the status and the body
	clientErrorLiteral = findLiterals(" client error: ", " server error: ")                                 // requests: the number stands before it
	requestLiteral     = findLiterals("onrequestresponse http", "(post http", "(get http")                  // the status stands behind the address
	authWords          = findLiterals("oauth", "openid", "oidc", "token", "login", "msal", "logging in", "signin", "sign-in", "sso", "keycloak", "jwt", "jwks", "well-known", "credential", "authed", "client_id", "invalid_", "userinfo", "authoriz", "authentic", "/auth", "unauthorized", "access_denied", "redirect_uri", "scope", "consent", "session_state")
)

func texts[T any](list []T, text func(T) string) []string {
	var out []string
	for _, x := range list {
		out = append(out, text(x))
	}
	return out
}

func readStatusSentences(r *Reader) {
	if r.inDump {
		return // the dump gives the status itself
	}
	text := r.View.Text
	type found struct {
		status source.Span
		code   int
		lead   int // where the sentence begins
		client string
	}
	var all []found
	for _, h := range r.hits(statusLeadLiterals) {
		l := &statusLeads[h.lit]
		at := h.at + len(l.text)
		for at < len(text) && at < h.at+len(l.text)+2 && (text[at] == '(' || text[at] == '`' || text[at] == '"' || text[at] == '\'' || text[at] == '[') {
			at++
		}
		s, code := statusAt(text, at, l.client == "MSAL.NET" || strings.Contains(l.text, "code"))
		switch {
		case code < 300 && (code == 0 || l.client != "MSAL.NET"):
		case l.tail != "" && !strings.HasPrefix(r.Lower[s.End:], l.tail):
		case l.weak && (code < 400 || !endsStatus(text, s.End)):
		case h.at > 0 && isWord(text[h.at-1]) && isWord(text[h.at]) && !l.weak:
		default:
			all = append(all, found{s, code, h.at, l.client})
		}
	}
	for _, h := range r.hits(reasonLiterals) {
		s := source.Span{Start: h.at, End: h.at + 3}
		if h.at == 0 || isWord(text[h.at-1]) || !standsAlone(r.Lower, h.at, h.at+len(reasons[h.lit])) {
			continue
		}
		code, _ := strconv.Atoi(text[s.Start:s.End])
		all = append(all, found{s, code, h.at, ""})
	}
	for _, h := range r.hits(clientErrorLiteral) {
		if s, code := statusAt(text, max(h.at-3, 0), false); code >= 400 {
			all = append(all, found{s, code, s.Start, "requests"})
		}
	}
	for _, h := range r.hits(bodyLiterals) {
		if s, code := statusAt(text, max(h.at-3, 0), false); code >= 400 && (s.Start == 0 || text[s.Start-1] == '\n') {
			all = append(all, found{s, code, s.Start, ""})
		}
	}
	for _, h := range r.hits(requestLiteral) {
		at := h.at + len(requestLiteral.texts[h.lit]) - len("http")
		if n := strings.IndexAny(text[at:min(len(text), at+2000)], " \n"); n > 0 {
			if s, code := statusAt(text, at+n+1, false); code >= 300 {
				all = append(all, found{s, code, h.at, [...]string{"request", "java.net.http", "java.net.http"}[h.lit]})
			}
		}
	}
	for _, h := range r.hits(personLiterals) {
		if s, code := statusAt(text, max(h.at-3, 0), false); code >= 400 && s.Start > 0 && text[s.Start-1] == ' ' && addressFollows(text[h.at+len(" error at"):]) {
			all = append(all, found{s, code, s.Start, ""})
		}
	}
	slices.SortStableFunc(all, func(a, b found) int { return a.status.Start - b.status.Start })
	last := -1
	for _, f := range all {
		before := 400
		if r.belowFrames(f.lead) {
			before = 3000
		}
		if f.status.Start <= last || !r.Free(f.status) || f.code != 401 && f.client != "openidconnect" && !r.near(authWords, f.lead, before, 600) { // a 401 speaks of authentication by itself
			continue
		}
		last = r.statusSentence(f.lead, f.status, f.code, f.client)
	}
}

// belowFrames: the line at an offset stands below an indented one, as what Python raised stands below its frames.
func (r *Reader) belowFrames(at int) bool {
	start := r.lineStart(at, 600)
	return start > 0 && r.View.Text[r.lineStart(start-1, 600)] == ' '
}

// addressFollows: a few words, perhaps the end of the line, and an address.
func addressFollows(text string) bool {
	const near = 48
	text = text[:min(len(text), near)]
	i := strings.Index(text, "https://")
	return i >= 0 && !strings.ContainsAny(text[:i], ".;{") && strings.Count(text[:i], "\n") <= 2
}

// statusAt reads a status at offset at: three digits, or one of the names that .NET and Java print.
func statusAt(text string, at int, names bool) (source.Span, int) {
	end := at
	for end < len(text) && end < at+24 && isWord(text[end]) {
		end++
	}
	s := source.Span{Start: at, End: end}
	if s.Len() == 3 && allDigits(text[at:end]) {
		code, _ := strconv.Atoi(text[at:end])
		if code >= 100 && code < 599 {
			return s, code
		}
		return s, 0
	}
	if names {
		return s, statusNames[strings.ToLower(text[at:end])]
	}
	return s, 0
}

// endsStatus tells a status from any other number by what follows it.
func endsStatus(text string, at int) bool {
	if at >= len(text) || strings.IndexByte(":;,)]\"'`\n\r}<", text[at]) >= 0 {
		return true
	}
	rest := text[at:min(len(text), at+8)]
	if strings.HasPrefix(rest, ".") {
		return len(rest) == 1 || !isDigit(rest[1])
	}
	if rest[0] != ' ' || len(rest) < 2 {
		return false
	}
	if c := rest[1]; c == '(' || c == '-' || c == '{' || c == '[' || c == '<' || c == '|' || c >= 'A' && c <= 'Z' {
		return true
	}
	for _, word := range [...]string{" for ", " from ", " with ", " when", " on ", " while", " and ", " status", " error=", " body="} {
		if strings.HasPrefix(rest, word) {
			return true
		}
	}
	return false
}

// standsAlone reports whether a status and its phrase are printed as a message, not spoken of in a sentence of a person.
func standsAlone(low string, start, end int) bool {
	for end < len(low) && isLetter(low[end]) { // 408 Request Timeout
		end++
	}
	before, after := low[max(0, start-9):start], low[end:min(len(low), end+12)]
	printed := false
	for _, s := range [...]string{": ", "[", "`", "http/1.1 ", "http/2 ", "http/1.0 ", "http/2.0 ", "= ", "=\"", "status ", "answer ", "\n", "{status:"} {
		printed = printed || strings.HasSuffix(before, s)
	}
	switch phrase := low[start+3 : end]; {
	case strings.HasSuffix(before, "&{"), // Go's %v
		strings.HasPrefix(after, " ["), strings.HasPrefix(after, " readbody="), // Apache's client and Net::HTTP
		strings.HasSuffix(before, ", ") && strings.HasPrefix(after, "]"),       // Ktor
		strings.HasSuffix(before, "<") && strings.HasPrefix(low[end:], phrase): // Spring's ResponseEntity
		return true
	}
	if !printed {
		return false
	}
	for _, s := range [...]string{":", "`", "]", "\"", " from ", " on ", ";", " response", "\n", "[\\r]", "\\r", "\\n", " for url", ". ", ", ", " - ", " http/", " statuscode:"} {
		if strings.HasPrefix(after, s) {
			return true
		}
	}
	return after == "" || after == "."
}

// near reports whether a literal of the set stands around offset at.
func (r *Reader) near(l *literals, at, before, after int) bool {
	hits := r.hits(l)
	i := from(hits, at-before)
	return i < len(hits) && hits[i].at < at+after
}

// statusSentence gives the answer out that a sentence names; it returns where the sentence ends.
func (r *Reader) statusSentence(lead int, status source.Span, code int, client string) int {
	text := r.View.Text
	line := source.Span{Start: r.lineStart(lead, 600), End: r.lineEnd(status.End, 2000)}
	a := Artifact{Kind: Response, Format: "status-sentence", Client: client, Status: r.Value(status), Code: code}
	end := status.End
	for end < line.End && (isLetter(text[end]) || strings.IndexByte(" ()-", text[end]) >= 0) {
		end++
	}
	if reason := reasonSpan(text, source.Span{Start: status.End, End: end}); !reason.Empty() && text[reason.Start] >= 'A' && text[reason.Start] <= 'Z' && reason.Len() < 40 {
		a.Reason = r.Value(reason)
	}
	method, url := r.addressOn(line)
	if !url.OK() && line.Start > 0 { // the line above may be that of the request
		if m, u := r.addressOn(source.Span{Start: r.lineStart(line.Start-1, 600), End: line.Start - 1}); m.OK() && authTarget(u.Text) {
			method, url = m, u
		}
	}
	if below := strings.TrimLeft(text[line.End:], "\n"); !url.OK() && client == "" && strings.HasPrefix(below, "https://") && strings.HasSuffix(strings.TrimRight(text[:line.End], " "), ":") {
		at := len(text) - len(below)
		_, url = r.addressOn(source.Span{Start: at, End: r.lineEnd(at, 600)})
	}
	a.Label, a.Heading = r.wordsBefore(status.Start)
	a.Time, a.Level = r.lineStamp(line)
	if client != "request" { // which prints the headers there
		a.Body, end = r.bodyBehind(status.End, line)
	}
	a.Span = r.View.Origin(source.Span{Start: min(lead, status.Start), End: max(end, status.End)})
	if method.OK() && url.OK() {
		a.Pair = r.NextPair()
		r.Add(Artifact{Kind: Request, Format: "status-sentence", Client: client, Span: url.Span, Method: method, URL: url, Pair: a.Pair, Time: a.Time})
	}
	a.URL = url
	r.Add(a)
	if a.Body != nil {
		r.Take(source.Span{Start: status.Start, End: end})
	} else {
		r.Take(status)
	}
	return max(end, status.End)
}

// reasonSpan is the phrase in what follows a status: `(Bad Request)`, ` Bad Request response`.
func reasonSpan(text string, s source.Span) source.Span {
	for s.Start < s.End && strings.IndexByte(" (-", text[s.Start]) >= 0 {
		s.Start++
	}
	for _, stop := range [...]string{")", " from ", " on ", " for ", " response", " with "} {
		if i := strings.Index(text[s.Start:s.End], stop); i >= 0 {
			s.End = s.Start + i
		}
	}
	return trim(text, s)
}

// addressOn finds the address that a line names, and the method before it.
func (r *Reader) addressOn(line source.Span) (method, url Value) {
	text := r.View.Text
	i := strings.Index(text[line.Start:line.End], "http")
	for i >= 0 {
		start := line.Start + i
		rest := text[start:line.End]
		if !strings.HasPrefix(rest, "http://") && !strings.HasPrefix(rest, "https://") {
			if i = strings.Index(text[start+4:line.End], "http"); i >= 0 {
				i += start + 4 - line.Start
			}
			continue
		}
		end := start
		for end < line.End && isURLByte(text[end]) && strings.IndexByte("])}'", text[end]) < 0 {
			end++
		}
		for end > start && strings.IndexByte(".,;:)'`", text[end-1]) >= 0 {
			end--
		}
		if strings.Contains(text[start:end], "#") && !authTarget(text[start:end]) { // a page of documentation
			return method, url
		}
		if url = r.Value(source.Span{Start: start, End: end}); authTarget(url.Text) || method.Text == "" {
			at := start
			for _, word := range [...]string{"[", "`", "\"", "to ", "] ", " "} { // `during [POST] to [https://…]`
				at -= len(text[line.Start:at]) - len(strings.TrimSuffix(text[line.Start:at], word))
			}
			if s, ok := methodBefore(text, line.Start, at); ok {
				method = r.Value(s)
			}
		}
		return method, url
	}
	return method, url
}

// bodyBehind reads the body that follows a status: on its line, or on the next when the line ends with it.
func (r *Reader) bodyBehind(at int, line source.Span) (*Content, int) {
	text := r.View.Text
	rest := source.Span{Start: at, End: line.End}
	if bytes := strings.TrimPrefix(text[at:], ", "); strings.HasPrefix(bytes, "[") { // Rust's Vec<u8>
		s := source.Span{Start: len(text) - len(bytes), End: len(text) - len(bytes) + strings.IndexByte(bytes+"]", ']')}
		if v := decodeBytes(r.View, s); v != nil {
			return r.contentOfView(v), s.End
		}
	}
	if i := strings.IndexAny(text[rest.Start:rest.End], "{<"); i >= 0 {
		start := rest.Start + i
		if strings.HasPrefix(text[start:], `{\`) || !r.Free(source.Span{Start: start, End: start + 1}) {
			return nil, at
		}
		if c, end := r.contentOf(start, len(text)); c != nil && (len(c.Members) > 0 || c.Kind == BodyHTML) && printedBody(text[start:]) {
			return c, end
		}
		return nil, at
	}
	for _, word := range [...]string{" data: ", "body=", "body: ", "response="} {
		if i := strings.Index(r.Lower[rest.Start:rest.End], word); i >= 0 && !(isWord(word[0]) && isWord(text[rest.Start+i-1])) { // readbody=true
			s := trim(text, source.Span{Start: rest.Start + i + len(word), End: rest.End})
			for s.End > s.Start && strings.IndexByte(")]}\"'", text[s.End-1]) >= 0 {
				s.End--
			}
			if s.Empty() {
				return nil, at
			}
			if c := r.formContent(s); c != nil {
				return c, s.End
			}
			return &Content{Kind: BodyText, Span: r.View.Origin(s), Text: clip(text[s.Start:s.End], 400)}, s.End
		}
	}
	if line.End < len(text) && text[line.End] == '\n' {
		next := trim(text, source.Span{Start: line.End + 1, End: r.lineEnd(line.End+1, 400)})
		if next.Empty() || text[next.Start] != '{' && text[next.Start] != '<' || !r.Free(source.Span{Start: next.Start, End: next.Start + 1}) {
			return nil, at
		}
		if strings.HasSuffix(strings.TrimRight(text[rest.Start:rest.End], " "), "{") { // the braces of a dump
			return nil, at
		}
		if c, end := r.contentOf(next.Start, len(text)); c != nil && (len(c.Members) > 0 || c.Kind == BodyHTML) {
			return c, end
		}
	}
	return nil, at
}

// printedBody tells a body from a dump of the error, whose names have no quotation marks.
func printedBody(s string) bool {
	if s[0] != '{' {
		return true
	}
	s = strings.TrimLeft(s[1:min(len(s), 80)], " \t\r\n")
	return quoteLen(s) > 0
}

// settleStatuses drops the sentences that only repeat an answer which stands near by, and gives the ones that name the
// answer of a dump that left it out to its request. The artifacts are sorted by their place.
func settleStatuses(in []*Artifact) []*Artifact {
	if !slices.ContainsFunc(in, func(a *Artifact) bool { return a.Format == "status-sentence" }) {
		return in
	}
	const reach = 8 << 10
	answered, logged := map[int]bool{}, map[int]string{} // by the pair; an access log's targets
	for i := range in {
		if in[i].Kind == Request && in[i].Format == "access-log" {
			logged[in[i].Pair] = in[i].URL.Text
		}
		if in[i].Kind == Response && in[i].Pair > 0 && in[i].Format != "status-sentence" {
			answered[in[i].Pair] = true
		}
	}
	dropped := map[int]bool{} // pairs whose request goes with its answer
	keep := make([]bool, len(in))
	for i := range in {
		a := in[i]
		keep[i] = true
		if a.Kind != Response || a.Format != "status-sentence" || a.Body != nil {
			continue
		}
		repeats := func(b *Artifact) bool {
			return b.Kind == Response && b.Code == a.Code && (a.URL.Text == "" || b.URL.Text == "" || a.URL.Text == b.URL.Text) && (a.URL.Text == "" || strings.HasSuffix(a.URL.Text, logged[b.Pair])) && (a.Time.IsZero() || b.Time.IsZero() || a.Time.Sub(b.Time).Abs() < 2*time.Second)
		}
		for j := i - 1; j >= 0 && a.Span.Start-in[j].Span.Start < reach && i-j < 200 && keep[i]; j-- {
			keep[i] = !keep[j] || !repeats(in[j])
		}
		for j := i + 1; j < len(in) && in[j].Span.Start-a.Span.End < reach && j-i < 200 && keep[i]; j++ {
			b := in[j]
			if repeats(b) && (b.Format != "status-sentence" || b.Body != nil) {
				keep[i] = false
			}
			if b.Kind == Request && b.Format == "client-dump" && b.Pair > 0 && !answered[b.Pair] && b.Span.Start-a.Span.End < 1000 {
				a.Pair = b.Pair
				answered[b.Pair] = true
				break
			}
		}
		if !keep[i] && a.Pair > 0 {
			dropped[a.Pair] = true
		}
	}
	out := in[:0]
	for i, a := range in {
		if keep[i] && !(a.Kind == Request && a.Format == "status-sentence" && dropped[a.Pair]) {
			out = append(out, a)
		}
	}
	return out
}
