package token

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Confidence in a recovered claim.
const (
	Certain = "certain" // every other reading breaks the JSON, a known form, or is a thousand times less likely
	Likely  = "likely"  // the best reading by far
	Guess   = "guess"   // one of several readings: not to be taken for a fact
)

// Recovery is what can be read of a token that went through OCR.
type Recovery struct {
	Header []Recovered `json:"header"`
	Claims []Recovered `json:"claims"`
	Places []Place     `json:"places"` // repaired places of the likeliest reading, in order
}

// Recovered is a member with how sure it is.
type Recovered struct {
	Member
	Confidence string `json:"confidence"` // certain, likely or guess
}

// Place is one repaired place.
type Place struct {
	Part   string `json:"part"`
	Offset int    `json:"offset"` // byte in the string given
	Was    string `json:"was"`    // the characters read, "" where one was missing
	Now    string `json:"now"`    // the characters taken instead, "" where one was too many
}

// Recover reads a damaged token by searching the likely confusions of characters for a reading
// in which header and payload are base64url of UTF-8 of a JSON object with known names, and
// weighs all such readings against each other. It is false where no such reading exists. It takes
// about a second for a token of 2 KB; of parts longer than 8 KB nothing is recovered.
func Recover(s string) (Recovery, bool) {
	switch t := Inspect(s); {
	case t.Kind != KindOpaque && len(t.Damage) == 0:
		return Recovery{Header: sure(t.Header), Claims: sure(t.Claims)}, true
	case t.Kind == KindJWE || t.Kind == KindOpaque && !strings.Contains(t.Raw, "."):
		return Recovery{Header: sure(t.Header)}, false
	}
	c := cleanUp(s)
	seen := c.symbols()
	var dots []int
	for i, o := range seen {
		if o.r == '.' {
			dots = append(dots, i)
		}
	}
	end := len(seen)
	if len(dots) > 1 {
		end = dots[len(dots)-1]
	}
	var rec Recovery
	header := seen[:end]
	if len(dots) > 0 {
		header = seen[:dots[0]]
	}
	ok := false
	rec.Header, ok = rec.part("header", header, headerModel(), len(dots) == 0)
	if len(dots) > 0 {
		claims, read := rec.part("payload", seen[dots[0]+1:end], claimsModel(), len(dots) == 1)
		rec.Claims, ok = claims, ok && read
	}
	return rec, ok
}

// sure are the members of a token nothing is wrong with.
func sure(ms []Member) []Recovered {
	list := make([]Recovered, len(ms))
	for i, m := range ms {
		list[i] = Recovered{m, Certain}
	}
	return list
}

// sight is one character as it was read.
type sight struct {
	r    rune
	pos  int    // byte in the string given
	text string // as it stands there, "" for a blank
}

func (c *cleaned) symbols() []sight {
	var list []sight
	gaps := c.gaps
	for i := 0; i < len(c.raw); {
		for len(gaps) > 0 && gaps[0].at <= i {
			if !gaps[0].line && i > 0 {
				list = append(list, sight{r: ' ', pos: c.pos[i]})
			}
			gaps = gaps[1:]
		}
		r, n := utf8.DecodeRune(c.raw[i:])
		text := c.s[c.pos[i] : c.pos[i]+n]
		if text[0] == '%' && r != '%' { // percent-decoded
			text = c.s[c.pos[i] : c.pos[i]+3]
		}
		list = append(list, sight{r, c.pos[i], text})
		i += n
	}
	return list
}

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

type stateKey struct {
	lm
	phase, bits uint8 // characters of the current group of four, and their bits not used yet
	inserted    bool  // a lost character was put in just before
}

type arc struct {
	from, next int32
	cost       float32
	share      float32 // of the ways to its node, 0 while not worked out
	char       int8    // 0…63, or -1 when a character was dropped
}

