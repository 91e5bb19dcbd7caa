package token

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode/utf8"
)

// This file searches the readings of one part of a damaged token: from its first character
// to its last, keeping at each the likeliest few hundred states of (base64url, JSON, words).

const (
	longestPart = 8 << 10 // characters: the search takes some 50 KB for each
	beamWidth   = 16      // readings this much costlier than the best so far are given up
	beamSize    = 400     // and so are those beyond this many
	samples     = 2000
	openEnd     = 25 // cost of a part that ends before its JSON does, where nothing says it was cut
)

// node is a state of the search: so much read, so much understood.
type node struct {
	state stateKey
	layer int32
	arcs  int32 // the first of its incoming arcs, -1 for none
	best  float32
	sum   float32 // -ln of all ways here together
}

// stateKey is what the future of a reading depends on.
type stateKey struct {
	lm
	phase, bits uint8 // characters of the current group of four, and their bits not used yet
	inserted    bool  // a lost character was put in just before
}

// arc leads to a node by taking one character.
type arc struct {
	from, next int32
	cost       float32
	share      float32 // of the ways to its node, 0 while not worked out
	char       int8    // 0…63, or -1 when a character was dropped
}

// lattice holds all readings of a part that are worth keeping, as a graph from its first
// character to its last.
type lattice struct {
	m     *model
	ch    channel
	seen  []sight
	nodes []node
	arcs  []arc
	at    map[stateKey]int32 // nodes of the layer being filled
	list  []int32            // the same in order
	floor float32            // least cost of the layer so far
	buf   []branch

	finals []final
	total  float32 // -ln of all readings together
}

type final struct {
	node int32
	cost float32
}

// search builds all readings worth keeping. open: the part may end before its JSON does. It is
// false when there is no reading.
func search(m *model, ch channel, seen []sight, open bool) (*lattice, bool) {
	l := &lattice{m: m, ch: ch, seen: seen}
	l.reset()
	l.reach(stateKey{lm: m.begin()}, 0, 0, -1, -1)
	for i := 0; ; i++ {
		here := l.prune(l.list)
		if len(here) == 0 {
			return nil, false
		}
		before := len(l.list)
		limit := l.nodes[here[0]].best + l.width()
		// A character that was not read at all.
		for _, id := range here {
			if l.nodes[id].best+ch.extra+halved > limit {
				continue
			}
			for v := range 64 {
				cost := ch.extra + lost + letter
				if i > 0 && alike(seen[i-1].r, base64URL[v]) || i < len(seen) && alike(seen[i].r, base64URL[v]) {
					cost = ch.extra + halved
				}
				if l.nodes[id].best+cost <= limit {
					l.emit(id, byte(v), cost, int32(i), true)
				}
			}
		}
		here = append(here, l.prune(l.list[before:])...)
		if i == len(seen) {
			l.finish(here, open)
			return l, len(l.finals) > 0
		}
		l.reset()
		o := seen[i]
		read := ch.of(o.r)
		drop := float32(spurious)
		switch {
		case o.r == ' ':
			drop = blankRead
		case i > 0 && bothThin(seen[i-1].r, o.r) || i+1 < len(seen) && bothThin(o.r, seen[i+1].r):
			drop = split
		case i > 0 && seen[i-1].r == o.r:
			drop = twinned
		case o.r >= utf8.RuneSelf || !isBase64URL(byte(o.r)):
			drop = twinned
		}
		for _, id := range here {
			k := l.nodes[id].state
			k.inserted = false
			l.reach(k, drop+ch.extra, int32(i+1), id, -1)
			for _, r := range read {
				if l.nodes[id].best+r.cost > limit {
					break
				}
				l.emit(id, r.value, r.cost, int32(i+1), false)
			}
		}
	}
}

func alike(r rune, c byte) bool {
	return r == rune(c) || strings.ContainsRune(thin, r) && strings.IndexByte(thin, c) >= 0
}

func bothThin(a, b rune) bool { return strings.ContainsRune(thin, a) && strings.ContainsRune(thin, b) }

func (l *lattice) reset() {
	l.at = make(map[stateKey]int32, 2*beamSize)
	l.list = nil
	l.floor = float32(math.Inf(1))
}

// width grows where errors are rare: else a single one would be given up.
func (l *lattice) width() float32 { return beamWidth + l.ch.extra }

// prune keeps the best nodes, best first.
func (l *lattice) prune(list []int32) []int32 {
	keep := slices.Clone(list)
	slices.SortFunc(keep, func(a, b int32) int {
		return cmp.Or(cmp.Compare(l.nodes[a].best, l.nodes[b].best), cmp.Compare(a, b))
	})
	if len(keep) > beamSize {
		keep = keep[:beamSize]
	}
	for i, id := range keep {
		if l.nodes[id].best > l.nodes[keep[0]].best+l.width() {
			return keep[:i]
		}
	}
	return keep
}

