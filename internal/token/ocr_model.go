package token

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// This file says how likely a JSON object is as the header or the claims of a token, byte by
// byte. It is an automaton with costs (-ln of a probability): strict about JSON's grammar and
// UTF-8, lenient about names and words.

// lm is a state of the model; equal states have the same future.
type lm struct {
	mode   uint8
	sub    uint8 // inside a string: which kind of text
	depth  uint8
	kinds  uint16 // a bit for each open container: 1 is an array
	class  fieldClass
	field  int16 // index into model.fields, -1 for an unknown name
	node   int32 // place in a trie, in a UUID, in a number, in a random string
	h1, h2 uint8 // the two letters before, for letter statistics
	kase   uint8 // how the current word is written
	lead   uint8 // bytes of an unfinished UTF-8 sequence: the first
	more   uint8 // and how many are to come
}

const (
	mStart    uint8 = iota
	mKey            // before a name's quote
	mFirstKey       // the same, but the object may close
	mName           // inside a name of the top level
	mColon
	mValue
	mFirstItem // the same, but the array may close
	mString
	mInner // inside a name of a nested object: text that ends in a colon
	mNumber
	mWord // true, false, null
	mAfter
	mEnd
)

const (
	sBreak  uint8 = iota // a word may begin
	sWord                // in a word of the trie
	sLetter              // in a word of letters by their statistics
	sDigits
	sUUID
	sRandom // base64url
	sUsual  // one of the usual values
	sRaw    // escaped characters and other rarities
)

const (
	lower uint8 = iota
	capital
	upper
)

type branch struct {
	to   lm
	cost float32
}

type trieNode struct {
	next  map[byte]int32
	count int32
	end   int32 // words ending here
	field int16
}

type trie []trieNode

func (t *trie) add(s string, weight int32, field int16) {
	if len(*t) == 0 {
		*t = append(*t, trieNode{next: map[byte]int32{}, field: -1})
	}
	at := int32(0)
	(*t)[0].count += weight
	for i := range len(s) {
		n, ok := (*t)[at].next[s[i]]
		if !ok {
			n = int32(len(*t))
			*t = append(*t, trieNode{next: map[byte]int32{}, field: -1})
			(*t)[at].next[s[i]] = n
		}
		(*t)[n].count += weight
		at = n
	}
	(*t)[at].end += weight
	(*t)[at].field = field
}

// step is the cost of going on with b, and where that leads.
func (t trie) step(at int32, b byte) (int32, float32, bool) {
	n, ok := t[at].next[b]
	if !ok {
		return 0, 0, false
	}
	return n, nln(float64(t[n].count) / float64(t[at].count)), true
}

func (t trie) stop(at int32) (float32, bool) {
	if t[at].end == 0 {
		return 0, false
	}
	return nln(float64(t[at].end) / float64(t[at].count)), true
}

func nln(p float64) float32 { return float32(-math.Log(p)) }

type field struct {
	name  string
	class fieldClass
	usual trie
}

// model holds what is known of one part: its names and their values.
type model struct {
	names  trie
	fields []field
}

// vocabulary is shared by both parts.
type vocabulary struct {
	words  trie
	letter [64 * 64][64]float32 // costs of a letter after two others
}

var lexiconMade lazy[*vocabulary]

// lexicon is the vocabulary made of the word lists.
func lexicon() *vocabulary { return lexiconMade.get(newVocabulary) }

func newVocabulary() *vocabulary {
	v := &vocabulary{}
	var count [64 * 64 * 64]float32
	for i, list := range []string{tokenWords, russianNames} {
		for _, w := range strings.Fields(list) {
			v.words.add(w, int32(2-i), -1)
			h1, h2 := uint8(0), uint8(0)
			for _, r := range w + " " {
				s := symbol(r)
				count[int(h1)<<12|int(h2)<<6|int(s)]++
				h1, h2 = h2, s
			}
		}
	}
	v.learn(&count)
	return v
}

