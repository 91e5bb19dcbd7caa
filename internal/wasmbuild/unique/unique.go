// Package unique takes the place of the standard library's in the programs of the page, of which only net/netip asks it, for the
// zones of IPv6 addresses: what was made once is kept for good, so that nothing has to be told of what was collected.
package unique

import "sync"

// Handle stands for a value: handles of equal values are equal.
type Handle[T comparable] struct{ value *T }

// Value is what the handle was made of.
func (h Handle[T]) Value() T { return *h.value }

var (
	made sync.Mutex
	all  = map[any]any{} // *T by T
)

// Make returns the handle of a value.
func Make[T comparable](value T) Handle[T] {
	made.Lock()
	defer made.Unlock()
	p, ok := all[value].(*T)
	if !ok {
		p = new(T)
		*p = value
		all[value] = p
	}
	return Handle[T]{p}
}
