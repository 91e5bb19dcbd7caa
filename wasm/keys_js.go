//go:build keys

package main

import (
	"grantlens/internal/rpc"
	"grantlens/internal/rpc/keys"
)

func register(mux *rpc.Mux) {
	keys.Register(mux)
	keys.RegisterClient(mux)
}
