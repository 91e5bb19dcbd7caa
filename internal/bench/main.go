// Command bench turns made-up logs of many shapes, a paste, a token and token requests into one table: how fast Grantlens is,
// with how much memory, and which budgets of the design that meets.
//
//	log made on the fly ─pipe─▶ grantlens diagnose │ the engine as WASM in node │ rg, gitleaks where installed
//	paste, log, token ─▶ the programs as WASM in node, warm
//	token request ─TLS─▶ provider │ token request ─▶ bin/server ─TLS─▶ provider
//	seed, token ─▶ workers of Chromium
//
// It runs what the build left in bin/ and web/, from the top of the repository. Nothing is stored: a gigabyte goes
// through a pipe, and what the pipe costs is part of every figure.
package main

import (
	_ "embed"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"grantlens/internal/rpc/keys"
	"grantlens/internal/token"
	"grantlens/internal/token/sample"
)

// A peer is a program that reads a log from standard input.
type peer struct {
	name string
	env  []string // set besides, as NAME=value
	argv []string
	most int64 // bytes it reads of a log, at this speed; 0: all
	need bool  // a bench without it is none
}

//go:embed engine.cjs
var engineScript string

// Grantlens has to reach the speeds of the design on one core: with more of them the regions of a log are judged at once,
// and what two threads of one core take is counted twice.
const oneCore, everyCore = "one core", "every core"

var diagnose = []string{"bin/grantlens", "diagnose", "-format", "json", "-fail-on", "never", "-"}

var peers = []peer{
	{oneCore, []string{"GOMAXPROCS=1"}, diagnose, 0, true},
	{everyCore, nil, diagnose, 0, true},
	{"WASM in node", nil, []string{"node", "-e", engineScript, "web/src/generated"}, 256 * megabyte, true},
	{"rg -c", nil, []string{"rg", "-c", "access_token|eyJ|error", "-"}, 0, false},
	{"gitleaks", nil, []string{"gitleaks", "stdin", "--no-banner", "--log-level", "fatal", "--exit-code", "0"}, 8 * megabyte, false},
}

