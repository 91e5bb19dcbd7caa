package redact

import (
	"bytes"
	"strings"
)

// class is what a name says of its value.
type class struct {
	kind string
	// secret judges a value of up to window bytes; a longer one is a secret.
	secret func(c *context, v []byte) bool
	value  func(s *scan, c *context, i int) int // reads values that are not one word; nil for those that are
	line   bool                                 // behind a name at the beginning of a line, the value goes to the line's end
}

// context is how a name and its value stand to each other.
type context struct {
	class   *class
	start   int   // of the name
	named   quote // around the name
	quote   quote // around the value
	around  quote // around both: 'Cookie: a=b'
	sep     byte  // = : , > or blank
	enc     int   // times the separator is percent-encoded
	spaced  bool  // white space stands before the value
	begins  bool  // the name begins its line
	listed  bool  // the name stands in a list of names with values, not in a sentence
	array   bool  // the value is the first of an array
	inQuery bool  // behind ? & or #
	pwd     bool  // the name is pwd, as the working directory's
	part    bool  // the value is a part of a multipart form
}

// sentence: the name may be a word of a sentence: "invalid password: must not be empty".
func (c *context) sentence() bool {
	return !c.quote.ok() && !c.named.ok() && c.sep == ':' && c.spaced && !c.begins && !c.listed || c.enc > 0 && c.sep == ':' && !c.named.ok()
}

var classes = struct {
	access, refresh, id, token, secret, client, password, pass, code, once, verifier, assertion, saml, key, private, session, seed, authorization, cookie, setCookie, signature, auth class
}{}

func init() {
	c := &classes
	c.access = class{kind: "access_token", secret: isToken}
	c.refresh = class{kind: "refresh_token", secret: isToken}
	c.id = class{kind: "id_token", secret: isToken}
	c.token = class{kind: "token", secret: isToken}
	c.client = class{kind: "client_secret", secret: isPassword, line: true}
	c.secret = class{kind: "secret", secret: isPassword, line: true}
	c.password = class{kind: "password", secret: isPassword, line: true}
	c.pass = class{kind: "password", secret: func(c *context, v []byte) bool { return isPassword(c, v) && !(isNumber(v) && len(v) < 6) }}
	c.code = class{kind: "code", secret: isCode}
	c.once = class{kind: "code", secret: isToken}
	c.verifier = class{kind: "code_verifier", secret: isToken}
	c.assertion = class{kind: "assertion", secret: isToken}
	c.saml = class{kind: "saml", secret: isToken}
	c.key = class{kind: "api_key", secret: isKey}
	c.private = class{kind: "private_key", secret: isKey, line: true}
	c.session = class{kind: "session", secret: isSession}
	c.seed = class{kind: "seed", secret: isSeed, line: true}
	c.signature = class{kind: "signature", secret: func(c *context, v []byte) bool { return c.inQuery && random(v, 16) }}
	c.auth = class{kind: "authorization", secret: func(c *context, v []byte) bool { return c.quote.ok() && random(v, 12) }}
	c.authorization = class{kind: "authorization", value: authorization}
	c.cookie = class{kind: "cookie", value: func(s *scan, c *context, i int) int { return s.cookies(c, i, false) }}
	c.setCookie = class{kind: "cookie", value: func(s *scan, c *context, i int) int { return s.cookies(c, i, true) }}
}

// keyword is the end of a name and the class by what stands before it; left is in lower case without separators.
type keyword struct {
	literal string
	class   func(left []byte, boundary bool) *class
	plural  bool
}

func always(c *class) func([]byte, bool) *class {
	return func([]byte, bool) *class { return c }
}

// alone: only as a word of its own (boundary), not as the end of another.
func alone(c *class) func([]byte, bool) *class {
	return func(_ []byte, boundary bool) *class {
		if boundary {
			return c
		}
		return nil
	}
}

// behind: only behind one of these words.
func behind(c *class, words string) func([]byte, bool) *class {
	list := strings.Fields(words)
	return func(left []byte, _ bool) *class {
		for _, w := range list {
			if endsIn(left, w) {
				return c
			}
		}
		return nil
	}
}

