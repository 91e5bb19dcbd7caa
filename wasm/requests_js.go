//go:build requests

package main

import (
	"grantlens/internal/rpc"
	"grantlens/internal/rpc/requests"
)

func register(mux *rpc.Mux) { requests.Register(mux) }
