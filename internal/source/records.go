package source

import "strings"

// What ships or exports a log may make a record of each line, and so of each line of what a program printed over several:
//
//	{"log":"  error: 'invalid_grant'\n","time":"2025-03-04T09:12:44.107Z"}
//	2025-03-04T09:12:44.107Z,web-1,"  error: 'invalid_grant'"
//	2025-03-04T09:12:44.107385216Z   error: 'invalid_grant'

// The names of the member, or column, that is the line, and parts of those that tell where it came from. A record with
// anything else is more than a line.
var (
	lineNames   = []string{"message", "@message", "msg", "log", "line", "_raw", "textpayload"}
	originNames = []string{"time", "date", "host", "service", "container", "stream", "source", "pod", "kube", "namespace", "label", "tag", "app", "logname", "resource", "insertid", "eventid", "sort", "total", "took", "forwardtoken"}
)

// records is v with the lines themselves in the place of such records, which are several.
func records(v *View) *View {
	text := strings.TrimLeft(v.Text, " \n")
	if text == "" {
		return v
	}
	r := recordReader{b: NewBuilder(v), text: v.Text, at: len(v.Text) - len(text)}
	read := r.table
	if text[0] == '{' || text[0] == '[' {
		read = r.objects
	} else if stampLen(text) > 0 {
		read = r.stamps
	}
	if !read() || r.lines < 2 {
		return v
	}
	return r.b.View()
}

type recordReader struct {
	b     *Builder
	text  string
	at    int
	lines int
	whole bool   // the lines may be those of one, whatever the level of each
	head  string // time and level of the line before

	// Of the record that is read.
	line, time, level Span
	found             bool // the line, which may be blank
}

// add gives the line of a record that begins at start, with its time and level above it where they are others than those of
// the line before, to the second.
func (r *recordReader) add(start int, lead byte, escape func(string) (int, string), head ...Span) {
	all, second := "", ""
	for _, s := range head {
		if !s.Empty() {
			all += r.text[s.Start:s.End] + "\n"
			second += r.text[s.Start:min(s.End, s.Start+len("2006-01-02T15:04:05"))]
		}
	}
	if second != r.head {
		r.head = second
		if r.line.Len() > 0 && isName(r.text[r.line.Start]) {
			r.b.Replace(Span{start, start}, all)
		}
	}
	r.b.unescape(r.line, lead, escape)
	if lead != '\\' || !strings.HasSuffix(r.text[r.line.Start:r.line.End], `\n`) {
		r.b.Replace(Span{r.line.End, r.line.End}, "\n")
	}
	r.time, r.level, r.found = Span{}, Span{}, false
	r.lines++
}

// objects reads values of JSON up to the end of the text.
func (r *recordReader) objects() bool {
	for r.at < len(r.text) {
		if strings.IndexByte(" \t\r\n,", r.text[r.at]) >= 0 {
			r.at++
		} else if !r.value("", false, 0) {
			return false
		}
	}
	return r.lines > 2 || r.lines > 1 && r.head != "" // two bodies may be alike
}

// value reads a value of JSON, the one of a name; what stands in one that is passed over is none of a record.
func (r *recordReader) value(name string, pass bool, depth int) bool {
	start := r.at
	switch r.text[r.at] {
	case '"':
		inside := r.literal()
		switch {
		case pass && strings.Contains(name, "time") && inside.Len() > 19 && r.text[inside.Start+4] == '-':
			r.time = inside
		case !pass && isLevel(name):
			r.level, pass = inside, true
		case !pass && isOneOf(name, lineNames):
			r.line, r.found, pass = inside, true, true
		}
		return pass && r.at > start
	case '{', '[':
		name = ""
		for r.at++; r.at < len(r.text); {
			switch c := r.text[r.at]; {
			case c == '}' || c == ']':
				if r.at++; r.found {
					if !r.level.Empty() && !r.ofAWhole(start) {
						return false
					}
					r.add(start, '\\', escape, r.time, r.level)
				}
				return true
			case strings.IndexByte(" \t\r\n,:", c) >= 0:
				r.at++
			case c == '"' && name == "" && r.text[start] == '{':
				inside := r.literal()
				if name = r.text[inside.Start:inside.End]; name == "" {
					return false
				}
			default:
				if depth > 20 || !r.value(name, pass || isOrigin(name), depth+1) {
					return false
				}
				name = ""
			}
		}
		return r.lines > 2 // it is cut off
	}
	for r.at < len(r.text) && strings.IndexByte(",]} \t\r\n", r.text[r.at]) < 0 {
		r.at++
	}
	return pass && r.at > start
}

