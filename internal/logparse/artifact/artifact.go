// Package artifact turns a View of a log into Artifacts: the HTTP messages, bodies, redirect URLs, server events, log
// records, exceptions, settings and tokens that stand in it, each value with the place it came from.
//
//	View ─recognisers─▶ []Artifact
//
// Recognisers are registered by their own files, read leniently and keep what deviates. Specific formats come first;
// what one has taken is not read again by the next.
package artifact

import (
	"slices"
	"sort"
	"strings"
	"time"
	"unicode/utf8"

	"grantlens/internal/source"
)

// Kind says what an Artifact is.
type Kind string

// The kinds of artifact.
const (
	Request   Kind = "request"   // an HTTP request, or the part of it that was printed
	Response  Kind = "response"  // an HTTP response, or the part of it that was printed
	Body      Kind = "body"      // a protocol body that stands without its message
	Redirect  Kind = "redirect"  // a URL that carries OAuth parameters
	Event     Kind = "event"     // a line of an authorization server's event log
	Record    Kind = "record"    // a log line with a time or a level
	Exception Kind = "exception" // an error object or stack trace
	Spoken    Kind = "spoken"    // an OAuth error that a sentence names: Params has error, error_description
	Setting   Kind = "setting"   // one line of configuration
	JWT       Kind = "jwt"       // a token that stands alone
)

// Value is a piece of text and its place in the input. Text is what it means (unescaped), the bytes under Span are how
// it was written.
type Value struct {
	Text string
	Span source.Span
}

// OK reports whether the value is there at all.
func (v Value) OK() bool { return v.Span.End > v.Span.Start || v.Text != "" }

// Param is a named value: a header, a form or query parameter, a member of a body, a field of an event.
type Param struct {
	Name     string
	NameSpan source.Span
	Value    Value
	Type     byte // of a JSON value: 's' string, 'n' number, 'b' boolean, '0' null, 'o' object, 'a' array; 0 elsewhere
}

// Params keeps order and repetitions.
type Params []Param

// Get returns the first parameter of that name; names compare without regard to case.
func (ps Params) Get(name string) (Param, bool) {
	if p := ps.find(name); p != nil {
		return *p, true
	}
	return Param{}, false
}

func (ps Params) find(name string) *Param {
	for i := range ps {
		p := &ps[i]
		// Most names differ in length or in the first letter.
		if len(p.Name) == len(name) && (name == "" || (p.Name[0]^name[0])&^0x20 == 0 || name[0] >= utf8.RuneSelf) && (p.Name == name || strings.EqualFold(p.Name, name)) {
			return p
		}
	}
	return nil
}

// Text is the value of the first parameter of that name, or "".
func (ps Params) Text(name string) string {
	if p := ps.find(name); p != nil {
		return p.Value.Text
	}
	return ""
}

// Has reports whether a parameter of that name is there.
func (ps Params) Has(name string) bool { return ps.find(name) != nil }

// Content is the body of a message.
type Content struct {
	Kind    string // json, form, html, text, jwt, empty
	Span    source.Span
	Members Params // of a JSON object or a form; nested members have dotted names too
	Text    string // the start of an HTML or text body
	Cut     bool   // ends before its end
	Quirks  []string
}

// Artifact is one thing found. Which fields are set follows from Kind.
type Artifact struct {
	Kind    Kind
	Format  string // id of the recogniser
	Span    source.Span
	Method  Value
	URL     Value
	Status  Value // as printed
	Code    int   // status as a number
	Reason  Value
	Headers Params
	Params  Params // fields of an event, parameters of a redirect URL or a printed request
	Body    *Content
	Name    Value // type of an exception or event, name of a setting
	Text    Value // message of a record or exception, value of a setting
	Level   Value
	Time    time.Time // zero when unknown
	Label   Value     // the words on the same line before it
	Heading Value     // the line above it, when it names a step
	Client  string    // the library that printed it, where the format tells
	Pair    int       // > 0: request and response of the same dump share it
}

// Header is the value of a header, or "".
func (a *Artifact) Header(name string) string { return a.Headers.Text(name) }

// Reader is what a recogniser reads from and writes to.
type Reader struct {
	View          *source.View
	Lower         string // View.Text in lower case (ASCII only, so offsets agree)
	Out           []*Artifact
	taken, opened bitset
	found         [][]hit // literals, by set
	marks         []mark  // of the log records this view was made of
	more          []reread
	pairs         *int
	inDump        bool
	message       source.Span // a run of bytes with no HTTP message in it
	page          source.Span // a run of bytes with no end of an HTML page in it
	dump          dumpRequest
	levels        int        // where the last search for a level began
	parsed        int        // bytes that objects were parsed from
	nodes         []node     // made at once, for the objects that are parsed
	artifacts     []Artifact // made at once, for what is given out
	params        Params     // memory for those of the next address
	lines         []viewLine // once they were asked for
}

// viewLine is a line of a view.
type viewLine struct {
	text source.Span // without the white space around it
	next int         // where the next line begins
}

// stamp is when and how loud a log record was.
type stamp struct {
	time  time.Time
	level Value
}

// mark says from which offset of the Text on a stamp holds.
type mark struct {
	at  int
	log stamp
}

// reread is what stood in string literals and is to be read as a text of its own.
type reread struct {
	view   *source.View
	marks  []mark
	inDump bool // the message of an error whose dump has been read
}

// logAt is the stamp of the record that the text at offset was a part of.
func (r *Reader) logAt(offset int) stamp {
	if len(r.marks) == 0 {
		return stamp{}
	}
	offset = r.View.Origin(source.Span{Start: offset, End: offset}).Start
	i := sort.Search(len(r.marks), func(i int) bool { return r.marks[i].at > offset }) - 1
	if i < 0 {
		return stamp{}
	}
	return r.marks[i].log
}

