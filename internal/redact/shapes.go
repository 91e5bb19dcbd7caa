package redact

import (
	"bytes"
	"encoding/base64"
	"strings"
)

// authorization masks the credentials of a header and leaves its scheme: Bearer, Basic, Digest …
func authorization(s *scan, c *context, i int) int {
	x := extent{quote: c.quote, enc: c.enc}
	if !x.quote.ok() && c.around.ok() && c.sep == ':' {
		x.quote = c.around // 'Authorization: Bearer x'
	}
	if end, mine := s.oursAt(i); mine {
		return end
	}
	from, scheme := i, ""
	for n := i; n-i < 40; n++ {
		if ch := s.at(n); ch == ' ' || ch == '+' && c.enc > 0 || ch == '%' && c.enc > 0 {
			gap := 1
			if ch == '%' {
				gap = len("%20")
			}
			for s.at(n+gap) == ' ' {
				gap++
			}
			if s.at(n+gap) > ' ' && n > i {
				from, scheme = n+gap, strings.ToLower(string(s.buf[i:n]))
			}
			break
		} else if !isWordByte(ch) && ch != '-' {
			break
		}
	}
	kind := "authorization"
	switch scheme {
	case "bearer", "dpop", "token", "basic":
		kind = map[string]string{"bearer": "bearer", "dpop": "bearer", "token": "bearer", "basic": "basic"}[scheme]
	case "digest", "oauth", "signature", "mac", "hawk", "aws4-hmac-sha256", "sharedkey", "sharedkeylite":
		x.shape = rest
	case "":
		if c.sentence() && !random(s.slice(i, i+16), 12) {
			return 0
		}
	}
	if s.at(from) == '{' || s.at(from) == '(' || s.at(from) == '[' {
		return 0
	}
	end, ended := x.end(s, from, from+window)
	if !ended {
		return s.begin(kind, from, end, x)
	}
	v := s.buf[from:end]
	if placeholder(v) {
		s.own(from, end)
		return 0
	}
	if scheme == "" && (letters(v) && len(v) < 12 || c.sep == ',' && !random(v, 8)) || scheme == "bearer" && parameters(v) {
		return 0
	}
	if s.opts.KeepClaims && s.keepClaims(kind, from, end) {
		return end
	}
	next := s.cover(kind, from, end)
	if c.array {
		s.mode = &array{c: *c}
	}
	return next
}

// oursAt goes over a word of this package.
func (s *scan) oursAt(i int) (end int, ok bool) {
	if !s.has(i, "redacted-") {
		return i, false
	}
	for end = i; end-i < 48 && (isWordByte(s.at(end)) || s.at(end) == '-'); end++ {
	}
	kind, n, ok := ours(s.buf[i:end])
	if ok {
		s.ledger.taken(kind, n)
	}
	return end, ok
}

// parameters: what follows is a challenge, realm="…" or error=…, not a token.
func parameters(v []byte) bool {
	n := bytes.IndexByte(v, '=')
	return n > 0 && n+1 < len(v) && v[n+1] != '=' || n == len(v)-1 && n > 0 && len(v) < 16
}

// cookies reads the value of a Cookie or Set-Cookie header: names and attributes stay.
func (s *scan) cookies(c *context, i int, set bool) int {
	q := c.quote
	if !q.ok() && c.around.ok() && c.sep == ':' {
		q = c.around
	}
	if !q.ok() && (s.at(i) == '{' || c.sentence() && !s.parameter(i)) {
		return 0
	}
	s.mode = &cookieHeader{set: set, quote: q, array: c.array}
	return i
}

// cookieHeader is the rest of a Cookie header, pair by pair.
type cookieHeader struct {
	set    bool
	array  bool
	quote  quote
	masked bool // the first pair of a Set-Cookie is
	begun  bool
}

