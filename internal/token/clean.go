package token

import (
	"bytes"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// cleaned is a string on its way to a token: what remained of it, and what was done to it.
type cleaned struct {
	s      string
	lo, hi int    // s without surroundings: what an opaque token is
	raw    []byte // what remains
	pos    []int  // where in s each byte of raw stood, and one more for the end; nil for lo+i
	gaps   []gap
	elided int // index in raw where the text says that something was left out, or -1

	quotes, percent, alphabet, junk int
	scheme                          string
	cut                             string // part in which the token ends too early
	damage                          []Damage
}

// gap is white space that was taken out.
type gap struct {
	at   int // index in raw of what follows
	line bool
}

type part struct{ start, end int } // in raw

func (p part) empty() bool { return p.start == p.end }

// schemes stand before a token in a header or a log (RFC 6750, RFC 9449).
var schemes = []string{"authorization:", "proxy-authorization:", "bearer", "dpop", "jwt", "token"}

// cleanUp takes out of s what certainly does not belong to a token. It keeps everything
// doubtful: a letter that no token has is damage, not dirt.
func cleanUp(s string) *cleaned {
	c := &cleaned{s: s, hi: len(s), elided: -1}
	c.strip()
	if isPlain(s[c.lo:c.hi]) {
		c.raw = []byte(s[c.lo:c.hi])
		return c
	}
	c.raw = make([]byte, 0, c.hi-c.lo)
	c.pos = make([]int, 0, c.hi-c.lo+1)
	lastGood := strings.LastIndexFunc(s[:c.hi], func(r rune) bool { return r < 128 && isBase64URL(byte(r)) })
	i := c.lo
	for i < c.hi {
		ch := s[i]
		if isBase64URL(ch) {
			c.put(ch, i)
			i++
			continue
		}
		n := 1 // bytes of s this character takes
		if ch == '%' && i+2 < c.hi && unhex(s[i+1]) >= 0 && unhex(s[i+2]) >= 0 {
			if d := byte(unhex(s[i+1])<<4 | unhex(s[i+2])); d < utf8.RuneSelf {
				ch, n = d, 3
				c.percent++
				if isBase64URL(ch) {
					c.put(ch, i)
					i += n
					continue
				}
			}
		}
		if w, line := whiteSpace(s[i:c.hi]); w > 0 || isSpace(ch) {
			c.space(line || ch == '\n' || ch == '\r')
			i += max(w, n)
			continue
		}
		if e := ellipsis(s[i:c.hi]); e > 0 {
			c.elided = len(c.raw)
			break
		}
		if w := concatenation(s[i:c.hi]); w > 0 {
			c.space(true)
			i += w
			continue
		}
		switch ch {
		case '.':
			c.put('.', i)
		case '+':
			c.alphabet++
			c.put('-', i)
		case '/':
			c.alphabet++
			c.put('_', i)
		case '=':
			c.alphabet++
		case '"', '\'', '`', ',', ';', '&', '\\':
			c.junk = c.hi - i
			i = c.hi
			continue
		default:
			if i > lastGood && n == 1 {
				c.junk = c.hi - i
				i = c.hi
				continue
			}
			_, size := utf8.DecodeRuneInString(s[i:])
			if n == 3 {
				size = 3
			}
			for k := range size {
				c.put(s[i+k], i+k)
			}
			n = size
		}
		i += n
	}
	c.pos = append(c.pos, i)
	return c
}

// isPlain reports whether s is nothing but base64url and single dots, as nearly every token is.
func isPlain(s string) bool {
	for i := range len(s) {
		if !tokenBytes[s[i]] {
			return false
		}
	}
	return !strings.Contains(s, "...")
}

// tokenBytes are the bytes of a compact token: base64url and dots, which names hold too.
var tokenBytes = func() (t [256]bool) {
	for i := range t {
		t[i] = isBase64URL(byte(i)) || i == '.'
	}
	return t
}()

// place is where in s the byte i of raw stood.
func (c *cleaned) place(i int) int {
	if c.pos == nil {
		return c.lo + i
	}
	return c.pos[i]
}

// strip narrows lo and hi past white space, a scheme and quotes.
func (c *cleaned) strip() {
	trim := func() {
		c.hi = c.lo + len(strings.TrimRightFunc(c.s[c.lo:c.hi], invisible))
		c.lo = c.hi - len(strings.TrimLeftFunc(c.s[c.lo:c.hi], invisible))
	}
	trim()
	for again := true; again; {
		again = false
		rest := c.s[c.lo:c.hi]
		for _, q := range [...]struct{ open, close string }{
			{`\"`, `\"`}, {`"`, `"`}, {`'`, `'`}, {"`", "`"}, {"“", "”"}, {"‘", "’"}, {"«", "»"}} {
			if !strings.HasPrefix(rest, q.open) {
				continue
			}
			c.lo += len(q.open)
			c.quotes++
			if strings.HasSuffix(c.s[c.lo:c.hi], q.close) {
				c.hi -= len(q.close)
			}
			again = true
			break
		}
		for _, name := range schemes {
			if len(rest) <= len(name) || !strings.EqualFold(rest[:len(name)], name) {
				continue
			}
			after := rest[len(name):]
			body := strings.TrimLeftFunc(after, invisible)
			if name[len(name)-1] != ':' && len(body) == len(after) || body == "" {
				continue
			}
			c.lo += len(rest) - len(body)
			if name[len(name)-1] != ':' {
				c.scheme = name
			}
			again = true
			break
		}
		trim()
	}
}

func invisible(r rune) bool { return unicode.IsSpace(r) || zeroWidth(r) }

func zeroWidth(r rune) bool {
	return r == '\u200b' || r == '\u200c' || r == '\u200d' || r == '\u2060' || r == '\ufeff' || r == '\u00ad'
}

// whiteSpace measures white space, or what stands for it in an escaped string, at the
// beginning of s. Zero-width characters count as line breaks: pages and mail programs put
// them in to wrap long words.
func whiteSpace(s string) (n int, line bool) {
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		switch {
		case r == '\n' || r == '\r' || zeroWidth(r) || r == '\u2028':
			line = true
		case unicode.IsSpace(r):
		case r == '\\' && n+1 < len(s) && (s[n+1] == 'n' || s[n+1] == 'r' || s[n+1] == '\n' || s[n+1] == '\r'):
			line, size = true, 2
		default:
			return n, line
		}
		n += size
	}
	return n, line
}

