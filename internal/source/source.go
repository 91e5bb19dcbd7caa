// Package source turns pasted bytes into a Text with a line index, and into Views: readings of it with something
// taken out (terminal colours, line prefixes) or undone (string escapes) that still know where every byte came from.
//
//	bytes ─Decode─▶ Text ─Peel─▶ View ─Clean─▶ View ─Unwrap─▶ View ─Unescape, Plain─▶ View
//
// Every stage of the engine points back into the Text with a Span.
package source

import (
	"sort"
	"strings"
	"unsafe"
)

// Span is a half-open range of byte offsets.
type Span struct{ Start, End int }

// Len is the number of bytes under the span.
func (s Span) Len() int { return s.End - s.Start }

// Empty reports whether the span covers nothing.
func (s Span) Empty() bool { return s.End <= s.Start }

// Contains reports whether o lies inside s.
func (s Span) Contains(o Span) bool { return s.Start <= o.Start && o.End <= s.End }

// Overlaps reports whether the two spans share a byte.
func (s Span) Overlaps(o Span) bool { return s.Start < o.End && o.Start < s.End }

// Text is UTF-8 text, or a piece of a longer one that starts at offset Base and line BaseLine of it.
type Text struct {
	Data     string
	Base     int // offset of Data[0] in the whole input
	BaseLine int // lines of the whole input before Data
	lines    []int
}

// NewText indexes the lines of data.
func NewText(data string, base, baseLine int) *Text {
	t := &Text{Data: data, Base: base, BaseLine: baseLine, lines: make([]int, 1, 1+strings.Count(data, "\n"))}
	for at := 0; ; {
		i := strings.IndexByte(data[at:], '\n')
		if i < 0 {
			return t
		}
		at += i + 1
		t.lines = append(t.lines, at)
	}
}

// Slice is the text under a span of this Text (offsets from its own start).
func (t *Text) Slice(s Span) string {
	if s.Start < 0 || s.End > len(t.Data) || s.Start > s.End {
		return ""
	}
	return t.Data[s.Start:s.End]
}

// Position gives the 1-based line and column (in bytes) of an offset of this Text.
func (t *Text) Position(offset int) (line, column int) {
	i := sort.SearchInts(t.lines, offset+1) - 1
	return t.BaseLine + i + 1, offset - t.lines[i] + 1
}

// View is a reading of a Text. Text is what recognisers read; Origin leads back.
type View struct {
	Text   string
	Depth  int // how many string literals were opened to get here
	pieces []piece
	lower  string // what Lower gives, once it was asked for
}

// piece is a run of the view: verbatim when the lengths are equal, else one escape that became other bytes.
type piece struct{ at, from, to int }

// Whole is the View that shows a Text as it is.
func Whole(t *Text) *View {
	return &View{Text: t.Data, pieces: []piece{{0, 0, len(t.Data)}}}
}

// Lower is the text of the view with ASCII and Russian letters in lower case and the long runs of base64url blanked but for
// their beginning, for words to be looked for; offsets agree.
func (v *View) Lower() string {
	if len(v.lower) != len(v.Text) {
		v.lower = lowerWords(v.Text)
	}
	return v.lower
}

// Origin leads a span of the view back to the Text. What lies within an escape leads to the whole of it.
func (v *View) Origin(s Span) Span {
	if p := &v.pieces[0]; len(v.pieces) == 1 && len(v.Text) == p.to-p.from && s.End <= len(v.Text) && s.Start <= s.End { // most are whole
		return Span{p.from + s.Start, p.from + s.End}
	}
	start := v.origin(s.Start)
	if s.Empty() {
		return Span{start, start}
	}
	i := v.find(s.End - 1)
	p := v.pieces[i]
	if v.verbatim(i) {
		return Span{start, p.from + s.End - p.at}
	}
	return Span{start, p.to}
}

// origin is where the byte at offset was, or where the view ends.
func (v *View) origin(offset int) int {
	i := v.find(offset)
	p := v.pieces[i]
	switch {
	case offset >= len(v.Text):
		return p.to
	case v.verbatim(i):
		return p.from + offset - p.at
	}
	return p.from
}

func (v *View) find(offset int) int {
	if len(v.pieces) == 1 || offset < v.pieces[1].at {
		return 0
	}
	return sort.Search(len(v.pieces), func(i int) bool { return v.pieces[i].at > offset }) - 1
}

// Seen is where a span of the Text stands in the view; what was taken out is an empty place.
func (v *View) Seen(s Span) Span { return Span{v.seen(s.Start), v.seen(s.End)} }

func (v *View) seen(offset int) int {
	i := sort.Search(len(v.pieces), func(i int) bool { return v.pieces[i].to > offset })
	switch {
	case i == len(v.pieces):
		return len(v.Text)
	case v.verbatim(i):
		return v.pieces[i].at + max(0, offset-v.pieces[i].from)
	}
	return v.pieces[i].at
}

// verbatim reports whether piece i stands in the Text as it does in the view.
func (v *View) verbatim(i int) bool { return v.pieceLen(i) == v.pieces[i].to-v.pieces[i].from }

func (v *View) pieceLen(i int) int {
	if i+1 < len(v.pieces) {
		return v.pieces[i+1].at - v.pieces[i].at
	}
	return len(v.Text) - v.pieces[i].at
}

// Builder makes a View of a part of another.
type Builder struct {
	of     *View
	text   []byte
	pieces []piece
}

// NewBuilder starts a View of v.
func NewBuilder(v *View) *Builder { return &Builder{of: v} }

// Keep takes the bytes s of the underlying view over as they are.
func (b *Builder) Keep(s Span) {
	if s.Empty() {
		return
	}
	// Verbatim runs of the underlying view stay verbatim runs: split where its pieces split.
	for at := s.Start; at < s.End; {
		i := b.of.find(at)
		stop := min(b.of.pieces[i].at+b.of.pieceLen(i), s.End)
		o := b.of.Origin(Span{at, stop})
		b.add(b.of.Text[at:stop], o)
		at = stop
	}
}

// Replace lets text stand for the bytes s of the underlying view.
func (b *Builder) Replace(s Span, text string) {
	if text != "" {
		b.add(text, b.of.Origin(s))
	}
}

func (b *Builder) add(text string, o Span) {
	b.pieces = append(b.pieces, piece{len(b.text), o.Start, o.End})
	b.text = append(b.text, text...)
}

// Len is how long the View is up to now.
func (b *Builder) Len() int { return len(b.text) }

// View ends the building.
func (b *Builder) View() *View {
	if len(b.pieces) == 0 {
		b.pieces = []piece{{0, 0, 0}}
	}
	text := unsafe.String(unsafe.SliceData(b.text), len(b.text)) // nobody writes to it any more
	return &View{Text: text, Depth: b.of.Depth, pieces: b.pieces}
}
