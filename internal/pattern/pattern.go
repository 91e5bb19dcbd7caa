// Package pattern turns a pattern, in the part of RE2's syntax that the rules and the catalogue use, into a matcher.
//
//	pattern ─parse─▶ tree ─compile─▶ program ─Find─▶ places
//
// It gives what package regexp gives (leftmost, first alternative first) for: literals, ., [classes], \d \s \S \w \b, ^, $,
// (groups), (?:groups), |, *, +, ?, {n}, {n,m} and (?i) at the very beginning, all of ASCII but for literals. The time of a
// search is linear in the text. Package regexp with its tables of Unicode would cost every visitor of the page more to
// download than all rules together.
package pattern

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// Pattern is a matcher. It may be used by several goroutines at once.
type Pattern struct {
	tree   *node
	fold   bool
	once   sync.Once // what follows is made when it is first needed
	prog   []inst
	splits int        // instructions that remember where they were
	groups int        // places kept: two for the match, two for each group
	needs  []string   // every match holds one of these; none: not known
	first  *[4]uint64 // bytes a match begins with, but for one at the very beginning; nil: it may be empty or begin with any
	begins bool       // ^ stands in it: a match at the very beginning may begin with any byte
	anchor bool       // begins with ^
}

// New is the matcher of a pattern. With (?i) ASCII letters match without regard to case; others must be lower case in both.
func New(source string) (*Pattern, error) {
	p := &Pattern{}
	source, p.fold = strings.CutPrefix(source, "(?i)")
	tree, groups, err := parse(source)
	if err != nil {
		return nil, err
	}
	p.tree, p.groups = tree, 2*(groups+1)
	return p, nil
}

// Must is New for a pattern of the program itself: it panics if the pattern is beyond the syntax.
func Must(source string) *Pattern {
	p, err := New(source)
	if err != nil {
		panic(err)
	}
	return p
}

func (p *Pattern) compile() {
	tree := p.tree
	if p.fold {
		tree.lower()
	}
	c := compiler{p}
	c.emit(tree)
	c.add(inst{op: opMatch})
	for i := range p.prog {
		if p.prog[i].op == opSplit {
			p.prog[i].c = p.splits
			p.splits++
		}
	}
	p.needs = tree.required()
	p.anchor = p.prog[0].op == opBegin
	var set [4]uint64
	if p.firstBytes(0, &set, make([]bool, len(p.prog))) {
		p.first = &set
	}
}

// Match reports whether the pattern stands anywhere in s.
func (p *Pattern) Match(s string) bool { return p.FindAll(s, 1) != nil }

// Find gives the first place of the pattern in s: start and end, then start and end of each group, −1 for those that
// take no part; nil if there is none.
func (p *Pattern) Find(s string) []int {
	if all := p.FindAll(s, 1); all != nil {
		return all[0]
	}
	return nil
}

// FindAll gives the first n places, which do not overlap.
func (p *Pattern) FindAll(s string, n int) [][]int {
	p.once.Do(p.compile)
	if !p.may(s) {
		return nil
	}
	m := machine{p: p, text: s, visited: make([]uint64, (p.splits*(len(s)+1)+63)/64), caps: make([]int, p.groups), stack: make([]job, 0, 16)}
	var out [][]int
	for at := 0; at <= len(s) && len(out) < n; {
		if p.first != nil && (at > 0 || !p.begins) {
			for at < len(s) && p.first[s[at]>>6]>>(s[at]&63)&1 == 0 {
				at++
			}
			if at == len(s) {
				break
			}
		}
		switch {
		case m.run(at):
			out = append(out, append([]int(nil), m.caps...))
			clear(m.visited)
			at = max(at+1, m.caps[1])
		case at < len(s) && s[at] >= utf8.RuneSelf:
			_, size := utf8.DecodeRuneInString(s[at:])
			at += size
		default:
			at++
		}
		if p.anchor {
			break
		}
	}
	return out
}

// Needs gives texts of which every match holds at least one, in lower case if the pattern begins with (?i); none if no
// such text is known.
func (p *Pattern) Needs() []string {
	p.once.Do(p.compile)
	return p.needs
}

// may reports whether s holds one of the texts of which every match needs one.
func (p *Pattern) may(s string) bool {
	if len(p.needs) == 0 {
		return true
	}
	for _, need := range p.needs {
		if p.fold && holdsFold(s, need) || !p.fold && strings.Contains(s, need) {
			return true
		}
	}
	return false
}

// holdsFold: s holds low, which is in lower case, without regard to the case of ASCII.
func holdsFold(s, low string) bool {
	if strings.Contains(s, low) {
		return true
	}
	for i := 0; i+len(low) <= len(s); i++ {
		j := 0
		for j < len(low) && lowerByte(s[i+j]) == low[j] {
			j++
		}
		if j == len(low) {
			return true
		}
	}
	return false
}

