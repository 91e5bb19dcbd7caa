package artifact

import (
	"math/bits"

	"grantlens/internal/source"
)

// bitset marks bytes of a view, one bit each; nil until the first is marked.
type bitset []uint64

// add marks s of a view of size bytes.
func (b *bitset) add(s source.Span, size int) {
	if *b == nil {
		*b = make(bitset, size>>6+1)
	}
	s.End = min(s.End, size)
	for i := s.Start; i < s.End; {
		n := min(64-i&63, s.End-i)
		(*b)[i>>6] |= (^uint64(0) >> (64 - n)) << (i & 63)
		i += n
	}
}

// any reports whether a byte of s is marked.
func (b bitset) any(s source.Span) bool {
	if b == nil {
		return false
	}
	for i := s.Start; i < s.End; i = i | 63 + 1 {
		if word := b[i>>6] >> (i & 63); word != 0 {
			return i+bits.TrailingZeros64(word) < s.End
		}
	}
	return false
}

// free is the first byte from offset at on that is not marked; beyond the last word it may not be of the view.
func (b bitset) free(at int) int {
	for at>>6 < len(b) {
		if word := ^b[at>>6] >> (at & 63); word != 0 {
			return at + bits.TrailingZeros64(word)
		}
		at = at | 63 + 1
	}
	return at
}

// all reports whether every byte of s is marked.
func (b bitset) all(s source.Span) bool {
	if b == nil {
		return s.Empty()
	}
	for i := s.Start; i < s.End; i = i | 63 + 1 {
		rest := min(64-i&63, s.End-i)
		if bits.TrailingZeros64(^(b[i>>6] >> (i & 63))) < rest {
			return false
		}
	}
	return true
}
