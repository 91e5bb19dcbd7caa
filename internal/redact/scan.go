package redact

import (
	"hash/maphash"
	"io"
	"strings"
)

// What may be looked at around a place. A decision depends on nothing farther away, so it does not depend on how the
// input was cut into pieces.
const (
	before = 256     // bytes before a name
	window = 8 << 10 // bytes of a value that are judged; a longer value is masked unjudged
	ahead  = 1 << 10 // bytes behind any place
)

// scan reads a text from left to right.
type scan struct {
	out    io.Writer
	err    error
	opts   Options
	buf    []byte // its first byte is at offset base
	base   int64
	done   int // buf[:done] was written
	pos    int // buf[:pos] was searched
	open   *open
	mode   mode
	ledger ledger

	context context // of the name looked at
	name    []byte  // what stands before its keyword
}

// open is a secret whose end was not found within the window.
type open struct {
	kind   string
	place  Place
	extent extent
	hash   maphash.Hash
}

// mode reads a place where every value is a secret: a cookie header, an object of cookies. It returns the next place
// and whether it goes on.
type mode interface {
	step(s *scan, i int) (next int, goOn bool)
}

func newScan(out io.Writer, opts Options) *scan {
	return &scan{out: out, opts: opts, ledger: ledger{seed: maphash.MakeSeed(), labels: map[uint64]label{}, numbers: map[string]int{}, counts: map[string]*Count{}}}
}

// run searches what is new; final says that nothing follows.
func (s *scan) run(final bool) {
	limit := len(s.buf)
	if !final {
		limit -= window + 2*ahead
	}
	for s.pos < limit {
		switch {
		case s.open != nil:
			s.goOn(limit)
		case s.mode != nil:
			next, more := s.mode.step(s, s.pos)
			if !more {
				s.mode = nil
			}
			s.pos = max(next, s.pos)
		default:
			s.search(limit)
		}
	}
	if final && s.open != nil {
		s.finish(len(s.buf))
	}
}

// search goes to the next candidate and looks at it.
func (s *scan) search(limit int) {
	end := min(limit, len(s.buf)-1)
	if s.pos >= end {
		s.pos = limit
		return
	}
	buf := s.buf[:end+1]
	w := uint16(buf[s.pos]) << 8
	for j, c := range buf[s.pos+1:] {
		w = w>>8 | uint16(c)<<8
		if pairs[w] != 0 {
			if next := s.candidate(s.pos+j, byPair[pairs[w]]); next > 0 {
				s.pos = max(next, s.pos+j+1)
				return
			}
		}
	}
	s.pos = limit
}

// candidate looks at the triggers whose pair stands at j; 0 if none is there.
func (s *scan) candidate(j int, triggers []trigger) int {
	for _, t := range triggers {
		at := j - t.pair
		end := at + len(t.literal)
		if at < 0 || end > len(s.buf) || !equal(s.buf[at:end], t.literal, t.exact) || at < s.done {
			continue
		}
		if next := t.look(s, at, end); next > 0 {
			return next
		}
	}
	return 0
}

func equal(b []byte, literal string, exact bool) bool {
	if exact {
		return string(b) == literal
	}
	for i, c := range b {
		if c != literal[i] && (c|0x20 != literal[i] || c < 'A' || c > 'Z') {
			return false
		}
	}
	return true
}

// at is the byte at i, 0 outside the text.
func (s *scan) at(i int) byte {
	if i < 0 || i >= len(s.buf) {
		return 0
	}
	return s.buf[i]
}

// slice is the text from i to j as far as there is one.
func (s *scan) slice(i, j int) []byte {
	i, j = min(max(i, 0), len(s.buf)), min(j, len(s.buf))
	return s.buf[i:max(i, j)]
}

func (s *scan) has(i int, text string) bool { return string(s.slice(i, i+len(text))) == text }

// mask replaces [i, j) by the word for it.
func (s *scan) mask(kind string, i, j int) {
	s.maskAs(kind, i, j, "", "")
}

func (s *scan) maskAs(kind string, i, j int, prefix, suffix string) {
	s.flush(i)
	s.countTo(i)
	l := s.ledger.book(kind, s.ledger.place(), maphash.Bytes(s.ledger.seed, s.buf[i:j]))
	s.write([]byte(prefix + s.word(l) + suffix))
	s.done = j
}

