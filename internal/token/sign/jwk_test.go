package sign

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"slices"
	"testing"
)

// TestThumbprint has the keys of RFC 8037 appendix A.3 and of RFC 9449 sections 4.1 and 6.1.
func TestThumbprint(t *testing.T) {
	okp, err := Parse(`{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`, "EdDSA")
	if err != nil {
		t.Fatal(err)
	}
	point := slices.Concat([]byte{4}, unb64("l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs"), unb64("9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"))
	public, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		key  Key
		want string
	}{
		{"rfc8037", okp, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"},
		{"rfc9449", Key{private: &ecdsa.PrivateKey{PublicKey: *public}}, "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"},
	} {
		if got := test.key.Thumbprint(); got != test.want {
			t.Errorf("%s: thumbprint %s; want %s", test.name, got, test.want)
		}
	}
	secret, err := Parse("a secret", "HS256")
	if err != nil || secret.Thumbprint() != "" || secret.PublicJWK() != "" {
		t.Errorf("a secret has a public key: %v", err)
	}
}
