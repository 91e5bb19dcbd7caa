package pattern

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// node is a part of a pattern.
type node struct {
	op   nodeOp
	text string // literal
	set  *class
	sub  []*node
	min  int // repeat
	max  int // −1: without end
	n    int // group
}

type nodeOp uint8

const (
	literal nodeOp = iota
	oneOf
	sequence
	choice
	repeat
	group // its place is kept
	word
	begin
	end
)

// maxRepeat bounds {n,m}: a program holds its part so many times.
const maxRepeat = 200

type parser struct {
	s      string
	at     int
	groups int
}

// parse reads a pattern, without (?i), and counts its groups.
func parse(s string) (*node, int, error) {
	p := &parser{s: s}
	n, err := p.alternatives()
	if err == nil && p.at < len(s) {
		err = p.fail("unopened )")
	}
	if err == nil && n.empty() {
		err = p.fail("may match nothing")
	}
	return n, p.groups, err
}

func (p *parser) fail(why string) error {
	return fmt.Errorf("pattern: byte %d of %q: %s", p.at, p.s, why)
}

func (p *parser) more() bool { return p.at < len(p.s) }

func (p *parser) take(token string) bool {
	if strings.HasPrefix(p.s[p.at:], token) {
		p.at += len(token)
		return true
	}
	return false
}

func (p *parser) alternatives() (*node, error) {
	var all []*node
	for {
		n, err := p.sequence()
		if err != nil {
			return nil, err
		}
		all = append(all, n)
		if !p.take("|") {
			break
		}
	}
	if len(all) == 1 {
		return all[0], nil
	}
	return &node{op: choice, sub: all}, nil
}

func (p *parser) sequence() (*node, error) {
	n := &node{op: sequence}
	for p.more() && p.s[p.at] != '|' && p.s[p.at] != ')' {
		atom, err := p.atom()
		if err != nil {
			return nil, err
		}
		if atom, err = p.repeated(atom); err != nil {
			return nil, err
		}
		if k := len(n.sub) - 1; k >= 0 && atom.op == literal && n.sub[k].op == literal {
			n.sub[k].text += atom.text
			continue
		}
		n.sub = append(n.sub, atom)
	}
	return n, nil
}

func (p *parser) atom() (*node, error) {
	c := p.s[p.at]
	switch c {
	case '(':
		return p.group()
	case '[':
		return p.class()
	case '*', '+', '?', '{':
		return nil, p.fail("nothing to repeat")
	}
	p.at++
	switch c {
	case '^':
		return &node{op: begin}, nil
	case '$':
		return &node{op: end}, nil
	case '.':
		set := &class{ascii: [2]uint64{^uint64(0) &^ (1 << '\n'), ^uint64(0)}, other: true}
		return &node{op: oneOf, set: set}, nil
	case '\\':
		return p.escape()
	}
	p.at--
	_, size := utf8.DecodeRuneInString(p.s[p.at:])
	p.at += size
	// What repeats is one character: the next one starts a literal of its own.
	return &node{op: literal, text: p.s[p.at-size : p.at]}, nil
}

func (p *parser) group() (*node, error) {
	p.at++
	n := &node{op: group}
	switch {
	case p.take("?:"):
		n.op = sequence
	case p.take("?"):
		return nil, p.fail("a group of this kind is not known")
	default:
		p.groups++
		n.n = p.groups
	}
	inner, err := p.alternatives()
	if err != nil {
		return nil, err
	}
	if !p.take(")") {
		return nil, p.fail("unclosed (")
	}
	n.sub = []*node{inner}
	return n, nil
}

func (p *parser) escape() (*node, error) {
	if !p.more() {
		return nil, p.fail("nothing after \\")
	}
	c := p.s[p.at]
	p.at++
	if c == 'b' {
		return &node{op: word}, nil
	}
	if set := escaped(c); set != nil {
		return &node{op: oneOf, set: set}, nil
	}
	if isWord(c) || c >= utf8.RuneSelf {
		return nil, p.fail("this escape is not known")
	}
	return &node{op: literal, text: string(rune(c))}, nil
}

// escaped is the class of \d, \s, \w or the opposite; nil for any other.
func escaped(c byte) *class {
	set := &class{}
	switch c | 0x20 {
	case 'd':
		set.add('0', '9')
	case 's':
		for _, space := range "\t\n\f\r " {
			set.add(byte(space), byte(space))
		}
	case 'w':
		set.add('0', '9')
		set.add('A', 'Z')
		set.add('a', 'z')
		set.add('_', '_')
	default:
		return nil
	}
	if c < 'a' {
		set.negate()
	}
	return set
}

func (c *class) negate() {
	c.ascii = [2]uint64{^c.ascii[0], ^c.ascii[1]}
	c.other, c.negated = !c.other, !c.negated
}

func (p *parser) class() (*node, error) {
	p.at++
	set := &class{}
	negated := p.take("^")
	for first := true; ; first = false {
		if !p.more() {
			return nil, p.fail("unclosed [")
		}
		c := p.s[p.at]
		p.at++
		if c == ']' && !first {
			break
		}
		switch {
		case c >= utf8.RuneSelf:
			return nil, p.fail("only ASCII may stand in a class")
		case c == '[' && p.take(":"):
			return nil, p.fail("named classes are not known")
		case c == '\\':
			if !p.more() {
				return nil, p.fail("unclosed [")
			}
			c = p.s[p.at]
			p.at++
			if sub := escaped(c); sub != nil {
				set.ascii[0] |= sub.ascii[0]
				set.ascii[1] |= sub.ascii[1]
				set.other = set.other || sub.other
				continue
			}
			if isWord(c) || c >= utf8.RuneSelf {
				return nil, p.fail("this escape is not known")
			}
		}
		hi := c
		if p.at+1 < len(p.s) && p.s[p.at] == '-' && p.s[p.at+1] != ']' {
			if hi = p.s[p.at+1]; hi < c || hi >= utf8.RuneSelf || hi == '\\' {
				return nil, p.fail("a range that is none")
			}
			p.at += 2
		}
		set.add(c, hi)
	}
	if negated {
		set.negate()
	}
	return &node{op: oneOf, set: set}, nil
}

