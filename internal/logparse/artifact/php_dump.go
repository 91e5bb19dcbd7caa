package artifact

import (
	"strings"

	"grantlens/internal/source"
)

// PHP's print_r: no quotation marks, a member a line; and its var_export. (var_dump is read with the other objects.)
//
//	Array                              array (
//	(                                    'error' => 'invalid_grant',
//	    [error] => invalid_grant       )
//	)
//
// A browser shows print_r's output on one line: Array ( [error] => invalid_grant )

var _ = register(Recogniser{ID: "php-print-r", Rank: 49, Read: readPrintR})

var printRLiterals = findLiterals("array\n", "object\n", "array (\n", "array(\n", "array ( [", "object ( [", "[access_token] => ", "[error] => ", "[error_type] => ")

func readPrintR(r *Reader) {
	last := 0
	for _, h := range r.hits(printRLiterals) {
		if h.at < last || r.Opened(source.Span{Start: h.at, End: h.at + 1}) {
			continue
		}
		at := h.at + len(printRLiterals.texts[h.lit])
		if h.lit >= 6 {
			last = r.printedMembers(h.at, last)
			continue
		}
		if h.lit >= 2 {
			at -= 2 // the bracket stands on the same line
		}
		flat := h.lit >= 4
		if flat {
			at-- // and the first member
		}
		p := printReader{text: r.View.Text, at: at, flat: flat}
		n := p.array(0)
		last = p.at
		if n == nil && strings.HasPrefix(r.Lower[h.at:], varExport) {
			if n = r.parseObject(h.at, len(r.View.Text)); n != nil {
				last = max(last, n.span.End)
			}
		}
		if n == nil || len(n.members) == 0 {
			continue
		}
		if r.interpret(n, 0) {
			r.Take(n.span)
		}
	}
}

// printedMembers reads members that somebody copied without the array around them, from the first of them on. The member at
// offset at is one of them; they stand a line each, or all on its line.
func (r *Reader) printedMembers(at, last int) int {
	text := r.View.Text
	at = r.lineStart(at, maxRecord)
	if at < last || text[at] != '[' {
		return last
	}
	line, _, _ := strings.Cut(text[at:min(len(text), at+maxRecord)], "\n")
	p := printReader{text: text, at: at, flat: strings.Count(line, "] => ") > 1}
	for above := strings.LastIndexByte(text[:max(at-1, 0)], '\n') + 1; !p.flat && above >= last && above < at && text[above] == '['; {
		at, above = above, strings.LastIndexByte(text[:max(above-1, 0)], '\n')+1
	}
	p.at = at
	n := &node{typ: 'o', span: source.Span{Start: at, End: at}}
	for p.at < len(p.text) && (p.flat || p.text[p.at] == '[') {
		line, ok := p.line()
		if !ok || !p.member(n, line, maxNesting) {
			break
		}
		n.span.End = line.End
	}
	if len(n.members) > 1 && r.interpret(n, 0) {
		r.Take(n.span)
	}
	return p.at
}

type printReader struct {
	text string
	at   int
	flat bool // all on one line
}

// array reads `(`, members and `)`, each on a line of its own; nil if there is none.
func (p *printReader) array(depth int) *node {
	line, ok := p.line()
	if !ok || p.text[line.Start:line.End] != "(" || depth > maxNesting {
		return nil
	}
	n := &node{typ: 'o', span: source.Span{Start: line.Start, End: line.End}}
	for other := 0; ; {
		line, ok := p.line()
		if !ok || other > 40 {
			n.cut = true
			return n
		}
		n.span.End = line.End
		s := p.text[line.Start:line.End]
		if s == ")" {
			return n
		}
		if !p.member(n, line, depth) {
			if len(n.members) == 0 {
				return nil
			}
			other++ // the rest of a value over several lines
		}
	}
}

// member adds the member that a line holds: `[key] => value`.
func (p *printReader) member(n *node, line source.Span, depth int) bool {
	s := p.text[line.Start:line.End]
	end := strings.Index(s, "] => ")
	if strings.HasSuffix(s, "] =>") {
		end = len(s) - len("] =>")
	}
	if !strings.HasPrefix(s, "[") || end < 0 {
		return false
	}
	key := source.Span{Start: line.Start + 1, End: line.Start + end}
	value := trim(p.text, source.Span{Start: key.End + len("] =>"), End: line.End})
	m := member{key: strings.TrimSuffix(strings.TrimSuffix(p.text[key.Start:key.End], ":protected"), ":private"), keySpan: key}
	if v := p.text[value.Start:value.End]; v == "Array" || strings.HasSuffix(v, " Object") {
		m.val = p.array(depth + 1)
	}
	if m.val == nil {
		m.val = &node{typ: 's', span: value, inside: value, text: p.text[value.Start:value.End]}
		if isNumber(m.val.text) {
			m.val.typ = 'n'
		}
	}
	n.members = append(n.members, m)
	return true
}

// line is the next line that is not empty, trimmed.
func (p *printReader) line() (source.Span, bool) {
	if p.flat {
		return p.part()
	}
	for p.at < len(p.text) {
		end := len(p.text)
		if i := strings.IndexByte(p.text[p.at:], '\n'); i >= 0 {
			end = p.at + i
		}
		s := trim(p.text, source.Span{Start: p.at, End: end})
		p.at = end + 1
		if !s.Empty() {
			return s, true
		}
	}
	return source.Span{}, false
}

// part is what would stand on a line of its own.
func (p *printReader) part() (source.Span, bool) {
	for p.at < len(p.text) && p.text[p.at] == ' ' {
		p.at++
	}
	s := source.Span{Start: p.at, End: p.at}
	for ; s.End < len(p.text) && p.text[s.End] != '\n'; s.End++ {
		if rest := p.text[s.End:]; s.Empty() && (rest[0] == '(' || rest[0] == ')') {
			s.End++
			break
		} else if strings.HasPrefix(rest, " )") || strings.HasPrefix(rest, " [") && strings.Contains(rest[:min(len(rest), 80)], "] =>") || strings.HasPrefix(rest, " (") && (strings.HasSuffix(p.text[s.Start:s.End], " Array") || strings.HasSuffix(p.text[s.Start:s.End], " Object")) {
			break
		}
	}
	p.at = s.End
	return s, !s.Empty()
}
