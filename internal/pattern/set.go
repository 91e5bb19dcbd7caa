package pattern

import (
	"cmp"
	"encoding/binary"
	"strings"
	"unsafe"
)

// Set finds many literals in one pass, which looks at every other place of the text only: of each literal it knows the
// rarest four bytes in a row that begin at an even place of it, and the rarest that begin at an odd one; of literals of
// fewer than five bytes, pairs.
type Set struct {
	quads, pairs table
	literals     []string
	grams        []Gram // of the literals
}

// table knows by one bit whether some bytes in a row, hashed, stand in a literal: most do not, and the bits stay in the
// fastest cache.
type table struct {
	known [1 << 16 / 64]uint64
	first [1 << 16]uint16 // the index of the list of that hash; in the end, of the first of its entries
	lists [][]entry       // while the set is made
	all   []entry         // of all lists, one behind the other
}

// Hit is a literal found: its number in the set, and where it starts.
type Hit struct{ Literal, At int }

// entry is a literal, and where in it the bytes stand.
type entry struct {
	text           string
	number, offset int
	mask, four     uint32 // of the four bytes from the offset on: those that are the literal's, compared first
	last           bool   // of its list
}

// NewSet makes a set of literals of at least two bytes each, numbered as they come.
func NewSet(literals ...string) *Set {
	s := &Set{literals: literals, grams: make([]Gram, len(literals))}
	for i, text := range literals {
		s.grams[i] = NewGram(text)
		for parity := range 2 {
			switch {
			case len(text) > 4:
				s.quads.add(entry{text: text, number: i}, parity, 4)
			case len(text) > 2 || parity == 0:
				s.pairs.add(entry{text: text, number: i}, parity, 2)
			default: // the second byte of a pair may be any: what stands before the literal
				for c := range 256 {
					s.pairs.enter(uint16(text[0])<<8|uint16(c), entry{text: text, number: i, offset: -1})
				}
			}
		}
	}
	s.quads.close()
	s.pairs.close()
	return s
}

// close puts the lists behind each other: to find one takes half the time.
func (t *table) close() {
	from := make([]uint16, len(t.lists))
	for i, list := range t.lists {
		list[len(list)-1].last = true
		from[i] = uint16(len(t.all))
		t.all = append(t.all, list...)
	}
	for k := range t.first {
		if t.has(uint16(k)) {
			t.first[k] = from[t.first[k]]
		}
	}
	t.lists = nil
}

// add lists a literal under the rarest n bytes of it that begin at an even or at an odd place; those that many are listed
// under count as less rare.
func (t *table) add(e entry, parity, n int) {
	key, best := uint16(0), 1<<62
	for i := parity; i+n <= len(e.text); i += 2 {
		common, x := 1, uint32(0)
		for j, c := range []byte(e.text[i : i+n]) {
			common *= commonness[c]
			x |= uint32(c) << (8 * j)
		}
		k := uint16(x)
		if n == 4 {
			k = hash(x)
		}
		if t.has(k) {
			common *= 1 + len(t.lists[t.first[k]])
		}
		if common < best {
			e.offset, key, best = i, k, common
		}
	}
	t.enter(key, e)
}

// enter lists a literal.
func (t *table) enter(key uint16, e entry) {
	for j := range 4 {
		if i := e.offset + j; i >= 0 && i < len(e.text) {
			e.mask |= 0xff << (8 * j)
			e.four |= uint32(e.text[i]) << (8 * j)
		}
	}
	list := t.list(key)
	*list = append(*list, e)
}

// list is the list of a hash.
func (t *table) list(k uint16) *[]entry {
	if !t.has(k) {
		t.known[k>>6] |= 1 << (k & 63)
		t.first[k] = uint16(len(t.lists))
		t.lists = append(t.lists, nil)
	}
	return &t.lists[t.first[k]]
}

func (t *table) has(k uint16) bool { return t.known[k>>6]>>(k&63)&1 == 1 }

