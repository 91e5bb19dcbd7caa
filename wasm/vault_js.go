//go:build vault

package main

import (
	"grantlens/internal/rpc"
	"grantlens/internal/rpc/worker"
)

func register(mux *rpc.Mux) { worker.Register(mux) }
