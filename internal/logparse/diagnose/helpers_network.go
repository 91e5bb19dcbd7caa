package diagnose

import (
	"slices"
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/pattern"
	"grantlens/internal/source"
)

// loginWords show that lines speak of a login. A refused connection to a database beside them is none of ours, so they
// must stand near.
var loginWords = []string{"oauth", "oicsecurityrealm", "oicsession", "omniauth", "openid", "oidc", "/token", "access token", "access_token", "access-token", "jwks", ".well-known", "well-known/", "wellknown", "keycloak", "/realms/", "login.microsoftonline", "passport", "identity provider", " idp ", "/userinfo", "obtain grant code", "modelcontextprotocol", "userinfo ", "userinfo_", "userinfo.", "userinfo:", "userinfo\"", "userinfoe", "getuserinfo", "auth0", "okta", "id_token", "/authorize", "issuer:", "issuer-uri", "issuer url", "issuer_url", "issuer.discover", "rperror", "operror", "authorization server", "tokenendpoint", "token endpoint", "next-auth", "[auth]", "appauth", "authsession", "accounts.google", " sso ", "sso.", "/sso", " dex ", "/dex", "/introspect", "invalid bearer", "saml", "token exchange", "token request", "token response", "token_response", "exchange_code", "authorization code", "exchangecode", "exchange code", "exchanging code", "code exchange", "get token", "getting token", "fetch token", "fetching token", "retrieve token", "obtain token", "acquire token", "token_url", "fetch_token", "get_token(", "get_token_async(", "refresh token", "refresh the token", "refresh_token", "refreshtoken", "refreshing token", "refreshing the token", "token refresh", "refresh auth token", "renew token", "renew the token", "renewing token", "токен"}

// lineWords show it only of the line they stand in: an application authenticates against much besides.
var lineWords = []string{"ошибка входа", "авториз", "аутентиф", "failed to authenticate", "unable to authenticate", "failed to log in", "social login", "get user:", "api.github.com/user", "graph.microsoft.com", "graph.facebook.com", "googleapis.com/oauth2"}

// trouble is one place where a transport failed, and what stands around it.
type trouble struct {
	span   source.Span // in the Text
	line   string      // in lower case
	around string      // some lines before and after, in lower case
}

// isLimit reports whether a number is given to the name before it: connectTimeout: 60 is a setting.
func isLimit(after string) bool {
	after = strings.TrimLeft(after, "\"' ")
	if after == "" || after[0] != ':' && after[0] != '=' {
		return false
	}
	after = strings.TrimLeft(after[1:], "\"' ")
	return after != "" && '0' <= after[0] && after[0] <= '9'
}

// listed reports whether a name is one of a list: got prints the codes for which it would ask again.
func listed(low string, from, to int) bool {
	before := strings.TrimRight(strings.TrimRight(low[:from], `"'`), " \r\n")
	after := strings.TrimLeft(low[to:min(len(low), to+1)], `"'`)
	return after == "" && before != "" && strings.IndexByte("[,", before[len(before)-1]) >= 0
}

// elsewhere are literals with those by which systems in other languages say the same.
func elsewhere(name string, literals ...string) []string {
	for _, s := range sayingsOf(name) {
		literals = append(literals, s.All[0])
	}
	return literals
}

// troubles finds the places of the literals that stand near words of a login: three lines before, twelve after.
func troubles(f *exchange.Flow, literals ...string) []trouble {
	var out []trouble
	low := f.Lower
	short := 6000 // the first words of a paste name its subject; a long log must name it near
	if f.May("traceback (most recent call last)") {
		short = 20000 // it is one error, however many frames stand between it and the program's own call
	}
	for _, lit := range literals {
		if !f.May(lit) {
			continue
		}
		n := 0
		for i := range places(low, lit) {
			if n++; n > 40 {
				break
			}
			at := i + len(lit)
			if i > 0 && wordByte(lit[0]) && wordByte(low[i-1]) || at < len(low) && wordByte(lit[len(lit)-1]) && wordByte(low[at]) {
				continue
			}
			if strings.HasSuffix(lit, "timeout") && isLimit(low[at:]) || listed(low, i, at) {
				continue
			}
			from, to := linesAround(low, i, 3, 12)
			around := low[from:to]
			lineFrom, lineTo := linesAround(low, i, 0, 0)
			line := low[lineFrom:lineTo]
			around += effects(low, lineFrom)
			if !anyOf(line, lineWords) && !anyOf(around, loginWords) && !unansweredStep(f, i) && !(len(low) < short && anyOf(low, loginWords)) && !pastedForLogin(f) {
				continue
			}
			if personProse(line) || anyOf(line, otherServices) || anyOf(line, incoming) {
				continue
			}
			t := trouble{f.View.Origin(source.Span{Start: i, End: at}), line, around}
			if len(out) < MaxEvidence && !slices.ContainsFunc(out, func(have trouble) bool { return have.span.Overlaps(t.span) }) {
				out = append(out, t)
			}
		}
	}
	return out
}

