//go:build vault

package main

import (
	"grantlens/internal/rpc"
	"grantlens/internal/rpc/vault"
)

func register(mux *rpc.Mux) { vault.Register(mux) }
