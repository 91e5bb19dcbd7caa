package artifact

import (
	"strconv"
	"strings"

	"grantlens/internal/source"
)

// Raw HTTP messages as curl, OkHttp, Playwright, servers and people print them: a request or status line, header
// lines, an empty line and a body. A mark may stand before each line ("> ", "< ").

var _ = register(Recogniser{ID: "http", Rank: 30, Read: readHTTP})

var methods = [...]string{"GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"}

var httpLiterals = findLiterals("http/1", "http/2", "http/3", "apiresponse: ", "← ", "→ ", "<-- ", "<--- ", "--> ", "---> ", "curl: (",
	"get /", "get http", "post /", "post http", "put /", "put http", "delete /", "delete http", "patch /", "patch http", "head /", "head http", "options /", "options http")

func readHTTP(r *Reader) {
	last := 0
	for _, h := range r.hits(httpLiterals) {
		if h.at < last {
			continue
		}
		line := source.Span{Start: r.lineStart(h.at, 100), End: r.lineEnd(h.at, 16<<10)}
		last = line.End
		if line.Start == 0 || r.View.Text[line.Start-1] == '\n' {
			if r.Free(source.Span{Start: line.Start, End: max(line.End, line.Start+1)}) {
				last = max(last, r.httpMessage(line))
			}
		}
	}
}

// httpMessage reads a message that starts on the line; 0 if none does.
func (r *Reader) httpMessage(line source.Span) int {
	text := r.View.Text
	s := trim(text, line)
	logged := s.Start
	s = pastCallLog(text, s)
	head := len(source.HeadOfHTTP(text[s.Start:s.End]))
	s.Start += head
	arrow := source.FeignArrow(text[s.Start:min(s.Start+len("---> "), s.End)])
	if strings.HasPrefix(text[s.Start+arrow:], "HTTP ") { // Retrofit's
		arrow = 0
	}
	s.Start += arrow
	mark := ""
	if s.Len() > 2 && (text[s.Start] == '<' || text[s.Start] == '>') && text[s.Start+1] == ' ' {
		mark = text[s.Start : s.Start+2]
		s.Start += 2
	}
	label := labelOfStatus(text[s.Start:s.End])
	s.Start += label
	a, ok := r.statusLine(s)
	if !ok {
		if a, ok = r.requestLine(s); !ok {
			return 0
		}
	}
	if a.Status.OK() && a.Code == 0 { // no answer came
		if len(text) > 8<<10 && !r.near(authWords, line.Start, 2000, 2000) {
			return 0
		}
		a.Span = r.View.Origin(s)
		r.Add(a)
		r.Take(line)
		return line.End + 1
	}
	if head > 0 || logged != s.Start && mark == "" {
		a.Time, _ = r.lineStamp(line)
	}
	at := r.headerLines(&a, line.End+1, mark)
	bare := len(a.Headers) == 0
	if bare && head+label > 0 && mark == "" && arrow == 0 {
		return 0 // a line of a log about a request
	}
	if a.Kind == Request && bare && mark == "" && !strings.Contains(text[s.Start:s.End], "HTTP/") {
		// Only a method and a URL: believe it when nothing else stands on the line.
		if strings.ContainsAny(a.URL.Text, " \"'") {
			return 0
		}
	}
	end := at
	// The body follows an empty line; what only prints headers and body may leave the empty line out.
	bodyAt := at
	if mark != "" {
		bodyAt = pastNoise(text, at)
	}
	stop := r.messageEnd(bodyAt)
	if c, after := r.contentOf(bodyAt, stop); c != nil {
		a.Body = c
		r.Take(source.Span{Start: bodyAt, End: after})
		end = after
	} else if a.Kind == Request && bare && a.Client == "" && mark == "" && !authTarget(a.URL.Text) && !oauthAddress(a.URL.Text) {
		return 0 // any request, with nothing printed of it
	} else if a.Kind == Response && a.Header("Content-Length") == "0" {
		a.Body = &Content{Kind: BodyEmpty, Span: r.View.Origin(source.Span{Start: s.Start, End: s.End})}
	}
	r.Take(source.Span{Start: line.Start, End: min(at, len(text))})
	a.Span = r.View.Origin(trim(text, source.Span{Start: s.Start, End: min(end, len(text))}))
	_, a.Heading = r.wordsBefore(line.Start)
	r.Add(a)
	return end
}

// labelOfStatus is the length of what a program put before a status line: `Response: HTTP/1.1 200 OK`.
func labelOfStatus(line string) int {
	const longest = 60
	for _, colon := range [...]string{": ", "：", "： "} {
		if i := strings.Index(line[:min(len(line), longest)], colon+"HTTP/"); i > 0 {
			return i + len(colon)
		}
	}
	return 0
}