// unansweredStep: the place, an offset in the View, lies in a printed request of a login that got no answer.
func unansweredStep(f *exchange.Flow, at int) bool {
	e := exchangeAt(f, f.View.Origin(source.Span{Start: at, End: at + 1}))
	return e != nil && e.Outcome == exchange.NoAnswer && e.Endpoint != "" && e.Endpoint != exchange.EndpointAPI
}

// pastedForLogin: so few lines were pasted for a login, if only a browser's console of the page that began it.
func pastedForLogin(f *exchange.Flow) bool {
	const short = 1200
	low := f.Lower
	return excerptOfLogin(f) || len(low) < short && (anyOf(low, consoleWords) || onlyTrouble(low)) || isExcerpt(f) && onlyTrace(low) && !anyOf(low, notLogin)
}

// onlyTrace: the paste is a stack trace and nothing else.
func onlyTrace(low string) bool {
	const most = 3 // lines beside the frames: what was called, the exception, its message
	frames, others := 0, 0
	for line := range strings.Lines(low) {
		switch text := strings.TrimSpace(line); {
		case text == "":
		case line[0] == ' ' || line[0] == '\t' || hasPrefixOf(text, "caused by: ", "at ", "from ", "... "):
			frames++
		default:
			others++
		}
	}
	return frames > 2 && others <= most
}

// consoleWords are a browser's own words for a request that got no answer.
var consoleWords = []string{"net::err_", "blocked by cors policy", "cross-origin request blocked"}

// onlyTrouble: the paste is one error of a connection to a web server, or the trace of one, and nothing else, so it was pasted
// for it.
func onlyTrouble(low string) bool {
	if strings.Contains(low, "pkix path building failed") { // in a trace of Java
		return !anyOf(low, notLogin)
	}
	if strings.HasPrefix(low, "$ ") {
		_, low, _ = strings.Cut(low, "\n")
	}
	low = strings.TrimPrefix(strings.TrimSpace(low), "uncaught ")
	if hasPrefixOf(low, "curl: (", "* ", "$ curl ") && (strings.HasPrefix(low, "curl: (") || strings.Contains(low, "\ncurl: (")) {
		return !anyOf(low, notLogin)
	}
	starts := hasPrefixOf(low, "error: ", "connect e", "getaddrinfo ", "self-signed cert", "certificate has expired", "hostname/ip does not match", "write eproto", "[notice] tls :client: ", "typeerror: fetch failed", "requesterror: ")
	return starts && strings.Count(low, "error: ") <= 2 && holdsAny(low, "enotfound ", ":443", "port: 443", "certificate", "tls", "ssl", "os { code")
}

func hasPrefixOf(s string, prefixes ...string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(s, p) })
}

// otherServices are what a login needs beside the provider; their failures are not the provider's.
var otherServices = []string{"redis", ":6379", "postgres", ":5432", "mysql", ":3306", "mongodb", ":27017", "smtp", "elasticsearch", "memcache", "rabbitmq", "amqp", "mqtt", "[ip ranges]"}

// incoming are how a server's line speaks of a connection that came to it, and a parser's of the end of its input.
var incoming = []string{"from client", "remote_ip=", "remote_addr=", "client disconnected", "parse error", "page.wait", "waiting for navigation", "waitforurl", "test timeout of"}

// personProse: the line is a sentence that a person wrote about such errors, not one of them.
func personProse(line string) bool {
	return holdsAny(" "+line, " i ", " we ", " my ", " you ", "does anyone", " should i", " should we", " it should ", "thanks", " if the ")
}

// docHosts are where a library explains its errors: its line names them, and calls them never.
var docHosts = []string{"https://next-auth.js.org", "https://errors.authjs.dev", "https://authjs.dev", "https://aka.ms", "https://nextjs.org/docs", "https://go.microsoft.com"}

