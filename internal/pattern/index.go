package pattern

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"strings"
	"unsafe"
)

// Index holds which four bytes in a row occur in a text. Rules and catalogues ask a text for thousands of literals of which
// a few stand in it: nearly all others are refused without a search.
type Index struct{ set *[1 << indexBits / 64]uint64 }

// indexBits: a region of a log, whose words repeat, sets a tenth of these at most, and they fit into the fastest cache. That
// their number is fixed and eight bytes are read at once makes the index in a third of the time.
const indexBits = 18

// NewIndex makes the index of a text.
func NewIndex(text string) Index {
	set := new([1 << indexBits / 64]uint64)
	add := func(quad uint32) {
		h := indexHash(quad)
		set[h>>6] |= 1 << (h & 63)
	}
	b := unsafe.Slice(unsafe.StringData(text), len(text)) // only read
	for ; len(b) >= 12; b = b[8:] {
		v := binary.LittleEndian.Uint64(b)
		if v == blank|blank<<32 {
			for len(b) >= 2*len(blanks) && string(b[:len(blanks)]) == blanks {
				b = b[len(blanks)-8:]
			}
			continue
		}
		w := binary.LittleEndian.Uint64(b[4:])
		add(uint32(v))
		add(uint32(v >> 8))
		add(uint32(v >> 16))
		add(uint32(v >> 24))
		add(uint32(w))
		add(uint32(w >> 8))
		add(uint32(w >> 16))
		add(uint32(w >> 24))
	}
	for ; len(b) >= 4; b = b[1:] {
		add(binary.LittleEndian.Uint32(b))
	}
	return Index{set}
}

func indexHash(quad uint32) uint32 { return quad * 2654435761 >> (32 - indexBits) }

// May reports whether a literal may stand in the text: false is sure. Of fewer than four bytes nothing is known.
func (x Index) May(literal string) bool {
	for ; len(literal) >= 4; literal = literal[1:] {
		if !x.MayHold(GramOf(literal)) {
			return false
		}
	}
	return true
}

// Find is strings.Index for a long text, by the rarest byte of the literal: the first one may stand in every word of a log.
func Find(text, literal string) int {
	if literal == "" {
		return 0
	}
	rare := 0
	for i := range len(literal) {
		if commonness[literal[i]] < commonness[literal[rare]] {
			rare = i
		}
	}
	if commonness[literal[rare]] == mostCommon && len(literal) > 4 {
		return findCommon(text, literal)
	}
	for at := rare; ; at++ {
		i := strings.IndexByte(text[min(at, len(text)):], literal[rare])
		if i < 0 {
			return -1
		}
		at += i
		if strings.HasPrefix(text[at-rare:], literal) {
			return at - rare
		}
	}
}

// findCommon looks for a literal without a rare byte, such as error, by its first four bytes and the four from its second on: one
// of them begins at an odd place. That takes a quarter of the time of looking at each place where a byte of it stands.
func findCommon(text, literal string) int {
	a, b := uint32(GramOf(literal)), uint32(GramOf(literal[1:]))
	at, start := 0, unsafe.Pointer(unsafe.StringData(text))
	for ; at+11 <= len(text); at += 8 {
		// What is read lies within the text.
		v := binary.LittleEndian.Uint64((*[8]byte)(unsafe.Add(start, at+1))[:])
		w, x, y, z := uint32(v), uint32(v>>16), uint32(v>>32), binary.LittleEndian.Uint32((*[4]byte)(unsafe.Add(start, at+7))[:])
		if w == a || w == b || x == a || x == b || y == a || y == b || z == a || z == b {
			if i := strings.Index(text[at:min(at+8+len(literal), len(text))], literal); i >= 0 {
				return at + i
			}
		}
	}
	if i := strings.Index(text[at:], literal); i >= 0 {
		return at + i
	}
	return -1
}

// Gram is four bytes in a row, to be asked for again and again.
type Gram uint32

// NewGram is the gram of the rarest four bytes of a literal; a shorter one has none, 0.
func NewGram(literal string) Gram {
	four := rarest(literal)
	if len(four) < 4 {
		return 0
	}
	return GramOf(four)
}

// NewGrams are two grams of literals that stand together: the rarest four bytes of the longest literal, and those of the
// longest part of the literals without them.
func NewGrams(literals []string) [2]Gram {
	byLength := func(a, b string) int { return len(a) - len(b) }
	longest := slices.MaxFunc(literals, byLength)
	before, after, _ := strings.Cut(longest, rarest(longest))
	parts := []string{before, after}
	for _, lit := range literals {
		if lit != longest {
			parts = append(parts, lit)
		}
	}
	return [2]Gram{NewGram(longest), NewGram(slices.MaxFunc(parts, byLength))}
}

