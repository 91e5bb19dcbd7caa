// Package slices turns a slice into a sorted one in a tenth of the instructions of the standard library's package of that
// name: wasmbuild puts this file in the place of its zsortanyfunc.go and zsortordered.go, which every type that is sorted brings along once more.
package slices

import "cmp"

// pdqsortOrdered sorts data[a:b]; limit is the standard library's.
func pdqsortOrdered[E cmp.Ordered](data []E, a, b, limit int) {
	stableCmpFunc(data[a:b], b-a, cmp.Compare[E])
}

// pdqsortCmpFunc sorts data[a:b]; limit is the standard library's.
func pdqsortCmpFunc[E any](data []E, a, b, limit int, cmp func(a, b E) int) {
	stableCmpFunc(data[a:b], b-a, cmp)
}

// stableCmpFunc sorts the n elements of data by merging, and leaves equal ones in their order.
func stableCmpFunc[E any](data []E, n int, cmp func(a, b E) int) {
	if n < 2 {
		return
	}
	middle := n / 2
	stableCmpFunc(data[:middle], middle, cmp)
	stableCmpFunc(data[middle:n], n-middle, cmp)
	if cmp(data[middle], data[middle-1]) >= 0 {
		return // in order already
	}
	left := append([]E(nil), data[:middle]...)
	for to, right := 0, middle; len(left) > 0; to++ {
		if right < n && cmp(data[right], left[0]) < 0 {
			data[to] = data[right]
			right++
		} else {
			data[to] = left[0]
			left = left[1:]
		}
	}
}