func keywords() []keyword {
	c := &classes
	return []keyword{
		{"token", func(left []byte, boundary bool) *class {
			for _, bad := range [...]string{"invalid", "expired", "unexpected", "unsupported", "missing", "bad", "malformed", "wrong"} {
				if string(left) == bad {
					return nil
				}
			}
			switch {
			case endsIn(left, "access"):
				return &c.access
			case endsIn(left, "refresh"):
				return &c.refresh
			case string(left) == "id" || endsIn(left, "oidcid") || endsIn(left, "myid"):
				return &c.id
			}
			return &c.token
		}, true},
		{"secret", func(left []byte, _ bool) *class {
			if bytes.Contains(left, clientName) {
				return &c.client
			}
			return &c.secret
		}, true},
		{"secretkey", always(&c.secret), false}, {"secret_key", always(&c.secret), false}, {"secret-key", always(&c.secret), false}, {"secret.key", always(&c.secret), false},
		{"password", always(&c.password), true}, {"passwd", always(&c.password), false}, {"passwort", always(&c.password), false},
		{"passphrase", always(&c.password), false}, {"pwd", alone(&c.password), false}, {"userpass", always(&c.password), false},
		{"passcode", always(&c.once), false},
		{"пароль", always(&c.password), false}, {"Пароль", always(&c.password), false}, {"токен", always(&c.token), false}, {"Токен", always(&c.token), false},
		{"секрет", always(&c.secret), false}, {"Секрет", always(&c.secret), false},
		{"code", func(left []byte, boundary bool) *class {
			if len(left) == 0 || boundary && (endsIn(left, "params") || endsIn(left, "query")) {
				return &c.code
			}
			return behind(&c.once, "device user auth authorization authorisation authz verification confirmation otp mfa sms session login recovery activation")(left, boundary)
		}, false},
		{"code_verifier", always(&c.verifier), false}, {"codeverifier", always(&c.verifier), false}, {"code-verifier", always(&c.verifier), false},
		{"assertion", always(&c.assertion), false}, {"samlresponse", always(&c.saml), false},
		{"key", behind(&c.key, "api subscription consumer auth account shared access master encryption signing storage"), false},
		{"privatekey", always(&c.private), false}, {"private_key", always(&c.private), false}, {"private-key", always(&c.private), false},
		{"credential", alone(&c.token), true},
		{"sessionid", always(&c.session), false}, {"session_id", always(&c.session), false}, {"session-id", always(&c.session), false},
		{"sessid", always(&c.session), false}, {"session_state", always(&c.session), false},
		{"keycloak_identity", always(&c.session), false}, {"keycloak_session", always(&c.session), false}, {"kc_restart", always(&c.session), false},
		{"mnemonic", always(&c.seed), false}, {"seedphrase", always(&c.seed), false}, {"seed_phrase", always(&c.seed), false},
		{"authorization", always(&c.authorization), false},
		{"cookie", func(left []byte, _ bool) *class {
			if endsIn(left, "set") {
				return &c.setCookie
			}
			return &c.cookie
		}, false},
		{"signature", behind(&c.signature, "amz goog"), false},
	}
}

// shortKeywords stand in too many words to be looked for without what follows a name.
func shortKeywords() []keyword {
	c := &classes
	return []keyword{{"sid", alone(&c.session), false}, {"seed", alone(&c.seed), false}, {"pass", alone(&c.pass), false}, {"otp", alone(&c.once), false},
		{"auth", alone(&c.auth), false}, {"sig", alone(&c.signature), false}}
}

