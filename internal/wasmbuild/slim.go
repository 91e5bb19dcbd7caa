package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// errFormat says that a program is not laid out as this file knows it, as that of another Go release may not be.
var errFormat = errors.New("not a Go program as this release of Go writes it")

// segment is a piece of the memory a program begins with.
type segment struct {
	at   int
	data []byte
}

// dataSection is the id of the section that holds the memory (WebAssembly core specification, §5.5.14).
const dataSection = 11

// maxGap is how many zeros are written rather than skipped. Go's linker skips eight already, which cuts the memory into a
// hundred thousand segments, whose headers cost more than the zeros and hide from the compressor what repeats.
const maxGap = 64

// maxMemory is more than any of our programs begins with, in bytes.
const maxMemory = 1 << 28

// slimProgram rewrites a WASM program: its functions in fewer instructions, the memory it begins with in few segments and
// without tables for printing stacks.
func slimProgram(program []byte) ([]byte, error) {
	return rewrite(program, map[byte]func([]byte) ([]byte, error){codeSection: shrinkCode, dataSection: slimData})
}

func slimData(section []byte) ([]byte, error) {
	segments, err := readSegments(section)
	if err != nil {
		return nil, err
	}
	memory, err := dropNames(segments)
	if err != nil {
		return nil, err
	}
	return writeSegments(memory), nil
}

// rewrite changes the bodies of the sections named, all of which a program has.
func rewrite(program []byte, sections map[byte]func([]byte) ([]byte, error)) ([]byte, error) {
	if len(program) < 8 {
		return nil, errFormat
	}
	out := bytes.NewBuffer(slices.Clone(program[:8]))
	done := 0
	for rest := program[8:]; len(rest) > 0; {
		id := rest[0]
		size, n := binary.Uvarint(rest[1:])
		if n <= 0 || uint64(len(rest)-1-n) < size {
			return nil, errFormat
		}
		body := rest[1+n : 1+n+int(size)]
		rest = rest[1+n+int(size):]
		if change := sections[id]; change != nil {
			var err error
			if body, err = change(body); err != nil {
				return nil, err
			}
			done++
		}
		out.WriteByte(id)
		out.Write(binary.AppendUvarint(nil, uint64(len(body))))
		out.Write(body)
	}
	if done != len(sections) {
		return nil, errFormat
	}
	return out.Bytes(), nil
}

// readSegments reads active segments of memory 0 at constant offsets, the only ones Go's linker writes.
func readSegments(body []byte) ([]segment, error) {
	count, n := binary.Uvarint(body)
	if n <= 0 {
		return nil, errFormat
	}
	body = body[n:]
	var segments []segment
	for range count {
		// 0 (active, memory 0), i32.const offset, end, length, bytes
		if len(body) < 3 || body[0] != 0 || body[1] != 0x41 {
			return nil, errFormat
		}
		at, n := signedLEB(body[2:])
		if n == 0 || at < 0 || len(body) < 3+n || body[2+n] != 0x0b {
			return nil, errFormat
		}
		body = body[3+n:]
		size, n := binary.Uvarint(body)
		if n <= 0 || uint64(len(body)-n) < size {
			return nil, errFormat
		}
		segments = append(segments, segment{at, body[n : n+int(size)]})
		body = body[n+int(size):]
	}
	slices.SortFunc(segments, func(a, b segment) int { return a.at - b.at })
	return segments, nil
}

// writeSegments is the inverse of readSegments for a memory in one piece: zeros are what the memory holds by itself.
func writeSegments(memory segment) []byte {
	var segments []segment
	data := memory.data
	for i := 0; i < len(data); {
		if data[i] == 0 {
			i++
			continue
		}
		end, zeros := i, 0
		for end < len(data) && zeros <= maxGap {
			if data[end] == 0 {
				zeros++
			} else {
				zeros = 0
			}
			end++
		}
		segments = append(segments, segment{memory.at + i, data[i : end-zeros]})
		i = end
	}
	out := binary.AppendUvarint(nil, uint64(len(segments)))
	for _, s := range segments {
		out = append(out, 0, 0x41)
		out = appendSignedLEB(out, s.at)
		out = append(out, 0x0b)
		out = binary.AppendUvarint(out, uint64(len(s.data)))
		out = append(out, s.data...)
	}
	return out
}

