// Command wasm is the engine in a browser's worker: bytes in, rpc, bytes out. It is the only syscall/js of the project.
//
// It is built once for each task: as it is, the engine that reads logs; with -tags keys, what reads tokens and signs with
// keys; with -tags requests, what makes and reads requests; with -tags vault, the small one that handles a seed, started
// for one call and ended after it.
package main

import (
	"syscall/js"

	"grantlens/internal/rpc"
)

func main() {
	var mux rpc.Mux
	register(&mux)
	bytes := js.Global().Get("Uint8Array")
	js.Global().Set("grantlensHandle", js.FuncOf(func(_ js.Value, args []js.Value) any {
		request := make([]byte, args[0].Get("length").Int())
		js.CopyBytesToGo(request, args[0])
		answer := mux.Handle(request)
		clear(request) // a request may hold a seed
		out := bytes.New(len(answer))
		js.CopyBytesToJS(out, answer)
		return out
	}))
	js.Global().Call("grantlensReady")
	select {}
}
