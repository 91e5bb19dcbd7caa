package artifact

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"grantlens/internal/source"
)

// node is one value of a dumped object. Spans are offsets of the view it was read from.
type node struct {
	typ     byte // 's' string, 'n' number, 'b' boolean, '0' null or undefined, 'o' object, 'a' array, 'w' bare words
	span    source.Span
	inside  source.Span // of a string: between the quotes
	text    string      // unescaped string, or the token as written
	members []member
	cut     bool
	escaped bool
}

type member struct {
	key     string
	keySpan source.Span
	val     *node
}

func (n *node) get(key string) *node {
	if n == nil {
		return nil
	}
	for i := range n.members {
		if n.members[i].key == key {
			return n.members[i].val
		}
	}
	return nil
}

func (n *node) str() string {
	if n == nil || n.typ == '0' || n.typ == 'o' || n.typ == 'a' {
		return ""
	}
	return n.text
}

// objectReader reads what programs print of objects, leniently: JSON, JavaScript (util.inspect, console), Python,
// Ruby, PHP arrays, Swift and Objective-C dictionaries, with single, double, back or typographic quotes, raw line
// breaks inside wrapped tokens, trailing commas, class names before braces, and no end.
type objectReader struct {
	text  string
	at    int
	limit int // nodes that may still be made
	depth int
	slab  []node // made at once, handed out one by one
	spare *node  // handed out for a name, of which the text was taken
	left  bool   // the text goes on in sentences: every open object ends
}

func (o *objectReader) node(typ byte) *node {
	if n := o.spare; n != nil {
		o.spare = nil
		*n = node{typ: typ}
		return n
	}
	if len(o.slab) == 0 {
		o.slab = make([]node, 24)
	}
	n := &o.slab[0]
	o.slab = o.slab[1:]
	n.typ = typ
	return n
}

const (
	maxNodes   = 200_000
	maxNesting = 64
)

// varExport is how PHP's var_export opens an array.
const varExport = "array ("

// nullPrototype is how util.inspect heads an object without a prototype, such as axios's config.
const nullPrototype = "[Object: null prototype] "

// value reads one value at o.at; nil if there is none.
func (o *objectReader) value() *node {
	o.space()
	if o.at >= len(o.text) || o.limit <= 0 {
		return nil
	}
	o.limit--
	start := o.at
	c := o.text[o.at]
	switch {
	case c == '[' && strings.HasPrefix(o.text[o.at:], nullPrototype):
		o.at += len(nullPrototype)
		n := o.value()
		if n != nil {
			n.span.Start = start
		}
		return n
	case c == '{' || c == '[':
		return o.composite(c)
	case c == '%' && strings.HasPrefix(o.text[o.at:], "%{"): // Elixir's map in a map
		o.at++
		return o.composite('{')
	case c == 'a' && strings.HasPrefix(o.text[o.at:], varExport):
		o.at += len(varExport) - 1
		return o.composite('(')
	case quoteLen(o.text[o.at:]) > 0:
		return o.stringLiteral()
	case c == 's' && strings.HasPrefix(o.text[o.at:], "string("):
		if n := o.phpString(); n != nil {
			return n
		}
	case (c == 'b' || c == 'u' || c == 'r') && o.at+1 < len(o.text) && (o.text[o.at+1] == '\'' || o.text[o.at+1] == '"'):
		o.at++ // Python's b'…'
		n := o.stringLiteral()
		n.span.Start = start
		return n
	}
	return o.bare()
}

// phpString reads var_dump's `string(13) "invalid_grant"`, which gives the length and escapes nothing.
func (o *objectReader) phpString() *node {
	at := o.at + len("string(")
	digits := at
	for at < len(o.text) && isDigit(o.text[at]) {
		at++
	}
	n, err := strconv.Atoi(o.text[digits:at])
	if err != nil || !strings.HasPrefix(o.text[at:], `) "`) {
		return nil
	}
	inside := source.Span{Start: at + 3, End: at + 3 + n}
	if inside.End >= len(o.text) || o.text[inside.End] != '"' {
		return nil
	}
	v := o.node('s')
	v.span, v.inside, v.text = source.Span{Start: o.at, End: inside.End + 1}, inside, o.text[inside.Start:inside.End]
	o.at = v.span.End
	return v
}

