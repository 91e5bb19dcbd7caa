package diagnose

import "grantlens/internal/logparse/exchange"

// Sayings of Keycloak's own pages (its theme's messages), as people copy them from the browser.

// keycloakPage is what stands beside the more general of them.
var keycloakPage = []string{"keycloak", "we are sorry", "we're sorry", "/realms/", "login-actions"}

var (
	_ = also("provider-session-lost",
		Saying{All: []string{"login again through your application"}},
		Saying{All: []string{"sign in again via the application"}},
		Saying{All: []string{"sign in again through your application"}},
		Saying{All: []string{"login timeout. please"}},
		Saying{All: []string{"this page is no longer valid, please go back to your application"}},
		Saying{All: []string{"you are already authenticated as different user"}},
		Saying{All: []string{"invalid access code"}, With: keycloakPage},
		Saying{All: []string{"current session is no longer valid"}, With: keycloakPage},
	)
	_ = also("keycloak-broker-refused",
		Saying{All: []string{"could not obtain token from identity provider"}},
		Saying{All: []string{"unexpected error when retrieving token from identity provider"}},
		Saying{All: []string{"unexpected error when handling response from identity provider"}},
		Saying{All: []string{"could not authenticate with identity provider"}},
		Saying{All: []string{"could not send authentication request to identity provider"}},
		Saying{All: []string{"could not proceed with authentication request to identity provider"}},
		Saying{All: []string{"invalid response from identity provider"}, With: keycloakPage},
	)
	_ = also("state-missing-in-callback", Saying{All: []string{"missing state parameter in response from identity provider"}})
	_ = also("callback-without-code", Saying{All: []string{"missing code or error parameter in response from identity provider"}})
	_ = also("token-signature", Saying{All: []string{"invalid signature in response from identity provider"}, Outcome: exchange.Issued})
	_ = also("account-not-linked",
		Saying{All: []string{"already exists. please login to account management to link"}},
		Saying{All: []string{"already exists. how do you want to continue"}},
		Saying{All: []string{"is already linked to another user"}, With: keycloakPage},
	)
	_ = also("user-not-allowed",
		Saying{All: []string{"authenticated with identity provider", "does not exist"}, Outcome: exchange.Issued},
		Saying{All: []string{"registration not allowed"}, With: keycloakPage},
	)
	_ = also("id-token-claim-refused", Saying{All: []string{"does not match the configured essential claim"}})
	_ = also("realm-unknown", Saying{All: []string{"realm not enabled"}, With: keycloakPage})
	_ = also("client-unknown", Saying{All: []string{"unknown login requester"}})
	_ = also("tls-plain-http", Saying{All: []string{"https required"}, With: []string{"we are sorry", "we're sorry"}, Outcome: exchange.Refused})
	_ = also("required-action-pending", Saying{All: []string{"you need to", "to activate your account"}, With: keycloakPage})
)

// Its server log, by the numbers of its messages.
var (
	_ = also("provider-session-lost", coded(exchange.Refused, "", "KC-SERVICES0043", "KC-SERVICES0067", "KC-SERVICES0068", "KC-SERVICES0071", "KC-SERVICES0073")...)
	_ = also("client-registration-refused", coded(exchange.Refused, "", "KC-SERVICES0099", "KC-SERVICES0102", "KC-SERVICES0108")...)
	_ = also("signing-key-not-found", coded(exchange.Refused, "", "KC-SERVICES0096")...)
)
