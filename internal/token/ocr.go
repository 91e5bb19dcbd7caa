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
	Certain = "certain" // no other reading comes near, and none that differs in one character makes sense
	Likely  = "likely"  // the best reading by far
	Guess   = "guess"   // one of several readings: not to be taken for a fact
)

// Recovery is what can be read of a token that went through OCR.
type Recovery struct {
	Header []Recovered `json:"header"`
	Claims []Recovered `json:"claims"`
	Places []Place     `json:"places"` // repaired places of the reading that is likeliest as a whole
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
				list = append(list, sight{r: ' ', pos: c.place(i)})
			}
			gaps = gaps[1:]
		}
		r, n := utf8.DecodeRune(c.raw[i:])
		text := c.s[c.place(i) : c.place(i)+n]
		if text[0] == '%' && r != '%' { // percent-decoded
			text = c.s[c.place(i) : c.place(i)+3]
		}
		list = append(list, sight{r, c.place(i), text})
		i += n
	}
	return list
}

// part recovers one part and notes its repaired places.
func (rec *Recovery) part(name string, seen []sight, m *model, open bool) ([]Recovered, bool) {
	if len(seen) == 0 || len(seen) > longestPart {
		return nil, false
	}
	l, ok := search(m, badScan(), seen, open)
	if !ok {
		return nil, false
	}
	best := l.likeliest()
	// A text with fewer errors than usual is read again with more trust in what it says.
	if noise := float64(len(places(name, seen, best))+1) / float64(len(seen)) / usualNoise; noise < .5 {
		if again, ok := search(m, newChannel(noise), seen, open); ok {
			l, best = again, again.likeliest()
		}
	}
	rec.Places = append(rec.Places, places(name, seen, best)...)
	// The same input gives the same samples: the report must not change from run to run.
	rng := rand.New(rand.NewPCG(1, 2))
	votes := make([]vote, samples)
	for i := range votes {
		votes[i] = newVote(scanObject(decodeSteps(l.sample(rng))).members)
	}
	list := count(votes)
	doubt := l.doubts(best)
	for i, c := range list {
		if c.Confidence == Certain && doubt(c.Member) {
			list[i].Confidence = Likely
		}
	}
	return list, true
}

// doubts tells which members of a reading would also make sense with one character read
// otherwise. Among those only the taste in words chose, so they are not certain.
func (l *lattice) doubts(steps []step) func(Member) bool {
	base := scanObject(decodeSteps(steps))
	inDoubt := map[string]bool{}
	chars := make([]byte, 0, len(steps))
	var from []int32 // the layer of each: what was read there
	for _, st := range steps {
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
		for _, other := range l.ch.of(l.seen[from[i]].r) {
			if other.cost > 4.6 { // one in a hundred
				break
			}
			if base64URL[other.value] == was {
				continue
			}
			chars[i] = base64URL[other.value]
			copy(plain[i/4*3:], decodeRaw(group))
			if alt := scanObject(plain); alt.complete == base.complete && len(alt.members) == len(base.members) {
				for k, m := range alt.members {
					old := base.members[k]
					if m.Name == old.Name && string(m.Value) != string(old.Value) && sensible(string(m.Value), string(old.Value)) {
						inDoubt[m.Name] = true
					}
				}
			}
		}
		chars[i] = was
		copy(plain[i/4*3:], decodeRaw(group))
	}
	return func(m Member) bool {
		v, ok := lookup(base.members, m.Name)
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

// places compares what was seen with what a reading takes it for.
func places(part string, seen []sight, steps []step) []Place {
	var list []Place
	for _, st := range steps {
		p := Place{Part: part}
		at := seen[min(int(st.from), len(seen)-1)]
		p.Offset = at.pos
		var was string
		if st.from < st.to {
			p.Was, was = at.text, string(at.r)
		} else if int(st.from) == len(seen) {
			p.Offset += len(at.text)
		}
		if st.char >= 0 {
			p.Now = base64URL[st.char : st.char+1]
		}
		if was != p.Now && was+p.Now != " " {
			list = append(list, p)
		}
	}
	return list
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
