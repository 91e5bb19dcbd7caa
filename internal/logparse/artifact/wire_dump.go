package artifact

import (
	"strings"

	"grantlens/internal/source"
)

// What HTTP libraries print of the bytes they send and receive: a string literal on each line. Read together they are the
// messages themselves.
//
//	send: b'POST /oauth/token HTTP/1.1\r\nHost: id.example.com\r\n\r\n'     Python, http.client.debuglevel
//	reply: 'HTTP/1.1 401 Unauthorized\r\n'
//	header: Content-Type: application/json
//	<- "POST /oauth/token HTTP/1.1\r\nHost: id.example.com\r\n\r\n"         Ruby, Net::HTTP#set_debug_output
//	-> "HTTP/1.1 400 Bad Request\r\n"
//	… http-outgoing-0 >> "POST /oauth/token HTTP/1.1[\r][\n]"                Apache HttpClient, org.apache.http.wire

var _ = register(Recogniser{ID: "wire-dump", Rank: 9, Read: readWireDump})

var wireStarts = findLiterals("send: b'post /", "send: b'get /", "send: 'post /", "send: 'get /", `<- "post /`, `<- "get /`, `>> "post /`, `>> "get /`)

// wireMarks stand before the literals; what header: stands before is none.
var wireMarks = [...]string{"send: b'", "send: '", "reply: '", "header: ", `<- "`, `-> "`, `>> "`, `<< "`}

func readWireDump(r *Reader) {
	last := 0
	for _, h := range r.hits(wireStarts) {
		if h.at >= last && r.View.Depth < maxDepth && !r.Opened(source.Span{Start: h.at, End: h.at + 1}) {
			last = r.wireDump(r.lineStart(h.at, 300))
		}
	}
}

// wireDump reads the lines of one dump; it returns where they end.
func (r *Reader) wireDump(from int) int {
	const (
		longest = 256 << 10
		foreign = 3 // lines of others in a row, before the dump is over
	)
	text := r.View.Text
	b := source.NewBuilder(r.View)
	end, others, headers := from, 0, false
	for at := from; at < min(len(text), from+longest) && others <= foreign; {
		line := source.Span{Start: at, End: r.lineEnd(at, 64<<10)}
		at = line.End + 1
		mark, inside := wireLine(text, line)
		switch {
		case mark == "" && headers && strings.HasPrefix(strings.TrimSpace(text[line.Start:line.End]), "{"): // the program prints the body
			b.Replace(source.Span{Start: line.Start, End: line.Start}, "\n")
			b.Keep(line)
			headers = false
		case mark == "":
			others++
			continue
		case mark == "header: ":
			b.Keep(inside)
		default:
			if headers && strings.HasPrefix(mark, "send") { // the next request
				b.Replace(source.Span{Start: inside.Start, End: inside.Start}, "\n")
			}
			r.wireBytes(b, inside)
		}
		if mark != "" {
			headers = mark == "header: " || mark == "reply: '"
		}
		if t := text[inside.Start:inside.End]; !strings.HasSuffix(t, `\n`) && !strings.HasSuffix(t, `[\n]`) {
			b.Replace(source.Span{Start: line.End, End: line.End}, "\n")
		}
		end, others = line.End, 0
	}
	if b.Len() > 0 {
		r.rereadView(b.View(), r.marks)
		r.open(source.Span{Start: from, End: end})
	}
	return end
}

// wireLine is the mark of a line, and what stands behind it or inside its literal.
func wireLine(text string, line source.Span) (string, source.Span) {
	for _, mark := range wireMarks {
		i := strings.Index(text[line.Start:line.End], mark)
		if i < 0 {
			continue
		}
		inside := source.Span{Start: line.Start + i + len(mark), End: line.End}
		if mark == "header: " {
			return mark, inside
		}
		quote := mark[len(mark)-1]
		if end := strings.LastIndexByte(text[inside.Start:inside.End], quote); end >= 0 {
			inside.End = inside.Start + end
			return mark, inside
		}
	}
	return "", source.Span{Start: line.Start, End: line.Start}
}

// wireBytes undoes the escapes of a literal, Apache's brackets too.
func (r *Reader) wireBytes(b *source.Builder, s source.Span) {
	for _, ending := range [...]string{`[\r][\n]`, `[\n]`} {
		if strings.HasSuffix(r.View.Text[s.Start:s.End], ending) {
			at := s.End - len(ending)
			b.Keep(source.Span{Start: s.Start, End: at})
			b.Replace(source.Span{Start: at, End: s.End}, "\n")
			return
		}
	}
	b.Unescape(s)
}
