package artifact

import (
	"slices"
	"sync"
)

// Literals are what recognisers look for first. All of them are found in one pass over a view: each by its rarest pair
// of bytes, which a table of all pairs knows.

// literals is a set of texts, in lower case, that one recogniser looks for.
type literals struct {
	set   int // its number
	texts []string
}

// hit is a literal found: which of the set, and where it starts in the view.
type hit struct{ lit, at int }

var allLiterals []*literals

// findLiterals registers a set.
func findLiterals(texts ...string) *literals {
	l := &literals{len(allLiterals), texts}
	allLiterals = append(allLiterals, l)
	return l
}

// pairEntry is a literal under its rarest pair of bytes.
type pairEntry struct {
	text     string
	set, lit int
	offset   int  // of the pair in the text
	probe    int  // of another byte, looked at before all of them
	byte     byte // that byte
}

type pairTable struct {
	known [1 << 16 / 64]uint64 // a bit a pair: most pairs begin nothing, and the bits stay in the fastest cache
	first [1 << 16]uint16      // the index of its list
	lists [][]pairEntry
}

// literalTable is the table of all literals.
var literalTable = sync.OnceValue(func() *pairTable {
	t := &pairTable{}
	for _, set := range allLiterals {
		for i, text := range set.texts {
			e := pairEntry{text: text, set: set.set, lit: i}
			best := 1 << 30
			for o := 0; o+1 < len(text); o++ {
				if c := commonness(text[o]) * commonness(text[o+1]); c < best {
					best, e.offset = c, o
				}
			}
			best = 1 << 30
			for o := 0; o < len(text); o++ {
				if c := commonness(text[o]); c < best && o != e.offset && o != e.offset+1 {
					best, e.probe = c, o
				}
			}
			e.byte = text[e.probe]
			k := uint16(text[e.offset]) | uint16(text[e.offset+1])<<8
			if t.known[k>>6]>>(k&63)&1 == 0 {
				t.known[k>>6] |= 1 << (k & 63)
				t.first[k] = uint16(len(t.lists))
				t.lists = append(t.lists, nil)
			}
			n := t.first[k]
			t.lists[n] = append(t.lists[n], e)
		}
	}
	return t
})

// commonness says roughly how often a byte stands in lower-case logs.
func commonness(c byte) int {
	switch {
	case c == ' ' || c == 'e' || c == 't' || c == 'a' || c == 'o' || c == 'i' || c == 'n' || c == 'r' || c == 's':
		return 20
	case c == 'l' || c == 'c' || c == 'd' || c == 'u' || c == 'p' || c == 'm' || c == 'h' || c == '.' || c == '"' || c == ':' || isDigit(c):
		return 10
	case isLetter(c) || c == '-' || c == '/' || c == ',' || c == '_' || c == '=':
		return 5
	}
	return 1
}

// find finds the literals of all sets in lower-case text: the hits of each set, in order.
func find(low string) [][]hit {
	out := make([][]hit, len(allLiterals))
	t := literalTable()
	k := uint16(0) // the pair that ends at end
	for end := 0; end < len(low); end++ {
		k = k>>8 | uint16(low[end])<<8
		if t.known[k>>6]>>(k&63)&1 == 0 || end == 0 {
			continue
		}
		list := t.lists[t.first[k]]
		for j := range list {
			e := &list[j]
			start := end - 1 - e.offset
			if start >= 0 && start+len(e.text) <= len(low) && low[start+e.probe] == e.byte && low[start:start+len(e.text)] == e.text {
				out[e.set] = append(out[e.set], hit{e.lit, start})
			}
		}
	}
	for _, hits := range out {
		if byPlace := func(a, b hit) int { return a.at - b.at }; !slices.IsSortedFunc(hits, byPlace) {
			slices.SortStableFunc(hits, byPlace)
		}
	}
	return out
}

// hits are the places of the literals of a set, in order.
func (r *Reader) hits(l *literals) []hit { return r.found[l.set] }