// hash of four bytes.
func hash(x uint32) uint16 { return uint16(x * 2654435761 >> 16) }

const mostCommon = 20

// commonness says roughly how often a byte stands in lower-case logs.
var commonness = func() (t [256]int) {
	for c := range t {
		t[c] = 1
	}
	for common, bytes := range map[int]string{
		mostCommon: " etaoinrs",
		10:         "lcdupmh.\":0123456789",
		5:          "bfgjkqvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-/,_=",
	} {
		for _, c := range []byte(bytes) {
			t[c] = common
		}
	}
	return t
}()

// rarest gives the four bytes in a row of a literal that are rarest; what is shorter it gives whole.
func rarest(literal string) string {
	rarest, best := literal, 1<<62
	for i := 0; i+4 <= len(literal); i++ {
		common := commonness[literal[i]] * commonness[literal[i+1]] * commonness[literal[i+2]] * commonness[literal[i+3]]
		if common < best {
			rarest, best = literal[i:i+4], common
		}
	}
	return rarest
}

// Tokens are blanked with bytes of 1 where words are looked for: a run of them is skipped.
const (
	blank  = 0x01010101
	blanks = "\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01"
)

// Find gives every place of every literal in text, in the order of the places and, at one place, of the numbers.
func (s *Set) Find(text string) []Hit { return s.Append(nil, text) }

// Append appends to out what Find gives.
func (s *Set) Append(out []Hit, text string) []Hit {
	old := len(out)
	at, start := 0, unsafe.Pointer(unsafe.StringData(text))
	for ; at+4 <= len(text); at += 2 {
		// What is read lies within the text; to have that checked takes a quarter of the time.
		x := binary.LittleEndian.Uint32((*[4]byte)(unsafe.Add(start, at))[:])
		if x == blank { // no literal holds it
			for strings.HasPrefix(text[at+4:], blanks) {
				at += len(blanks)
			}
			for strings.HasPrefix(text[at+4:], blanks[:4]) {
				at += 4
			}
			continue
		}
		if k := hash(x); s.quads.has(k) {
			out = s.quads.compare(text, at, x, k, out, old)
		}
		if k := uint16(x); s.pairs.has(k) {
			out = s.pairs.compare(text, at, x, k, out, old)
		}
	}
	rest := text[min(at, len(text)):]
	for ; len(rest) > 0; rest = rest[min(2, len(rest)):] { // what is not there is taken for zeros
		x := uint32(rest[0])
		for j := 1; j < len(rest); j++ {
			x |= uint32(rest[j]) << (8 * j)
		}
		if k := hash(x); s.quads.has(k) {
			out = s.quads.compare(text, len(text)-len(rest), x, k, out, old)
		}
		if k := uint16(x); s.pairs.has(k) {
			out = s.pairs.compare(text, len(text)-len(rest), x, k, out, old)
		}
	}
	return out
}

func (h Hit) before(o Hit) bool { return h.At < o.At || h.At == o.At && h.Literal < o.Literal }

// Compare orders hits as Find gives them.
func (h Hit) Compare(o Hit) int {
	return cmp.Or(cmp.Compare(h.At, o.At), cmp.Compare(h.Literal, o.Literal))
}

// compare appends the literals of a hash whose bytes, x, begin at an offset; what stands in out from old on is in order.
func (t *table) compare(text string, at int, x uint32, k uint16, out []Hit, old int) []Hit {
	for j := int(t.first[k]); ; j++ {
		e := &t.all[j]
		start := at - e.offset
		if x&e.mask == e.four && start >= 0 && start+len(e.text) <= len(text) && text[start:start+len(e.text)] == e.text {
			// The bytes are found in order, their literals nearly so.
			out = append(out, Hit{e.number, start})
			for i := len(out) - 1; i > old && out[i].before(out[i-1]); i-- {
				out[i-1], out[i] = out[i], out[i-1]
			}
		}
		if e.last {
			return out
		}
	}
}