// learn turns counts of three letters in a row into costs, mixed with those of two and one.
func (v *vocabulary) learn(count *[64 * 64 * 64]float32) {
	var one [64]float32
	var two [64][64]float32
	var total float32
	for h := range 64 * 64 {
		for s := range 64 {
			n := count[h<<6|s]
			one[s] += n
			two[h&63][s] += n
			total += n
		}
	}
	sum := func(a *[64]float32) (n float32) {
		for _, x := range a {
			n += x
		}
		return n
	}
	for h := range 64 * 64 {
		var three [64]float32
		copy(three[:], count[h<<6:h<<6+64])
		n3, n2 := sum(&three), sum(&two[h&63])
		cyrillic := h&63 >= cyrillicA
		for s := range 64 {
			p := .03 / 27
			if cyrillic != (s >= cyrillicA) && s != 0 && h&63 != 0 {
				p = 1e-5
			} else if total > 0 {
				p += .12 * float64(one[s]/total)
			}
			if n2 > 0 {
				p += .3 * float64(two[h&63][s]/(n2+3))
			}
			if n3 > 0 {
				p += .55 * float64(three[s]/(n3+2))
			}
			v.letter[h][s] = nln(p)
		}
	}
}

const (
	cyrillicA = 28 // symbols from here on are а…я; 1…26 are a…z, 27 is another letter, 0 is none
)

func symbol(r rune) uint8 {
	switch r = unicode.ToLower(r); {
	case r >= 'a' && r <= 'z':
		return uint8(r-'a') + 1
	case r == 'ё':
		return cyrillicA + 5
	case r >= 'а' && r <= 'я':
		return cyrillicA + uint8(r-'а')
	case r >= utf8.RuneSelf:
		return 27
	}
	return 0
}

var headerModelMade, claimsModelMade lazy[*model]

func headerModel() *model {
	return headerModelMade.get(func() *model {
		m := &model{}
		for _, f := range headerFacts {
			m.add(f.name, f.kind)
		}
		return m
	})
}

func claimsModel() *model {
	return claimsModelMade.get(func() *model {
		m := &model{}
		for _, fam := range families {
			for _, f := range fam.facts {
				m.add(f.name, f.kind)
			}
		}
		return m
	})
}

// common names are worth more than the rest of the registry.
const common = " iss sub aud exp nbf iat jti azp typ sid scope acr session_state realm_access resource_access allowed-origins " +
	"email email_verified name given_name family_name middle_name preferred_username nonce auth_time at_hash client_id alg kid roles scp "

func (m *model) add(name, kind string) {
	if slices.ContainsFunc(m.fields, func(f field) bool { return f.name == name }) {
		return
	}
	f := field{name: name, class: textValue}
	if c, ok := fieldClasses[name]; ok {
		f.class = c
	} else if kind == "time" {
		f.class = timeValue
	} else if kind == "url" {
		f.class = urlValue
	}
	for _, v := range usualValues[name] {
		f.usual.add(v, 1, -1)
	}
	weight := int32(1)
	if strings.Contains(common, " "+name+" ") {
		weight = 10
	}
	m.names.add(name, weight, int16(len(m.fields)))
	m.fields = append(m.fields, f)
}

func (m *model) begin() lm { return lm{mode: mStart, field: -1} }

// next appends to out the states after b.
func (m *model) next(s lm, b byte, out []branch) []branch {
	add := func(to lm, cost float32) { out = append(out, branch{to, cost}) }
	space := b == ' '
	switch s.mode {
	case mStart:
		if b == '{' {
			add(lm{mode: mFirstKey, depth: 1, field: -1}, .01)
		}
	case mKey, mFirstKey:
		switch {
		case b == '"' && s.depth == 1:
			s.mode, s.node, s.field = mName, 0, -1
			add(s, .1)
			s.mode, s.sub, s.h1, s.h2 = mInner, sBreak, 0, 0
			add(s, 4)
		case b == '"':
			s.mode, s.sub, s.h1, s.h2 = mInner, sBreak, 0, 0
			add(s, .1)
		case b == '}' && s.mode == mFirstKey:
			add(s.close(), 4)
		case space:
			s.mode = mKey
			add(s, 6)
		}
	case mName:
		if b == '"' {
			if cost, ok := m.names.stop(s.node); ok {
				s.field = m.names[s.node].field
				s.class = m.fields[s.field].class
				s.mode, s.node = mColon, 0
				add(s, cost)
			}
		} else if n, cost, ok := m.names.step(s.node, b); ok {
			s.node = n
			add(s, cost)
		}
	case mColon:
		if b == ':' {
			s.mode = mValue
			add(s, .1)
		} else if space {
			add(s, 3)
		}
	case mValue, mFirstItem:
		if space {
			add(s, 3)
			break
		}
		if b == ']' && s.mode == mFirstItem {
			add(s.close(), 4)
			break
		}
		out = m.value(s, b, out)
	case mString, mInner:
		out = m.text(s, b, out)
	case mNumber:
		out = number(s, b, out)
	case mWord:
		const list = "true\x00false\x00null"
		if int(s.node) < len(list) && list[s.node] == b {
			s.node++
			if int(s.node) == len(list) || list[s.node] == 0 {
				s.mode = mAfter
			}
			add(s, .01)
		}
	case mAfter:
		out = afterValue(s, b, out)
	}
	return out
}

