package main

import (
	"bytes"
	"slices"
	"testing"
)

// A function of Go's with three blocks: the second is jumped to, and the third if block 1 says so.
//
//	block exit, loop, block 2, block 1, block 0, br_table, end, …
func sample(jumps func(loop *label) []instruction) []instruction {
	exit, loop, b0, b1, b2 := &label{}, &label{}, &label{}, &label{}, &label{}
	code := []instruction{
		{op: opGlobalGet, a: globalSP}, {op: opLocalSet, a: localSP},
		{op: opBlock, a: noResult, label: exit}, {op: opLoop, a: noResult, label: loop},
		{op: opBlock, a: noResult, label: b2}, {op: opBlock, a: noResult, label: b1}, {op: opBlock, a: noResult, label: b0},
		{op: opLocalGet, a: localBlock}, {op: opBrTable, labels: []*label{b0, b1, b1, b2}}, {op: opEnd},
	}
	code = append(code, jumps(loop)...)
	return append(code, instruction{op: opEnd}, // of block 1
		instruction{op: opNop}, instruction{op: opEnd}, // of block 2
		instruction{op: opEnd}, instruction{op: opUnreachable}, instruction{op: opEnd}, instruction{op: opI32Const, a: 1}, instruction{op: opEnd})
}

func jump(block int, loop *label) []instruction {
	return []instruction{{op: opI32Const, a: block}, {op: opLocalSet, a: localBlock}, {op: opBr, label: loop}}
}

func TestDirectJumps(t *testing.T) {
	got := directJumps(sample(func(loop *label) []instruction {
		condition := []instruction{{op: opLocalGet, a: 2}, {op: opIf, a: noResult, label: &label{}}}
		return slices.Concat(condition, jump(3, loop), []instruction{{op: opEnd}}, jump(1, loop), jump(0, loop))
	}))
	blocks := got[8].labels
	want := []instruction{{op: opLocalGet, a: 2}, {op: opBrIf, label: blocks[3]}, {op: opBr, label: blocks[1]}}
	if !slices.EqualFunc(got[10:13], want, func(a, b instruction) bool { return a.op == b.op && a.a == b.a && a.label == b.label }) {
		t.Errorf("forward: got %v", got[10:13])
	}
	if !match(got[13:], jump(0, nil)) {
		t.Errorf("a jump back has to go by the table: got %v", got[13:16])
	}
}

func TestPlainTable(t *testing.T) {
	body := appendCode(nil, plainTable(sample(func(*label) []instruction { return nil })))
	if table := []byte{0x0e, 3, 0, 1, 2, 3}; !bytes.Contains(body, table) {
		t.Fatalf("want the table % x in % x", table, body)
	}
	code, err := readCode(body)
	if err != nil {
		t.Fatal(err)
	}
	// The numbers 1 and 2 lead to the same place: before the end of block 1's code nothing stands between their ends.
	if !match(code[10:], []instruction{{op: opEnd}, {op: opEnd}, {op: opEnd}, {op: opNop}, {op: opEnd}}) {
		t.Errorf("got %v", code[10:15])
	}
}

func TestStackAddresses(t *testing.T) {
	address := []instruction{{op: opLocalGet, a: localSP}, {op: opI64ExtendI32}, {op: opI64Const, a: 24}, {op: opI64Add}, {op: opI32WrapI64}}
	value := []instruction{{op: opLocalGet, a: 3}, {op: opI32WrapI64}, {op: 0x29, a: 3, b: 8}}
	for _, test := range []struct {
		name       string
		code, want []instruction
	}{
		{"store", slices.Concat(address, value, []instruction{{op: opI64Store, a: 3}}),
			slices.Concat(address[:1], value, []instruction{{op: opI64Store, a: 3, b: 24}})},
		{"load", slices.Concat(address, []instruction{{op: 0x29, a: 3, b: 8}}), []instruction{address[0], {op: 0x29, a: 3, b: 32}}},
		{"stored itself", slices.Concat([]instruction{{op: opLocalGet, a: 2}}, address, []instruction{{op: opI64Store, a: 3}}),
			[]instruction{{op: opLocalGet, a: 2}, address[0], {op: opI32Const, a: 24}, {op: opI32Add}, {op: opI64Store, a: 3}}},
		{"copied from", slices.Concat(address, []instruction{{op: opI32Const, a: 64}, {op: opMemoryCopy, raw: []byte{0, 0}}}),
			[]instruction{address[0], {op: opI32Const, a: 24}, {op: opI32Add}, {op: opI32Const, a: 64}, {op: opMemoryCopy, raw: []byte{0, 0}}}},
	} {
		if got := appendCode(nil, stackAddresses(slices.Clone(test.code))); !bytes.Equal(got, appendCode(nil, test.want)) {
			t.Errorf("%s: got % x, want % x", test.name, got, appendCode(nil, test.want))
		}
	}
}

func TestPeephole(t *testing.T) {
	move := func(n int) []instruction {
		m := slices.Clone(moveSP)
		m[1].a = n
		return m
	}
	address := []instruction{{op: opLocalGet, a: localSP}, {op: opI32Const, a: 16}, {op: opI32Add}, {op: 0x28, a: 2}}
	for _, test := range []struct {
		name       string
		code, want []instruction
	}{
		{"moves", slices.Concat(move(40), move(8)), move(48)},
		{"a move and an address", slices.Concat(move(40), address), slices.Concat(move(40), address)},
		{"return", slices.Concat(move(8), []instruction{{op: opI32Const}, {op: opReturn}}), slices.Concat(moveSP[:1], []instruction{{op: opI32Const, a: 8}, moveSP[2], moveSP[4], {op: opI32Const}, {op: opReturn}})},
		{"not less", []instruction{{op: 0x53}, {op: opI32Eqz}}, []instruction{{op: 0x59}}},
		{"numbers with a point have no inverse, for NaN", []instruction{{op: 0x63}, {op: opI32Eqz}}, []instruction{{op: 0x63}, {op: opI32Eqz}}},
	} {
		if got := appendCode(nil, peephole(slices.Clone(test.code))); !bytes.Equal(got, appendCode(nil, test.want)) {
			t.Errorf("%s: got % x, want % x", test.name, got, appendCode(nil, test.want))
		}
	}
}

// What is read is written as it was, but for numbers written longer than they need be.
func FuzzReadCode(f *testing.F) {
	f.Add(appendCode(nil, sample(func(loop *label) []instruction { return jump(2, loop) })))
	f.Add([]byte{0x42, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7f, 0x44, 1, 2, 3, 4, 5, 6, 7, 8, 0xfc, 0x0a, 0, 0, 0x11, 1, 0, 0x0b})
	f.Fuzz(func(t *testing.T, body []byte) {
		code, err := readCode(body)
		if err != nil {
			return
		}
		once := appendCode(nil, code)
		if len(once) > len(body) {
			t.Fatalf("% x became % x", body, once)
		}
		again, err := readCode(once)
		if err != nil || !bytes.Equal(appendCode(nil, again), once) {
			t.Fatalf("% x became % x and then % x: %v", body, once, appendCode(nil, again), err)
		}
	})
}

func FuzzShrinkCode(f *testing.F) {
	f.Add([]byte{1, 6, 1, 1, typeI32, 0x23, 0, 0x0b})
	f.Fuzz(func(t *testing.T, section []byte) {
		shrinkCode(section) // no panic
	})
}