// GramOf is the gram of the first four bytes.
func GramOf(s string) Gram {
	return Gram(uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24)
}

// MayHold reports whether a gram may stand in the text: false is sure.
func (x Index) MayHold(g Gram) bool {
	h := indexHash(uint32(g))
	return g == 0 || x.set[h>>6]>>(h&63)&1 == 1
}

// Sieve holds pairs of grams of which many texts are asked. An index is compared with all of them word by word: to ask it
// for thousands one after the other took a fifth of the time of a log of many short regions.
type Sieve struct {
	set     [1 << indexBits / 64]uint64 // of the first grams
	from    [1<<indexBits/64 + 1]uint16 // where in pairs those of a word of the set begin
	pairs   []gramPair
	always  []int // those without a first gram
	numbers int
}

// gramPair is the number of a pair, the bit of its first gram in the word of the set, and the second gram.
type gramPair struct {
	number uint16
	bit    uint8
	second Gram
}

// NewSieve makes a sieve of pairs, numbered as they come.
func NewSieve(pairs [][2]Gram) *Sieve {
	s := &Sieve{pairs: make([]gramPair, len(pairs)), numbers: len(pairs)}
	for _, p := range pairs {
		if p[0] != 0 {
			s.from[indexHash(uint32(p[0]))>>6+1]++
		}
	}
	for w := range s.set {
		s.from[w+1] += s.from[w]
	}
	next := s.from
	for i, p := range pairs {
		if p[0] == 0 {
			s.always = append(s.always, i)
			continue
		}
		h := indexHash(uint32(p[0]))
		w, bit := h>>6, h&63
		s.set[w] |= 1 << bit
		s.pairs[next[w]] = gramPair{uint16(i), uint8(bit), p[1]}
		next[w]++
	}
	return s
}

// MayHold gives the numbers of the pairs that may both stand in the text of an index, in order: of all others it is sure.
func (s *Sieve) MayHold(x Index) []int {
	may := make([]uint64, s.numbers/64+1) // a bit each, so that they need no sorting
	for _, i := range s.always {
		may[i>>6] |= 1 << (i & 63)
	}
	for w, in := range x.set {
		if in&s.set[w] == 0 {
			continue
		}
		for _, p := range s.pairs[s.from[w]:s.from[w+1]] {
			if in>>p.bit&1 == 1 && x.MayHold(p.second) {
				may[p.number>>6] |= 1 << (p.number & 63)
			}
		}
	}
	var out []int
	for w, word := range may {
		for ; word != 0; word &= word - 1 {
			out = append(out, w<<6+bits.TrailingZeros64(word))
		}
	}
	return out
}

// FindIn gives what Find gives, with the index of the text: where few of the literals may stand in it, those are looked for
// one by one, which in a long text takes a tenth of the time.
func (s *Set) FindIn(text string, x Index) []Hit {
	return s.FindWhere(text, s.mayStand(x))
}

// Few lists the literals that may stand in the text of an index; not ok if they are so many that one pass finds them faster.
func (s *Set) Few(x Index) (literals []int, ok bool) { return s.few(s.mayStand(x)) }

func (s *Set) mayStand(x Index) func(literal int) bool {
	return func(literal int) bool { return x.MayHold(s.grams[literal]) && x.May(s.literals[literal]) }
}

func (s *Set) few(may func(literal int) bool) (literals []int, ok bool) {
	const most = 12
	for i := range s.literals {
		if !may(i) {
			continue
		}
		if len(literals) == most {
			return nil, false
		}
		literals = append(literals, i)
	}
	return literals, true
}

// FindWhere gives what Find gives, of the literals that may stand in the text.
func (s *Set) FindWhere(text string, may func(literal int) bool) []Hit {
	literals, ok := s.few(may)
	if !ok {
		return s.Find(text)
	}
	next := make([]int, len(literals)) // place of each
	for n, i := range literals {
		next[n] = place(text, s.literals[i], 0)
	}
	var out []Hit
	for len(next) > 0 {
		n := 0
		for m, at := range next {
			if at < next[n] {
				n = m
			}
		}
		at := next[n]
		if at == len(text) {
			break
		}
		out = append(out, Hit{literals[n], at})
		next[n] = place(text, s.literals[literals[n]], at+1)
	}
	return out
}

// place is the first place of a literal from an offset on, or the end of the text.
func place(text, literal string, at int) int {
	i := Find(text[at:], literal)
	if i < 0 {
		return len(text)
	}
	return at + i
}
