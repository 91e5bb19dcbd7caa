package source

import (
	"encoding/binary"
	"unsafe"
)

// Lower is s with ASCII letters in lower case; every other byte stays, so offsets agree.
func Lower(s string) string {
	b := []byte(s)
	i := 0
	for ; i+8 <= len(b); i += 8 {
		// Eight bytes at a time: the high bit of each is set where it is one of A to Z.
		const ones = 0x0101010101010101
		v := binary.LittleEndian.Uint64(b[i:])
		ascii := v &^ (0x80 * ones)
		upper := (ascii + (0x80-'A')*ones) &^ (ascii + (0x80-'Z'-1)*ones) &^ v & (0x80 * ones)
		binary.LittleEndian.PutUint64(b[i:], v|upper>>2)
	}
	for ; i < len(b); i++ {
		if c := b[i]; c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return unsafe.String(unsafe.SliceData(b), len(b)) // nobody writes to b any more
}