type lattice struct {
	m     *model
	nodes []node
	arcs  []arc
	at    map[stateKey]int32 // nodes of the layer being filled
	list  []int32            // the same in order
	floor float32            // least cost of the layer so far
	buf   []branch
}

// search builds all readings worth keeping.
func search(m *model, ch channel, seen []sight, open bool) (*lattice, []int32, []float32) {
	l := &lattice{m: m}
	l.reset()
	l.reach(stateKey{lm: m.begin()}, 0, 0, -1, -1)
	for i := 0; ; i++ {
		here := l.prune(l.list)
		if len(here) == 0 {
			return l, nil, nil
		}
		before := len(l.list)
		limit := l.nodes[here[0]].best + beamWidth
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
			return l.finish(here, open)
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

// prune keeps the best nodes, best first.
func (l *lattice) prune(list []int32) []int32 {
	keep := slices.Clone(list)
	slices.SortFunc(keep, func(a, b int32) int {
		if x, y := l.nodes[a].best, l.nodes[b].best; x != y {
			if x < y {
				return -1
			}
			return 1
		}
		return int(a - b)
	})
	if len(keep) > beamSize {
		keep = keep[:beamSize]
	}
	for i, id := range keep {
		if l.nodes[id].best > l.nodes[keep[0]].best+beamWidth {
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
	if best > l.floor+beamWidth {
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

// finish lists the nodes a reading may end in, with the cost of ending there.
func (l *lattice) finish(here []int32, open bool) (*lattice, []int32, []float32) {
	costs := make([]float32, len(here))
	for i, id := range here {
		k := l.nodes[id].state
		switch {
		case k.phase == 1:
			costs[i] = spurious
		case k.phase > 1 && k.bits != 0:
			costs[i] = spurious
		}
		if k.mode != mEnd {
			costs[i] += openEnd
			if open {
				costs[i] = .5
			}
		}
	}
	return l, here, costs
}

// walk goes back from a final node, choosing by pick, and returns characters and places.
func (l *lattice) walk(id int32, pick func(n *node) int32) []arcStep {
	var steps []arcStep
	for l.nodes[id].arcs >= 0 {
		a := l.arcs[pick(&l.nodes[id])]
		steps = append(steps, arcStep{a.char, l.nodes[a.from].layer, l.nodes[id].layer})
		id = a.from
	}
	slices.Reverse(steps)
	return steps
}

type arcStep struct {
	char     int8
	from, to int32 // layers: equal for a character put in
}

func decodeSteps(steps []arcStep) []byte {
	chars := make([]byte, 0, len(steps))
	for _, s := range steps {
		if s.char >= 0 {
			chars = append(chars, base64URL[s.char])
		}
	}
	return decodeRaw(chars)
}

// part recovers one part and notes its repaired places.
func (rec *Recovery) part(name string, seen []sight, m *model, open bool) ([]Recovered, bool) {
	if len(seen) == 0 || len(seen) > longestPart {
		return nil, false
	}
	r := read(m, badScan(), seen, open)
	if r == nil {
		return nil, false
	}
	// A text with fewer errors than usual is read again with more trust in what it says.
	if noise := float64(r.errors(seen)+1) / float64(len(seen)) / usualNoise; noise < .5 {
		if better := read(m, newChannel(noise), seen, open); better != nil {
			r = better
		}
	}
	rec.places(name, seen, r.steps)
	l, finals, costs, total := r.lattice, r.finals, r.costs, r.total

	// The same input gives the same samples: the report must not change from run to run.
	rng := rand.New(rand.NewPCG(1, 2))
	choose := func(n *node) int32 {
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
	}
	var votes []vote
	for range samples {
		u := rng.Float64()
		end := finals[r.best]
		for i, id := range finals {
			if u -= math.Exp(float64(total - l.nodes[id].sum - costs[i])); u < 0 {
				end = id
				break
			}
		}
		votes = append(votes, newVote(scanObject(decodeSteps(l.walk(end, choose))).members))
	}
	list := count(votes)
	doubt := r.doubtful(seen)
	for i, c := range list {
		if c.Confidence == Certain && doubt(c.Member) {
			list[i].Confidence = Likely
		}
	}
	return list, true
}

// doubtful tells which members of the likeliest reading would also make sense with one character
// read otherwise. Of those only the model's taste in words chose, so they are not certain.
func (r *partReading) doubtful(seen []sight) func(Member) bool {
	base := scanObject(decodeSteps(r.steps)).members
	inDoubt := map[string]bool{}
	chars := make([]byte, 0, len(r.steps))
	var from []int32 // the layer of each: what was read there
	for _, st := range r.steps {
		if st.char >= 0 {
			chars = append(chars, base64URL[st.char])
			if st.from == st.to {
				st.from = -1
			}
			from = append(from, st.from)
		}
	}
	plain := decodeRaw(chars)
	for i, was := range chars {
		if from[i] < 0 {
			continue
		}
		group := chars[i/4*4 : min(i/4*4+4, len(chars))]
		for _, other := range badScan().of(seen[from[i]].r) {
			if other.cost > 4.6 { // one in a hundred
				break
			}
			if base64URL[other.value] == was {
				continue
			}
			chars[i] = base64URL[other.value]
			copy(plain[i/4*3:], decodeRaw(group))
			if alt := scanObject(plain); alt.complete && len(alt.members) == len(base) {
				for k, m := range alt.members {
					if m.Name == base[k].Name && string(m.Value) != string(base[k].Value) && sensible(string(m.Value), string(base[k].Value)) {
						inDoubt[m.Name] = true
					}
				}
			}
		}
		chars[i] = was
		copy(plain[i/4*3:], decodeRaw(group))
	}
	return func(m Member) bool {
		v, ok := lookup(base, m.Name)
		return !ok || string(v) != string(m.Value) || inDoubt[m.Name] && !constant(v)
	}
}

// sensible reports whether a value could stand where base stands: of the same form, and without
// characters nobody writes.
func sensible(v, base string) bool {
	for i := 0; i+36 <= len(base); i++ {
		if isUUID(base[i:i+36]) && (i+36 > len(v) || !isUUID(v[i:i+36])) {
			return false
		}
	}
	if _, isTime := numericDate([]byte(base)); isTime && base[0] != '"' {
		return len(v) == len(base) && strings.Trim(v, "0123456789") == ""
	}
	for _, r := range v {
		if r < utf8.RuneSelf && letterOf(byte(r)) == 0 && !strings.ContainsRune("0123456789 -_./:@+\"[]{},", r) || !unicode.IsPrint(r) {
			return false
		}
	}
	return true
}

// constant reports whether all strings in a value are fixed by protocol or product.
func constant(v []byte) bool {
	for i, piece := range strings.Split(string(v), `"`) {
		if i%2 == 0 {
			continue
		}
		for _, w := range strings.Fields(piece) {
			if !strings.Contains(constants, " "+w+" ") {
				return false
			}
		}
	}
	return true
}

// partReading holds the readings of a part: all that were kept, and the likeliest.
type partReading struct {
	*lattice
	finals []int32
	costs  []float32
	best   int // of finals
	total  float32
	steps  []arcStep
}

func read(m *model, ch channel, seen []sight, open bool) *partReading {
	l, finals, costs := search(m, ch, seen, open)
	if len(finals) == 0 {
		return nil
	}
	r := &partReading{l, finals, costs, 0, float32(math.Inf(1)), nil}
	for i, id := range finals {
		if l.nodes[id].best+costs[i] < l.nodes[finals[r.best]].best+costs[r.best] {
			r.best = i
		}
		r.total = add(r.total, l.nodes[id].sum+costs[i])
	}
	r.steps = l.walk(finals[r.best], func(n *node) int32 {
		pick, least := n.arcs, float32(math.Inf(1))
		for a := n.arcs; a >= 0; a = l.arcs[a].next {
			if c := l.nodes[l.arcs[a].from].best + l.arcs[a].cost; c < least {
				pick, least = a, c
			}
		}
		return pick
	})
	return r
}

// errors counts the characters taken for others.
func (r *partReading) errors(seen []sight) int {
	var rec Recovery
	rec.places("", seen, r.steps)
	return len(rec.Places)
}

// places compares what was read with what was taken for it.
func (rec *Recovery) places(part string, seen []sight, steps []arcStep) {
	for _, st := range steps {
		p := Place{Part: part}
		last := seen[min(int(st.from), len(seen)-1)]
		p.Offset = last.pos
		var was string
		if st.from < st.to {
			p.Was, was = last.text, string(last.r)
		} else if int(st.from) == len(seen) {
			p.Offset += len(last.text)
		}
		if st.char >= 0 {
			p.Now = base64URL[st.char : st.char+1]
		}
		if was != p.Now && was+p.Now != " " {
			rec.Places = append(rec.Places, p)
		}
	}
}

// vote is one reading of a part, drawn by its probability.
type vote struct {
	members []Member
	weight  float64
}

// newVote weighs a reading by how well its claims agree: issuers repeat themselves.
func newVote(ms []Member) vote {
	v := vote{ms, 1}
	get := func(name string) string { x, _ := lookup(ms, name); return text(x) }
	agree := func(a, b string, factor float64) {
		if a != "" && a == b {
			v.weight *= factor
		}
	}
	agree(get("session_state"), get("sid"), 200)
	if sub := get("sub"); strings.HasPrefix(sub, "f:") {
		agree(get("preferred_username"), sub[strings.LastIndexByte(sub, ':')+1:], 20)
	}
	if local, _, ok := strings.Cut(get("email"), "@"); ok {
		agree(get("preferred_username"), local, 20)
	}
	given, family := get("given_name"), get("family_name")
	if given != "" && family != "" {
		agree(get("name"), given+" "+family, 200)
		agree(get("name"), family+" "+given, 200)
	}
	agree(get("azp"), get("client_id"), 20)
	exp, ok1 := lookup(ms, "exp")
	iat, ok2 := lookup(ms, "iat")
	if ok1 && ok2 {
		e, ok1 := numericDate(exp)
		i, ok2 := numericDate(iat)
		if d := e.Sub(i).Seconds(); ok1 && ok2 && d > 0 && math.Mod(d, 60) == 0 {
			v.weight *= 10
		}
	}
	return v
}

// count gives each name the value most readings agree on.
func count(votes []vote) []Recovered {
	type tally struct {
		name   string
		place  float64
		weight float64
		values map[string]float64
	}
	byName := map[string]*tally{}
	var order []*tally
	var total float64
	for _, v := range votes {
		total += v.weight
		seen := map[string]bool{}
		for i, m := range v.members {
			if seen[m.Name] {
				continue
			}
			seen[m.Name] = true
			t := byName[m.Name]
			if t == nil {
				t = &tally{name: m.Name, values: map[string]float64{}}
				byName[m.Name] = t
				order = append(order, t)
			}
			t.place += v.weight * float64(i)
			t.weight += v.weight
			t.values[string(m.Value)] += v.weight
		}
	}
	order = slices.DeleteFunc(order, func(t *tally) bool { return t.weight < total/2 })
	slices.SortStableFunc(order, func(a, b *tally) int {
		if a.place/a.weight < b.place/b.weight {
			return -1
		}
		return 1
	})
	var list []Recovered
	for _, t := range order {
		var value string
		for v, w := range t.values {
			if w > t.values[value] || w == t.values[value] && v < value {
				value = v
			}
		}
		r := Recovered{Member{t.name, []byte(value)}, Guess}
		switch p := t.values[value] / total; {
		case p >= .999:
			r.Confidence = Certain
		case p >= .8:
			r.Confidence = Likely
		}
		list = append(list, r)
	}
	return list
}
