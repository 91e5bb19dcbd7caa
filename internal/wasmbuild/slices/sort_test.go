package slices

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
)

type entry struct{ key, place int }

func TestSortsAsTheStandardLibrary(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	byKey := func(a, b entry) int { return cmp.Compare(a.key, b.key) }
	for n := range 300 {
		for _, keys := range []int{1, 3, 1000} {
			given := make([]entry, n)
			for i := range given {
				given[i] = entry{random.IntN(keys), i}
			}
			want, got := slices.Clone(given), slices.Clone(given)
			slices.SortStableFunc(want, byKey)
			stableCmpFunc(got, n, byKey)
			if !slices.Equal(got, want) {
				t.Fatalf("%d entries of %d keys: got %v, want %v", n, keys, got, want)
			}
			// Of a part, the rest stays as it was.
			from, to := n/4, n-n/4
			part := slices.Clone(given)
			pdqsortCmpFunc(part, from, to, 0, byKey)
			want = slices.Clone(given)
			slices.SortStableFunc(want[from:to], byKey)
			if !slices.Equal(part, want) {
				t.Fatalf("%d entries of %d keys, %d to %d: got %v, want %v", n, keys, from, to, part, want)
			}
			numbers := make([]int, n)
			for i, e := range given {
				numbers[i] = e.key
			}
			if pdqsortOrdered(numbers, 0, n, 0); !slices.IsSorted(numbers) {
				t.Fatalf("%d numbers: %v", n, numbers)
			}
		}
	}
}
