package main

import (
	"strings"
	"testing"
)

func TestTableSaysWhichBudgetsAreMissed(t *testing.T) {
	var said strings.Builder
	table := &table{w: &said}
	table.judge("a paste", "grantlens", "9 ms", "< 50 ms", true)
	table.judge("a token", "native", "200 µs", "<= 100 µs", false)
	table.figure("a log", "rg", "1 MB/s")
	if table.met != 1 || strings.Join(table.missed, "; ") != "a token, native" {
		t.Errorf("met %d, missed %q; want one each", table.met, table.missed)
	}
	lines := strings.Split(said.String(), "\n")
	for i, end := range []string{"met", "MISSED", "1 MB/s"} {
		if !strings.HasSuffix(lines[i], end) {
			t.Errorf("got %q; want a line that ends in %s", lines[i], end)
		}
	}
}