func (s lm) inArray() bool { return s.kinds&1 == 1 }

func (s lm) push(array bool) lm {
	s.depth++
	s.kinds <<= 1
	if array {
		s.kinds |= 1
	}
	return s
}

// close leaves a container.
func (s lm) close() lm {
	s.depth--
	s.kinds >>= 1
	s.mode = mAfter
	s.sub, s.node, s.h1, s.h2, s.kase = 0, 0, 0, 0, 0
	if s.depth == 0 {
		return lm{mode: mEnd, field: -1}
	}
	if s.depth == 1 {
		s.field, s.class = -1, anyValue
	}
	return s
}

func afterValue(s lm, b byte, out []branch) []branch {
	s.sub, s.node, s.h1, s.h2, s.kase = 0, 0, 0, 0, 0
	if s.depth == 1 {
		s.field, s.class = -1, anyValue
	}
	switch {
	case b == ',' && s.inArray():
		s.mode = mValue
		out = append(out, branch{s, .9})
	case b == ',':
		s.mode = mKey
		out = append(out, branch{s, .2})
	case b == ']' && s.inArray():
		out = append(out, branch{s.close(), .6})
	case b == '}' && !s.inArray():
		cost := float32(.7)
		if s.depth == 1 {
			cost = 2.5
		}
		out = append(out, branch{s.close(), cost})
	case b == ' ':
		out = append(out, branch{s, 5})
	}
	return out
}

// first costs of a value's first character, by what the claim holds.
var openers = map[fieldClass]map[byte]float32{
	anyValue:    {'"': .7, '[': 1.6, '{': 1.6, '0': 2, 't': 3, 'f': 3, 'n': 5},
	textValue:   {'"': .05, '[': 4, '{': 6, '0': 5, 't': 6, 'f': 6, 'n': 6},
	nameValue:   {'"': .02, 'n': 6},
	uuidValue:   {'"': .02, '0': 7},
	keyValue:    {'"': .02, '0': 7},
	urlValue:    {'"': .02},
	idValue:     {'"': .02},
	timeValue:   {'0': .05, '"': 5},
	numberValue: {'0': .1, '"': 4},
	boolValue:   {'t': .7, 'f': .7, '"': 4},
	listValue:   {'[': .7, '"': .8, '{': 7},
	objectValue: {'{': .05, '[': 4, '"': 5},
}

func (m *model) value(s lm, b byte, out []branch) []branch {
	kind := b
	if b >= '0' && b <= '9' {
		kind = '0'
	}
	cost, ok := openers[s.class][kind]
	if s.mode == mFirstItem || s.inArray() {
		cost, ok = map[byte]float32{'"': .1, '{': 4, '0': 5}[kind], kind == '"' || kind == '{' || kind == '0'
	}
	if !ok {
		return out
	}
	switch kind {
	case '"':
		s.mode, s.sub, s.node, s.h1, s.h2, s.kase = mString, sBreak, 0, 0, 0, 0
		usual := s.field >= 0 && len(m.fields[s.field].usual) > 0
		alternatives := []struct {
			sub  uint8
			cost float32
		}{{sBreak, .1}, {sUUID, 4}}
		switch {
		case usual:
			alternatives[0].cost = 2
			alternatives = append(alternatives, struct {
				sub  uint8
				cost float32
			}{sUsual, .3})
		case s.class == uuidValue:
			alternatives[0].cost, alternatives[1].cost = 2, .2
		case s.class == keyValue:
			alternatives[0].cost, alternatives[1].cost = 4, 1.5
			alternatives = append(alternatives, struct {
				sub  uint8
				cost float32
			}{sRandom, .4})
		}
		for _, a := range alternatives {
			s.sub = a.sub
			out = append(out, branch{s, cost + a.cost})
		}
	case '{', '[':
		if s.depth >= 8 {
			return out
		}
		s = s.push(kind == '[')
		s.mode = mFirstKey
		if kind == '[' {
			s.mode = mFirstItem
		}
		out = append(out, branch{s, cost})
	case '0':
		s.mode, s.node = mNumber, 0
		from := len(out)
		out = number(s, b, out)
		for i := from; i < len(out); i++ {
			out[i].cost += cost
		}
	default:
		s.mode, s.node = mWord, map[byte]int32{'t': 1, 'f': 6, 'n': 12}[b]
		out = append(out, branch{s, cost})
	}
	return out
}