// peer is the host (and port) that a line of a failed connection names, or "".
func peer(line string) string {
	for _, host := range docHosts {
		line = strings.ReplaceAll(line, host, "")
	}
	m := peerName.Find(line)
	for i := 2; i < len(m); i += 2 {
		if m[i] < m[i+1] {
			return strings.Trim(line[m[i]:m[i+1]], "[]'\"(),; ")
		}
	}
	return ""
}

var peerName = pattern.Must(`(?:econnrefused|etimedout|econnreset|ehostunreach) (?:connect )?([0-9a-z_.:\[\]-]+)|(?:enotfound|eai_again) ([0-9a-z_.-]+)|dial tcp:? (?:lookup )?([0-9a-z_.:\[\]-]+)|unknownhostexception: (?:unable to resolve host \\*"|failed to resolve ')?([0-9a-z_.-]+)|host='([0-9a-z_.-]+)'|could not resolve host: ([0-9a-z_.-]+)|failed to connect to ([0-9a-z_.:/-]+)|https?://([0-9a-z_.:-]+)`)

// ownHost reports whether a peer is a name by which a program means its own machine or container.
func ownHost(p string) bool {
	return strings.HasPrefix(p, "127.") || strings.HasPrefix(p, "localhost") || strings.HasPrefix(p, "::1") || strings.HasPrefix(p, "[::1") || strings.HasPrefix(p, "0.0.0.0")
}

// unanswered is the verdict of troubles on the way to the provider.
func unanswered(f *exchange.Flow, ts []trouble) Verdict {
	v := Verdict{Evidence: troubleSpans(ts), Outcome: transportOutcome(f), Confidence: Likely}
	for _, t := range ts {
		if anyOf(t.line, loginWords) || anyOf(t.line, lineWords) || strings.Contains(t.line, "://") {
			v.Confidence = "" // the line itself says whose connection it was
		}
		v.Codes = appendNew(v.Codes, codesIn(t.line))
	}
	return v
}

// troubleSpans are the places of troubles.
func troubleSpans(ts []trouble) []source.Span {
	out := make([]source.Span, len(ts))
	for i, t := range ts {
		out[i] = t.span
	}
	return out
}

// stepOf says in words which call of the login a failed connection was: by what stands around it.
func stepOf(around string) Text {
	around = strings.ReplaceAll(around, "userinfo={", "") // every NSError prints one
	switch {
	case strings.Contains(around, ".well-known") || strings.Contains(around, "discover") || strings.Contains(around, "provider metadata") || strings.Contains(around, "idx2080"):
		return Text{"the discovery document", "документу discovery"}
	case strings.Contains(around, "jwks") || strings.Contains(around, "/certs") || strings.Contains(around, "signing key"):
		return Text{"the signing keys (JWKS)", "ключам подписи (JWKS)"}
	case strings.Contains(around, "userinfo"):
		return Text{"the userinfo endpoint", "userinfo endpoint"}
	case strings.Contains(around, "introspect"):
		return Text{"the introspection endpoint", "introspection endpoint"}
	case strings.Contains(around, "token"):
		return Text{"the token endpoint", "token endpoint"}
	}
	return Text{"the authorization server", "серверу авторизации"}
}

// transportOutcome is what a failed connection shows: no answer, unless it was the fetch of the keys for an ID token
// that had come.
func transportOutcome(f *exchange.Flow) exchange.Outcome {
	if hasAny(f, "querykeystore", "validateapplicationlevelsignature", "in parse_id_token", "in retrieve_matching_jwk") {
		return exchange.Issued
	}
	return exchange.NoAnswer
}

// codesIn are the system error codes a line names.
func codesIn(line string) []string {
	var out []string
	for _, c := range [...]string{"ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT", "ESOCKETTIMEDOUT", "ECONNRESET", "EPIPE", "EHOSTUNREACH", "ENETUNREACH", "UNABLE_TO_VERIFY_LEAF_SIGNATURE", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "SELF_SIGNED_CERT_IN_CHAIN", "DEPTH_ZERO_SELF_SIGNED_CERT", "CERT_HAS_EXPIRED", "ERR_TLS_CERT_ALTNAME_INVALID"} {
		if strings.Contains(line, strings.ToLower(c)) {
			out = append(out, c)
		}
	}
	return out
}
