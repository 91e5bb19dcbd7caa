package diagnose

import (
	"iter"
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
	cut   bool        // it begins as JSON and breaks off
	inner bool        // the character stands behind the first: something was parsed twice, or text follows a number
}

// parseMessages are how JSON parsers begin the sentence that names the character they stopped at.
var parseMessages = [...]struct {
	lead  string                   // what stands right before the character
	after string                   // what follows it within the message, so that the words mean a parser
	came  func(rest string) string // the beginning of what came, of the message from the character on
}{
	{"invalid character '", "looking for beginning of value", quotedPiece},
	{"invalid character '", "after top-level value", quotedPiece},
	{"unexpected token at '", "", restOfLine},
	{"unexpected token '", "json", quotedPiece},
	{"unexpected token ", "json", quotedPiece},
	{"unexpected character ('", "code", quotedPiece},
	{"unrecognized token '", "", restOfLine},
	{"unexpected identifier \"", "", restOfLine},
	{"encountered while parsing value: ", "path", quotedPiece},
	{"at character offset 0 (before \"", "", upToQuote},
	{"expected near '", "", restOfLine},
	{"but had '", "", quotedPiece},
	{"unexpected character: '", "", quotedPiece},
	{"no access token found ", "", restOfLine},
	{"from this: '", "", upToQuote},
	{"jsonexception: value ", "cannot be converted", restOfLine},
}

// authWords are what a text about a login holds; a parse error alone may be of any program.
var authWords = []string{"remotetokenservices", "check_token", "oauth", "openid", "oidc", "access_token", "access token", "accesstoken", "id_token", "idtoken", "/userinfo", "userinfo ", "userinfo_", "userinfo.", "userinfo:", "userinfo\"", "userinfoe", "getuserinfo", "user_info", "login", "sign in", "sign-in", "signin", "sso", "keycloak", "authenticat", "authoriz", "auth0", "&state=", "failed to initialize adapter", "well-known", "/token", "fetch_token", "get_token", "gettoken", "token_url", "token_endpoint", "tokenendpoint", "server api group list"}

// parseWords: at least one of them stands in every message below. Five rules ask, most texts have none.
var parseWords = []string{"json", "invalid character", "expecting value", "text/html", "no access token found", "correct format", "start of a value", "begin_object", "formatexception", "at line 1 column 1", "from this: '", "while parsing value", "end-of-input", "eof while parsing", "premature e", " at eof", "unterminated string", "jason.", "poison.", "parse_error", "numeric literal", "unexpected end of input", "operator to search for", "incompleteread("}

// unreadable lists the places where answers could not be read as JSON.
func unreadable(f *exchange.Flow) []notJSON {
	if !hasAny(f, parseWords...) {
		return nil
	}
	if excerptOfLogin(f) {
		return parseFailures(f)
	}
	if !hasAny(f, authWords...) {
		if !isExcerpt(f) || !f.May(" 200") || anyOf(f.Lower, notLogin) {
			return nil
		}
		// A status that says 200 of a page in place of data: what a login makes of a call.
		return slices.DeleteFunc(parseFailures(f), func(n notJSON) bool { return n.first != '<' })
	}
	const near = 5000 // a parse error far from any word of a login belongs to something else
	return slices.DeleteFunc(parseFailures(f), func(n notJSON) bool { return !anyOf(around(f, n.view, near), authWords) })
}

// stops collects the places where parsers say that they stopped.
type stops struct {
	*exchange.Flow
	found []notJSON
}

func parseFailures(f *exchange.Flow) []notJSON {
	s := stops{Flow: f}
	for i := range parseMessages {
		s.atCharacter(i)
	}
	s.afterCharacter()
	s.aboveCharacter()
	s.notValid()
	for _, at := range saidBy(f, "?answer-type-html") {
		if !s.have(at) {
			s.add(notJSON{view: at.Start, at: at, first: '<'})
		}
	}
	if len(s.found) == 0 {
		for _, at := range saidBy(f, "?answer-cut-off") {
			s.add(notJSON{view: at.Start, at: at, cut: true})
		}
	}
	if len(s.found) == 0 {
		for _, at := range saidBy(f, "?answer-unparsable") {
			s.add(notJSON{view: at.Start, at: at})
		}
	}
	return s.found
}

