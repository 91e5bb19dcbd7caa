package diagnose

import (
	"slices"
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/pattern"
	"grantlens/internal/source"
)

// codeGrammars are how programs mark the code of an error, for people to search by: the code is the group.
//
//	OAuth2AuthenticationException: [invalid_id_token] …     Spring Security
//	(invalid_grant) Bad Request, mismatching_state: CSRF …  oauthlib, Authlib
//	Bearer error="invalid_token"                            RFC 6750
//	ErrorCode: user_null, "errorCode":"ENOTFOUND"           MSAL and many
//	IDX20803, IDW10502, AADSTS50076, MSIS9605, ERR_…        Microsoft, Node.js
//	https response error …, InvalidGrantException: …        AWS SDKs
var codeGrammars = [...]struct {
	lead string // in lower case: without it nobody looks closer
	code *pattern.Pattern
}{
	{"_", pattern.Must(`[\[(]([a-z0-9]+(?:_[a-z0-9]+)+)[\])]`)},
	{"_", pattern.Must(`(?:^|Error: |[ ='"])([a-z0-9]+(?:_[a-z0-9]+)+): [A-Z]`)},
	{"error=", pattern.Must(`\berror=([a-z]+(?:_[a-z]+)+)\b`)},       // logfmt of Hydra and other Go servers
	{"message:", pattern.Must(`\bmessage: ?([a-z]+(?:_[a-z]+)+)\b`)}, // Hydra's error page
	{`"error":"`, pattern.Must(`"error":"([a-z]+(?:_[a-z]+)+)"`)},    // Hydra's records
	{`error="`, pattern.Must(`\berror="([a-z]+(?:_[a-z]+)+)"`)},
	{"code", pattern.Must(`(?i)\b(?:error|err|failure)[ _-]?code["']?\s*[:=]\s*["']?([A-Za-z][A-Za-z0-9_.-]{3,60}|[0-9]{2,9})\b`)},
	{"code", pattern.Must(`\bcode["']?: ?["']([A-Za-z][A-Za-z0-9_]{3,40})["']`)},
	{"error [", pattern.Must(`Error \[([A-Z][A-Z0-9_]{3,40})\]:`)}, // Node.js
	{"id", pattern.Must(`\b(ID[XW][0-9]{5})\b`)},
	{"id", pattern.Must(`(?:/errors/|[ ">])(ID[1-8][0-9]{3})(?:[":]|$)`)}, // OpenIddict's error_uri, WIF: ID4175: …
	{"e:", pattern.Must(`\b([A-Z]{4,6}[0-9]{4,5}E): `)},                   // IBM: CWWKS1757E
	{"aadsts", pattern.Must(`\b(AADSTS[0-9]{4,8})\b`)},
	{"aadb2c", pattern.Must(`\b(AADB2C[0-9]{4,8})\b`)},
	{"msis", pattern.Must(`\b(MSIS[0-9]{4})\b`)},
	{"_error", pattern.Must(`\b([A-Z]{3,}(?:_[A-Z]{2,})*_ERROR)\b`)},
	{"err_", pattern.Must(`\b((?:net::)?ERR_[A-Z0-9_]+)\b`)},
	{"e", pattern.Must(`\b(E(?:CONN[A-Z]+|TIMEDOUT|SOCKETTIMEDOUT|NOTFOUND|AI_AGAIN|PIPE|PROTO|HOSTUNREACH|NETUNREACH))\b`)},
	{"domain", pattern.Must(`\b[Dd]omain(?:=[A-Za-z.]+ Code=|[ ,]+error )(-?[0-9]{1,6})\b`)}, // NSError
	{"apiexception: ", pattern.Must(`\bApiException: ([0-9]{1,5})\b`)},                       // Google Play services
	{"oauth_problem", pattern.Must(`oauth_problem["']?[=:] ?["']?([a-z]+(?:_[a-z]+)+)\b`)},   // OAuth 1
	{"code", pattern.Must(`(?i)\berror_?code["']?[=:] ?["']?([0-9]{1,7})\b`)},
	{"be completed. (", pattern.Must(`\([A-Za-z.]+ error ?(-?[0-9]{1,6})\.?\)`)}, // NSError's own sentence
	{"validating access token", pattern.Must(`\(([0-9]{1,4})\)`)},                // Facebook's number behind its message
	{"auth/", pattern.Must(`["'( ](auth/[a-z]+(?:-[a-z]+)+)\b`)},                 // Firebase
	{"invalid oauth", pattern.Must(`"code":([0-9]{1,4})\b`)},
	{"when calling", pattern.Must(`\(([A-Z][A-Za-z]+Exception)\) when calling`)}, // boto
	{"oauthexception", pattern.Must(`\bcode[:=]? ?([0-9]{1,4})\b`)},              // Facebook's, as its SDKs write it
	{"[code]", pattern.Must(`\[code\] ?([0-9]{1,7})\b`)},
	{"message - ", pattern.Must(`\bcode - ([0-9]{1,4})\b`)},                           // Twitter4J, Facebook4J
	{"reason", pattern.Must(`\breason["']?: ?["']([A-Z0-9]{3,}(?:_[A-Z0-9]+)+)["']`)}, // Google's ErrorInfo
	{"exception", pattern.Must(`(?:RequestID: [0-9A-Za-z-]+, |error code |#)([A-Z][A-Za-z]+Exception)\b`)},
}

// maxCodes bounds the codes of one finding.
const maxCodes = 8

// namedCodes gives the codes that stand in the lines around the evidence and in the messages of exceptions.
func namedCodes(f *exchange.Flow, evidence []source.Span) []string {
	var out []string
	add := func(s string) {
		low := strings.ToLower(s)
		for _, g := range codeGrammars {
			if len(out) >= maxCodes || !strings.Contains(low, g.lead) {
				continue
			}
			for _, m := range g.code.FindAll(s, 4) {
				if !strings.HasPrefix(s[m[3]:], ") Authentication failure!") { // OmniAuth's strategy
					out = appendNew(out, []string{s[m[2]:m[3]]})
				}
			}
		}
	}
	const near = 300
	data := f.View.Text
	var read source.Span
	for _, at := range firstOf(evidence, 3) {
		at = f.View.Seen(at)
		from, to := linesAround(data, at.Start, 2, 1)
		piece := source.Span{Start: max(from, at.Start-near), End: min(to, at.End+near)}
		if read.Contains(piece) {
			continue
		}
		read = piece
		add(data[piece.Start:piece.End])
	}
	const reach = 4000 // of an exception: farther off it is of another failure
	n := 0
	for _, a := range f.Artifacts {
		if a.Kind == artifact.Exception && n < 6 && slices.ContainsFunc(evidence, func(at source.Span) bool { return apart(a.Span, at.Start) < reach }) {
			n++
			add(a.Name.Text + ": " + a.Text.Text[:min(len(a.Text.Text), near)])
		}
	}
	return out
}
