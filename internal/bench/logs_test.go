package main

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"grantlens/internal/logparse"
)

// A bench of logs that do not hold what they are named for measures nothing.
func TestLogsAreWhatTheyAreCalled(t *testing.T) {
	for _, l := range logs {
		text, err := io.ReadAll(l.read(3 * megabyte))
		if err != nil || len(text) != 3*megabyte {
			t.Fatalf("%s: %d bytes, %v; want 3 MB", l.name, len(text), err)
		}
		name, _, _ := strings.Cut(l.name, ":")
		switch name {
		case "sparse":
			if n := bytes.Count(text, []byte(`"access_token"`)); n != 1 {
				t.Errorf("%s: %d token responses in 3 MB", l.name, n)
			}
		case "dense":
			if n := bytes.Count(text, []byte(`"access_token"`)); n < 1400 || n > 1600 {
				t.Errorf("%s: %d token responses in 3 MB", l.name, n)
			}
		case "no newline at all":
			if bytes.Contains(text, []byte("\n")) {
				t.Errorf("%s has one", l.name)
			}
		}
	}
}

// The logs of plain shape have no finding, the others do: the engine really reads them.
func TestEngineSeesTheDifference(t *testing.T) {
	for _, l := range logs {
		name, _, _ := strings.Cut(l.name, ":")
		want, judged := map[string]bool{"sparse": true, "dense": true, "JSON lines": true, "plain": false}[name]
		if !judged {
			continue
		}
		parser := logparse.New(logparse.Options{})
		text, err := io.ReadAll(l.read(megabyte / 2))
		if err != nil {
			t.Fatal(err)
		}
		parser.Feed(text)
		report := parser.Close()
		if got := len(report.Exchanges) > 0; got != want {
			t.Errorf("%s: %d exchanges; want some: %v", l.name, len(report.Exchanges), want)
		}
		if !want && len(report.Findings) > 0 {
			t.Errorf("%s: finding %s", l.name, report.Findings[0].Rule)
		}
	}
}

// BenchmarkEngine is for profiles: go test -bench Engine/dense -cpuprofile cpu.out ./internal/bench
func BenchmarkEngine(b *testing.B) {
	for _, l := range logs {
		name, _, _ := strings.Cut(l.name, ":")
		b.Run(name, func(b *testing.B) {
			const size = 2 * megabyte
			text, err := io.ReadAll(l.read(size))
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(size)
			for b.Loop() {
				parser := logparse.New(logparse.Options{})
				parser.Feed(text)
				parser.Close()
			}
		})
	}
}
