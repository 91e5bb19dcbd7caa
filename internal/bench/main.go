// Command bench turns made-up logs of many shapes into a table: how fast the engine reads each, and with how much memory.
// A second table compares a token request sent directly with one that goes through the relay.
//
//	log made on the fly ─pipe─▶ grantlens diagnose │ the engine as WASM in node │ rg, gitleaks where installed
//	token request ─TLS─▶ provider │ token request ─▶ bin/server ─TLS─▶ provider
//
// It runs what the build left in bin/ and web/, from the top of the repository. Nothing is stored: a gigabyte goes
// through a pipe, and what the pipe costs is part of every figure.
package main

import (
	_ "embed"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// A peer is a program that reads a log from standard input.
type peer struct {
	name string
	argv []string
	wasm bool // reads less: all goes through JSON, and the protocol takes 256 MB at most
}

//go:embed engine.cjs
var engineScript string

var peers = []peer{
	{"grantlens", []string{"bin/grantlens", "diagnose", "-format", "json", "-fail-on", "never", "-"}, false},
	{"WASM in node", []string{"node", "-e", engineScript, "web/src/generated"}, true},
	{"rg -c", []string{"rg", "-c", "access_token|eyJ|error", "-"}, false},
	{"gitleaks", []string{"gitleaks", "stdin", "--no-banner", "--log-level", "fatal", "--exit-code", "0"}, false},
}

func main() {
	scale := flag.Float64("scale", 1, "multiply the size of every log by this `factor`")
	only := flag.String("only", "", "read only the logs whose `name` holds this; relay: only the relay")
	flag.Parse()
	var err error
	if *only != "relay" {
		err = run(os.Stdout, *scale, *only)
	}
	if err == nil && (*only == "" || *only == "relay") {
		err = benchRelay(os.Stdout, max(100, int(2000**scale)))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(w io.Writer, scale float64, only string) error {
	fmt.Fprintf(w, "%d processors. MB is a million bytes; RSS is the most the program held; the budget is the command line's.\n\n", runtime.NumCPU())
	const row = "%-38s %-13s %6v %8v %7v %7v\n"
	fmt.Fprintf(w, row, "log", "program", "MB", "MB/s", "budget", "RSS MB")
	for _, l := range logs {
		if !strings.Contains(l.name, only) {
			continue
		}
		for _, p := range peers {
			if _, err := exec.LookPath(p.argv[0]); err != nil {
				if p.name == "grantlens" || p.wasm {
					return fmt.Errorf("%s is missing: %w", p.name, err)
				}
				continue
			}
			size, budget := int64(float64(l.size)*scale), "-"
			if p.wasm {
				size = min(size, 64<<20)
			} else if p.name == "grantlens" {
				budget = strconv.Itoa(l.budget)
			}
			took, rss, err := measure(p.argv, l, size)
			if err != nil {
				return fmt.Errorf("%s, %s: %w", l.name, p.name, err)
			}
			speed := strconv.FormatFloat(float64(size)/1e6/took.Seconds(), 'f', 1, 64)
			fmt.Fprintf(w, row, l.name, p.name, size/1e6, speed, budget, rss/1e6)
		}
	}
	return nil
}

// measure feeds a log to a program. A program that times itself, without its start, prints "seconds" and the figure.
func measure(argv []string, l log, size int64) (took time.Duration, rss int64, err error) {
	cmd := exec.Command(argv[0], argv[1:]...)
	var stdout, stderr strings.Builder
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return 0, 0, err
	}
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, 0, err
	}
	_, writeErr := io.CopyBuffer(onlyWriter{in}, l.read(size), make([]byte, 256<<10))
	in.Close()
	err = cmd.Wait()
	took = time.Since(start)
	if err != nil {
		return 0, 0, fmt.Errorf("%w: %.500s", err, stderr.String())
	}
	if writeErr != nil {
		return 0, 0, writeErr
	}
	if figure, ok := strings.CutPrefix(stdout.String(), "seconds "); ok {
		seconds, err := strconv.ParseFloat(strings.TrimSpace(figure), 64)
		if err != nil {
			return 0, 0, err
		}
		took = time.Duration(seconds * float64(time.Second))
	}
	return took, maxRSS(cmd.ProcessState), nil
}

// onlyWriter hides ReadFrom, which would copy through a buffer of its own.
type onlyWriter struct{ io.Writer }

// maxRSS is the most memory a finished program held, in bytes.
func maxRSS(state *os.ProcessState) int64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return usage.Maxrss // bytes there, kilobytes elsewhere
	}
	return usage.Maxrss << 10
}