func (h *cookieHeader) step(s *scan, i int) (int, bool) {
	if h.begun { // behind a value
		for n := 0; n < 16 && (s.at(i) == '"' && !h.quote.ok()); n++ {
			i++
		}
	}
	if h.array && h.quote.ok() && (h.set && h.masked || s.has(i, h.quote.lit)) {
		return h.next(s, i)
	}
	if h.set && h.masked {
		return i, false
	}
	for n := 0; n < 64 && (s.at(i) == ';' || s.at(i) == ' ' || s.at(i) == '\t'); n++ {
		i++
	}
	k := i
	for k-i < 256 && s.at(k) > ' ' && s.at(k) < 0x7f && strings.IndexByte("=;,\"'\\<>()", s.at(k)) < 0 {
		k++
	}
	if s.at(k) != '=' || k == i {
		return i, false
	}
	if attributes[string(lower(s.buf[i:k]))] {
		for k++; s.at(k) > ' ' && s.at(k) != ';' && !isQuote(s.at(k)) && k-i < 300; k++ {
		}
		return k, h.begun
	}
	i = k + 1
	h.begun, h.masked = true, true
	x := extent{quote: h.quote}
	if !x.quote.ok() && s.at(i) == '"' {
		x.quote = quote{lit: `"`}
		i++
	}
	return h.value(s, i, x), true
}

// attributes of a Set-Cookie, RFC 6265 section 4.1: what a log calls a cookie may bring them.
var attributes = wordSet("path domain expires max-age samesite version priority")

// value masks one cookie: it ends at a semicolon, too.
func (h *cookieHeader) value(s *scan, i int, x extent) int {
	end := i
	for end-i < window && end < len(s.buf) {
		c := s.buf[end]
		if c == ';' || c == '\n' || c == '\r' || c == ' ' || c == '\t' || c == '<' || c == '>' || c == ',' && s.breaks(end+1) || c == ']' && s.breaks(end+1) {
			break
		}
		if x.quote.ok() && c == x.quote.lit[0] {
			if _, ok := x.quote.closes(s, end, 0); ok {
				break
			}
		}
		if !x.quote.ok() && isQuote(c) {
			break
		}
		if c == '\\' {
			r := s.slashes(end)
			if own, ok := x.quote.closes(s, end, r); x.quote.ok() && ok {
				end += own
				break
			}
			if s.escapedBreak(end) || !x.quote.ok() && isQuote(s.at(end+r)) {
				break
			}
		}
		end++
	}
	if end-i >= window {
		return s.begin("cookie", i, end, x)
	}
	if v := s.buf[i:end]; placeholder(v) {
		s.own(i, end)
	} else {
		s.mask("cookie", i, end)
	}
	return end
}

// next goes to the next header of an array.
func (h *cookieHeader) next(s *scan, i int) (int, bool) {
	x := extent{quote: h.quote}
	end, ended := x.quotedEnd(s, i, i+window)
	if !ended {
		return i, false
	}
	end += h.quote.slashes + len(h.quote.lit)
	for n := 0; n < 128 && s.at(end) != 0 && (s.at(end) <= ' ' || s.at(end) == ','); n++ {
		end++
	}
	q, n := s.quoteAt(end, false)
	if n == 0 {
		return end, false
	}
	*h = cookieHeader{set: h.set, array: true, quote: q}
	return end + n, true
}

// prefixes are how known secrets begin, and how long they are at least.
var prefixes = []struct {
	prefix, kind string
	least        int
}{
	{"ghp_", "token", 20}, {"gho_", "access_token", 20}, {"ghu_", "access_token", 20}, {"ghs_", "access_token", 20}, {"ghr_", "refresh_token", 20}, {"github_pat_", "token", 30},
	{"glpat-", "token", 20}, {"gloas-", "client_secret", 20}, {"ya29.", "access_token", 20}, {"1//0", "refresh_token", 20}, {"GOCSPX-", "client_secret", 20}, {"AIza", "api_key", 30},
	{"xoxb-", "access_token", 20}, {"xoxp-", "access_token", 20}, {"xoxe.", "access_token", 20}, {"xoxe-", "refresh_token", 20}, {"xapp-", "token", 20},
	{"hvs.", "token", 20}, {"vk1.a.", "access_token", 20}, {"vk2.a.", "access_token", 20}, {"y0_", "access_token", 20}, {"ATATT", "api_key", 30}, {"CfDJ8", "cookie", 30},
	{"sk_live_", "secret", 20}, {"rk_live_", "secret", 20}, {"whsec_", "secret", 20}, {"npm_", "token", 30}, {"pypi-", "token", 30}, {"dop_v1_", "token", 30}, {"doo_v1_", "access_token", 30},
	{"dor_v1_", "refresh_token", 30}, {"shpat_", "access_token", 20}, {"shpss_", "client_secret", 20}, {"AKIA", "api_key", 20}, {"ASIA", "api_key", 20}, {"SG.", "api_key", 40}, {"EAAG", "access_token", 40},
	{"EAAC", "access_token", 40}, {"gAAAAA", "token", 40}, {"5Aep861", "refresh_token", 30},
	// A form or a token response in base64: grant_type=, access_token, client_id=, client_secret.
	{"Z3JhbnRfdHlwZT", "encoded", 24}, {"YWNjZXNzX3Rva2Vu", "encoded", 24}, {"Y2xpZW50X2lkP", "encoded", 24}, {"Y2xpZW50X3NlY3JldD", "encoded", 24},
}