// begin masks a value from i whose end lies beyond the window.
func (s *scan) begin(kind string, i, so int, x extent) int {
	s.flush(i)
	s.countTo(i)
	s.open = &open{kind: kind, place: s.ledger.place(), extent: x}
	s.open.hash.SetSeed(s.ledger.seed)
	s.open.hash.Write(s.buf[i:so])
	s.done = so
	return so
}

func (s *scan) goOn(limit int) {
	end, ended := s.open.extent.end(s, s.pos, limit)
	s.open.hash.Write(s.slice(s.pos, end))
	s.done, s.pos = end, end
	if ended {
		s.finish(end)
	}
}

// finish writes the word for the open value.
func (s *scan) finish(end int) {
	l := s.ledger.book(s.open.kind, s.open.place, s.open.hash.Sum64())
	s.write([]byte(s.word(l)))
	s.open, s.done = nil, end
}

func (s *scan) word(l label) string {
	if s.opts.Word != "" {
		return s.opts.Word
	}
	return l.String()
}

func (s *scan) countTo(i int) {
	if from := s.ledger.counted - s.base; from < int64(i) {
		s.ledger.count(s.buf[from:i], s.base+int64(i))
	}
}

// flush writes the text up to i as it stands.
func (s *scan) flush(i int) {
	if i > s.done {
		s.write(s.buf[s.done:i])
		s.done = i
	}
}

func (s *scan) write(b []byte) {
	if s.err == nil && len(b) > 0 {
		_, s.err = s.out.Write(b)
	}
}

// drop lets go of what no decision can need any more.
func (s *scan) drop() {
	keep := s.pos - before
	if keep < piece/2 {
		return
	}
	s.flush(keep)
	s.countTo(keep)
	s.buf = append(s.buf[:0], s.buf[keep:]...)
	s.base += int64(keep)
	s.pos -= keep
	s.done = max(s.done-keep, 0)
}

// A trigger is a literal that gives a candidate away, and where in it stands the pair of bytes it is looked for by.
type trigger struct {
	literal string
	exact   bool // the case matters
	pair    int
	// look reads what stands at [at, end) and masks it: the place to go on at, 0 for no candidate.
	look func(s *scan, at, end int) int
}

// pairs gives for a pair of bytes the index into byPair of the triggers it gives away; 0 for none.
var (
	pairs  [1 << 16]uint8
	byPair = [][]trigger{nil}
)

func init() { // not a variable's value: the triggers' functions lead back to the tables
	for _, t := range triggers() {
		for i := 0; i+1 < len(t.literal); i++ {
			if commonness(t.literal[i], t.literal[i+1]) < commonness(t.literal[t.pair], t.literal[t.pair+1]) {
				t.pair = i
			}
		}
		seen := map[uint16]bool{}
		for _, a := range cases(t.literal[t.pair], t.exact) {
			for _, b := range cases(t.literal[t.pair+1], t.exact) {
				k := uint16(a) | uint16(b)<<8
				if seen[k] {
					continue
				}
				seen[k] = true
				if pairs[k] == 0 {
					pairs[k] = uint8(len(byPair))
					byPair = append(byPair, nil)
				}
				byPair[pairs[k]] = append(byPair[pairs[k]], t)
			}
		}
	}
}

func cases(c byte, exact bool) []byte {
	if exact || c < 'a' || c > 'z' {
		return []byte{c}
	}
	return []byte{c, c - 'a' + 'A'}
}

// commonness estimates how often a pair of bytes stands in logs.
func commonness(a, b byte) int {
	one := func(c byte) int {
		switch {
		case c >= 'a' && c <= 'z':
			return 30 - strings.IndexByte("etaoinsrhldcumfpgwybvkxjqz", c)
		case c >= 'A' && c <= 'Z':
			return 6
		case c >= '0' && c <= '9':
			return 15
		case c == ' ':
			return 60
		case c == '"' || c == ':':
			return 25
		case c >= 0x80:
			return 1
		}
		return 8
	}
	return one(a) * one(b)
}

// lower is the text with its ASCII letters in lower case: its length stays, whatever its bytes.
func lower(b []byte) []byte {
	out := make([]byte, len(b))
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		out[i] = c
	}
	return out
}
