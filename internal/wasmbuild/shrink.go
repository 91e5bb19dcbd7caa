package main

import (
	"encoding/binary"
	"fmt"
	"slices"
)

// codeSection is the id of the section that holds the functions (WebAssembly core specification, §5.5.13).
const codeSection = 10

// Variables of a function as Go's compiler writes it (cmd/internal/obj/wasm, assemble).
const (
	localBlock = 0 // PC_B, the parameter: number of the block to begin or go on with
	localSP    = 1 // copy of the stack pointer
	localPC    = 2 // ours: the program counter of the function's block 0
	globalSP   = 0

	typeI32  = 0x7f
	typeI64  = 0x7e
	noResult = 0x40 // type of a block

	firstPC  = 0x1000 << 16 // program counter of the first function (cmd/link/internal/wasm, funcValueOffset)
	pcsOfOne = 1 << 16      // program counters from one function to the next
)

// locals are local variables of one type.
type locals struct{ count, typ int }

// shrinkCode rewrites every function to do the same in fewer bytes, and in such that a compressor finds alike. An optimizer
// that knows only WASM does worse: after Binaryen's wasm-opt -Oz the packed engine is a tenth larger than before it.
func shrinkCode(section []byte) ([]byte, error) {
	r := &reader{b: section}
	count := r.unsigned()
	out := binary.AppendUvarint(nil, uint64(count))
	for i := range count {
		f := &reader{b: r.take(r.unsigned())}
		var vars []locals
		for n := f.unsigned(); n > 0 && !f.bad; n-- {
			vars = append(vars, locals{f.unsigned(), f.byte()})
		}
		if r.bad || f.bad {
			return nil, fmt.Errorf("functions: %w", errFormat)
		}
		code, err := readCode(f.b)
		if err != nil {
			return nil, fmt.Errorf("function %d: %w", i, err)
		}
		if isGo(vars, code) {
			vars, code = shrinkFunction(vars, code, firstPC+i*pcsOfOne)
		}
		body := binary.AppendUvarint(nil, uint64(len(vars)))
		for _, v := range vars {
			body = append(binary.AppendUvarint(body, uint64(v.count)), byte(v.typ))
		}
		body = appendCode(body, code)
		out = binary.AppendUvarint(out, uint64(len(body)))
		out = append(out, body...)
	}
	if len(r.b) > 0 {
		return nil, fmt.Errorf("functions: %w", errFormat)
	}
	return out, nil
}

// isGo reports whether the function is of Go's calling convention, which begins with SP = global SP. Some of the runtime
// have one of their own.
func isGo(vars []locals, code []instruction) bool {
	return len(vars) > 0 && vars[0] == locals{1, typeI32} && match(code, []instruction{{op: opGlobalGet, a: globalSP}, {op: opLocalSet, a: localSP}})
}

func shrinkFunction(vars []locals, code []instruction, pc int) ([]locals, []instruction) {
	code = directJumps(code)
	code = stackAddresses(code)
	code = peephole(code)
	code = finalCalls(code)
	code = unwindInPlace(code)
	code = plainTable(code)
	return oneCounter(vars, code, pc)
}

// anything is a value in a pattern that every value matches.
const anything = -1 << 60

// match reports whether the code begins with what the pattern has of opcodes and their first values.
func match(code, pattern []instruction) bool {
	if len(code) < len(pattern) {
		return false
	}
	for i, p := range pattern {
		if code[i].op != p.op || p.a != anything && code[i].a != p.a {
			return false
		}
	}
	return true
}

// dispatch is the head of a function that has more than one block: a table that leads to the block in local 0. A jump goes
// to the loop around it. The blocks lie within each other and end one after the other, so that each label is where the code
// of the next begins.
type dispatch struct {
	loop  *label // nil if nothing jumps
	first int    // where the blocks begin
	table int    // br_table
}