// number: node counts the digits. A time has ten, the first a one and the second at least five.
func number(s lm, b byte, out []branch) []branch {
	n := s.node
	if b < '0' || b > '9' {
		cost := float32(.7)
		if s.class == timeValue {
			cost = 7
			if n == 10 {
				cost = .02
			}
		}
		return endThen(s, b, cost, out)
	}
	if n >= 17 {
		return out
	}
	cost := float32(2.3)
	if s.class == timeValue {
		switch {
		case n == 0:
			cost = .05
			if b != '1' {
				cost = 5
			}
		case n == 1:
			cost = 1.6
			if b < '5' {
				cost = 6
			}
		case n >= 10:
			cost = 7
		}
	}
	s.node++
	return append(out, branch{s, cost})
}

// endThen ends a value that has no end mark of its own with what follows it.
func endThen(s lm, b byte, cost float32, out []branch) []branch {
	from := len(out)
	s.mode = mAfter
	out = afterValue(s, b, out)
	for i := from; i < len(out); i++ {
		out[i].cost += cost
	}
	return out
}

// breaks are the characters between words.
var breaks = [128]float32{' ': 2.2, '-': 2.2, '_': 2.2, '.': 2.2, '/': 5, ':': 2.8, '@': 3.5, '+': 6, '=': 6, '?': 6, '&': 6,
	'%': 6, '#': 6, ',': 5.5, ';': 7, '(': 7, ')': 7, '!': 8, '*': 7, '|': 7, '~': 8, '\'': 7, '<': 9, '>': 9, '[': 9, ']': 9, '{': 9, '}': 9, '$': 8, '^': 9, '`': 9}

// fresh is a state of a string with no word begun.
func fresh(s lm) lm {
	s.sub, s.node, s.h1, s.h2, s.kase = 0, 0, 0, 0, 0
	return s
}

// closed is the state after the end of a string.
func closed(s lm) lm {
	n := fresh(s)
	if s.mode == mInner {
		n.mode, n.field, n.class = mColon, -1, anyValue
	} else {
		n.mode = mAfter
	}
	return n
}

// separator takes a character between words.
func separator(s lm, b byte, cost float32, out []branch) []branch {
	if b >= 128 || breaks[b] == 0 {
		return out
	}
	n := fresh(s)
	n.sub = sBreak
	switch {
	case b == '/' && s.class == urlValue:
		cost -= 3
	case b == ' ' && (s.class == urlValue || s.class == idValue || s.class == uuidValue):
		cost += 5
	}
	return append(out, branch{n, cost + breaks[b]})
}

// text is a string's content, or the name of a member of a nested object.
func (m *model) text(s lm, b byte, out []branch) []branch {
	if s.more > 0 {
		return m.continued(s, b, out)
	}
	switch s.sub {
	case sUsual:
		return m.usual(s, b, out)
	case sUUID:
		return m.uuid(s, b, out)
	case sRandom:
		return m.random(s, b, out)
	case sWord:
		return m.word(s, b, out)
	case sLetter:
		return m.letter(s, b, out)
	case sDigits:
		return m.digits(s, b, out)
	case sRaw:
		if strings.IndexByte(`"\/bfnrtu`, b) >= 0 {
			s.sub = sBreak
			out = append(out, branch{s, 2})
		}
		return out
	}
	return m.wordBegins(s, b, out) // sBreak
}

// usual follows a value that the field often has.
func (m *model) usual(s lm, b byte, out []branch) []branch {
	t := m.fields[s.field].usual
	if n, cost, ok := t.step(s.node, b); ok {
		s.node = n
		out = append(out, branch{s, cost})
	} else if cost, ok := t.stop(s.node); ok && b == '"' {
		out = append(out, branch{closed(s), cost})
	}
	return out
}

