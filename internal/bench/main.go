// Command bench turns made-up logs of many shapes into a table: how fast the engine reads each, and with how much memory.
// A line tells how long the page waits for the verdict on a paste, a second table compares a token request sent directly
// with one that goes through the relay.
//
//	log made on the fly ─pipe─▶ grantlens diagnose │ the engine as WASM in node │ rg, gitleaks where installed
//	paste ─▶ the engine as WASM in node, warm
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
	most int64 // bytes it reads of a log, at this speed; 0: all
	need bool  // a bench without it is none
}

//go:embed engine.cjs
var engineScript string

var peers = []peer{
	{"grantlens", []string{"bin/grantlens", "diagnose", "-format", "json", "-fail-on", "never", "-"}, 0, true},
	{"WASM in node", []string{"node", "-e", engineScript, "web/src/generated"}, 0, true},
	{"rg -c", []string{"rg", "-c", "access_token|eyJ|error", "-"}, 0, false},
	{"gitleaks", []string{"gitleaks", "stdin", "--no-banner", "--log-level", "fatal", "--exit-code", "0"}, 8 * megabyte, false},
}

func main() {
	scale := flag.Float64("scale", 1, "multiply the size of every log by this `factor`")
	only := flag.String("only", "", "read only the logs whose `name` holds this; paste, relay: only these")
	flag.Parse()
	var err error
	if *only != "relay" && *only != "paste" {
		err = run(os.Stdout, *scale, *only)
	}
	if err == nil && (*only == "" || *only == "paste") {
		err = benchPaste(os.Stdout)
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
	fmt.Fprintf(w, "%d processors. MB is a million bytes. CPU is MB for each second that processors worked, MB/s for each that passed;\n", runtime.NumCPU())
	fmt.Fprintf(w, "the budget is the command line's, of CPU. RSS is the most the program held.\n\n")
	const row = "%-42s %-13s %6v %8v %8v %7v %7v\n"
	fmt.Fprintf(w, row, "log", "program", "MB", "CPU", "MB/s", "budget", "RSS MB")
	for _, l := range logs {
		if !strings.Contains(l.name, only) {
			continue
		}
		for _, p := range peers {
			if _, err := exec.LookPath(p.argv[0]); err != nil {
				if p.need {
					return fmt.Errorf("%s is missing: %w", p.name, err)
				}
				continue
			}
			size, budget := l.size, "-"
			if p.most > 0 {
				size = min(size, p.most)
				if l.budget < 100 {
					size = min(size, 16*megabyte)
				}
			}
			if size = int64(float64(size) * scale); p.name == "grantlens" {
				budget = strconv.Itoa(l.budget)
			}
			u, err := measure(p.argv, l.read(size))
			if err != nil {
				return fmt.Errorf("%s, %s: %w", l.name, p.name, err)
			}
			speed := func(d time.Duration) string { return strconv.FormatFloat(float64(size)/1e6/d.Seconds(), 'f', 1, 64) }
			fmt.Fprintf(w, row, l.name, p.name, size/1e6, speed(u.cpu), speed(u.wall), budget, u.rss/1e6)
		}
	}
	return nil
}

// benchPaste prints how long the engine takes, once warm, from a paste to its report.
func benchPaste(w io.Writer) error {
	u, err := measure([]string{"node", "-e", engineScript, "web/src/generated", "paste"}, strings.NewReader(paste()))
	if err != nil {
		return fmt.Errorf("paste: %w", err)
	}
	fmt.Fprintf(w, "\nverdict on a paste of %d KB, WASM in node, warm: %.1f ms of CPU, %.1f ms (budget: 50 ms)\n", len(paste())/1000, u.cpu.Seconds()*1e3, u.wall.Seconds()*1e3)
	return nil
}

// usage is what a program took.
type usage struct {
	cpu, wall time.Duration
	rss       int64
}

// measure feeds a log to a program. A program that times itself, without its start, prints "seconds" and two figures: of
// the clock and of the processors.
func measure(argv []string, log io.Reader) (u usage, err error) {
	cmd := exec.Command(argv[0], argv[1:]...)
	var stdout, stderr strings.Builder
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return u, err
	}
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return u, err
	}
	_, writeErr := io.CopyBuffer(onlyWriter{in}, log, make([]byte, 256<<10))
	in.Close()
	err = cmd.Wait()
	u = usage{cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), time.Since(start), maxRSS(cmd.ProcessState)}
	if err != nil && (cmd.ProcessState.ExitCode() != 1 || stderr.Len() > 0) { // 1 alone: nothing found
		return u, fmt.Errorf("%w: %.500s", err, stderr.String())
	}
	if writeErr != nil {
		return u, writeErr
	}
	if figures, ok := strings.CutPrefix(stdout.String(), "seconds "); ok {
		var wall, cpu float64
		if _, err := fmt.Sscan(figures, &wall, &cpu); err != nil {
			return u, err
		}
		u.wall, u.cpu = time.Duration(wall*float64(time.Second)), time.Duration(cpu*float64(time.Second))
	}
	return u, nil
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
