package artifact

import (
	"strings"

	"grantlens/internal/source"
)

// shape recognises one kind of dumped object; read reports whether the object was of that kind.
type shape struct {
	id   string
	rank int
	read func(*Reader, *node) bool
}

var shapes []shape

func registerShape(s shape) bool {
	at := len(shapes)
	for at > 0 && (shapes[at-1].rank > s.rank || shapes[at-1].rank == s.rank && shapes[at-1].id > s.id) {
		at--
	}
	shapes = append(shapes[:at], append([]shape{s}, shapes[at:]...)...)
	return true
}

var _ = register(Recogniser{ID: "object", Rank: 50, Read: readObjects})

// openings are the first bytes of brackets and quotation marks.
var openings = [...]byte{'{', '[', '"', 0xe2}

// nextOpening is where the next of the openings stands, from at on; the end of the text if none does. known is where each
// was found last: most are rare, and are looked for again only behind that place.
func nextOpening(text string, at int, known *[len(openings)]int) int {
	first := len(text)
	for i, c := range openings {
		if known[i] < at {
			known[i] = len(text)
			if n := strings.IndexByte(text[at:], c); n >= 0 {
				known[i] = at + n
			}
		}
		first = min(first, known[i])
	}
	return first
}

// readObjects finds dumped objects anywhere in the text and offers each to the shapes.
func readObjects(r *Reader) {
	text := r.View.Text
	known := [len(openings)]int{-1, -1, -1, -1}
	for at := 0; at < len(text); {
		at = nextOpening(text, at, &known)
		if at >= len(text) {
			return
		}
		if free := r.taken.free(at); free > at {
			at = free
			continue
		}
		if text[at] == '"' || text[at] == 0xe2 {
			at = r.looseMembers(at)
			continue
		}
		if !mayOpenObject(text, at) {
			at++
			continue
		}
		if strings.HasPrefix(text[at:], `{\"`) || strings.HasPrefix(text[at:], `{\\`) || strings.HasPrefix(text[at:], `[{\"`) || strings.HasPrefix(text[at:], `{\n`) {
			end := r.lineEnd(at, 64<<10)
			if worthReading(text[at:end]) {
				r.Reread(source.Span{Start: at, End: end})
			}
			at = end
			continue
		}
		n := r.parseObject(at, len(text))
		if n == nil {
			at++
			continue
		}
		if len(n.members) == 0 {
			at = max(n.span.End, at+1)
			continue
		}
		if r.interpret(n, 0) {
			r.Take(n.span)
			at = n.span.End
		} else if n.cut {
			at = r.lineEnd(at, 64<<10)
		} else {
			at = n.span.End
		}
		at = max(at, n.span.Start+1)
	}
}

// mayOpenObject: an object opens with a brace or bracket that is followed by a name, a quotation mark or another one.
func mayOpenObject(text string, at int) bool {
	rest := strings.TrimLeft(text[at+1:min(len(text), at+200)], " \t\r\n")
	if rest == "" {
		return false
	}
	c := rest[0]
	if text[at] == '[' {
		return c == '{' || strings.HasPrefix(rest, "▼") && dictionary(text[at+1:]) || quoteLen(rest) > 0 && (strings.Contains(rest, "{") || dictionary(text[at+1:])) || c == 'A' && dictionary(text[at+1:])
	}
	if len(rest) > 1 && c == ':' && isLetter(rest[1]) { // Ruby's symbols; with a comma behind them, a tuple of Elixir
		end := 1
		for end < len(rest) && isWord(rest[end]) {
			end++
		}
		return end == len(rest) || rest[end] != ','
	}
	if len(rest) > 1 && c == '#' && isDigit(rest[1]) { // Symfony's dumps
		return true
	}
	return isLetter(c) || c == '_' || c == '[' || c == '\\' || c == '$' || quoteLen(rest) > 0
}

