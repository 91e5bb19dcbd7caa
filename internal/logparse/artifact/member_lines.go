package artifact

import (
	"strings"

	"grantlens/internal/source"
)

// A token answer that is printed a member a line: YAML, PowerShell's Format-List, a loop over the members. A log may begin
// each line with its head.
//
//	token_type    : Bearer
//	expires_in    : 3599
//	access_token  : eyJ0eXAiOiJKV1QiLCJhbGci
//	                OiJSUzI1NiJ9…

var _ = register(Recogniser{ID: "member-lines", Rank: 54, Read: readMemberLines})

var memberLineNames = findLiterals("access_token", "id_token")

// maxMemberLines is how many lines are looked at on either side of the token.
const maxMemberLines = 30

func readMemberLines(r *Reader) {
	text := r.View.Text
	last := 0
	for _, h := range r.hits(memberLineNames) {
		if h.at < last || h.at > 0 && !isSpace(text[h.at-1]) || !namesMember(text, h.at) || !r.Free(source.Span{Start: h.at, End: h.at + 1}) {
			continue
		}
		start := r.lineStart(h.at, maxRecord)
		head := text[start:h.at]
		m, ok := r.memberLine(start, head)
		if !ok || len(m.val.text) < 16 || strings.IndexByte(m.val.text, ' ') >= 0 || strings.Contains(m.val.text, "://") {
			continue // an address is the endpoint in a configuration
		}
		for n := 0; n < maxMemberLines && start > last; n++ {
			above := r.lineStart(start-1, maxRecord)
			if _, ok := r.memberLine(above, head); !ok {
				break
			}
			start = above
		}
		n := &node{typ: 'o', span: source.Span{Start: start, End: start}}
		for at := start; at < len(text) && len(n.members) < 2*maxMemberLines; {
			m, ok := r.memberLine(at, head)
			if !ok {
				break
			}
			n.members = append(n.members, m)
			n.span.End = m.val.span.End
			at = m.val.span.End + 1
		}
		last = max(n.span.End, h.at+1)
		n.span.Start = n.members[0].keySpan.Start
		if len(n.members) > 1 && r.interpret(n, 0) {
			r.Take(n.span)
		}
	}
}

// namesMember reports whether the name at offset at is followed as that of a member is. It is asked first: to look for the
// line around each name of a token took a third of the time of a log without lines.
func namesMember(text string, at int) bool {
	for at < len(text) && (isWord(text[at]) || text[at] == '-') {
		at++
	}
	for at < len(text) && text[at] == ' ' {
		at++
	}
	return at < len(text) && (text[at] == '=' || text[at] == ':' && (at+1 == len(text) || isSpace(text[at+1])))
}

// memberLine reads `name: value` or `name = value` from the line that begins at offset at with a head like the one given,
// and the lines on which PowerShell goes on with the value.
func (r *Reader) memberLine(at int, head string) (member, bool) {
	text := r.View.Text
	end := r.lineEnd(at, 64<<10)
	if end-at < len(head) || !sameShape(text[at:at+len(head)], head) {
		return member{}, false
	}
	key := source.Span{Start: at + len(head), End: at + len(head)}
	for key.End < end && (isWord(text[key.End]) || text[key.End] == '-') {
		key.End++
	}
	sep := key.End
	for sep < end && text[sep] == ' ' {
		sep++
	}
	if key.Empty() || sep >= end || text[sep] != ':' && text[sep] != '=' || sep+1 < end && text[sep] == ':' && text[sep+1] != ' ' {
		return member{}, false
	}
	value := trim(text, source.Span{Start: sep + 1, End: end})
	if rest := text[value.Start:value.End]; sep == key.End && text[sep] == '=' && strings.IndexByte(rest, '&') > 0 && !strings.Contains(rest, "://") {
		return member{}, false // a form
	}
	for end < len(text) { // a value that is wrapped stands in its own column
		next := trim(text, source.Span{Start: end + 1, End: r.lineEnd(min(end+1, len(text)), maxRecord)})
		if next.Empty() || next.Start-end-1 != value.Start-at || value.Start-at < len(head)+4 || strings.IndexByte(text[next.Start:next.End], ' ') >= 0 {
			break
		}
		end = next.End
		value.End = end
	}
	v := scalar(text, value)
	if quote := quoteLen(v.text); quote == 1 && len(v.text) > 1 && v.text[len(v.text)-1] == v.text[0] {
		v.inside = source.Span{Start: value.Start + 1, End: value.End - 1}
		v.text, v.typ = text[v.inside.Start:v.inside.End], 's'
	}
	if strings.IndexByte(v.text, '\n') >= 0 {
		v.text = strings.Join(strings.Fields(v.text), "")
	}
	return member{key: text[key.Start:key.End], keySpan: key, val: v}, true
}

// sameShape reports whether two heads of lines agree but for their digits.
func sameShape(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) {
		if a[i] != b[i] && !(isDigit(a[i]) && isDigit(b[i])) {
			return false
		}
	}
	return true
}