func (p *parser) repeated(n *node) (*node, error) {
	if !p.more() {
		return n, nil
	}
	r := &node{op: repeat, sub: []*node{n}, max: -1}
	switch p.s[p.at] {
	case '*':
		p.at++
	case '+':
		p.at++
		r.min = 1
	case '?':
		p.at++
		r.max = 1
	case '{':
		stop := strings.IndexByte(p.s[p.at:], '}')
		if stop < 0 {
			return nil, p.fail("unclosed {")
		}
		low, high, two := strings.Cut(p.s[p.at+1:p.at+stop], ",")
		var err error
		if r.min, err = strconv.Atoi(low); err != nil {
			return nil, p.fail("{ wants a number")
		}
		if r.max = r.min; two {
			if r.max = -1; high != "" {
				if r.max, err = strconv.Atoi(high); err != nil {
					return nil, p.fail("{ wants a number")
				}
			}
		}
		if r.min < 0 || r.min > maxRepeat || r.max > maxRepeat || r.max >= 0 && r.max < r.min {
			return nil, p.fail("repeated too often")
		}
		p.at += stop + 1
	default:
		return n, nil
	}
	if n.op == word || n.op == begin || n.op == end || n.empty() {
		return nil, p.fail("what is repeated may be empty")
	}
	if p.more() && strings.IndexByte("*+?{", p.s[p.at]) >= 0 {
		return nil, p.fail("repeated twice, or as rarely as possible")
	}
	return r, nil
}

// empty reports whether a part may match nothing.
func (n *node) empty() bool {
	switch n.op {
	case literal, oneOf:
		return false
	case repeat:
		return n.min == 0 || n.sub[0].empty()
	case choice:
		for _, sub := range n.sub {
			if sub.empty() {
				return true
			}
		}
		return false
	case sequence, group:
		for _, sub := range n.sub {
			if !sub.empty() {
				return false
			}
		}
	}
	return true
}

// lower makes a part one that is compared with text in lower case.
func (n *node) lower() {
	n.text = strings.ToLower(n.text)
	if n.set != nil {
		for c := byte('A'); c <= 'Z'; c++ {
			low := c + 'a' - 'A'
			switch {
			case !n.set.negated && n.set.has(c):
				n.set.add(low, low)
			case n.set.negated && !n.set.has(c):
				n.set.ascii[low>>6] &^= 1 << (low & 63)
			}
		}
	}
	for _, sub := range n.sub {
		sub.lower()
	}
}

// required gives texts of which every match holds at least one.
func (n *node) required() []string {
	switch n.op {
	case literal:
		return []string{n.text}
	case repeat:
		if n.min > 0 {
			return n.sub[0].required()
		}
	case sequence, group:
		var best []string
		for _, sub := range n.sub {
			if need := sub.required(); shortest(need) > shortest(best) {
				best = need
			}
		}
		return best
	case choice:
		var all []string
		for _, sub := range n.sub {
			need := sub.required()
			if len(need) == 0 {
				return nil
			}
			all = append(all, need...)
		}
		return all
	}
	return nil
}

func shortest(texts []string) int {
	n := 0
	for i, t := range texts {
		if i == 0 || len(t) < n {
			n = len(t)
		}
	}
	return n
}

// compiler writes the program of a pattern.
type compiler struct{ *Pattern }

// add appends an instruction that goes on with the one after it.
func (c compiler) add(in inst) int {
	in.x = len(c.prog) + 1
	c.Pattern.prog = append(c.prog, in)
	return len(c.prog) - 1
}

func (c compiler) emit(n *node) {
	switch n.op {
	case literal:
		for i := 0; i < len(n.text); i++ {
			c.add(inst{op: opByte, c: int(n.text[i])})
		}
	case oneOf:
		c.add(inst{op: opClass, set: n.set})
	case sequence:
		for _, sub := range n.sub {
			c.emit(sub)
		}
	case group:
		c.add(inst{op: opSave, c: 2 * n.n})
		c.emit(n.sub[0])
		c.add(inst{op: opSave, c: 2*n.n + 1})
	case choice:
		var ends []int
		for i, sub := range n.sub {
			if i == len(n.sub)-1 {
				c.emit(sub)
				break
			}
			split := c.add(inst{op: opSplit})
			c.emit(sub)
			ends = append(ends, c.add(inst{op: opJump}))
			c.prog[split].y = len(c.prog)
		}
		for _, i := range ends {
			c.prog[i].x = len(c.prog)
		}
	case repeat:
		for range n.min {
			c.emit(n.sub[0])
		}
		if n.max < 0 {
			split := c.add(inst{op: opSplit})
			c.emit(n.sub[0])
			back := c.add(inst{op: opJump})
			c.prog[back].x = split
			c.prog[split].y = len(c.prog)
			break
		}
		var splits []int
		for range n.max - n.min {
			splits = append(splits, c.add(inst{op: opSplit}))
			c.emit(n.sub[0])
		}
		for _, i := range splits {
			c.prog[i].y = len(c.prog)
		}
	case word:
		c.add(inst{op: opWord})
	case begin:
		c.add(inst{op: opBegin})
	case end:
		c.add(inst{op: opEnd})
	}
}