// dictionary reports whether what follows a square bracket is Swift's `"key": value` (or `AnyHashable("key"): value`) or
// PHP's `'key' => value`.
func dictionary(s string) bool {
	s = strings.TrimLeft(s[:min(len(s), 120)], " \n\t")
	s = strings.TrimPrefix(s, "AnyHashable(")
	s = strings.TrimLeft(strings.TrimPrefix(s, "▼"), " \n\t") // Laravel's dump, copied from its page
	if s == "" || s[0] != '"' && s[0] != '\'' {
		return false
	}
	end := strings.IndexByte(s[1:], s[0])
	if end < 1 {
		return false
	}
	after := strings.TrimPrefix(s[end+2:], ")")
	return strings.HasPrefix(after, ": ") && s[0] == '"' || strings.HasPrefix(strings.TrimLeft(after, " "), "=>")
}

func (o *objectReader) composite(open byte) *node {
	n := o.node('o')
	n.span.Start = o.at
	closer := byte('}')
	switch open {
	case '(': // PHP's var_export
		closer = ')'
	case '[':
		closer = ']'
		if !dictionary(o.text[o.at+1:]) {
			n.typ = 'a'
		}
	}
	if o.depth >= maxNesting {
		o.skipBalanced()
		n.span.End = o.at
		return n
	}
	o.depth++
	defer func() { o.depth--; n.span.End = o.at }()
	o.at++
	for {
		before := o.at
		o.space()
		if strings.Count(o.text[before:o.at], "\n") > 1 && startsSentence(o.text[o.at:]) {
			o.at, o.left = before, true
		}
		if o.at >= len(o.text) || o.limit <= 0 || o.left {
			n.cut = true
			return n
		}
		c := o.text[o.at]
		switch {
		case c == closer:
			o.at++
			return n
		case c == '}' || c == ']' || c == ')':
			if c != ')' { // unbalanced: leave it to the one outside
				n.cut = true
				return n
			}
			o.at++
			continue
		case c == ',' || c == ';':
			o.at++
			continue
		case strings.HasPrefix(o.text[o.at:], "…"):
			o.at += len("…")
			n.cut = true
			continue
		case strings.HasPrefix(o.text[o.at:], "..."):
			o.at += 3
			n.cut = true
			continue
		}
		before = o.at
		if n.typ == 'a' {
			v := o.value()
			if v == nil {
				n.cut = true
				return n
			}
			n.members = append(n.members, member{val: v})
		} else if !o.member(n) {
			n.cut = true
			return n
		}
		if o.at == before { // nothing was read: step on, so that it always ends
			o.at++
		}
	}
}

// startsSentence reports whether a text begins with four words and nothing between them: somebody goes on talking.
func startsSentence(text string) bool {
	words := 0
	for i := range min(len(text), 80) {
		switch c := text[i]; {
		case c == ' ' && i > 0 && text[i-1] != ' ':
			if words++; words == 4 {
				return true
			}
		case !isLetter(c) && c != '\'' && c < 0x80:
			return false
		}
	}
	return false
}