func lowerByte(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}

// inst is one step of a program.
type inst struct {
	op  op
	c   int // opByte: the byte; opSave: the place; opSplit: its number
	set *class
	x   int // where it goes on; of opSplit what is tried first
	y   int // opSplit: what is tried then
}

type op uint8

const (
	opByte op = iota
	opClass
	opSplit
	opJump
	opSave
	opWord // \b
	opBegin
	opEnd
	opMatch
)

// class is a set of characters: of ASCII by bits, of all others as a whole.
type class struct {
	ascii   [2]uint64
	other   bool
	negated bool
}

func (c *class) has(b byte) bool { return c.ascii[b>>6]>>(b&63)&1 == 1 }

func (c *class) add(lo, hi byte) {
	for b := int(lo); b <= int(hi); b++ {
		c.ascii[b>>6] |= 1 << (b & 63)
	}
}

// machine is one search: it goes back to the last choice when it fails, and never makes one twice at one place.
type machine struct {
	p       *Pattern
	text    string
	visited []uint64
	caps    []int
	stack   []job
}

// job is what to try next, or, with a place of caps, what to put back there.
type job struct{ pc, at, slot int }

// run tries to match at an offset.
func (m *machine) run(start int) bool {
	for i := range m.caps {
		m.caps[i] = -1
	}
	m.stack = append(m.stack[:0], job{0, start, -1})
	for len(m.stack) > 0 {
		j := m.stack[len(m.stack)-1]
		m.stack = m.stack[:len(m.stack)-1]
		if j.slot >= 0 {
			m.caps[j.slot] = j.at
			continue
		}
		if end := m.follow(j.pc, j.at); end >= 0 {
			m.caps[0], m.caps[1] = start, end
			return true
		}
	}
	return false
}

// follow goes on until the match ends, at the offset given, or fails, −1.
func (m *machine) follow(pc, at int) int {
	s := m.text
	for {
		in := &m.p.prog[pc]
		switch in.op {
		case opByte:
			if at == len(s) || int(s[at]) != in.c && (!m.p.fold || int(lowerByte(s[at])) != in.c) {
				return -1
			}
			at++
		case opClass:
			if at == len(s) {
				return -1
			}
			c, size, in1 := s[at], 1, in.set.other
			if m.p.fold {
				c = lowerByte(c)
			}
			if c < utf8.RuneSelf {
				in1 = in.set.ascii[c>>6]>>(c&63)&1 == 1
			} else {
				_, size = utf8.DecodeRuneInString(s[at:])
			}
			if !in1 {
				return -1
			}
			at += size
		case opSplit:
			bit := in.c*(len(s)+1) + at
			if m.visited[bit>>6]>>(bit&63)&1 == 1 {
				return -1
			}
			m.visited[bit>>6] |= 1 << (bit & 63)
			m.stack = append(m.stack, job{in.y, at, -1})
		case opSave:
			m.stack = append(m.stack, job{0, m.caps[in.c], in.c})
			m.caps[in.c] = at
		case opWord:
			if (at > 0 && isWord(s[at-1])) == (at < len(s) && isWord(s[at])) {
				return -1
			}
		case opBegin:
			if at != 0 {
				return -1
			}
		case opEnd:
			if at != len(s) {
				return -1
			}
		case opMatch:
			return at
		}
		pc = in.x
	}
}

func isWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_'
}

// firstBytes gathers the bytes a match from pc on begins with; false if it may begin with any or end at once.
func (p *Pattern) firstBytes(pc int, set *[4]uint64, seen []bool) bool {
	for {
		if seen[pc] {
			return true
		}
		seen[pc] = true
		in := &p.prog[pc]
		add := func(b int) { set[b>>6] |= 1 << (b & 63) }
		switch in.op {
		case opByte:
			add(in.c)
			if p.fold && in.c >= 'a' && in.c <= 'z' {
				add(in.c - 'a' + 'A')
			}
			return true
		case opClass:
			for b := range 256 {
				if low := lowerByte(byte(b)); b >= utf8.RuneSelf && in.set.other || b < utf8.RuneSelf && (in.set.ascii[b>>6]>>(b&63)&1 == 1 || p.fold && in.set.ascii[low>>6]>>(low&63)&1 == 1) {
					add(b)
				}
			}
			return true
		case opBegin:
			p.begins = true
			return true
		case opMatch, opEnd:
			return false
		case opSplit:
			if !p.firstBytes(in.y, set, seen) {
				return false
			}
		}
		pc = in.x
	}
}