// Layout of runtime.pcHeader and runtime._func of Go 1.20 to 1.26 (runtime/symtab.go, runtime/runtime2.go), 64 bit.
var pcMagic = []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8}

const (
	headerSize   = 8 + 8*8
	funcSize     = 44
	funcName     = 4  // nameOff
	funcFile     = 20 // pcfile, pcln: offsets of the tables of a function's files and lines
	funcUnit     = 32 // cuOffset, startLine
	funcTables   = 28 // npcdata
	funcStackTab = 16 // pcsp
	funcData     = 43 // nfuncdata

	// Tables of a function that are read to print arguments, or to stop a thread anywhere, which WASM cannot (internal/abi/symtab.go).
	pcdataUnsafePoint = 0
	pcdataArgLive     = 3
	funcdataArgInfo   = 5
	funcdataArgLive   = 6
)

// oneName is the name of every function. Of the form of a method's, for the runtime takes the name of one apart to say
// that it was called on nil (runtime.panicwrap).
const oneName = "go.(*T).f\x00"

// dropNames joins the segments, and empties in the result the tables that lead from an instruction to a function's name, a
// file and a line. The runtime reads them to print the stack of a crash and takes an empty one for an unknown line.
func dropNames(segments []segment) (segment, error) {
	if len(segments) == 0 {
		return segment{}, errFormat
	}
	first, last := segments[0].at, segments[len(segments)-1]
	if last.at > maxMemory || len(last.data) > maxMemory {
		return segment{}, errFormat
	}
	memory := make([]byte, last.at+len(last.data)-first)
	for _, s := range segments {
		if s.at-first+len(s.data) > len(memory) {
			return segment{}, errFormat
		}
		copy(memory[s.at-first:], s.data)
	}
	at := bytes.Index(memory, pcMagic)
	if at < 0 || at+headerSize > len(memory) || bytes.Contains(memory[at+1:], pcMagic) {
		return segment{}, fmt.Errorf("table of names: %w", errFormat)
	}
	word := func(i int) int { return int(binary.LittleEndian.Uint64(memory[at+8+8*i:])) }
	functions, names, units, files, tables, index := word(0), at+word(3), at+word(4), at+word(5), at+word(6), at+word(7)
	if !(functions > 0 && functions < len(memory) && at < names && names+1+len(oneName) < units && units <= files && files <= tables && tables < index && index+8*functions < len(memory)) {
		return segment{}, fmt.Errorf("table of names: %w", errFormat)
	}
	used := make([]bool, index-tables)
	for i := range functions {
		f := index + int(binary.LittleEndian.Uint32(memory[index+8*i+4:]))
		if f+funcSize > len(memory) {
			return segment{}, fmt.Errorf("function table: %w", errFormat)
		}
		fn := memory[f:]
		binary.LittleEndian.PutUint32(fn[funcName:], 1) // 0 is no name
		clear(fn[funcFile : funcFile+8])
		clear(fn[funcUnit : funcUnit+8])
		n := int(binary.LittleEndian.Uint32(fn[funcTables:]))
		if n > 64 || f+funcSize+4*n > len(memory) {
			return segment{}, fmt.Errorf("function table: %w", errFormat)
		}
		extra := fn[funcSize:]
		for _, unused := range []int{pcdataUnsafePoint, pcdataArgLive} {
			if unused < n {
				clear(extra[4*unused : 4*unused+4])
			}
		}
		if extra = extra[4*n:]; len(extra) < 4*int(fn[funcData]) {
			return segment{}, fmt.Errorf("function table: %w", errFormat)
		}
		for _, unused := range []int{funcdataArgInfo, funcdataArgLive} {
			if unused < int(fn[funcData]) {
				binary.LittleEndian.PutUint32(extra[4*unused:], ^uint32(0)) // 0 is an offset
			}
		}
		keep := []uint32{binary.LittleEndian.Uint32(fn[funcStackTab:])}
		for k := range n {
			keep = append(keep, binary.LittleEndian.Uint32(fn[funcSize+4*k:]))
		}
		for _, table := range keep {
			if table != 0 && !markTable(memory[tables:index], used, int(table)) {
				return segment{}, fmt.Errorf("function table: %w", errFormat)
			}
		}
	}
	if err := coarseBuckets(memory, first, at, names); err != nil {
		return segment{}, err
	}
	clear(memory[names:tables])
	copy(memory[names+1:], oneName)
	for i, keep := range used {
		if !keep {
			memory[tables+i] = 0
		}
	}
	return segment{first, memory}, nil
}