// member reads `key: value`; a key without a value is kept as bare words. False ends the object.
func (o *objectReader) member(n *node) bool {
	if o.at+1 < len(o.text) {
		switch c, next := o.text[o.at], o.text[o.at+1]; {
		case c == ':' && isLetter(next), // Ruby's symbols
			c == 'u' && (next == '\'' || next == '"'),         // Python 2's u'…'
			(c == '+' || c == '-' || c == '#') && next == '"': // who may see the member, in Symfony's dumps
			o.at++
		}
	}
	start := o.at
	var key string
	var keySpan source.Span
	if c := o.text[o.at]; c == '[' { // PHP print_r: [key] => value; util.inspect: [Symbol(x)]: value
		end := strings.IndexByte(o.text[o.at:min(len(o.text), o.at+80)], ']')
		if end < 0 {
			return false
		}
		keySpan = source.Span{Start: o.at + 1, End: o.at + end}
		if q := o.text[o.at+1]; (q == '"' || q == '\'') && end > 2 && o.text[keySpan.End-1] == q { // PHP var_dump
			keySpan.Start, keySpan.End = keySpan.Start+1, keySpan.End-1
		}
		key = o.text[keySpan.Start:keySpan.End]
		o.at += end + 1
	} else if quoteLen(o.text[o.at:]) > 0 {
		k := o.stringLiteral()
		if k.cut { // no name goes on in the next line
			o.left = true
			return false
		}
		key, keySpan, o.spare = k.text, k.inside, k
	} else if strings.HasPrefix(o.text[o.at:], `AnyHashable("`) {
		o.at += len("AnyHashable(")
		k := o.stringLiteral()
		key, keySpan, o.spare = k.text, k.inside, k
		if o.at < len(o.text) && o.text[o.at] == ')' {
			o.at++
		}
	} else {
		for o.at < len(o.text) && isKeyByte(o.text[o.at]) {
			o.at++
		}
		if o.at == start {
			if c := o.text[o.at]; c == '{' || c == '[' {
				return true
			}
			o.bare() // not a key: an unnamed value, such as an Error printed inside the braces
			return o.at > start
		}
		keySpan = source.Span{Start: start, End: o.at}
		key = strings.TrimSuffix(o.text[start:o.at], ".")
	}
	o.spaceOnLine()
	switch {
	case strings.HasPrefix(o.text[o.at:], "=>"):
		o.at += 2
	case o.at < len(o.text) && (o.text[o.at] == ':' || o.text[o.at] == '='):
		o.at++
	case o.at < len(o.text) && o.text[o.at] == '"' && o.text[start] == '"': // a missing colon
	case o.at < len(o.text) && (o.text[o.at] == '{' || o.text[o.at] == '('):
		// `ClientRequest {…}` and protobuf's `providers {…}`
		if o.text[o.at] == '(' {
			o.bare()
			return true
		}
	default:
		o.at = start
		n.members = append(n.members, member{val: o.bare()})
		return o.at > start
	}
	v := o.value()
	if v == nil {
		return false
	}
	if n.members == nil {
		n.members = make([]member, 0, 8)
	}
	n.members = append(n.members, member{key: key, keySpan: keySpan, val: v})
	return true
}

func isKeyByte(c byte) bool {
	return isWord(c) || c == '-' || c == '$' || c == '@' || c == '.' || c >= 0x80
}

// quoteLen is the length of a quotation mark that may open a string here, or 0.
func quoteLen(s string) int {
	if s == "" {
		return 0
	}
	switch s[0] {
	case '"', '\'', '`':
		return 1
	case 0xe2:
		if strings.HasPrefix(s, "“") || strings.HasPrefix(s, "”") || strings.HasPrefix(s, "„") || strings.HasPrefix(s, "‘") {
			return 3
		}
	case 0xc2:
		if strings.HasPrefix(s, "«") {
			return 2
		}
	}
	return 0
}

// inString marks the bytes that may end a string or stand for others.
var inString = [256]bool{'\\': true, '"': true, '\'': true, '`': true, '\n': true, 0xe2: true, 0xc2: true}