// ellipsis measures a sign that something was left out: dots, asterisks, [redacted].
func ellipsis(s string) int {
	for _, mark := range [...]string{"…", "...", "***", "•••", "●●●"} {
		if strings.HasPrefix(s, mark) {
			return len(mark)
		}
	}
	if s[0] != '[' && s[0] != '<' {
		return 0
	}
	for i := 1; i < len(s) && i < 40; i++ {
		switch ch := s[i]; {
		case (ch == ']' || ch == '>') && i > 3:
			return i + 1
		case ch >= 'a' && ch <= 'z', ch >= 'A' && ch <= 'Z' && s[0] == '[', ch == ' ', ch == '.', ch == '_':
		default:
			return 0
		}
	}
	return 0
}

// concatenation measures `' +\n    '`, which Node's console puts into long strings.
func concatenation(s string) int {
	if s[0] != '\'' && s[0] != '"' && s[0] != '`' {
		return 0
	}
	i := 1
	skip := func() {
		w, _ := whiteSpace(s[i:])
		i += w
	}
	skip()
	if i == len(s) || s[i] != '+' {
		return 0
	}
	i++
	skip()
	if i == len(s) || s[i] != s[0] {
		return 0
	}
	return i + 1
}

func isBase64URL(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '_'
}

func (c *cleaned) put(b byte, at int) {
	c.raw = append(c.raw, b)
	c.pos = append(c.pos, at)
}

func (c *cleaned) space(line bool) {
	if n := len(c.gaps); n > 0 && c.gaps[n-1].at == len(c.raw) {
		c.gaps[n-1].line = c.gaps[n-1].line || line
		return
	}
	c.gaps = append(c.gaps, gap{len(c.raw), line})
}

// truncate drops everything from index i of raw as not belonging to the token.
func (c *cleaned) truncate(t *Token, i int) {
	c.junk = c.hi - c.place(i)
	c.raw = c.raw[:i]
	c.elided = -1
	c.gaps = slices.DeleteFunc(c.gaps, func(g gap) bool { return g.at >= i })
	t.Raw = t.Raw[:i]
}