// shapes are secrets that are known by themselves.
func shapes() []trigger {
	list := []trigger{
		{literal: "eyJ", exact: true, look: lookJWT}, {literal: "ewo", exact: true, look: lookJWT}, {literal: "ew0K", exact: true, look: lookJWT}, {literal: "eyA", exact: true, look: lookJWT},
		{literal: "bearer ", look: lookScheme}, {literal: "bearer%20", look: lookScheme}, {literal: "bearer+", look: lookScheme}, {literal: "dpop ", look: lookScheme}, {literal: "basic ", look: lookBasic},
		{literal: "negotiate ", look: lookScheme}, {literal: "://", look: lookUserInfo}, {literal: "-----BEGIN ", exact: true, look: lookPEM},
		{literal: " -u ", exact: true, look: lookCurlUser}, {literal: "--user ", exact: true, look: lookCurlUser}, {literal: "--user=", exact: true, look: lookCurlUser}, {literal: "value", look: lookValueFirst},
	}
	for _, name := range [...]string{"d", "p", "q", "dp", "dq", "qi", "k"} { // JWK, RFC 7518 section 6
		list = append(list, trigger{literal: `"` + name + `"`, exact: true, look: lookJWK}, trigger{literal: `"` + name + `\`, exact: true, look: lookJWK})
	}
	for _, p := range prefixes {
		list = append(list, trigger{literal: p.prefix, exact: true, look: func(s *scan, at, _ int) int {
			if isWordByte(s.at(at-1)) && !s.escapeBefore(at) {
				return 0
			}
			x := extent{shape: jwt}
			end, ended := x.end(s, at, at+window)
			if !ended || end-at < p.least || holdsOurs(s.buf[at:end]) || !random(s.buf[at+len(p.prefix):end], 8) && p.kind != "encoded" {
				return 0
			}
			return s.cover(p.kind, at, end)
		}})
	}
	return list
}

// escapeBefore: the letter before i belongs to \n, \t, %22, %3D.
func (s *scan) escapeBefore(i int) bool {
	return s.at(i-2) == '\\' || s.at(i-3) == '%'
}

// lookJWT reads a token, or JSON in base64 that holds secrets.
func lookJWT(s *scan, at, end int) int {
	if c := s.at(at - 1); (isWordByte(c) || c == '-') && !s.escapeBefore(at) {
		return 0
	}
	x := extent{shape: jwt}
	stop, ended := x.end(s, at, at+window)
	if x.dots == 0 && ended {
		if stop-at < 24 || !holdsSecret(s.buf[at:stop]) {
			return 0
		}
		return s.cover("encoded", at, stop)
	}
	if !ended {
		return s.begin("jwt", at, stop, x)
	}
	if stop-at < 24 || holdsOurs(s.buf[at:stop]) {
		return 0
	}
	if s.opts.KeepClaims && s.keepClaims("jwt", at, stop) {
		return stop
	}
	return s.cover("jwt", at, stop)
}

// keepClaims masks the signature of a JWT, or all but the header of a JWE; false if [i, end) is none.
func (s *scan) keepClaims(kind string, i, end int) bool {
	v := s.buf[i:end]
	if !bytes.HasPrefix(v, []byte("eyJ")) && !bytes.HasPrefix(v, []byte("ew")) {
		return false
	}
	for _, c := range v {
		if !isTokenByte(c) || c == '+' || c == '/' || c == '~' {
			return false
		}
	}
	parts := bytes.Split(v, []byte("."))
	keep := len(parts[0]) + 1
	switch len(parts) {
	case 3:
		keep += len(parts[1]) + 1
	case 5:
	default:
		return false
	}
	if keep >= len(v) || signed(v) {
		return keep == len(v) || signed(v)
	}
	s.mask(kind, i+keep, end)
	return true
}

// signed reports whether the signature is masked already.
func signed(v []byte) bool {
	_, _, ok := ours(v[bytes.LastIndexByte(v, '.')+1:])
	return ok
}

// holdsSecret decodes base64 and looks for names of secrets.
func holdsSecret(v []byte) bool {
	v = bytes.TrimRight(v, "=")
	v = v[:len(v)/4*4]
	enc := base64.RawURLEncoding
	if bytes.ContainsAny(v, "+/") {
		enc = base64.RawStdEncoding
	}
	out := make([]byte, len(v))
	n, _ := enc.Decode(out, v)
	plain, receipt := Text(string(out[:n]), Options{})
	return receipt.Masked > 0 && plain != ""
}

// lookScheme reads Bearer TOKEN outside a header.
func lookScheme(s *scan, at, end int) int {
	if isWordByte(s.at(at-1)) && !s.escapeBefore(at) {
		return 0
	}
	c := &context{enc: 0}
	if s.at(end-1) != ' ' {
		c.enc = 1
	}
	for n := 0; n < 8 && s.at(end) == ' '; n++ {
		end++
	}
	c.quote = quote{}
	if q, n := s.quoteAt(end, false); n > 0 {
		c.quote = q
		end += n
	}
	x := extent{quote: c.quote, enc: c.enc}
	stop, ended := x.end(s, end, end+window)
	if !ended {
		return s.begin("bearer", end, stop, x)
	}
	v := s.buf[end:stop]
	if len(v) < 8 || placeholder(v) || parameters(v) || !random(v, 8) && (len(v) < 24 || letters(v)) {
		return 0
	}
	if s.opts.KeepClaims && s.keepClaims("bearer", end, stop) {
		return stop
	}
	return s.cover("bearer", end, stop)
}

// lookBasic reads Basic CREDENTIALS outside a header: base64 of something with a colon in it.
func lookBasic(s *scan, at, end int) int {
	if isWordByte(s.at(at-1)) && !s.escapeBefore(at) {
		return 0
	}
	stop := end
	for stop-end < window && isTokenByte(s.at(stop)) {
		stop++
	}
	v := bytes.TrimRight(s.buf[end:stop], "=.")
	out := make([]byte, len(v))
	n, err := base64.RawStdEncoding.Decode(out, v)
	if len(v) < 4 || err != nil || bytes.IndexByte(out[:n], ':') < 0 {
		return 0
	}
	return s.cover("basic", end, stop)
}

// lookUserInfo reads the password in https://user:password@host.
func lookUserInfo(s *scan, at, end int) int {
	colon := -1
	for i := end; i-end < 512; i++ {
		switch c := s.at(i); {
		case c == ':':
			if colon < 0 {
				colon = i
			}
		case c == '@':
			if colon < 0 || i == colon+1 || placeholder(s.buf[colon+1:i]) {
				return 0
			}
			return s.cover("password", colon+1, i)
		case c <= ' ' || c == '/' || c == '?' || c == '#' || isQuote(c) || c == '<' || c == '>' || c == ',' && colon < 0 || c == ')' || c == ']' || c == '}':
			return 0
		}
	}
	return 0
}

// lookPEM reads a private key.
func lookPEM(s *scan, at, end int) int {
	stop := end
	for stop-end < 40 && (s.at(stop) >= 'A' && s.at(stop) <= 'Z' || s.at(stop) == ' ' || isDigit(s.at(stop))) {
		stop++
	}
	if !bytes.Contains(s.buf[end:stop], []byte("PRIVATE KEY")) || !s.has(stop, "-----") {
		return 0
	}
	from := stop + len("-----")
	x := extent{shape: pem}
	for back := 1; back < 8; back++ { // a string that holds it ends it
		if c := s.at(at - back); isQuote(c) {
			x.quote = quote{lit: single(c)}
			break
		} else if c > ' ' && c != '\\' {
			break
		}
	}
	i := from
	if s.at(i) == '\n' || s.has(i, "\r\n") { // the break before the key stays
		for s.at(i) == '\r' || s.at(i) == '\n' {
			i++
		}
		if !s.keyLine(i) {
			return 0
		}
	} else if s.has(i, `\n`) {
		i += 2
	}
	from = i
	end, ended := x.end(s, from, from+window)
	if !ended {
		return s.begin("private_key", from, end, x)
	}
	for end > from && (s.buf[end-1] == '\n' || s.buf[end-1] == '\r' || s.buf[end-1] == ' ') {
		end--
	}
	for _, br := range [...]string{`\n`, `\r`, `\`} {
		if bytes.HasSuffix(s.buf[from:end], []byte(br)) {
			end -= len(br)
		}
	}
	if placeholder(s.buf[from:end]) {
		s.own(from, end)
		return 0
	}
	return s.cover("private_key", from, end)
}

// lookCurlUser reads curl -u client:secret.
func lookCurlUser(s *scan, _, end int) int {
	if q, n := s.quoteAt(end, false); n > 0 && q.ok() {
		end += n
	}
	for i := end; i-end < 256; i++ {
		switch c := s.at(i); {
		case c == ':':
			x := extent{}
			if end > 0 && isQuote(s.at(end-1)) {
				x.quote = quote{lit: single(s.at(end - 1))}
			}
			stop, ended := x.end(s, i+1, i+1+window)
			if !ended {
				return s.begin("password", i+1, stop, x)
			}
			if stop == i+1 || placeholder(s.buf[i+1:stop]) || i == end {
				return 0
			}
			return s.cover("password", i+1, stop)
		case !isTokenByte(c) && c != '@' && c != '$' && c != '{' && c != '}':
			return 0
		}
	}
	return 0
}

// lookJWK reads the private members of a key: base64url of at least 32 bytes, of a shared key 16.
func lookJWK(s *scan, at, end int) int {
	c := &context{class: &classes.private, start: at + 1}
	for s.at(end-1) == '\\' || s.at(end-1) == '"' {
		end-- // the closing quote again
	}
	i, ok := s.separator(c, end)
	if !ok || c.sep != ':' || !c.quote.ok() {
		return 0
	}
	x := extent{quote: c.quote}
	stop, ended := x.end(s, i, i+window)
	least := 40
	if s.at(at+1) == 'k' {
		least = 22
	}
	if !ended || stop-i < least || x.other || !random(s.buf[i:stop], least) || bytes.ContainsAny(s.buf[i:stop], "./") {
		return 0
	}
	return s.cover("private_key", i, stop)
}

// lookValueFirst reads {"value":"…","name":"client_secret"}.
func lookValueFirst(s *scan, at, end int) int {
	if isWordByte(s.at(at-1)) || isWordByte(s.at(end)) {
		return 0
	}
	c := &context{start: at}
	s.place(c)
	i, ok := s.separator(c, end)
	if !ok || len(c.quote.lit) != 1 || c.sep == ',' {
		return 0
	}
	x := extent{quote: c.quote}
	stop, ended := x.end(s, i, i+window)
	if !ended && !x.other && random(s.buf[i:stop], 16) {
		return s.begin("token", i, stop, x) // too long to see its name
	}
	if !ended || stop == i {
		return 0
	}
	l := s.slice(stop, stop+64)
	n := bytes.Index(lower(l), []byte("name"))
	if n < 0 || bytes.ContainsAny(l[:n], "}<>{") || holdsOurs(l[:n]) || isWordByte(s.at(stop+n-1)) {
		return 0
	}
	d := &context{start: stop + n}
	j, ok := s.separator(d, stop+n+len("name"))
	if !ok || !d.quote.ok() || d.sep == ',' {
		return 0
	}
	name := extent{quote: d.quote}
	nameEnd, _ := name.end(s, j, j+80)
	class := classOf(s.slice(j, nameEnd))
	if class == nil {
		return 0
	}
	d.class, d.sep, d.quote = class, '=', c.quote
	if class.value != nil && placeholder(s.buf[i:stop]) || class.value == nil && !d.isSecret(s.buf[i:stop]) {
		return 0
	}
	return s.cover(class.kind, i, stop)
}

// classOf is the class of a whole name.
func classOf(name []byte) *class {
	low := strings.ToLower(string(name))
	for _, k := range append(keywords(), shortKeywords()...) {
		if left, ok := strings.CutSuffix(low, k.literal); ok {
			if c := k.class(new(scan).plain([]byte(left)), left == "" || !isWordByte(left[len(left)-1]) || left[len(left)-1] == '_'); c != nil {
				return c
			}
		}
	}
	return nil
}
