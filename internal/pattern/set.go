package pattern

// Set finds many literals in one pass: each by its rarest pair of bytes, which a table of all pairs knows.
type Set struct {
	known [1 << 16 / 64]uint64 // a bit a pair: most pairs begin nothing, and the bits stay in the fastest cache
	first [1 << 16]uint16      // the index of its list
	lists [][]entry
}

// Hit is a literal found: its number in the set, and where it starts.
type Hit struct{ Literal, At int }

// entry is a literal under its rarest pair of bytes.
type entry struct {
	text   string
	number int
	offset int  // of the pair in the text
	probe  int  // of another byte, looked at before all of them
	byte   byte // that byte
}

// NewSet makes a set of literals of at least two bytes each, numbered as they come.
func NewSet(literals ...string) *Set {
	s := &Set{}
	for i, text := range literals {
		e := entry{text: text, number: i}
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
		if s.known[k>>6]>>(k&63)&1 == 0 {
			s.known[k>>6] |= 1 << (k & 63)
			s.first[k] = uint16(len(s.lists))
			s.lists = append(s.lists, nil)
		}
		n := s.first[k]
		s.lists[n] = append(s.lists[n], e)
	}
	return s
}

// commonness says roughly how often a byte stands in lower-case logs.
func commonness(c byte) int {
	switch {
	case c == ' ' || c == 'e' || c == 't' || c == 'a' || c == 'o' || c == 'i' || c == 'n' || c == 'r' || c == 's':
		return 20
	case c == 'l' || c == 'c' || c == 'd' || c == 'u' || c == 'p' || c == 'm' || c == 'h' || c == '.' || c == '"' || c == ':' || c >= '0' && c <= '9':
		return 10
	case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' || c == '/' || c == ',' || c == '_' || c == '=':
		return 5
	}
	return 1
}

// Find gives every place of every literal in text, in the order of the places and, at one place, of the numbers.
func (s *Set) Find(text string) []Hit {
	var out []Hit
	k := uint16(0) // the pair that ends at end
	for end := 0; end < len(text); end++ {
		k = k>>8 | uint16(text[end])<<8
		if s.known[k>>6]>>(k&63)&1 == 0 || end == 0 {
			continue
		}
		list := s.lists[s.first[k]]
		for j := range list {
			e := &list[j]
			start := end - 1 - e.offset
			if start < 0 || start+len(e.text) > len(text) || text[start+e.probe] != e.byte || text[start:start+len(e.text)] != e.text {
				continue
			}
			// The pairs are found in order, their literals nearly so.
			out = append(out, Hit{e.number, start})
			for i := len(out) - 1; i > 0 && (out[i-1].At > start || out[i-1].At == start && out[i-1].Literal > e.number); i-- {
				out[i-1], out[i] = out[i], out[i-1]
			}
		}
	}
	return out
}