// stringLiteral reads a string that opens at o.at.
func (o *objectReader) stringLiteral() *node {
	start := o.at
	q := quoteLen(o.text[o.at:])
	open := o.text[o.at : o.at+q]
	o.at += q
	n := o.node('s')
	n.inside.Start = o.at
	typographic := q > 1
	wrapped := strings.HasPrefix(o.text[o.at:], "eyJ")
	lineStart := o.at
	if wrapped && !typographic { // a token in one piece is stepped over at once
		const longest = 8 << 10
		rest := o.text[o.at:min(len(o.text), o.at+longest)]
		if end := strings.IndexByte(rest, open[0]); end > 0 && strings.IndexByte(rest[:end], '\\') < 0 && strings.IndexByte(rest[:end], '\n') < 0 && strings.IndexByte(rest[:end], 0xe2) < 0 {
			o.at += end
		}
	}
	for o.at < len(o.text) {
		c := o.text[o.at]
		if !inString[c] {
			o.at++
			continue
		}
		switch {
		case c == '\\' && o.at+1 < len(o.text):
			n.escaped = true
			o.at += 2
			continue
		case c == open[0] && !typographic:
			return o.endString(n, start, 1)
		case c == 0xe2 && (open == "\"" || typographic) && (strings.HasPrefix(o.text[o.at:], "”") || strings.HasPrefix(o.text[o.at:], "“") || strings.HasPrefix(o.text[o.at:], "’") && open == "‘"):
			return o.endString(n, start, 3)
		case typographic && c == '"':
			return o.endString(n, start, 1)
		case c == '\n' && open != "`":
			// A token that a narrow page or terminal has wrapped goes on; any other string has lost its end.
			if !wrapped || o.at-lineStart > 512 || strings.Contains(o.text[lineStart:o.at], "\":") {
				o.at = max(o.at, n.inside.Start)
				n.cut = true
				n.inside.End = o.at
				n.span = source.Span{Start: start, End: o.at}
				n.text = o.unescaped(n)
				return n
			}
			lineStart = o.at + 1
		}
		o.at++
	}
	n.cut = true
	n.inside.End = len(o.text)
	o.at = len(o.text)
	n.span = source.Span{Start: start, End: o.at}
	n.text = o.unescaped(n)
	return n
}

func (o *objectReader) endString(n *node, start, closeLen int) *node {
	n.inside.End = o.at
	o.at += closeLen
	n.text = o.unescaped(n)
	// util.inspect breaks long strings: 'first\n' + 'second'
	for {
		save := o.at
		o.space()
		if o.at >= len(o.text) || o.text[o.at] != '+' {
			o.at = save
			break
		}
		o.at++
		plus := o.at
		o.space()
		if o.at >= len(o.text) || o.at == plus || quoteLen(o.text[o.at:]) == 0 {
			o.at = save
			break
		}
		next := o.stringLiteral()
		n.text += next.text
	}
	n.span = source.Span{Start: start, End: o.at}
	return n
}

func (o *objectReader) unescaped(n *node) string {
	raw := o.text[n.inside.Start:n.inside.End]
	if !n.escaped {
		return raw
	}
	return source.UnescapeString(raw)
}

// bare reads an unquoted value up to a comma, a bracket or the end of the line.
func (o *objectReader) bare() *node {
	start := o.at
	round := 0
	for o.at < len(o.text) {
		c := o.text[o.at]
		if c == '\n' || round == 0 && (c == ',' || c == ';' || c == '}' || c == ']') {
			break
		}
		switch c {
		case '(':
			round++
		case ')':
			if round == 0 {
				goto done
			}
			round--
		case '{', '[':
			if o.at == start {
				break
			}
			// `HttpHeaders {…}`, `[Function: x]`, `<ref *1> ClientRequest {…}`: the braces are the value.
			if c == '{' && className(o.text[start:o.at]) {
				return o.composite('{')
			}
			o.skipBalanced()
			continue
		}
		o.at++
	}
done:
	s := trim(o.text, source.Span{Start: start, End: o.at})
	n := o.node('w')
	n.span, n.inside, n.text = s, s, o.text[s.Start:s.End]
	for _, wrap := range [...]string{"Some(", "Optional(", "String(", "Number(", "Bool("} { // Rust, Swift, serde
		if inner, ok := strings.CutPrefix(n.text, wrap); ok && strings.HasSuffix(inner, ")") {
			n.inside = source.Span{Start: s.Start + len(wrap), End: s.End - 1}
			if len(inner) > 2 && inner[0] == '"' && inner[len(inner)-2] == '"' {
				n.inside = source.Span{Start: n.inside.Start + 1, End: n.inside.End - 1}
				n.typ = 's'
			}
			n.text = o.text[n.inside.Start:n.inside.End]
		}
	}
	switch {
	case n.typ == 's':
	case n.text == "true" || n.text == "false" || n.text == "True" || n.text == "False":
		n.typ = 'b'
	case n.text == "null" || n.text == "undefined" || n.text == "None" || n.text == "nil" || n.text == "(null)":
		n.typ = '0'
	case isNumber(n.text):
		n.typ = 'n'
	}
	return n
}