func main() {
	scale := flag.Float64("scale", 1, "multiply the size of every log by this `factor`")
	only := flag.String("only", "", "measure only the logs whose `name` holds this, or: logs, paste, redact, token, relay, chromium, size")
	flag.Parse()
	if err := run(&table{w: os.Stdout}, *scale, *only); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(t *table, scale float64, only string) error {
	parts := []struct {
		name string
		do   func() error
	}{
		{"logs", func() error { return benchLogs(t, scale, only) }},
		{"paste", func() error { return benchPaste(t) }},
		{"redact", func() error { return benchRedact(t, scale) }},
		{"token", func() error { return benchToken(t) }},
		{"relay", func() error { return benchRelay(t, max(100, int(2000*scale))) }},
		{"chromium", func() error { return benchChromium(t) }},
		{"size", func() error { return benchSize(t) }},
	}
	fmt.Fprintf(t.w, "%d processors. MB is a million bytes. MB/s is for each second that processors worked, in brackets for each that passed;\n", runtime.NumCPU())
	fmt.Fprintf(t.w, "MB held is the most memory a program had.\n\n")
	t.line("what", "by", "measured", "budget", "")
	named := false
	for _, p := range parts[1:] {
		named = named || p.name == only
	}
	for _, p := range parts {
		if only != "" && p.name != only && (named || p.name != "logs") {
			continue
		}
		if err := p.do(); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	fmt.Fprintf(t.w, "\n%d of %d budgets met.\n", t.met, t.met+len(t.missed))
	for _, what := range t.missed {
		fmt.Fprintf(t.w, "missed: %s\n", what)
	}
	return nil
}

// A table is what the bench prints: each figure as it comes, beside its budget (design, "Budgets").
type table struct {
	w      io.Writer
	met    int
	missed []string // what is measured
}

func (t *table) line(what, by, measured, budget, verdict string) {
	fmt.Fprintln(t.w, strings.TrimRight(fmt.Sprintf("%-42s %-13s %-32s %-24s %s", what, by, measured, budget, verdict), " "))
}

// figure prints what has no budget.
func (t *table) figure(what, by, measured string) { t.line(what, by, measured, "", "") }

// judge prints what has one.
func (t *table) judge(what, by, measured, budget string, met bool) {
	verdict := "met"
	if met {
		t.met++
	} else {
		verdict = "MISSED"
		t.missed = append(t.missed, what+", "+by)
	}
	t.line(what, by, measured, budget, verdict)
}

// held is the most memory the command line may have for a log of any size, in bytes.
const held = 100_000_000

func benchLogs(t *table, scale float64, only string) error {
	for _, l := range logs {
		if only != "logs" && !strings.Contains(l.name, only) {
			continue
		}
		for _, p := range peers {
			if _, err := exec.LookPath(p.argv[0]); err != nil {
				if p.need {
					return fmt.Errorf("%s is missing: %w", p.name, err)
				}
				continue
			}
			size := l.size
			if p.most > 0 {
				size = min(size, p.most)
				if l.budget < 100 {
					size = min(size, 32*megabyte)
				}
			}
			size = int64(float64(size) * scale)
			u, err := measure(p.argv, l.read(size), p.env...)
			if err != nil {
				return fmt.Errorf("%s, %s: %w", l.name, p.name, err)
			}
			measured := fmt.Sprintf("%s MB/s (%s), %d MB held", u.speed(size), rate(size, u.wall), u.rss/1e6)
			memory := fmt.Sprintf("<= %d MB", held/1_000_000)
			switch p.name {
			case oneCore:
				t.judge(l.name, p.name, measured, fmt.Sprintf(">= %d MB/s, %s", l.budget, memory), float64(size)/1e6/u.cpu.Seconds() >= float64(l.budget) && u.rss <= held)
			case everyCore:
				t.judge(l.name, p.name, measured, memory, u.rss <= held)
			default:
				t.figure(l.name, p.name, measured)
			}
		}
	}
	return nil
}

// inNode does something with a text again and again, in a warm program, and gives the middle of the times.
func inNode(work, text string) (usage, error) {
	return measure([]string{"node", "-e", engineScript, "web/src/generated", work}, strings.NewReader(text))
}

// benchPaste prints how long the engine takes, once warm, from a paste to its report.
func benchPaste(t *table) error {
	u, err := inNode("paste", paste())
	if err != nil {
		return err
	}
	t.judge(fmt.Sprintf("verdict on a paste of %d KB", len(paste())/1000), "WASM in node", fmt.Sprintf("%s ms of CPU (%s)", ms(u.cpu), ms(u.wall)), "< 50 ms", u.cpu < 50*time.Millisecond)
	return nil
}

// benchRedact prints how fast secrets are masked in a log with few.
func benchRedact(t *table, scale float64) error {
	native, wasm := int64(float64(256*megabyte)*scale), int64(megabyte)
	u, err := measure([]string{"bin/grantlens", "redact", "-receipt", "none", "-"}, logs[0].read(native))
	if err != nil {
		return err
	}
	t.judge("redaction", "grantlens", fmt.Sprintf("%s MB/s (%s)", u.speed(native), rate(native, u.wall)), ">= 100 MB/s", float64(native)/1e6/u.cpu.Seconds() >= 100)
	text, err := io.ReadAll(logs[0].read(wasm))
	if err != nil {
		return err
	}
	if u, err = inNode("redact", string(text)); err != nil {
		return err
	}
	t.judge("redaction", "WASM in node", fmt.Sprintf("%s MB/s (%s)", u.speed(wasm), rate(wasm, u.wall)), ">= 25 MB/s", float64(wasm)/1e6/u.cpu.Seconds() >= 25)
	return nil
}

// benchToken prints how long a token of 2 KB is decoded, explained and checked.
func benchToken(t *table) error {
	raw := sample.Keycloak2KB()
	what := fmt.Sprintf("token of %d bytes, explained", len(raw))
	const calls = 5000
	opts := token.CheckOptions{Now: time.Unix(1899999800, 0), Lang: "en"}
	var before, after syscall.Rusage
	for i := range 2 * calls {
		if i == calls { // warm
			if err := syscall.Getrusage(syscall.RUSAGE_SELF, &before); err != nil {
				return err
			}
		}
		if found := keys.Inspect(raw, opts, false); len(found.Tokens) != 1 || !found.Tokens[0].Complete {
			return errors.New("the token is not read")
		}
	}
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &after); err != nil {
		return err
	}
	took := time.Duration(after.Utime.Nano()+after.Stime.Nano()-before.Utime.Nano()-before.Stime.Nano()) / calls
	t.judge(what, "native", fmt.Sprintf("%d µs of CPU", took.Microseconds()), "<= 100 µs", took <= 100*time.Microsecond)
	u, err := inNode("token", raw)
	if err != nil {
		return err
	}
	t.judge(what, "WASM in node", fmt.Sprintf("%s ms of CPU (%s)", ms(u.cpu), ms(u.wall)), "<= 1 ms", u.cpu <= time.Millisecond)
	return nil
}

// benchChromium prints what workers of Chromium do: the script says what is measured in what, and what it is held to.
func benchChromium(t *table) error {
	cmd := exec.Command("node", "bench/chromium.mjs")
	cmd.Dir = "web"
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return err
	}
	var figures []struct {
		What, Measured, Budget string
		Met                    bool
	}
	if err := json.Unmarshal(out, &figures); err != nil {
		return err
	}
	if len(figures) == 0 {
		t.figure("signing, a token", "Chromium", "not measured: it is not here")
	}
	for _, f := range figures {
		if f.Budget == "" {
			t.figure(f.What, "Chromium", f.Measured)
		} else {
			t.judge(f.What, "Chromium", f.Measured, f.Budget, f.Met)
		}
	}
	return nil
}

