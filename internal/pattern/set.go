package pattern

// Set finds many literals in one pass: each by the four bytes in a row of it that are rarest, which a table of hashes
// knows, or, of literals of two or three bytes, by two.
type Set struct {
	long, short *table
}

// table knows by one bit whether some bytes in a row, hashed, stand in a literal: most do not, and the bits stay in the
// fastest cache.
type table struct {
	bytes int // in a row
	known [1 << 16 / 64]uint64
	first [1 << 16]uint16 // the index of the list of that hash
	lists [][]entry
}

// Hit is a literal found: its number in the set, and where it starts.
type Hit struct{ Literal, At int }

// entry is a literal, and where in it the bytes stand.
type entry struct {
	text           string
	number, offset int
}

// NewSet makes a set of literals of at least two bytes each, numbered as they come.
func NewSet(literals ...string) *Set {
	s := &Set{}
	for i, text := range literals {
		to, n := &s.long, 4
		if len(text) < n {
			to, n = &s.short, 2
		}
		if *to == nil {
			*to = &table{bytes: n}
		}
		(*to).add(text, i)
	}
	return s
}

// add lists a literal under its rarest bytes; those that many are listed under count as less rare.
func (t *table) add(text string, number int) {
	at, key, best := 0, uint16(0), 1<<62
	for i := 0; i+t.bytes <= len(text); i++ {
		common, x := 1, uint32(0)
		for _, c := range []byte(text[i : i+t.bytes]) {
			common *= commonness(c)
			x = x>>8 | uint32(c)<<24
		}
		k := hash(x)
		if t.has(k) {
			common *= 1 + len(t.lists[t.first[k]])
		}
		if common < best {
			at, key, best = i, k, common
		}
	}
	if !t.has(key) {
		t.known[key>>6] |= 1 << (key & 63)
		t.first[key] = uint16(len(t.lists))
		t.lists = append(t.lists, nil)
	}
	n := t.first[key]
	t.lists[n] = append(t.lists[n], entry{text, number, at})
}

func (t *table) has(k uint16) bool { return t.known[k>>6]>>(k&63)&1 == 1 }

// hash of up to four bytes, the last one highest.
func hash(x uint32) uint16 { return uint16(x * 2654435761 >> 16) }

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
	var long, short []Hit
	if t := s.long; t != nil {
		x := uint32(0) // the four bytes that end at end
		for end := 0; end < len(text); end++ {
			x = x>>8 | uint32(text[end])<<24
			if k := hash(x); t.has(k) {
				long = t.compare(text, end-3, k, long)
			}
		}
	}
	if t := s.short; t != nil {
		x := uint32(0) // two bytes, above two that are zero
		for end := 0; end < len(text); end++ {
			x = x>>8&^0xffff | uint32(text[end])<<24
			if k := hash(x); t.has(k) {
				short = t.compare(text, end-1, k, short)
			}
		}
	}
	if len(short) == 0 {
		return long
	}
	out := make([]Hit, 0, len(long)+len(short))
	for len(long) > 0 && len(short) > 0 {
		from := &long
		if short[0].before(long[0]) {
			from = &short
		}
		out, *from = append(out, (*from)[0]), (*from)[1:]
	}
	return append(append(out, long...), short...)
}

func (h Hit) before(o Hit) bool { return h.At < o.At || h.At == o.At && h.Literal < o.Literal }

// compare appends the literals of a hash whose bytes begin at an offset.
func (t *table) compare(text string, at int, k uint16, out []Hit) []Hit {
	list := t.lists[t.first[k]]
	for j := range list {
		e := &list[j]
		start := at - e.offset
		if start < 0 || start+len(e.text) > len(text) || text[start:start+len(e.text)] != e.text {
			continue
		}
		// The bytes are found in order, their literals nearly so.
		out = append(out, Hit{e.number, start})
		for i := len(out) - 1; i > 0 && out[i].before(out[i-1]); i-- {
			out[i-1], out[i] = out[i], out[i-1]
		}
	}
	return out
}