// interpret offers an object and what is inside it to the shapes.
func (r *Reader) interpret(n *node, depth int) bool {
	if depth > 12 {
		return false
	}
	if r.shaped(n) {
		return true
	}
	found := false
	for _, m := range n.members {
		switch m.val.typ {
		case 'o', 'a':
			if r.interpret(m.val, depth+1) {
				found = true
			}
		case 's':
			if r.worthReading(m.val) {
				r.Reread(m.val.inside)
			}
		}
	}
	return found
}

// shaped offers an object to the shapes.
func (r *Reader) shaped(n *node) bool {
	if n.typ == 'o' {
		for _, s := range shapes {
			if s.read(r, n) {
				return true
			}
		}
	}
	return false
}

// looseMembers reads a run of `"name": value` members that has lost its braces, from the quotation mark at offset at, which
// nobody has taken.
// It returns where to go on.
func (r *Reader) looseMembers(at int) int {
	text := r.View.Text
	next := at + 1
	first := at
	for first > 0 && at-first < 100 && strings.IndexByte(" \t,", text[first-1]) >= 0 {
		first--
	}
	q := quoteLen(text[at:])
	end := at + q
	for end < len(text) && end-at < 64 && isWord(text[end]) {
		end++
	}
	name := text[at+q : end]
	if !bodyMembers[name] && name != "grant_type" || first > 0 && text[first-1] != '\n' && (first == at || !strings.HasSuffix(name, "_token") && !isMemberEnd(text[first-1])) {
		return next // what has lost its front begins within a line, behind the end of the member that was cut
	}
	o := objectReader{text: text, at: at, limit: maxNodes}
	n := &node{typ: 'o', span: source.Span{Start: at}, cut: true}
	for o.at < len(text) {
		before := o.at
		o.space()
		for o.at < len(text) && text[o.at] == ',' {
			o.at++
			o.space()
		}
		if o.at >= len(text) || quoteLen(text[o.at:]) == 0 || !o.member(n) || len(n.members) == 0 || n.members[len(n.members)-1].key == "" {
			o.at = before
			break
		}
	}
	n.span.End = o.at
	if !protocolBody(n) {
		return max(next, n.span.End)
	}
	r.addBody(n, "json", []string{"braces_missing"})
	r.Take(n.span)
	return max(next, n.span.End)
}

// isMemberEnd reports whether a byte before a comma may end a member.
func isMemberEnd(c byte) bool { return c == '"' || isDigit(c) }

// addBody gives a protocol body out as an artifact of its own, with the words before it as its label.
func (r *Reader) addBody(n *node, format string, quirks []string) {
	c := objectContent(r.View, n)
	c.Quirks = quirks
	r.rereadStrings(n)
	a := r.add()
	a.Kind, a.Format, a.Span, a.Body = Body, format, r.View.Origin(n.span), c
	a.Label, a.Heading = r.wordsBefore(n.span.Start)
}

// wordsBefore gives the words on the line before offset at, and the line above it.
func (r *Reader) wordsBefore(at int) (label, heading Value) {
	text := r.View.Text
	start := r.lineStart(at, 200)
	if s := trim(text, source.Span{Start: start, End: at}); !s.Empty() {
		label = r.Value(s)
	}
	if start > 0 && text[start-1] == '\n' {
		above := source.Span{Start: r.lineStart(start-1, 220), End: start - 1}
		if above.Start == 0 || text[above.Start-1] == '\n' {
			if above = trim(text, above); !above.Empty() && above.Len() <= 200 {
				heading = r.Value(above)
			}
		}
	}
	return label, heading
}

var _ = registerShape(shape{id: "protocol-body", rank: 90, read: func(r *Reader, n *node) bool {
	if !protocolBody(n) || statusAndMessage(n) && n.span.Start > 0 && r.View.Text[n.span.Start-1] == '[' {
		return false // the last is one of a list, as APIs answer
	}
	if !ofProtocol(n) && !r.near(authWords, n.span.Start, 1500, n.span.Len()+1500) && (10*n.span.Len() < 8*len(r.View.Text) || statusAndMessage(n)) {
		return false
	}
	r.addBody(n, "json", nil)
	return true
}})