func triggers() []trigger {
	var list []trigger
	for _, k := range keywords() {
		list = append(list, trigger{literal: k.literal, exact: k.literal[0] >= 0x80, look: k.look})
	}
	for _, k := range shortKeywords() {
		for _, follows := range [...]string{"=", `"`, ":", "'", `\`, "%", " =", " :", "]", ">"} {
			list = append(list, trigger{literal: k.literal + follows, look: k.look})
		}
	}
	list = append(list, shapes()...)
	return list
}

// look reads a name that ends in the keyword, and its value.
func (k keyword) look(s *scan, at, _ int) int {
	end := at + len(k.literal)
	right := end
	for isDigit(s.at(right)) && right-end < 2 {
		right++
	}
	plural := false
	if k.plural && right == end && s.at(right)|0x20 == 's' {
		right++
		plural = true
	}
	container := k.literal == "cookie" && s.at(right)|0x20 == 's'
	if container {
		right++
	}
	if c := s.at(right); isWordByte(c) || (c == '-' || c == '.') && isLetter(s.at(right+1)) {
		return 0
	}
	if !mayFollow[s.at(right)] || k.literal == "code" && s.at(right) == '=' && isDigit(s.at(right+1)) && isDigit(s.at(right+3)) && !isTokenByte(s.at(right+4)) {
		return 0 // the second: code=200
	}
	start := at
	for start > at-64 && start > s.done && (isWordByte(s.at(start-1)) || s.at(start-1) == '-' || s.at(start-1) == '.') {
		start--
	}
	encoded := false
	for n := 1; n < 5 && s.at(start-1) == '%' && start < at; n++ { // %3Fcode, %253Fcode: the sign before the name
		width := 2
		for s.has(start+width-2, "25") && isHex(s.at(start+width)) && isHex(s.at(start+width+1)) {
			width += 2
		}
		start, encoded = min(start+width, at), true
	}
	for start < at && (s.at(start) == '-' || s.at(start) == '.') {
		start++
	}
	left := s.plain(s.buf[start:at])
	if len(left) == 0 && s.at(start-1) == ' ' { // access token: …
		w := start - 1
		for w > start-16 && w > s.done && isLetter(s.at(w-1)) {
			w--
		}
		left = s.plain(s.buf[w : start-1])
		if !spokenBefore(left) {
			left = nil
		}
	}
	last := s.at(at - 1)
	if k.literal == "code" && s.has(start-len("error?"), "error?") {
		return 0 // the page that explains an error
	}
	class := k.class(left, !isWordByte(last) || last == '_' || last >= 'a' && last <= 'z' && s.at(at) >= 'A' && s.at(at) <= 'Z')
	if class == nil {
		return 0
	}
	c := &s.context // one of it at a time: what outlives the value takes a copy
	*c = context{class: class, start: start, inQuery: encoded, pwd: k.literal == "pwd"}
	s.place(c)
	i, ok := s.pair(c, right)
	if !ok {
		if i, ok = s.separator(c, right); !ok {
			return s.spoken(c, right)
		}
	}
	if container {
		return s.container(c, i)
	}
	if plural && !c.quote.ok() && !c.array {
		return 0
	}
	return s.value(c, i)
}

// mayFollow are the bytes that may stand behind the name of a value.
var mayFollow = func() (set [256]bool) {
	for _, c := range " \t\r\n=:,>]-\"'`\\&%" {
		set[c] = true
	}
	for c := 0x80; c < 256; c++ {
		set[c] = true
	}
	return set
}()

// spokenBefore are words that tell what a token, a code or a secret is, as in "access token".
func spokenBefore(word []byte) bool {
	switch string(word) {
	case "access", "refresh", "id", "client", "authorization", "device", "verification":
		return true
	}
	return false
}

var clientName = []byte("client")

func endsIn(name []byte, suffix string) bool {
	return len(name) >= len(suffix) && string(name[len(name)-len(suffix):]) == suffix
}

// plain is a name in lower case without separators, valid until the next call.
func (s *scan) plain(name []byte) []byte {
	out := s.name[:0]
	for _, c := range name {
		switch {
		case c >= 'A' && c <= 'Z':
			out = append(out, c|0x20)
		case c != '_' && c != '-' && c != '.':
			out = append(out, c)
		}
	}
	s.name = out
	return out
}

func isHex(c byte) bool    { return isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'f' }
func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// place reads what stands before the name.
func (s *scan) place(c *context) {
	i := c.start
	switch s.at(i - 1) {
	case '?', '&', '#':
		c.inQuery = true
	case '"', '\'', '`':
		c.around = quote{lit: single(s.at(i - 1))}
		for i-2-c.around.slashes >= 0 && s.at(i-2-c.around.slashes) == '\\' && c.around.slashes < 31 {
			c.around.slashes++
		}
	}
	n := 0
	for n < before/2 && (s.at(i-1) == ' ' || s.at(i-1) == '\t' || isQuote(s.at(i-1)) || s.at(i-1) == '\\') {
		i--
		n++
	}
	switch p := s.at(i - 1); p {
	case 0, '\n', '\r':
		c.begins = true
	case ',', '{', '(', '[', ';', '&', '?', '|', '<', '$':
		c.listed = true
	case '-':
		c.begins = s.at(i-2) == '\n' || s.at(i-2) <= ' ' || s.at(i-2) == '-'
		c.listed = true
	}
	if last := s.at(i - 1); last == 't' && (s.has(i-6, "export") || s.has(i-3, "set")) || last == 'v' && s.has(i-4, "$env") {
		c.begins = true
	}
}

// separator reads what stands between a name that ends at i and its value: where the value begins.
func (s *scan) separator(c *context, i int) (int, bool) {
	doubled := false
	for range 2 { // client_secret], password%5D, ["password"]
		switch {
		case s.at(i) == ']':
			i++
		case s.has(i, "%5D") || s.has(i, "%5d"):
			i += 3
		}
		if !c.named.ok() {
			if q, n := s.quoteAt(i, c.around.ok()); n > 0 {
				c.named, doubled = q, q.lit == `""`
				i += n
			}
		}
	}
	blanks := func() (n int) {
		for n < 128 && (s.at(i) == ' ' || s.at(i) == '\t' || c.named.ok() && (s.at(i) == '\n' || s.at(i) == '\r')) {
			i++
			n++
		}
		return n
	}
	gap := blanks()
	i, ok := s.sign(c, i, gap)
	if !ok {
		return 0, false
	}
	if c.enc > 0 {
		for n := 0; n < 8 && (s.at(i) == '+' || s.has(i, "%20")); n++ {
			if s.at(i) == '%' {
				i += 2
			}
			i++
		}
	}
	c.spaced = blanks() > 0
	if s.at(i) == '[' {
		c.array = true
		i++
		for n := 0; n < 128 && s.at(i) <= ' ' && i < len(s.buf); n++ {
			i++
		}
	}
	if c.array && s.at(i) == ']' {
		return 0, false
	}
	i = s.wrapper(i)
	if q, n := s.quoteAt(i, doubled); n > 0 {
		c.quote = q
		i += n
	} else if c.sep == ',' {
		return 0, false
	}
	return i, true
}

// sign reads the sign between name and value at i, with gap blanks before it: where it ends.
func (s *scan) sign(c *context, i, gap int) (int, bool) {
	switch b := s.at(i); {
	case s.has(i, "=>") || s.has(i, ":=") || s.has(i, "->"):
		c.sep = '='
		i += 2
	case b == '=':
		c.sep = '='
		if i++; s.at(i) == '=' {
			i++
		}
		if s.at(i) == '=' {
			i++
		}
	case b == ':':
		if s.at(i+1) == ':' || s.has(i, "://") {
			return 0, false
		}
		c.sep = ':'
		i++
	case b == '%':
		n, enc := 1, 1
		for s.has(i+n, "25") && enc < 5 {
			n += 2
			enc++
		}
		switch {
		case s.at(i+n) == '3' && s.at(i+n+1)|0x20 == 'd':
			c.sep = '='
		case s.at(i+n) == '3' && s.at(i+n+1)|0x20 == 'a':
			c.sep = ':'
		default:
			return 0, false
		}
		i += n + 2
		c.enc = enc
	case b == '>' && gap == 0 && !c.named.ok() && (s.at(c.start-1) == '<' || s.at(c.start-1) == ':'):
		c.sep = '>'
		i++
	case b == ',' && c.named.ok():
		c.sep = ','
		i++
	case gap > 0 && gap < 3 && !c.named.ok() && s.at(c.start-1) == '-' && (s.at(c.start-2) == '-' || s.at(c.start-2) <= ' '):
		c.sep = ' ' // --client-secret value
		i -= gap
		c.listed = true
	default:
		return 0, false
	}
	return i, true
}

// wrapper skips what a language puts before a quoted value: b'…', u"…", String("…"), SecretStr('…').
func (s *scan) wrapper(i int) int {
	j := i
	for j-i < 32 && (isWordByte(s.at(j)) || s.at(j) == '.' || s.at(j) == ' ' && s.has(i, "new ")) {
		j++
	}
	if j > i && j-i <= 2 && isQuote(s.at(j)) && strings.IndexByte("bBuUrRfF", s.at(i)) >= 0 {
		return j
	}
	if j > i && s.at(j) == '(' && isQuote(s.at(j+1)) {
		return j + 1
	}
	return i
}

// pair reads {"name":"client_secret","value":"…"}, <input name="code" value="…"> and the parts of a multipart form.
func (s *scan) pair(c *context, i int) (int, bool) {
	q := c.around
	if !q.ok() || !c.isValueOf(s, "name", "key", "header", "id") {
		return 0, false
	}
	own := s.slashes(i)
	if !s.has(i+own, q.lit) {
		return 0, false
	}
	i += own + len(q.lit)
	if j, ok := s.part(i); ok {
		c.sep, c.listed, c.part = '=', true, true
		return j, true
	}
	const near = 96
	l := lower(s.slice(i, i+near))
	n := bytes.Index(l, []byte("value"))
	if n < 0 || bytes.ContainsAny(l[:n], "}<>[") || holdsOurs(l[:n]) || n > 0 && (isWordByte(l[n-1]) || l[n-1] == '=' || l[n-1] == ':') {
		return 0, false
	}
	d := &context{class: c.class, start: i + n}
	s.place(d)
	j, ok := s.separator(d, i+n+len("value"))
	if !ok || d.sep != '=' && d.sep != ':' {
		return 0, false
	}
	c.sep, c.enc, c.quote, c.array, c.named, c.listed = d.sep, d.enc, d.quote, d.array, q, true
	return j, true
}

// isValueOf reports whether the name stands as the value of one of the members named.
func (c *context) isValueOf(s *scan, members ...string) bool {
	i := c.start - 1 - c.around.slashes // the opening quote
	skip := func(set string) {
		for n := 0; n < 16 && i > 0 && strings.IndexByte(set, s.at(i-1)) >= 0; n++ {
			i--
		}
	}
	skip(" \t\\")
	if p := s.at(i - 1); p != '=' && p != ':' {
		return false
	}
	i--
	skip(" \t\"'\\")
	for _, m := range members {
		if strings.EqualFold(string(s.slice(i-len(m), i)), m) && !isWordByte(s.at(i-len(m)-1)) {
			return true
		}
	}
	return false
}

// part goes over the rest of a multipart form's header lines to the value: two line breaks, real or written \r\n.
func (s *scan) part(i int) (int, bool) {
	limit := i + 256
	for i < limit {
		n := s.lineBreak(i)
		if n == 0 {
			if c := s.at(i); c == 0 || isQuote(c) || c == '<' || c == '{' {
				return 0, false
			}
			i++
			continue
		}
		i += n
		if n := s.lineBreak(i); n > 0 {
			return i + n, true
		}
		if l := lower(s.slice(i, i+8)); string(l) != "content-" {
			return 0, false
		}
	}
	return 0, false
}

func (s *scan) lineBreak(i int) int {
	for _, b := range [...]string{"\r\n", "\n", `\r\n`, `\n`, `\\r\\n`} {
		if s.has(i, b) {
			return len(b)
		}
	}
	return 0
}

// spoken reads a value that a sentence names without a separator: token 5f4d…, client secret "…".
func (s *scan) spoken(c *context, i int) int {
	if s.at(i) != ' ' || c.class.secret == nil {
		return 0
	}
	i++
	c.quote = quote{}
	if q, n := s.quoteAt(i, false); n > 0 {
		c.quote = q
		i += n
	}
	end := i
	for end-i < window && (isWordByte(s.at(end)) || s.at(end) == '-') {
		end++
	}
	if end-i < 20 || isTokenByte(s.at(end)) && s.at(end) != '.' || s.at(end) == '.' && isTokenByte(s.at(end+1)) || !random(s.buf[i:end], 20) || placeholder(s.buf[i:end]) {
		return 0
	}
	if end-i == window {
		return s.begin(c.class.kind, i, end, extent{shape: jwt})
	}
	return s.cover(c.class.kind, i, end)
}

// value masks the value at i if it is a secret.
func (s *scan) value(c *context, i int) int {
	if c.class.value != nil {
		if c.sep == ',' || c.sep == ' ' {
			if c.sep == ' ' || !c.quote.ok() {
				return 0
			}
		}
		return c.class.value(s, c, i)
	}
	x := extent{quote: c.quote, enc: c.enc}
	switch {
	case c.sep == '>':
		x.shape = text
	case c.part:
		x.shape = rest
	case c.class.line && c.begins && !c.array && c.enc == 0 && c.sep != ' ':
		x.shape = line
	}
	if c.around.ok() && c.around == c.quote && !c.named.ok() && c.sep != '>' {
		return 0 // 'Token:', token: the quote closes
	}
	if s.has(i, "-----BEGIN ") {
		return 0 // has its own end
	}
	if !c.quote.ok() && (s.has(i, "${") || s.has(i, "{{") || s.has(i, "#{") || s.has(i, "$(")) {
		return 0 // a template's
	}
	end, ended := x.end(s, i, i+window)
	if ended && x.shape == line {
		for end > i && (s.buf[end-1] == ' ' || s.buf[end-1] == '\t') {
			end--
		}
	}
	if end == i || c.sep == '>' && ended && !s.has(end, "</") {
		return 0
	}
	if ended && !c.isSecret(s.buf[i:end]) {
		s.own(i, end)
		return 0
	}
	next := 0
	switch {
	case !ended:
		return s.begin(c.class.kind, i, end, x)
	case s.opts.KeepClaims && s.keepClaims(c.class.kind, i, end):
		next = end
	case !c.quote.ok() && c.named.ok() && c.sep == ':' && isNumber(s.buf[i:end]):
		q := c.named.open()
		s.maskAs(c.class.kind, i, end, q, q)
		next = end
	default:
		next = s.cover(c.class.kind, i, end)
	}
	if c.array {
		s.mode = &array{c: *c}
	}
	return next
}

// open writes the quote as it stands in the text.
func (q quote) open() string { return strings.Repeat(`\`, q.slashes) + q.lit }

func isNumber(v []byte) bool {
	for _, c := range v {
		if !isDigit(c) && c != '.' && c != '-' {
			return false
		}
	}
	return true
}

// cover masks [i, end) and returns end.
func (s *scan) cover(kind string, i, end int) int {
	s.mask(kind, i, end)
	return end
}

// own notes a word this package put into the text before.
func (s *scan) own(i, end int) {
	if kind, n, ok := ours(s.buf[i:end]); ok {
		s.ledger.taken(kind, n)
	}
}

// array masks the values of an array that follow its first.
type array struct{ c context }

func (a *array) step(s *scan, i int) (int, bool) {
	if q := a.c.quote; q.ok() {
		n := s.slashes(i)
		if !s.has(i+n, q.lit) {
			return i, false
		}
		i += n + len(q.lit)
	}
	for n := 0; n < 128 && s.at(i) != 0 && (s.at(i) <= ' ' || s.at(i) == ','); n++ {
		i++
	}
	i = s.wrapper(i)
	q, n := s.quoteAt(i, false)
	if n == 0 || !a.c.quote.ok() {
		return i, false
	}
	c := a.c
	c.quote = q
	next := s.value(&c, i+n)
	if next == 0 {
		return i, false
	}
	return next, s.mode != nil
}

// container reads cookies: {…} and "cookies": [{"name": …, "value": …}].
func (s *scan) container(c *context, i int) int {
	switch {
	case c.array && s.at(i) == '{':
		s.mode = &cookieJar{values: true, closer: ']'}
		return i
	case c.quote.ok():
		return s.value(c, i)
	case s.at(i) == '{':
		s.mode = &cookieJar{closer: '}'}
		return i + 1
	}
	return 0
}

// cookieJar masks the values of an object, or the members called value of an array of objects.
type cookieJar struct {
	values bool
	closer byte
	key    string
	within quote // of the value masked last
	read   int
}

func (j *cookieJar) step(s *scan, i int) (int, bool) {
	const longest = 1 << 20    // of all cookies together
	if q := j.within; q.ok() { // behind a value: its closing quote
		j.within = quote{}
		if r := s.slashes(i); s.has(i+r, q.lit) {
			return i + r + len(q.lit), true
		}
	}
	if j.read++; j.read > longest {
		return i, false
	}
	c := s.at(i)
	if c == j.closer || c == 0 && i >= len(s.buf) {
		return i, false
	}
	q, n := s.quoteAt(i, false)
	if n == 0 {
		if isWordByte(c) { // a key without quotes
			k := i
			for k-i < 128 && isWordByte(s.at(k)) {
				k++
			}
			j.key = string(s.buf[i:k])
			return k, true
		}
		if c == ',' || c == '{' {
			j.key = ""
		}
		return i + 1, true
	}
	x := extent{quote: q}
	end, ended := x.end(s, i+n, i+n+window)
	if ended {
		k := end
		for k < len(s.buf) && k-end < 32 && (s.at(k) == '\\' || isQuote(s.at(k)) || s.at(k) <= ' ') {
			k++
		}
		if s.at(k) == ':' || s.at(k) == '=' {
			j.key = string(s.buf[i+n : min(end, i+n+128)])
			return max(k, i+1), true
		}
	}
	if j.values && !strings.EqualFold(j.key, "value") || !j.values && j.key == "" {
		j.read += end - i
		return max(end+len(q.lit), i+1), true
	}
	j.key, j.within = "", q
	i += n
	switch {
	case !ended:
		return s.begin("cookie", i, end, x), true
	case end > i && !placeholder(s.buf[i:end]):
		s.mask("cookie", i, end)
	}
	return end, true
}