// Layout of runtime.moduledata in words, and of findfunctab, of which WASM reads the first bucket of every function alone.
const (
	moduleNames       = 1 // funcnametab
	moduleBuckets     = 19
	moduleFirstPC     = 20
	moduleLastPC      = 21
	bucketSize        = 4 + 16
	pcsOfBucket       = 4096
	bucketsOfFunction = pcsOfOne / pcsOfBucket
)

// coarse is how many functions share an entry of findfunctab; the runtime looks on from there.
const coarse = 16

// coarseBuckets writes findfunctab, which leads from a program counter to a function, with fewer different entries.
func coarseBuckets(memory []byte, first, header, names int) error {
	word := func(i int) int { return int(binary.LittleEndian.Uint64(memory[i:])) }
	module := 0
	for i := -first & 7; i+8*(moduleLastPC+1) <= len(memory); i += 8 {
		if word(i) == first+header && word(i+8*moduleNames) == first+names {
			module = i
			break
		}
	}
	if module == 0 {
		return fmt.Errorf("module: %w", errFormat)
	}
	table := word(module+8*moduleBuckets) - first
	buckets := (word(module+8*moduleLastPC) - word(module+8*moduleFirstPC)) / pcsOfBucket
	if table < 0 || buckets < 0 || buckets > len(memory) || table+buckets*bucketSize > len(memory) {
		return fmt.Errorf("module: %w", errFormat)
	}
	for i := range buckets {
		bucket := memory[table+i*bucketSize:]
		function := i / bucketsOfFunction
		shared := function - function%coarse
		if n := int(binary.LittleEndian.Uint32(bucket)); n != function && n != shared {
			return fmt.Errorf("findfunctab: %w", errFormat)
		}
		binary.LittleEndian.PutUint32(bucket, uint32(shared))
	}
	return nil
}

// markTable marks the bytes of one table: pairs of varints up to a pair that begins with zero (runtime.step).
func markTable(tables []byte, used []bool, at int) bool {
	for first := true; ; first = false {
		value, n := binary.Uvarint(tables[min(at, len(tables)):])
		if n <= 0 {
			return false
		}
		mark(used, at, n)
		at += n
		if value == 0 && !first {
			return true
		}
		if _, n = binary.Uvarint(tables[at:]); n <= 0 {
			return false
		}
		mark(used, at, n)
		at += n
	}
}

func mark(used []bool, at, n int) {
	for i := range n {
		used[at+i] = true
	}
}

// signedLEB reads a number of WebAssembly's signed LEB128; n is 0 when it does not end.
func signedLEB(b []byte) (value, n int) {
	for shift := 0; n < len(b) && shift < 70; shift += 7 {
		c := b[n]
		n++
		value |= int(c&0x7f) << shift
		if c&0x80 == 0 {
			if c&0x40 != 0 {
				value -= 1 << (shift + 7)
			}
			return value, n
		}
	}
	return 0, 0
}

func appendSignedLEB(b []byte, value int) []byte {
	for {
		c := byte(value & 0x7f)
		value >>= 7
		if value == 0 && c&0x40 == 0 || value == -1 && c&0x40 != 0 {
			return append(b, c)
		}
		b = append(b, c|0x80)
	}
}
