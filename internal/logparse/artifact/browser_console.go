package artifact

import (
	"strconv"
	"strings"

	"grantlens/internal/source"
)

// What a browser's console says of a request whose answer the page may not read, or that got none.
//
//	Access to fetch at 'https://…/token' from origin 'https://app…' has been blocked by CORS policy: …      Chrome
//	Cross-Origin Request Blocked: … remote resource at https://…/token. (Reason: …). Status code: 403.      Firefox
//	Fetch API cannot load https://…/token due to access control checks.                                     Safari
//	POST https://…/token net::ERR_CONNECTION_REFUSED
//	token:1  Failed to load resource: the server responded with a status of 400 (Bad Request)

var _ = register(Recogniser{ID: "browser-console", Rank: 25, Read: readBrowserConsole})

var consoleLiterals = findLiterals("has been blocked by cors policy", "cross-origin request blocked", "due to access control checks", "is not allowed by access-control-allow-origin", "net::err_", statusOfResource)

const statusOfResource = "failed to load resource: the server responded with a status of "

func readBrowserConsole(r *Reader) {
	text := r.View.Text
	last := 0
	for _, h := range r.hits(consoleLiterals) {
		literal := source.Span{Start: h.at, End: h.at + len(consoleLiterals.texts[h.lit])}
		if h.at < last || r.Opened(literal) || strings.HasSuffix(strings.TrimRight(r.Lower[max(0, h.at-len(`"_error": "`)):h.at], ` "`), `"_error":`) { // a HAR holds it
			continue
		}
		line := source.Span{Start: r.lineStart(h.at, 2000), End: r.lineEnd(h.at, 2000)}
		method, url := r.addressOn(line)
		if name := r.resourceAt(line.Start, h.at); name.OK() {
			url = name
		}
		if !url.OK() || !authTarget(url.Text) && !r.near(authWords, h.at, 1000, 1000) {
			continue
		}
		last = line.End
		q := Artifact{Kind: Request, Format: "browser-console", Client: "browser", Span: url.Span, Method: method, URL: url, Pair: r.NextPair()}
		a := Artifact{Kind: Response, Format: "browser-console", Client: "browser", Status: r.Value(literal), Pair: q.Pair}
		reason := source.Span{Start: literal.End, End: line.End}
		if consoleLiterals.texts[h.lit] == "is not allowed by access-control-allow-origin" {
			// Safari names the origin here and the address on a line of its own.
			r.Take(source.Span{Start: h.at, End: line.End})
			*r.pairs--
			if r.find("due to access control checks", max(0, h.at-1000), min(len(text), h.at+1000)) < 0 {
				a.Pair, a.Span = 0, a.Status.Span
				r.Add(a)
			}
			continue
		}
		switch consoleLiterals.texts[h.lit] {
		case "net::err_":
			for literal.End < line.End && isWord(text[literal.End]) {
				literal.End++
			}
			a.Status, reason = r.Value(literal), source.Span{}
		case "has been blocked by cors policy":
			if i := strings.Index(r.Lower[line.Start:h.at], "origin '"); i >= 0 {
				from := line.Start + i + len("origin '")
				if j := strings.IndexByte(text[from:h.at], '\''); j > 0 {
					origin := source.Span{Start: from, End: from + j}
					q.Headers = Params{{Name: "Origin", NameSpan: r.View.Origin(source.Span{Start: from - len("origin '"), End: from - 2}), Value: r.Value(origin)}}
				}
			}
		case statusOfResource:
			number := source.Span{Start: literal.End, End: min(literal.End+3, line.End)}
			a.Code, _ = strconv.Atoi(text[number.Start:number.End])
			if a.Code < 100 || a.Code > 599 {
				*r.pairs--
				continue
			}
			a.Status, literal.End = r.Value(number), number.End
			reason = source.Span{Start: number.End, End: line.End}
			if open, shut := strings.IndexByte(text[number.End:line.End], '('), strings.IndexByte(text[number.End:line.End], ')'); open >= 0 && shut > open {
				reason = source.Span{Start: number.End + open + 1, End: number.End + shut}
			}
		case "cross-origin request blocked":
			if i := strings.Index(text[h.at:line.End], "(Reason: "); i >= 0 {
				reason.Start = h.at + i + len("(Reason: ")
				if j := strings.Index(text[reason.Start:line.End], "). "); j > 0 {
					reason.End = reason.Start + j
				}
			}
		}
		for reason.Start < reason.End && strings.IndexByte(": .", text[reason.Start]) >= 0 {
			reason.Start++
		}
		if reason = trim(text, reason); !reason.Empty() {
			a.Reason = r.Value(reason)
		}
		a.Span = r.View.Origin(source.Span{Start: h.at, End: max(literal.End, reason.End)})
		a.Label, _ = r.wordsBefore(h.at)
		r.Add(q)
		r.Add(a)
		r.Take(source.Span{Start: h.at, End: literal.End})
	}
}

// resourceAt is the resource that stands where a console names the place of a line: the whole address, or its last part
// (token:1, openid-configuration:1).
func (r *Reader) resourceAt(from, to int) Value {
	words := strings.Fields(r.View.Text[from:to])
	if len(words) == 0 {
		return Value{}
	}
	word := words[len(words)-1]
	colon := max(0, strings.LastIndexByte(word, ':'))
	name := word[:colon]
	if _, err := strconv.Atoi(word[min(colon+1, len(word)):]); err != nil || !authTarget(name) && !authTarget("/"+name) {
		return Value{}
	}
	at := from + strings.LastIndex(r.View.Text[from:to], word)
	v := r.Value(source.Span{Start: at, End: at + len(name)})
	if !strings.Contains(name, "/") {
		v.Text = "/" + name
	}
	return v
}
