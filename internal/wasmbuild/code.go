package main

import (
	"encoding/binary"
	"fmt"
)

// op is an opcode of WebAssembly (core specification, §5.4). Those of two bytes begin with 0xfc.
type op uint16

const (
	opUnreachable  op = 0x00
	opNop          op = 0x01
	opBlock        op = 0x02
	opLoop         op = 0x03
	opIf           op = 0x04
	opElse         op = 0x05
	opEnd          op = 0x0b
	opBr           op = 0x0c
	opBrIf         op = 0x0d
	opBrTable      op = 0x0e
	opReturn       op = 0x0f
	opCall         op = 0x10
	opCallIndirect op = 0x11
	opDrop         op = 0x1a
	opSelect       op = 0x1b
	opLocalGet     op = 0x20
	opLocalSet     op = 0x21
	opLocalTee     op = 0x22
	opGlobalGet    op = 0x23
	opGlobalSet    op = 0x24
	opFirstLoad    op = 0x28
	opLastLoad     op = 0x35
	opFirstStore   op = 0x36
	opI64Store     op = 0x37
	opLastStore    op = 0x3e
	opMemorySize   op = 0x3f
	opMemoryGrow   op = 0x40
	opI32Const     op = 0x41
	opI64Const     op = 0x42
	opF32Const     op = 0x43
	opF64Const     op = 0x44
	opI32Eqz       op = 0x45
	opI64Eqz       op = 0x50
	opI32Add       op = 0x6a
	opI32Sub       op = 0x6b
	opI64Add       op = 0x7c
	opI32WrapI64   op = 0xa7
	opI64ExtendI32 op = 0xad // unsigned
	opLastNumeric  op = 0xc4
	opLastTrunc    op = 0xfc07
	opMemoryCopy   op = 0xfc0a
	opMemoryFill   op = 0xfc0b
)

func (o op) opens() bool    { return o == opBlock || o == opLoop || o == opIf }
func (o op) local() bool    { return o == opLocalGet || o == opLocalSet || o == opLocalTee }
func (o op) variable() bool { return o >= opLocalGet && o <= opGlobalSet }
func (o op) load() bool     { return o >= opFirstLoad && o <= opLastLoad }
func (o op) store() bool    { return o >= opFirstStore && o <= opLastStore }

// instruction is one of a function.
type instruction struct {
	op     op
	a      int      // a constant, the index of a variable or function, the type of a block; of a load or store, the alignment
	b      int      // of a load or store, the offset
	raw    []byte   // what follows the opcode of the rest
	label  *label   // the block it opens, or where it branches to
	labels []*label // of a br_table
}

// label is a block; the function itself is nil.
type label struct{ _ byte }

// reader reads the binary format. After the first thing that is not there everything reads as nothing.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) fail() { r.b, r.bad = nil, true }

func (r *reader) unsigned() int {
	v, n := binary.Uvarint(r.b)
	if n <= 0 || v > 1<<32 {
		r.fail()
		return 0
	}
	r.b = r.b[n:]
	return int(v)
}

func (r *reader) signed() int {
	v, n := signedLEB(r.b)
	if n == 0 {
		r.fail()
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) take(n int) []byte {
	if n > len(r.b) {
		r.fail()
		return nil
	}
	b := r.b[:n:n]
	r.b = r.b[n:]
	return b
}

func (r *reader) byte() int {
	if b := r.take(1); b != nil {
		return int(b[0])
	}
	return 0
}

// readCode reads the instructions of a function, without its local variables.
func readCode(body []byte) ([]instruction, error) {
	r := &reader{b: body}
	var code []instruction
	open := []*label{nil}
	target := func() *label {
		depth := r.unsigned()
		if depth >= len(open) {
			r.fail()
			return nil
		}
		return open[len(open)-1-depth]
	}
	for len(r.b) > 0 && len(open) > 0 {
		in := instruction{op: op(r.byte())}
		if in.op == 0xfc {
			in.op = in.op<<8 | op(r.byte())
		}
		switch o := in.op; {
		case o.opens():
			in.a, in.label = r.byte(), new(label)
			open = append(open, in.label)
		case o == opEnd:
			open = open[:len(open)-1]
		case o == opBr || o == opBrIf:
			in.label = target()
		case o == opBrTable:
			for n := r.unsigned(); n >= 0 && !r.bad; n-- {
				in.labels = append(in.labels, target())
			}
		case o == opCall || o.variable():
			in.a = r.unsigned()
		case o == opCallIndirect || o.load() || o.store():
			in.a, in.b = r.unsigned(), r.unsigned()
		case o == opI32Const || o == opI64Const:
			in.a = r.signed()
		case o == opMemorySize || o == opMemoryGrow || o == opMemoryFill:
			in.raw = r.take(1)
		case o == opMemoryCopy:
			in.raw = r.take(2)
		case o == opF32Const:
			in.raw = r.take(4)
		case o == opF64Const:
			in.raw = r.take(8)
		case o == opUnreachable || o == opNop || o == opElse || o == opReturn || o == opDrop || o == opSelect,
			o >= opI32Eqz && o <= opLastNumeric, o >= 0xfc00 && o <= opLastTrunc:
		default:
			r.fail()
		}
		if r.bad {
			return nil, fmt.Errorf("instruction %#x: %w", int(in.op), errFormat)
		}
		code = append(code, in)
	}
	if len(open) > 0 || len(r.b) > 0 {
		return nil, fmt.Errorf("end of a function: %w", errFormat)
	}
	return code, nil
}

// appendCode is the inverse of readCode.
func appendCode(out []byte, code []instruction) []byte {
	open := []*label{nil}
	unsigned := func(v int) { out = binary.AppendUvarint(out, uint64(v)) }
	branch := func(to *label) {
		depth := 0
		for open[len(open)-1-depth] != to {
			depth++
		}
		unsigned(depth)
	}
	for _, in := range code {
		if in.op > 0xff {
			out = append(out, byte(in.op>>8))
		}
		out = append(out, byte(in.op))
		switch o := in.op; {
		case o.opens():
			out = append(out, byte(in.a))
			open = append(open, in.label)
		case o == opEnd:
			open = open[:len(open)-1]
		case o == opBr || o == opBrIf:
			branch(in.label)
		case o == opBrTable:
			unsigned(len(in.labels) - 1)
			for _, l := range in.labels {
				branch(l)
			}
		case o == opCall || o.variable():
			unsigned(in.a)
		case o == opCallIndirect || o.load() || o.store():
			unsigned(in.a)
			unsigned(in.b)
		case o == opI32Const || o == opI64Const:
			out = appendSignedLEB(out, in.a)
		default:
			out = append(out, in.raw...)
		}
	}
	return out
}
