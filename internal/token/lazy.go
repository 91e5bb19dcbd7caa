package token

import "sync"

// lazy holds a table that is made when first asked for. Unlike a variable set by sync.OnceValue
// it costs a program that never asks nothing: the linker drops it with its data.
type lazy[T any] struct {
	once  sync.Once
	value T
}

func (l *lazy[T]) get(make func() T) T {
	l.once.Do(func() { l.value = make() })
	return l.value
}
