// The part cent::token: a token that any other program makes of the same claims and secret.
#include <cent/token.hpp>

#include "check.hpp"

int main() {
  cent::token::ConnectionClaims claims;
  claims.sub = "42";
  claims.exp = 1700000000;
  CHECK(cent::token::sign(claims, cent::token::Key::secret("secret")) ==
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiI0MiIsImV4cCI6MTcwMDAwMDAwMH0."
        "ZaAFX5sJbT3y8tFkksyY5dWjX7EUzTjQiDUUYFuK7Uo");
}