// benchSize prints what the page weighs on the wire, as make size does.
func benchSize(t *table) error {
	out, err := exec.Command("go", "run", "./internal/precompress", "-size", "web/dist").Output()
	if len(out) == 0 {
		return err
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	header := strings.Fields(lines[0])
	raw, brotli, budget := slices.Index(header, "raw"), slices.Index(header, "brotli"), slices.Index(header, "budget")
	if raw < 0 || brotli < 0 || budget < 0 {
		return fmt.Errorf("not the header of a table of sizes: %q", lines[0])
	}
	for _, line := range lines[1:] {
		fields := strings.Fields(line)
		shift := len(fields) - len(header) // a name may be of several words
		if shift < 0 {
			return fmt.Errorf("not a line of sizes: %q", line)
		}
		name, size, limit := strings.Join(fields[:raw+shift], " "), fields[brotli+shift], fields[budget+shift]
		got, err := strconv.Atoi(size)
		if err != nil {
			return err
		}
		if most, err := strconv.Atoi(limit); err == nil {
			t.judge(name, "brotli", size+" bytes", "<= "+limit+" bytes", got <= most)
		} else {
			t.figure(name, "brotli", size+" bytes")
		}
	}
	return nil
}

// rate is MB a second.
func rate(size int64, took time.Duration) string {
	return strconv.FormatFloat(float64(size)/1e6/took.Seconds(), 'f', 1, 64)
}

// speed is MB for each second that processors worked.
func (u usage) speed(size int64) string { return rate(size, u.cpu) }

// usage is what a program took.
type usage struct {
	cpu, wall time.Duration
	rss       int64
}

// measure feeds a log to a program. A program that times itself, without its start, prints "seconds" and two figures: of
// the clock and of the processors. The variables of env are set besides.
func measure(argv []string, log io.Reader, env ...string) (u usage, err error) {
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Env = append(os.Environ(), env...)
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