// emit takes ch as the next character after node id.
func (l *lattice) emit(id int32, ch byte, cost float32, layer int32, inserted bool) {
	k := l.nodes[id].state
	k.inserted = inserted
	var b byte
	switch k.phase {
	case 0:
		k.phase, k.bits = 1, ch
		l.reach(k, cost, layer, id, int8(ch))
		return
	case 1:
		b = k.bits<<2 | ch>>4
		k.phase, k.bits = 2, ch&15
	case 2:
		b = k.bits<<4 | ch>>2
		k.phase, k.bits = 3, ch&3
	case 3:
		b = k.bits<<6 | ch
		k.phase, k.bits = 0, 0
	}
	l.buf = l.m.next(k.lm, b, l.buf[:0])
	for _, br := range l.buf {
		k.lm = br.to
		l.reach(k, cost+br.cost, layer, id, int8(ch))
	}
}

func (l *lattice) reach(k stateKey, cost float32, layer, from int32, ch int8) {
	best, sum := cost, cost
	if from >= 0 {
		best += l.nodes[from].best
		sum += l.nodes[from].sum
	}
	if best > l.floor+l.width() {
		return
	}
	l.floor = min(l.floor, best)
	id, ok := l.at[k]
	if !ok {
		id = int32(len(l.nodes))
		l.at[k] = id
		l.list = append(l.list, id)
		l.nodes = append(l.nodes, node{state: k, layer: layer, arcs: -1, best: best, sum: sum})
	} else {
		n := &l.nodes[id]
		n.best = min(n.best, best)
		n.sum = add(n.sum, sum)
	}
	if from >= 0 {
		l.arcs = append(l.arcs, arc{from, l.nodes[id].arcs, cost, 0, ch})
		l.nodes[id].arcs = int32(len(l.arcs) - 1)
	}
}

// add joins two ways given as -ln of their probabilities.
func add(a, b float32) float32 {
	if b < a {
		a, b = b, a
	}
	if b-a > 20 {
		return a
	}
	return a - float32(math.Log1p(math.Exp(float64(a-b))))
}

// finish notes where readings may end, and what ending there costs.
func (l *lattice) finish(here []int32, open bool) {
	l.total = float32(math.Inf(1))
	for _, id := range here {
		k := l.nodes[id].state
		cost := float32(0)
		if k.phase == 1 || k.bits != 0 { // no encoder leaves such an end
			cost = spurious
		}
		switch {
		case k.mode == mEnd:
		case open:
			cost = .5
		default:
			cost += openEnd
		}
		l.finals = append(l.finals, final{id, cost})
		l.total = add(l.total, l.nodes[id].sum+cost)
	}
}

// likeliest is the reading that costs least.
func (l *lattice) likeliest() []step {
	best := l.finals[0]
	for _, f := range l.finals {
		if l.nodes[f.node].best+f.cost < l.nodes[best.node].best+best.cost {
			best = f
		}
	}
	return l.walk(best.node, func(n *node) int32 {
		pick, least := n.arcs, float32(math.Inf(1))
		for a := n.arcs; a >= 0; a = l.arcs[a].next {
			if c := l.nodes[l.arcs[a].from].best + l.arcs[a].cost; c < least {
				pick, least = a, c
			}
		}
		return pick
	})
}

// sample draws a reading by its probability.
func (l *lattice) sample(rng *rand.Rand) []step {
	end := l.finals[0].node
	u := rng.Float64()
	for _, f := range l.finals {
		if u -= math.Exp(float64(l.total - l.nodes[f.node].sum - f.cost)); u < 0 {
			end = f.node
			break
		}
	}
	return l.walk(end, func(n *node) int32 {
		u := rng.Float64()
		pick := n.arcs
		for a := n.arcs; a >= 0; a = l.arcs[a].next {
			if l.arcs[a].share == 0 {
				l.arcs[a].share = float32(math.Exp(float64(n.sum - l.nodes[l.arcs[a].from].sum - l.arcs[a].cost)))
			}
			if l.arcs[a].share < 1e-6 {
				continue
			}
			pick = a
			if u -= float64(l.arcs[a].share); u < 0 {
				break
			}
		}
		return pick
	})
}

// walk goes back from a final node, choosing among its incoming arcs by pick.
func (l *lattice) walk(id int32, pick func(n *node) int32) []step {
	var steps []step
	for l.nodes[id].arcs >= 0 {
		a := l.arcs[pick(&l.nodes[id])]
		steps = append(steps, step{a.char, l.nodes[a.from].layer, l.nodes[id].layer})
		id = a.from
	}
	slices.Reverse(steps)
	return steps
}

// step is one character of a reading.
type step struct {
	char     int8  // 0…63, or -1 for a character that was read too much
	from, to int32 // places in what was seen: equal for a character that was not read
}

func decodeSteps(steps []step) []byte {
	chars := make([]byte, 0, len(steps))
	for _, s := range steps {
		if s.char >= 0 {
			chars = append(chars, base64URL[s.char])
		}
	}
	return decodeRaw(chars)
}
