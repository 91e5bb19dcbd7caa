package artifact

import (
	"slices"
	"testing"
)

// What was found of one byte does not hide the next place of it or of another, however far one goes on.
func TestNextOpening(t *testing.T) {
	text := `a"b{"c[` + "\u201c" + `}]d"`
	for step := 1; step < len(text); step++ {
		known := [len(openings)]int{-1, -1, -1, -1}
		for at := 0; at < len(text); at += step {
			want := at
			for want < len(text) && !slices.Contains(openings[:], text[want]) {
				want++
			}
			if got := nextOpening(text, at, &known); got != want {
				t.Errorf("from %d in steps of %d: got %d; want %d", at, step, got, want)
			}
		}
	}
}
