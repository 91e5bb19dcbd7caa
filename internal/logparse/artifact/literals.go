package artifact

import (
	"sync"

	"grantlens/internal/pattern"
)

// Literals are what recognisers look for first. All of them are found in one pass over a view.

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

// finder finds the literals of all sets, and knows whose they are.
type finder struct {
	set *pattern.Set
	of  [][]owner // by number: a text may be of several sets
}

type owner struct{ set, lit int }

var literalFinder = sync.OnceValue(func() *finder {
	f := &finder{}
	var texts []string
	numbers := map[string]int{}
	for _, l := range allLiterals {
		for i, text := range l.texts {
			n, have := numbers[text]
			if !have {
				n = len(texts)
				numbers[text] = n
				texts, f.of = append(texts, text), append(f.of, nil)
			}
			f.of[n] = append(f.of[n], owner{l.set, i})
		}
	}
	f.set = pattern.NewSet(texts...)
	return f
})

// found keeps the memory of the hits of one text for the next.
var found = sync.Pool{New: func() any { return new([]pattern.Hit) }}

// find finds the literals of all sets in lower-case text: the hits of each set, in order of their places and numbers.
func find(low string) [][]hit {
	f := literalFinder()
	buf := found.Get().(*[]pattern.Hit)
	all := f.set.Append((*buf)[:0], low)
	counts, sum := make([]int, len(allLiterals)), 0
	for _, h := range all {
		for _, of := range f.of[h.Literal] {
			counts[of.set]++
			sum++
		}
	}
	out, room := make([][]hit, len(allLiterals)), make([]hit, sum)
	for set, n := range counts {
		out[set], room = room[:0:n], room[n:]
	}
	for _, h := range all {
		for _, of := range f.of[h.Literal] {
			hits := append(out[of.set], hit{of.lit, h.At})
			for i := len(hits) - 1; i > 0 && hits[i-1].at == h.At && hits[i-1].lit > of.lit; i-- {
				hits[i-1], hits[i] = hits[i], hits[i-1] // the number of a text that several sets have is that of the first
			}
			out[of.set] = hits
		}
	}
	*buf = all
	found.Put(buf)
	return out
}

// from is the first of some hits that starts at an offset or behind it.
func from(hits []hit, at int) int {
	lo, hi := 0, len(hits)
	for lo < hi {
		if mid := (lo + hi) / 2; hits[mid].at < at {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// hits are the places of the literals of a set, in order.
func (r *Reader) hits(l *literals) []hit { return r.found[l.set] }