// ofAWhole reports whether records with a level, such as the one from start on, may still be lines of a whole: one is indented, or it is no logger's level.
func (r *recordReader) ofAWhole(start int) bool {
	if strings.Contains(r.text[start:r.at], `"textPayload"`) { // Google's agent makes an error of all that goes to stderr
		r.whole, r.level = true, Span{}
	}
	r.whole = r.whole || containsAny(r.text, '"', `"  `, `"\t`)
	return r.whole
}

// literal reads a string of JSON and gives its inside.
func (r *recordReader) literal() Span {
	start := r.at + 1
	for i := start; i < len(r.text); i++ {
		switch r.text[i] {
		case '\\':
			i++
		case '"':
			r.at = i + 1
			return Span{start, i}
		}
	}
	return Span{start, start}
}

// stamps reads lines that all begin with a time to the nanosecond, as docker logs -t and kubectl logs --timestamps print them.
func (r *recordReader) stamps() bool {
	for r.at < len(r.text) {
		start := r.at
		n := stampLen(r.text[start:])
		if n == 0 {
			return false
		}
		r.line = Span{start + n, len(r.text)}
		if i := strings.IndexByte(r.text[start:], '\n'); i >= 0 {
			r.line.End = start + i
		}
		r.at = r.line.End + 1
		r.line.Start = min(r.line.Start, r.line.End)
		r.add(start, '\n', escape, Span{start, start + n - 1})
	}
	return true
}

// stampLen is the length of `2025-03-04T09:12:44.107385216Z ` before a line; kubectl leaves out zeros at its end.
func stampLen(line string) int {
	const second = len("2025-03-04T09:12:44")
	if len(line) <= second+len(".1234567Z") || line[4] != '-' || line[7] != '-' || line[10] != 'T' || line[13] != ':' || line[second] != '.' {
		return 0
	}
	end := second + 1
	for end < len(line)-1 && isDigit(line[end]) {
		end++
	}
	if digits := end - second - 1; digits < 7 || digits > 9 || line[end] != 'Z' || line[end+1] != ' ' && line[end+1] != '\n' {
		return 0
	}
	return end + 2
}

// table reads the rows below a line that names their columns.
func (r *recordReader) table() bool {
	first, _, _ := strings.Cut(r.text[r.at:], "\n")
	delimiter := byte(',')
	for _, d := range ";\t" {
		if strings.IndexByte(first, byte(d)) > 0 {
			delimiter = byte(d)
		}
	}
	if name, _, _ := strings.Cut(first, string(delimiter)); len(name) > 256 {
		return false // the beginning of a line of any length
	}
	line, columns, time, level := -1, 0, -1, -1
	for more := true; more; columns++ {
		var field Span
		field, more = r.field(delimiter)
		switch name := strings.ToLower(r.text[field.Start:field.End]); {
		case isOneOf(name, lineNames):
			line = columns
		case strings.Contains(name, "time") || name == "date":
			time = columns
		case isLevel(name):
			level = columns
		case !isOrigin(name):
			return false
		}
	}
	for line >= 0 && r.at < len(r.text) {
		start := r.at
		fields := make([]Span, 0, 8)
		for more := true; more; {
			var field Span
			field, more = r.field(delimiter)
			fields = append(fields, field)
		}
		if len(fields) != columns {
			return false
		}
		of := func(column int) (s Span) {
			if column >= 0 {
				s = fields[column]
			}
			return s
		}
		r.line = fields[line]
		r.add(start, '"', doubled, of(time), of(level))
	}
	return line >= 0
}

// field reads a field of a row, and reports whether another follows.
func (r *recordReader) field(delimiter byte) (inside Span, more bool) {
	inside = Span{r.at, len(r.text)}
	for quoted := false; r.at < len(r.text); r.at++ {
		c := r.text[r.at]
		if c == '"' {
			quoted = !quoted
		} else if !quoted && (c == delimiter || c == '\n') {
			inside.End, more = r.at, c == delimiter
			r.at++
			break
		}
	}
	if r.text[inside.Start:inside.End] != "" && r.text[inside.End-1] == '\r' {
		inside.End--
	}
	if inside.Len() > 1 && r.text[inside.Start] == '"' && r.text[inside.End-1] == '"' {
		inside = Span{inside.Start + 1, inside.End - 1}
	}
	return inside, more
}

func isOneOf(name string, names []string) bool {
	for _, n := range names {
		if len(name) == len(n) && strings.EqualFold(name, n) {
			return true
		}
	}
	return false
}

func isLevel(name string) bool { return name == "severity" || strings.HasSuffix(name, "level") }

func isOrigin(name string) bool {
	if strings.HasPrefix(name, "_") {
		return name != "_source" // Elasticsearch's name of the record itself
	}
	name = strings.ToLower(name)
	for _, n := range originNames {
		if strings.Contains(name, n) {
			return true
		}
	}
	return false
}