func findDispatch(code []instruction) (d dispatch, ok bool) {
	for i := 2; i+1 < len(code); i++ {
		switch {
		case code[i].op == opLoop && d.loop == nil:
			d.loop, d.first = code[i].label, i+1
		case code[i].op == opBlock:
			if d.first == 0 {
				d.first = i
			}
		case code[i].op == opLocalGet && code[i].a == localBlock && code[i+1].op == opBrTable:
			d.table = i + 1
			return d, true
		default:
			return d, false
		}
	}
	return d, false
}

// directJumps turns jumps forward, which Go writes as jumps to the table, into branches to the block.
//
//	i32.const block, local.set 0, br loop           → br block
//	if, i32.const block, local.set 0, br loop, end  → br_if block
func directJumps(code []instruction) []instruction {
	d, ok := findDispatch(code)
	if !ok || d.loop == nil {
		return code
	}
	jump := []instruction{{op: opI32Const, a: anything}, {op: opLocalSet, a: localBlock}, {op: opBr}}
	blocks := code[d.table].labels
	var open []*label
	out := make([]instruction, 0, len(code))
	for i := 0; i < len(code); i++ {
		in := code[i]
		switch {
		case in.op.opens():
			open = append(open, in.label)
		case in.op == opEnd && len(open) > 0:
			open = open[:len(open)-1]
		case match(code[i:], jump) && code[i+2].label == d.loop && in.a >= 0 && in.a < len(blocks) && slices.Contains(open, blocks[in.a]):
			in = instruction{op: opBr, label: blocks[in.a]}
			i += 2
			if n := len(out) - 1; out[n].op == opIf && out[n].label != in.label && code[i+1].op == opEnd {
				open, out, in.op = open[:len(open)-1], out[:n], opBrIf
				i++
			}
		}
		out = append(out, in)
	}
	return out
}

// stackAddresses shortens the address of a place on the stack, and counts it in with the load or store it is for.
//
//	local.get SP, i64.extend_i32_u, i64.const n, i64.add, i32.wrap_i64  → local.get SP, i32.const n, i32.add
//	…, (value), i64.store 0                                             → local.get SP, (value), i64.store n
func stackAddresses(code []instruction) []instruction {
	address := []instruction{{op: opLocalGet, a: localSP}, {op: opI64ExtendI32}, {op: opI64Const, a: anything}, {op: opI64Add}, {op: opI32WrapI64}}
	out := make([]instruction, 0, len(code))
	for i := 0; i < len(code); i++ {
		out = append(out, code[i])
		if !match(code[i:], address) || code[i+2].a < 0 || code[i+2].a >= 1<<31 {
			continue
		}
		offset := code[i+2].a
		i += len(address) - 1
		if at := consumer(code, i+1); at >= 0 {
			code[at].b += offset
		} else {
			out = append(out, instruction{op: opI32Const, a: offset}, instruction{op: opI32Add})
		}
	}
	return out
}

// consumer returns where the value last put on the stack before code[at] is taken as the address of a load or store,
// -1 when that is not so or not seen at once.
func consumer(code []instruction, at int) int {
	for above := 0; at < len(code); at++ {
		takes, gives := 0, 1
		switch o := code[at].op; {
		case o == opLocalGet || o == opGlobalGet || o >= opI32Const && o <= opF64Const:
		case o == opLocalSet || o == opGlobalSet || o == opDrop:
			takes, gives = 1, 0
		case o == opLocalTee || o.load() || oneOperand(o):
			takes = 1
		case o >= opI32Eqz && o <= opLastNumeric:
			takes = 2
		case o == opSelect:
			takes = 3
		case o.store():
			takes, gives = 2, 0
		default:
			return -1
		}
		if above < takes {
			if code[at].op.load() || code[at].op.store() && above == 1 {
				return at
			}
			return -1
		}
		above += gives - takes
	}
	return -1
}

