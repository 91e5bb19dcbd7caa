package token

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
)

// This file says what OCR does to base64url: which character is read for which. Costs are
// -ln of a probability, so about 0.7 is "every second time" and 4.6 "once in a hundred".

// misread lists, for a true character, what is read instead of it. Shapes of common sans-serif and
// monospace fonts; what is not listed is possible at the cost strange.
const misread = `
0 O.5 @2.5 ®3 ©3 o3 Q4 D4 G4 e4.5 84.5
O 0.9 o3 Q3.5 @3.5 D4 ®4 ©4
o O3 03.5 e4.5 c4.5 ®4.5
Q O3 03.5 @4
D O3.5 03.5
C G4 c3 (4
G 63.5 C3.5 04 O4.5
1 l1.5 I2.3 |3 i4 ]4 74 T4 J4 L4 t4.5 !4
l 1.7 I2 |2 ]3 L3.5 i3.5 !3.5 J4 [4 T4.5 t4.5
I l2.5 12.5 |3 T3.5 J3.5 ]3.5 i4 [4 !4
J I.9 ]3 l3 13.5 j3.5 Y4 T4 [4 34.5 F5
j J2.7 i3 ]3.5 F3.5 I4 ;4
i j3.5 l3.5 13.5 !3.5 I4 J4 ;4
L l2.5 14 I4 t4.5
T I3.5 14 74 Y4.5
Y J4 V4 y3 T4.5
t f4 l4 14.5 +3
f F1.5 t4
F f3.5 E4 P4.5
E F4 B5
2 Z3 z3
Z 23 z2.8
z Z2.3 23.5
3 84 B4.5 E5 J5
4 A2
A 44
5 S2.3 s4 64.5
S s3.5 53.5 84.5
s S2.3 54
6 G3 b3.5 e4
b 63.5 h4.5
7 T3.5 13.5 ?4
8 B3 &3.5 34 S4.5 04.5
B 83 E5 R5
9 g3 O3 I3.5 o3.5 q3.5 Q4
g q3 93.5
q g2.5 93.5
a @3.5 d4.5 A4.5 o5
d A4.5 a4.5 c5
c C2.3 e4 o4.5
e c4 o4.5
h b4.5 n4.5
n N2 h4.5 u5 r5 m5
N M4 n3.5
M N4 m4
m M4 n5
u U2.3 v4.5 n5
U u3 V4.5
v V2 y4.5 u4.5
V v3 Y4.5
w W2.3 v4.5
W w3 M5
x X2 k4.5
X x3 K4.5
y Y2.3 v4.5
k K2.3
K k3 X4.5
p P2.5
P p3 F4.5
R K5 B5
r n5 f5 t5
H N4.5 M5
_ -3 .4
- _3 –.5 —1 ~3 .4
`

const (
	strange   = 9.0  // a character read for one it does not resemble
	spurious  = 7.0  // a character read where there is none
	lost      = 8.5  // a character not read, besides the choice which
	split     = 2.7  // one thin stroke read as two
	twinned   = 3.5  // a character read twice
	halved    = 5.0  // one of two alike not read
	blankRead = 0.7  // a blank read where there is none
	blankLost = 1.5  // a blank read for _ or -
	letter    = 4.16 // ln 64: which of the 64 characters
)

// sound is the cost of reading the often confused right; the rest is nearly free.
var sound = map[byte]float32{'0': .9, 'O': .6, 'l': .8, '1': .5, 'J': .7, 'f': .3, 'n': .2, 'x': .2, 'v': .2, 'I': .1, '9': .2}

// thin are the strokes OCR splits, joins and invents.
const thin = "1lIJij]|[!T"

const base64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// reading is a character that may have been meant, and what believing so costs.
type reading struct {
	value byte // 0…63
	cost  float32
}

// channel gives for a character read the ones it may stand for, cheapest first, and what
// reading too much or too little costs.
type channel struct {
	readings map[rune][]reading
	extra    float32 // cost added to every error: the text is better than the table's
}

// usualNoise is the share of wrong characters the costs above are made for.
const usualNoise = .11

var badScanMade lazy[channel]

// badScan is the channel of a text as bad as the table.
func badScan() channel { return badScanMade.get(func() channel { return newChannel(1) }) }

// newChannel makes errors rarer by a factor.
func newChannel(factor float64) channel {
	ch := channel{map[rune][]reading{}, nln(factor)}
	table := map[rune]map[byte]float32{}
	set := func(read rune, meant byte, cost float32) {
		if table[read] == nil {
			table[read] = map[byte]float32{}
		}
		table[read][meant] = cost
	}
	for _, line := range strings.Split(strings.TrimSpace(misread), "\n") {
		for _, item := range strings.Fields(line[2:]) {
			rs := []rune(item)
			cost, _ := strconv.ParseFloat(string(rs[1:]), 32)
			set(rs[0], line[0], float32(cost)+ch.extra)
		}
	}
	for i := range len(base64URL) {
		c := base64URL[i]
		wrong := 1 - math.Exp(-.05)
		if s, ok := sound[c]; ok {
			wrong = 1 - math.Exp(-float64(s))
		}
		set(rune(c), c, nln(1-wrong*factor))
	}
	set(' ', '_', blankLost)
	set(' ', '-', blankLost+1)
	for read, meant := range table {
		ch.readings[read] = full(meant, strange+ch.extra)
	}
	ch.readings[unlisted] = full(nil, letter)
	return ch
}

func (ch channel) of(r rune) []reading {
	if list, ok := ch.readings[r]; ok {
		return list
	}
	return ch.readings[unlisted]
}

// unlisted stands for every character that is in no table.
const unlisted rune = -1

// full adds the characters that are not listed.
func full(listed map[byte]float32, otherwise float32) []reading {
	list := make([]reading, 0, 64)
	for i := range len(base64URL) {
		cost, ok := listed[base64URL[i]]
		if !ok {
			cost = otherwise
		}
		list = append(list, reading{byte(i), cost})
	}
	slices.SortStableFunc(list, func(a, b reading) int { return cmp.Compare(a.cost, b.cost) })
	return list
}
