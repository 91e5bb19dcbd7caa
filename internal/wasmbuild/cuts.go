package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
)

// cuts are lines of the standard library behind which there is much that no program of ours needs: what stands there instead
// leads nowhere, so that the linker leaves it out.
var cuts = []struct{ file, from, to string }{
	// Numbers with a fraction are read and written by whole numbers alone: rare here, and a table of 11 KB less.
	{"internal/strconv/atof.go", "f, ok := eiselLemire32(mantissa, exp, neg)", "f, ok := float32(0), false"},
	{"internal/strconv/atof.go", "f, ok := eiselLemire64(mantissa, exp, neg)", "f, ok := 0.0, false"},
	{"internal/strconv/ftoa.go", "if !optimize {", "if true {"},

	// Only in FIPS mode are random bytes made with AES.
	{"crypto/internal/fips140/drbg/rand.go", "return NewCounter(getEntropy())", "panic(getEntropy)"},

	// Nobody reads the input of a page, writes to its output, or prints a value as Go source.
	{"os/file.go", `NewFile(uintptr(syscall.Stdin), "/dev/stdin")`, "(*File)(nil)"},
	{"os/file.go", `NewFile(uintptr(syscall.Stdout), "/dev/stdout")`, "(*File)(nil)"},
	{"os/file.go", `NewFile(uintptr(syscall.Stderr), "/dev/stderr")`, "(*File)(nil)"},
	{"fmt/print.go", "if stringer, ok := p.arg.(GoStringer); ok {", "if stringer := GoStringer(nil); false {"},

	// A method is never called by reflection, and the one that panics has no name here.
	{"reflect/makefunc.go", "func makeMethodValue(op string, v Value) Value {", "func makeMethodValue(op string, v Value) Value {\n\tpanic(op)"},
	{"reflect/makefunc.go", "return abi.FuncPCABI0(methodValueCall)", "return 0"},
	{"reflect/value.go", "func valueMethodName() string {", "func valueMethodName() string {\n\treturn \"unknown method\""},

	// Of time zones there are UTC, the browser's and those of a fixed offset: none with rules for years to come.
	{"time/zoneinfo.go", "func tzset(s string, lastTxSec, sec int64) (name string, offset int, start, end int64, isDST, ok bool) {",
		"func tzset(s string, lastTxSec, sec int64) (name string, offset int, start, end int64, isDST, ok bool) {\n\treturn"},

	// The runtime's own: who began a thread, and words about a block found in use after it was freed.
	{"runtime/proc.go", "callers(1, mp.createstack[:])", ""},
	{"runtime/mgcsweep.go", "s.reportZombies()", `throw("found pointer to free object")`},
	{"runtime/mgc.go", "work.goroutineLeak.done = findGoroutineLeaks()", "work.goroutineLeak.done = true"},
}

// cut makes the cuts in the sources of the library, of which some were changed before.
func cut(library string, sources map[string][]byte) error {
	for _, c := range cuts {
		name := filepath.Join(library, c.file)
		source, ok := sources[name]
		if !ok {
			var err error
			if source, err = os.ReadFile(name); err != nil {
				return err
			}
		}
		if !bytes.Contains(source, []byte(c.from)) {
			return fmt.Errorf("not the release of Go this file knows: %s has no %s", c.file, c.from)
		}
		sources[name] = bytes.ReplaceAll(source, []byte(c.from), []byte(c.to))
	}
	return nil
}