// oneOperand reports whether a numeric instruction is a test, a unary operator or a conversion.
func oneOperand(o op) bool {
	switch {
	case o == opI32Eqz, o == opI64Eqz, o >= 0x67 && o <= 0x69, o >= 0x79 && o <= 0x7b, o >= 0x8b && o <= 0x91, o >= 0x99 && o <= 0x9f,
		o >= opI32WrapI64 && o <= opLastNumeric, o >= 0xfc00 && o <= opLastTrunc:
		return true
	}
	return false
}

// inverse are the comparisons of whole numbers, each with that of the other outcome.
var inverse = map[op]op{
	0x46: 0x47, 0x48: 0x4e, 0x49: 0x4f, 0x4a: 0x4c, 0x4b: 0x4d, // i32: eq ne, lt_s ge_s, lt_u ge_u, gt_s le_s, gt_u le_u
	0x51: 0x52, 0x53: 0x59, 0x54: 0x5a, 0x55: 0x57, 0x56: 0x58, // i64
}

func init() {
	for a, b := range inverse {
		inverse[b] = a
	}
}

// moveSP is SP += n, or -= n.
var moveSP = []instruction{{op: opLocalGet, a: localSP}, {op: opI32Const, a: anything}, {op: opI32Add}, {op: opLocalTee, a: localSP}, {op: opGlobalSet, a: globalSP}}

// peephole joins a comparison with the negation of its result, and two moves of the stack pointer in a row. Before a return
// the local copy of the stack pointer is not set.
func peephole(code []instruction) []instruction {
	out := make([]instruction, 0, len(code))
	tail := func(n int) []instruction { return out[max(0, len(out)-n):] }
	n := len(moveSP)
	for _, in := range code {
		out = append(out, in)
		switch t := tail(2); {
		case len(t) == 2 && in.op == opI32Eqz && inverse[t[0].op] != 0:
			out = append(out[:len(out)-2], instruction{op: inverse[t[0].op]})
		case in.op == opGlobalSet && len(out) >= 2*n && match(out[len(out)-2*n:], moveSP) && match(out[len(out)-n:], moveSP):
			out[len(out)-2*n+1].a += out[len(out)-n+1].a
			out = out[:len(out)-n]
		case in.op == opReturn && match(tail(4), []instruction{{op: opLocalTee, a: localSP}, {op: opGlobalSet, a: globalSP}, {op: opI32Const, a: anything}}):
			out = slices.Delete(out, len(out)-4, len(out)-3)
		}
	}
	return out
}

// call is a call as Go's compiler writes it: the program counter to go on at is pushed on Go's stack, and the result says
// whether to leave the function, as when another goroutine is to run.
var (
	pushPC = []instruction{{op: opLocalGet, a: localSP}, {op: opI32Const, a: 8}, {op: opI32Sub}, {op: opLocalTee, a: localSP}, {op: opGlobalSet, a: globalSP},
		{op: opLocalGet, a: localSP}, {op: opI64Const, a: anything}, {op: opI64Store, a: 3}}
	call      = append(slices.Clip(pushPC), instruction{op: opI32Const}, instruction{op: opCall, a: anything})
	afterCall = []instruction{{op: opGlobalGet, a: globalSP}, {op: opLocalSet, a: localSP}, {op: opBrIf}, {op: opEnd}}
)

// pcOfCall is where in a call its program counter stands.
const pcOfCall = 6

// finalCalls shortens the calls that stand in an if: those of runtime.morestack and runtime.sigpanic, the only ones with
// no block to go on with. They end in a switch to another place and so with 1, always. The program counter pushed for
// sigpanic only says which function it is in (runtime.unwinder.resolveInternal), so that all of a function push the same.
func finalCalls(code []instruction) []instruction {
	nilPC := 0
	out := make([]instruction, 0, len(code))
	for i := 0; i < len(code); i++ {
		out = append(out, code[i])
		if code[i].op != opIf || !match(code[i+1:], call) || !match(code[i+1+len(call):], afterCall) {
			continue
		}
		at := len(out) + pcOfCall
		out = append(out, code[i+1:i+1+len(call)]...)
		if code[i-1].op == opI64Eqz {
			if nilPC == 0 {
				nilPC = out[at].a
			}
			out[at].a = nilPC
		}
		out = append(out, instruction{op: opReturn})
		i += len(call) + len(afterCall) - 1
	}
	return out
}

