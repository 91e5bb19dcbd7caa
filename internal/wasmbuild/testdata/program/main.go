// Command program does what a smaller file could break: it collects garbage, grows stacks, switches goroutines, recovers
// from panics of the runtime, and reads its own stack.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"sort"
	"sync"
)

type node struct {
	Name     string           `json:"name"`
	Children map[string]*node `json:"children,omitempty"`
}

type stamp int

func (s stamp) String() string { return fmt.Sprint(int(s)) }

var table = map[string][]int{"a": {1, 2, 3}, "b": {0, 0, 0, 0, 0, 0, 0, 0, 7}}

var sparse = [4096]uint64{0: 1, 512: 2, 4095: 3}

func grow(depth int) *node {
	if depth == 0 {
		return &node{Name: "leaf"}
	}
	var room [512]byte
	room[depth] = byte(depth)
	n := &node{Name: fmt.Sprint(depth), Children: map[string]*node{}}
	for i := range 2 {
		n.Children[fmt.Sprint(i)] = grow(depth - 1)
	}
	runtime.KeepAlive(room)
	return n
}

func recovered(f func()) (text string) {
	defer func() { text = fmt.Sprint(recover()) }()
	f()
	return "no panic"
}

// say writes as the runtime does: package os has nothing to write to in a page.
func say(values ...any) { print(fmt.Sprintln(values...)) }

func main() {
	var group sync.WaitGroup
	results := make([]string, 8)
	for i := range results {
		group.Go(func() {
			b, _ := json.Marshal(grow(8))
			runtime.GC()
			results[i] = fmt.Sprint(len(b))
		})
	}
	group.Wait()
	var none map[string]int
	var nilNode *node
	list := []int{1}
	say(results,
		recovered(func() { none["x"] = 1 }),
		recovered(func() { _ = nilNode.Name }),
		recovered(func() { say(list[len(os.Args)+5]) }),
		recovered(func() { var v any = 1; say(v.(string)) }),
		recovered(func() { fmt.Stringer((*stamp)(nil)).String() }),
		recovered(func() { panic("own") }))
	keys := []string{}
	for key, values := range table {
		keys = append(keys, fmt.Sprint(key, values))
	}
	sort.Strings(keys)
	say(keys, sparse[0], sparse[512], sparse[4095])
	stack := make([]byte, 4096)
	runtime.Stack(stack, true)
	say("done")
}