func className(s string) bool {
	s = strings.TrimSpace(s)
	if i := strings.LastIndex(s, "> "); i >= 0 {
		s = s[i+2:]
	}
	s = strings.TrimSuffix(strings.TrimSuffix(s, "(1)"), "(2)")
	if i := strings.LastIndexByte(s, ']'); i >= 0 && strings.HasPrefix(s, "[Object: null prototype") {
		s = strings.TrimSpace(s[i+1:])
		if s == "" {
			return true
		}
	}
	for i := 0; i < len(s); i++ {
		if !isWord(s[i]) && s[i] != '.' && s[i] != '$' && s[i] != '-' && s[i] != '(' && s[i] != ')' {
			return false
		}
	}
	return s != ""
}

func isNumber(s string) bool {
	if s == "" || len(s) > 32 {
		return false
	}
	digits := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case isDigit(c):
			digits++
		case c == '-' && i == 0, c == '.', c == 'e', c == 'E', c == '+':
		default:
			return false
		}
	}
	return digits > 0 && (isDigit(s[0]) || s[0] == '-')
}

// skipBalanced steps over a bracketed run without keeping it, however deep.
func (o *objectReader) skipBalanced() {
	depth := 0
	for o.at < len(o.text) {
		switch c := o.text[o.at]; c {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
			if depth <= 0 {
				o.at++
				return
			}
		case '"':
			end := o.at + 1
			for end < len(o.text) && o.text[end] != '"' && o.text[end] != '\n' {
				if o.text[end] == '\\' {
					end++
				}
				end++
			}
			if end < len(o.text) && o.text[end] == '"' {
				o.at = end
			}
		}
		o.at++
	}
}

func (o *objectReader) space() {
	for o.at < len(o.text) {
		if isSpace(o.text[o.at]) {
			o.at++
		} else if strings.HasPrefix(o.text[o.at:], "\u00a0") || strings.HasPrefix(o.text[o.at:], "\ufeff") {
			_, n := utf8.DecodeRuneInString(o.text[o.at:])
			o.at += n
		} else {
			return
		}
	}
}

func (o *objectReader) spaceOnLine() {
	for o.at < len(o.text) && (o.text[o.at] == ' ' || o.text[o.at] == '\t') {
		o.at++
	}
}

// flatten lists the members of an object as parameters; nested ones also under dotted names.
func flatten(v *source.View, n *node, prefix string, depth int) Params {
	var ps Params
	if len(n.members) > 0 {
		ps = make(Params, 0, len(n.members))
	}
	for i, m := range n.members {
		if i > 400 {
			break
		}
		if m.key == "" {
			continue
		}
		typ := m.val.typ
		p := Param{Name: prefix + m.key, NameSpan: v.Origin(m.keySpan), Type: typ}
		p.Value = Value{Text: m.val.str(), Span: v.Origin(m.val.inside)}
		if typ == 'o' || typ == 'a' || m.val.inside.Empty() {
			p.Value.Span = v.Origin(m.val.span)
		}
		if typ == 'a' {
			p.Value.Text = joinArray(m.val)
			if m.key == "errors" && len(m.val.members) > 0 {
				if first := m.val.members[0].val; first.typ == 'o' && (first.get("code") != nil && first.get("code").typ == 'n' || first.get("errorType") != nil || first.get("reason") != nil) {
					ps = append(ps, flatten(v, first, prefix+"errors.", 4)...) // X's {"errors":[{"code":32,"message":…}]}, Fitbit's errorType, Google's reason
				}
			}
		}
		ps = append(ps, p)
		if typ == 'o' && depth < 4 {
			ps = append(ps, flatten(v, m.val, prefix+m.key+".", depth+1)...)
		}
	}
	return ps
}

func joinArray(n *node) string {
	var parts []string
	for i, m := range n.members {
		if i >= 50 || m.val.typ == 'o' || m.val.typ == 'a' {
			break
		}
		parts = append(parts, m.val.str())
	}
	return strings.Join(parts, " ")
}