// pastNoise steps over what curl -v puts between the header lines and the body: `* Connection #0 …`, `{ [31 bytes data]`
// and the lines of its progress meter.
func pastNoise(text string, at int) int {
	for at < len(text) {
		line := lineAt(text, at)
		s := trim(text, line)
		t := text[s.Start:s.End]
		if !strings.HasPrefix(t, "* ") && !(len(t) > 12 && (t[0] == '{' || t[0] == '}') && strings.HasSuffix(t, " bytes data]")) && !progressLine(t) {
			return at
		}
		at = line.End + 1
	}
	return len(text)
}

// progressLine: `100    84    0     0  100    84      0    120 --:--:-- --:--:-- --:--:--   120`.
func progressLine(t string) bool {
	return strings.Contains(t, "--:--:--") || strings.HasPrefix(t, "% Total") || strings.HasPrefix(t, "Dload  Upload")
}

// arrowAfterLevel is where OkHttp's arrow begins behind the tag, the package and the level of Android Studio's short format.
func arrowAfterLevel(line string) int {
	i := max(strings.Index(line, "--> "), strings.Index(line, "<-- "))
	if i > 4 && line[i-2:i] == "  " && line[i-4] == ' ' && strings.IndexByte("VDIWE", line[i-3]) >= 0 {
		return i
	}
	return 0
}

// pastCallLog steps over what Playwright puts before the lines of its call log: `  - → POST …`, `… pw:api → POST …`.
func pastCallLog(text string, s source.Span) source.Span {
	if strings.HasPrefix(text[s.Start:s.End], "- ") {
		s.Start += 2
	} else if i := strings.Index(text[s.Start:min(s.End, s.Start+48)], "pw:api "); i >= 0 {
		s.Start += i + len("pw:api ")
	} else if i := strings.Index(text[s.Start:min(s.End, s.Start+80)], "-- request: "); i >= 0 { // Faraday's logger
		s.Start += i + len("-- request: ")
	} else if i := arrowAfterLevel(text[s.Start:min(s.End, s.Start+120)]); i > 0 {
		s.Start += i
	} else {
		return s
	}
	return trim(text, s)
}

// messageEnd is where a body that starts at offset at must end: before the next message.
func (r *Reader) messageEnd(at int) int {
	text := r.View.Text
	if at >= r.message.Start && at < r.message.End {
		return r.message.End // looked for before
	}
	end := min(len(text), at+maxMessage)
	for i := at; i < end; {
		line := lineAt(text, i)
		if s := pastCallLog(text, trim(text, line)); i > at && s.Len() > 4 && s.Len() < 4096 && r.beginsMessage(s) {
			end = line.Start
			break
		}
		i = line.End + 1
	}
	r.message = source.Span{Start: at, End: end}
	return end
}

// maxMessage bounds the bytes of one body.
const maxMessage = 256 << 10

// beginsMessage reports whether a line, without a mark before it, begins a message.
func (r *Reader) beginsMessage(s source.Span) bool {
	text := r.View.Text
	if s.Len() > 2 && (text[s.Start] == '<' || text[s.Start] == '>') && text[s.Start+1] == ' ' {
		s.Start += 2
	}
	if _, ok := r.statusLine(s); ok {
		return true
	}
	_, ok := r.requestLine(s)
	return ok
}

// clientMark is what a client prints before the status or the request of an exchange, in place of HTTP's own lines.
type clientMark struct{ text, format, client string }

var (
	answerMarks = [...]clientMark{{"APIResponse: ", "playwright", "Playwright APIResponse"}, {"← ", "playwright", "Playwright APIResponse"},
		{"<--- HTTP ", "retrofit", "Retrofit"}, {"<-- HTTP ", "okhttp", "OkHttp"}, {"<-- ", "okhttp", "OkHttp"}}
	requestMarks = [...]clientMark{{"---> HTTP ", "retrofit", "Retrofit"}, {"--> ", "okhttp", "OkHttp"}, {"→ ", "playwright", "Playwright APIResponse"}}
)

// marked names the client whose mark begins a line, and gives the mark's length: 0 where none does.
func (a *Artifact) marked(line string, marks []clientMark) int {
	for _, m := range marks {
		if strings.HasPrefix(line, m.text) {
			a.Format, a.Client = m.format, m.client
			return len(m.text)
		}
	}
	return 0
}

