package artifact

import (
	"strings"

	"grantlens/internal/source"
)

// Answers in XML: Salesforce's on request, and those of Spring's old authorization server to a browser.
//
//	<oauth><error_description>Full authentication is required</error_description><error>unauthorized</error></oauth>

var _ = register(Recogniser{ID: "xml-body", Rank: 53, Read: readXMLBodies})

var xmlElements = findLiterals("<access_token>", "<error_description>", "<error>")

func readXMLBodies(r *Reader) {
	text := r.View.Text
	last := 0
	for _, h := range r.hits(xmlElements) {
		if h.at < last || !r.Free(source.Span{Start: h.at, End: h.at + 1}) {
			continue
		}
		start := r.lineStart(h.at, 4<<10)
		if i := strings.LastIndex(r.Lower[start:h.at], "<oauth>"); i >= 0 {
			start += i + len("<oauth>")
		} else {
			start = h.at
		}
		n := &node{typ: 'o', span: source.Span{Start: start, End: start}}
		for at := start; len(n.members) < 2*maxMemberLines; {
			m, ok := xmlElement(text, at)
			if !ok {
				break
			}
			n.members = append(n.members, m)
			n.span.End = m.val.span.End
			at = n.span.End
		}
		last = max(n.span.End, h.at+1)
		if len(n.members) > 1 && protocolBody(n) {
			r.addBody(n, "xml-body", nil)
			r.Take(n.span)
		}
	}
}

// xmlElement reads `<name>text</name>` behind white space.
func xmlElement(text string, at int) (member, bool) {
	for at < len(text) && isSpace(text[at]) {
		at++
	}
	if at >= len(text) || text[at] != '<' {
		return member{}, false
	}
	name := source.Span{Start: at + 1, End: at + 1}
	for name.End < len(text) && isWord(text[name.End]) {
		name.End++
	}
	if name.Empty() || name.Len() > 64 || name.End >= len(text) || text[name.End] != '>' {
		return member{}, false
	}
	value := source.Span{Start: name.End + 1}
	closing := "</" + text[name.Start:name.End] + ">"
	end := strings.IndexByte(text[value.Start:min(len(text), value.Start+16<<10)], '<')
	if end < 0 || !strings.HasPrefix(text[value.Start+end:], closing) {
		return member{}, false
	}
	value.End = value.Start + end
	v := scalar(text, trim(text, value))
	v.span = source.Span{Start: at, End: value.End + len(closing)}
	return member{key: text[name.Start:name.End], keySpan: name, val: v}, true
}