func (c *cleaned) parts() []part {
	var ps []part
	start := 0
	for {
		n := bytes.IndexByte(c.raw[start:], '.')
		if n < 0 {
			break
		}
		ps = append(ps, part{start, start + n})
		start += n + 1
	}
	return append(ps, part{start, len(c.raw)})
}

// listed limits how many damaged places of one kind a part lists: after that many the point is made.
const listed = 16

// readable gives the bytes of a part up to its first character that is no base64url, and notes
// every such character. before is its index in raw, p.end when there is none.
func (c *cleaned) readable(name string, p part) (decoded []byte, before int) {
	before = p.end
	if c.pos == nil {
		return decodeRaw(c.raw[p.start:p.end]), before
	}
	n := 0
	for i := p.start; i < p.end; i++ {
		if isBase64URL(c.raw[i]) {
			continue
		}
		if n == 0 {
			before = i
		}
		if n++; n > listed {
			break
		}
		c.hurt(name, i, "not_base64url")
		for i+1 < p.end && !isBase64URL(c.raw[i+1]) {
			i++
		}
	}
	return decodeRaw(c.raw[p.start:before]), before
}

// decodeRaw decodes base64url; an incomplete last byte is left out.
func decodeRaw(chars []byte) []byte {
	if len(chars)%4 == 1 {
		chars = chars[:len(chars)-1]
	}
	out := make([]byte, base64.RawURLEncoding.DecodedLen(len(chars)))
	n, _ := base64.RawURLEncoding.Decode(out, chars)
	return out[:n]
}

// decodePart reads a part that must hold a JSON object. last: nothing follows it in the token.
func (c *cleaned) decodePart(name string, p part, last bool) object {
	decoded, before := c.readable(name, p)
	o := scanObject(decoded)
	whole := before == p.end
	if o.complete && whole {
		c.checkLength(name, p)
		return o
	}
	o.complete = false
	cut := o.why == "" && whole && last
	if cut {
		c.cutOff(name)
		return o
	}
	switch {
	case o.why != "":
		c.hurt(name, min(p.start+o.stop*4/3, max(p.end-1, p.start)), o.why)
	case whole:
		c.hurt(name, p.end, "ends_early")
	}
	for _, g := range c.gaps {
		if !g.line && p.start < g.at && g.at < p.end {
			c.hurt(name, g.at, "blank")
			if keep := (g.at - p.start) * 3 / 4; keep < o.stop {
				o = scanObject(decoded[:keep])
				o.complete = false
			}
			break
		}
	}
	return o
}

// decodeBinary reads a part of any bytes. A blank inside it is harmless when the length fits.
func (c *cleaned) decodeBinary(name string, p part, fits func(int) bool) []byte {
	decoded, before := c.readable(name, p)
	if before < p.end {
		return decoded
	}
	if (p.end-p.start)%4 != 1 {
		c.checkLength(name, p)
		if fits(len(decoded)) {
			return decoded
		}
	}
	for _, g := range c.gaps {
		if !g.line && p.start < g.at && g.at < p.end {
			c.hurt(name, g.at, "blank")
			break
		}
	}
	return decoded
}

// checkLength notes a part whose last character carries more than the bytes before it need:
// no encoder makes that, so a character was changed, lost or added.
func (c *cleaned) checkLength(name string, p part) {
	if p.empty() {
		return
	}
	var spare int
	switch (p.end - p.start) % 4 {
	case 1:
		c.hurt(name, p.end-1, "length")
		return
	case 2:
		spare = 15
	case 3:
		spare = 3
	default:
		return
	}
	if sextet(c.raw[p.end-1])&spare != 0 {
		c.hurt(name, p.end-1, "trailing_bits")
	}
}

func sextet(b byte) int {
	switch {
	case 'A' <= b && b <= 'Z':
		return int(b - 'A')
	case 'a' <= b && b <= 'z':
		return int(b-'a') + 26
	case '0' <= b && b <= '9':
		return int(b-'0') + 52
	case b == '-':
		return 62
	}
	return 63
}