func (m *model) uuid(s lm, b byte, out []branch) []branch {
	switch p := s.node; {
	case p == 36 && b == '"':
		out = append(out, branch{closed(s), .1})
	case p == 36 && (b == ':' || b == '.' || b == '-'):
		out = separator(s, b, .5, out)
	case p == 36:
	case p == 8 || p == 13 || p == 18 || p == 23:
		if b == '-' {
			s.node++
			out = append(out, branch{s, .001})
		}
	default:
		cost := float32(2.77)
		switch {
		case b >= 'A' && b <= 'F':
			cost = 7
		case unhex(b) < 0:
			return out
		case p == 14 && b == '4': // the version
			cost = .3
		case p == 14:
			cost = 4
		case p == 19 && b != '8' && b != '9' && b != 'a' && b != 'b': // the variant
			cost = 5
		case p == 19:
			cost = 1.4
		}
		s.node++
		out = append(out, branch{s, cost})
	}
	return out
}

func (m *model) random(s lm, b byte, out []branch) []branch {
	switch {
	case isBase64URL(b) && s.node < 120:
		s.node++
		out = append(out, branch{s, letter})
	case b == '"':
		cost := float32(4)
		if s.node == 22 || s.node == 27 || s.node == 43 { // 16, 20 or 32 bytes
			cost = .1
		}
		out = append(out, branch{closed(s), cost})
	}
	return out
}

// word is within a word of the list.
func (m *model) word(s lm, b byte, out []branch) []branch {
	v := lexicon()
	c := b
	switch {
	case s.kase == upper && b >= 'a' && b <= 'z':
		return m.wordBegins(s, b, out)
	case s.kase == upper:
		c = toLower(b)
	case b >= 'A' && b <= 'Z':
		c = 0
	}
	if n, cost, ok := v.words.step(s.node, c); ok {
		t := s
		t.node = n
		out = append(out, branch{t, cost})
	}
	cost, ok := v.words.stop(s.node)
	if !ok {
		return out
	}
	switch x := letterOf(b); {
	case b == '"':
		out = append(out, branch{closed(s), cost + .9})
	case b >= '0' && b <= '9':
		s.sub, s.node = sDigits, 0
		out = append(out, branch{s, cost + 3 + 2.3})
	case b >= 'A' && b <= 'Z' && s.kase != upper: // camelCase
		s.sub = sBreak
		out = m.wordStart(s, b, cost+3.5, out)
	case x > 0 && s.kase != upper: // a word with an ending the list lacks
		s.sub, s.node, s.h1, s.h2 = sLetter, 0, 0, x
		out = append(out, branch{s, cost + 2.5 + v.letter[int(letterOf('r'))<<6+int(letterOf('e'))][x]})
	case b == 0xD0 || b == 0xD1:
		s.sub, s.node, s.h1, s.h2, s.more, s.lead = sLetter, 0, 0, symbol('о'), 1, b
		out = append(out, branch{s, cost + 2.5})
	default:
		out = separator(s, b, cost, out)
	}
	return out
}

// letter is within a word that the list lacks, judged by three letters in a row.
func (m *model) letter(s lm, b byte, out []branch) []branch {
	follows := &lexicon().letter[int(s.h1)<<6+int(s.h2)]
	switch x := letterOf(b); {
	case b == '"':
		out = append(out, branch{closed(s), 1.2 + follows[0]/2})
	case x > 0:
		cost := follows[x]
		big := b < 'a'
		switch {
		case big && s.kase == upper:
			cost += .3
		case big:
			cost += 4.5
			s.kase = capital
		case s.kase == upper:
			cost += 3
			s.kase = lower
		case s.kase == capital:
			s.kase = lower
		}
		s.h1, s.h2 = s.h2, x
		out = append(out, branch{s, cost})
	case b >= '0' && b <= '9':
		s.sub, s.node = sDigits, 0
		out = append(out, branch{s, 3.5 + 2.3})
	case b >= 0xC0:
		out = m.lead(s, b, 0, out)
	default:
		out = separator(s, b, 1+follows[0]/2, out)
	}
	return out
}

func (m *model) digits(s lm, b byte, out []branch) []branch {
	switch {
	case b == '"':
		out = append(out, branch{closed(s), 1.2})
	case b >= '0' && b <= '9':
		out = append(out, branch{s, .3 + 2.3})
	case letterOf(b) > 0:
		s.sub = sBreak
		out = m.wordStart(s, b, 3, out)
	default:
		out = separator(s, b, 1, out)
	}
	return out
}