// Free reports whether no recogniser before has taken any byte of s (view offsets).
func (r *Reader) Free(s source.Span) bool { return !r.taken.any(s) }

// Take marks s (view offsets) as read.
func (r *Reader) Take(s source.Span) { r.taken.add(s, len(r.View.Text)) }

// Opened reports whether a byte of s (view offsets) stands in a string literal that is read as a text of its own.
func (r *Reader) Opened(s source.Span) bool { return r.opened.any(s) }

// open takes s because it is read as a text of its own.
func (r *Reader) open(s source.Span) {
	r.opened.add(s, len(r.View.Text))
	r.Take(s)
}

// Value makes a Value of the bytes s of the view.
func (r *Reader) Value(s source.Span) Value {
	return Value{Text: r.View.Text[s.Start:s.End], Span: r.View.Origin(s)}
}

// Add gives an artifact out; its spans are already those of the Text.
func (r *Reader) Add(a Artifact) {
	*r.add() = a
}

// add gives a new artifact out, to be filled in: copies of artifacts, which are large, take longer than making them.
func (r *Reader) add() *Artifact {
	if len(r.artifacts) == 0 {
		r.artifacts = make([]Artifact, min(len(r.Out)+1, 16))
	}
	a := &r.artifacts[0]
	r.Out = append(r.Out, a)
	r.artifacts = r.artifacts[1:]
	return a
}

// NextPair numbers the two sides of one dump.
func (r *Reader) NextPair() int {
	*r.pairs++
	return *r.pairs
}

// Reread takes the inside of a string literal and asks for it to be read as a text of its own.
func (r *Reader) Reread(s source.Span) {
	if r.View.Depth < maxDepth && s.Len() >= 12 && r.Free(s) {
		r.rereadView(source.Unescape(r.View, s), r.marks)
		r.open(s)
	}
}

func (r *Reader) rereadView(v *source.View, marks []mark) {
	if len(r.more) < maxRereads {
		r.more = append(r.more, reread{view: v, marks: marks})
	}
}

const (
	maxDepth   = 3    // string literals within string literals that are opened
	maxRereads = 2000 // string literals opened in one window
)

// Recogniser finds one format.
type Recogniser struct {
	ID   string
	Rank int // lower reads first
	Read func(*Reader)
}

var recognisers []Recogniser

func register(r Recogniser) bool {
	for _, have := range recognisers {
		if have.ID == r.ID {
			panic("artifact: recogniser registered twice: " + r.ID)
		}
	}
	recognisers = append(recognisers, r)
	sort.SliceStable(recognisers, func(i, j int) bool {
		if recognisers[i].Rank != recognisers[j].Rank {
			return recognisers[i].Rank < recognisers[j].Rank
		}
		return recognisers[i].ID < recognisers[j].ID
	})
	return true
}

// Read finds the artifacts of a view, in the order of their places.
func Read(v *source.View) []*Artifact {
	var out []*Artifact
	pairs := 0
	queue := []reread{{view: v}}
	for n := 0; n < len(queue) && n < maxRereads; n++ {
		r := &Reader{View: queue[n].view, Lower: queue[n].view.Lower(), marks: queue[n].marks, inDump: queue[n].inDump, pairs: &pairs}
		r.found = find(r.Lower)
		for _, rec := range recognisers {
			rec.Read(r)
		}
		out = append(out, r.Out...)
		queue = append(queue, r.more...)
	}
	slices.SortStableFunc(out, func(a, b *Artifact) int {
		if a.Span.Start != b.Span.Start {
			return a.Span.Start - b.Span.Start
		}
		return b.Span.End - a.Span.End
	})
	return settleStatuses(out)
}

// eachLine are the lines of the view: several recognisers go over all of them.
func (r *Reader) eachLine() []viewLine {
	if text := r.View.Text; r.lines == nil {
		r.lines = make([]viewLine, 0, 1+strings.Count(text, "\n"))
		for at := 0; at < len(text); {
			s := source.Span{Start: at, End: len(text)}
			if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
				s.End = at + i
			}
			at = s.End + 1
			r.lines = append(r.lines, viewLine{trim(text, s), at})
		}
	}
	return r.lines
}

// lineAt is the line of text that holds offset, without its newline.
func lineAt(text string, offset int) source.Span {
	start := strings.LastIndexByte(text[:offset], '\n') + 1
	end := strings.IndexByte(text[offset:], '\n')
	if end < 0 {
		return source.Span{Start: start, End: len(text)}
	}
	return source.Span{Start: start, End: offset + end}
}

// lineEnd is where the line that holds offset ends, or reach bytes from it.
func (r *Reader) lineEnd(offset, reach int) int {
	text := r.View.Text
	end := min(len(text), offset+reach)
	if i := strings.IndexByte(text[offset:end], '\n'); i >= 0 {
		return offset + i
	}
	for end > offset && end < len(text) && text[end]&0xc0 == 0x80 {
		end--
	}
	return end
}

// lineStart is where the line that holds offset begins, or reach bytes before it.
func (r *Reader) lineStart(offset, reach int) int {
	text := r.View.Text
	start := max(0, offset-reach)
	if i := strings.LastIndexByte(text[start:offset], '\n'); i >= 0 {
		return start + i + 1
	}
	for start > 0 && start < offset && text[start]&0xc0 == 0x80 {
		start++
	}
	return start
}

// trim shrinks s to what stands between white space.
func trim(text string, s source.Span) source.Span {
	for s.Start < s.End && isSpace(text[s.Start]) {
		s.Start++
	}
	for s.End > s.Start && isSpace(text[s.End-1]) {
		s.End--
	}
	return s
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isWord(c byte) bool { return isLetter(c) || isDigit(c) || c == '_' }