func (s *stops) add(n notJSON) { s.found = append(s.found, n) }

func (s *stops) have(at source.Span) bool {
	return slices.ContainsFunc(s.found, func(n notJSON) bool { return n.at.Overlaps(at) })
}

// places are those of a literal, until enough was found.
func (s *stops) places(literal string) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range places(s.Lower, literal) {
			if len(s.found) >= MaxEvidence || !yield(i) {
				return
			}
		}
	}
}

// atCharacter finds a message of parseMessages.
func (s *stops) atCharacter(message int) {
	m := &parseMessages[message]
	for i := range s.places(m.lead) {
		at := i + len(m.lead)
		if at >= len(s.Lower) {
			break
		}
		_, to := window(s.Lower, i, at, 1)
		rest := s.View.Text[at:min(to, at+300)]
		if !strings.Contains(strings.ToLower(rest), m.after) {
			continue
		}
		first, size := utf8.DecodeRuneInString(rest)
		n := notJSON{view: i, at: s.View.Origin(source.Span{Start: i, End: at + size}), first: first, text: m.came(rest)}
		if s.have(n.at) || first == ' ' || first == '\n' || m.lead == "unexpected token " && first == '\'' || strings.HasPrefix(rest, "(end of string)") {
			continue
		}
		if m.lead == "unexpected token at '" && first == '\'' || strings.HasPrefix(rest, "EOF'") {
			n.first = 0 // Ruby quotes what is left: nothing
		}
		n.cut = m.lead == "unexpected token at '" && first == '{' && !strings.Contains(rest, "}'") // or an object without its end
		n.inner = strings.Contains(rest, "position 1") && !strings.Contains(rest, "position 1 (") && !strings.Contains(rest, "position 10") || m.after == "after top-level value"
		s.add(n)
	}
}

// afterCharacter: .NET puts the character before the words.
func (s *stops) afterCharacter() {
	const words = "' is an invalid start of a value"
	for i := range s.places(words) {
		first, size := utf8.DecodeLastRuneInString(s.View.Text[:i])
		s.add(notJSON{view: i, at: s.View.Origin(source.Span{Start: i - size, End: i + len(words)}), first: first})
	}
}

// aboveCharacter: Dart puts the character on the next line.
func (s *stops) aboveCharacter() {
	for i := range s.places("formatexception: unexpected character (at ") {
		n := notJSON{view: i, at: s.View.Origin(source.Span{Start: i, End: i + len("formatexception: unexpected character")})}
		if j := strings.IndexByte(s.View.Text[i:], '\n'); j >= 0 {
			line := strings.TrimLeft(s.View.Text[i+j+1:min(len(s.View.Text), i+j+200)], " \t")
			line = strings.TrimLeft(strings.TrimPrefix(line, "flutter: "), " ")
			n.first, _ = utf8.DecodeRuneInString(line)
			n.text, _, _ = strings.Cut(line, "\n")
		}
		s.add(n)
	}
}

// notValid: "…" is not valid JSON. So says newer V8, with or without an unexpected token before it.
func (s *stops) notValid() {
	const words = "is not valid json"
	for i := range s.places(words) {
		from, _ := window(s.Lower, i, i, 1)
		head := strings.TrimRight(strings.TrimRight(s.View.Text[from:i], " "), ".")
		j := strings.LastIndexByte(strings.TrimRight(head, "\""), '"')
		if j < 0 || len(head)-j > 60 {
			continue
		}
		text := strings.Trim(head[j:], "\"")
		known := false
		for k := range s.found {
			if n := &s.found[k]; n.view >= from && n.view < i {
				n.text, known = text, true
			}
		}
		if !known {
			first, _ := utf8.DecodeRuneInString(text)
			s.add(notJSON{view: i, at: s.View.Origin(source.Span{Start: from + j, End: i + len(words)}), first: first, text: text})
		}
	}
}

// What came, of a message from the character on.

func restOfLine(rest string) string { return strings.TrimRight(rest[:min(len(rest), 40)], "\r\n") }

func upToQuote(rest string) string {
	text, _, _ := strings.Cut(rest[:min(len(rest), 40)], "'")
	return strings.TrimRight(text, " .\r\n")
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
