package diagnose

import (
	"slices"
	"strings"
	"unicode/utf8"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

// notJSON is a place where a client says that it could not read an answer as JSON.
type notJSON struct {
	at    source.Span // in the Text
	view  int         // offset in the view
	first rune        // the first character of what came instead; 0 when the message does not tell
	text  string      // the beginning of what came, where the message quotes it
	inner bool        // the character stands behind the first: something was parsed twice, or text follows a number
}

// parseMessages are how JSON parsers begin the sentence that names the character they stopped at.
var parseMessages = [...]struct {
	lead  string // what stands right before the character
	after string // what follows it within the message, so that the words mean a parser
}{
	{"invalid character '", "looking for beginning of value"},
	{"invalid character '", "after top-level value"},
	{"unexpected token at '", ""},
	{"unexpected token '", "json"},
	{"unexpected token ", "json"},
	{"unexpected character ('", "code"},
	{"unrecognized token '", ""},
	{"unexpected identifier \"", ""},
	{"encountered while parsing value: ", "path"},
	{"expected near '", ""},
	{"but had '", ""},
	{"unexpected character: '", ""},
	{"no access token found ", ""},
	{"from this: '", ""},
}

// authWords are what a text about a login holds; a parse error alone may be of any program.
var authWords = []string{"remotetokenservices", "check_token", "oauth", "openid", "oidc", "access_token", "access token", "accesstoken", "id_token", "idtoken", "/userinfo", "userinfo ", "userinfo_", "userinfo.", "userinfo:", "userinfo\"", "userinfoe", "getuserinfo", "user_info", "login", "sign in", "sign-in", "signin", "sso", "keycloak", "authenticat", "authoriz", "auth0", "well-known", "/token", "fetch_token", "token_url", "token_endpoint", "tokenendpoint"}

// parseWords: at least one of them stands in every message below. Five rules ask, most texts have none.
var parseWords = []string{"json", "invalid character", "expecting value", "text/html", "no access token found", "correct format", "start of a value", "begin_object", "formatexception", "at line 1 column 1", "from this: '"}

// unreadable lists the places where answers could not be read as JSON.
func unreadable(f *exchange.Flow) []notJSON {
	if !hasAny(f, parseWords...) || !hasAny(f, authWords...) {
		return nil
	}
	const near = 2000 // a parse error far from any word of a login belongs to something else
	return slices.DeleteFunc(parseFailures(f), func(n notJSON) bool { return !anyOf(around(f, n.view, near), authWords) })
}

func parseFailures(f *exchange.Flow) []notJSON {
	var out []notJSON
	have := func(s source.Span) bool {
		for _, o := range out {
			if o.at.Overlaps(s) {
				return true
			}
		}
		return false
	}
	for _, m := range parseMessages {
		for i := range places(f.Lower, m.lead) {
			at := i + len(m.lead)
			if at >= len(f.Lower) || len(out) >= maxEvidence {
				break
			}
			_, to := window(f.Lower, i, at, 1)
			rest := f.View.Text[at:min(to, at+300)]
			if m.after != "" && !strings.Contains(strings.ToLower(rest), m.after) {
				continue
			}
			n := notJSON{view: i, at: f.View.Origin(source.Span{Start: i, End: at + runeLen(rest)})}
			n.first, _ = utf8.DecodeRuneInString(rest)
			if have(n.at) || n.first == ' ' || n.first == '\n' || m.lead == "unexpected token " && n.first == '\'' {
				continue
			}
			if m.lead == "unexpected token at '" && n.first == '\'' {
				n.first = 0 // Ruby quotes what is left: nothing
			}
			n.inner = strings.Contains(rest, "position 1") && !strings.Contains(rest, "position 1 (") && !strings.Contains(rest, "position 10") || m.after == "after top-level value"
			n.text = quotedPiece(rest)
			switch m.lead {
			case "from this: '":
				n.text, _, _ = strings.Cut(rest[:min(len(rest), 40)], "'")
				n.text = strings.TrimRight(n.text, " .\r\n")
			case "unrecognized token '", "unexpected identifier \"", "expected near '", "unexpected token at '", "no access token found ":
				n.text = strings.TrimRight(rest[:min(len(rest), 40)], "\r\n")
			}
			out = append(out, n)
		}
	}
	// .NET puts the character before the words, Dart on the next line.
	for i := range places(f.Lower, "' is an invalid start of a value") {
		if len(out) >= maxEvidence {
			break
		}
		r, size := utf8.DecodeLastRuneInString(f.View.Text[:i])
		out = append(out, notJSON{view: i, at: f.View.Origin(source.Span{Start: i - size, End: i + len("' is an invalid start of a value")}), first: r})
	}
	for i := range places(f.Lower, "formatexception: unexpected character (at ") {
		if len(out) >= maxEvidence {
			break
		}
		n := notJSON{view: i, at: f.View.Origin(source.Span{Start: i, End: i + len("formatexception: unexpected character")})}
		if j := strings.IndexByte(f.View.Text[i:], '\n'); j >= 0 {
			line := strings.TrimLeft(f.View.Text[i+j+1:min(len(f.View.Text), i+j+200)], " \t")
			line = strings.TrimLeft(strings.TrimPrefix(line, "flutter: "), " ")
			n.first, _ = utf8.DecodeRuneInString(line)
			n.text, _, _ = strings.Cut(line, "\n")
		}
		out = append(out, n)
	}
	// "…" is not valid JSON: newer V8, with or without an unexpected token before it.
	for i := range places(f.Lower, "is not valid json") {
		if len(out) >= maxEvidence {
			break
		}
		from, _ := window(f.Lower, i, i, 1)
		head := f.View.Text[from:i]
		head = strings.TrimRight(strings.TrimRight(head, " "), ".")
		j := strings.LastIndexByte(strings.TrimRight(head, "\""), '"')
		s := f.View.Origin(source.Span{Start: from + max(j, 0), End: i + len("is not valid json")})
		if j < 0 || len(head)-j > 60 {
			continue
		}
		text := strings.Trim(head[j:], "\"")
		known := false
		for k := range out {
			if out[k].view >= from && out[k].view < i {
				out[k].text, known = text, true
			}
		}
		if !known {
			r, _ := utf8.DecodeRuneInString(text)
			out = append(out, notJSON{view: i, at: s, first: r, text: text})
		}
	}
	for _, s := range saidBy(f, "?answer-type-html") {
		if !have(s) {
			out = append(out, notJSON{view: s.Start, at: s, first: '<'})
		}
	}
	if len(out) == 0 {
		for _, s := range saidBy(f, "?answer-unparsable") {
			out = append(out, notJSON{view: s.Start, at: s})
		}
	}
	return out
}

func runeLen(s string) int {
	_, n := utf8.DecodeRuneInString(s)
	return n
}

// quotedPiece is the beginning of the body that newer V8 quotes: …, "Unauthoriz"... is not valid JSON.
func quotedPiece(rest string) string {
	i := strings.Index(rest, ", \"")
	if i < 0 || i > 4 {
		return ""
	}
	rest = rest[i+3:]
	if j := strings.IndexByte(rest, '"'); j >= 0 {
		return rest[:j]
	}
	return ""
}

// calls are the words around a parse error that tell which call was answered.
var calls = []struct {
	words []string
	name  string
	text  Text
}{
	{[]string{"well-known", "discovery", "openid-configuration"}, exchange.EndpointDiscovery, Text{"discovery document", "документ discovery"}},
	{[]string{"userinfo", "user_info", "user info", "userprofile", "user profile", "get user"}, exchange.EndpointUserinfo, Text{"userinfo endpoint", "userinfo endpoint"}},
	{[]string{"jwks", "fetching keys", "/certs"}, exchange.EndpointJWKS, Text{"key set (JWKS)", "набор ключей (JWKS)"}},
	{[]string{"exchange token", "token exchange", "exchanging", "redeem", "fetch token", "fetch_token", "access token response", "token response", "/token", "oauth/access_token", "refresh token", "token endpoint", "getoauthaccesstoken", "gettoken", "oauth2: ", "obtain access token", "accesstokenresponse", "no access token found", "code for token", "code into token", "token request"}, exchange.EndpointToken, Text{"token endpoint", "token endpoint"}},
	{[]string{"/login", "login", "sign in", "signin"}, exchange.EndpointLogin, Text{"login endpoint", "endpoint входа"}},
}

// whichCall finds the call whose answer could not be read, by the words nearest to the message.
func whichCall(f *exchange.Flow, n notJSON) (string, Text) {
	name, text := "", anyCall
	const near = 1500
	lo := max(0, min(n.view, len(f.Lower))-near)
	piece := around(f, n.view, near)
	best := 1 << 30
	for _, c := range calls {
		for _, w := range c.words {
			for i := range places(piece, w) {
				d := lo + i - n.view
				if d < 0 {
					d = -d
				}
				if c.name == exchange.EndpointLogin {
					d += 400 // login is said everywhere
				}
				if d < best {
					best, name, text = d, c.name, c.text
				}
			}
		}
	}
	return name, text
}

// printedPage reports whether the page itself stands in the text as an answer.
func printedPage(f *exchange.Flow) bool { return slices.ContainsFunc(f.Exchanges, pagePrinted) }

func pagePrinted(e *exchange.Exchange) bool { return e.HTML() && e.Outcome == exchange.WrongBody }
