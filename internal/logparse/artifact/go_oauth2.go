package artifact

import (
	"strconv"
	"strings"

	"grantlens/internal/source"
)

// golang.org/x/oauth2's RetrieveError, older form: the status, then the body behind "Response: ".
//
//	oauth2: cannot fetch token: 400 Bad Request
//	Response: {"error":"invalid_grant"}

var _ = register(Recogniser{ID: "go-oauth2", Rank: 28, Read: readGoOAuth2})

var goOAuth2Lead = findLiterals("cannot fetch token: ")

func readGoOAuth2(r *Reader) {
	text := r.View.Text
	last := 0
	for _, h := range r.hits(goOAuth2Lead) {
		start := h.at
		at := start + len(goOAuth2Lead.texts[0])
		if start < last {
			continue
		}
		if at+3 > len(text) || !allDigits(text[at:at+3]) || r.Opened(source.Span{Start: start, End: at}) {
			continue
		}
		line := source.Span{Start: r.lineStart(start, 400), End: r.lineEnd(at, 16<<10)}
		if j := strings.Index(text[at:line.End], `\nResponse: `); j >= 0 { // escaped, but in no quotation marks
			r.Reread(source.Span{Start: start, End: line.End})
			last = line.End
			continue
		}
		status := source.Span{Start: at, End: at + 3}
		end := at + 3
		for end < line.End && (isLetter(text[end]) || text[end] == ' ' || text[end] == '-') {
			end++
		}
		if i := strings.Index(text[at:end], "Response"); i >= 0 {
			end = at + i
		}
		reason := trim(text, source.Span{Start: at + 3, End: end})
		a := Artifact{Kind: Response, Format: "go-oauth2", Client: "golang.org/x/oauth2", Status: r.Value(status), Method: Value{}}
		a.Code, _ = strconv.Atoi(text[status.Start:status.End])
		if !reason.Empty() {
			a.Reason = r.Value(reason)
		}
		a.Label, _ = r.wordsBefore(start)
		a.Time, a.Level = r.lineStamp(line)
		stop := end
		if j := strings.Index(text[end:min(len(text), end+200)], "Response: "); j >= 0 {
			a.Body, stop = r.bodyAt(end+j+len("Response: "), len(text))
		}
		s := source.Span{Start: start, End: stop}
		a.Span = r.View.Origin(s)
		r.Take(s)
		r.Add(a)
		last = stop
	}
}
