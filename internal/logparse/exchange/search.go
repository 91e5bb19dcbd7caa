package exchange

import (
	"math/bits"
	"strings"
	"unsafe"

	"grantlens/internal/source"
)

// Rules ask of a text hundreds of times whether a literal stands in it. grams answers most of them without a search: it
// holds which four bytes in a row occur.
type grams struct {
	set   []uint64
	shift uint
}

func newGrams(text string) grams {
	// About four bits a byte of text; of a long one fewer, for its words repeat and the bits fit into the fastest cache.
	size := min(max(bits.Len(uint(len(text)*4)), 10), 18)
	g := grams{set: make([]uint64, 1<<size/64), shift: uint(32 - size)}
	if len(text) < 4 {
		return g
	}
	x := uint32(text[0])<<8 | uint32(text[1])<<16 | uint32(text[2])<<24
	set, shift, mask := g.set, g.shift&31, len(g.set)-1
	for i := 3; i < len(text); i++ {
		x = x>>8 | uint32(text[i])<<24
		if x == blank*0x01010101 {
			continue
		}
		h := x * 2654435761 >> shift
		set[int(h>>6)&mask] |= 1 << (h & 63)
	}
	return g
}

// may reports whether a literal of lower-case text may occur.
func (g grams) may(literal string) bool {
	if len(literal) < 4 {
		return true
	}
	x := uint32(literal[0])<<8 | uint32(literal[1])<<16 | uint32(literal[2])<<24
	for i := 3; i < len(literal); i++ {
		x = x>>8 | uint32(literal[i])<<24
		h := x * 2654435761 >> g.shift
		if g.set[h>>6]&(1<<(h&63)) == 0 {
			return false
		}
	}
	return true
}

// Gram is four bytes in a row, to be asked for again and again.
type Gram uint32

// NewGram is the gram of four bytes; of fewer there is none, 0.
func NewGram(s string) Gram {
	if len(s) < 4 {
		return 0
	}
	return Gram(uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24)
}

// MayHold reports whether a gram may stand in the text: false is sure.
func (f *Flow) MayHold(x Gram) bool {
	h := uint32(x) * 2654435761 >> f.grams.shift
	return x == 0 || f.grams.set[h>>6]&(1<<(h&63)) != 0
}

// Contains reports whether a literal, in lower case, stands in the text.
func (f *Flow) Contains(literal string) bool {
	return f.grams.may(literal) && strings.Contains(f.Lower, literal)
}

// May reports whether a literal, in lower case, may stand in the text: false is sure.
func (f *Flow) May(literal string) bool { return f.grams.may(literal) }

// Find returns the places (in the Text) where a literal stands in the text, without regard to case.
func (f *Flow) Find(literal string) []source.Span {
	literal = strings.ToLower(literal)
	if !f.grams.may(literal) {
		return nil
	}
	var out []source.Span
	for at := 0; len(out) < 50; {
		i := strings.Index(f.Lower[at:], literal)
		if i < 0 {
			break
		}
		out = append(out, f.View.Origin(source.Span{Start: at + i, End: at + i + len(literal)}))
		at += i + len(literal)
	}
	return out
}

// Has reports whether a literal stands in the text, without regard to case.
func (f *Flow) Has(literal string) bool { return f.Contains(strings.ToLower(literal)) }

// longRun is the length from which a run of base64url characters is a token, a key or a hash: no word is that long.
// Of such a run only the beginning stays in Flow.Lower.
const (
	longRun = 64
	keptRun = 16
)

// blanked is lower-case text with the long runs blanked; every byte keeps its place, so offsets agree.
func blanked(low string) string {
	b := []byte(low)
	for at := longRun - 1; at < len(b); at += longRun { // every long run holds one of these places
		if !base64URL[b[at]] {
			continue
		}
		start, end := at, at+1
		for start > 0 && base64URL[b[start-1]] {
			start--
		}
		for end < len(b) && base64URL[b[end]] {
			end++
		}
		if end-start >= longRun {
			for i := start + keptRun; i < end; i++ {
				b[i] = blank
			}
			at += (end - at) / longRun * longRun
		}
	}
	return unsafe.String(unsafe.SliceData(b), len(b)) // nobody writes to b any more
}

// blank is what stands in the place of the bytes of a long run.
const blank = 1

// base64URL marks the bytes of base64url in lower case.
var base64URL = func() (t [256]bool) {
	for _, c := range []byte("abcdefghijklmnopqrstuvwxyz0123456789-_") {
		t[c] = true
	}
	return t
}()