// wordBegins is where a word may begin, or the string end.
func (m *model) wordBegins(s lm, b byte, out []branch) []branch {
	switch b {
	case '"':
		out = append(out, branch{closed(s), 4})
	case '\\':
		s.sub = sRaw
		out = append(out, branch{s, 7})
	default:
		out = separator(s, b, 1.5, out)
		out = m.wordStart(s, b, .3, out)
	}
	return out
}

func letterOf(b byte) uint8 {
	switch {
	case b >= 'a' && b <= 'z':
		return b - 'a' + 1
	case b >= 'A' && b <= 'Z':
		return b - 'A' + 1
	}
	return 0
}

func toLower(b byte) byte {
	if b >= 'A' && b <= 'Z' {
		return b + 32
	}
	return b
}

// wordStart begins a word with b: one of the vocabulary, letters, digits or a UUID.
func (m *model) wordStart(s lm, b byte, cost float32, out []branch) []branch {
	v := lexicon()
	s.h1, s.h2 = 0, 0
	big := b >= 'A' && b <= 'Z'
	style := []struct {
		kase uint8
		cost float32
	}{{lower, .1}}
	if big {
		style[0] = struct {
			kase uint8
			cost float32
		}{capital, 2.3}
		style = append(style, struct {
			kase uint8
			cost float32
		}{upper, 3})
	}
	for _, st := range style {
		if n, c, ok := v.words.step(0, toLower(b)); ok && b < 128 {
			t := s
			t.sub, t.node, t.kase = sWord, n, st.kase
			out = append(out, branch{t, cost + st.cost + c + .5})
		}
		if x := letterOf(b); x > 0 {
			t := s
			t.sub, t.node, t.kase, t.h2 = sLetter, 0, st.kase, x
			out = append(out, branch{t, cost + st.cost + 1.5 + v.letter[0][x]})
		}
	}
	switch {
	case b >= '0' && b <= '9':
		t := s
		t.sub, t.node = sDigits, 0
		out = append(out, branch{t, cost + 2 + 2.3})
	case b >= 0xC0:
		out = m.lead(s, b, cost, out)
	}
	if s.class == uuidValue && s.mode == mString && unhex(b) >= 0 && !big {
		t := s
		t.sub, t.node = sUUID, 1
		out = append(out, branch{t, cost + 2 + 2.77})
	}
	return out
}

// lead takes the first byte of a character beyond ASCII.
func (m *model) lead(s lm, b byte, cost float32, out []branch) []branch {
	s.lead = b
	switch {
	case b == 0xD0 || b == 0xD1: // Cyrillic
		c := float32(5)
		switch {
		case s.h2 >= cyrillicA || s.sub == sWord:
			c = .3
		case s.class == nameValue:
			c = .7
		}
		s.more = 1
		if s.sub == sBreak { // the vocabulary has Cyrillic words too
			if n, wc, ok := lexicon().words.step(0, b); ok {
				t := s
				t.sub, t.node, t.more, t.lead = sWord, n, 0, 0
				out = append(out, branch{t, cost + c + .5 + wc})
			}
		}
		s.sub = sLetter
		out = append(out, branch{s, cost + c + 1})
	case b >= 0xC2 && b <= 0xDF:
		s.sub, s.more = sLetter, 1
		out = append(out, branch{s, cost + 7})
	case b >= 0xE0 && b <= 0xEF:
		s.sub, s.more = sLetter, 2
		out = append(out, branch{s, cost + 8})
	}
	return out
}

// continued takes a further byte of a character beyond ASCII.
func (m *model) continued(s lm, b byte, out []branch) []branch {
	if b < 0x80 || b > 0xBF {
		return out
	}
	s.more--
	if s.lead != 0xD0 && s.lead != 0xD1 || s.more > 0 {
		if s.more == 0 {
			s.h1, s.h2 = s.h2, 27
			s.lead = 0
		}
		return append(out, branch{s, 4.16})
	}
	r, _ := utf8.DecodeRune([]byte{s.lead, b})
	x := symbol(r)
	s.lead = 0
	if x < cyrillicA {
		s.h1, s.h2 = s.h2, 27
		return append(out, branch{s, 9})
	}
	cost := lexicon().letter[int(s.h1)<<6+int(s.h2)][x]
	begins := s.h2 == 0
	switch big := unicode.IsUpper(r); {
	case big && begins:
		s.kase = capital
		cost += .3
	case begins:
		cost += 2
		s.kase = lower
	case big:
		cost += 4.5
	}
	s.h1, s.h2 = s.h2, x
	return append(out, branch{s, cost})
}