// statusLine reads `HTTP/1.1 200 OK`, and what clients print in its place: `APIResponse: 200 OK`, `<--- HTTP 200 url`.
func (r *Reader) statusLine(s source.Span) (Artifact, bool) {
	text := r.View.Text[s.Start:s.End]
	if text == "" || strings.IndexByte("HA<c\xe2", text[0]) < 0 {
		return Artifact{}, false
	}
	if strings.HasPrefix(text, "<-- HTTP FAILED: ") || text[0] == 'c' {
		return r.failureLine(s)
	}
	a := Artifact{Kind: Response, Format: "http"}
	rest := 0
	if strings.HasPrefix(text, "HTTP/") {
		rest = strings.IndexByte(text[:min(len(text), 12)], ' ') + 1
		if rest > 9 {
			return a, false
		}
	} else {
		rest = a.marked(text, answerMarks[:])
	}
	if rest == 0 {
		return a, false
	}
	code := text[rest:]
	if len(code) < 3 || !allDigits(code[:3]) || len(code) > 3 && isWord(code[3]) {
		return a, false
	}
	a.Code, _ = strconv.Atoi(code[:3])
	if a.Code < 100 || a.Code > 599 {
		return a, false
	}
	at := s.Start + rest
	a.Status = r.Value(source.Span{Start: at, End: at + 3})
	reason := trim(r.View.Text, source.Span{Start: at + 3, End: s.End})
	if a.Client == "OkHttp" || a.Client == "Retrofit" {
		if u := strings.Index(r.View.Text[reason.Start:reason.End], "http"); u >= 0 {
			end := reason.Start + u
			for end < reason.End && !isSpace(r.View.Text[end]) {
				end++
			}
			a.URL = r.Value(source.Span{Start: reason.Start + u, End: end})
			reason = trim(r.View.Text, source.Span{Start: reason.Start, End: reason.Start + u})
		}
	}
	if !reason.Empty() {
		a.Reason = r.Value(reason)
	}
	return a, true
}

// failureLine reads what OkHttp and curl print where no answer came.
func (r *Reader) failureLine(s source.Span) (Artifact, bool) {
	text := r.View.Text[s.Start:s.End]
	a := Artifact{Kind: Response}
	if reason, ok := strings.CutPrefix(text, "<-- HTTP FAILED: "); ok {
		a.Format, a.Client = "okhttp", "OkHttp"
		a.Status = r.Value(source.Span{Start: s.Start + len("<-- "), End: s.Start + len("<-- HTTP FAILED")})
		a.Reason = r.Value(source.Span{Start: s.End - len(reason), End: s.End})
		return a, true
	}
	end := strings.IndexByte(text, ')')
	if !strings.HasPrefix(text, "curl: (") || end < 8 || !allDigits(text[7:end]) || text[7:end] == "22" { // 22: an answer came, and -f was given
		return a, false
	}
	a.Format, a.Client = "curl", "curl"
	a.Status = r.Value(source.Span{Start: s.Start + len("curl: "), End: s.Start + end + 1})
	a.Reason = r.Value(trim(r.View.Text, source.Span{Start: s.Start + end + 1, End: s.End}))
	return a, true
}

// requestLine reads `POST /path HTTP/1.1`, `POST https://host/path`, `--> POST url`.
func (r *Reader) requestLine(s source.Span) (Artifact, bool) {
	text := r.View.Text[s.Start:s.End]
	if text == "" || strings.IndexByte("GPDHO-\xe2", text[0]) < 0 {
		return Artifact{}, false
	}
	a := Artifact{Kind: Request, Format: "http"}
	off := a.marked(text, requestMarks[:])
	for _, m := range methods {
		if !strings.HasPrefix(text[off:], m+" ") {
			continue
		}
		at := s.Start + off + len(m) + 1
		end := at
		for end < s.End && !isSpace(r.View.Text[end]) {
			end++
		}
		target := r.View.Text[at:end]
		if !strings.HasPrefix(target, "/") && !strings.Contains(target, "://") {
			return a, false
		}
		tail := strings.TrimSpace(r.View.Text[end:s.End])
		if tail != "" && !strings.HasPrefix(tail, "HTTP/") && !strings.HasPrefix(tail, "http/") && a.Client == "" {
			return a, false
		}
		a.Method = r.Value(source.Span{Start: s.Start + off, End: s.Start + off + len(m)})
		a.URL = r.Value(source.Span{Start: at, End: end})
		return a, true
	}
	return a, false
}

// headerLines reads `Name: value` lines from offset at; it returns where they end.
func (r *Reader) headerLines(a *Artifact, at int, mark string) int {
	text := r.View.Text
	for at < len(text) {
		line := lineAt(text, at)
		s := pastCallLog(text, trim(text, line))
		if mark != "" && s.Len() >= 1 && text[s.Start] == mark[0] {
			s.Start++
			s = trim(text, s)
			if s.Empty() {
				return line.End + 1
			}
		}
		if s.Empty() {
			return at
		}
		colon := strings.IndexByte(text[s.Start:s.End], ':')
		if colon < 1 || !headerName(text[s.Start:s.Start+colon]) {
			if mark != "" && text[s.Start] == '*' {
				at = line.End + 1
				continue
			}
			return at
		}
		name := source.Span{Start: s.Start, End: s.Start + colon}
		value := trim(text, source.Span{Start: name.End + 1, End: s.End})
		a.Headers = append(a.Headers, Param{Name: text[name.Start:name.End], NameSpan: r.View.Origin(name), Value: r.Value(value)})
		at = line.End + 1
	}
	return at
}

func headerName(s string) bool {
	if len(s) > 48 {
		return false
	}
	for i := 0; i < len(s); i++ {
		if c := s[i]; !isLetter(c) && !isDigit(c) && c != '-' && c != '_' && !(c == ':' && i == 0) {
			return false
		}
	}
	return s != "" && isLetter(s[0])
}

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}
