package main

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"testing"

	"grantlens/internal/logparse/report"
)

// A log that was masked for somebody else's eyes still tells its story.
func TestRedactedLogsKeepTheirVerdict(t *testing.T) {
	files, err := filepath.Glob("../../web/src/examples/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	diagnose := func(log []byte) report.Report {
		var out, errs bytes.Buffer
		run([]string{"diagnose", "-format", "json"}, bytes.NewReader(log), &out, &errs)
		var r report.Report
		if err := json.Unmarshal(out.Bytes(), &r); err != nil {
			t.Fatal(err, errs.String())
		}
		return r
	}
	changed := 0
	for _, file := range files {
		name := filepath.Base(file)
		for _, args := range [][]string{{"redact", "-receipt", "none", file}, {"redact", "-receipt", "none", "-keep-claims", file}} {
			var masked, raw, errs bytes.Buffer
			if status := run(args, nil, &masked, &errs); status != exitOK {
				t.Fatal(errs.String())
			}
			in, _, closeInput, err := (&call{}).input(file)
			if err != nil {
				t.Fatal(err)
			}
			raw.ReadFrom(in)
			closeInput()
			if !bytes.Equal(masked.Bytes(), raw.Bytes()) {
				changed++
			}
			before, after := diagnose(raw.Bytes()).Summary, diagnose(masked.Bytes()).Summary
			if before.Verdict != after.Verdict || before.Claimed != after.Claimed || before.Actual != after.Actual {
				t.Errorf("%s: claimed %s, actual %s, %s; masked: %s, %s, %s", name, before.Claimed, before.Actual, before.Verdict, after.Claimed, after.Actual, after.Verdict)
			}
		}
	}
	if changed == 0 {
		t.Error("no example holds anything to mask")
	}
}
