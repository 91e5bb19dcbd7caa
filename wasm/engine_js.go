//go:build !vault && !keys

package main

import (
	"grantlens/internal/rpc"
	"grantlens/internal/rpc/engine"
	"grantlens/internal/rpc/requests"
)

func register(mux *rpc.Mux) {
	engine.Register(mux)
	requests.Register(mux)
}
