// Command wasm is the engine in the browser's worker: bytes in, rpc, bytes out. It is the only syscall/js of the project.
package main

import (
	"syscall/js"

	"grantlens/internal/rpc"
)

func main() {
	var mux rpc.Mux
	rpc.RegisterEngine(&mux)
	js.Global().Set("grantlensHandle", js.FuncOf(func(_ js.Value, args []js.Value) any {
		request := make([]byte, args[0].Get("length").Int())
		js.CopyBytesToGo(request, args[0])
		answer := mux.Handle(request)
		clear(request) // a request may hold a seed
		out := js.Global().Get("Uint8Array").New(len(answer))
		js.CopyBytesToJS(out, answer)
		return out
	}))
	js.Global().Call("grantlensReady")
	select {}
}
