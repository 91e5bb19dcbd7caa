//go:build !vault && !keys && !requests

package main

import (
	"grantlens/internal/rpc"
	"grantlens/internal/rpc/engine"
)

func register(mux *rpc.Mux) {
	engine.Register(mux)
	engine.RegisterMarkdown(mux)
}