// cutAtFullSignature drops what follows a signature that is whole at a gap: a word after a
// pasted token is not a part of it.
func (c *cleaned) cutAtFullSignature(t *Token, p part) part {
	fits := signatureFits(t.Alg())
	if fits(0) || fits((p.end-p.start)*3/4) {
		return p // unknown algorithm, none, or nothing too much
	}
	for _, g := range c.gaps {
		if n := g.at - p.start; n > 0 && g.at < p.end && n%4 != 1 && n*3/4 >= 32 && n*3/4 != 64*5 && fits(n*3/4) {
			c.truncate(t, g.at)
			return part{p.start, g.at}
		}
	}
	return p
}

func (c *cleaned) hurt(name string, i int, reason string) {
	at := c.place(min(max(i, 0), len(c.raw)))
	c.damage = append(c.damage, Damage{Part: name, Offset: at, Bytes: sample(c.s[at:], reason), Reason: reason})
}

// sample is what to show of the place: the offending characters, at most 8 bytes of UTF-8.
func sample(s, reason string) string {
	n := 0
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		foreign := r >= utf8.RuneSelf || !isBase64URL(byte(r)) && r != '.'
		if n+size > 8 || invisible(r) || reason == "not_base64url" && !foreign {
			break
		}
		n += size
	}
	return s[:n]
}

func (c *cleaned) damaged(name string) bool {
	return slices.ContainsFunc(c.damage, func(d Damage) bool { return d.Part == name })
}

func (c *cleaned) dropDamage(name string) {
	c.damage = slices.DeleteFunc(c.damage, func(d Damage) bool { return d.Part == name })
	if c.cut == name {
		c.cut = ""
	}
}

// cutOff notes the first part that is missing or ends too early.
func (c *cleaned) cutOff(name string) {
	if c.cut == "" {
		c.cut = name
	}
}

func (c *cleaned) repairs() []Repair {
	var rs []Repair
	add := func(code, detail string) { rs = append(rs, Repair{code, detail}) }
	if c.scheme != "" {
		add("bearer_prefix", c.scheme)
	}
	if c.quotes > 0 {
		add("quotes_removed", "")
	}
	if c.percent > 0 {
		add("percent_decoded", strconv.Itoa(c.percent))
	}
	harmful := 0
	for _, d := range c.damage {
		if d.Reason == "blank" {
			harmful++
		}
	}
	if n := len(c.gaps) - harmful; n > 0 {
		add("whitespace_removed", strconv.Itoa(n))
	}
	if c.alphabet > 0 {
		add("base64_alphabet", strconv.Itoa(c.alphabet))
	}
	if c.junk > 0 {
		add("trailing_junk", strconv.Itoa(c.junk))
	}
	if c.elided >= 0 {
		add("ellipsis", "")
	}
	if c.cut != "" {
		add("cut_off", c.cut)
	}
	return rs
}

// opaque fills in what is true of a token without structure: its characters are its own.
func (c *cleaned) opaque(t *Token) {
	raw := c.s[c.lo:c.hi]
	if e := strings.IndexAny(raw, "\"'`,;"); e > 0 && strings.IndexFunc(raw[e:], unicode.IsLetter) < 0 {
		c.junk = len(raw) - e
		raw = raw[:e]
	} else {
		c.junk = 0
	}
	c.gaps, c.percent, c.alphabet, c.damage, c.cut, c.elided = nil, 0, 0, nil, "", -1
	for _, mark := range [...]string{"…", "...", "***"} {
		if i := strings.Index(raw, mark); i >= 0 {
			c.elided, raw = i, raw[:i]
			c.cutOff("")
			break
		}
	}
	*t = Token{Kind: KindOpaque, Raw: raw, Header: t.Header, Opaque: opaqueLooks(raw), Complete: c.elided < 0}
	t.Repairs = c.repairs()
}

// object reports whether a part begins like a JSON object.
func (c *cleaned) object(p part) bool {
	n := min(p.end, p.start+16)
	for i := p.start; i < n; i++ {
		if !isBase64URL(c.raw[i]) {
			n = i
		}
	}
	return scanObject(decodeRaw(c.raw[p.start:n])).object
}
