package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// tracing is what the runtime asks before it writes an execution trace, and what gives it something to write to. Nobody
// takes a trace of a page: without the answers no function that writes one is reached.
var tracing = map[string]string{
	"trace.ok()":                     "false",
	"traceEnabled()":                 "false",
	"traceShuttingDown()":            "false",
	"traceAllocFreeEnabled()":        "false",
	"return traceAcquireEnabled()\n": "return traceLocker{}\n",
}

// unset is the runtime asking for a setting that GODEBUG would have to make: all of these are 0.
var unset = regexp.MustCompile(`\bdebug\.(?:checkfinalizers|clobberfree|dontfreezetheworld|efence|gccheckmark|gcpacertrace|gcshrinkstackoff|gcstoptheworld|gctrace|` +
	`harddecommit|inittrace|sbrk|scavtrace|scheddetail|schedtrace|tracebackancestors) (?:(> \d|!= 0|== [1-9])|== 0|<= 0)`)

// silenced are functions of the runtime that print for GODEBUG or of a crash's stack, whose functions have no names here
// (slim.go), that count for profiles nobody takes, that serve C and threads, of which there are none, or that test the program
// and the compiler at the start.
var silenced = []string{
	"schedtrace", "printScavTrace", "dumpScanStats", "gcDumpObject", "dumpgstatus", "checkFinalizersAndCleanups", "parsegodebug",
	"goroutineheader", "traceback1", "tracebacksomeothers", "tracebackHexdump", "printcreatedby", "printanycustomtype",
	"mProf_Malloc", "mProf_Free", "mProf_Flush", "saveblockevent", "doRecordGoroutineProfile",
	"cgoContextPCs", "newextram", "mexit", "printcomplex64", "printcomplex128",
	"moduledataverify1", "typelinksinit", "check",
}

// quietRuntime gives the sources of the runtime that neither trace nor print what silenced names, by their files.
func quietRuntime(library string) (map[string][]byte, error) {
	names, err := filepath.Glob(filepath.Join(library, "runtime", "*.go"))
	if err != nil {
		return nil, err
	}
	asked, left := maps.Clone(tracing), map[string]bool{}
	for _, name := range silenced {
		left[name] = true
	}
	body := func(f *ast.FuncDecl) (from, to token.Pos) {
		if !slices.Contains(silenced, f.Name.Name) || f.Recv != nil || f.Body == nil || f.Type.Results != nil {
			return 0, 0
		}
		delete(left, f.Name.Name)
		return f.Body.Lbrace + 1, f.Body.Rbrace
	}
	sources := map[string][]byte{}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		quiet, err := without(source, body)
		if err != nil {
			return nil, err
		}
		for question, answer := range tracing {
			if bytes.Contains(quiet, []byte("func "+question)) {
				continue // where it is asked for a trace that is being taken
			}
			if bytes.Contains(quiet, []byte(question)) {
				delete(asked, question)
				quiet = bytes.ReplaceAll(quiet, []byte(question), []byte(answer))
			}
		}
		quiet = unset.ReplaceAllFunc(quiet, func(question []byte) []byte {
			return strconv.AppendBool(nil, unset.FindSubmatch(question)[1] == nil)
		})
		if !bytes.Equal(source, quiet) {
			sources[name] = quiet
		}
	}
	if len(asked)+len(left) > 0 {
		return nil, fmt.Errorf("not the release of Go this file knows: its runtime has no %v %v", slices.Sorted(maps.Keys(asked)), slices.Sorted(maps.Keys(left)))
	}
	return sources, nil
}
