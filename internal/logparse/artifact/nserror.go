package artifact

import (
	"strconv"
	"strings"

	"grantlens/internal/source"
)

// NSError as Apple's systems print it, AppAuth's among them. The answer of the server stands in its UserInfo: an
// Objective-C dictionary under OIDOAuthErrorResponseErrorKey, and an error of the domain remote-http whose code is the status.
//
//	Error Domain=org.openid.appauth.oauth_token Code=-10 "invalid_grant: …" UserInfo={OIDOAuthErrorResponseErrorKey={
//	    error = "invalid_grant";
//	}, NSUnderlyingError=0x… {Error Domain=org.openid.appauth.remote-http Code=400 "{…}" UserInfo={…}}}
//	Error Domain=NSURLErrorDomain Code=-1004 "Could not connect to the server." UserInfo={NSErrorFailingURLStringKey=https://…}

var _ = register(Recogniser{ID: "nserror", Rank: 34, Read: readNSErrors})

var nserrorLiteral = findLiterals("error domain=")

func readNSErrors(r *Reader) {
	text := r.View.Text
	last := 0 // the code of the network error before, which the next may be the cause of
	for _, h := range r.hits(nserrorLiteral) {
		domain := source.Span{Start: h.at + len("error domain="), End: h.at + len("error domain=")}
		for domain.End < len(text) && (isWord(text[domain.End]) || text[domain.End] == '.' || text[domain.End] == '-') {
			domain.End++
		}
		at := domain.End
		if domain.Empty() || !strings.HasPrefix(text[at:], " Code=") || r.Opened(domain) {
			continue
		}
		code := source.Span{Start: at + len(" Code="), End: at + len(" Code=")}
		for code.End < len(text) && (isDigit(text[code.End]) || text[code.End] == '-') {
			code.End++
		}
		n, err := strconv.Atoi(text[code.Start:code.End])
		if err != nil {
			continue
		}
		message := source.Span{Start: code.End, End: code.End}
		if strings.HasPrefix(text[code.End:], ` "`) {
			message.Start = code.End + 2
			message.End = message.Start + strings.IndexByte(text[message.Start:r.lineEnd(message.Start, 2000)]+`"`, '"')
			if i := strings.Index(text[message.Start:r.lineEnd(message.Start, 4000)], `" UserInfo=`); i >= 0 {
				message.End = message.Start + i
			}
			message.End = min(message.End, len(text))
		}
		name := text[domain.Start:domain.End]
		s := source.Span{Start: h.at, End: max(message.End, code.End)}
		switch {
		case strings.HasSuffix(name, "remote-http") && n >= 100 && n <= 599:
			a := Artifact{Kind: Response, Format: "nserror", Client: "AppAuth", Span: r.View.Origin(s), Status: r.Value(code), Code: n}
			if body := trim(text, message); !body.Empty() {
				a.Body, _ = r.contentOf(body.Start, body.End)
				if a.Body != nil {
					r.Take(body)
				}
			}
			r.Add(a)
		case (name == "NSURLErrorDomain" || name == "kCFErrorDomainCFNetwork") && n < 0 && n != -999:
			a := Artifact{Kind: Response, Format: "nserror", Client: "NSURLSession", Span: r.View.Origin(s), Status: r.Value(code)}
			if !message.Empty() {
				a.Reason = r.Value(message)
			}
			info := source.Span{Start: s.End, End: r.lineEnd(s.End, 4000)}
			if i := r.find("nserrorfailingurl", s.End, min(len(text), s.End+1500)); i > 0 { // UserInfo goes over several lines
				info.End = r.lineEnd(i, 400)
			}
			_, a.URL = r.addressOn(info)
			if underlying := h.at > 0 && text[h.at-1] == '{' && n == last; underlying {
				continue
			}
			if last = n; r.near(authWords, h.at, 1000, 2000) {
				r.Add(a)
			}
		}
		e := Artifact{Kind: Exception, Format: "nserror", Span: r.View.Origin(s), Name: r.Value(domain), Params: Params{{Name: "code", NameSpan: r.View.Origin(source.Span{Start: code.Start - 5, End: code.Start - 1}), Value: r.Value(code)}}}
		if !message.Empty() {
			e.Text = r.Value(message)
		}
		r.Add(e)
	}
}