// unwindInPlace leaves the function after a call without a branch to its end, whose depth is another number every time.
//
//	br_if exit  → if, i32.const 1, return, end
func unwindInPlace(code []instruction) []instruction {
	n := len(code)
	if code[2].op != opBlock || !match(code[max(0, n-3):], []instruction{{op: opEnd}, {op: opI32Const, a: 1}, {op: opEnd}}) {
		return code
	}
	out := make([]instruction, 0, n)
	for _, in := range code {
		if in.op == opBrIf && in.label == code[2].label {
			out = append(out, instruction{op: opIf, a: noResult, label: new(label)}, instruction{op: opI32Const, a: 1}, instruction{op: opReturn}, instruction{op: opEnd})
		} else {
			out = append(out, in)
		}
	}
	return out
}

// plainTable gives each number of the table a block of its own, so that the tables of all functions begin alike: 0, 1, 2, 3.
func plainTable(code []instruction) []instruction {
	d, ok := findDispatch(code)
	if !ok {
		return code
	}
	blocks := slices.Clone(code[d.table].labels)
	ends := map[*label]int{} // how many blocks shall end where this one does
	for i, l := range code[d.table].labels {
		if ends[l]++; ends[l] > 1 {
			if code[d.table].labels[i-1] != l {
				return code
			}
			blocks[i] = new(label)
		}
	}
	start := d.table - 1 - len(ends)
	if start < d.first {
		return code
	}
	var open []*label
	for i, in := range code[:d.table-1] {
		if in.op.opens() {
			open = append(open, in.label)
		}
		if i >= start && ends[in.label] == 0 {
			return code
		}
	}
	out := slices.Clone(code[:start])
	for _, l := range slices.Backward(blocks) {
		out = append(out, instruction{op: opBlock, a: noResult, label: l})
	}
	out = append(out, code[d.table-1], instruction{op: opBrTable, labels: blocks})
	for _, in := range code[d.table+1:] {
		switch {
		case in.op.opens():
			open = append(open, in.label)
		case in.op == opEnd && len(open) > 0:
			for n := ends[open[len(open)-1]]; n > 1; n-- {
				out = append(out, in)
			}
			open = open[:len(open)-1]
		}
		out = append(out, in)
	}
	return out
}

// oneCounter keeps the program counter of the function's first block in a variable and pushes that and the number of the
// block, so that calls of different functions are written alike.
func oneCounter(vars []locals, code []instruction, pc int) ([]locals, []instruction) {
	pushed := func(i int) bool {
		return i >= pcOfCall && code[i].op == opI64Const && code[i].a >= pc && code[i].a < pc+pcsOfOne && match(code[i-pcOfCall:], pushPC)
	}
	found := false
	for i := range code {
		found = found || pushed(i)
	}
	if !found {
		return vars, code
	}
	if vars = slices.Clone(vars); len(vars) > 1 && vars[1].typ == typeI64 {
		vars[1].count++
	} else {
		vars = slices.Insert(vars, 1, locals{1, typeI64})
	}
	out := make([]instruction, 0, len(code)+16)
	for i, in := range code {
		if i == 2 {
			out = append(out, instruction{op: opI64Const, a: pc}, instruction{op: opLocalSet, a: localPC})
		}
		switch {
		case in.op.local() && in.a >= localPC:
			in.a++
			out = append(out, in)
		case pushed(i):
			out = append(out, instruction{op: opLocalGet, a: localPC})
			if in.a > pc {
				out = append(out, instruction{op: opI64Const, a: in.a - pc}, instruction{op: opI64Add})
			}
		default:
			out = append(out, in)
		}
	}
	return vars, out
}
